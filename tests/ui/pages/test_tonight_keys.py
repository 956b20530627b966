"""The keyboard on Tonight, in the real window: what a key does, and where it leads."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from houses import House
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rlscompanion.domain.checklist import Status
from rlscompanion.domain.journal import had_a_drink
from rlscompanion.domain.routine import Routine
from rlscompanion.services.ports import Answer, Notice
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.pages.tonight import TonightPage
from rlscompanion.ui.pages.tonight.notice_card import NoticeCard
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.light_chip import LightChip
from rlscompanion.ui.widgets.now_card import NowCard
from rlscompanion.ui.widgets.timeline_row import RowAction

MADE_UP = Path(__file__).parents[3] / "resources" / "library" / "made_up_routine.json"
Open: TypeAlias = Callable[[str], "Keyboard"]


class Keyboard:
    """The made-up evening in the window, somebody at its keys, and where these lead."""

    def __init__(self, theme: Theme, home: Path, now: str) -> None:
        self.house = House(home, now)
        parts = self.house.companion
        parts.safekeeping.import_routine(MADE_UP.read_text(encoding="utf-8"), with_profile=True)
        self.page = TonightPage(theme, parts.planning, lambda: parts.checking_off, parts.clock)
        self.window = MainWindow(theme)
        self.window.add_page("tonight", "Tonight", "moon", lambda: self.page)
        self.window.add_page("routine", "Routine", "routine", QWidget)
        self.window.show()
        self.window.activateWindow()
        self.settle()

    @property
    def card(self) -> NowCard:
        card = self.page._timeline.card
        assert card is not None
        return card

    @property
    def card_key(self) -> str:
        return self.page._timeline.card_key

    @property
    def focused(self) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def stand_on(self, action: RowAction) -> None:
        self.card.button(action).setFocus()
        self.settle()

    def stand_on_row(self, step: str) -> None:
        row = self.page._timeline.row(step)
        assert row is not None
        row.setFocus()
        self.settle()

    def press(self, key: Qt.Key, *, after: float = 0) -> None:
        """Press a key so many seconds after what was before."""
        self.house.clock.advance(timedelta(seconds=after))
        QTest.keyClick(self.focused, key)
        self.settle()

    def hold(self, key: Qt.Key) -> None:
        """Let a held key repeat itself, as X and Wayland do."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            none = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(self.focused, QKeyEvent(kind, key, none, "", autorep=True))
        self.settle()

    def status(self, step: str) -> Status:
        return self.house.state(step).status

    def settle(self) -> None:
        for _ in range(4):
            QApplication.processEvents()

    def close(self) -> None:
        self.window.hide()
        delete(self.window)
        self.house.companion.database.close()


@pytest.fixture
def at(theme: Theme, qtbot: QtBot, home: Path) -> Iterator[Open]:
    opened: list[Keyboard] = []

    def open_at(now: str) -> Keyboard:
        opened.append(Keyboard(theme, home, now))
        return opened[0]

    yield open_at
    for each in opened:
        each.close()


NOTICE = Notice("1", "Warm bath", "", ((Answer.DONE, "Done"),))
PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return)


@pytest.mark.parametrize("key", PRESSES)
def test_two_quick_presses_tick_one_step(at: Open, key: Qt.Key) -> None:
    here = at("2026-11-22 20:42")
    here.stand_on(RowAction.DONE)
    here.press(key)
    assert (here.status("warm-bath"), here.card_key) == (Status.DONE, "stretching")
    here.stand_on(RowAction.DONE)
    here.press(key, after=0.2)
    here.press(key, after=0.2)
    assert here.status("stretching") is not Status.DONE
    here.press(key, after=0.2)
    assert here.status("stretching") is Status.DONE, "by now it can be read"


def test_a_letter_pressed_twice_answers_one_step(at: Open) -> None:
    here = at("2026-11-22 20:42")
    here.stand_on(RowAction.DONE)
    here.press(Qt.Key.Key_K)
    other = here.card_key
    assert (here.status("warm-bath"), other) == (Status.SKIPPED, "stretching")
    here.press(Qt.Key.Key_K, after=0.4)
    assert here.status(other) is not Status.SKIPPED
    here.press(Qt.Key.Key_K, after=0.2)
    assert here.status(other) is Status.SKIPPED


