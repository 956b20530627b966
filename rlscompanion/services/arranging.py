"""Arranging: the person's routine, step by step. What would break a rule is refused in words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from rlscompanion.domain.evening import (
    BEFORE_BED_AT_MOST,
    Conflict,
    Evening,
    Fix,
    PlannedStep,
    rule_step,
    title_of,
)
from rlscompanion.domain.library import Condition, Group, Kind, Library, Moment, Step
from rlscompanion.domain.night import DAYS, ONE_DAY, Day
from rlscompanion.domain.own_steps import TakesColumn, known_name, recognise
from rlscompanion.domain.profile import Answer, BloodTest, Medicine
from rlscompanion.domain.routine import (
    LIGHTS_OUT,
    OWN,
    AtClock,
    BeforeBed,
    EveryNight,
    EveryNth,
    Nights,
    OnDays,
    ReminderSetting,
    Routine,
    RoutineStep,
    Timing,
    WeekTimes,
    default_timing,
    is_timed,
)
from rlscompanion.domain.routine_file import (
    ENTRIES_AT_MOST,
    EVERY_NIGHTS,
    LATE_MINUTES,
    LEAD_MINUTES,
    REPEAT_MINUTES,
    REPEATS,
    STEP_MINUTES,
    STEPS_AT_MOST,
    TEXT_AT_MOST,
)
from rlscompanion.domain.safety import ALCOHOL, Ruling, Verdict
from rlscompanion.services.advising import Advising
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.planning import Planning
from rlscompanion.services.ports import Clock
from rlscompanion.services.safekeeping import medicine_classes, refused_title

BLOOD_TEST: Final = "blood-test"
"""What a reason names as its condition where a blood test decides."""
OTHER_CLASSES: Final = ("antacid", "calcium", "multivitamin", "iron-prescribed", "other")
FERRITIN_AT_MOST: Final = 10_000
SLUG_AT_MOST: Final = 60
TIMES_AT_MOST: Final = 24
CLASS_OF_SUPPLEMENT: Final = {"iron": "iron-prescribed"}
"""What a supplement that was prescribed counts as."""


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


@dataclass(frozen=True, slots=True)
class Clash:
    """A conflict, and the local time that its fix would move a step to."""

    conflict: Conflict
    moves: str = ""
    moves_to: time | None = None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as the routine has it, ``when`` and ``minutes`` with the library's defaults.

    ``chosen`` is what would be chosen where nobody has touched the step yet. ``start`` is tonight's start where the person is; None where it has no time tonight.
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
        return self.ruling.locks and lacks_blood_test(self.ruling)


@dataclass(frozen=True, slots=True)
class MedicineTime:
    """A medicine's time tonight, where the person is: a mark, never a task."""

    medicine: Medicine
    at: datetime


@dataclass(frozen=True, slots=True)
class RoutineView:
    """All that the Routine page shows. ``rows`` stand in their order, section by section."""

    night: date
    bedtime: WeekTimes
    wake: WeekTimes
    bed: datetime
    up: datetime
    rows: tuple[StepRow, ...]
    medicines: tuple[Medicine, ...]
    medicine_times: tuple[MedicineTime, ...]

    def row(self, step_id: str) -> StepRow | None:
        return next((row for row in self.rows if row.id == step_id), None)


@dataclass(frozen=True, slots=True)
class SwitchedOn:
    """It is on; the ruling still says what to take care of."""

    step: str
    title: str
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class NeedsAnswers:
    """It stays off until these are answered."""

    step: str
    title: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Locked:
    """It stays off: blocked, or to be asked about first."""

    step: str
    title: str
    ruling: Ruling

    @property
    def lacks_blood_test(self) -> bool:
        return lacks_blood_test(self.ruling)


Outcome = SwitchedOn | NeedsAnswers | Locked


def lacks_blood_test(ruling: Ruling) -> bool:
    """Return whether a blood test is among the reasons of a ruling."""
    return any(reason.condition == BLOOD_TEST for reason in ruling.reasons)


