"""The morning at the keyboard: few presses, everything saved, everything to be taken back."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from houses import BERLIN, House, local
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rlscompanion.domain.check_in import CheckIn, Question
from rlscompanion.domain.checklist import MarkKind
from rlscompanion.domain.episodes import Correction, Episode
from rlscompanion.domain.flare_record import Answer
from rlscompanion.domain.made_up_nights import MadeUp, made_up_nights
from rlscompanion.domain.profile import Medicine
from rlscompanion.domain.weekly import WeeklyQuestion
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.pages.journal import JournalPage
from rlscompanion.ui.pages.journal.flare_up import CorrectionSheet
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

NIGHT: Final = date(2026, 11, 21)
_Key = Qt.Key


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path, "2026-11-21 18:00").settle_in()
    house.clock.set(local("2026-11-22 07:10"))
    return house


@pytest.fixture
def page(theme: Theme, house: House) -> Iterator[JournalPage]:
    parts = house.companion
    made = JournalPage(theme, parts.journaling, parts.noting, parts.easing)
    made.resize(1100, 760)
    made.show()
    QApplication.processEvents()
    yield made
    delete(made)


def check_in(house: House, night: date = NIGHT) -> CheckIn:
    return house.companion.journaling.record(night).check_in


def words(widget: QWidget) -> str:
    QApplication.processEvents()
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def press(name: str, within: QWidget) -> None:
    QApplication.processEvents()
    for button in within.findChildren(QAbstractButton):
        if name in {button.accessibleName(), button.text()} and button.isVisible():
            button.click()
            return
    raise AssertionError(f"no button {name}")


def test_the_whole_check_in_takes_fewer_than_twelve_key_presses(
    page: JournalPage, house: House, qtbot: QtBot
) -> None:
    page.open_night(NIGHT)
    keys = [
        *(_Key.Key_4, _Key.Key_3, _Key.Key_2, _Key.Key_7),  # legs three times, sleep
        _Key.Key_1,  # times up
        _Key.Key_Up,  # it began: as usual
        _Key.Key_Tab,
        _Key.Key_Up,  # minutes to fall asleep: as usual
        _Key.Key_Tab,
        _Key.Key_Space,  # caffeine after noon
    ]
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)
    page.form.settle()
    assert len(keys) < 12
    assert check_in(house) == CheckIn(
        legs_evening=4,
        legs_falling_asleep=3,
        legs_in_night=2,
        sleep=7,
        times_up=1,
        began=time(21),
        minutes_to_fall_asleep=20,
        chips=("caffeine",),
    )


@pytest.mark.parametrize("begun", ["2026-11-22 08:00", "2026-11-22 18:00"])
def test_a_new_journal_lists_no_night_and_asks_of_no_step(
    theme: Theme, tmp_path: Path, begun: str
) -> None:
    house = House(tmp_path / "new", begun)
    parts = house.companion
    parts.planning.save(parts.planning.routine())
    made = JournalPage(theme, parts.journaling, parts.noting, parts.easing)
    made.resize(1100, 760)
    made.show()
    made.refresh()
    assert made.side.model.rowCount() == 0
    assert "No notes yet." in words(made)
    assert "Not answered" not in words(made)
    assert "Dim the lights" not in words(made)
    made.form.evening.buttons[4].click()
    assert [made.side.model.night(row) for row in range(made.side.model.rowCount())] == [NIGHT]
    house.clock.set(local("2026-11-23 08:00"))
    made.open_night(NIGHT + timedelta(days=1))
    assert made.side.model.rowCount() == 2
    assert "Dim the lights" in words(made)
    delete(made)


def test_left_open_overnight_it_asks_of_the_new_last_night(page: JournalPage, house: House) -> None:
    page.hide()
    house.clock.set(local("2026-11-23 07:10"))
    page.show()
    assert page.night == NIGHT + timedelta(days=1)
    page.open_night(NIGHT)
    page.hide()
    page.show()
    assert page.night == NIGHT
    page.hide()
    house.clock.set(local("2026-11-24 07:10"))
    page.show()
    assert page.night == NIGHT + timedelta(days=2)


def test_one_tap_is_saved_at_once_and_said(page: JournalPage, house: House) -> None:
    page.form.evening.buttons[4].click()
    assert check_in(house) == CheckIn(legs_evening=4)
    assert page.strip.is_offering()
    assert page.strip.accessibleName() == (
        "Legs in the evening 4 saved. Leave out anything you like."
    )


def test_undo_by_key_leads_the_keyboard_back_to_what_was_answered(
    page: JournalPage, qtbot: QtBot
) -> None:
    qtbot.waitUntil(page.window().isActiveWindow)
    answer = page.form.evening.buttons[4]
    answer.setFocus()
    qtbot.keyClick(answer, Qt.Key.Key_Space)
    page.strip.button.setFocus()
    qtbot.keyClick(page.strip.button, Qt.Key.Key_Space)
    assert page.form.evening.value is None
    assert answer.hasFocus()


def test_undo_takes_back_one_answer_after_the_other(page: JournalPage, house: House) -> None:
    page.form.evening.buttons[4].click()
    page.form.evening.buttons[5].click()
    page.form.times.button("6").click()
    page.undo()
    assert check_in(house) == CheckIn(legs_evening=5)
    page.undo()
    assert page.form.evening.value == 4
    page.undo()
    page.undo()
    assert check_in(house).is_blank
    assert page.form.evening.value is None


def test_every_answer_can_be_taken_back_where_it_was_given(page: JournalPage, house: House) -> None:
    page.form.times.button("2").click()
    page.form.times.button("2").click()
    page.form.began.stepper.set_value(time(20))
    page.form.began.clear.click()
    page.form.chips.chip("alcohol").click()
    page.form.chips.chip("alcohol").click()
    assert check_in(house).is_blank


def test_delete_takes_a_stepped_answer_back(page: JournalPage, house: House, qtbot: QtBot) -> None:
    page.form.minutes.setFocus()
    for key in (_Key.Key_Up, _Key.Key_Up, _Key.Key_Delete):
        qtbot.keyClick(QApplication.focusWidget(), key)
    page.form.settle()
    assert check_in(house).is_blank
    assert page.form.minutes.stepper.value is None


def test_several_steps_in_a_row_are_one_answer(
    page: JournalPage, house: House, qtbot: QtBot
) -> None:
    page.form.began.setFocus()
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), _Key.Key_Up)
    page.form.settle()
    record = house.companion.journaling.record(NIGHT)
    assert len(record.changes) == 1
    assert record.check_in.began is not None


def test_own_words_become_a_chip_that_is_offered_again(
    page: JournalPage, house: House, qtbot: QtBot
) -> None:
    page.form.chips.other.click()
    page.form.chips.own.setText("  Long   flight ")
    qtbot.keyClick(page.form.chips.own, _Key.Key_Return)
    assert check_in(house).chips == ("own/Long flight",)
    page.open_night(NIGHT - timedelta(days=1))
    assert not page.form.chips.chip("own/Long flight").isChecked()


def test_a_note_is_kept_when_the_night_is_left(page: JournalPage, house: House) -> None:
    page.form.note.setText("Warm room")
    page.open_night(NIGHT - timedelta(days=1))
    assert check_in(house).note == "Warm room"
    assert check_in(house, NIGHT - timedelta(days=1)).is_blank
    assert page.form.note.text() == ""


def test_a_new_medicine_says_that_steps_ask_again(page: JournalPage, house: House) -> None:
    from rlscompanion.domain.profile import Answer  # noqa: PLC0415

    house.companion.advising.answer({"gabapentinoid": Answer.NO})
    page.form.chips.chip("new-medicine").click()
    assert "Some steps ask again first." in page.strip.accessibleName()
    assert house.companion.advising.profile().answers == {}
    page.undo()
    assert "gabapentinoid" in house.companion.advising.profile().answers


def test_a_blank_morning_says_that_one_tap_is_enough(page: JournalPage) -> None:
    assert "No notes yet. One tap in the morning is enough." in words(page)
    page.form.sleep.buttons[6].click()
    page.refresh()
    assert "No notes yet" not in words(page)


def test_a_night_filled_in_later_says_so(page: JournalPage, house: House) -> None:
    page.form.sleep.buttons[6].click()
    assert "Filled in later." not in words(page)
    house.clock.set(local("2026-11-25 09:00"))
    page.refresh()
    page.open_night(date(2026, 11, 22))
    page.form.sleep.buttons[6].click()
    assert "Filled in later." in words(page)


def test_corrections_are_kept_and_shown(page: JournalPage, house: House) -> None:
    page.form.sleep.buttons[6].click()
    house.clock.advance(timedelta(minutes=5))
    page.form.sleep.buttons[4].click()
    page.past.history.click()
    shown = words(page.past)
    assert "22 Nov, 07:10: Sleep 6" in shown
    assert "22 Nov, 07:15: Sleep 4, before: 6" in shown


def test_unanswered_steps_are_offered_and_ticked_with_a_way_back(
    page: JournalPage, house: House
) -> None:
    press("Gentle stretching: Done", page.past)
    taken = house.companion.journaling.record(NIGHT).taken
    assert list(taken.done) == ["stretching"]
    assert "Done: Gentle stretching." in words(page.past)
    page.undo()
    assert not house.companion.journaling.record(NIGHT).taken.done


def happen(house: House, began: datetime) -> None:
    """Let a flare-up of five minutes be recorded."""
    easing = house.companion.easing
    now = house.clock.now()
    house.clock.set(began)
    opened = easing.open()
    for event in opened.course.start(1).next(20).events:
        easing.record(opened, event)
    house.clock.advance(timedelta(minutes=5))
    for event in opened.course.leave(300).events[-1:]:
        easing.record(opened, event)
    house.clock.set(now)


@pytest.fixture
def flare_up(page: JournalPage, house: House) -> Episode:
    """Return one flare-up of last night, from 03:12:40 on, that the page shows."""
    happen(house, local("2026-11-22 03:12") + timedelta(seconds=40))
    page.open_night(NIGHT)
    return episode_of(house)


def episode_of(house: House) -> Episode:
    (episode,) = house.companion.journaling.record(NIGHT).episodes
    return episode


def unfolded(page: JournalPage) -> CorrectionSheet:
    (card,) = page.past.cards
    card.more.click()
    QApplication.processEvents()
    return card.sheet


def clock_of(episode: Episode) -> tuple[str, ...]:
    return tuple(f"{at.astimezone(BERLIN):%H:%M:%S}" for at in (episode.began, episode.ended))


class TestFlareUps:
    def test_are_shown_and_can_be_called_a_mistake(
        self, page: JournalPage, house: House, flare_up: Episode
    ) -> None:
        assert "Flare-ups 03:12, 5 min." in words(page.past)
        unfolded(page)
        press("How it ended: Opened by mistake", page.past)
        assert not episode_of(house).used
        assert "Opened, not used. Corrected." in words(page.past)
        page.undo()
        assert episode_of(house) == flare_up
        assert "Corrected." not in words(page.past)

    @pytest.mark.usefixtures("flare_up")
    def test_an_answer_that_was_never_given_can_be_given_and_taken_back(
        self, page: JournalPage, house: House
    ) -> None:
        sheet = unfolded(page)
        sheet.ending.button("same").click()
        assert episode_of(house).last_answer is Answer.SAME
        sheet.ending.button("same").click()
        assert episode_of(house).last_answer is None
        sheet.ending.button("worse").click()
        page.undo()
        assert (episode_of(house).last_answer, sheet.ending.current) == (None, "")

    def test_their_times_are_put_right_by_keyboard(
        self, page: JournalPage, house: House, flare_up: Episode, qtbot: QtBot
    ) -> None:
        (card,) = page.past.cards
        card.more.setFocus()
        qtbot.keyClick(card.more, _Key.Key_Space)
        sheet = card.sheet
        field = sheet.began.focusProxy()
        assert field is not None
        field.setFocus()
        qtbot.keyClick(field, _Key.Key_Down)
        qtbot.keyClick(field, _Key.Key_Down)
        sheet.settle()
        assert clock_of(episode_of(house)) == ("03:05:00", "03:17:40")
        assert QApplication.focusWidget() is field
        assert "03:05, 13 min. Moved. Corrected." in words(page.past)
        assert page.strip.accessibleName() == "Flare-up corrected."
        page.undo()
        assert episode_of(house) == flare_up

    def test_the_keyboard_comes_by_the_correction_and_goes_on(
        self, theme: Theme, house: House, flare_up: Episode
    ) -> None:
        happen(house, flare_up.ended + timedelta(hours=1))
        house.companion.easing.correct(NIGHT, Correction(flare_up.began, answer=Answer.SAME))
        for state in house.companion.journaling.night(NIGHT).unanswered:
            house.companion.journaling.tick(state, MarkKind.SKIP)
        window = MainWindow(theme)
        pages = PageSet(theme, house.companion, window)
        window.show()
        pages.make_all()
        window.go_to("journal")
        page = pages.page("journal")
        assert isinstance(page, JournalPage)
        QApplication.processEvents()
        card, other = page.past.cards
        card.more.click()
        card.more.setFocus()
        stops: list[str] = []
        for _ in range(6):
            focused = window.focusWidget()
            assert focused is not None
            focused.focusNextPrevChild(True)
            focused = window.focusWidget()
            assert focused is not None
            stops.append(focused.accessibleName() or str(focused.property("text")))
        assert stops[:3] == ["How it ended: Same", "The flare-up began", "The flare-up ended"]
        assert stops[3:5] == [other.more.accessibleName(), "What was changed"]
        assert len({*stops}) == 6
        delete(window)

    def test_several_presses_are_one_correction_and_nothing_is_lost(
        self, page: JournalPage, house: House, flare_up: Episode
    ) -> None:
        sheet = unfolded(page)
        for _ in range(4):
            press("The flare-up ended: later", sheet)
        assert episode_of(house) == flare_up
        press("Better", page.past)
        assert clock_of(episode_of(house)) == ("03:12:40", "03:35:00")
        assert len(house.companion.journaling.record(NIGHT).retellings) == 2
        press("The flare-up ended: later", sheet)
        page.open_night(NIGHT - timedelta(days=1))
        assert clock_of(episode_of(house)) == ("03:12:40", "03:40:00")

    @pytest.mark.usefixtures("flare_up")
    def test_neither_time_passes_the_other_nor_leaves_the_night(
        self, page: JournalPage, qtbot: QtBot
    ) -> None:
        sheet = unfolded(page)
        field = sheet.began.focusProxy()
        assert isinstance(field, QLineEdit)
        for typed, kept in (("23:50", "23:50"), ("04:00", "03:16"), ("11:30", "03:16")):
            field.selectAll()
            qtbot.keyClicks(field, typed)
            qtbot.keyClick(field, _Key.Key_Return)
            assert field.text() == kept
        field = sheet.ended.focusProxy()
        assert isinstance(field, QLineEdit)
        for typed, kept in (("07:30", "07:10"), ("00:10", "03:17"), ("2500", "03:17")):
            field.selectAll()
            qtbot.keyClicks(field, typed)
            qtbot.keyClick(field, _Key.Key_Return)
            assert field.text() == kept

    @pytest.mark.usefixtures("flare_up")
    def test_a_word_under_one_time_leaves_the_other_where_it_is(
        self, page: JournalPage, qtbot: QtBot
    ) -> None:
        sheet = unfolded(page)
        before = sheet.ended.mapTo(sheet, QPoint())
        field = sheet.began.focusProxy()
        assert isinstance(field, QLineEdit)
        field.selectAll()
        qtbot.keyClicks(field, "03:16")
        qtbot.keyClick(field, _Key.Key_Return)
        field.selectAll()
        qtbot.keyClicks(field, "11:30")
        qtbot.keyClick(field, _Key.Key_Return)
        assert "03:16 is as far as it goes." in words(sheet)
        assert sheet.ended.mapTo(sheet, QPoint()) == before

    @pytest.mark.usefixtures("flare_up")
    def test_what_was_changed_is_kept_with_what_stood_before(self, page: JournalPage) -> None:
        press("The flare-up began: earlier", unfolded(page))
        page.past.settle()
        page.past.history.click()
        line = "22 Nov, 07:10: Flare-up 03:10, 8 min. Moved. Before: 03:12, 5 min. Moved."
        assert line in words(page.past)

    def test_one_that_cannot_be_is_said_and_what_stood_stands(
        self, page: JournalPage, house: House, flare_up: Episode
    ) -> None:
        sheet = unfolded(page)
        early = flare_up.began - timedelta(days=1)
        sheet.said.emit(Correction(flare_up.began, began=early, ended=early))
        assert "These times are not in that night: choose others." in words(page.trouble)
        assert episode_of(house) == flare_up


def test_the_list_shows_every_night_newest_first_and_opens_them(
    page: JournalPage, house: House
) -> None:
    house.companion.journal.append(*made_up_nights(MadeUp(house.clock.zone()), NIGHT, 40))
    page.refresh()
    model = page.side.model
    assert model.rowCount() == 40
    assert model.night(0) == NIGHT
    spoken = str(model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("Sat 21 to Sun 22 Nov 2026: legs ")
    page.side.view.setCurrentIndex(model.index(39))
    assert page.night == NIGHT - timedelta(days=39)
    assert "How was that night?" in words(page)


def test_a_change_is_seen_in_the_list_at_once(page: JournalPage) -> None:
    before = str(page.side.model.index(0).data())
    assert "legs not rated. No note, that's fine." in before
    page.form.in_night.buttons[8].click()
    assert "legs 8" in str(page.side.model.index(0).data())


def test_search_shows_only_the_nights_with_the_words(
    page: JournalPage, house: House, qtbot: QtBot
) -> None:
    journaling = house.companion.journaling
    old = NIGHT - timedelta(days=400)
    journaling.say(old, Question.NOTE, "Night train to Wien")
    journaling.say(NIGHT, Question.CHIPS, ("alcohol",))
    page.refresh()
    page.side.search.setText("WIEN")
    qtbot.waitUntil(lambda: page.side.found.text() == "1 night found")
    assert page.side.model.night(0) == old
    page.side.search.setText("alcohol")
    qtbot.waitUntil(lambda: page.side.model.rowCount() == 1 and page.side.model.night(0) == NIGHT)
    page.side.search.setText("nowhere")
    qtbot.waitUntil(lambda: page.side.found.text() == "Nothing found.")
    page.side.search.clear()
    qtbot.waitUntil(lambda: page.side.model.rowCount() == 401)


def test_the_weekly_check_is_saved_as_it_is_answered(page: JournalPage, house: House) -> None:
    page.side.weekly.click()
    page.weekly.choices[WeeklyQuestion.DAYS_WITH_SYMPTOMS].button("3").click()
    page.weekly.choices[WeeklyQuestion.CHANGE].button("worse").click()
    page.weekly.sleepiness.buttons[4].click()
    check = house.companion.noting.weekly_check(NIGHT)
    assert (check.days_with_symptoms, check.change, check.sleepiness) == (3, "worse", 4)
    page.undo()
    assert house.companion.noting.weekly_check(NIGHT).sleepiness is None


def test_the_weekly_check_is_only_called_due_after_seven_days(
    page: JournalPage, house: House
) -> None:
    assert page.side.weekly.text() == "Weekly check, 2 min"
    house.companion.noting.say_weekly(NIGHT, WeeklyQuestion.PAIN, "no")
    house.clock.set(local("2026-11-25 08:00"))
    page.refresh()
    assert page.side.weekly.text() == "Weekly check"


def test_a_blood_test_is_written_down_as_the_paper_says(page: JournalPage, house: House) -> None:
    page.side.doctor.click()
    page.doctor.ferritin.setText("92,5")
    page.doctor.unit.set_key("pmol/L")
    page.doctor.tsat.setText("18")
    page.doctor.lab.setText("Lab North")
    page.doctor.record.click()
    (test,) = house.companion.noting.blood_tests()
    assert (test.ferritin_as_printed, test.tsat, test.lab) == (92.5, 18.0, "Lab North")
    assert "22 Nov 2026, ferritin 92.5 pmol/L, TSAT 18 %, Lab North" in words(page.doctor)
    press("Remove the test: 22 Nov 2026, ferritin 92.5 pmol/L, TSAT 18 %, Lab North", page.doctor)
    assert house.companion.noting.blood_tests() == ()


def test_the_day_and_unit_of_a_result_are_under_way_until_it_is_kept_or_left(
    page: JournalPage,
) -> None:
    page.side.doctor.click()
    assert not page.is_under_way()
    page.doctor.unit.set_key("pmol/L")
    assert page.is_under_way()
    page.doctor.tomorrow.click()
    assert page.is_under_way()
    page.doctor.ferritin.setText("92")
    page.doctor.record.click()
    assert not page.is_under_way()
    page.doctor.on.set_value(NIGHT)
    assert page.is_under_way()
    page.doctor.back.click()
    assert not page.is_under_way()


@pytest.mark.parametrize("figure", ["much", "-1", "nan", "1e999"])
def test_a_figure_that_makes_no_sense_changes_nothing(
    page: JournalPage, house: House, figure: str
) -> None:
    page.side.doctor.click()
    page.doctor.ferritin.setText(figure)
    page.doctor.record.click()
    assert house.companion.noting.blood_tests() == ()
    assert "That did not save." in words(page.doctor)


def test_a_test_tomorrow_is_booked_and_taken_back_with_one_press(
    page: JournalPage, house: House
) -> None:
    page.side.doctor.click()
    page.doctor.tomorrow.click()
    assert house.companion.noting.booked_test() is not None
    assert "Iron is left out for 24 hours before, if your clinic agreed." in words(page.doctor)
    press("No test then", page.doctor)
    assert house.companion.noting.booked_test() is None


def test_questions_and_the_line_beside_a_medicine_are_kept(page: JournalPage, house: House) -> None:
    house.companion.advising.set_medicines((Medicine("Gabapentin", "gabapentinoid"),))
    page.side.doctor.click()
    (field,) = [
        one
        for one in page.doctor.findChildren(type(page.form.note))
        if one.accessibleName() == "Gabapentin, as on the packet"
    ]
    field.setText("300 mg")
    field.editingFinished.emit()
    (first, *_) = page.doctor.lines.values()
    first.setText("Is it the iron?")
    first.editingFinished.emit()
    assert house.companion.noting.medicines()[0].dose == "300 mg"
    assert house.companion.noting.visit_notes().questions[0] == "Is it the iron?"


def test_in_a_narrow_window_the_nights_are_asked_for(page: JournalPage) -> None:
    page.resize(900, 600)
    QApplication.processEvents()
    assert page.side.isHidden()
    page.nights.click()
    assert page.side.isVisible()
    assert not page.form.isVisible()
    page.side.view.opened.emit(NIGHT)
    assert page.form.isVisible()
    assert page.side.isHidden()


@pytest.mark.parametrize(("width", "scale"), [(900, 1.0), (900, 2.0), (1280, 2.0), (1100, 1.3)])
def test_nothing_is_cut_sideways(page: JournalPage, theme: Theme, width: int, scale: float) -> None:
    page.resize(width - 208, 600)
    theme.apply(Mode.DAY, scale)
    for sheet in (page.scroller, page.weekly.scroller, page.doctor.scroller):
        if sheet is page.weekly.scroller:
            page._open_weekly()
        if sheet is page.doctor.scroller:
            page._open_doctor()
        for _ in range(3):
            QApplication.processEvents()
        inner = sheet.widget()
        assert inner is not None
        assert inner.minimumSizeHint().width() <= sheet.viewport().width()


def luminance(picture: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    r, g, b = (linear(one) for one in (picture.redF(), picture.greenF(), picture.blueF()))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_at_night_the_form_stands_alone_and_gives_little_light(
    page: JournalPage, theme: Theme, house: House
) -> None:
    house.companion.journal.append(*made_up_nights(MadeUp(house.clock.zone()), NIGHT, 20))
    theme.apply(Mode.NIGHT)
    for _ in range(3):
        QApplication.processEvents()
    assert page.side.isHidden()
    picture = page.grab().toImage()
    dots = [
        picture.pixelColor(x, y)
        for x in range(0, picture.width(), 3)
        for y in range(0, picture.height(), 3)
    ]
    assert max(dot.blue() for dot in dots) <= 14
    assert sum(map(luminance, dots)) / len(dots) <= 0.01


def test_every_control_of_the_page_has_a_name(page: JournalPage) -> None:
    page.side.doctor.click()
    nameless = [
        button
        for button in page.findChildren(QAbstractButton)
        if not (button.accessibleName() or button.text()) and not button.isHidden()
    ]
    assert nameless == []
    face = QAccessible.queryAccessibleInterface(page.side.view)
    assert face.text(QAccessible.Text.Name) == "Nights, the newest first"


def test_the_morning_is_offered_on_tonight_and_leads_to_the_questions(
    theme: Theme, house: House, qtbot: QtBot
) -> None:
    window = MainWindow(theme)
    pages = PageSet(theme, house.companion, window)
    window.show()
    pages.make_all()
    qtbot.waitUntil(lambda: pages._morning is not None)
    assert pages._morning is not None
    card = pages._morning.card
    assert card is not None
    assert card.isVisible()
    card.take.click()
    assert window.place == "journal"
    page = pages.page("journal")
    assert isinstance(page, JournalPage)
    assert page.night == NIGHT
    page.form.sleep.buttons[7].click()
    window.go_to("tonight")
    qtbot.waitUntil(lambda: not card.isVisible())
    delete(window)


def test_an_offer_that_was_put_aside_does_not_come_back(
    theme: Theme, house: House, qtbot: QtBot
) -> None:
    window = MainWindow(theme)
    pages = PageSet(theme, house.companion, window)
    window.show()
    pages.make_all()
    qtbot.waitUntil(lambda: pages._morning is not None)
    assert pages._morning is not None
    assert pages._morning.card is not None
    pages._morning.card.leave.click()
    pages._morning.look()
    assert not pages._morning.card.isVisible()
    assert house.companion.journaling.offer() is None
    delete(window)


def test_steps_ticked_elsewhere_are_shown_when_the_page_is_seen_again(
    page: JournalPage, house: House
) -> None:
    page.hide()
    house.companion.checking_off.mark("stretching", MarkKind.DONE, local("2026-11-21 21:10"))
    page.show()
    QApplication.processEvents()
    assert "Done: Gentle stretching." in words(page.past)
