"""Twenty years of nights: the journal, a night and the start are as quick as with one year.

Run with ``-rP`` to see the figures.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Final

import pytest
from made_up_years import LAST_NIGHT, NOW, made_up_years
from msgspec import Struct

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from houses import local
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from fakes import FakeClock
from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.check_in import Question
from rlscompanion.domain.checklist import MarkKind
from rlscompanion.ui.pages.journal import JournalPage
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

pytestmark = pytest.mark.skipif(
    sys.gettrace() is not None, reason="measured without coverage: run pytest tests/benchmarks"
)

YEARS: Final = (1, 5, 20)
TIMES: Final = 7
MIB: Final = 1024 * 1024


class Years(Struct, frozen=True):
    """One home and what was measured in it, in milliseconds."""

    years: int
    home: Path
    mib: float
    counts: dict[str, int]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> list[Years]:
    made: list[Years] = []
    for years in YEARS:
        home = tmp_path_factory.mktemp(f"years-{years}")
        companion = made_up_years(home, years)
        rows = companion.database.rows("SELECT kind, count(*) FROM entry GROUP BY kind")
        counts: dict[str, int] = dict(rows)
        opened = "SELECT count(*) FROM entry WHERE kind = 'flare-up' AND body LIKE '%opened%'"
        counts["flare-ups"] = companion.database.rows(opened)[0][0]
        companion.database.close()
        size = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
        made.append(Years(years, home, size / MIB, counts))
    return made


@pytest.fixture(scope="module")
def dressed(qapp: QApplication) -> Theme:
    theme = Theme(qapp)
    theme.reduced_motion = True
    theme.apply(Mode.DAY)
    return theme


def opened(home: Years) -> Companion:
    return Companion(home_folders(home.home), FakeClock(local(NOW)))


def best(action: Callable[..., object], *what: object) -> float:
    """Return the quickest of some runs, in milliseconds."""

    def once() -> float:
        began = perf_counter()
        action(*what)
        return (perf_counter() - began) * 1000

    return min(once() for _ in range(TIMES))


def each(action: Callable[[date], object], nights: list[date]) -> None:
    for night in nights:
        action(night)


def test_twenty_years_stay_under_forty_mebibytes(homes: list[Years]) -> None:
    for home in homes:
        print(f"{home.years:2} years: {home.mib:5.1f} MiB, {home.counts}")
    longest = homes[-1]
    assert longest.counts["mark"] >= 80_000
    assert longest.counts["flare-ups"] >= 15_000
    assert longest.mib < 40


def test_the_journal_opens_as_quickly_after_twenty_years(
    homes: list[Years], dressed: Theme
) -> None:
    figures: dict[int, float] = {}
    for home in homes:
        parts = opened(home)
        page = JournalPage(dressed, parts.journaling, parts.noting, parts.easing)
        page.resize(912, 760)

        def show(page: JournalPage = page) -> None:
            page.hide()
            page.show()
            page.grab()

        figures[home.years] = best(show)
        delete(page)
        parts.database.close()
    print("the journal opens and is painted, ms:", _said(figures))
    assert figures[20] < 3 * figures[1] + 5


def test_a_night_opens_as_quickly_after_twenty_years(homes: list[Years], dressed: Theme) -> None:
    figures: dict[int, float] = {}
    read: dict[int, float] = {}
    for home in homes:
        parts = opened(home)
        nights = [LAST_NIGHT - timedelta(days=n * 17) for n in range(1, 20)]
        read[home.years] = best(each, parts.journaling.night, nights) / len(nights)
        page = JournalPage(dressed, parts.journaling, parts.noting, parts.easing)
        page.resize(912, 760)
        page.show()
        figures[home.years] = best(each, page._open, nights) / len(nights)
        delete(page)
        parts.database.close()
    print("a night read, ms:", _said(read), "; opened on the page, ms:", _said(figures))
    assert read[20] < 3 * read[1] + 5
    assert figures[20] < 3 * figures[1] + 5


def test_tonight_is_ready_as_quickly_after_twenty_years(homes: list[Years]) -> None:
    figures: dict[int, float] = {}
    offers: dict[int, float] = {}
    for home in homes:

        def start(home: Years = home) -> None:
            parts = opened(home)
            parts.planning.tonight()
            parts.database.close()

        figures[home.years] = best(start)
        parts = opened(home)
        offers[home.years] = best(parts.journaling.offer)
        parts.database.close()
    print("store opened and tonight planned, ms:", _said(figures), "; the offer:", _said(offers))
    assert figures[20] < 2 * figures[1] + 5


def test_an_answer_and_a_mark_are_kept_as_quickly_after_twenty_years(homes: list[Years]) -> None:
    figures: dict[int, float] = {}
    for home in homes:
        parts = opened(home)
        turn = iter(range(1000))

        def answer(parts: Companion = parts, turn: Iterator[int] = turn) -> None:
            parts.journaling.say(LAST_NIGHT, Question.TIMES_UP, next(turn) % 50)

        figures[home.years] = best(answer)
        parts.checking_off.mark("stretching", MarkKind.DONE)
        parts.database.close()
    print("one answer kept, ms:", _said(figures))
    assert figures[20] < 4 * figures[1] + 10


def test_a_search_shows_its_first_nights_at_once_and_never_holds_the_window_up(
    homes: list[Years],
) -> None:
    stretches: dict[int, float] = {}
    for home in homes:
        parts = opened(home)
        stretches[home.years] = best(parts.journaling.search, "sofa", ())
        parts.database.close()
    print("one stretch of a search, ms:", _said(stretches))
    assert stretches[20] < 3 * stretches[1] + 10


def _said(figures: dict[int, float]) -> str:
    return ", ".join(f"{years} y {figure:.1f}" for years, figure in figures.items())
