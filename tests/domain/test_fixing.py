"""Fixes: nearest, whole, and harming nothing else, on whatever evening."""

from collections.abc import Iterable
from datetime import time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planned import (
    BERLIN,
    FALL_BACK,
    NIGHT,
    SPRING_AHEAD,
    clock,
    fixed,
    medicine,
    on_the_wall,
    own,
    planner,
)
from rlscompanion.domain.evening import Evening, Fix, PlannedStep, Taken
from rlscompanion.domain.night import ONE_DAY, NightCalendar
from rlscompanion.domain.planner import Planner
from rlscompanion.domain.routine import AtClock, BeforeBed, RoutineStep, Timing


def keys(evening: Evening) -> set[object]:
    return {found.key for found in evening.conflicts}


def meets_every_rule(made: Planner, before: Evening, step_id: str, when: Timing) -> bool:
    """Return whether a step may be moved so: the very promise of a fix, by planning anew."""
    chosen = made.routine.step(step_id)
    assert chosen is not None
    routine = made.routine.with_step(replace(chosen, when=when))
    after = replace(made, routine=routine).plan_without_fixes(before.night)
    step = after.step(step_id)
    if step is None or step.moved or before.bedtime < step.start < before.wake:
        return False
    return (
        not any(step_id in found.steps for found in after.conflicts)
        and keys(after) <= keys(before)
        and {left.step for left in after.left_out} == {left.step for left in before.left_out}
        and not any(
            step.hands_on and other.hands_on and step.start < other.end and other.start < step.end
            for other in after.steps
            if other.id != step_id
        )
    )


def all_times(evening: Evening, step: PlannedStep) -> Iterable[tuple[float, Timing]]:
    """Yield every whole minute that a step of its kind can have, with its distance."""
    for minute in range(24 * 60):
        if isinstance(step.when, AtClock):
            when: Timing = clock(*divmod(minute, 60))
            start = NightCalendar(BERLIN).at_or_after_turn(evening.night, when.time)
        elif minute <= 720:
            when = BeforeBed(minute)
            start = evening.bedtime - timedelta(minutes=minute)
        else:
            return
        if start >= evening.begins:
            yield abs((start - step.start).total_seconds()), when


QUARTERS = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
MINERALS = ["magnesium", "iron", "zinc"]
timings = st.one_of(
    st.integers(0, 48).map(lambda n: BeforeBed(n * 15)),
    st.integers(0, 40).map(BeforeBed),
    QUARTERS.map(AtClock),
)
some_steps = st.one_of(
    st.builds(
        RoutineStep,
        st.sampled_from(
            [
                *MINERALS,
                "warm-bath",
                "stretching",
                "self-massage",
                "slow-breathing",
                "magnesium-skin",
                "compression",
                "passion-flower",
                "l-theanine",
                "contrast-shower",
            ]
        ),
        when=st.none() | timings,
    ),
    st.builds(
        lambda title, when, minutes: own(title.split()[0].casefold(), when, title, minutes),
        st.sampled_from(["Coffee", "Zinc drops", "Milk", "Soak"]),
        timings,
        st.sampled_from([0, 10, 30]),
    ),
)
some_medicines = st.builds(
    lambda kind, times: medicine(kind, *times),
    st.sampled_from(
        ["gabapentinoid", "levothyroxine", "tetracycline-quinolone", "antacid", "multivitamin"]
    ),
    st.lists(QUARTERS, min_size=1, max_size=2),
)
evenings = st.builds(
    lambda steps, medicines, night, bedtime, done: planner(
        *steps,
        night=night,
        bedtime=bedtime,
        medicines=medicines,
        taken={
            night: Taken(
                done={
                    step.id: on_the_wall(night, 16) + timedelta(seconds=seconds)
                    for step, seconds in zip(steps, done, strict=False)
                    if seconds is not None
                }
            )
        },
    ),
    st.lists(some_steps, min_size=1, max_size=7, unique_by=lambda step: step.id),
    st.lists(some_medicines, max_size=2, unique_by=lambda made: made.kind),
    st.sampled_from([NIGHT, SPRING_AHEAD, FALL_BACK]),
    st.sampled_from([time(22, 30), time(0, 15), time(3, 30), time(20)]),
    st.lists(st.none() | st.integers(0, 20000), max_size=2),
)