@dataclass(frozen=True, slots=True)
class Arranging:
    """Every verb saves before it returns; ``Refused`` and ``StoreError`` mean nothing changed."""

    planning: Planning
    advising: Advising
    clock: Clock

    @property
    def library(self) -> Library:
        return self.planning.library

    # ------------------------------------------------------------------ reading

    def view(self) -> RoutineView:
        """Return the routine as it stands, on the axis of the coming (or present) night."""
        routine = self.planning.routine()
        evening = self._coming_evening(routine)
        zone = evening.zone
        clashes = [self._clash(evening, conflict) for conflict in evening.conflicts]
        gate = self.advising.gate()
        rulings = {left.step: left.ruling for left in evening.left_out}
        rows = [
            self._row(step, evening, rulings.get(step.id) or rule_step(gate, step), clashes)
            for step in self._all_steps(routine)
        ]
        medicines = self.advising.profile().medicines
        return RoutineView(
            night=evening.night,
            bedtime=routine.bedtime,
            wake=routine.wake,
            bed=evening.bedtime.astimezone(zone),
            up=evening.wake.astimezone(zone),
            rows=tuple(sorted(rows, key=_in_order)),
            medicines=medicines,
            medicine_times=tuple(
                MedicineTime(
                    next(
                        medicine
                        for medicine in medicines
                        if (medicine.name, medicine.kind) == (mark.name, mark.kind)
                    ),
                    mark.at.astimezone(zone),
                )
                for mark in evening.medicines
            ),
        )

    def today(self) -> date:
        return self.advising.today()

    def medicine_classes(self) -> tuple[str, ...]:
        """Return the classes a person may choose from, as the library lists them."""
        return (
            *(
                condition.id
                for condition in self.library.conditions.values()
                if condition.group is Group.MEDICINES and condition.id != ALCOHOL
            ),
            *OTHER_CLASSES,
        )

    def class_of(self, name: str) -> str | None:
        """Return the class of a medicine that the library knows by ``name``, or None."""
        known = known_name(self.library, name)
        if known is None:
            return None
        kind = CLASS_OF_SUPPLEMENT.get(known.maps_to, known.maps_to)
        return kind if kind in self.medicine_classes() else None

    # ---------------------------------------------------------- switching on and off

    def switch_on(self, step_id: str) -> Outcome:
        """Switch a step on, if the gate lets it; else say what is missing."""
        _refuse_lights_out(step_id)
        routine = self.planning.routine()
        step = self._chosen(routine, step_id)
        title = title_of(step, self.library.steps.get(step_id))
        ruling = rule_step(self.advising.gate(), step)
        if ruling.verdict is Verdict.QUESTIONS:
            return NeedsAnswers(step_id, title, self._conditions(ruling))
        if ruling.locks:
            return Locked(step_id, title, ruling)
        self._save_step(routine, replace(step, on=True))
        return SwitchedOn(step_id, title, ruling)

    def switch_off(self, step_id: str) -> None:
        self._change(step_id, lambda step: replace(step, on=False))

    def answer(self, step_id: str, answers: Mapping[str, Answer]) -> Outcome:
        """Keep answers, dated today, and switch the step on if that frees it."""
        if answers:
            self.advising.answer(answers)
        return self.switch_on(step_id)

    def clinician_agreed(self, step_id: str) -> Outcome:
        """Record that a clinician said a step is OK, and switch it on if that frees it."""
        step = self._chosen(self.planning.routine(), step_id)
        for column in self._columns(step):
            self.advising.clinician_agreed(column)
        return self.switch_on(step_id)

    def record_blood_test(
        self, step_id: str, on: date, ferritin: float | None, tsat: float | None
    ) -> Outcome:
        """Record a blood test, and switch the step on if that frees it."""
        if ferritin is None and tsat is None:
            raise Refused("Give ferritin, TSAT or both.")
        if on > self.today():
            raise Refused("That date is still to come. Give the day of the blood test.")
        if ferritin is not None and not 0 <= ferritin <= FERRITIN_AT_MOST:
            raise Refused(f"Ferritin is a number from 0 to {FERRITIN_AT_MOST}.")
        if tsat is not None and not 0 <= tsat <= 100:  # noqa: PLR2004  (per cent)
            raise Refused("TSAT is a number from 0 to 100.")
        self.advising.record_blood_test(BloodTest(on, ferritin, tsat))
        return self.switch_on(step_id)

    # ---------------------------------------------------------------- one step

    def set_when(self, step_id: str, timing: Timing) -> None:
        routine = self.planning.routine()
        if isinstance(timing, BeforeBed):
            _refuse_outside("Minutes before bed", timing.minutes, (0, BEFORE_BED_AT_MOST))
            _refuse_before_turn(routine, timing)
        self._change(step_id, lambda step: replace(step, when=timing))

    def set_minutes(self, step_id: str, minutes: int) -> None:
        _refuse_outside("Minutes it takes", minutes, STEP_MINUTES)
        self._change(step_id, lambda step: replace(step, minutes=minutes))

    def set_nights(self, step_id: str, nights: Nights) -> None:
        match nights:
            case OnDays(days) if not days:
                raise Refused("Choose one night at least, or switch the step off.")
            case OnDays(days) if days == frozenset(DAYS):
                nights = EveryNight()
            case EveryNth(every):
                _refuse_outside("Every so many nights", every, EVERY_NIGHTS)
            case _:
                pass
        self._change(step_id, lambda step: replace(step, nights=nights))

    def every_other_night(self, step_id: str) -> None:
        """Plan a step every second night, from the coming one on."""
        night = self._coming_evening(self.planning.routine()).night
        self.set_nights(step_id, EveryNth(2, night))

    def set_reminder(self, step_id: str, reminder: ReminderSetting) -> None:
        _refuse_outside("Minutes early", reminder.lead, LEAD_MINUTES)
        _refuse_outside("Minutes between repeats", reminder.repeat_every, REPEAT_MINUTES)
        _refuse_outside("Repeats", reminder.repeat_at_most, REPEATS)
        _refuse_outside("Minutes late", reminder.late_limit, LATE_MINUTES)
        self._change(step_id, lambda step: replace(step, reminder=reminder))

    def apply(self, fix: Fix) -> None:
        """Move a step to where its conflict's fix says."""
        self.set_when(fix.step, fix.when)

    # ---------------------------------------------------------------- own steps

    def add_own(self, title: str, when: Timing, minutes: int) -> Outcome:
        """Add a person's own step; a supplement's name takes that supplement's gate."""
        routine = self.planning.routine()
        called = _text("a name", title)
        reason = refused_title(self.library, called)
        if reason is not None:
            raise Refused(_sentence(reason))
        if len(routine.steps) >= STEPS_AT_MOST:
            raise Refused(f"A routine holds {STEPS_AT_MOST} steps at most.")
        if isinstance(when, BeforeBed):
            _refuse_outside("Minutes before bed", when.minutes, (0, BEFORE_BED_AT_MOST))
            _refuse_before_turn(routine, when)
        _refuse_outside("Minutes it takes", minutes, STEP_MINUTES)
        step_id = _own_id(routine, called)
        step = RoutineStep(step_id, on=False, title=called, when=when, minutes=minutes)
        self._save_step(routine, step)
        return self.switch_on(step_id)

    def remove_own(self, step_id: str) -> None:
        if not step_id.startswith(OWN):
            raise Refused("Only steps of your own can be removed; switch this one off.")
        self.planning.save(self.planning.routine().without_step(step_id))

    # ----------------------------------------------------- bedtime, wake, medicines

    def set_bedtime(self, at: time, day: Day | None = None) -> None:
        """Set bedtime for every night, or for one day of the week."""
        routine = self.planning.routine()
        moved = replace(routine, bedtime=_with_time(routine.bedtime, at, day))
        for step in moved.steps:
            if isinstance(step.when, BeforeBed):
                _refuse_before_turn(moved, step.when)
        self.planning.save(moved)

    def set_wake(self, at: time, day: Day | None = None) -> None:
        """Set wake time for every night, or for one day of the week."""
        routine = self.planning.routine()
        self.planning.save(replace(routine, wake=_with_time(routine.wake, at, day)))

    def set_medicines(self, medicines: tuple[Medicine, ...]) -> None:
        """Keep the person's medicines: marks that steps keep their distance from."""
        if len(medicines) > ENTRIES_AT_MOST:
            raise Refused(f"{ENTRIES_AT_MOST} medicines at most can be kept.")
        for medicine in medicines:
            if medicine.kind not in medicine_classes(self.library):
                raise Refused(f"{medicine.kind} is no class of medicines.")
            if len(medicine.times) > TIMES_AT_MOST:
                raise Refused(f"{TIMES_AT_MOST} times a day at most can be kept.")
        self.advising.set_medicines(
            tuple(
                replace(
                    medicine,
                    name=_text("a name for the medicine", medicine.name),
                    times=tuple(sorted(set(medicine.times))),
                )
                for medicine in medicines
            )
        )

    # ------------------------------------------------------------------ inside

    def _coming_evening(self, routine: Routine) -> Evening:
        """Plan the night that is, or after its wake time the next one."""
        planner = replace(self.planning.preview(routine).planner, gate=self.advising.gate())
        night = planner.calendar.night_of(self.clock.now())
        _, _, wake = planner.times(night)
        return planner.plan(night + ONE_DAY if self.clock.now() >= wake else night)

    def _all_steps(self, routine: Routine) -> list[RoutineStep]:
        """Return every offered step of the library and every own step, chosen or not."""
        return [
            *(
                self._chosen(routine, step.id)
                for step in self.library.steps.values()
                if step.offered
            ),
            *(step for step in routine.steps if step.is_own),
        ]

    def _row(
        self, step: RoutineStep, evening: Evening, ruling: Ruling, clashes: list[Clash]
    ) -> StepRow:
        known = self.library.steps.get(step.id)
        planned = evening.step(step.id)
        minutes = step.minutes if step.minutes is not None else known.minutes if known else 0
        return StepRow(
            id=step.id,
            title=title_of(step, known),
            kind=known.kind if known else Kind.HABIT,
            section=_section(step, known, ruling, planned),
            known=known,
            chosen=step,
            when=_timing(step, known),
            minutes=minutes,
            start=planned.start.astimezone(evening.zone) if planned is not None else None,
            ruling=ruling,
            clashes=tuple(clash for clash in clashes if step.id in clash.conflict.steps),
        )

    @staticmethod
    def _clash(evening: Evening, conflict: Conflict) -> Clash:
        fix = conflict.fix
        step = evening.step(fix.step) if fix is not None else None
        if fix is None or step is None:
            return Clash(conflict)
        if isinstance(fix.when, AtClock):
            return Clash(conflict, step.title, fix.when.time)
        start = evening.bedtime - timedelta(minutes=fix.when.minutes)
        return Clash(conflict, step.title, start.astimezone(evening.zone).time())

    def _chosen(self, routine: Routine, step_id: str) -> RoutineStep:
        """Return the step as the routine has it, or as it would be chosen. Raises Refused."""
        step = routine.step(step_id)
        if step is not None:
            return step
        known = self.library.steps.get(step_id)
        if known is None or not known.offered:
            raise Refused(f"{step_id} is no step of this routine.")
        return RoutineStep(step_id, on=False)

    def _change(self, step_id: str, change: Callable[[RoutineStep], RoutineStep]) -> None:
        _refuse_lights_out(step_id)
        routine = self.planning.routine()
        self._save_step(routine, change(self._chosen(routine, step_id)))

    def _save_step(self, routine: Routine, step: RoutineStep) -> None:
        self.planning.save(routine.with_step(step))

    def _columns(self, step: RoutineStep) -> tuple[str, ...]:
        """Return the steps of the library whose gate a chosen step takes."""
        if not step.is_own:
            return (step.id,)
        match recognise(self.library, step.title):
            case TakesColumn(steps):
                return steps
            case _:
                return ()

    def _conditions(self, ruling: Ruling) -> tuple[Condition, ...]:
        """Return what a ruling asks, as the library lists it."""
        asked = set(ruling.questions)
        return tuple(
            condition for condition in self.library.conditions.values() if condition.id in asked
        )


