"""Revealing: the night-time half of an experiment. Tonight's arm, at its time, and nothing else.

Until then both arms look the same: the step is planned. A night to come never tells its arm,
whatever moment is asked about.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.experiment import Arm, Assignment, Experiment
from rlscompanion.domain.library import Library
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.night import NightCalendar
from rlscompanion.domain.routine import EveryNight, Routine, RoutineStep, timing_of
from rlscompanion.domain.timetable import Timetable
from rlscompanion.services.planning import Arranged, Tested
from rlscompanion.services.ports import Clock, Experiments

REVEALED_AT: Final = time(17)


class Revealing(Struct, frozen=True):
    """Over the experiments and the clock."""

    library: Library
    experiments: Experiments
    clock: Clock

    def arranged(
        self, routine: Routine, night: date, calendar: NightCalendar, bedtimes: Mapping[date, time]
    ) -> Arranged:
        """Return the routine as the experiment wants it on ``night``.

        ``bedtimes`` are those of single nights, over the usual ones.

        A night with the step has it, whatever weekdays the routine names: chance decided the
        nights. Whether the step is open to the person stays with the gate.
        """
        tests = ((e, e.of_night(night)) for e in reversed(self.experiments.all()))
        experiment, assignment = next((found for found in tests if found[1]), (None, None))
        if experiment is None or assignment is None:
            return Arranged(routine)
        step = _step_of(routine, experiment.plan.step)
        told_at = self.reveals_at(step.id, night, routine, calendar, bedtimes)
        arm = self._told(experiment, assignment, told_at, calendar)
        on = arm is not Arm.WITHOUT
        known = self.library.steps.get(step.id)
        tested = Tested(
            step=step.id,
            name=known.tested_as if known is not None else step.id,
            arm=arm.value if arm is not None else None,
            told_at=told_at,
        )
        planned = replace(step, on=on, nights=EveryNight() if on else step.nights)
        return Arranged(routine.with_step(planned), tested)

    def arm_of(
        self, experiment: Experiment, night: date, told_at: datetime, calendar: NightCalendar
    ) -> Arm | None:
        """Return the arm of ``night`` where it may be told by now; tonight's is written down."""
        assignment = experiment.of_night(night)
        if assignment is None:
            return None
        return self._told(experiment, assignment, told_at, calendar)

    def reveals_at(
        self,
        step_id: str,
        night: date,
        routine: Routine,
        calendar: NightCalendar,
        bedtimes: Mapping[date, time],
    ) -> datetime:
        """Return when the arm of ``night`` is told: at 17:00, or with the step's own first notice."""
        step = _step_of(routine, step_id)
        usual = calendar.at_or_after_turn(night, REVEALED_AT)
        when = timing_of(step, self.library.steps.get(step_id))
        if when is None:
            return usual
        times = Timetable(calendar, routine, bedtimes).of(night)
        first = times.start_of(when) - timedelta(minutes=step.reminder.lead)
        return max(times.begins, min(usual, first))

    def _told(
        self,
        experiment: Experiment,
        assignment: Assignment,
        told_at: datetime,
        calendar: NightCalendar,
    ) -> Arm | None:
        night = assignment.night
        if night is None:
            return None
        if assignment.revealed is not None:
            return assignment.arm
        now = self.clock.now()
        if now < told_at:
            return None
        if calendar.night_of(now) == night:
            with suppress(StoreError):  # a home that cannot be written still has an evening
                self.experiments.reveal(experiment.id, assignment.number, now)
        return assignment.arm


def _step_of(routine: Routine, step_id: str) -> RoutineStep:
    return routine.step(step_id) or RoutineStep(step_id, on=False)
