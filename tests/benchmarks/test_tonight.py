"""How a tick feels: its cost in the window's own thread, real store and all.

Measured against building the page anew in the same run, so that a busy machine slows both.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import shiboken6
from houses import House
from PySide6.QtWidgets import QApplication

from rlscompanion.domain.checklist import MarkKind
from rlscompanion.ui.pages.tonight import TonightPage
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.timeline_row import RowAction

TRIES = 15
FRAME_MS = 16.0
ROUTINE = Path(__file__).parents[2] / "resources" / "library" / "made_up_routine.json"

pytestmark = pytest.mark.skipif(
    sys.gettrace() is not None, reason="measured without coverage: run pytest tests/benchmarks"
)


def milliseconds(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


@pytest.fixture
def house(home: Path) -> House:
    made = House(home, "2026-11-22 20:42")
    made.companion.safekeeping.import_routine(
        ROUTINE.read_text(encoding="utf-8"), with_profile=True
    )
    return made


def open_page(theme: Theme, house: House) -> TonightPage:
    parts = house.companion
    page = TonightPage(theme, parts.planning, lambda: parts.checking_off, parts.clock)
    page.resize(912, 760)
    page.show()
    QApplication.processEvents()
    page.grab()
    return page


def test_a_tick_costs_a_fraction_of_building_the_page(qapp: QApplication, house: House) -> None:
    theme = Theme(qapp)
    theme.apply(Mode.EVENING)
    page = open_page(theme, house)
    ticks: list[float] = []
    undone: list[float] = []
    built: list[float] = []

    def tick() -> None:
        card = page._timeline.card
        assert card is not None
        card.button(RowAction.DONE).click()
        page.repaint()

    def undo() -> None:
        page.undo()
        page.repaint()

    others: list[TonightPage] = []

    def build() -> None:
        others.append(open_page(theme, house))

    for _ in range(TRIES):  # side by side, so that a busy machine slows both
        ticks.append(milliseconds(tick))
        QApplication.processEvents()
        undone.append(milliseconds(undo))
        QApplication.processEvents()
        built.append(milliseconds(build))
        shiboken6.delete(others.pop())
    entries = house.companion.planning.tonight().entries
    assert len([entry for entry in entries if entry.body.get("mark") == MarkKind.DONE]) == TRIES
    page.hide()
    shiboken6.delete(page)
    theme.deleteLater()
    ratio = min(ticks) / min(built)
    print(
        f"a tick {min(ticks):.1f} ms, median {sorted(ticks)[TRIES // 2]:.1f} (a frame has "
        f"{FRAME_MS:.0f}); an undo {min(undone):.1f} ms; building the page {min(built):.1f} ms; "
        f"tick : page = {ratio:.2f}"
    )
    assert ratio < 0.5, "0.2 where this was written"
