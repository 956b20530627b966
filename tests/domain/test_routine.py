from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from library import LIBRARY
from rlscompanion.domain.library import Moment
from rlscompanion.domain.night import DAYS, Day
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    EveryNight,
    EveryNth,
    OnDays,
    Routine,
    RoutineStep,
    WeekTimes,
    default_timing,
    is_timed,
    moved_to,
    next_nights,
)
from strategies import library_steps, routines

SUNDAY = date(2026, 11, 22)
QUICK = settings(deadline=None, derandomize=True, max_examples=100)


def test_a_weekday_s_own_time_goes_before_the_usual_one() -> None:
    week = WeekTimes(time(22, 30), {Day.SUN: time(23)})
    assert week.on(SUNDAY) == time(23)
    assert week.on(SUNDAY + timedelta(days=1)) == time(22, 30)


@given(st.integers(2, 14), st.integers(-60, 60))
@QUICK
def test_every_nth_night_counts_from_its_first_and_never_before(every: int, days: int) -> None:
    nights = EveryNth(every, SUNDAY)
    assert nights.includes(SUNDAY + timedelta(days=days)) is (days >= 0 and days % every == 0)


@given(st.frozensets(st.sampled_from(DAYS)), st.integers(0, 30))
@QUICK
def test_chosen_days_are_those_of_the_night_s_date(days: frozenset[Day], n: int) -> None:
    night = SUNDAY + timedelta(days=n)
    assert OnDays(days).includes(night) is (night.strftime("%a").lower() in days)


@given(routines, library_steps)
@QUICK
def test_putting_a_step_in_replaces_the_one_with_its_id_in_its_place(
    routine: Routine, step: RoutineStep
) -> None:
    after = routine.with_step(step)
    assert after.step(step.id) == step
    before = [old.id for old in routine.steps]
    assert [new.id for new in after.steps] == (before if step.id in before else [*before, step.id])
    assert after.without_step(step.id).step(step.id) is None


def test_the_library_times_everything_but_flare_up_aids_and_what_it_does_not_offer() -> None:
    for step in LIBRARY.steps.values():
        timed = is_timed(RoutineStep(step.id), step)
        assert timed is (step.offered and step.moment is not Moment.FLARE_UP)
        assert (default_timing(step) is not None) is timed
        assert is_timed(RoutineStep(step.id, when=BeforeBed(30)), step)


def test_an_own_step_is_timed_by_the_person_only() -> None:
    assert is_timed(RoutineStep("own/soak", when=AtClock(time(20))), None)
    assert not is_timed(RoutineStep("own/soak"), None)


@given(
    st.one_of(
        st.just(EveryNight()),
        st.builds(OnDays, st.frozensets(st.sampled_from(DAYS), min_size=1)),
        st.builds(EveryNth, st.integers(2, 14), st.dates(date(2026, 1, 1), date(2027, 1, 1))),
    ),
    st.integers(0, 6),
)
@QUICK
def test_the_next_nights_are_the_first_that_are_included(
    nights: EveryNight | OnDays | EveryNth, count: int
) -> None:
    found = next_nights(nights, SUNDAY, count)
    assert len(found) == count
    end = found[-1] if found else SUNDAY
    between = [SUNDAY + timedelta(days=n) for n in range((end - SUNDAY).days + 1)]
    assert list(found) == [night for night in between if nights.includes(night)][:count]


@given(st.integers(-200, 700), st.integers(0, 59))
@QUICK
def test_a_moved_step_keeps_its_kind_and_lands_on_five_minutes(before: int, seconds: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    bedtime = datetime(2026, 11, 22, 22, 30, tzinfo=berlin).astimezone(UTC)
    start = bedtime - timedelta(minutes=before, seconds=seconds)
    hanging = moved_to(BeforeBed(80), start, bedtime, berlin)
    assert isinstance(hanging, BeforeBed)
    assert hanging.minutes % 5 == 0
    assert hanging.minutes == 0 or abs(hanging.minutes - before - seconds / 60) <= 2.5
    fixed = moved_to(AtClock(time(20)), start, bedtime, berlin)
    assert isinstance(fixed, AtClock)
    assert fixed.time.minute % 5 == 0
    local = start.astimezone(berlin)
    apart = (fixed.time.hour - local.hour) * 60 + fixed.time.minute - local.minute
    assert min(apart % 1440, -apart % 1440) <= 3
