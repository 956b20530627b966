import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from ui.tab_chain import stops_from

from fakes import FakeClock
from rlscompanion.adapters.evidence_files import read_evidence
from rlscompanion.adapters.folders import Folders
from rlscompanion.assets import resources
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.night import Day
from rlscompanion.domain.profile import Answer, Medicine
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    EveryNth,
    OnDays,
    ReminderSetting,
    RoutineStep,
    Sound,
)
from rlscompanion.services.admitting import NeedsAnswers
from rlscompanion.services.arranging import Arranging
from rlscompanion.ui.pages.routine import RoutinePage
from rlscompanion.ui.pages.routine.axis import Axis, DragGhost
from rlscompanion.ui.pages.routine.row import MarkRow, RoutineRow
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.labels import Label

WIDE: Final = (1100, 760)
NARROW: Final = (900, 600)
LONG_WORD: Final = "Donaudampfschifffahrtsgesellschaftskapitaensmuetze"


@pytest.fixture
def arranging(tmp_path: Path) -> Arranging:
    clock = FakeClock(datetime(2026, 11, 22, 17, 0, tzinfo=UTC))
    made = Companion(Folders(tmp_path / "data", tmp_path / "logs"), clock)
    return Arranging(made.planning, made.advising, clock)


@pytest.fixture
def page(theme: Theme, arranging: Arranging, qtbot: QtBot) -> Iterator[RoutinePage]:
    evidence = read_evidence(resources() / "library")
    made = RoutinePage(
        theme, arranging, arranging.library, lambda step: evidence.findings.get(step, ())
    )
    made.resize(*WIDE)
    made.show()
    made.list.finish()
    yield made
    delete(made)  # at once: every widget that lives is dressed anew in the next test


def row(page: RoutinePage, key: str) -> RoutineRow:
    found = page.list.row(key)
    assert found is not None
    return found


def link(page: RoutinePage, key: str) -> Button:
    found = row(page, key).link
    assert found is not None
    return found


def choose_nights(page: RoutinePage, key: str) -> None:
    page.list.head.nights.set_key(key)
    page.list.head.nights.chosen.emit(key)


def times(page: RoutinePage) -> list[str]:
    rows = [*page.findChildren(RoutineRow), *page.findChildren(MarkRow)]
    shown = [one for one in rows if one.look.time]
    return [one.look.time for one in sorted(shown, key=lambda one: one.y())]