def _timing(step: RoutineStep, known: Step | None) -> Timing | None:
    if not is_timed(step, known):
        return None
    return step.when or (default_timing(known) if known is not None else None)


def _section(
    step: RoutineStep, known: Step | None, ruling: Ruling, planned: PlannedStep | None
) -> Section:
    if planned is not None:
        return Section.TONIGHT
    if step.on and is_timed(step, known):
        return Section.OTHER_NIGHTS
    if ruling.verdict is Verdict.BLOCKED and not step.on:
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


def _with_time(times: WeekTimes, at: time, day: Day | None) -> WeekTimes:
    if day is None:
        return replace(times, every=at)
    others = {known: value for known, value in times.days.items() if known is not day}
    return replace(times, days=others if at == times.every else {**others, day: at})


def _refuse_lights_out(step_id: str) -> None:
    if step_id == LIGHTS_OUT:
        raise Refused("Lights out follows bedtime; move bedtime instead.")


def _refuse_outside(what: str, value: int, bounds: tuple[int, int]) -> None:
    least, most = bounds
    if not least <= value <= most:
        raise Refused(f"{what}: a number from {least} to {most}, not {value}.")


def _refuse_before_turn(routine: Routine, when: BeforeBed) -> None:
    turn = routine.day_turns
    for bedtime in {routine.bedtime.every, *routine.bedtime.days.values()}:
        room = (_minutes(bedtime) - _minutes(turn)) % (24 * 60)
        if when.minutes > room:
            raise Refused(
                f"{when.minutes} minutes before {bedtime:%H:%M} is before the day turns over "
                f"at {turn:%H:%M}. Choose a shorter time."
            )


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _text(what: str, text: str) -> str:
    called = " ".join(text.split())
    if not called:
        raise Refused(f"Give {what} first.")
    if len(called) > TEXT_AT_MOST:
        raise Refused(f"That is too long; {TEXT_AT_MOST} letters at most.")
    if not called.isprintable():
        raise Refused("That has characters that cannot be shown. Write it without them.")
    return called


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?")) else words + "."


def _own_id(routine: Routine, title: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:SLUG_AT_MOST].strip("-")
    slug = slug or "step"
    taken = {step.id for step in routine.steps}
    found, n = OWN + slug, 1
    while found in taken:
        n += 1
        end = f"-{n}"
        found = OWN + slug[: SLUG_AT_MOST - len(end)] + end
    return found
