"""The routine as the Routine page shows it: rows in their order, on the axis of one evening."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from rlscompanion.domain.chosen import rule_step, title_of
from rlscompanion.domain.evening import Conflict, Evening, PlannedStep
from rlscompanion.domain.library import Kind, Library, Moment, Step
from rlscompanion.domain.night import Day, day_of
from rlscompanion.domain.own_rulings import NAME
from rlscompanion.domain.own_steps import TakesColumn, recognise
from rlscompanion.domain.profile import Medicine
from rlscompanion.domain.routine import (
    LIGHTS_OUT,
    OWN,
    AtClock,
    Routine,
    RoutineStep,
    Timing,
    WeekTimes,
    is_timed,
    next_nights,
    timing_of,
)
from rlscompanion.domain.safety import Gate, Ruling, Verdict

BLOOD_TEST: Final = "blood-test"
"""What a reason names as its condition where a blood test decides."""
NIGHTS_SHOWN: Final = 3


class Section(StrEnum):
    """Where a row stands: on tonight's axis, or after it with its like."""

    TONIGHT = "tonight"
    OTHER_NIGHTS = "other nights"
    EVENING = "evening"
    DAY = "day"
    FLARE_UP = "flare-up"
    SUPPLEMENTS = "supplements"
    OWN = "own"
    BLOCKED = "blocked"


SECTIONS: Final = tuple(Section)


class Clash(Struct, frozen=True):
    """A conflict, and the local time that its fix would move a step to."""

    conflict: Conflict
    moves: str = ""
    moves_to: time | None = None


class Push(Struct, frozen=True):
    """Why a step starts earlier tonight than it is set for: ``by`` stands there, from ``at`` on."""

    by: str
    at: time


class StepRow(Struct, frozen=True):
    """One step as the routine has it, ``when`` and ``minutes`` with the library's defaults.

    ``chosen`` is what would be chosen where nobody has touched the step yet. ``start`` is the shown
    night's where the person is; None where it has no time then. ``ok`` is the day on which a
    clinician agreed, while that counts.
    """

    id: str
    title: str
    kind: Kind
    section: Section
    known: Step | None
    chosen: RoutineStep
    when: Timing | None
    minutes: int
    start: datetime | None
    ruling: Ruling
    clashes: tuple[Clash, ...] = ()
    coming: tuple[date, ...] = ()
    ok: date | None = None
    push: Push | None = None

    @property
    def on(self) -> bool:
        return self.chosen.on

    @property
    def timed(self) -> bool:
        """Return whether the step has a place in an evening (flare-up aids have none)."""
        return self.when is not None

    @property
    def is_mark(self) -> bool:
        return self.id == LIGHTS_OUT

    @property
    def is_own(self) -> bool:
        return self.id.startswith(OWN)

    @property
    def lacks_blood_test(self) -> bool:
        """Return whether a recorded blood test would change what locks it."""
        return lacks_blood_test(self.ruling)


class MedicineTime(Struct, frozen=True):
    """A medicine's time tonight, where the person is: a mark, never a task."""

    medicine: Medicine
    at: datetime


class RoutineView(Struct, frozen=True):
    """All that the Routine page shows. ``rows`` stand in their order, section by section.

    ``night`` is shown, ``coming`` is the one that the person calls tonight: ``tonight`` is the
    bedtime of that alone, if it has one of its own.
    """

    night: date
    coming: date
    bedtime: WeekTimes
    wake: WeekTimes
    tonight: time | None
    bed: datetime
    up: datetime
    zone: ZoneInfo
    rows: tuple[StepRow, ...]
    medicines: tuple[Medicine, ...]
    medicine_times: tuple[MedicineTime, ...]

    @property
    def day(self) -> Day | None:
        """Return the day of the week that is shown in place of tonight, if it is another."""
        return day_of(self.night) if self.night != self.coming else None

    def row(self, step_id: str) -> StepRow | None:
        return next((row for row in self.rows if row.id == step_id), None)


def lacks_blood_test(ruling: Ruling) -> bool:
    """Return whether a blood test, and nothing else, is what locks a step."""
    return bool(ruling.why_locked) and all(
        reason.condition == BLOOD_TEST for reason in ruling.why_locked
    )


def view_of(
    routine: Routine,
    evening: Evening,
    gate: Gate,
    bedtimes: Mapping[date, time],
    hints: Iterable[Conflict] = (),
    *,
    coming: date,
) -> RoutineView:
    """Return ``routine`` on the axis of ``evening``; ``hints`` are shown as its conflicts are."""
    zone = evening.zone
    return RoutineView(
        night=evening.night,
        coming=coming,
        bedtime=routine.bedtime,
        wake=routine.wake,
        tonight=bedtimes.get(coming),
        bed=evening.bedtime.astimezone(zone),
        up=evening.wake.astimezone(zone),
        zone=zone,
        rows=tuple(sorted(_rows(routine, evening, coming, gate, hints), key=_in_order)),
        medicines=gate.profile.medicines,
        medicine_times=tuple(
            MedicineTime(
                next(
                    medicine
                    for medicine in gate.profile.medicines
                    if (medicine.name, medicine.kind) == (mark.name, mark.kind)
                ),
                mark.at.astimezone(zone),
            )
            for mark in evening.medicines
        ),
    )