def typed(qtbot: QtBot, stepper: QWidget, text: str) -> None:
    """Type into a stepper's field and press Enter."""
    (field,) = stepper.findChildren(QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def settle() -> None:
    """Let the layouts come to rest."""
    for _ in range(3):
        QApplication.processEvents()


def with_conflict(arranging: Arranging) -> None:
    arranging.set_medicines((Medicine("Gabapentin", "gabapentinoid", (time(21, 30),)),))
    asked = arranging.switch_on("magnesium")
    assert isinstance(asked, NeedsAnswers)
    arranging.answer("magnesium", {one.id: Answer.NO for one in asked.conditions})
    arranging.clinician_agreed("magnesium")
    arranging.set_when("magnesium", AtClock(time(21, 15)))


def test_the_list_stands_in_the_order_of_the_evening(page: RoutinePage):
    assert times(page) == ["19:30", "21:10", "21:30", "22:10", "22:30"]


def test_what_can_be_added_stands_under_tonight_before_what_is_locked(page: RoutinePage) -> None:
    settle()
    (lights_out,), locked = page.findChildren(MarkRow), row(page, "warm-bath")
    inner = page.list.scroller.inner
    for one in (page.list.own, page.list.medicines):
        assert lights_out.y() < one.mapTo(inner, QPoint()).y() < locked.y()


def test_lights_out_is_read_and_opens_nothing(page: RoutinePage, qtbot: QtBot) -> None:
    (lights_out,) = page.findChildren(MarkRow)
    with qtbot.assertNotEmitted(page.list.opened):
        qtbot.mouseClick(lights_out, Qt.MouseButton.LeftButton)
    pieces = [lights_out, *lights_out.findChildren(QWidget)]
    assert not [one for one in pieces if one.focusPolicy()]
    faces = [QAccessible.queryAccessibleInterface(one) for one in pieces]
    assert QAccessible.Role.PushButton not in {face.role() for face in faces}
    said = {face.text(QAccessible.Text.Name): face.role() for face in faces}
    assert said["22:30, Lights out"] is QAccessible.Role.StaticText


def test_the_bedtime_stepper_saves_and_the_steps_follow(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    with qtbot.waitSignal(page.changed, timeout=1000):
        qtbot.keyClick(page.list.bedtime.focusWidget() or page.list.bedtime, Qt.Key.Key_Up)
    assert arranging.planning.routine().bedtime.every == time(22, 35)
    assert times(page)[-1] == "22:35"
    assert times(page)[0] == "19:35"


@pytest.mark.parametrize("width", [NARROW[0] - 208, 912, WIDE[0]])
@pytest.mark.parametrize("nights", [Day.MON.value, "tonight", "every"])
def test_clicks_on_one_place_go_on_moving_bedtime(
    page: RoutinePage, qtbot: QtBot, width: int, nights: str
) -> None:
    page.resize(width, 760)
    head = page.list.head
    head.nights.set_key(nights)
    head.nights.chosen.emit(nights)
    settle()
    later = next(
        one
        for one in head.bedtime.findChildren(QAbstractButton)
        if one.accessibleName() == "Bedtime: later"
    )
    place = later.mapTo(page, later.rect().center())
    for _ in range(6):
        under = page.childAt(place)
        assert under is not None
        qtbot.mouseClick(under, Qt.MouseButton.LeftButton)
        settle()
    assert head.bedtime.value == time(23)


def test_a_bedtime_that_is_refused_goes_back_and_says_why(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    arranging.set_when("stretching", BeforeBed(600))
    with qtbot.assertNotEmitted(page.changed):
        page.list.bedtime.changed.emit(time(15))
    assert page.list.trouble.isVisible()
    assert "before the day turns over" in page.list.trouble.accessibleDescription()
    assert page.list.bedtime.value == time(22, 30)


def test_switching_an_open_step_on_and_off_is_saved(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    with qtbot.waitSignal(page.changed, timeout=1000):
        row(page, "evening-snack").switch.click()
    assert arranging.planning.routine().step("evening-snack")
    assert "19:30" in row(page, "evening-snack").look.time
    with qtbot.waitSignal(page.changed, timeout=1000):
        row(page, "evening-snack").switch.click()
    kept = arranging.planning.routine().step("evening-snack")
    assert kept is not None
    assert not kept.on


def test_a_locked_step_asks_its_questions_with_nothing_ticked(page: RoutinePage):
    locked = row(page, "warm-bath")
    assert link(page, "warm-bath").text() == "Answer 26 questions first"
    assert not locked.switch.isVisible()
    link(page, "warm-bath").click()
    assert page.side.panel is page.side.questions
    assert len(page.side.questions.rows) == 26
    assert [one.answer for one in page.side.questions.rows] == [None] * 26
    assert not page.side.questions.save.isEnabled()
    assert page.side.questions.none.isEnabled()


def test_each_question_says_why_it_is_asked(page: RoutinePage):
    link(page, "warm-bath").click()
    first = page.side.questions.rows[0]
    assert (
        first.yes.accessibleDescription()
        == "Sedating antihistamine: bathe or shower before you take it, never after it."
    )
    shown = [one for one in first.findChildren(Label) if one.isVisible()]
    page.side.questions.reasons.click()
    why = [one for one in first.findChildren(Label) if one.isVisible() and one not in shown]
    assert [one.text() for one in why] == [first.yes.accessibleDescription()]
    assert all(row.yes.accessibleDescription() for row in page.side.questions.rows)
    page.side.questions.reasons.click()
    assert not why[0].isVisible()


def test_the_switch_of_a_locked_step_goes_back_and_asks(page: RoutinePage, arranging: Arranging):
    page.list.opened.emit("warm-bath")
    page.side.inspector.switch.click()
    assert page.side.panel is page.side.questions
    assert not page.side.inspector.switch.isChecked()
    assert arranging.planning.routine().step("warm-bath") is None


@pytest.mark.parametrize("way", ["switch", "link", "inspector", "inspector's lock", "added"])
def test_every_way_to_hard_exercise_opens_the_signs_first(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot, way: str
):
    burst = "hard-burst"

    def go() -> None:
        page.list.opened.emit(burst)
        {
            "switch": lambda: page.list.switched.emit(burst, True),
            "link": link(page, burst).click,
            "inspector": page.side.inspector.switch.click,
            "inspector's lock": lambda: page.side.inspector.asked.emit(burst),
            "added": lambda: page.add_step(burst),
        }[way]()

    with qtbot.waitSignal(page.signs_wanted, timeout=1000):
        go()
    assert page.side.panel is page.side.inspector
    assert not page.side.inspector.switch.isChecked()
    with qtbot.assertNotEmitted(page.signs_wanted):
        go()
    assert page.side.panel is page.side.questions
    page.side.questions.none.click()
    kept = arranging.planning.routine().step(burst)
    assert kept is not None
    assert kept.on


def test_what_was_answered_before_the_signs_does_not_bring_hard_exercise_past_them(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    every = dict.fromkeys(arranging.library.cells["hard-burst"], Answer.NO)
    arranging.answer("hard-burst", {**every, "over-65": Answer.YES})
    page.refresh()
    with qtbot.waitSignal(page.signs_wanted, timeout=1000):
        link(page, "hard-burst").click()
    assert not arranging.planning.routine().step("hard-burst")


def test_none_of_these_answers_no_to_all_and_switches_it_on(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    link(page, "warm-bath").click()
    with qtbot.waitSignal(page.changed, timeout=1000):
        page.side.questions.none.click()
    answers = arranging.advising.profile().answers
    assert {given.answer for given in answers.values()} == {Answer.NO}
    assert page.side.panel is page.side.verdict
    assert row(page, "warm-bath").look.on


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_way_out_of_the_questions_stays_in_sight(
    page: RoutinePage, theme: Theme, size: tuple[int, int], scale: float
):
    theme.apply(Mode.DAY, scale)
    page.resize(size[0] - 208, size[1])
    link(page, "magnesium").click()
    settle()
    bar = page.side.questions.scroller.verticalScrollBar()
    for place in (0, bar.maximum()):
        bar.setValue(place)
        for button, ticks in ((page.side.questions.none, False), (page.side.questions.save, True)):
            page.side.questions.rows[0].yes.setChecked(ticks)
            settle()
            assert button.isVisible()
            inside = button.visibleRegion().boundingRect()
            assert inside.size() == button.size(), (place, button.text())
            page.side.questions.rows[0].yes.setChecked(False)
    assert page.side.questions.scroller.viewport().height() >= page.height() * 0.4
    assert page.side.questions.none.text() == f"None of these {len(page.side.questions.rows)}"


def test_the_strip_says_that_answers_switched_a_step_on(page: RoutinePage):
    link(page, "warm-bath").click()
    page.side.questions.none.click()
    assert page.foot.strip.accessibleName() == "Warm bath answers kept, switched on"


def test_the_strip_says_of_answers_that_left_a_step_off_no_more_than_that(page: RoutinePage):
    link(page, "warm-bath").click()
    next(one for one in page.side.questions.rows if one.condition.id == "falls").yes.click()
    page.side.questions.save.click()
    assert page.foot.strip.accessibleName() == "Warm bath answers kept"
    page.side.verdict.agreed.tick.click()
    page.side.verdict.keep.click()
    assert page.foot.strip.accessibleName() == "Warm bath OK kept, switched on"


def test_nothing_to_take_care_of_is_said_only_where_there_is_nothing(
    page: RoutinePage, arranging: Arranging
):
    arranging.set_medicines((Medicine("Neurontin", "gabapentinoid", (time(21),)),))
    arranging.signs_are_shown()
    page.refresh()
    link(page, "hard-burst").click()
    page.side.questions.none.click()
    if page.side.verdict.agreed.isVisible():
        page.side.verdict.agreed.tick.click()
        page.side.verdict.keep.click()
    said = " ".join(one.text() for one in page.side.verdict.findChildren(Label) if one.isVisible())
    assert "Neurontin: exercise before you take it" in said
    assert "No extra caution" not in said


def test_where_nothing_was_told_iron_is_not_left_out_for_what_was_told(page: RoutinePage):
    shown = [one.text() for one in page.list.findChildren(Label)]
    assert "Left out because of what you told us" not in shown
    assert link(page, "iron").text() == "Record a blood test first"


def test_the_lock_says_first_what_locks(page: RoutinePage, arranging: Arranging):
    arranging.set_medicines((Medicine("Neurontin", "gabapentinoid", (time(21),)),))
    page.refresh()
    page.list.opened.emit("iron")
    said = " ".join(
        one.text() for one in page.side.inspector.findChildren(Label) if one.isVisible()
    )
    assert "Iron needs a recorded ferritin test" in said
    assert "2 hours" not in said


def test_an_older_step_that_names_a_medicine_says_so(page: RoutinePage, arranging: Arranging):
    older = RoutineStep("own/older", title="Take my Neurontin", when=BeforeBed(60))
    arranging.planning.save(arranging.planning.routine().with_step(older))
    page.refresh()
    page.side.inspector.asked.emit("own/older")
    assert page.side.panel is page.side.verdict
    said = " ".join(one.text() for one in page.side.verdict.findChildren(Label) if one.isVisible())
    assert "Neurontin is a medicine" in said
    assert "Your answers" not in said


def test_saved_ticks_count_as_said_and_the_rest_as_no(page: RoutinePage, arranging: Arranging):
    link(page, "warm-bath").click()
    asked = {one.condition.id: one for one in page.side.questions.rows}
    asked["falls"].yes.click()
    asked["diabetes"].unknown.click()
    assert page.side.questions.save.text() == "Save: the rest is no"
    assert not page.side.questions.none.isEnabled()
    page.side.questions.save.click()
    given = {name: one.answer for name, one in arranging.advising.profile().answers.items()}
    assert (given["falls"], given["diabetes"]) == (Answer.YES, Answer.UNKNOWN)
    assert {given[name] for name in asked if name not in {"falls", "diabetes"}} == {Answer.NO}
    assert page.side.panel is page.side.verdict


def test_a_row_is_yes_or_not_known_but_never_both(page: RoutinePage):
    link(page, "warm-bath").click()
    first = page.side.questions.rows[0]
    first.unknown.click()
    first.yes.click()
    assert first.answer is Answer.YES
    first.unknown.click()
    assert first.answer is Answer.UNKNOWN
    first.unknown.click()
    assert first.answer is None


def test_leaving_the_questions_keeps_no_answer(page: RoutinePage, arranging: Arranging):
    link(page, "warm-bath").click()
    page.side.questions.rows[0].yes.click()
    page.side.questions.done.emit()
    assert page.side.panel is page.side.inspector
    assert arranging.advising.profile().answers == {}


def test_an_ok_of_a_clinician_is_ticked_before_it_counts(page: RoutinePage, arranging: Arranging):
    link(page, "warm-bath").click()
    next(one for one in page.side.questions.rows if one.condition.id == "falls").yes.click()
    page.side.questions.save.click()
    assert page.side.verdict.agreed.isVisible()
    assert not page.side.verdict.agreed.tick.isChecked()
    assert not page.side.verdict.keep.isEnabled()
    page.side.verdict.agreed.tick.click()
    page.side.verdict.keep.click()
    assert "warm-bath" in arranging.advising.profile().clinician_ok
    assert row(page, "warm-bath").look.on


def test_iron_says_that_a_blood_test_decides_and_takes_one(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    assert link(page, "iron").text() == "Record a blood test first"
    link(page, "iron").click()
    assert page.side.verdict.ferritin.isVisible()
    page.side.verdict.ferritin.setText("41,5")
    page.side.verdict.tsat.setText("18 %")
    typed(qtbot, page.side.verdict.day, "2.10.2026")
    page.side.verdict.record.click()
    (test,) = arranging.advising.profile().blood_tests
    assert (test.on.isoformat(), test.ferritin, test.tsat) == ("2026-10-02", 41.5, 18)
    assert page.side.panel is page.side.questions


@pytest.mark.parametrize("ferritin", ["", "much"])
def test_a_blood_test_that_cannot_be_read_is_refused_in_place(
    page: RoutinePage, arranging: Arranging, ferritin: str
):
    link(page, "iron").click()
    page.side.verdict.ferritin.setText(ferritin)
    page.side.verdict.record.click()
    assert page.side.verdict.trouble.isVisible()
    assert arranging.advising.profile().blood_tests == ()


def test_iron_says_what_guidance_says_with_its_source_and_no_dose(page: RoutinePage):
    link(page, "iron").click()
    assert "American Academy of Sleep Medicine guideline 2025" in page.side.verdict.says.text()
    assert not re.search(r"\d\s*(mg|µg|IU)\b", page.side.verdict.says.text())


def test_the_fix_button_removes_the_banner(page: RoutinePage, arranging: Arranging, qtbot: QtBot):
    with_conflict(arranging)
    page.refresh()
    (line,) = page.list.clash_lines()
    assert line.banner.accessibleName() == "Magnesium is too close to Gabapentin."
    assert line.banner.button().text() == "Move it to 19:30"
    assert row(page, "magnesium").y() < line.y() < row(page, "screens-off").y()
    with qtbot.waitSignal(page.changed, timeout=1000):
        line.banner.button().click()
    assert page.list.clash_lines() == ()
    assert row(page, "magnesium").look.time == "19:30"


def test_the_inspector_saves_every_change(page: RoutinePage, arranging: Arranging, qtbot: QtBot):
    def kept():
        step = arranging.planning.routine().step("stretching")
        assert step is not None
        return step

    page.list.opened.emit("stretching")
    inspector = page.side.inspector
    qtbot.keyClick(inspector.before.findChildren(QLineEdit)[0], Qt.Key.Key_Up)
    assert kept().when == BeforeBed(85)
    inspector.kind.button("clock").click()
    assert kept().when == AtClock(time(21, 5))
    inspector.kind.button("bed").click()
    assert kept().when == BeforeBed(85)
    inspector.days.button("fri").click()
    assert kept().nights == OnDays(frozenset(Day) - {Day.FRI})
    inspector.other_night.click()
    assert isinstance(kept().nights, EveryNth)
    assert not inspector.days.isEnabled()
    reminder = inspector.reminder
    qtbot.keyClick(reminder.lead.findChildren(QLineEdit)[0], Qt.Key.Key_Up)
    reminder.repeats.click()
    assert (kept().reminder.lead, kept().reminder.repeat_at_most) == (5, 3)
    typed(qtbot, reminder.every, "15")
    typed(qtbot, reminder.times, "1")
    typed(qtbot, reminder.late, "30")
    reminder.sound.button("soft").click()
    assert kept().reminder == ReminderSetting(
        lead=5, repeat_every=15, repeat_at_most=1, late_limit=30, sound=Sound.SOFT
    )
    reminder.rings.click()
    assert not kept().reminder.on
    qtbot.keyClick(inspector.minutes.findChildren(QLineEdit)[0], Qt.Key.Key_Up)
    assert kept().minutes == 15


def test_the_last_night_cannot_be_taken_away(page: RoutinePage, arranging: Arranging):
    arranging.set_nights("stretching", OnDays(frozenset({Day.SUN})))
    page.list.opened.emit("stretching")
    page.refresh()
    page.side.inspector.days.button("sun").click()
    assert page.side.inspector.trouble.isVisible()
    assert page.side.inspector.days.days == {"sun"}


def test_a_line_that_is_chosen_has_the_room_that_its_bolder_words_take(page: RoutinePage):
    page.list.own.click()
    page.side.own_step.name.setText("Read two quiet chapters of the paper book by the window")
    page.side.own_step.add.click()
    visible = [one for one in page.findChildren(RoutineRow) if one.look.time and one.look.on]
    for width in range(1160, 1640, 24):
        page.resize(width, 860)
        for chosen in visible:
            settle()
            chosen.click()
            settle()
            assert chosen.height() >= chosen.heightForWidth(chosen.width())


def test_an_own_step_is_added_and_taken_away(page: RoutinePage, arranging: Arranging):
    page.list.own.click()
    page.side.own_step.name.setText("Foot soak")
    page.side.own_step.add.click()
    assert row(page, "own/foot-soak").look.on
    assert page.side.panel is page.side.verdict
    page.side.verdict.close_it.click()
    assert page.side.panel is page.side.inspector
    page.side.inspector.facts.remove.click()
    assert page.list.row("own/foot-soak") is None
    assert arranging.planning.routine().step("own/foot-soak") is None


def test_a_medicine_is_refused_as_a_step(page: RoutinePage):
    page.list.own.click()
    page.side.own_step.name.setText("Gabapentin 300 mg")
    page.side.own_step.add.click()
    assert page.side.panel is page.side.own_step
    assert "add it as a medicine" in page.side.own_step.trouble.accessibleDescription()


def test_a_medicine_finds_its_class_by_its_brand_name(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    page.list.medicines.click()
    (card,) = page.side.medicines.cards
    qtbot.keyClicks(card.name, "Neurontin")
    assert card.kind.currentText() == "Gabapentin or pregabalin"
    qtbot.keyClick(card.name, Qt.Key.Key_Return)
    assert arranging.advising.profile().medicines == (Medicine("Neurontin", "gabapentinoid"),)
    card.add_time.click()
    typed(qtbot, card.times[0].stepper, "21302130")
    assert arranging.advising.profile().medicines[0].times == ()
    typed(qtbot, card.times[0].stepper, "2130")
    kept = arranging.advising.profile().medicines
    assert kept == (Medicine("Neurontin", "gabapentinoid", (time(21, 30),)),)
    mark = row(page, "medicine/gabapentinoid/Neurontin@21:30")
    assert mark.look.on is None
    card.times[0].remove.click()
    assert arranging.advising.profile().medicines[0].times == ()
    card.remove.click()
    assert arranging.advising.profile().medicines == ()


def test_a_medicine_without_a_name_waits_for_one_and_nothing_is_lost(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    page.list.medicines.click()
    (card,) = page.side.medicines.cards
    card.add_time.click()
    typed(qtbot, card.times[0].stepper, "21")
    assert card.hint.text() == "It is kept as soon as it has a name."
    assert arranging.advising.profile().medicines == ()
    qtbot.keyClicks(card.name, "My pills")
    card.name.clearFocus()
    qtbot.keyClick(card.name, Qt.Key.Key_Return)
    assert arranging.advising.profile().medicines == (Medicine("My pills", "other", (time(21),)),)


def test_a_question_for_times_opens_the_card_of_that_class(page: RoutinePage):
    page.list.medicines_wanted.emit("gabapentinoid")
    (card,) = page.side.medicines.cards
    assert card.kind.key == "gabapentinoid"


def test_choices_that_wait_for_a_button_are_under_way_until_they_are_kept_or_left(
    page: RoutinePage, arranging: Arranging
):
    assert not page.is_under_way()
    link(page, "warm-bath").click()
    questions = page.side.questions
    assert not page.is_under_way()
    for row in (one for one in questions.rows if one.condition.id in {"falls", "heart-disease"}):
        row.unknown.click()
        assert page.is_under_way()
    page.side.panel.done.emit()
    assert not page.is_under_way()
    link(page, "warm-bath").click()
    next(one for one in questions.rows if one.condition.id == "falls").yes.click()
    questions.save.click()
    assert not page.is_under_way()
    page.side.verdict.agreed.tick.click()
    assert page.is_under_way()
    page.side.verdict.keep.click()
    assert not page.is_under_way()
    assert arranging.advising.profile().answers["falls"].answer is Answer.YES


def test_a_day_of_a_blood_test_that_is_not_recorded_is_under_way(page: RoutinePage):
    link(page, "iron").click()
    assert not page.is_under_way()
    page.side.verdict.day.set_value(page.side.verdict.day.value - timedelta(days=3))
    assert page.is_under_way()


def test_an_own_step_without_a_name_is_under_way_as_soon_as_something_was_chosen(
    page: RoutinePage,
):
    page.list.own.click()
    assert not page.is_under_way()
    page.side.own_step.kind.button("clock").click()
    assert page.is_under_way()
    page.side.panel.done.emit()
    assert not page.is_under_way()


def test_a_medicine_without_a_name_is_under_way_with_a_kind_or_a_time(page: RoutinePage):
    page.list.medicines_wanted.emit("gabapentinoid")
    (card,) = page.side.medicines.cards
    assert not page.is_under_way()
    card.add_time.click()
    assert page.is_under_way()
    card.times[0].remove.click()
    assert not page.is_under_way()
    card.kind.set_key("antacid")
    assert page.is_under_way()


def test_undo_takes_a_medicine_back_and_shows_it(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    page.list.medicines.click()
    (card,) = page.side.medicines.cards
    qtbot.keyClicks(card.name, "Neurontin")
    qtbot.keyClick(card.name, Qt.Key.Key_Return)
    page.undo()
    assert arranging.advising.profile().medicines == ()
    assert [one.name.text() for one in page.side.medicines.cards] == [""]
    page.redo()
    assert [one.name.text() for one in page.side.medicines.cards] == ["Neurontin"]


def test_the_panel_stands_beside_the_list_or_over_it(page: RoutinePage):
    assert page.list.isVisible()
    assert page.side.inspector.isVisible()
    page.resize(*NARROW)
    assert page.list.isVisible()
    assert not page.side.inspector.isVisible()
    row(page, "stretching").click()
    assert not page.list.isVisible()
    assert page.side.inspector.step == "stretching"
    page.resize(*WIDE)
    assert page.list.isVisible()
    assert page.side.inspector.isVisible()


def test_at_night_there_is_one_pane(page: RoutinePage, theme: Theme):
    theme.apply(Mode.NIGHT)
    assert page.list.isVisible()
    assert not page.side.inspector.isVisible()


def test_everything_can_be_done_from_the_keyboard(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    page.resize(*NARROW)
    page.activateWindow()
    row(page, "stretching").setFocus()
    qtbot.keyClick(row(page, "stretching"), Qt.Key.Key_Space)
    assert page.side.inspector.isVisible()
    qtbot.keyClick(page.side.inspector.switch, Qt.Key.Key_Space)
    kept = arranging.planning.routine().step("stretching")
    assert kept is not None
    assert not kept.on
    qtbot.keyClick(page.side.inspector.switch, Qt.Key.Key_Escape)
    assert page.list.isVisible()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("step", ["dim-lights", "slow-breathing"])
def test_what_is_switched_by_key_is_in_sight_and_so_is_what_is_undone(
    page: RoutinePage, theme: Theme, qtbot: QtBot, step: str, scale: float
) -> None:
    theme.apply(Mode.EVENING, scale)
    page.resize(708, 600)
    page.activateWindow()
    switch = row(page, step).switch
    switch.setFocus()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    settle()
    assert page.foot.strip.isVisible()
    assert switch.visibleRegion().boundingRect() == switch.rect()
    page.undo()
    settle()
    assert switch.visibleRegion().boundingRect() == switch.rect()


def test_what_is_switched_with_the_pointer_moves_no_line_under_it(
    page: RoutinePage, qtbot: QtBot
) -> None:
    page.resize(708, 600)
    page.activateWindow()
    switch = row(page, "dim-lights").switch
    switch.setFocus()
    settle()
    before = page.list.scroller.verticalScrollBar().value()
    switch.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    settle()
    assert page.list.scroller.verticalScrollBar().value() == before


def test_undone_from_the_strip_the_keyboard_stays_on_it(page: RoutinePage, qtbot: QtBot) -> None:
    page.activateWindow()
    row(page, "dim-lights").switch.click()
    settle()
    button = page.foot.strip.button
    button.setFocus()
    for words in ("Redo", "Undo"):
        qtbot.keyClick(button, Qt.Key.Key_Space)
        settle()
        assert button.hasFocus()
        assert button.text() == words


def test_tab_goes_down_the_list(page: RoutinePage):
    stops = stops_from(page.list.bedtime)
    rows = [stop for stop in stops if isinstance(stop, RoutineRow)]
    assert rows == sorted(rows, key=lambda row: row.y())
    assert len(rows) == len(page.findChildren(RoutineRow))


def test_focus_stays_while_the_bedtime_moves(page: RoutinePage, qtbot: QtBot):
    page.activateWindow()
    switch = row(page, "dim-lights").switch
    switch.setFocus()
    page.list.bedtime.changed.emit(time(23))
    assert page.focusWidget() is switch


@pytest.mark.parametrize("step", ["", "stretching", "warm-bath", "iron"])
def test_every_control_has_a_name(page: RoutinePage, step: str):
    page.refresh()
    if step == "stretching":
        page.list.opened.emit(step)
    elif step:
        page.list.asked.emit(step)
    page.list.medicines_wanted.emit("")
    for control in page.findChildren(QWidget):
        if isinstance(control, QAbstractButton | QLineEdit | QComboBox):
            text = control.text() if isinstance(control, QAbstractButton) else ""
            hidden = not control.isVisibleTo(page)
            assert control.accessibleName() or text or hidden, control


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("place", ["list", "inspector", "questions", "medicines", "own", "iron"])
def test_nothing_is_cut_sideways(
    page: RoutinePage, arranging: Arranging, theme: Theme, scale: float, place: str
):
    arranging.add_own(LONG_WORD, BeforeBed(75), 10)
    theme.apply(Mode.DAY, scale)
    page.resize(708, 600)  # a window of 900 less its rail at 200 %
    page.refresh()
    page.side.inspector.saved.emit()  # with the strip below
    match place:
        case "inspector":
            page.list.opened.emit("own/donaudampfschifffahrtsgesellschaftskapitaensmuetze")
        case "questions":
            page.list.asked.emit("warm-bath")
        case "medicines":
            page.list.medicines_wanted.emit("")
            page.side.medicines.cards[0].add_time.click()
        case "own":
            page.list.own_wanted.emit()
        case "iron":
            page.list.asked.emit("iron")
        case _:
            pass
    settle()
    assert page.minimumSizeHint().width() <= 708
    for area in page.findChildren(QScrollArea):
        inner = area.widget()
        if inner is None or not area.isVisible():
            continue
        assert inner.minimumSizeHint().width() <= area.viewport().width()
        for piece in inner.findChildren(QWidget):
            if piece.isVisible():
                right = piece.mapTo(inner, QPoint(piece.width(), 0)).x()
                assert right <= area.viewport().width(), piece


# --------------------------------------------------------------------- the time axis


def drag(qtbot: QtBot, one: RoutineRow, down: int, *, drop: bool = True) -> None:
    """Drag a row by its time, in three moves."""
    begin = QPoint(20, one.height() // 2)
    qtbot.mousePress(one, Qt.MouseButton.LeftButton, pos=begin)
    for part in (down // 3, 2 * down // 3, down):
        qtbot.mouseMove(one, begin + QPoint(0, part))
    if drop:
        qtbot.mouseRelease(one, Qt.MouseButton.LeftButton, pos=begin + QPoint(0, down))


def test_dragging_a_step_up_moves_it_earlier_by_five_minute_steps(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    settle()
    earlier, one = row(page, "dim-lights"), row(page, "stretching")
    half_way = (earlier.geometry().center().y() - one.geometry().center().y()) // 2
    drag(qtbot, one, half_way)
    kept = arranging.planning.routine().step("stretching")
    assert kept is not None
    assert isinstance(kept.when, BeforeBed)
    assert kept.when.minutes == pytest.approx(130, abs=5)  # half way from 21:10 to 19:30
    assert kept.when.minutes % 5 == 0
    assert not page.side.inspector.trouble.isVisible()
    page.undo()
    assert times(page) == ["19:30", "21:10", "21:30", "22:10", "22:30"]


def test_a_drag_shows_its_time_saves_nothing_before_the_drop_and_ends_with_escape(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    settle()
    one = row(page, "stretching")
    drag(qtbot, one, -40, drop=False)
    (ghost,) = page.findChildren(DragGhost)
    assert re.fullmatch(r"20:[0-5][05]", ghost.said)
    faint = one.graphicsEffect()
    assert faint is not None
    assert faint.isEnabled(), "faint where it stood"
    qtbot.keyClick(one, Qt.Key.Key_Escape)
    qtbot.mouseRelease(one, Qt.MouseButton.LeftButton)
    assert arranging.planning.is_first_run()
    assert not faint.isEnabled()
    assert page.side.panel is page.side.inspector


def test_a_press_without_a_drag_opens_the_step(page: RoutinePage, qtbot: QtBot):
    qtbot.mouseClick(row(page, "dim-lights"), Qt.MouseButton.LeftButton, pos=QPoint(200, 20))
    assert page.side.inspector.step == "dim-lights"


@given(
    gaps=st.lists(st.integers(1, 90), min_size=1, max_size=8),
    minutes=st.lists(st.integers(0, 300), min_size=8, max_size=8),
    heights=st.lists(st.floats(-300, 900), min_size=2, max_size=2),
)
def test_lower_on_the_axis_is_never_earlier(
    gaps: list[int], minutes: list[int], heights: list[float]
):
    begin = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    marks = tuple(
        (float(sum(gaps[:n])), begin + timedelta(minutes=sum(minutes[:n])))
        for n in range(len(gaps))
    )
    axis = Axis(marks)
    assert [axis.at(height) for height, _ in marks] == [time for _, time in marks]
    above, below = sorted(heights)
    assert axis.at(above) <= axis.at(below)


def test_the_arrow_keys_move_a_step_by_five_minutes_and_keep_the_keyboard(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    page.activateWindow()
    one = row(page, "stretching")
    one.setFocus()
    for _ in range(3):
        qtbot.keyClick(one, Qt.Key.Key_Up)
    assert one.look.time == "20:55"
    assert one.hasFocus()
    qtbot.keyClick(one, Qt.Key.Key_Down)
    kept = arranging.planning.routine().step("stretching")
    assert kept is not None
    assert kept.when == BeforeBed(90)
    assert len(arranging.planning.routines.revisions()) == 1
    page.undo()
    assert one.look.time == "21:10"


def test_a_time_can_be_typed_and_lands_on_five_minutes(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    page.list.opened.emit("stretching")
    typed(qtbot, page.side.inspector.before, "20:43")
    kept = arranging.planning.routine().step("stretching")
    assert kept is not None
    assert kept.when == BeforeBed(105)
    typed(qtbot, page.side.inspector.before, "52")
    kept = arranging.planning.routine().step("stretching")
    assert kept is not None
    assert kept.when == BeforeBed(50)


def test_a_row_says_step_time_state_and_conflict(page: RoutinePage, arranging: Arranging):
    with_conflict(arranging)
    page.refresh()
    said = row(page, "magnesium").accessibleName()
    start = "21:15, Supplement: magnesium, on, Conflict: Magnesium is too close to Gabapentin."
    assert said.startswith(start)
    assert row(page, "evening-snack").accessibleName().startswith("Small protein snack, off")
    assert "arrow keys" in row(page, "magnesium").accessibleDescription()


def with_bath(arranging: Arranging) -> None:
    asked = arranging.switch_on("warm-bath")
    assert isinstance(asked, NeedsAnswers)
    arranging.answer("warm-bath", {one.id: Answer.NO for one in asked.conditions})


def test_a_step_that_is_opened_again_begins_at_its_top(page: RoutinePage) -> None:
    page.list.opened.emit("stretching")
    settle()
    bar = page.side.inspector.scroller.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    page.list.opened.emit("stretching")
    assert bar.value() == 0


def test_a_message_under_a_time_leaves_its_button_in_line(page: RoutinePage, qtbot: QtBot) -> None:
    page.list.medicines.click()
    (card,) = page.side.medicines.cards
    card.add_time.click()
    settle()
    (line,) = card.times
    before = line.remove.y()
    typed(qtbot, line.stepper, "late")
    settle()
    assert line.remove.y() == before == line.stepper.y()


def test_a_step_that_made_way_says_why_in_its_row_its_panel_and_the_strip(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
) -> None:
    with_bath(arranging)
    page.list.moved.emit("warm-bath", datetime(2026, 11, 22, 20, 0, tzinfo=UTC))  # 21:00
    bath = row(page, "warm-bath")
    why = "Moved to 20:50: Gentle stretching is at 21:10"
    assert (bath.look.time, bath.look.note) == ("20:50", why)
    assert why in bath.accessibleName()
    assert page.foot.strip.accessibleName() == f"Warm bath m{why[1:]}"
    qtbot.keyClick(bath, Qt.Key.Key_Down)
    assert (bath.look.time, bath.look.note) == ("20:50", why)
    assert page.foot.strip.accessibleName() == f"Warm bath m{why[1:]}"
    page.list.opened.emit("warm-bath")
    said = [one.text() for one in page.side.inspector.findChildren(Label) if one.isVisible()]
    assert "Tonight that is 20:50: Gentle stretching is at 21:10." in said


def test_the_panel_over_the_list_shows_the_conflict_with_its_fix(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
) -> None:
    page.resize(912, 760)
    with_bath(arranging)
    page.refresh()
    row(page, "warm-bath").click()
    typed(qtbot, page.side.inspector.before, "200")
    (banner,) = page.side.inspector.clash_banners()
    assert banner.isVisible()
    assert "bed" in f"{banner.accessibleName()} {banner.accessibleDescription()}"
    assert banner.button().text().startswith("Move it to ")
    banner.button().click()
    assert page.side.inspector.clash_banners() == ()
    assert page.side.panel is page.side.inspector
    assert page.side.inspector.isVisible()


def test_a_guide_after_the_screen_went_off_says_so_with_its_fix(
    page: RoutinePage, arranging: Arranging
) -> None:
    arranging.set_when("stretching", BeforeBed(50))
    page.refresh()
    (line,) = page.list.clash_lines()
    assert line.banner.accessibleName() == "Gentle stretching ends after Screens off."
    assert line.banner.button().text() == "Move it to 21:20"
    line.banner.button().click()
    assert page.list.clash_lines() == ()
    assert row(page, "stretching").look.time == "21:20"


def test_a_step_pushed_out_of_its_window_says_so_at_its_place(
    page: RoutinePage, arranging: Arranging
):
    arranging.set_when("dim-lights", BeforeBed(600))
    page.refresh()
    (line,) = page.list.clash_lines()
    assert line.banner.button().text().startswith("Move it to ")
    settle()
    assert row(page, "dim-lights").y() < line.y() < row(page, "stretching").y()
    line.banner.button().click()
    assert page.list.clash_lines() == ()


# ------------------------------------------------------------------ bedtime and undo


def test_bedtime_can_be_set_for_tonight_only_and_go_back_to_usual(
    page: RoutinePage, arranging: Arranging
):
    head = page.list.head
    head.nights.set_key("tonight")
    head.bedtime.changed.emit(time(23, 30))
    assert times(page)[-1] == "23:30"
    assert arranging.planning.routine().bedtime.every == time(22, 30)
    head.usual.click()
    assert times(page)[-1] == "22:30"
    assert not head.usual.isVisible()


def test_bedtime_and_waking_can_be_set_for_one_weekday(page: RoutinePage, arranging: Arranging):
    head = page.list.head
    head.nights.set_key("fri")
    head.nights.chosen.emit("fri")
    head.bedtime.changed.emit(time(23, 15))
    page.list.wake.changed.emit(time(8))
    kept = arranging.planning.routine()
    assert (kept.bedtime.days, kept.wake.days) == ({Day.FRI: time(23, 15)}, {Day.FRI: time(8)})
    head.usual.click()
    assert arranging.planning.routine().bedtime.days == {}


def test_the_steps_of_a_weekday_are_shown_as_they_follow_its_bedtime(
    page: RoutinePage, qtbot: QtBot
) -> None:
    head = page.list.head
    usual = times(page)
    choose_nights(page, "fri")
    head.bedtime.changed.emit(time(23, 15))
    assert times(page) == ["20:15", "21:55", "22:15", "22:55", "23:15"]
    row(page, "stretching").click()
    shown = {label.text() for label in page.side.inspector.findChildren(QLabel)}
    assert "On Fridays that is 21:55." in shown
    qtbot.keyClick(row(page, "stretching"), Qt.Key.Key_Up)
    assert times(page)[1] == "21:50"
    page.undo()
    choose_nights(page, "every")
    assert times(page) == usual
    choose_nights(page, "fri")
    page.hide()
    page.show()
    assert times(page) == usual


def test_a_conflict_that_only_one_weekday_has_is_shown_with_that_day(
    page: RoutinePage, arranging: Arranging
) -> None:
    arranging.set_when("screens-off", AtClock(time(21, 30)))
    arranging.set_bedtime(time(23, 15), Day.FRI)
    page.refresh()
    assert page.list.clash_lines() == ()
    choose_nights(page, "fri")
    (line,) = page.list.clash_lines()
    line.banner.button().click()
    assert page.list.clash_lines() == ()
    assert page.list.head.nights.key == "fri"


def test_undo_and_redo_go_over_all_that_was_changed_here(page: RoutinePage, arranging: Arranging):
    page.list.bedtime.changed.emit(time(23))
    link(page, "warm-bath").click()
    page.side.questions.none.click()
    assert page.foot.strip.is_offering()
    page.undo()
    assert arranging.advising.profile().answers == {}
    assert not row(page, "warm-bath").look.on
    page.undo()
    assert times(page)[-1] == "22:30"
    page.redo()
    page.redo()
    settle()
    assert row(page, "warm-bath").look.on
    assert times(page)[-1] == "23:00"


def test_the_strip_says_what_was_changed_and_undoes_it(page: RoutinePage, arranging: Arranging):
    row(page, "stretching").switch.click()
    assert page.foot.strip.accessibleName() == "Gentle stretching switched off"
    page.foot.strip.take_back()
    kept = arranging.planning.routine().step("stretching")
    assert kept is not None
    assert kept.on


def test_no_row_moves_as_the_strip_leaves_the_end_of_the_list(page: RoutinePage, qtbot: QtBot):
    page.resize(700, 480)
    row(page, "stretching").switch.click()
    settle()
    bar = page.list.scroller.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle()
    last = row(page, "slow-breathing")
    at = last.mapTo(page, last.rect().topLeft())
    page.foot.strip.clear()
    settle()
    assert last.mapTo(page, last.rect().topLeft()) == at
    assert page.foot.strip.isVisible(), "an empty place, until somebody scrolls"
    bar.setValue(0)
    settle()
    assert not page.foot.strip.isVisible()


def test_clicks_are_saved_at_once_and_told_to_others_when_they_have_settled(
    page: RoutinePage, arranging: Arranging, qtbot: QtBot
):
    told: list[bool] = []
    page.changed.connect(lambda: told.append(True))
    for minutes in (85, 90, 95):
        page.list.opened.emit("stretching")
        page.side.inspector.before.changed.emit(minutes)
        kept = arranging.planning.routine().step("stretching")
        assert kept is not None
        assert kept.when == BeforeBed(minutes)
    assert told == []
    qtbot.waitUntil(lambda: told == [True])


def test_what_was_changed_is_told_before_the_page_goes(page: RoutinePage):
    told: list[bool] = []
    page.changed.connect(lambda: told.append(True))
    page.list.bedtime.changed.emit(time(23))
    page.hide()
    assert told == [True]


def test_an_own_step_is_renamed_in_its_place(page: RoutinePage, arranging: Arranging, qtbot: QtBot):
    arranging.add_own("Foot soak", BeforeBed(75), 10)
    page.open_step("own/foot-soak")
    name = page.side.inspector.name
    name.clear()
    qtbot.keyClicks(name, "Gabapentin")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert page.side.inspector.trouble.isVisible()
    assert name.text() == "Foot soak"
    name.selectAll()
    qtbot.keyClicks(name, "Foot bath")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert row(page, "own/foot-soak").look.title == "Foot bath"


def test_an_ok_is_ticked_with_its_day_and_the_step_says_it(page: RoutinePage, arranging: Arranging):
    link(page, "warm-bath").click()
    next(one for one in page.side.questions.rows if one.condition.id == "falls").yes.click()
    page.side.questions.save.click()
    assert not page.side.verdict.agreed_on.isVisible()
    page.side.verdict.agreed.tick.click()
    assert page.side.verdict.agreed_on.isVisible()
    assert page.side.verdict.agreed_on.value == arranging.today()
    page.side.verdict.keep.click()
    page.side.verdict.close_it.click()
    assert "22 Nov 2026" in page.side.inspector.agreed.text()


def test_the_next_three_nights_are_named(page: RoutinePage):
    page.list.opened.emit("stretching")
    page.side.inspector.other_night.click()
    assert page.side.inspector.coming.text() == "Next: Sun 22 Nov, Tue 24 Nov, Thu 26 Nov"
    page.side.inspector.later.click()
    assert page.side.inspector.coming.text() == "Next: Mon 23 Nov, Wed 25 Nov, Fri 27 Nov"


@pytest.mark.parametrize("conflicts", [0, 1, 2])
def test_at_night_the_list_stays_dark_whatever_is_in_conflict(
    page: RoutinePage, arranging: Arranging, theme: Theme, conflicts: int
):
    if conflicts:
        with_conflict(arranging)
    if conflicts == 2:
        arranging.set_when("dim-lights", BeforeBed(600))
    theme.apply(Mode.NIGHT)
    page.resize(912, 760)
    page.refresh()
    settle()
    assert len(page.list.clash_lines()) == conflicts
    assert mean_luminance(page.grab().toImage()) <= 0.01


def mean_luminance(picture: QImage) -> float:
    """Return the mean relative luminance of a picture's pixels."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("B").cast("I").tolist())
    shares = ((16, 0.2126), (8, 0.7152), (0, 0.0722))
    light = sum(
        times * sum(part * LINEAR[value >> shift & 255] for shift, part in shares)
        for value, times in counted.items()
    )
    return light / sum(counted.values())


LINEAR: Final = tuple(
    value / 255 / 12.92 if value / 255 <= 0.04045 else ((value / 255 + 0.055) / 1.055) ** 2.4
    for value in range(256)
)
