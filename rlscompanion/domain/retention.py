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


def by_age(days: Iterable[date], today: date) -> tuple[date, ...]:
    """Return the days, the newest first.

    A day that is still to come was written down by a clock that went wrong: it counts as older
    than all that have been.
    """
    newest_first = sorted(set(days), reverse=True)
    been = [day for day in newest_first if day <= today]
    return (*been, *newest_first[: len(newest_first) - len(been)])


def outlived(days: Iterable[date], today: date) -> frozenset[date]:
    """Return the days whose backup may go; days to come are thinned out among themselves."""
    found = frozenset(days)
    been = frozenset(day for day in found if day <= today)
    return found - worth_keeping(been) - worth_keeping(found - been)
