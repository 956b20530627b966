"""Twenty years of nights: Insights opens as quickly as with one year.

Run with ``-rP`` to see the figures.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

import pytest
from made_up_years import NOW, made_up_years

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from houses import local
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from fakes import FakeClock
from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.services.reviewing import Stretch
from rlscompanion.ui.pages.insights import InsightsPage
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

pytestmark = pytest.mark.skipif(
    sys.gettrace() is not None, reason="measured without coverage: run pytest tests/benchmarks"
)

YEARS: Final = (1, 5, 20)
TIMES: Final = 7


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    made: dict[int, Path] = {}
    for years in YEARS:
        made[years] = tmp_path_factory.mktemp(f"years-{years}")
        made_up_years(made[years], years).database.close()
    return made


@pytest.fixture(scope="module")
def dressed(qapp: QApplication) -> Theme:
    theme = Theme(qapp)
    theme.reduced_motion = True
    theme.apply(Mode.DAY)
    return theme


def best(action: Callable[[], object]) -> tuple[float, float]:
    """Return the quickest of some runs, in milliseconds: by the clock, and of the processor.

    Other programs on the machine slow the first and hardly the second.
    """

    def once() -> tuple[float, float]:
        began, worked = perf_counter(), process_time()
        action()
        return (perf_counter() - began) * 1000, (process_time() - worked) * 1000

    runs = [once() for _ in range(TIMES)]
    return min(clock for clock, _ in runs), min(work for _, work in runs)


def said(figures: dict[int, tuple[float, float]]) -> str:
    return ", ".join(f"{y} y {clock:.0f} ({work:.0f})" for y, (clock, work) in figures.items())


def test_insights_open_as_quickly_after_twenty_years(
    homes: dict[int, Path], dressed: Theme
) -> None:
    seen: dict[int, tuple[float, float]] = {}
    whole: dict[int, tuple[float, float]] = {}
    for years, home in homes.items():
        parts = Companion(home_folders(home), FakeClock(local(NOW)))
        page = InsightsPage(dressed, lambda parts=parts: parts.reviewing, QWidget())
        page.resize(1072, 760)

        def open_page(page: InsightsPage = page) -> None:
            page._review = None
            page.hide()
            page.show()
            while page._review is None:
                QApplication.processEvents()
            page.grab()

        def open_and_read(page: InsightsPage = page) -> None:
            waiting = QEventLoop()
            page.read.connect(waiting.quit)
            page.hide()
            page.show()
            waiting.exec()
            page.grab()

        whole[years] = best(open_and_read)
        seen[years] = best(open_page)
        page.wait()
        delete(page)
        parts.database.close()
    print(
        "Insights with twelve weeks in it, ms (processor):",
        said(seen),
        "; and the whole year:",
        said(whole),
    )
    assert seen[20][1] < 2 * seen[1][1] + 20
    assert whole[20][1] < 2 * whole[1][1] + 20


def test_a_stretch_is_read_as_quickly_after_twenty_years(homes: dict[int, Path]) -> None:
    for stretch in Stretch:
        figures: dict[int, tuple[float, float]] = {}
        for years, home in homes.items():
            parts = Companion(home_folders(home), FakeClock(local(NOW)))
            figures[years] = best(lambda parts=parts: parts.reviewing.review(stretch))  # noqa: B023
            parts.database.close()
        print(f"the figures of {stretch}, ms (processor):", said(figures))
        assert figures[20][1] < 2 * figures[1][1] + 20
