"""The times of a Night, and where a step's timing falls in it."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planned import BERLIN, FALL_BACK, NIGHT, SPRING_AHEAD, at
from rlscompanion.domain.night import ONE_DAY, Day, NightCalendar
from rlscompanion.domain.routine import AtClock, BeforeBed, Routine, WeekTimes
from rlscompanion.domain.timetable import NightTimes, Timetable
from strategies import clock_times, timings

NIGHTS = (NIGHT, SPRING_AHEAD, FALL_BACK)


def times(night: date, bedtime: time) -> NightTimes:
    routine = Routine(bedtime=WeekTimes(bedtime))
    return Timetable(NightCalendar(BERLIN), routine, {}).of(night)


@given(st.sampled_from(NIGHTS), clock_times, timings)
def test_a_step_starts_within_its_night_whatever_its_timing(night, bedtime, when) -> None:
    found = times(night, bedtime)
    assert found.begins <= found.bedtime < found.wake
    assert found.begins <= found.start_of(when) < found.ends


@pytest.mark.parametrize("night", NIGHTS)
def test_minutes_of_a_night_are_elapsed_minutes(night: date) -> None:
    found = times(night, time(23))
    assert found.minute_of(found.begins) == 0
    assert found.start_of(BeforeBed(45)) == found.bedtime - timedelta(minutes=45)
    assert found.minute_of(found.start_of(AtClock(time(13, 30)))) == 90


def test_a_bedtime_for_one_night_moves_no_other_night() -> None:
    table = Timetable(NightCalendar(BERLIN), Routine(), {NIGHT: time(0, 30)})
    assert at(table.of(NIGHT).bedtime) == "00:30"
    assert at(table.of(NIGHT + ONE_DAY).bedtime) == "22:30"
    assert table.of(NIGHT).ends == table.of(NIGHT + ONE_DAY).begins


def test_a_day_that_is_given_the_usual_time_is_no_exception_any_more() -> None:
    week = WeekTimes(time(22, 30)).with_time(time(23, 30), Day.SAT)
    assert week.all == {time(22, 30), time(23, 30)}
    assert week.with_time(time(22, 30), Day.SAT) == WeekTimes(time(22, 30))
    assert week.with_time(time(22), None).on(date(2026, 11, 28)) == time(23, 30)
