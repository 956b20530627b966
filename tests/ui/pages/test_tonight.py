"""The Tonight page on a house of its own: real store, real library, a clock that a test moves."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import shiboken6
from houses import House, local
from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QPushButton,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from ui.reading import words_on
from ui.resting import unrest
from ui.tab_chain import stops_from

from rlscompanion.domain.checklist import MarkKind, Status
from rlscompanion.domain.guide import duration
from rlscompanion.domain.journal import had_a_drink
from rlscompanion.domain.routine import BeforeBed, Routine, RoutineStep
from rlscompanion.ui.pages.tonight import TonightPage
from rlscompanion.ui.pages.tonight.guide_view import GuideView
from rlscompanion.ui.pages.tonight.plan import Line
from rlscompanion.ui.pages.tonight.timeline import Timeline
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.light_band import LightBand
from rlscompanion.ui.widgets.scroller import Scroller
from rlscompanion.ui.widgets.timeline_row import ReadRow, RowAction, TimelineRow

Open: TypeAlias = Callable[[str], "Evening"]
MADE_UP = Path(__file__).parents[3] / "resources" / "library" / "made_up_routine.json"


class Evening:
    """A page at some time of the made-up evening, and what a person sees and presses there."""

    def __init__(self, theme: Theme, qtbot: QtBot, home: Path, now: str) -> None:
        self.bot = qtbot
        self.theme = theme
        self.house = House(home, now)
        self.companion = self.house.companion
        text = MADE_UP.read_text(encoding="utf-8")
        self.companion.safekeeping.import_routine(text, with_profile=True)
        self.page = self.open()

    def open(self) -> TonightPage:
        parts = self.house.companion
        page = TonightPage(self.theme, parts.planning, lambda: parts.checking_off, parts.clock)
        page.resize(912, 760)
        page.show()
        QApplication.processEvents()
        return page

    def shut(self) -> None:
        self.page.hide()  # while it lives, so that what had the keyboard can give it back
        shiboken6.delete(self.page)

    def restart(self) -> None:
        self.shut()
        self.house.restart()
        self.companion = self.house.companion
        self.page = self.open()

    def close(self) -> None:
        self.shut()
        self.companion.database.close()

    def wait(self, **time: float) -> None:
        self.house.clock.advance(timedelta(**time))
        self.page.refresh()

    def seen(self) -> str:
        QApplication.processEvents()
        buttons = self.page.findChildren(QAbstractButton)
        return "\n".join(
            words_on(self.page) + [button.text() for button in buttons if button.isVisible()]
        )

    def button(self, name: str) -> QPushButton:
        QApplication.processEvents()
        (found,) = [
            button
            for button in self.page.findChildren(QPushButton)
            if button.isVisible() and name in {button.text(), button.accessibleName()}
        ]
        return found

    def press(self, name: str) -> None:
        self.bot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def row(self, step: str) -> TimelineRow | ReadRow:
        row = self.page._timeline.row(step)
        assert row is not None
        return row

    @property
    def guide(self) -> GuideView:
        (view,) = self.page.findChildren(GuideView)
        return view

    def tick(self, **time: float) -> None:
        self.house.clock.advance(timedelta(**time))
        self.guide.tick()


@pytest.fixture
def at(theme: Theme, qtbot: QtBot, home: Path) -> Iterator[Open]:
    opened: list[Evening] = []

    def open_at(now: str) -> Evening:
        opened.append(Evening(theme, qtbot, home, now))
        return opened[0]

    yield open_at
    for evening in opened:
        evening.close()


def test_the_card_gets_ready_then_says_now_then_runs(at: Open) -> None:
    evening = at("2026-11-22 20:20")
    assert "Next" in evening.seen().splitlines()
    assert "Starts in 20 min" in evening.seen()
    evening.wait(minutes=15)  # from the heads-up on
    assert "Get ready" in evening.seen().splitlines()
    evening.wait(minutes=5)
    assert "Now" in evening.seen().splitlines()
    evening.companion.checking_off.mark("warm-bath", MarkKind.START, local("2026-11-22 20:38"))
    evening.page.refresh()
    assert "Running" in evening.seen()
    assert "18:00 left" in evening.seen()


def test_a_started_bath_counts_down_pauses_and_is_over_without_being_done(at: Open) -> None:
    evening = at("2026-11-22 20:35")
    evening.press("Start: Warm bath")
    assert evening.house.state("warm-bath").is_running
    evening.wait(minutes=5)
    assert "15:00 left" in evening.seen()
    evening.press("Pause: Warm bath")
    evening.wait(minutes=3)
    assert "15:00 left" in evening.seen()
    evening.press("Go on: Warm bath")
    evening.wait(minutes=15)
    assert "Its time is over." in evening.seen()
    assert evening.house.state("warm-bath").status is Status.DUE


def test_a_running_step_runs_on_after_a_restart(at: Open) -> None:
    evening = at("2026-11-22 20:35")
    evening.press("Start: Warm bath")
    evening.house.clock.advance(timedelta(minutes=4))
    evening.restart()
    assert "16:00 left" in evening.seen()


def test_a_start_too_close_is_refused_in_words_and_can_be_left_out(at: Open) -> None:
    evening = at("2026-11-22 20:55")
    evening.press("Start: Warm bath")
    assert "too close to Gabapentin" in evening.seen()
    assert not evening.house.state("warm-bath").is_running
    evening.press("Leave it out tonight")
    assert evening.house.state("warm-bath").status is Status.SKIPPED


def test_a_guide_is_followed_in_the_window_to_its_end(at: Open) -> None:
    evening = at("2026-11-22 21:10")
    evening.press("Start: Gentle stretching")
    assert "Hands on wall. Left leg back, heel down" in evening.seen()
    guide = evening.companion.library.guides["stretch-evening"]
    for _ in range(round(duration(guide)) - 1):
        evening.tick(seconds=1)
        assert evening.house.state("stretching").status is Status.DUE
    evening.tick(seconds=1)
    assert evening.house.state("stretching").status is Status.DONE
    assert "Done." in evening.seen().splitlines()
    evening.page.undo()
    assert evening.house.state("stretching").is_running


def test_the_keys_of_a_guide(at: Open) -> None:
    evening = at("2026-11-22 21:10")
    evening.press("Start: Gentle stretching")
    view = evening.guide
    pause = evening.button("Pause")
    evening.tick(seconds=10)
    evening.bot.keyClick(pause, Qt.Key.Key_Space)
    evening.tick(seconds=60)
    assert "Paused" in evening.seen()
    assert not view.ticking
    evening.bot.keyClick(pause, Qt.Key.Key_Space)
    evening.bot.keyClick(pause, Qt.Key.Key_Right)
    assert "Change legs slowly" in evening.seen().splitlines()
    evening.bot.keyClick(pause, Qt.Key.Key_Return)
    assert "Right leg back, heel down" in evening.seen().splitlines()
    evening.bot.keyClick(pause, Qt.Key.Key_Left)
    assert "Change legs slowly" in evening.seen().splitlines()
    evening.bot.keyClick(pause, Qt.Key.Key_Escape)
    assert not view.isVisible()
    assert evening.house.state("stretching").is_running


def test_a_guide_that_was_left_goes_on_where_it_was(at: Open) -> None:
    evening = at("2026-11-22 21:10")
    evening.press("Start: Gentle stretching")
    evening.tick(seconds=1)
    evening.press("Next")
    evening.press("Leave the guide")
    evening.wait(minutes=2)
    evening.press("Go on: Gentle stretching")
    assert "Change legs slowly" in evening.seen().splitlines()
    assert evening.guide.ticking


def test_nobody_follows_what_nobody_sees(at: Open) -> None:
    evening = at("2026-11-22 21:10")
    evening.press("Start: Gentle stretching")
    evening.page.hide()
    following = evening.guide.following
    assert following is not None
    assert following.paused
    assert not evening.guide.ticking
    evening.wait(minutes=30)
    assert evening.house.state("stretching").status is not Status.DONE


def test_a_guide_answered_elsewhere_closes(at: Open) -> None:
    evening = at("2026-11-22 21:10")
    evening.press("Start: Gentle stretching")
    evening.companion.checking_off.mark("stretching", MarkKind.SKIP)
    evening.page.refresh()
    assert "Skipped, that’s fine" in evening.seen()
    assert not evening.guide.isVisible()


def test_breathing_shows_the_circle_and_how_long_it_takes(at: Open) -> None:
    evening = at("2026-11-22 22:10")
    evening.press("Start: Slow breathing")
    evening.tick(seconds=5)
    assert "about 10 min left" in evening.seen()
    assert evening.guide._stage._breath.words == "Breathe out"
    evening.press("Next")
    assert evening.guide._stage._breath.words == "Breathe in"


def test_screens_off_offers_standby_once_started(at: Open, qtbot: QtBot) -> None:
    evening = at("2026-11-22 21:30")
    evening.companion.checking_off.mark("stretching", MarkKind.DONE)
    evening.page.refresh()
    evening.press("Start: Screens off")
    with qtbot.waitSignal(evening.page.standby_wanted, timeout=1000):
        evening.press("Standby: Screens off")


def test_everything_can_be_undone_newest_first(at: Open) -> None:
    evening = at("2026-11-22 20:35")
    evening.press("Start: Warm bath")
    evening.press("I had a drink")
    assert had_a_drink(evening.companion.planning.tonight().entries)
    evening.companion.checking_off.mark("dim-lights", MarkKind.SKIP)
    evening.page._view.strip.clear()
    undone: list[object] = []
    for _ in range(3):
        evening.page.undo()
        tonight = evening.companion.planning.tonight()
        bath = tonight.checklist.state("warm-bath")
        undone.append(
            (
                evening.house.state("dim-lights").status.value,
                had_a_drink(tonight.entries),
                bath is not None and bath.is_running,
            )
        )
    assert undone == [
        ("unanswered", True, False),
        ("unanswered", False, True),
        ("unanswered", False, False),
    ]
    evening.page.undo()
    assert "I had a drink" in evening.seen()


def test_a_late_tick_says_that_it_was_late(at: Open) -> None:
    evening = at("2026-11-22 22:20")
    evening.bot.keyClick(evening.row("warm-bath"), Qt.Key.Key_Space)
    assert evening.row("warm-bath").said.meta == "Done, ticked 22:20"
    assert evening.row("warm-bath").accessibleName() == ("20:40, Warm bath, Done, ticked 22:20")


def test_before_the_evening_the_page_says_when_it_starts_and_the_next_reminder(at: Open) -> None:
    evening = at("2026-11-22 14:50")
    assert "Good afternoon" in evening.seen()
    assert "Your evening starts at 19:15" in evening.seen()
    assert "Next reminder: 19:05, Magnesium" in evening.seen()
    assert "Warm bath" in evening.seen()


def test_in_the_night_there_is_nothing_to_do_and_the_list_only_where_asked_for(
    at: Open, qtbot: QtBot
) -> None:
    evening = at("2026-11-23 01:00")
    assert "Nothing to do now." in evening.seen()
    assert "Warm bath" not in evening.seen()
    with qtbot.waitSignal(evening.page.flare_up_wanted, timeout=1000):
        (flare,) = [
            button
            for button in evening.page.findChildren(QAbstractButton)
            if button.text() == "My legs won’t rest"
        ]
        qtbot.mouseClick(flare, Qt.MouseButton.LeftButton)
    evening.press("Show tonight’s list")
    assert "Warm bath" in evening.seen()
    evening.wait(hours=8)
    assert "Good morning" in evening.seen()


def test_an_empty_routine_says_what_to_do(at: Open, qtbot: QtBot) -> None:
    evening = at("2026-11-22 18:00")
    evening.companion.planning.save(Routine(steps=()))
    evening.page.refresh()
    assert "Switch on a step or two in Routine." in evening.seen()
    with qtbot.waitSignal(evening.page.routine_wanted, timeout=1000):
        evening.press("Open Routine")


def test_before_the_evening_the_light_to_come_is_shown(at: Open) -> None:
    evening = at("2026-11-22 16:24")
    assert "Nothing to do until then" in evening.seen()
    (band,) = evening.page.findChildren(LightBand)
    said = band.accessibleDescription()
    assert said == "Day, Evening 19:30, Night 22:30, Day 06:30"
    evening.wait(hours=4)
    assert "Nothing to do until then" not in evening.seen()
    assert "Start early" not in evening.seen()


def test_who_starts_early_gets_the_first_step_that_is_open(at: Open) -> None:
    evening = at("2026-11-22 16:24")
    evening.press("Start early")
    assert evening.page._timeline.card_key == "magnesium"
    evening.press("Skip tonight")
    evening.press("Start early")
    assert evening.page._timeline.card_key == "evening-snack"


def test_another_bedtime_for_this_night_is_asked_for_by_day(at: Open, qtbot: QtBot) -> None:
    evening = at("2026-11-22 16:24")
    with qtbot.waitSignal(evening.page.tonight_only_wanted, timeout=1000):
        evening.press("Change tonight only")


def in_the_list(piece: QWidget) -> bool:
    above: QObject | None = piece
    while above is not None and not isinstance(above, Timeline):
        above = above.parent()
    return above is not None


def test_the_keyboard_goes_through_the_evening_as_it_is_seen(at: Open) -> None:
    evening = at("2026-11-22 20:42")
    for _ in range(2):  # the second time after a tick: the card stands elsewhere
        QApplication.processEvents()
        stops = stops_from(evening.page)
        drink = stops.index(evening.button("I had a drink"))
        in_turn = [one for one in stops[drink + 1 :] + stops[:drink] if in_the_list(one)]
        heights = [one.mapTo(evening.page, QPoint(0, 0)).y() for one in in_turn]
        assert len(heights) > 8
        assert heights == sorted(heights)
        evening.press("Done")


def test_a_screen_reader_meets_the_evening_from_top_to_bottom(at: Open) -> None:
    evening = at("2026-11-22 20:42")
    for _ in range(2):  # the second time after a tick: the card stands elsewhere
        QApplication.processEvents()
        (timeline,) = evening.page.findChildren(Timeline)
        lines = [one for one in timeline.children() if isinstance(one, QWidget) and one.isVisible()]
        heights = [one.y() for one in lines]
        assert len(heights) > 4
        assert heights == sorted(heights)
        evening.press("Done")


def test_a_tick_redraws_only_what_changed(at: Open) -> None:
    evening = at("2026-11-22 20:42")
    before = {step: evening.row(step) for step in ("dim-lights", "warm-bath", "screens-off")}
    said: list[str] = []
    for step, row in before.items():
        row.destroyed.connect(lambda _=None, step=step: said.append(step))
    evening.press("Done: Warm bath")
    assert said == []
    assert all(evening.row(step) is row for step, row in before.items())
    assert evening.row("warm-bath").isVisible()
    assert not evening.row("stretching").isVisible()


def test_the_others_hear_of_it_after_it_is_shown(at: Open) -> None:
    evening = at("2026-11-22 20:42")
    shown: list[str] = []
    evening.page.changed.connect(lambda: shown.append(evening.row("warm-bath").said.meta))
    card = evening.page._timeline.card
    assert card is not None
    card.button(RowAction.DONE).click()
    assert shown == []
    QApplication.processEvents()
    assert shown == ["Done 20:42"]


LONG = "Donaudampfschifffahrtsgesellschaftsfußbad mit Lavendelblütenaufguss"


@pytest.mark.parametrize(("size", "scale"), [((804, 600), 1.0), ((708, 600), 2.0)])
@pytest.mark.parametrize("now", ["2026-11-22 20:42", "2026-11-22 21:12", "2026-11-23 01:00"])
def test_nothing_is_cut_in_a_small_window_or_large_text(
    at: Open, size: tuple[int, int], scale: float, now: str
) -> None:
    evening = at(now)
    long = RoutineStep("own/bath", title=LONG, when=BeforeBed(108), minutes=30)
    stretching = RoutineStep("stretching", when=BeforeBed(78))
    evening.companion.planning.save(Routine(steps=(long, stretching)))
    evening.theme.apply(Mode.EVENING, scale)
    evening.page.resize(*size)
    evening.page.refresh()
    QApplication.processEvents()
    room = evening.page.rect()
    for scroller in evening.page.findChildren(Scroller):
        if scroller.isVisible() and (inner := scroller.widget()) is not None:
            assert inner.width() <= scroller.viewport().width()
    for label in evening.page.findChildren(QLabel):
        if label.isVisible() and label.text():
            left = label.mapTo(evening.page, QPoint(0, 0)).x()
            assert left >= 0
            assert left + label.width() <= room.width(), label.text()
            assert label.width() >= label.minimumSizeHint().width(), label.text()
            if label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
    rows = [*evening.page.findChildren(TimelineRow), *evening.page.findChildren(ReadRow)]
    for row in filter(QWidget.isVisible, rows):
        assert row.width() >= row.minimumSizeHint().width(), row.said.title
        assert row.height() >= row.heightForWidth(row.width()), row.said.title
        assert all(map(row.rect().contains, row.places.values())), row.places
    for button in evening.page.findChildren(QPushButton):
        if button.isVisible():
            left = button.mapTo(evening.page, QPoint(0, 0)).x()
            assert left + button.width() <= room.width(), button.text()
            assert button.width() >= button.sizeHint().width(), button.text()


def test_the_way_out_of_a_clash_is_named_by_its_time(at: Open) -> None:
    evening = at("2026-11-22 19:00")
    planning = evening.companion.planning
    bath = RoutineStep("warm-bath", when=BeforeBed(90))
    planning.save(planning.routine().with_step(bath))
    evening.page.refresh()
    evening.press("Move it to 20:40 tonight")


def test_begun_in_the_morning_it_asks_nothing_of_the_night_before(at: Open) -> None:
    evening = at("2026-11-22 08:00")
    assert "Your first evening is ahead." in evening.seen()
    assert "Next reminder: Sunday" in evening.seen()
    assert "Not answered" not in evening.seen()
    evening.wait(hours=23.5)
    assert "Last night, as you left it." in evening.seen()
    assert "Not answered" in evening.seen()


class Small:
    """The evening in the smallest window with the largest text, or another one."""

    def __init__(self, evening: Evening, scale: float = 2.0) -> None:
        self.evening = evening
        evening.theme.apply(Mode.EVENING, scale)
        evening.page.resize(708, 600)
        self.strip = evening.page._view.strip
        self.bar = evening.page._view._scroller.verticalScrollBar()
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()

    def skip(self) -> None:
        self.evening.press("Skip tonight")
        self.settle()

    def give_keyboard_to(self, action: RowAction) -> QAbstractButton:
        """Return the button of the card, with the keyboard."""
        self.evening.page.activateWindow()
        card = self.evening.page._timeline.card
        assert card is not None
        button = card.button(action)
        button.setFocus()
        return button

    def top_of(self, step: str) -> int:
        return self.evening.row(step).mapTo(self.evening.page, QPoint(0, 0)).y()


def test_in_a_small_window_the_undo_strip_takes_room_only_while_it_offers(at: Open) -> None:
    small = Small(at("2026-11-22 20:42"))
    assert not small.strip.isVisible()
    small.skip()
    assert small.strip.isVisible()
    top = small.top_of("dim-lights")
    small.strip.clear()
    small.settle()
    assert not small.strip.isVisible()
    assert small.top_of("dim-lights") == top


def test_its_room_is_given_back_only_where_no_line_moves_for_that(at: Open) -> None:
    small = Small(at("2026-11-22 20:42"))
    small.skip()
    small.bar.triggerAction(QScrollBar.SliderAction.SliderToMaximum)
    small.settle()
    top = small.top_of("lights-out")
    small.strip.clear()
    small.settle()
    assert small.top_of("lights-out") == top
    assert small.strip.isVisible(), "an empty place, until somebody scrolls"
    small.bar.setValue(0)
    small.settle()
    assert not small.strip.isVisible()


@pytest.mark.parametrize("height", [600, 760, 900])
def test_no_line_moves_as_the_strip_comes_and_goes(at: Open, height: int) -> None:
    evening = at("2026-11-22 20:42")
    view = evening.page._view
    evening.page.resize(912, height)
    view.focus_list()
    for _ in range(4):
        QApplication.processEvents()
    assert not view.strip.isVisible(), "no empty place below the list"
    for said in ("it comes", "it goes"):
        before = {key: row.mapTo(view, QPoint()) for key, row in view.timeline._rows.items()}
        if said == "it comes":
            view.offer("Dim the lights", "marked done")
        else:
            view.strip.clear()
        for _ in range(4):
            QApplication.processEvents()
        assert view.strip.isVisible() is (said == "it comes")
        now = {key: row.mapTo(view, QPoint()) for key, row in view.timeline._rows.items()}
        assert now == before


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("pointed_at", [True, False])
def test_a_row_ticked_by_key_stays_in_sight_as_the_strip_comes(
    at: Open, scale: float, *, pointed_at: bool
) -> None:
    small = Small(at("2026-11-22 23:20"), scale=scale)
    scroller = small.evening.page._view._scroller
    scroller.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, pointed_at)
    small.evening.press("Show tonight’s list")
    small.settle()
    small.evening.wait(seconds=1)
    row = small.evening.row("screens-off")
    small.evening.page.activateWindow()
    row.setFocus()
    port = small.evening.page._view._scroller.viewport()
    small.bar.setValue(row.mapTo(port, QPoint(0, row.height())).y() - port.height())
    small.settle()
    small.evening.bot.keyClick(row, Qt.Key.Key_Space)
    small.settle()
    assert small.strip.isVisible()
    bottom = row.mapTo(port, QPoint(0, row.height())).y()
    assert bottom <= port.height()


@pytest.mark.parametrize("pointed_at", [True, False])
def test_what_was_pressed_by_key_in_the_card_stays_in_sight(at: Open, *, pointed_at: bool) -> None:
    small = Small(at("2026-11-22 21:10"))
    evening = small.evening
    snooze = small.give_keyboard_to(RowAction.SNOOZE)
    view = evening.page._view
    view._scroller.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, pointed_at)
    small.settle()
    view._settling.stop()  # a while ago
    port = view._scroller.viewport()
    bottom = snooze.mapTo(port, QPoint(0, snooze.height())).y()
    small.bar.setValue(small.bar.value() + bottom - port.height())
    evening.bot.keyClick(snooze, Qt.Key.Key_Space)
    small.settle()
    assert small.strip.isVisible()
    assert evening.page._timeline.card_key == "stretching"
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.visibleRegion().boundingRect() == focused.rect()


def test_a_line_pressed_with_the_pointer_moves_nothing_for_the_keyboard_elsewhere(
    at: Open,
) -> None:
    small = Small(at("2026-11-22 23:20"), scale=1.5)
    small.evening.press("Show tonight’s list")
    small.settle()
    small.evening.wait(seconds=1)
    small.evening.page.activateWindow()
    last, other = small.evening.row("slow-breathing"), small.evening.row("stretching")
    assert isinstance(other, TimelineRow)
    last.setFocus()
    small.settle()
    small.evening.page._view._settling.stop()  # a while ago
    before = small.bar.value()
    other.pressed_action.emit(RowAction.DONE)
    small.settle()
    assert small.strip.isVisible()
    assert small.bar.value() == before


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("name", ["All right", "Leave it out tonight"])
def test_what_is_refused_is_in_sight_and_leads_back_to_its_step(
    at: Open, scale: float, name: str
) -> None:
    small = Small(at("2026-11-22 20:55"), scale=scale)
    evening = small.evening
    card = evening.page._timeline.card
    assert card is not None
    small.give_keyboard_to(RowAction.START)
    small.settle()
    for _ in range(2):  # quickly
        focused = QApplication.focusWidget()
        assert focused is not None
        evening.bot.keyClick(focused, Qt.Key.Key_Space)
        small.settle()
    message = evening.page._view.message
    assert message.visibleRegion().boundingRect() == message.rect()
    evening.wait(seconds=1)
    button = evening.button(name)
    button.setFocus()
    evening.bot.keyClick(button, Qt.Key.Key_Space)
    small.settle()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert not message.isVisible()
    assert card.isAncestorOf(focused), "the step, or what is on after it"


def test_in_letters_of_another_size_a_line_with_the_keyboard_is_still_in_sight(at: Open) -> None:
    small = Small(at("2026-11-22 20:42"), scale=1.0)
    evening = small.evening
    evening.page.activateWindow()
    for step in ("magnesium", "slow-breathing"):
        row = evening.row(step)
        row.setFocus()
        for scale in (2.0, 1.5, 1.0):
            evening.theme.apply(Mode.EVENING, scale)
            evening.page.resize(708 if scale > 1 else 804, 600)
            small.settle()
            assert row.visibleRegion().boundingRect() == row.rect()


@pytest.mark.parametrize(
    ("now", "title"),
    [("2026-11-22 21:10", "Gentle stretching"), ("2026-11-22 22:12", "Slow breathing")],
)
def test_all_of_a_guide_is_seen_in_the_smallest_window_in_the_largest_letters(
    at: Open, now: str, title: str
) -> None:
    small = Small(at(now))
    small.evening.press(f"Start: {title}")
    small.settle()
    (scroller,) = small.evening.guide.findChildren(Scroller)
    assert scroller.verticalScrollBar().maximum() == 0


def test_in_letters_of_any_size_a_drink_leaves_the_list_as_wide_as_the_window(at: Open) -> None:
    small = Small(at("2026-11-22 20:42"))
    page = small.evening.page
    small.evening.press("I had a drink")
    inner = page._view._scroller.inner
    port = page._view._scroller.viewport()
    for scale, width in ((2.0, 708), (1.5, 756), (1.25, 780), (1.0, 804)):
        small.evening.theme.apply(Mode.EVENING, scale)
        page.resize(width, 600)
        small.settle()
        assert inner.width() == port.width()
        assert page._view._drink.accessibleName() == "I had a drink: some steps stay out tonight"
    assert page._view._drink.text() == page._view._drink.accessibleName()


def test_as_minutes_pass_the_button_with_the_keyboard_stays_where_it_is(at: Open) -> None:
    small = Small(at("2026-11-22 20:42"))
    evening = small.evening
    done = small.give_keyboard_to(RowAction.DONE)
    evening.page._view._scroller.ensureWidgetVisible(done)
    evening.page._view._settling.stop()  # a while ago
    before = small.bar.value()
    for _ in range(3):
        evening.wait(minutes=1)
        small.settle()
    assert evening.page._timeline.card_key == "warm-bath"
    assert small.bar.value() == before


LONG_TITLES = (
    RoutineStep(
        "own/a", title="Donaudampfschifffahrtsgesellschaftskapitänsmütze", when=BeforeBed(200)
    ),
    RoutineStep(
        "own/b", title="Put the phone and the tablet in the kitchen for now", when=BeforeBed(90)
    ),
    RoutineStep("dim-lights"),
    RoutineStep("screens-off"),
)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("by", ["key", "pointer"])
@pytest.mark.parametrize(
    ("answer", "name"), [(Status.DONE, "Done"), (Status.SKIPPED, "Skip tonight")]
)
def test_every_open_line_can_be_answered_in_large_letters_and_long_words(
    at: Open, scale: float, by: str, answer: Status, name: str
) -> None:
    small = Small(at("2026-11-22 15:00"), scale=scale)
    evening = small.evening
    evening.companion.planning.save(Routine(steps=LONG_TITLES))
    evening.page.refresh()
    evening.page.activateWindow()
    keys = {Status.DONE: Qt.Key.Key_Space, Status.SKIPPED: Qt.Key.Key_K}
    for step in LONG_TITLES:
        small.settle()
        evening.wait(seconds=1)
        row = evening.row(step.id)
        if by == "key":
            row.setFocus()
            evening.bot.keyClick(row, keys[answer])
        else:
            if not row.isHidden():
                evening.bot.mouseClick(row, Qt.MouseButton.LeftButton)
            small.settle()
            card = evening.page._timeline.card
            assert card is not None
            (button,) = (one for one in card.findChildren(QPushButton) if one.text() == name)
            evening.page._view._scroller.ensureWidgetVisible(button)
            assert button.visibleRegion().boundingRect() == button.rect()
            evening.bot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert evening.house.state(step.id).status is answer


def test_asked_for_at_night_the_list_takes_the_keyboard_to_its_first_line(at: Open) -> None:
    evening = at("2026-11-23 01:00")
    evening.page.activateWindow()
    button = evening.button("Show tonight’s list")
    button.setFocus()
    evening.bot.keyClick(button, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert QApplication.focusWidget() is evening.page._timeline.stops[0]
    assert not had_a_drink(evening.companion.planning.tonight().entries)


def test_the_card_stays_in_sight_for_the_keyboard_that_is_in_it_as_time_goes_on(at: Open) -> None:
    small = Small(at("2026-11-22 19:31"), scale=1.0)
    evening = small.evening
    evening.page.activateWindow()
    card = evening.page._timeline.card
    assert card is not None
    card.button(RowAction.DONE).setFocus()
    evening.page.resize(708, 500)
    small.settle()
    evening.page._view._settling.stop()  # a while ago
    evening.wait(minutes=100)
    small.settle()
    assert evening.page._timeline.card_key == "stretching"
    assert card.visibleRegion().boundingRect().height() == card.height()


def test_the_card_is_in_sight_in_whatever_size_the_window_gets(at: Open) -> None:
    small = Small(at("2026-11-22 20:42"), scale=1.0)
    page = small.evening.page
    small.settle()
    page._view._settling.stop()  # a while ago
    for size in ((900, 700), (708, 500), (1000, 480)):
        page.resize(*size)
        small.settle()
        page._view._settling.stop()
        card = page._timeline.card
        assert card is not None
        assert card.visibleRegion().boundingRect().height() == card.height()


def test_what_was_refused_is_put_away_once_another_step_is_on(at: Open) -> None:
    evening = at("2026-11-22 20:55")
    evening.press("Start: Warm bath")
    assert "too close to Gabapentin" in evening.seen()
    evening.wait(seconds=20)
    assert "too close to Gabapentin" in evening.seen()
    evening.wait(minutes=20)
    assert "Leave it out tonight" not in evening.seen()


def test_filled_a_while_before_it_is_seen_it_shows_what_holds_by_then(at: Open) -> None:
    evening = at("2026-11-22 20:38")
    parts = evening.companion
    page = TonightPage(evening.theme, parts.planning, lambda: parts.checking_off, parts.clock)
    page.fill()
    parts.checking_off.mark("dim-lights", MarkKind.DONE)
    evening.house.clock.advance(timedelta(seconds=2))
    page.show()
    row = page._timeline.row("dim-lights")
    assert row is not None
    assert row.said.meta == "Done, ticked 20:38"
    page.hide()
    shiboken6.delete(page)


def test_a_line_that_can_be_pressed_from_now_on_takes_the_place_of_the_one_that_was_read(
    at: Open,
) -> None:
    evening = at("2026-11-22 20:42")
    timeline, plan = evening.page._timeline, evening.page._timeline._plan
    assert isinstance(evening.row("lights-out"), ReadRow)
    before = [timeline._lines.indexOf(row) for row in timeline._rows.values()]
    can = frozenset({RowAction.DETAILS})
    lines = [replace(one, row=replace(one.row, actions=can)) for one in plan.lines]
    timeline.show_plan(replace(plan, lines=tuple(lines)))
    assert isinstance(evening.row("lights-out"), TimelineRow)
    now = [timeline._lines.indexOf(one) for one in map(evening.row, _steps(lines))]
    assert now == before
    timeline.show_plan(plan)
    assert isinstance(evening.row("lights-out"), ReadRow)


def _steps(lines: list[Line]) -> list[str]:
    return [line.key for line in lines]


def late(evening: Evening) -> None:
    """Let the strip's half minute be over."""
    strip = evening.page._view.strip
    assert strip.is_offering()
    strip._timer.stop()
    strip._timer.timeout.emit()


