"""Which backups are kept: the newest of each of the last days, and of each of the last weeks."""

from collections.abc import Iterable
from datetime import date
from typing import Final

DAILY: Final = 7
WEEKLY: Final = 8


def worth_keeping(days: Iterable[date]) -> frozenset[date]:
    """Return the days whose backup is kept: the newest seven, and the newest of eight weeks."""
    newest_first = sorted(set(days), reverse=True)
    by_week: dict[tuple[int, int], date] = {}
    for day in newest_first:
        year, week, _ = day.isocalendar()
        by_week.setdefault((year, week), day)
    return frozenset(newest_first[:DAILY]) | frozenset(list(by_week.values())[:WEEKLY])
