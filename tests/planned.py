"""Planners of a Sunday in Berlin, and how tests name what they plan."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from library import LIBRARY, nothing_is_locked
from rlscompanion.domain.evening import Conflict, Evening, Taken
from rlscompanion.domain.night import NightCalendar
from rlscompanion.domain.planner import Planner
from rlscompanion.domain.profile import Medicine, Profile
from rlscompanion.domain.routine import AtClock, Routine, RoutineStep, Timing, WeekTimes
from rlscompanion.domain.safety import Gate

NIGHT = date(2026, 11, 22)
SPRING_AHEAD = date(2026, 3, 28)
FALL_BACK = date(2026, 10, 24)
BERLIN = ZoneInfo("Europe/Berlin")


def clock(hour: int, minute: int = 0) -> AtClock:
    return AtClock(time(hour, minute))


def own(name: str, when: Timing, title: str = "", minutes: int = 0) -> RoutineStep:
    return RoutineStep(f"own/{name}", title=title or name.capitalize(), when=when, minutes=minutes)


def medicine(kind: str, *times: time) -> Medicine:
    return Medicine(kind.capitalize(), kind, times)


def planner(
    *steps: RoutineStep,
    night: date = NIGHT,
    bedtime: time = time(22, 30),
    medicines: Iterable[Medicine] = (),
    profile: Profile | None = None,
    taken: Mapping[date, Taken] | None = None,
) -> Planner:
    told = nothing_is_locked(night) if profile is None else profile
    routine = Routine(bedtime=WeekTimes(bedtime), steps=steps)
    told = replace(told, medicines=(*told.medicines, *medicines))
    gate = Gate(LIBRARY, told, night)
    return Planner(LIBRARY, routine, gate, NightCalendar(BERLIN), taken or {})


def at(moment: datetime) -> str:
    return moment.astimezone(BERLIN).strftime("%H:%M")


def on_the_wall(night: date, hour: int, minute: int = 0) -> datetime:
    """Return an instant of a Night by the wall clock in Berlin."""
    return NightCalendar(BERLIN).at_or_after_turn(night, time(hour, minute))


def starts(evening: Evening) -> dict[str, str]:
    return {step.id: at(step.start) for step in evening.steps}


def conflict(evening: Evening, rule: str) -> Conflict:
    (found,) = [conflict for conflict in evening.conflicts if conflict.rule == rule]
    return found


def fixed(made: Planner, found: Conflict) -> Planner:
    """Return the planner after the fix of a conflict was taken."""
    assert found.fix is not None
    chosen = made.routine.step(found.fix.step)
    assert chosen is not None
    return replace(made, routine=made.routine.with_step(replace(chosen, when=found.fix.when)))
