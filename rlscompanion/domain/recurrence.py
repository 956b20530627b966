"""The routine as events that come back, for a calendar elsewhere.

One series for each step and day of the week: the week is what bedtimes differ by, and a series
keeps its name when its time moves, so that a second import changes the first. What the rule of a
series cannot say (a clock change before dawn, a night left out) is said night by night.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from math import lcm
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from rlscompanion.domain.evening import Evening, PlannedStep
from rlscompanion.domain.library import Kind
from rlscompanion.domain.night import DAYS, ONE_DAY, Day, day_of
from rlscompanion.domain.routine import EveryNight, EveryNth, Nights, Routine

DAYS_A_WEEK: Final = 7


class Change(Struct, frozen=True):
    """One occurrence that is not as the rule says: at ``start`` (UTC) instead, or not at all."""

    usual: datetime
    start: datetime | None


class Series(Struct, frozen=True):
    """``first`` and the ``usual`` times of changes are wall times where the person is."""

    step: str
    title: str
    is_supplement: bool
    day: Day
    """Of the Nights it belongs to; what comes after midnight is a day later in the calendar."""
    first: datetime
    every_weeks: int
    minutes: int
    alarms: tuple[int, ...]
    """Minutes before the start."""
    changes: tuple[Change, ...]


def series_of(evenings: Sequence[Evening], routine: Routine) -> tuple[Series, ...]:
    """Return what comes back, judged by consecutive evenings of some weeks or months."""
    chosen = {step.id: step for step in routine.steps}
    ids = dict.fromkeys(step.id for evening in evenings for step in evening.steps)
    found: list[Series] = []
    for step_id in ids:
        step = chosen.get(step_id)
        nights: Nights = EveryNight() if step is None else step.nights
        for day in DAYS:
            here = [e for e in evenings if day_of(e.night) is day and nights.includes(e.night)]
            if any(evening.step(step_id) for evening in here):
                found.append(_series(step_id, day, here, _weeks(nights)))
    return tuple(found)


def _series(step_id: str, day: Day, evenings: Sequence[Evening], weeks: int) -> Series:
    planned = [(evening, evening.step(step_id)) for evening in evenings]
    there = [(evening, step) for evening, step in planned if step is not None]
    usual = Counter(_wall(evening, step) - _midnight(evening) for evening, step in there)
    ((after_midnight, _),) = usual.most_common(1)
    changes = tuple(
        Change(wall, None if step is None else step.start)
        for evening, step in planned
        if (wall := _midnight(evening) + after_midnight)
        and (step is None or _instant(wall, evening.zone) != step.start)
    )
    step = there[-1][1]
    reminder = step.reminder
    alarms = () if step.is_mark or not reminder.on else tuple({reminder.lead: 0, 0: 0})
    return Series(
        step=step_id,
        title=step.title,
        is_supplement=step.known is not None and step.known.kind is Kind.SUPPLEMENT,
        day=day,
        first=_midnight(evenings[0]) + after_midnight,
        every_weeks=weeks,
        minutes=int((step.end - step.start) / timedelta(minutes=1)),
        alarms=alarms,
        changes=changes,
    )


def _weeks(nights: Nights) -> int:
    every = nights.every if isinstance(nights, EveryNth) else 1
    return lcm(DAYS_A_WEEK, every) // DAYS_A_WEEK


def _midnight(evening: Evening) -> datetime:
    return datetime.combine(evening.night, datetime.min.time())


def _wall(evening: Evening, step: PlannedStep) -> datetime:
    return step.start.astimezone(evening.zone).replace(tzinfo=None, fold=0)


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return what a calendar makes of a wall time (RFC 5545 3.3.5)."""
    return wall.replace(tzinfo=zone).astimezone(UTC)


def nights_ahead(first: date, count: int) -> tuple[date, ...]:
    """Return ``count`` consecutive Nights from ``first`` on."""
    return tuple(first + n * ONE_DAY for n in range(count))
