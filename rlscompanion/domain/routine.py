"""The person's chosen steps: timing, nights, reminders; bedtime and wake time."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from rlscompanion.domain.library import Library, Moment, Step
from rlscompanion.domain.night import NOON, ONE_DAY, Day, day_of

LIGHTS_OUT: Final = "lights-out"
OWN: Final = "own/"
LATE_LIMIT_MINUTES: Final = 20
GRID_MINUTES: Final = 5
"""Times that are dragged, nudged or typed land on it."""
BEFORE_BED_AT_MOST: Final = 720
"""So many minutes before bedtime a step may hang."""


class Sound(StrEnum):
    NONE = "none"
    SOFT = "soft"
    BELL = "bell"


class BeforeBed(Struct, frozen=True):
    """Starts that many elapsed minutes before bedtime."""

    minutes: int


class AtClock(Struct, frozen=True):
    """Starts at the first such local time at or after the day turn."""

    time: time


Timing = BeforeBed | AtClock


class EveryNight(Struct, frozen=True):
    """No night is left out."""

    def includes(self, night: date) -> bool:  # noqa: ARG002  (the other two need it)
        return True


class OnDays(Struct, frozen=True):
    """The nights whose date falls on one of these days."""

    days: frozenset[Day]

    def includes(self, night: date) -> bool:
        return day_of(night) in self.days


class EveryNth(Struct, frozen=True):
    """Every ``every`` nights, counted from the night ``start``; none before it."""

    every: int
    start: date

    def includes(self, night: date) -> bool:
        passed = (night - self.start).days
        return passed >= 0 and passed % self.every == 0


Nights = EveryNight | OnDays | EveryNth


class ReminderSetting(Struct, frozen=True):
    """Minutes everywhere. ``lead`` 0 means no heads-up; ``repeat_at_most`` 0 means no repeats."""

    on: bool = True
    lead: int = 0
    repeat_every: int = 10
    repeat_at_most: int = 0
    late_limit: int = LATE_LIMIT_MINUTES
    sound: Sound = Sound.NONE


class RoutineStep(Struct, frozen=True):
    """A chosen step. ``when`` and ``minutes`` left out mean the library's default."""

    id: str
    on: bool = True
    title: str = ""
    when: Timing | None = None
    minutes: int | None = None
    nights: Nights = EveryNight()
    reminder: ReminderSetting = ReminderSetting()

    @property
    def is_own(self) -> bool:
        return self.id.startswith(OWN)


class WeekTimes(Struct, frozen=True):
    """A clock time for every Night, with exceptions by the day name of the Night's date."""

    every: time
    days: Mapping[Day, time] = field(default_factory=lambda: MappingProxyType(dict[Day, time]()))

    def on(self, night: date) -> time:
        return self.days.get(day_of(night), self.every)

    def with_time(self, at: time, day: Day | None) -> "WeekTimes":
        """Return the times with ``at`` for one day, or for every day that is no exception."""
        if day is None:
            return replace(self, every=at)
        others = {known: value for known, value in self.days.items() if known is not day}
        return replace(self, days=others if at == self.every else {**others, day: at})

    @property
    def all(self) -> frozenset[time]:
        return frozenset((self.every, *self.days.values()))


class Routine(Struct, frozen=True):
    """What the person chose. Each change returns a new routine."""

    bedtime: WeekTimes = WeekTimes(time(22, 30))
    wake: WeekTimes = WeekTimes(time(6, 30))
    day_turns: time = NOON
    steps: tuple[RoutineStep, ...] = ()

    def step(self, step_id: str) -> RoutineStep | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def with_step(self, step: RoutineStep) -> "Routine":
        """Return the routine with ``step`` in the place of the one with its id, else added."""
        if self.step(step.id) is None:
            return replace(self, steps=(*self.steps, step))
        return replace(self, steps=tuple(step if old.id == step.id else old for old in self.steps))

    def without_step(self, step_id: str) -> "Routine":
        return replace(self, steps=tuple(step for step in self.steps if step.id != step_id))


class RoutineRevision(Struct, frozen=True):
    """A routine, and when it was saved."""

    saved: datetime
    routine: Routine


def next_nights(nights: Nights, first: date, count: int) -> tuple[date, ...]:
    """Return the next ``count`` nights that ``nights`` includes, from ``first`` on."""
    begin = max(first, nights.start) if isinstance(nights, EveryNth) else first
    step = nights.every if isinstance(nights, EveryNth) else len(Day)
    coming = (begin + n * ONE_DAY for n in range(step * count))
    return tuple(islice(filter(nights.includes, coming), count))


def moved_to(when: Timing, start: datetime, bedtime: datetime, zone: ZoneInfo) -> Timing:
    """Return the timing, of the same kind as ``when``, nearest to ``start`` on the grid.

    Whatever hangs on bedtime starts at bedtime at the latest.
    """
    if isinstance(when, BeforeBed):
        before = round((bedtime - start) / timedelta(minutes=GRID_MINUTES)) * GRID_MINUTES
        return BeforeBed(max(0, before))
    wall = start.astimezone(zone)
    minutes = (wall.hour * 60 + wall.minute + wall.second / 60) / GRID_MINUTES
    snapped = round(minutes) * GRID_MINUTES % (24 * 60)
    return AtClock(time(snapped // 60, snapped % 60))


def built_in_routine(library: Library) -> Routine:
    """Return the routine of a new home: only what the library switches on by itself."""
    return Routine(
        steps=tuple(
            RoutineStep(step.id)
            for step in library.steps.values()
            if step.default_on and step.id != LIGHTS_OUT
        )
    )


def default_timing(step: Step) -> Timing | None:
    """Return when the library plans a step; None for what belongs to a flare-up only."""
    if step.before_bed is not None:
        return BeforeBed(step.before_bed)
    if step.clock is not None:
        return AtClock(step.clock)
    return None


def timing_of(step: RoutineStep, known: Step | None) -> Timing | None:
    """Return when a step is planned: as chosen, else as the library has it.

    None where it has no place in the evening, as flare-up aids have none.
    """
    if step.when is not None or known is None or known.moment is Moment.FLARE_UP:
        return step.when
    return default_timing(known)


def is_timed(step: RoutineStep, known: Step | None) -> bool:
    """Return whether the step has a place in the evening."""
    return timing_of(step, known) is not None
