"""Which night a moment belongs to, and wall times made instants across clock changes.

A Night is named by the local date on which the evening began and turns over at 12:00 noon, never
at midnight.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

NOON: Final = time(12)
ONE_DAY: Final = timedelta(days=1)
ONE_MINUTE: Final = timedelta(minutes=1)
ONE_SECOND: Final = timedelta(seconds=1)


class Day(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


DAYS: Final = tuple(Day)


def day_of(night: date) -> Day:
    """Return the day name of a Night: that of its date."""
    return DAYS[night.weekday()]


@lru_cache(maxsize=4096)
def instant_of(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Return the instant (in UTC) of a wall time in ``zone``.

    In a DST gap the first valid minute after it, in a fold the first of the two. Instants are kept
    in UTC everywhere: Python subtracts and compares two times of one zone by the wall, and would
    lose or win an hour across a clock change.
    """
    local = datetime.combine(day, wall, tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) == local.replace(tzinfo=None):
        return instant
    return _end_of_gap(local, zone)


def _end_of_gap(local: datetime, zone: ZoneInfo) -> datetime:
    before = local.replace(fold=1).astimezone(UTC)
    after = local.replace(fold=0).astimezone(UTC)
    old_offset = before.astimezone(zone).utcoffset()
    while after - before > ONE_SECOND:
        middle = before + (after - before) // ONE_SECOND // 2 * ONE_SECOND
        if middle.astimezone(zone).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    whole = after.replace(second=0, microsecond=0)
    return whole if whole == after else whole + ONE_MINUTE


class Turn(Struct, frozen=True):
    """From the night ``since`` on, the day turns over at ``at``."""

    since: date
    at: time


class NightCalendar(Struct, frozen=True):
    """Cuts time into Nights: every instant belongs to exactly one."""

    zone: ZoneInfo
    turns: tuple[Turn, ...] = (Turn(date.min, NOON),)

    def turn_of(self, night: date) -> time:
        """Return the wall time at which ``night`` begins."""
        return self.turns[max(0, bisect_right(self.turns, night, key=lambda t: t.since) - 1)].at

    def start(self, night: date) -> datetime:
        return instant_of(night, self.turn_of(night), self.zone)

    def night_of(self, instant: datetime) -> date:
        """Return the Night that ``instant`` (aware) belongs to."""
        night = instant.astimezone(self.zone).date()
        while instant < self.start(night):
            night -= ONE_DAY
        while instant >= self.start(night + ONE_DAY):
            night += ONE_DAY
        return night

    def at_or_after_turn(self, night: date, wall: time) -> datetime:
        """Return the first such clock time at or after the turn into ``night``."""
        day = night if wall >= self.turn_of(night) else night + ONE_DAY
        return instant_of(day, wall, self.zone)

    def after(self, moment: datetime, wall: time) -> datetime:
        """Return the first such clock time after ``moment``."""
        day = moment.astimezone(self.zone).date()
        first = instant_of(day, wall, self.zone)
        return first if first > moment else instant_of(day + ONE_DAY, wall, self.zone)

    def with_turn(self, at: time, saved: datetime) -> "NightCalendar":
        """Return the calendar after the day turn was changed to ``at`` at the instant ``saved``.

        The change holds from the next Night, so the Night that ``saved`` belongs to stays whole.
        """
        since = self.night_of(saved) + ONE_DAY
        while instant_of(since, at, self.zone) <= max(saved, self.start(since - ONE_DAY)):
            since += ONE_DAY
        if self.turn_of(since) == at:
            return self
        kept = tuple(turn for turn in self.turns if turn.since < since)
        return NightCalendar(self.zone, (*kept, Turn(since, at)))