def test_what_is_started_with_two_quick_presses_is_not_done(at: Open) -> None:
    here = at("2026-11-22 20:35")
    here.stand_on(RowAction.START)
    here.press(Qt.Key.Key_Space)
    here.press(Qt.Key.Key_Space, after=0.3)
    assert here.house.state("warm-bath").is_running


def test_a_row_opened_with_two_quick_presses_is_only_opened(at: Open) -> None:
    here = at("2026-11-22 20:42")
    here.stand_on_row("screens-off")
    here.press(Qt.Key.Key_Return)
    assert here.card_key == "screens-off"
    here.press(Qt.Key.Key_Return, after=0.3)
    assert not here.house.state("screens-off").is_running


@pytest.mark.parametrize("key", [*PRESSES, Qt.Key.Key_S, Qt.Key.Key_K])
def test_a_held_key_answers_nothing_by_itself(at: Open, key: Qt.Key) -> None:
    here = at("2026-11-22 20:42")
    here.stand_on(RowAction.DONE)
    for _ in range(3):
        here.hold(key)
        here.house.clock.advance(timedelta(seconds=1))
    assert here.card_key == "warm-bath"
    assert here.status("warm-bath") is Status.DUE


def test_a_key_that_is_down_as_another_step_comes_answers_neither(at: Open) -> None:
    here = at("2026-11-22 20:42")
    here.stand_on(RowAction.DONE)
    QTest.keyPress(here.focused, Qt.Key.Key_Space)
    here.house.clock.advance(timedelta(minutes=40))
    here.page.refresh()
    other = here.card_key
    assert other != "warm-bath"
    QTest.keyRelease(here.focused, Qt.Key.Key_Space)
    here.settle()
    assert Status.DONE not in {here.status("warm-bath"), here.status(other)}


def tab_from(here: Keyboard, key: Qt.Key, presses: int = 40) -> list[QWidget]:
    """Press a key again and again; return where it led."""
    been: list[QWidget] = []
    for _ in range(presses):
        here.press(key)
        been.append(here.focused)
    return been


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Up])
def test_arrow_keys_go_through_tonight_to_its_end_and_stay_there(at: Open, key: Qt.Key) -> None:
    here = at("2026-11-22 20:42")
    here.page.undo()
    here.stand_on(RowAction.DONE)
    been = tab_from(here, key)
    assert all(here.page.isAncestorOf(each) for each in been)
    assert been[-1] is been[-2], "the end"
    heights = [each.mapTo(here.page, QPoint(0, 0)).y() for each in been]
    assert heights == sorted(heights, reverse=key == Qt.Key.Key_Up)


def test_tab_goes_everywhere(at: Open) -> None:
    here = at("2026-11-22 20:42")
    here.stand_on(RowAction.DONE)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Tab):
        been = tab_from(here, key)
    named = {each.accessibleName() for each in been}
    assert {"Tonight", "Flare-up: open the night screen"} <= named
    assert any(here.page.isAncestorOf(each) for each in been)


def test_what_is_said_below_the_list_is_reached_after_it_in_its_order(at: Open) -> None:
    here = at("2026-11-22 20:42")
    here.stand_on(RowAction.DONE)
    here.press(Qt.Key.Key_Space)
    here.page.say("That did not save.")
    been = tab_from(here, Qt.Key.Key_Down)
    assert been[-1].accessibleName() == "Undo: Warm bath marked done"
    words = [each.text() for each in been if isinstance(each, QPushButton)]
    assert words.index("I had a drink") < words.index("All right") < words.index("Undo")
    view = here.page._view
    pieces = [one for one in view.children() if isinstance(one, QWidget) and one.isVisible()]
    assert pieces == sorted(pieces, key=QWidget.y), "and read so"


def test_a_reminder_above_the_list_is_reached_before_it(at: Open) -> None:
    here = at("2026-11-22 20:42")
    here.page.show_notice(NOTICE, lambda _: None)
    here.stand_on(RowAction.DONE)
    (card,) = here.page.findChildren(NoticeCard)
    assert card.isAncestorOf(tab_from(here, Qt.Key.Key_Up)[-1])
    assert here.page.isAncestorOf(tab_from(here, Qt.Key.Key_Down)[-1])


