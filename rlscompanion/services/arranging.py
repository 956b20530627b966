"""Arranging: the person's routine, step by step. What would break a rule is refused in words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from rlscompanion.domain.chosen import rule_step, title_of
from rlscompanion.domain.evening import Fix
from rlscompanion.domain.journal import bedtimes_in, entry_of_bedtime
from rlscompanion.domain.library import Condition, Group, Library
from rlscompanion.domain.night import DAYS, ONE_DAY, Day
from rlscompanion.domain.own_steps import known_name
from rlscompanion.domain.planner import Planner
from rlscompanion.domain.profile import Answer, BloodTest, DatedAnswer, Medicine, Profile
from rlscompanion.domain.routine import (
    BEFORE_BED_AT_MOST,
    GRID_MINUTES,
    OWN,
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
    moved_to,
)
from rlscompanion.domain.routine_file import STEP_MINUTES, STEPS_AT_MOST
from rlscompanion.domain.safety import ALCOHOL, Ruling, Verdict
from rlscompanion.services.advising import Advising
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.planning import Planning
from rlscompanion.services.ports import Clock
from rlscompanion.services.refusing import (
    name_for_step,
    own_id,
    plain_text,
    refuse_before_turn,
    refuse_blood_test,
    refuse_lights_out,
    refuse_medicines,
    refuse_nights,
    refuse_outside,
    refuse_reminder,
    refuse_timing,
    room_before,
)
from rlscompanion.services.routine_view import (
    RoutineView,
    columns_of,
    lacks_blood_test,
    view_of,
)
from rlscompanion.services.taking_back import Arrangement, Change, ChangeKind, History, Step

OTHER_CLASSES: Final = ("antacid", "calcium", "multivitamin", "iron-prescribed", "other")
CLASS_OF_SUPPLEMENT: Final = {"iron": "iron-prescribed"}
"""What a supplement that was prescribed counts as."""


class SwitchedOn(Struct, frozen=True):
    """It is on; the ruling still says what to take care of."""

    step: str
    title: str
    ruling: Ruling


class NeedsAnswers(Struct, frozen=True):
    """It stays off until these are answered."""

    step: str
    title: str
    conditions: tuple[Condition, ...]
    why: tuple[str, ...] = ()
    """What a yes would mean for the step, for each of the conditions."""


class Locked(Struct, frozen=True):
    """It stays off: blocked, or to be asked about first."""

    step: str
    title: str
    ruling: Ruling

    @property
    def lacks_blood_test(self) -> bool:
        return lacks_blood_test(self.ruling)


Outcome = SwitchedOn | NeedsAnswers | Locked


class Arranging(Struct):
    """Every verb saves before it returns; ``Refused`` and ``StoreError`` mean nothing changed."""

    planning: Planning
    advising: Advising
    clock: Clock
    history: History = field(default_factory=History)

    @property
    def library(self) -> Library:
        return self.planning.library

    # ------------------------------------------------------------------ reading

    def view(self) -> RoutineView:
        """Return the routine as it stands, on the axis of the coming (or present) night."""
        routine = self.planning.routine()
        planner = self._planner(routine)
        evening = planner.plan(self._coming(planner))
        return view_of(routine, evening, planner.gate, planner.bedtimes)

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
        refuse_lights_out(step_id)
        routine = self.planning.routine()
        step = self._chosen(routine, step_id)
        title = title_of(step, self.library.steps.get(step_id))
        ruling = rule_step(self.advising.gate(), step)
        if ruling.verdict is Verdict.QUESTIONS:
            asked = self._conditions(ruling)
            why = tuple(self._if_yes(step, condition.id) for condition in asked)
            return NeedsAnswers(step_id, title, asked, why)
        if ruling.locks:
            return Locked(step_id, title, ruling)
        self._change(ChangeKind.SWITCHED_ON, step_id, lambda step: replace(step, on=True))
        return SwitchedOn(step_id, title, ruling)

    def _if_yes(self, step: RoutineStep, condition: str) -> str:
        gate = self.advising.gate()
        profile = gate.profile.answered(condition, Answer.YES, gate.today)
        reasons = rule_step(replace(gate, profile=profile), step).reasons
        return next((reason.text for reason in reasons if reason.condition == condition), "")

    def switch_off(self, step_id: str) -> None:
        self._change(ChangeKind.SWITCHED_OFF, step_id, lambda step: replace(step, on=False))

    def answer(self, step_id: str, answers: Mapping[str, Answer]) -> Outcome:
        """Keep answers, dated today, and switch the step on if that frees it."""
        today = self.today()
        given = {name: DatedAnswer(answer, today) for name, answer in answers.items()}
        return self._freed(
            ChangeKind.ANSWERS,
            step_id,
            lambda profile: replace(profile, answers={**profile.answers, **given}),
        )

    def clinician_agreed(self, step_id: str, on: date | None = None) -> Outcome:
        """Record the day on which a clinician said a step is OK; switch it on if that frees it."""
        day = on or self.today()
        if day > self.today():
            raise Refused("That date is still to come. Give the day on which you were told.")
        columns = columns_of(self.library, self._chosen(self.planning.routine(), step_id))

        def agreed(profile: Profile) -> Profile:
            for column in columns:
                profile = profile.with_ok(column, day)
            gate = self.advising.gate(profile)
            if not all(profile.ok_counts(name, gate.column(name), gate.today) for name in columns):
                raise Refused(
                    "That OK is more than half a year old, or an answer changed after it. "
                    "Ask once more, and give the new day."
                )
            return profile

        return self._freed(ChangeKind.CLINICIAN_OK, step_id, agreed)

    def record_blood_test(
        self, step_id: str, on: date, ferritin: float | None, tsat: float | None
    ) -> Outcome:
        """Record a blood test, and switch the step on if that frees it."""
        test = BloodTest(on, ferritin, tsat)
        if on > self.today():
            raise Refused("That date is still to come. Give the day of the blood test.")
        refuse_blood_test(test)
        return self._freed(
            ChangeKind.BLOOD_TEST, step_id, lambda profile: profile.with_blood_test(test)
        )

    # ---------------------------------------------------------------- one step

    def set_when(self, step_id: str, timing: Timing, hand: str = "") -> None:
        """Set a step's timing. ``hand`` is what with: only the same goes on settling."""
        refuse_timing(self.planning.routine(), timing)
        self._change(ChangeKind.MOVED, step_id, lambda step: replace(step, when=timing), hand)

    def move_to(self, step_id: str, start: datetime, hand: str = "drag") -> None:
        """Move a step to the grid time nearest to ``start``, as far as it may go."""
        routine = self.planning.routine()
        planner = self._planner(routine)
        night = self._coming(planner)
        planned = planner.plan_without_fixes(night).step(step_id)
        if planned is None:
            raise Refused("That step has no time tonight; set its time on its own page.")
        times = planner.times(night)
        room = min(
            BEFORE_BED_AT_MOST,
            *(
                room_before(routine, bed)
                for bed in (routine.bedtime.every, *routine.bedtime.days.values())
            ),
        )
        within = min(max(start, times.begins), times.ends - timedelta(minutes=GRID_MINUTES))
        timing = moved_to(planned.when, within, times.bedtime, planner.calendar.zone)
        if isinstance(timing, BeforeBed):
            timing = BeforeBed(min(timing.minutes, room))
        self.set_when(step_id, timing, hand)

    def nudge(self, step_id: str, steps: int) -> None:
        """Move a step on its axis by some steps of five minutes, later where positive.

        Counted from its own time: another step beside it may have pushed it from there tonight,
        and would hold it there.
        """
        planner = self._planner(self.planning.routine())
        planned = planner.plan_without_fixes(self._coming(planner)).step(step_id)
        if planned is not None:
            by = steps * timedelta(minutes=GRID_MINUTES)
            self.move_to(step_id, planned.nominal + by, "keys")

    def set_minutes(self, step_id: str, minutes: int) -> None:
        refuse_outside("Minutes it takes", minutes, STEP_MINUTES)
        self._change(ChangeKind.LENGTH, step_id, lambda step: replace(step, minutes=minutes))

    def set_nights(self, step_id: str, nights: Nights) -> None:
        refuse_nights(nights)
        if isinstance(nights, OnDays) and nights.days == frozenset(DAYS):
            nights = EveryNight()
        self._change(ChangeKind.NIGHTS, step_id, lambda step: replace(step, nights=nights))

    def every_other_night(self, step_id: str) -> None:
        """Plan a step every second night, from the coming one on."""
        night = self._coming(self._planner(self.planning.routine()))
        self.set_nights(step_id, EveryNth(2, night))

    def begin_a_night_later(self, step_id: str) -> None:
        """Shift a step that is planned every so many nights by one night."""
        nights = self._chosen(self.planning.routine(), step_id).nights
        if isinstance(nights, EveryNth):
            self.set_nights(step_id, EveryNth(nights.every, nights.start + ONE_DAY))

    def set_reminder(self, step_id: str, reminder: ReminderSetting) -> None:
        refuse_reminder(reminder)
        self._change(ChangeKind.REMINDER, step_id, lambda step: replace(step, reminder=reminder))

    def apply(self, fix: Fix) -> None:
        """Move a step to where its conflict's fix says."""
        self.set_when(fix.step, fix.when, "fix")

    # ---------------------------------------------------------------- own steps

    def add_own(self, title: str, when: Timing, minutes: int) -> Outcome:
        """Add a person's own step; a supplement's name takes that supplement's gate."""
        routine = self.planning.routine()
        called = name_for_step(self.library, title)
        if len(routine.steps) >= STEPS_AT_MOST:
            raise Refused(f"A routine holds {STEPS_AT_MOST} steps at most.")
        refuse_timing(routine, when)
        refuse_outside("Minutes it takes", minutes, STEP_MINUTES)
        step_id = own_id(routine, called)
        step = RoutineStep(step_id, on=False, title=called, when=when, minutes=minutes)
        return self._as_one(
            Change(ChangeKind.ADDED, called),
            lambda: self._keep(Change(ChangeKind.ADDED, called), routine=routine.with_step(step)),
            lambda: self.switch_on(step_id),
        )

    def rename_own(self, step_id: str, title: str) -> Outcome | None:
        """Rename a step of the person's own; its new name decides which gate it takes.

        What came of it is returned where the step was on, for it may have to go off.
        """
        called = name_for_step(self.library, title)
        was = self._chosen(self.planning.routine(), step_id)
        if not was.is_own:
            raise Refused("Only steps of your own can be renamed.")
        if was.title == called:
            return None
        change = Change(ChangeKind.NAME, called)
        renamed = replace(was, title=called, on=False)
        if not was.on:
            self._keep(change, routine=self.planning.routine().with_step(renamed))
            return None
        return self._as_one(
            change,
            lambda: self._keep(change, routine=self.planning.routine().with_step(renamed)),
            lambda: self.switch_on(step_id),
        )

    def remove_own(self, step_id: str) -> None:
        if not step_id.startswith(OWN):
            raise Refused("Only steps of your own can be removed; switch this one off.")
        routine = self.planning.routine()
        title = self._chosen(routine, step_id).title
        self._keep(Change(ChangeKind.REMOVED, title), routine=routine.without_step(step_id))

    # ----------------------------------------------------- bedtime, wake, medicines

    def set_bedtime(self, at: time, day: Day | None = None) -> None:
        """Set bedtime for every night, or for one day of the week."""
        routine = self.planning.routine()
        moved = replace(routine, bedtime=_with_time(routine.bedtime, at, day))
        _refuse_no_room(self.library, moved)
        self._keep(Change(ChangeKind.BEDTIME, day or ""), routine=moved)

    def set_bedtime_tonight(self, at: time | None) -> None:
        """Give the coming night alone a bedtime of its own; None, or the usual one, ends that."""
        stands = self._stands()
        usual = stands.routine.bedtime.on(stands.night)
        if at is not None:
            _refuse_no_room(self.library, replace(stands.routine, bedtime=WeekTimes(at)))
        after = replace(stands, tonight=None if at == usual else at)
        self._move(Change(ChangeKind.BEDTIME_TONIGHT), stands, after)

    def set_wake(self, at: time, day: Day | None = None) -> None:
        """Set wake time for every night, or for one day of the week."""
        routine = self.planning.routine()
        moved = replace(routine, wake=_with_time(routine.wake, at, day))
        self._keep(Change(ChangeKind.WAKE, day or ""), routine=moved)

    def set_medicines(self, medicines: tuple[Medicine, ...], part: str = "") -> None:
        """Keep the person's medicines: marks that steps keep their distance from.

        ``part`` names what was touched; only the same part goes on settling as one change.
        """
        refuse_medicines(self.library, medicines)
        kept = tuple(
            replace(
                medicine,
                name=plain_text("a name for the medicine", medicine.name),
                times=tuple(sorted(set(medicine.times))),
            )
            for medicine in medicines
        )
        before = self.advising.profile()
        profile = replace(before, medicines=kept).with_new_classes_dated(
            before, self.library.conditions, self.today()
        )
        self._keep(Change(ChangeKind.MEDICINES, "", part), profile=profile)

    # -------------------------------------------------------------- undo and redo

    def undo(self) -> Change | None:
        """Take the newest change back; None where there is none.

        Raises Refused where something else has changed the same since.
        """
        if not self.history.past:
            return None
        self._go(self.history.past[-1].back)
        self.history = self.history.undone()
        return self.history.future[-1].change

    def redo(self) -> Change | None:
        """Make the newest change that was taken back again; None where there is none."""
        if not self.history.future:
            return None
        self._go(self.history.future[-1])
        self.history = self.history.redone()
        return self.history.past[-1].change

    def _go(self, step: Step) -> None:
        stands = self._stands(step.before.night)
        if not step.back.still_holds(stands):
            self.history = History()
            raise Refused("That was changed elsewhere since. It stays as it is now.")
        self._write(stands, stands.with_parts(step.before, step.after))

    # ------------------------------------------------------------------ inside

    def _planner(self, routine: Routine) -> Planner:
        return replace(self.planning.preview(routine).planner, gate=self.advising.gate())

    def _coming(self, planner: Planner) -> date:
        """Return the night that is, or after its wake time the next one."""
        night = planner.calendar.night_of(self.clock.now())
        return night + ONE_DAY if self.clock.now() >= planner.times(night).wake else night

    def _stands(self, night: date | None = None) -> Arrangement:
        """Return what stands, with the bedtime of ``night`` (default: the coming one)."""
        routine = self.planning.routine()
        if night is None:
            night = self._coming(self._planner(routine))
        tonight = bedtimes_in(self.planning.journal.entries([night])).get(night)
        return Arrangement(routine, self.advising.profile(), night, tonight)

    def _keep(
        self, change: Change, *, routine: Routine | None = None, profile: Profile | None = None
    ) -> None:
        stands = self._stands()
        after = replace(
            stands, routine=routine or stands.routine, profile=profile or stands.profile
        )
        self._move(change, stands, after)

    def _move(self, change: Change, before: Arrangement, after: Arrangement) -> None:
        """Save a change, and remember it; what changes nothing does nothing."""
        if before == after:
            return
        now = self.clock.monotonic()
        settling = self.history.settles(change, before, now)
        self._write(before, after, settling=settling)
        self.history = self.history.with_change(change, before, after, now)

    def _write(self, before: Arrangement, after: Arrangement, *, settling: bool = False) -> None:
        now = self.clock.now()
        profile = after.profile if after.profile != before.profile else None
        if after.routine != before.routine:
            self.planning.routines.save(after.routine, now, profile, settling=settling)
        elif profile is not None:
            self.planning.profiles.save(profile, now, settling=settling)
        if after.tonight != before.tonight:
            self.planning.journal.append(entry_of_bedtime(after.night, after.tonight, now))

    def _as_one(
        self, change: Change, first: Callable[[], None], then: Callable[[], Outcome]
    ) -> Outcome:
        """Do two things that are one change to the person: one step of the history."""
        history, before = self.history, self._stands()
        first()
        outcome = then()
        after = self._stands(before.night)
        if before != after:
            history = history.with_change(change, before, after, self.clock.monotonic())
        self.history = history
        return outcome

    def _freed(self, kind: ChangeKind, step_id: str, told: Callable[[Profile], Profile]) -> Outcome:
        """Keep what was told, and switch the step on if that frees it: one change."""
        step = self._chosen(self.planning.routine(), step_id)
        change = Change(kind, title_of(step, self.library.steps.get(step_id)))
        return self._as_one(
            change,
            lambda: self._keep(change, profile=told(self.advising.profile())),
            lambda: self.switch_on(step_id),
        )

    def _change(
        self,
        kind: ChangeKind,
        step_id: str,
        change: Callable[[RoutineStep], RoutineStep],
        hand: str = "",
    ) -> None:
        refuse_lights_out(step_id)
        routine = self.planning.routine()
        step = self._chosen(routine, step_id)
        title = title_of(step, self.library.steps.get(step_id))
        what = Change(kind, title, f"{step_id} {hand}")
        self._keep(what, routine=routine.with_step(change(step)))

    def _chosen(self, routine: Routine, step_id: str) -> RoutineStep:
        """Return the step as the routine has it, or as it would be chosen. Raises Refused."""
        step = routine.step(step_id)
        if step is not None:
            return step
        known = self.library.steps.get(step_id)
        if known is None or not known.offered:
            raise Refused(f"{step_id} is no step of this routine.")
        return RoutineStep(step_id, on=False)

    def _conditions(self, ruling: Ruling) -> tuple[Condition, ...]:
        """Return what a ruling asks, as the library lists it."""
        asked = set(ruling.questions)
        return tuple(
            condition for condition in self.library.conditions.values() if condition.id in asked
        )


def _with_time(times: WeekTimes, at: time, day: Day | None) -> WeekTimes:
    if day is None:
        return replace(times, every=at)
    others = {known: value for known, value in times.days.items() if known is not day}
    return replace(times, days=others if at == times.every else {**others, day: at})


def _refuse_no_room(library: Library, routine: Routine) -> None:
    """Raise Refused where a step that hangs on bedtime would start on the day before."""
    for step in routine.steps:
        known = library.steps.get(step.id)
        when = step.when or (default_timing(known) if known is not None and step.on else None)
        if isinstance(when, BeforeBed):
            refuse_before_turn(routine, when)
