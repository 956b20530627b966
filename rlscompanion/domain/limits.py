"""What limits a step by itself: its window before bedtime, and the pauses of iron.

S-h and S-n are windows of their own; S-d keeps iron from blood tests, S-e from itself.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from msgspec import Struct

from rlscompanion.domain.evening import Conflict, PlannedStep, Taken
from rlscompanion.domain.library import Library
from rlscompanion.domain.night import NOON, ONE_DAY, ONE_MINUTE, instant_of
from rlscompanion.domain.profile import BloodTest
from rlscompanion.domain.routine import EveryNth
from rlscompanion.domain.timetable import Timetable

WINDOW: Final = "window"
WINDOW_RULES: Final = {"warm-bath": "S-h", "compression": "S-n"}
ENDS_BEFORE_BED_MINUTES: Final = {"warm-bath": 60, "compression": 0}
BLOOD_TEST_PAUSE: Final = "S-d"
BLOOD_TEST_FAST: Final = timedelta(hours=24)
IRON_PAUSE: Final = "S-e"
IRON_APART: Final = timedelta(hours=48)


class Window(Struct, frozen=True):
    """When a step may start, in minutes before bedtime; None is no limit."""

    earliest: int | None = None
    latest: float | None = None

    def holds(self, before: float) -> bool:
        """Return whether so many minutes before bedtime lie in the window."""
        return (self.earliest is None or before <= self.earliest) and (
            self.latest is None or before >= self.latest
        )


def window_of(step: PlannedStep) -> Window:
    """Return the library's window; a step that ends before bed starts as much earlier."""
    known = step.known
    if known is None:
        return Window()
    ends_before = ENDS_BEFORE_BED_MINUTES.get(step.id)
    if ends_before is None:
        return Window(known.earliest, known.latest)
    return Window(known.earliest, max(known.latest or 0, ends_before + step.length / ONE_MINUTE))


class Pause(Struct, frozen=True):
    """An interval, open at both ends, in which a step may not start, by a rule."""

    rule: str
    other: str
    begin: datetime
    end: datetime

    def holds(self, start: datetime) -> bool:
        return self.begin < start < self.end


class Limits(Struct, frozen=True, dict=True):
    """The limits of single steps; ``taken`` is what was said, by Night."""

    library: Library
    timetable: Timetable
    blood_tests: tuple[BloodTest, ...]
    taken: Mapping[date, Taken]

    def pauses(self, step: PlannedStep) -> Iterator[Pause]:
        """Yield when ``step`` may not start; of what is no iron nothing is said."""
        if "iron" not in step.substances:
            return
        yield from self._before_blood_tests
        chosen = self.timetable.routine.step(step.id)
        if chosen is not None and isinstance(chosen.nights, EveryNth):
            for said in self.taken.values():
                at = said.done.get(step.id)
                if at is not None:
                    yield Pause(IRON_PAUSE, "iron", at - IRON_APART, at + IRON_APART)

    def is_before_blood_test(self, step: PlannedStep) -> bool:
        return any(
            pause.rule == BLOOD_TEST_PAUSE and pause.holds(step.start)
            for pause in self.pauses(step)
        )

    def conflicts(self, step: PlannedStep, bedtime: datetime) -> Iterator[Conflict]:
        """Yield S-d, S-e and the window rules where ``step`` breaks them."""
        for pause in self.pauses(step):
            if pause.holds(step.start):
                words = self.library.rule_texts[pause.rule]
                yield Conflict(pause.rule, (step.id,), pause.other, words)
        if not window_of(step).holds((bedtime - step.start) / ONE_MINUTE):
            rule = WINDOW_RULES.get(step.id, WINDOW)
            words = self.library.rule_texts[rule].format(step=step.title)
            yield Conflict(rule, (step.id,), "bed", words)

    @cached_property
    def _before_blood_tests(self) -> tuple[Pause, ...]:
        """S-d: no iron in the 24 hours before the morning of a booked test, over by noon."""
        pauses: list[Pause] = []
        for test in self.blood_tests:
            if test.is_booked:
                morning = self.timetable.of(test.on - ONE_DAY).wake
                noon = instant_of(test.on, NOON, self.timetable.calendar.zone)
                over = max(noon, morning + ONE_MINUTE)
                pauses.append(
                    Pause(BLOOD_TEST_PAUSE, "blood-test", morning - BLOOD_TEST_FAST, over)
                )
        return tuple(pauses)
