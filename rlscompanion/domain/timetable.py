"""When a Night begins, its bedtime and its wake time, and where a step's timing falls in it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from rlscompanion.domain.night import ONE_DAY, ONE_MINUTE, NightCalendar
from rlscompanion.domain.routine import AtClock, Routine, Timing


class NightTimes(Struct, frozen=True):
    """One Night as instants, in UTC."""

    night: date
    calendar: NightCalendar
    begins: datetime
    bedtime: datetime
    wake: datetime

    @property
    def ends(self) -> datetime:
        """Return when the next Night begins."""
        return self.calendar.start(self.night + ONE_DAY)

    def start_of(self, when: Timing) -> datetime:
        """Return where a step so timed starts; none starts before its Night begins."""
        if isinstance(when, AtClock):
            return self.calendar.at_or_after_turn(self.night, when.time)
        return max(self.begins, self.bedtime - timedelta(minutes=when.minutes))

    def minute_of(self, moment: datetime) -> float:
        """Return the minutes that have passed at ``moment`` since the Night began."""
        return (moment - self.begins) / ONE_MINUTE


class Timetable(Struct, frozen=True):
    """The times of every Night; ``bedtimes`` are those that hold for one Night only."""

    calendar: NightCalendar
    routine: Routine
    bedtimes: Mapping[date, time]

    def of(self, night: date) -> NightTimes:
        wall = self.bedtimes.get(night, self.routine.bedtime.on(night))
        bedtime = self.calendar.at_or_after_turn(night, wall)
        return NightTimes(
            night=night,
            calendar=self.calendar,
            begins=self.calendar.start(night),
            bedtime=bedtime,
            wake=self.calendar.after(bedtime, self.routine.wake.on(night)),
        )
