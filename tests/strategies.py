"""Hypothesis strategies for whole profiles and routines."""

from datetime import date, time, timedelta

from hypothesis import strategies as st

from library import LIBRARY
from rlscompanion.domain.night import Day
from rlscompanion.domain.profile import (
    MEDICINE_CLASSES,
    Answer,
    BloodTest,
    DatedAnswer,
    FerritinUnit,
    Medicine,
    Profile,
)
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    EveryNight,
    EveryNth,
    OnDays,
    ReminderSetting,
    Routine,
    RoutineStep,
    Sound,
    WeekTimes,
)

TODAY = date(2026, 11, 22)
CONDITIONS = sorted(set(LIBRARY.conditions) - {"alcohol-tonight"})
OFFERED = sorted(step.id for step in LIBRARY.steps.values() if step.offered)

titles = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=200
).filter(lambda title: title == title.strip() and bool(title) and title.isprintable())
clock_times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days_around_today = st.integers(-800, 30).map(lambda n: TODAY + timedelta(days=n))
figures = st.none() | st.sampled_from([0, 19.9, 20, 44.9, 45, 75, 75.5, 100, 100.1, 300])
blood_tests = st.builds(
    BloodTest,
    days_around_today,
    figures,
    figures.filter(lambda v: v is None or v <= 100),
    st.sampled_from(FerritinUnit),
    st.just("") | titles,
)
medicines = st.builds(
    Medicine,
    titles,
    st.sampled_from(sorted(MEDICINE_CLASSES | set(CONDITIONS))),
    st.lists(clock_times, max_size=3).map(lambda times: tuple(sorted(set(times)))),
    st.just("") | titles,
)
profiles = st.builds(
    Profile,
    answers=st.dictionaries(
        st.sampled_from(CONDITIONS),
        st.builds(DatedAnswer, st.sampled_from(Answer), days_around_today),
    ),
    birth_year=st.none() | st.integers(1930, 2012),
    clinician_ok=st.dictionaries(st.sampled_from(sorted(LIBRARY.cells)), days_around_today),
    blood_tests=st.lists(blood_tests, max_size=3).map(tuple),
    medicines=st.lists(medicines, max_size=3).map(tuple),
)

timings = st.builds(BeforeBed, st.integers(0, 720)) | st.builds(AtClock, clock_times)
nights = st.one_of(
    st.just(EveryNight()),
    st.builds(OnDays, st.frozensets(st.sampled_from(Day), min_size=1)),
    st.builds(EveryNth, st.integers(2, 14), days_around_today),
)
reminder_settings = st.builds(
    ReminderSetting,
    on=st.booleans(),
    lead=st.integers(0, 240),
    repeat_every=st.integers(1, 240),
    repeat_at_most=st.integers(0, 20),
    late_limit=st.integers(1, 720),
    sound=st.sampled_from(Sound),
)
library_steps = st.builds(
    RoutineStep,
    id=st.sampled_from(OFFERED),
    on=st.booleans(),
    when=st.none() | timings,
    minutes=st.none() | st.integers(0, 240),
    nights=nights,
    reminder=reminder_settings,
)
own_steps = st.builds(
    RoutineStep,
    id=st.from_regex(r"own/[a-z0-9-]{1,60}", fullmatch=True),
    on=st.booleans(),
    title=titles,
    when=timings,
    minutes=st.none() | st.integers(0, 240),
    nights=nights,
    reminder=reminder_settings,
)
week_times = st.builds(
    WeekTimes, clock_times, st.dictionaries(st.sampled_from(Day), clock_times, max_size=3)
)
routines = st.builds(
    Routine,
    bedtime=week_times,
    wake=week_times,
    day_turns=clock_times,
    steps=st.lists(library_steps | own_steps, max_size=8, unique_by=lambda step: step.id).map(
        tuple
    ),
)