def ways_to_answer() -> list[tuple[str, RowAction, Qt.Key]]:
    """Return when, where the keyboard stands in the card, and what is pressed there."""
    space, snooze, skip = Qt.Key.Key_Space, Qt.Key.Key_S, Qt.Key.Key_K
    return [
        ("2026-11-22 20:35", RowAction.START, space),
        ("2026-11-22 20:35", RowAction.START, snooze),
        ("2026-11-22 20:35", RowAction.START, skip),
        ("2026-11-22 20:42", RowAction.DONE, space),
        ("2026-11-22 20:42", RowAction.SNOOZE, space),
        ("2026-11-22 20:42", RowAction.SNOOZE, skip),
        ("2026-11-22 19:31", RowAction.DONE, snooze),
        ("2026-11-22 19:31", RowAction.SKIP, skip),
        ("2026-11-22 22:10", RowAction.START, skip),
    ]


def stops_on_the_way(qapp: QApplication, here: Keyboard, key: Qt.Key) -> list[QWidget | None]:
    """Press a key; return everything that had the keyboard from then on."""
    been: list[QWidget | None] = []

    def note(_old: QWidget | None, new: QWidget | None) -> None:
        been.append(new)

    qapp.focusChanged.connect(note)
    here.press(key)
    qapp.focusChanged.disconnect(note)
    return been


@pytest.mark.parametrize(("now", "action", "key"), ways_to_answer())
def test_the_keyboard_goes_straight_to_where_it_ends(
    at: Open, qapp: QApplication, now: str, action: RowAction, key: Qt.Key
) -> None:
    here = at(now)
    here.stand_on(action)
    before = here.focused
    been = stops_on_the_way(qapp, here, key)
    assert been == ([] if here.focused is before else [here.focused])


@pytest.mark.parametrize("key", [*PRESSES, Qt.Key.Key_S, Qt.Key.Key_K])
@pytest.mark.parametrize("step", ["dim-lights", "stretching", "screens-off"])
def test_from_a_row_it_goes_straight_to_where_it_ends(
    at: Open, qapp: QApplication, step: str, key: Qt.Key
) -> None:
    here = at("2026-11-22 20:42")
    here.stand_on_row(step)
    before = here.focused
    been = stops_on_the_way(qapp, here, key)
    assert been == ([] if here.focused is before else [here.focused])


def test_as_the_card_goes_the_keyboard_stays_at_its_step(at: Open) -> None:
    here = at("2026-11-22 22:10")
    here.stand_on(RowAction.START)
    here.press(Qt.Key.Key_K)
    assert here.card_key == ""
    assert here.focused is here.page._timeline.row("slow-breathing")
    here.press(Qt.Key.Key_Space)
    assert not had_a_drink(here.house.companion.planning.tonight().entries)


def step_with_keyboard(here: Keyboard) -> str:
    """Return the step on whose card or line the keyboard stands; empty for none."""
    if here.card_key and here.card.isAncestorOf(here.focused):
        return here.card_key
    rows = here.page._timeline._rows
    return next((step for step, row in rows.items() if row is here.focused), "")


ANSWERS = (Qt.Key.Key_S, Qt.Key.Key_K, Qt.Key.Key_Space)


@pytest.mark.parametrize("by_strip", [True, False])
@pytest.mark.parametrize("key", ANSWERS)
@pytest.mark.parametrize(("now", "step"), [("19:31", "evening-snack"), ("20:42", "dim-lights")])
def test_the_keyboard_is_at_the_step_that_was_undone(
    at: Open, qapp: QApplication, now: str, step: str, key: Qt.Key, *, by_strip: bool
) -> None:
    here = at(f"2026-11-22 {now}")
    before = here.status(step)
    if step != here.card_key:
        here.stand_on_row(step)
        here.press(Qt.Key.Key_Return)
    here.stand_on(RowAction.DONE)
    here.press(key, after=1)
    assert here.card_key != step, "another step is on"
    if by_strip:
        here.page._view.strip.button.setFocus()
        been = stops_on_the_way(qapp, here, Qt.Key.Key_Space)
        assert been == [here.focused], "and goes there straight"
    else:
        here.page.undo()
        here.settle()
    assert step_with_keyboard(here) == step
    here.press(Qt.Key.Key_Space, after=0.2)
    assert here.status(step) is before, "a second press was not meant for it"