def _rows(
    routine: Routine, evening: Evening, first: date, gate: Gate, hints: Iterable[Conflict]
) -> Iterator[StepRow]:
    clashes = [_clash(evening, conflict) for conflict in (*evening.conflicts, *hints)]
    left_out = {left.step: left.ruling for left in evening.left_out}
    for step in _all_steps(routine, gate.library):
        known = gate.library.steps.get(step.id)
        planned = evening.step(step.id)
        ruling = left_out.get(step.id) or rule_step(gate, step)
        minutes = step.minutes if step.minutes is not None else known.minutes if known else 0
        yield StepRow(
            id=step.id,
            title=title_of(step, known),
            kind=known.kind if known else Kind.HABIT,
            section=_section(step, known, planned, blocked=_is_told(ruling, gate)),
            known=known,
            chosen=step,
            when=timing_of(step, known),
            minutes=minutes,
            start=planned.start.astimezone(evening.zone) if planned is not None else None,
            ruling=ruling,
            clashes=tuple(clash for clash in clashes if step.id in clash.conflict.steps),
            coming=next_nights(step.nights, first, NIGHTS_SHOWN),
            ok=_ok(step, gate),
            push=_push(evening, planned),
        )


def columns_of(library: Library, step: RoutineStep) -> tuple[str, ...]:
    """Return the steps of the library whose gate a chosen step takes."""
    if not step.is_own:
        return (step.id,)
    match recognise(library, step.title):
        case TakesColumn(steps):
            return steps
        case _:
            return ()


def _ok(step: RoutineStep, gate: Gate) -> date | None:
    """Return since when a clinician's OK for all that a step contains counts, or None."""
    columns = columns_of(gate.library, step)
    if not columns or not all(
        gate.profile.ok_counts(column, gate.column(column), gate.today) for column in columns
    ):
        return None
    return min(gate.profile.clinician_ok[column] for column in columns)


def _all_steps(routine: Routine, library: Library) -> Iterator[RoutineStep]:
    """Yield every offered step of the library and every own step, chosen or not."""
    for step in library.steps.values():
        if step.offered:
            yield routine.step(step.id) or RoutineStep(step.id, on=False)
    yield from (step for step in routine.steps if step.is_own)


def _push(evening: Evening, planned: PlannedStep | None) -> Push | None:
    """Say what a step was moved out of the way of: it ends where that begins."""
    if planned is None or not planned.moved:
        return None
    return next(
        (
            Push(other.title, other.start.astimezone(evening.zone).time())
            for other in evening.steps
            if other.hands_on and other.id != planned.id and other.start == planned.end
        ),
        None,
    )


def _clash(evening: Evening, conflict: Conflict) -> Clash:
    fix = conflict.fix
    step = evening.step(fix.step) if fix is not None else None
    if fix is None or step is None:
        return Clash(conflict)
    if isinstance(fix.when, AtClock):
        return Clash(conflict, step.title, fix.when.time)
    start = evening.bedtime - timedelta(minutes=fix.when.minutes)
    return Clash(conflict, step.title, start.astimezone(evening.zone).time())


def _is_told(ruling: Ruling, gate: Gate) -> bool:
    """Return whether something that the person told us blocks it: no missing test, no name."""
    if ruling.verdict is not Verdict.BLOCKED:
        return False
    untold = {NAME}
    if gate.profile.newest_blood_test(gate.today) is None:
        untold.add(BLOOD_TEST)
    return any(reason.condition not in untold for reason in ruling.why_locked)


def _section(
    step: RoutineStep, known: Step | None, planned: PlannedStep | None, *, blocked: bool
) -> Section:
    if planned is not None:
        return Section.TONIGHT
    if step.on and is_timed(step, known):
        return Section.OTHER_NIGHTS
    if blocked and not step.on:
        return Section.BLOCKED
    if known is None:
        return Section.OWN
    if known.kind is Kind.SUPPLEMENT:
        return Section.SUPPLEMENTS
    return {
        Moment.DAY: Section.DAY,
        Moment.FLARE_UP: Section.FLARE_UP,
        Moment.EVENING: Section.EVENING,
        Moment.BOTH: Section.EVENING,
    }[known.moment]


def _in_order(row: StepRow) -> tuple[int, float, bool]:
    start = row.start.timestamp() if row.start is not None else 0.0
    return SECTIONS.index(row.section), start, row.is_mark
