"""The plan of one Night: routine + library + profile + night -> planned steps, conflicts, fixes."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from rlscompanion.domain.chosen import Chosen, chosen_steps
from rlscompanion.domain.evening import NOTHING_TAKEN, Evening, MedicineMark, Taken
from rlscompanion.domain.library import Library
from rlscompanion.domain.limits import WINDOW, Limits
from rlscompanion.domain.night import ONE_DAY, NightCalendar
from rlscompanion.domain.placing import Placing
from rlscompanion.domain.routine import Routine
from rlscompanion.domain.safety import Gate
from rlscompanion.domain.spacing import Spacing
from rlscompanion.domain.surroundings import Surroundings, medicine_things

if TYPE_CHECKING:
    from rlscompanion.domain.fixing import Fixing
from rlscompanion.domain.timetable import NightTimes, Timetable


class Planner(Struct, frozen=True, dict=True):
    """Plans Nights for one routine and one gate.

    ``taken`` is what was said, ``bedtimes`` the bedtimes that hold for one Night only, both by
    Night.
    """

    library: Library
    routine: Routine
    gate: Gate
    calendar: NightCalendar
    taken: Mapping[date, Taken] = field(
        default_factory=lambda: MappingProxyType(dict[date, Taken]())
    )
    bedtimes: Mapping[date, time] = field(
        default_factory=lambda: MappingProxyType(dict[date, time]())
    )

    def plan(self, night: date, now: datetime | None = None) -> Evening:
        """Return the evening of ``night`` with its conflicts and their fixes, none before ``now``."""
        evening = self.plan_without_fixes(night)
        return replace(self.fixing(evening), now=now).fixed() if evening.conflicts else evening

    def plan_lasting(self, night: date) -> Evening:
        """Return the evening, its fixes such as hold on the other nights of a week wherever one does."""
        evening = self.plan_without_fixes(night)
        if not evening.conflicts:
            return evening
        others = self._nights_with_other_bedtimes(night)
        usual = replace(self, taken={}, bedtimes={}) if others else self
        fixings = tuple(usual.fixing(usual.plan_without_fixes(other)) for other in others)
        return replace(self.fixing(evening), others=fixings).fixed()

    def fixing(self, evening: Evening) -> "Fixing":
        """Return the search for fixes on an evening of this planner's."""
        from rlscompanion.domain.fixing import Fixing  # noqa: PLC0415

        night = evening.night
        said, times = self._said(night), self.times(night)
        return Fixing(evening, said, times, self._spacing, self._chosen)

    def _nights_with_other_bedtimes(self, night: date) -> tuple[date, ...]:
        """Return, for each bedtime of a week that is not tonight's, the first night that has it."""
        usual = self.routine.bedtime
        found = {self.bedtimes.get(night, usual.on(night)): night}
        for nearby in (night + n * ONE_DAY for n in range(1, 8)):
            found.setdefault(usual.on(nearby), nearby)
        return tuple(nearby for nearby in found.values() if nearby != night)

    def plan_without_fixes(self, night: date) -> Evening:
        """Return the evening with its conflicts, but without looking for fixes."""
        times, said = self.times(night), self._said(night)
        placed = self._placing.place(self._chosen, times, said)
        medicines = medicine_things(self.gate.profile.medicines, self.calendar, night)
        evening = Evening(
            night=night,
            zone=self.calendar.zone,
            begins=times.begins,
            bedtime=times.bedtime,
            wake=times.wake,
            steps=placed.steps,
            medicines=tuple(
                MedicineMark(thing.title, thing.name, thing.start)
                for thing in medicines
                if times.begins <= thing.start < times.ends
            ),
            conflicts=(),
            left_out=placed.left_out,
        )
        conflicts = (
            *self._spacing.conflicts(evening, said),
            *self._spacing.questions(evening, said),
        )
        return replace(evening, conflicts=conflicts)

    def broken_by_starting(self, evening: Evening, step_id: str, at: datetime) -> tuple[str, ...]:
        """Return the words of the spacing rules that starting ``step_id`` at ``at`` breaks.

        What was said of the step before does not matter: it is started now.
        """
        step = evening.step(step_id)
        if step is None:
            return ()
        shifted = evening.with_step(step.starting(at))
        unsaid = self._said(evening.night).without(step_id)
        return tuple(
            conflict.message
            for conflict in self._spacing.conflicts(shifted, unsaid)
            if step_id in conflict.steps and conflict.rule != WINDOW
        )

    def times(self, night: date) -> NightTimes:
        """Return when ``night`` begins, its bedtime and its wake time."""
        return self._timetable.of(night)

    def coming(self, now: datetime) -> date:
        """Return the Night that is, or after its wake time the next one."""
        night = self.calendar.night_of(now)
        return night + ONE_DAY if now >= self.times(night).wake else night

    def _said(self, night: date) -> Taken:
        return self.taken.get(night, NOTHING_TAKEN)

    @cached_property
    def _chosen(self) -> tuple[Chosen, ...]:
        return tuple(chosen_steps(self.library, self.routine, self.gate))

    @cached_property
    def _timetable(self) -> Timetable:
        return Timetable(self.calendar, self.routine, self.bedtimes)

    @cached_property
    def _limits(self) -> Limits:
        return Limits(self.library, self._timetable, self.gate.profile.blood_tests, self.taken)

    @cached_property
    def _placing(self) -> Placing:
        return Placing(self.gate, self._limits)

    @cached_property
    def _spacing(self) -> Spacing:
        surroundings = Surroundings(
            library=self.library,
            timetable=self._timetable,
            placing=self._placing,
            chosen=self._chosen,
            medicines=self.gate.profile.medicines,
            taken=self.taken,
        )
        return Spacing(self.gate, self._limits, surroundings)
