"""Planning tonight: which routine is in force, which night it is, what the evening looks like."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from rlscompanion.domain.checklist import Checklist, checklist, taken
from rlscompanion.domain.evening import Evening
from rlscompanion.domain.journal import Entry, bedtimes_in, had_a_drink, marks_in
from rlscompanion.domain.library import Library
from rlscompanion.domain.night import ONE_DAY, NightCalendar, Turn
from rlscompanion.domain.planner import Planner
from rlscompanion.domain.routine import Routine, RoutineRevision, built_in_routine
from rlscompanion.domain.safety import Gate
from rlscompanion.domain.timetable import Timetable

if TYPE_CHECKING:
    from rlscompanion.services.ports import Clock, Journal, Profiles, Routines

NIGHTS_LOOKED_AT = 4
"""Spacing rules reach back at most 48 hours."""


class Tested(Struct, frozen=True):
    """What an experiment says of a Night: ``arm`` is "with", "without", or None until told."""

    step: str
    name: str
    arm: str | None
    told_at: datetime


class Arranged(Struct, frozen=True):
    """The routine of a Night as an experiment wants it, where one is running."""

    routine: Routine
    tested: Tested | None = None


class Tonight(Struct, frozen=True):
    """One Night as planned, with all it was planned from."""

    planner: Planner
    checklist: Checklist
    entries: tuple[Entry, ...]
    tested: Tested | None = None

    @property
    def night(self) -> date:
        return self.checklist.evening.night


def _as_it_is(
    routine: Routine,
    night: date,  # noqa: ARG001
    calendar: NightCalendar,  # noqa: ARG001
    bedtimes: Mapping[date, time],  # noqa: ARG001
) -> Arranged:
    return Arranged(routine)


class Planning(Struct, frozen=True):
    """Over the routine revisions, the profile and the journal."""

    library: Library
    routines: "Routines"
    profiles: "Profiles"
    journal: "Journal"
    clock: "Clock"
    arranged: Callable[[Routine, date, NightCalendar, Mapping[date, time]], Arranged] = _as_it_is

    def is_first_run(self) -> bool:
        return not self.routines.revisions()

    def routine(self) -> Routine:
        """Return the routine as it was saved last, else the built-in one."""
        revisions = self.routines.revisions()
        return revisions[-1].routine if revisions else built_in_routine(self.library)

    def save(self, routine: Routine) -> None:
        """Save a new revision; saving what stands already does nothing."""
        if not self.stands(routine):
            self.routines.save(routine, self.clock.now())

    def stands(self, routine: Routine) -> bool:
        """Return whether ``routine`` is what was saved last."""
        revisions = self.routines.revisions()
        return bool(revisions) and revisions[-1].routine == routine

    def calendar(self, zone: ZoneInfo | None = None) -> NightCalendar:
        return _calendar(self.routines.revisions(), zone or self.clock.zone())

    def bedtimes(self, nights: Sequence[date]) -> Mapping[date, time]:
        """Return the bedtimes that hold for one of these nights only."""
        return bedtimes_in(self.journal.entries(nights))

    def night_of(self, at: datetime, zone: ZoneInfo | None = None) -> date:
        return self.calendar(zone).night_of(at)

    def tonight(
        self, at: datetime | None = None, zone: ZoneInfo | None = None, *, nights_on: int = 0
    ) -> Tonight:
        """Return the Night that ``at`` (default: now) belongs to, or one ``nights_on`` later."""
        now = at or self.clock.now()
        revisions = self.routines.revisions()
        calendar = _calendar(revisions, zone or self.clock.zone())
        night = calendar.night_of(now) + nights_on * ONE_DAY
        around = [night + ONE_DAY * n for n in range(1 - NIGHTS_LOOKED_AT, 2)]
        entries = self.journal.entries(around)
        marks = {
            nearby: marks_in(entry for entry in entries if entry.night == nearby)
            for nearby in around
        }
        own = tuple(entry for entry in entries if entry.night == night)
        bedtimes = bedtimes_in(entries)
        in_force = self._in_force(revisions, calendar, night, bedtimes)
        arranged = self.arranged(in_force, night, calendar, bedtimes)
        planner = Planner(
            self.library,
            arranged.routine,
            Gate(
                self.library,
                self.profiles.load(),
                max(night, now.astimezone(calendar.zone).date()),
                alcohol=had_a_drink(own),
            ),
            calendar,
            {nearby: taken(said) for nearby, said in marks.items()},
            bedtimes,
        )
        found = checklist(planner.plan(night, now), marks[night], now)
        return Tonight(planner, found, own, arranged.tested)

    def was_there_for(self, evening: Evening) -> bool:
        """Return whether anything was saved before that Night was over."""
        revisions = self.routines.revisions()
        return not revisions or revisions[0].saved < evening.wake

    def routines_of(self, nights: Sequence[date]) -> Mapping[date, Routine]:
        """Return the routine that was in force on each night, without planning any of them."""
        revisions = self.routines.revisions()
        calendar = _calendar(revisions, self.clock.zone())
        return {night: self._in_force(revisions, calendar, night, {}) for night in nights}

    def preview(self, routine: Routine) -> Tonight:
        """Return tonight as it would be with ``routine``, as if nobody had answered anything."""
        now = self.clock.now()
        calendar = NightCalendar(self.clock.zone(), (Turn(date.min, routine.day_turns),))
        night = calendar.night_of(now)
        planner = Planner(
            self.library,
            routine,
            Gate(self.library, self.profiles.load(), night),
            calendar,
            bedtimes=bedtimes_in(self.journal.entries([night, night + ONE_DAY])),
        )
        return Tonight(planner, checklist(planner.plan(night), (), now), ())

    def _in_force(
        self,
        revisions: Sequence[RoutineRevision],
        calendar: NightCalendar,
        night: date,
        bedtimes: Mapping[date, time],
    ) -> Routine:
        """Return the routine in force at the wake of ``night``.

        A Night from before anything was saved is planned with what was saved first.
        """
        for revision in reversed(revisions):
            timetable = Timetable(calendar, revision.routine, bedtimes)
            if revision.saved <= timetable.of(night).wake:
                return revision.routine
        return revisions[0].routine if revisions else built_in_routine(self.library)


def _calendar(revisions: Sequence[RoutineRevision], zone: ZoneInfo) -> NightCalendar:
    calendar = NightCalendar(zone)
    for n, revision in enumerate(revisions):
        at = revision.routine.day_turns
        if n == 0:
            calendar = NightCalendar(zone, (Turn(date.min, at),))
        else:
            calendar = calendar.with_turn(at, revision.saved)
    return calendar