def test_elsewhere_in_the_window_the_keyboard_stays_as_something_is_undone(at: Open) -> None:
    here = at("2026-11-22 19:31")
    here.stand_on(RowAction.DONE)
    here.press(Qt.Key.Key_K)
    place = here.window._nav.stops[1]
    place.setFocus()
    here.page.undo()
    here.settle()
    assert here.focused is place


def test_said_again_from_the_strip_a_step_has_the_keyboard(at: Open) -> None:
    here = at("2026-11-22 19:31")
    here.stand_on(RowAction.DONE)
    here.press(Qt.Key.Key_K)
    here.page.undo()
    here.page._view.strip.button.setFocus()
    here.press(Qt.Key.Key_Space, after=1)
    assert here.status("evening-snack") is Status.SKIPPED
    assert step_with_keyboard(here) == "evening-snack"


def test_a_drink_taken_back_from_the_strip_leaves_the_keyboard_there(at: Open) -> None:
    here = at("2026-11-22 19:31")
    here.page._view._drink.click()
    button = here.page._view.strip.button
    for had in (False, True):
        button.setFocus()
        here.press(Qt.Key.Key_Space, after=1)
        assert had_a_drink(here.house.companion.planning.tonight().entries) is had
        assert here.focused is button


@pytest.mark.parametrize("key", PRESSES)
def test_two_quick_presses_on_the_list_at_night_only_show_it(at: Open, key: Qt.Key) -> None:
    here = at("2026-11-23 01:00")
    before = statuses(here)
    button = next(one for one in here.page.findChildren(QPushButton) if "list" in one.text())
    button.setFocus()
    here.press(key)
    first = here.focused
    assert first is here.page._timeline.stops[0]
    here.press(key, after=0.3)
    assert (statuses(here), here.focused, here.card_key) == (before, first, "")
    here.press(Qt.Key.Key_Space, after=0.3)
    assert statuses(here) != before, "by now it can be read"


@pytest.mark.parametrize("key", PRESSES)
def test_two_quick_presses_on_an_empty_list_at_night_only_show_it(at: Open, key: Qt.Key) -> None:
    here = at("2026-11-22 18:00")
    parts = here.house.companion
    parts.planning.save(Routine(steps=()))
    here.house.clock.advance(timedelta(hours=7))
    here.page.refresh()
    button = next(one for one in here.page.findChildren(QPushButton) if "list" in one.text())
    button.setFocus()
    here.press(key)
    here.press(key, after=0.3)
    assert not had_a_drink(parts.planning.tonight().entries)


def statuses(here: Keyboard) -> dict[str, Status]:
    states = here.house.companion.planning.tonight().checklist.states
    return {state.step.id: state.status for state in states}


@pytest.mark.parametrize("key", PRESSES)
def test_two_quick_presses_on_start_only_begin_a_guide(at: Open, key: Qt.Key) -> None:
    here = at("2026-11-22 21:10")
    here.stand_on(RowAction.START)
    here.press(key)
    guide = here.page._guide().view
    assert guide.isAncestorOf(here.focused)
    here.press(key, after=0.3)
    assert guide.following is not None
    assert not guide.following.paused
    assert guide.following.elapsed(here.house.clock.monotonic()) == pytest.approx(0.3)
    assert here.house.state("stretching").is_running
    here.press(Qt.Key.Key_Space, after=0.3)
    assert guide.following.paused, "by now it can be read"


@pytest.mark.parametrize("name", ["Pause", "Next", "Done", "Leave the guide"])
def test_a_double_click_on_start_only_begins_a_guide(at: Open, name: str) -> None:
    here = at("2026-11-22 21:10")
    here.stand_on(RowAction.START)
    here.card.button(RowAction.START).click()
    here.settle()
    guide = here.page._guide().view
    (under,) = (
        one for one in guide.findChildren(QPushButton) if name in {one.text(), one.accessibleName()}
    )
    click_again(under)
    assert guide.following is not None
    assert not guide.following.paused
    assert guide.following.elapsed(here.house.clock.monotonic()) == 0
    assert here.house.state("stretching").is_running


