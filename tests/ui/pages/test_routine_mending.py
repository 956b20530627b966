"""Ways out of the routine's conflicts, and what undo and redo say."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from shiboken6 import delete

from fakes import FakeClock
from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.profile import Answer, Medicine
from rlscompanion.domain.routine import BeforeBed, Timing
from rlscompanion.services.admitting import NeedsAnswers
from rlscompanion.services.arranging import Arranging
from rlscompanion.services.routine_view import StepRow
from rlscompanion.ui.pages.routine import RoutinePage
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets import undo_strip


@pytest.fixture
def arranging(tmp_path: Path) -> Arranging:
    clock = FakeClock(datetime(2026, 11, 22, 15, 30, tzinfo=UTC))
    made = Companion(Folders(tmp_path / "data", tmp_path / "logs"), clock)
    return Arranging(made.planning, made.advising, clock)


@pytest.fixture
def page(theme: Theme, arranging: Arranging) -> Iterator[RoutinePage]:
    made = RoutinePage(theme, arranging, arranging.library)
    made.resize(1100, 760)
    made.show()
    made.list.finish()
    yield made
    delete(made)


def switch_on(arranging: Arranging, step: str, when: Timing) -> None:
    asked = arranging.switch_on(step)
    assert isinstance(asked, NeedsAnswers)
    arranging.answer(step, {one.id: Answer.NO for one in asked.conditions})
    arranging.clinician_agreed(step)
    arranging.set_when(step, when)


def takes(arranging: Arranging, at: time) -> None:
    arranging.set_medicines((Medicine("Neurontin", "gabapentinoid", (at,)),))


def row(arranging: Arranging, step: str) -> StepRow:
    found = arranging.view().row(step)
    assert found is not None
    return found


def press(page: RoutinePage, words: str) -> None:
    found = [
        one
        for one in page.list.findChildren(QPushButton)
        if one.isVisible() and one.text() == words
    ]
    found[0].click()


@pytest.mark.parametrize("minutes", [90, 200])
def test_a_step_for_which_no_time_is_found_can_be_switched_off(
    page: RoutinePage, arranging: Arranging, minutes: int
) -> None:
    takes(arranging, time(20))
    switch_on(arranging, "warm-bath", BeforeBed(minutes))
    page.refresh()
    assert [clash.conflict.fix for clash in row(arranging, "warm-bath").clashes] == [None]
    press(page, "Switch it off")
    assert not row(arranging, "warm-bath").on
    assert page.foot.strip.accessibleName() == "Warm bath switched off"
    page.undo()
    assert row(arranging, "warm-bath").on


def test_the_panel_has_the_same_way_out(page: RoutinePage, arranging: Arranging) -> None:
    takes(arranging, time(20))
    switch_on(arranging, "warm-bath", BeforeBed(90))
    page.open_step("warm-bath")
    (banner,) = page.side.inspector.clash_banners()
    banner.button().click()
    assert not row(arranging, "warm-bath").on


def test_undo_and_redo_say_what_they_did(
    page: RoutinePage, arranging: Arranging, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(undo_strip, "announce", lambda _, words: heard.append(words))
    arranging.switch_off("stretching")
    page.undo()
    assert (
        heard[-1] == page.foot.strip.accessibleName() == "Undone: Gentle stretching, switched off"
    )
    page.redo()
    assert heard[-1] == page.foot.strip.accessibleName() == "Gentle stretching switched off"
    page.undo()
    page.foot.strip.redo.emit()
    assert not row(arranging, "stretching").on


def test_with_nothing_to_undo_nothing_is_said(page: RoutinePage) -> None:
    page.undo()
    page.redo()
    assert not page.foot.strip.is_offering()


def test_a_fix_beside_a_bedtime_for_tonight_only_holds_tomorrow_too(
    page: RoutinePage, arranging: Arranging
) -> None:
    arranging.set_bedtime(time(23))
    takes(arranging, time(21))
    switch_on(arranging, "magnesium", BeforeBed(60))
    arranging.set_bedtime_tonight(time(22, 45))
    page.refresh()
    press(page, "Move it to 18:45")
    assert not row(arranging, "magnesium").clashes
    arranging.set_bedtime_tonight(None)
    assert not row(arranging, "magnesium").clashes