@given(evenings)
@settings(deadline=None, derandomize=True, max_examples=250)
def test_a_fix_removes_its_conflict_makes_no_new_one_and_keeps_the_kind(made: Planner) -> None:
    night = made.gate.today
    evening = made.plan(night)
    for found in evening.conflicts:
        if found.fix is None:
            continue
        assert found.fix.step in found.steps
        step = evening.step(found.fix.step)
        assert step is not None
        assert type(found.fix.when) is type(step.when)
        after = fixed(made, found).plan(night)
        assert found.key not in keys(after)
        assert keys(after) <= keys(evening)
        assert meets_every_rule(made, evening, found.fix.step, found.fix.when)


@given(evenings)
@settings(deadline=None, derandomize=True, max_examples=40)
def test_a_fix_is_the_nearest_time_that_meets_every_rule(made: Planner) -> None:
    evening = made.plan(made.gate.today)
    movable = {
        step.id: step for step in evening.steps if step.id not in made.taken[evening.night].done
    }
    for found in evening.conflicts[:2]:
        for step_id in found.steps:
            if step_id not in movable:
                continue
            step = movable[step_id]
            mended = found.fix is not None and found.fix.step == step_id
            distance = float("inf")
            if mended:
                (distance,) = [
                    far
                    for far, when in all_times(evening, step)
                    if found.fix is not None and when == found.fix.when
                ]
            nearer = [when for far, when in all_times(evening, step) if far < distance]
            assert not [when for when in nearer if meets_every_rule(made, evening, step_id, when)]
            if mended:
                break


@given(evenings)
@settings(deadline=None, derandomize=True, max_examples=60)
def test_planning_twice_gives_the_same_evening(made: Planner) -> None:
    night = made.gate.today
    assert replace(made).plan(night) == made.plan(night)


@given(evenings, st.integers(0, 20 * 60))
@settings(deadline=None, derandomize=True, max_examples=80)
def test_a_fix_of_an_evening_that_is_on_is_still_to_come(made: Planner, minutes: int) -> None:
    night = made.gate.today
    usual = made.plan(night)
    now = usual.begins + timedelta(minutes=minutes)
    for found, before in zip(made.plan(night, now).conflicts, usual.conflicts, strict=True):
        assert found.key == before.key
        if found.fix is not None:
            assert made.times(night).start_of(found.fix.when) >= now


@given(evenings)
@settings(deadline=None, derandomize=True, max_examples=40)
def test_while_the_evening_is_ahead_its_fixes_are_those_of_the_plan(made: Planner) -> None:
    night = made.gate.today
    assert made.plan(night, made.times(night).begins) == made.plan(night)


def test_a_lasting_fix_holds_on_the_nights_with_another_bedtime_too() -> None:
    magnesium = RoutineStep("magnesium", when=BeforeBed(60))
    gabapentin = medicine("gabapentinoid", time(21))
    usual = planner(magnesium, bedtime=time(23), medicines=[gabapentin])
    made = replace(usual, bedtimes={NIGHT: time(22, 45)})
    (for_tonight,) = made.plan(NIGHT).conflicts
    assert keys(fixed(made, for_tonight).plan(NIGHT + ONE_DAY))
    (found,) = made.plan_lasting(NIGHT).conflicts
    assert found.fix == Fix("magnesium", BeforeBed(240))
    for night in (NIGHT, NIGHT + ONE_DAY):
        assert not fixed(made, found).plan(night).conflicts


@given(evenings, st.sampled_from([time(22), time(23, 15)]))
@settings(deadline=None, derandomize=True, max_examples=60)
def test_a_lasting_fix_is_found_wherever_one_for_tonight_is(made: Planner, only: time) -> None:
    night = made.gate.today
    tonight = replace(made, bedtimes={night: only})
    usual, lasting = tonight.plan(night), tonight.plan_lasting(night)
    for found, other in zip(usual.conflicts, lasting.conflicts, strict=True):
        assert (found.fix is None) == (other.fix is None)
        if other.fix is not None:
            assert meets_every_rule(tonight, usual, other.fix.step, other.fix.when)
    assert made.plan_lasting(night) == made.plan(night)
