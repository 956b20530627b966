"""Arranging: the person's routine, step by step. What would break a rule is refused in words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.chosen import title_of
from rlscompanion.domain.evening import Fix
from rlscompanion.domain.library import Group, Library
from rlscompanion.domain.night import DAYS, ONE_DAY, Day, day_of
from rlscompanion.domain.own_steps import known_names
from rlscompanion.domain.planner import Planner
from rlscompanion.domain.profile import Answer, BloodTest, DatedAnswer, Medicine, Profile
from rlscompanion.domain.routine import (
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
    moved_to,
)
from rlscompanion.domain.routine_file import STEP_MINUTES, STEPS_AT_MOST
from rlscompanion.domain.safety import ALCOHOL, is_hard
from rlscompanion.domain.screen_time import after_screens, mended_before_screens
from rlscompanion.services.admitting import Outcome, SignsFirst, SwitchedOn, admit
from rlscompanion.services.advising import Advising
from rlscompanion.services.changing import Changing
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.planning import Planning
from rlscompanion.services.ports import Clock
from rlscompanion.services.refusing import (
    name_for_step,
    own_id,
    plain_text,
    refuse_blood_test,
    refuse_lights_out,
    refuse_medicines,
    refuse_nights,
    refuse_no_room,
    refuse_outside,
    refuse_reminder,
    refuse_timing,
    room_before_bed,
)
from rlscompanion.services.routine_view import RoutineView, columns_of, view_of
from rlscompanion.services.taking_back import Change, ChangeKind, History

OTHER_CLASSES: Final = ("antacid", "calcium", "multivitamin", "iron-prescribed", "other")
CLASS_OF_SUPPLEMENT: Final = {"iron": "iron-prescribed"}
"""What a supplement that was prescribed counts as."""


class Arranging(Struct, frozen=True, dict=True):
    """Every verb saves before it returns; ``Refused`` and ``StoreError`` mean nothing changed."""

    planning: Planning
    advising: Advising
    clock: Clock

    @cached_property
    def _changing(self) -> Changing:
        return Changing(self.planning, self.advising, self.clock)

    @property
    def library(self) -> Library:
        return self.planning.library

    # ------------------------------------------------------------------ reading

    def view(self, day: Day | None = None) -> RoutineView:
        """Return the routine as it stands, on the axis of the coming (or present) night.

        With ``day`` on that of the first such night from then on.
        """
        routine = self.planning.routine()
        planner = self._planner(routine)
        coming = planner.coming(self.clock.now())
        week = (coming + n * ONE_DAY for n in range(len(DAYS)))
        night = next(night for night in week if day in {None, day_of(night)})
        evening = planner.plan_lasting(night)
        hints = tuple(after_screens(planner, evening))
        mended = mended_before_screens(evening, hints)
        return view_of(routine, mended, planner.gate, planner.bedtimes, hints, coming=coming)

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
        classes = self.medicine_classes()
        kinds = (
            CLASS_OF_SUPPLEMENT.get(known.maps_to, known.maps_to)
            for known in known_names(self.library, name)
        )
        return next((kind for kind in kinds if kind in classes), None)

    # ---------------------------------------------------------- switching on and off

    def switch_on(self, step_id: str) -> Outcome:
        """Switch a step on, if the gate lets it; else say what is missing."""
        refuse_lights_out(step_id)
        step = self._chosen(self.planning.routine(), step_id)
        if is_hard(step_id) and not (step.on or self._shown):
            return SignsFirst(step_id, title_of(step, self.library.steps.get(step_id)))
        outcome = admit(self.advising.gate(), step)
        if isinstance(outcome, SwitchedOn):
            self._change(ChangeKind.SWITCHED_ON, step_id, lambda step: replace(step, on=True))
        return outcome

    def signs_are_shown(self) -> None:
        """Let hard exercise be switched on from now on: the signs to get help for are in front."""
        self._shown.add("signs")

    @cached_property
    def _shown(self) -> set[str]:
        """Return what was put before the person since the app was started."""
        return set()

    def switch_off(self, step_id: str) -> None:
        self._change(ChangeKind.SWITCHED_OFF, step_id, lambda step: replace(step, on=False))

    def answer(self, step_id: str, answers: Mapping[str, Answer]) -> Outcome:
        """Keep answers, dated today, and switch the step on if that frees it."""
        today, profile = self.today(), self.advising.profile()
        given = {name: DatedAnswer(answer, today) for name, answer in answers.items()}
        told = replace(profile, answers={**profile.answers, **given})
        return self._freed(ChangeKind.ANSWERS, step_id, told)

    def clinician_agreed(self, step_id: str, on: date | None = None) -> Outcome:
        """Record the day on which a clinician said a step is OK; switch it on if that frees it."""
        day = on or self.today()
        if day > self.today():
            raise Refused("That date is still to come. Give the day on which you were told.")
        columns = columns_of(self.library, self._chosen(self.planning.routine(), step_id))
        agreed = self.advising.profile()
        for column in columns:
            agreed = agreed.with_ok(column, day)
        gate = self.advising.gate(agreed)
        if not all(agreed.ok_counts(name, gate.column(name), gate.today) for name in columns):
            raise Refused(
                "That OK is more than half a year old, or an answer changed after it. "
                "Ask once more, and give the new day."
            )
        return self._freed(ChangeKind.CLINICIAN_OK, step_id, agreed)

    def record_blood_test(
        self, step_id: str, on: date, ferritin: float | None, tsat: float | None
    ) -> Outcome:
        """Record a blood test, and switch the step on if that frees it."""
        test = BloodTest(on, ferritin, tsat)
        if on > self.today():
            raise Refused("That date is still to come. Give the day of the blood test.")
        refuse_blood_test(test)
        told = self.advising.profile().with_blood_test(test)
        return self._freed(ChangeKind.BLOOD_TEST, step_id, told)

    # ---------------------------------------------------------------- one step

    def set_when(self, step_id: str, timing: Timing, hand: str = "") -> None:
        """Set a step's timing. ``hand`` is what with: only the same goes on settling."""
        refuse_timing(self.planning.routine(), timing)
        self._change(ChangeKind.MOVED, step_id, lambda step: replace(step, when=timing), hand)

    def move_to(
        self, step_id: str, start: datetime, night: date | None = None, hand: str = "drag"
    ) -> None:
        """Move a step to the grid time nearest to ``start`` on a night, as far as it may go."""
        routine = self.planning.routine()
        planner = self._planner(routine)
        night = night or planner.coming(self.clock.now())
        planned = planner.plan_without_fixes(night).step(step_id)
        if planned is None:
            raise Refused("That step has no time tonight; set its time on its own page.")
        times = planner.times(night)
        within = min(max(start, times.begins), times.ends - timedelta(minutes=GRID_MINUTES))
        timing = moved_to(planned.when, within, times.bedtime, planner.calendar.zone)
        if isinstance(timing, BeforeBed):
            timing = BeforeBed(min(timing.minutes, room_before_bed(routine)))
        self.set_when(step_id, timing, hand)

    def nudge(self, step_id: str, steps: int, night: date | None = None) -> None:
        """Move a step on its axis by some steps of five minutes, later where positive.

        Counted from its own time: another step beside it may have pushed it from there that night,
        and would hold it there.
        """
        planner = self._planner(self.planning.routine())
        night = night or planner.coming(self.clock.now())
        planned = planner.plan_without_fixes(night).step(step_id)
        if planned is not None:
            by = steps * timedelta(minutes=GRID_MINUTES)
            self.move_to(step_id, planned.nominal + by, night, "keys")

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
        planner = self._planner(self.planning.routine())
        self.set_nights(step_id, EveryNth(2, planner.coming(self.clock.now())))

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
        return self._changing.keep_and(
            lambda: self.switch_on(step_id),
            Change(ChangeKind.ADDED, called),
            routine=routine.with_step(step),
        )

    def rename_own(self, step_id: str, title: str) -> Outcome | None:
        """Rename a step of the person's own; its new name decides which gate it takes.

        What came of it is returned where the step was on, for it may have to go off.
        """
        called = name_for_step(self.library, title)
        routine = self.planning.routine()
        was = self._chosen(routine, step_id)
        if not was.is_own:
            raise Refused("Only steps of your own can be renamed.")
        if was.title == called:
            return None
        change = Change(ChangeKind.NAME, called)
        renamed = routine.with_step(replace(was, title=called, on=False))
        if not was.on:
            self._changing.keep(change, routine=renamed)
            return None
        return self._changing.keep_and(lambda: self.switch_on(step_id), change, routine=renamed)

    def remove_own(self, step_id: str) -> None:
        if not step_id.startswith(OWN):
            raise Refused("Only steps of your own can be removed; switch this one off.")
        routine = self.planning.routine()
        title = self._chosen(routine, step_id).title
        self._changing.keep(
            Change(ChangeKind.REMOVED, title), routine=routine.without_step(step_id)
        )

    # ----------------------------------------------------- bedtime, wake, medicines

    def set_bedtime(self, at: time, day: Day | None = None) -> None:
        """Set bedtime for every night, or for one day of the week."""
        routine = self.planning.routine()
        moved = replace(routine, bedtime=routine.bedtime.with_time(at, day))
        refuse_no_room(self.library, moved)
        self._changing.keep(Change(ChangeKind.BEDTIME, day or ""), routine=moved)

    def set_bedtime_tonight(self, at: time | None) -> None:
        """Give the coming night alone a bedtime of its own; None, or the usual one, ends that."""
        stands = self._changing.stands()
        usual = stands.routine.bedtime.on(stands.night)
        if at is not None:
            refuse_no_room(self.library, replace(stands.routine, bedtime=WeekTimes(at)))
        after = replace(stands, tonight=None if at == usual else at)
        self._changing.move(Change(ChangeKind.BEDTIME_TONIGHT), stands, after)

    def set_wake(self, at: time, day: Day | None = None) -> None:
        """Set wake time for every night, or for one day of the week."""
        routine = self.planning.routine()
        moved = replace(routine, wake=routine.wake.with_time(at, day))
        self._changing.keep(Change(ChangeKind.WAKE, day or ""), routine=moved)

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
        self._changing.keep(Change(ChangeKind.MEDICINES, "", part), profile=profile)

    # -------------------------------------------------------------- undo and redo

    @property
    def history(self) -> History:
        return self._changing.history

    def undo(self) -> Change | None:
        """Take the newest change back; None where there is none.

        Raises Refused where something else has changed the same since.
        """
        return self._changing.undo()

    def redo(self) -> Change | None:
        """Make the newest change that was taken back again; None where there is none."""
        return self._changing.redo()

    # ------------------------------------------------------------------ inside

    def _planner(self, routine: Routine) -> Planner:
        return replace(self.planning.preview(routine).planner, gate=self.advising.gate())

    def _freed(self, kind: ChangeKind, step_id: str, told: Profile) -> Outcome:
        """Keep what was told, and switch the step on if that frees it: one change."""
        step = self._chosen(self.planning.routine(), step_id)
        change = Change(kind, title_of(step, self.library.steps.get(step_id)))
        return self._changing.keep_and(lambda: self.switch_on(step_id), change, profile=told)

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
        self._changing.keep(what, routine=routine.with_step(change(step)))

    def _chosen(self, routine: Routine, step_id: str) -> RoutineStep:
        """Return the step as the routine has it, or as it would be chosen. Raises Refused."""
        step = routine.step(step_id)
        if step is not None:
            return step
        known = self.library.steps.get(step_id)
        if known is None or not known.offered:
            raise Refused(f"{step_id} is no step of this routine.")
        return RoutineStep(step_id, on=False)
