"""Fixing: for a step in a conflict, the nearest time that meets every rule and its window."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from math import ceil, floor
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.chosen import Chosen
from rlscompanion.domain.evening import Conflict, Evening, Fix, PlannedStep, Taken
from rlscompanion.domain.limits import window_of
from rlscompanion.domain.night import ONE_MINUTE
from rlscompanion.domain.placing import TWO_CALMING, kept_apart
from rlscompanion.domain.routine import BEFORE_BED_AT_MOST, AtClock, BeforeBed, Timing
from rlscompanion.domain.safety import CALMING
from rlscompanion.domain.spacing import Spacing
from rlscompanion.domain.surroundings import Thing, thing_of
from rlscompanion.domain.timetable import NightTimes

Interval = tuple[float, float]
"""Open at both ends, in minutes since the Night began."""

FAR_MINUTES: Final = 7 * 24 * 60
"""Later than any Night ends."""


class Fixing(Struct, frozen=True, dict=True):
    """One search for fixes, on an evening of which ``said`` was said."""

    evening: Evening
    said: Taken
    times: NightTimes
    spacing: Spacing
    chosen: tuple[Chosen, ...]
    now: datetime | None = None
    """Of an evening that is on: no step is moved to a time that has passed."""
    others: "tuple[Fixing, ...]" = ()
    """Other evenings on which a fix is to hold too, wherever one does."""

    def fixed(self) -> Evening:
        """Return the evening, each conflict with its fix where there is one."""
        conflicts = tuple(self._with_fix(conflict) for conflict in self.evening.conflicts)
        return replace(self.evening, conflicts=conflicts)

    def _with_fix(self, conflict: Conflict) -> Conflict:
        if conflict.is_question:
            return conflict
        for step_id in conflict.steps:
            fix = self._fix_of(step_id)
            if fix is not None:
                return replace(conflict, fix=fix)
        return conflict

    def _fix_of(self, step_id: str) -> Fix | None:
        if step_id not in self._fixes:
            step = self._movable.get(step_id)
            self._fixes[step_id] = self._nearest(step) if step is not None else None
        return self._fixes[step_id]

    @cached_property
    def _fixes(self) -> dict[str, Fix | None]:
        """What was found so far, by step."""
        return {}

    @cached_property
    def _movable(self) -> dict[str, PlannedStep]:
        return {step.id: step for step in self.evening.movable(self.said)}

    @cached_property
    def _things(self) -> list[Thing]:
        return self.spacing.surroundings.of(self.evening, self.said)

    def _nearest(self, step: PlannedStep) -> Fix | None:
        """Return the nearest whole minute at which ``step`` meets every rule and its window.

        It starts there and nowhere else, and moves no other step into a conflict.
        """
        nearest: Fix | None = None
        allowed = [other.allowed(step.id) for other in self.others]
        for start in self._candidates(step):
            when = self._timing_like(step.when, start)
            if when is None or self.times.start_of(when) != start:
                continue
            lasts = all(allows(when) for allows in allowed)
            if nearest is not None and not lasts:
                continue
            if not step.hands_on or self._has_room(step.meant_for(start, when)):
                nearest = Fix(step.id, when)
                if lasts:
                    break
        return nearest

    def allowed(self, step_id: str) -> Callable[[Timing], bool]:
        """Return what tells whether a step so timed meets its own rules on this evening."""
        step = self._movable.get(step_id)
        if step is None:
            return lambda _: True
        first, last = self._span(step)
        forbidden = tuple(self._forbidden(step))

        def allows(when: Timing) -> bool:
            minute = self.times.minute_of(self.times.start_of(when))
            return first <= minute <= last and not any(
                begin < minute < end for begin, end in forbidden
            )

        return allows

    def _timing_like(self, when: Timing, start: datetime) -> Timing | None:
        """Return the timing of the same kind that means ``start``, if one does."""
        if isinstance(when, AtClock):
            return AtClock(start.astimezone(self.evening.zone).time())
        minutes, rest = divmod(self.evening.bedtime - start, ONE_MINUTE)
        return BeforeBed(minutes) if not rest and 0 <= minutes <= BEFORE_BED_AT_MOST else None

    def _has_room(self, moved: PlannedStep) -> bool:
        """Return whether a hands-on step stays where it was moved to and harms no other."""
        before = self.evening.with_step(moved).steps
        placed = kept_apart([step.starting(step.nominal) for step in before], self.evening.begins)
        for step in placed:
            if step.id == moved.id:
                if step.moved:
                    return False
            elif step.hands_on and step.overlaps(moved):
                return False
        if all(new.start == old.start for new, old in zip(placed, before, strict=True)):
            return True
        known = {conflict.key for conflict in self.evening.conflicts}
        after = replace(self.evening, steps=tuple(placed))
        return all(
            conflict.key in known and moved.id not in conflict.steps
            for conflict in self.spacing.conflicts(after, self.said)
        )

    def _candidates(self, step: PlannedStep) -> Iterator[datetime]:
        """Yield starts that meet every rule of the step itself, nearest first.

        Other steps make way only for hands-on ones: these may start at any minute, while for the
        rest the nearest start is one end of what is forbidden, as long as this evening alone counts.
        """
        now = self.times.minute_of(step.start)
        first, last = self._span(step)
        forbidden = list(self._forbidden(step))
        any_minute = step.hands_on or self.others
        tried = range(first, last + 1) if any_minute else {first, last, *_ends(forbidden)}
        allowed = [
            minute
            for minute in tried
            if first <= minute <= last and not any(begin < minute < end for begin, end in forbidden)
        ]
        for minute in sorted(allowed, key=lambda minute: (abs(minute - now), minute)):
            yield self.evening.begins + timedelta(minutes=minute)

    def _span(self, step: PlannedStep) -> tuple[int, int]:
        """Return the first and the last start that a fix may propose."""
        window = window_of(step)
        bedtime = self.times.minute_of(self.times.bedtime)
        first = 0 if self.now is None else max(0, self.times.minute_of(self.now))
        if window.earliest is not None:
            first = max(first, bedtime - window.earliest)
        in_the_evening = self._has_begun and step.start <= self.times.bedtime
        if window.latest is None and isinstance(step.when, AtClock) and not in_the_evening:
            return ceil(first), int(self.times.minute_of(self.times.ends)) - 1
        if isinstance(step.when, BeforeBed):
            first = max(first, bedtime - BEFORE_BED_AT_MOST)
        return ceil(first), floor(bedtime - (window.latest or 0))

    @cached_property
    def _has_begun(self) -> bool:
        begins = self.evening.first_reminded
        return self.now is not None and begins is not None and begins.start <= self.now

    def _forbidden(self, step: PlannedStep) -> Iterator[Interval]:
        """Yield the intervals in which ``step`` may not start."""
        minute_of = self.times.minute_of
        own = thing_of(step, None, tonight=True)
        distances = self.spacing.distances(step.substances)
        yield minute_of(self.times.bedtime), minute_of(self.times.wake)
        for thing in self._things:
            if thing.name == step.id and thing.is_ours:
                continue
            for kept in distances:
                if kept.speaks_of(own, thing):
                    yield (
                        minute_of(thing.start - kept.before - step.length),
                        minute_of(thing.end + kept.after),
                    )
        for pause in self.spacing.limits.pauses(step):
            yield minute_of(pause.begin), minute_of(pause.end)
        if not step.substances.isdisjoint(CALMING):
            yield from self._calmed_later(step)

    def _calmed_later(self, step: PlannedStep) -> Iterator[Interval]:
        """Yield where ``step`` would come after a calming step that X2 leaves out for its sake.

        Of two at the same time the one that the routine names first is the earlier.
        """
        doubles = {
            left.step
            for left in self.evening.left_out
            if any(reason.condition == TWO_CALMING for reason in left.ruling.reasons)
        }
        named_first = False
        for chosen in self.chosen:
            named_first = named_first or chosen.step.id == step.id
            if chosen.step.id in doubles:
                later = self.times.minute_of(self.times.start_of(chosen.when))
                yield later if named_first else later - 1, FAR_MINUTES


def _ends(intervals: Iterable[Interval]) -> Iterator[int]:
    """Yield the last whole minute before, and the first after, each interval."""
    for begin, end in intervals:
        yield floor(begin)
        yield ceil(end)
