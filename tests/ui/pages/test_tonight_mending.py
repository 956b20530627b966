"""Ways out of tonight's conflicts, and the way back from whatever was done on the page."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import TypeAlias

import shiboken6
from houses import House
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from library import nothing_is_locked
from rlscompanion.domain.evening import Evening
from rlscompanion.domain.profile import Medicine
from rlscompanion.domain.routine import AtClock, BeforeBed, Routine, RoutineStep
from rlscompanion.ui.pages.tonight import TonightPage
from rlscompanion.ui.pages.tonight.guide_view import GuideView
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets import undo_strip

NIGHT = date(2026, 11, 22)
DIM = RoutineStep("dim-lights")
MAGNESIUM = RoutineStep("magnesium", when=AtClock(time(21, 30)))
Moved: TypeAlias = Callable[..., "Page"]


class Page:
    """The page at nine in the evening: the routine says one thing, a medicine another."""

    def __init__(self, theme: Theme, bot: QtBot, home: Path, steps: tuple[RoutineStep, ...]):
        self.bot = bot
        self.house = House(home, "2026-11-22 21:00")
        self.parts = self.house.companion
        self.page = TonightPage(
            theme, self.parts.planning, lambda: self.parts.checking_off, self.parts.clock
        )
        self.keep(*steps)
        self.page.resize(912, 760)
        self.page.show()
        QApplication.processEvents()

    def keep(self, *steps: RoutineStep, medicine: time = time(19, 45)) -> None:
        told = replace(
            nothing_is_locked(NIGHT),
            medicines=(Medicine("Gabapentin", "gabapentinoid", (medicine,)),),
        )
        now = self.house.clock.now()
        self.parts.planning.routines.save(Routine(steps=steps), now, told)
        self.page.refresh()

    def close(self) -> None:
        self.page.hide()
        shiboken6.delete(self.page)
        self.parts.database.close()

    @property
    def evening(self) -> Evening:
        return self.parts.planning.tonight().checklist.evening

    def buttons(self) -> list[QPushButton]:
        QApplication.processEvents()
        return [one for one in self.page.findChildren(QPushButton) if one.isVisible()]

    def press(self, name: str) -> None:
        (found,) = [one for one in self.buttons() if name in {one.text(), one.accessibleName()}]
        self.bot.mouseClick(found, Qt.MouseButton.LeftButton)

    def tick(self, step: str) -> None:
        row = self.page._timeline.row(step)
        assert row is not None
        self.bot.keyClick(row, Qt.Key.Key_Space)

    @property
    def strip(self) -> str:
        strip = self.page._view.strip
        labels = [one.text() for one in strip.findChildren(QLabel) if one.isVisibleTo(strip)]
        return " ".join(filter(None, labels)) if strip.is_offering() else ""

    def start_of(self, step: str) -> str:
        found = self.evening.step(step)
        assert found is not None
        return f"{found.start.astimezone(self.evening.zone):%H:%M}"


@pytest.fixture
def opened(theme: Theme, qtbot: QtBot, home: Path) -> Iterator[Moved]:
    made: list[Page] = []

    def open_with(*steps: RoutineStep) -> Page:
        made.append(Page(theme, qtbot, home, steps))
        return made[0]

    yield open_with
    for page in made:
        page.close()


def test_a_fix_holds_for_tonight_alone_and_goes_back_and_there_again(opened: Moved) -> None:
    tonight = opened(DIM, MAGNESIUM)
    tonight.press("Move it to 21:45 tonight")
    assert (tonight.start_of("magnesium"), tonight.evening.conflicts) == ("21:45", ())
    assert tonight.parts.planning.routine().steps == (DIM, MAGNESIUM)
    assert tonight.strip == "Magnesium moved to 21:45 tonight"

    tonight.page.undo()
    assert tonight.start_of("magnesium") == "21:30"
    assert tonight.strip == "Undone: Magnesium, moved to 21:45 tonight"

    tonight.page.redo()
    assert tonight.start_of("magnesium") == "21:45"


def test_the_newest_act_is_taken_back_first_of_whatever_kind_it_is(opened: Moved) -> None:
    tonight = opened(DIM, MAGNESIUM)
    tonight.tick("dim-lights")
    tonight.press("Move it to 21:45 tonight")
    tonight.page._view.strip.clear()  # as after half a minute
    tonight.page.undo()
    assert tonight.strip == "Undone: Magnesium, moved to 21:45 tonight"
    tonight.page.undo()
    assert tonight.strip == "Undone: Dim the lights, done"
    assert tonight.start_of("magnesium") == "21:30"


def test_what_was_taken_back_is_told_to_who_listens(
    opened: Moved, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(undo_strip, "announce", lambda _, words: heard.append(words))
    tonight = opened(DIM, MAGNESIUM)
    tonight.tick("dim-lights")
    tonight.page.undo()
    assert heard[-1] == "Undone: Dim the lights, done"


def test_what_was_taken_back_is_done_again_from_the_strip(opened: Moved) -> None:
    tonight = opened(DIM, MAGNESIUM)
    tonight.tick("dim-lights")
    tonight.page.undo()
    tonight.press("Redo")
    assert tonight.strip == "Dim the lights marked done"
    tonight.page.redo()  # there is nothing more
    assert tonight.strip == "Dim the lights marked done"


def test_after_another_act_nothing_is_done_again(opened: Moved) -> None:
    tonight = opened(DIM, MAGNESIUM)
    tonight.tick("dim-lights")
    tonight.page.undo()
    tonight.press("Move it to 21:45 tonight")
    tonight.page.redo()
    assert tonight.strip == "Magnesium moved to 21:45 tonight"


def test_where_no_time_is_left_a_step_can_be_left_out_tonight(opened: Moved) -> None:
    tonight = opened(DIM, MAGNESIUM)
    tonight.keep(DIM, MAGNESIUM, medicine=time(22))
    tonight.press("Leave it out tonight")
    assert not tonight.evening.conflicts
    assert tonight.strip == "Magnesium skipped, that’s fine"


def test_a_conflict_with_a_medicine_always_has_a_way_out(opened: Moved) -> None:
    bath = RoutineStep("warm-bath", when=BeforeBed(80))
    tonight = opened(DIM, bath)
    for at in (time(20), time(21), time(22)):
        tonight.keep(DIM, bath, medicine=at)
        if tonight.evening.conflicts:
            assert [one for one in tonight.buttons() if "tonight" in one.text()]


def test_a_refusal_does_not_repeat_its_button(opened: Moved) -> None:
    bath = RoutineStep("warm-bath", when=BeforeBed(85), minutes=10)
    tonight = opened(DIM, bath)
    tonight.keep(DIM, bath, medicine=time(21, 40))
    tonight.house.clock.advance(timedelta(minutes=6))
    tonight.page.refresh()
    tonight.press("Start: Warm bath")
    message = tonight.page._view.message
    assert message.isVisible()
    assert "Leave it out" not in message.accessibleName()


def test_only_the_next_step_says_so(opened: Moved) -> None:
    tonight = opened(DIM, MAGNESIUM, RoutineStep("slow-breathing"))
    row = tonight.page._timeline.row("slow-breathing")
    assert row is not None
    tonight.bot.keyClick(row, Qt.Key.Key_Return)
    card = tonight.page._timeline.card
    assert card is not None
    assert (card.said.title, card.said.pill) == ("Slow breathing", "")


def test_a_supplement_is_named_as_in_the_routine(opened: Moved) -> None:
    row = opened(DIM, MAGNESIUM).page._timeline.row("magnesium")
    assert row is not None
    assert row.said.title == "Supplement: magnesium"


def test_the_strip_takes_back_what_it_offers_not_what_came_after(opened: Moved) -> None:
    tonight = opened(DIM, MAGNESIUM)
    tonight.tick("dim-lights")
    tonight.press("Move it to 21:45 tonight")
    tonight.house.clock.advance(timedelta(seconds=1))
    row = tonight.page._timeline.row("dim-lights")
    assert row is not None
    tonight.bot.keyClick(row, Qt.Key.Key_Return)
    tonight.press("Undo")
    assert tonight.strip == "Undone: Dim the lights, done"
    assert tonight.start_of("magnesium") == "21:45"


@pytest.mark.parametrize("size", [(912, 760), (804, 380)])
def test_each_part_of_a_guide_says_when_to_stop(opened: Moved, size: tuple[int, int]) -> None:
    tonight = opened(RoutineStep("stretching", when=BeforeBed(90)))
    tonight.page.resize(*size)
    tonight.press("Start: Gentle stretching")
    (guide,) = tonight.page.findChildren(GuideView)
    known = tonight.parts.library.steps["stretching"]
    for _ in range(8):
        assert known.stop in [one.text() for one in guide.findChildren(QLabel) if one.isVisible()]
        tonight.bot.keyClick(guide, Qt.Key.Key_Right)


def test_a_question_about_a_medicine_leads_to_where_it_is_answered(opened: Moved) -> None:
    tonight = opened(DIM, MAGNESIUM)
    told = replace(
        nothing_is_locked(NIGHT), medicines=(Medicine("Gabapentin", "gabapentinoid", ()),)
    )
    now = tonight.house.clock.now()
    tonight.parts.planning.routines.save(Routine(steps=(DIM, MAGNESIUM)), now, told)
    tonight.page.refresh()
    with tonight.bot.waitSignal(tonight.page.routine_wanted, timeout=1000):
        tonight.press("Add its times in Routine")