def test_two_quick_presses_on_leave_only_leave_a_guide(at: Open) -> None:
    here = at("2026-11-22 21:10")
    here.stand_on(RowAction.START)
    here.press(Qt.Key.Key_Space)
    here.house.clock.advance(timedelta(minutes=1))
    here.press(Qt.Key.Key_Backtab)
    while here.focused.accessibleName() != "Leave the guide":
        here.press(Qt.Key.Key_Backtab)
    here.press(Qt.Key.Key_Space)
    here.press(Qt.Key.Key_Space, after=0.3)
    assert step_with_keyboard(here) == "stretching"
    assert not here.page.is_under_way()


def test_the_second_press_of_a_double_click_opens_no_line_that_came_under_it(at: Open) -> None:
    here = at("2026-11-22 20:42")
    row = here.page._timeline.row("screens-off")
    assert row is not None
    here.house.clock.advance(timedelta(seconds=1))
    click_again(row)
    assert here.card_key == "warm-bath"


def click_again(under: QWidget) -> None:
    """Let the second press of a double click meet what came under the pointer with the first."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    kind, centre = QEvent.Type.MouseButtonDblClick, under.rect().center()
    places = QPointF(centre), QPointF(under.mapToGlobal(centre))
    QApplication.sendEvent(under, QMouseEvent(kind, *places, left, left, none))
    QTest.mouseRelease(under, left, pos=centre)
    for _ in range(4):
        QApplication.processEvents()


def test_a_reminder_answered_in_the_window_leads_the_keyboard_to_what_is_on(at: Open) -> None:
    here = at("2026-11-22 20:42")
    before = statuses(here)
    here.page.show_notice(NOTICE, lambda _: here.page.hide_notice())
    (card,) = here.page.findChildren(NoticeCard)
    card.findChildren(QPushButton)[0].setFocus()
    here.press(Qt.Key.Key_Space, after=1)
    assert step_with_keyboard(here) == "warm-bath"
    here.press(Qt.Key.Key_Space, after=0.3)
    assert statuses(here) == before
    assert not here.house.state("warm-bath").is_running


def in_sight(within: QWidget) -> list[QWidget]:
    return [one for one in within.children() if isinstance(one, QWidget) and one.isVisible()]


@pytest.mark.parametrize("early", [True, False])
def test_the_light_is_read_and_reached_between_the_navigation_and_the_page(
    at: Open, theme: Theme, qtbot: QtBot, *, early: bool
) -> None:
    here = at("2026-11-22 20:42")
    qtbot.waitUntil(lambda: here.window._hears)
    chip = LightChip(theme)
    here.window.set_corner(chip)
    if not early:
        here.window.add_page("journal", "Journal", "journal", QWidget)
    here.window.go_to("tonight")
    here.settle()
    assert in_sight(here.window._whole) == [here.window._nav, chip, here.window._pages]
    here.stand_on(RowAction.DONE)
    been = tab_from(here, Qt.Key.Key_Tab)
    after_nav = [here.window._nav.isAncestorOf(each) for each in been].index(True)
    while here.window._nav.isAncestorOf(been[after_nav]):
        after_nav += 1
    assert been[after_nav] is chip
    assert here.page.isAncestorOf(been[after_nav + 1])


@pytest.mark.parametrize("size", [(1120, 760), (1600, 900), (900, 600)])
def test_the_light_is_seen_and_pressed_where_it_lies(
    at: Open, theme: Theme, qtbot: QtBot, size: tuple[int, int]
) -> None:
    here = at("2026-11-22 20:42")
    qtbot.waitUntil(lambda: here.window._hears)
    chip = LightChip(theme)
    here.window.set_corner(chip)
    question = QLabel("Keep running?")
    for asked in (False, True, False):
        if asked:
            here.window.set_question(question)
        question.setVisible(asked)
        here.window.resize(*size)
        here.settle()
        middle = chip.mapTo(here.window, chip.rect().center())
        assert (here.window.childAt(middle) is chip) is chip.isVisible()
        seen = here.window.grab(chip.geometry()).toImage()
        if chip.isVisible():
            chip.raise_()
            assert here.window.grab(chip.geometry()).toImage() == seen
        here.window.place_corner()
    here.window.go_to("routine")
    assert not chip.isVisible()
    assert here.window._pages.mask().isEmpty()