def test_what_was_ticked_can_be_undone_until_the_next_action(at: Open) -> None:
    evening = at("2026-11-22 20:42")
    evening.press("Done: Warm bath")
    late(evening)
    evening.wait(minutes=20)
    evening.press("Undo: Warm bath marked done")
    assert evening.house.state("warm-bath").status is not Status.DONE


def test_later_it_goes_with_what_was_refused(at: Open) -> None:
    evening = at("2026-11-22 20:55")
    evening.press("Skip tonight")
    evening.page.undo()
    late(evening)
    evening.press("Start: Warm bath")
    assert "too close to Gabapentin" in evening.seen()
    assert not evening.page._view.is_offering


def test_into_the_night_no_strip_is_taken_along(at: Open) -> None:
    evening = at("2026-11-22 22:20")
    evening.press("I had a drink")
    late(evening)
    assert evening.page._view.is_offering
    evening.wait(minutes=40)
    assert "Nothing to do now." in evening.seen()
    assert not evening.page._view.is_offering


@pytest.mark.parametrize(
    ("now", "pressed"),
    [
        ("2026-11-22 14:50", ()),
        ("2026-11-22 20:20", ()),
        ("2026-11-22 20:35", ("Start: Warm bath", "Pause: Warm bath")),
        ("2026-11-22 21:10", ("Start: Gentle stretching", "Pause")),
        ("2026-11-22 21:10", ("Start: Gentle stretching", "Leave the guide")),
        ("2026-11-22 22:10", ("Start: Slow breathing", "Pause")),
        ("2026-11-22 22:40", ()),
        ("2026-11-23 01:00", ()),
        ("2026-11-23 01:00", ("Show tonight’s list",)),
        ("2026-11-23 08:00", ()),
    ],
)
def test_at_every_hour_it_comes_to_rest_where_nothing_is_counted(
    at: Open, now: str, pressed: tuple[str, ...]
) -> None:
    evening = at(now)
    for name in pressed:
        evening.press(name)
        evening.wait(seconds=1)
    assert unrest() == {}


def test_what_is_counted_is_counted_once_a_second_and_not_unseen(at: Open) -> None:
    evening = at("2026-11-22 20:35")
    evening.press("Start: Warm bath")
    assert unrest() == {"timer of TonightPage": 1}
    evening.page.hide()
    assert unrest() == {}


def test_an_empty_routine_comes_to_rest(at: Open) -> None:
    evening = at("2026-11-22 18:00")
    evening.companion.planning.save(Routine(steps=()))
    evening.page.refresh()
    assert unrest() == {}


def test_it_looks_again_when_the_minute_turns_and_not_unseen(at: Open) -> None:
    evening = at("2026-11-22 20:20")
    evening.wait(seconds=45)
    minute = evening.page._minute
    assert minute.isActive()
    assert 15_000 <= minute.interval() < 15_100
    evening.page.hide()
    assert not minute.isActive()
    evening.wait(minutes=1)
    assert not minute.isActive()
