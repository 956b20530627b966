"""Guides that run on the screen come before it goes off: a hint while planning, never a gate."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from rlscompanion.domain.evening import (
    NOTHING_TAKEN,
    SCREENS_OFF,
    Conflict,
    Evening,
    Fix,
    PlannedStep,
)
from rlscompanion.domain.night import ONE_MINUTE
from rlscompanion.domain.planner import Planner
from rlscompanion.domain.routine import (
    BEFORE_BED_AT_MOST,
    GRID_MINUTES,
    AtClock,
    BeforeBed,
    RoutineStep,
    Timing,
)

WITHOUT_SCREEN: Final = frozenset({"slow-breathing"})
"""Guided by tones or from memory in Standby (product.md §2)."""
LOOKED_BACK: Final = timedelta(hours=1)
"""How long before the screen goes off a fix looks for a free time."""


def after_screens(planner: Planner, evening: Evening) -> Iterator[Conflict]:
    """Yield each step of ``evening`` whose guide would run after the screen went off."""
    screens = evening.step(SCREENS_OFF)
    said = planner.taken.get(evening.night, NOTHING_TAKEN)
    if screens is None or SCREENS_OFF in said.skipped:
        return
    for step in evening.movable(said):
        if _is_on_screen(step) and step.end > screens.start:
            words = planner.library.texts["after-screens"]
            yield Conflict(
                rule="after-screens",
                steps=(step.id,),
                other=SCREENS_OFF,
                message=words.format(step=step.title, other=screens.title),
                fix=_fix(planner, evening, step, screens),
            )


def mended_before_screens(evening: Evening, hints: Iterable[Conflict]) -> Evening:
    """Return the evening whose fixes lead where no hint follows: a hint's own time breaks no rule."""
    better = {hint.fix.step: hint.fix for hint in hints if hint.fix is not None}
    conflicts = tuple(
        replace(conflict, fix=better.get(conflict.fix.step, conflict.fix))
        if conflict.fix is not None
        else conflict
        for conflict in evening.conflicts
    )
    return replace(evening, conflicts=conflicts)


def _is_on_screen(step: PlannedStep) -> bool:
    guided = step.known is not None and step.known.guide is not None
    return guided and step.id not in WITHOUT_SCREEN


def _fix(planner: Planner, evening: Evening, step: PlannedStep, screens: PlannedStep) -> Fix | None:
    """Return the latest time before the screen goes off that breaks no rule, if there is one."""
    others = {conflict.key for conflict in evening.conflicts if step.id not in conflict.steps}
    latest = (evening.bedtime - screens.start + step.length) / ONE_MINUTE
    first = -int(-latest // GRID_MINUTES) * GRID_MINUTES
    last = min(first + int(LOOKED_BACK / ONE_MINUTE), BEFORE_BED_AT_MOST)
    for minutes in range(first, last + 1, GRID_MINUTES):
        chosen = planner.routine.step(step.id) or RoutineStep(step.id)
        when = _timing_like(step.when, evening, minutes)
        moved = planner.routine.with_step(replace(chosen, when=when))
        after = replace(planner, routine=moved).plan_without_fixes(evening.night)
        placed = after.step(step.id)
        stands = placed is not None and not placed.moved
        if stands and all(conflict.key in others for conflict in after.conflicts):
            return Fix(step.id, when)
    return None


def _timing_like(when: Timing, evening: Evening, minutes: int) -> Timing:
    """Return the timing of the same kind that begins so many minutes before bed."""
    if isinstance(when, BeforeBed):
        return BeforeBed(minutes)
    start = evening.bedtime - minutes * ONE_MINUTE
    return AtClock(start.astimezone(evening.zone).time())
