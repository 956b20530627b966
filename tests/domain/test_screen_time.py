"""Guides on the screen come before it goes off: said while planning, never a gate."""

from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from planned import NIGHT, fixed, planner
from rlscompanion.domain.evening import Fix
from rlscompanion.domain.routine import AtClock, BeforeBed, RoutineStep
from rlscompanion.domain.screen_time import after_screens, mended_before_screens

SCREENS = RoutineStep("screens-off")


def stretching(before: int) -> RoutineStep:
    return RoutineStep("stretching", when=BeforeBed(before))


def test_what_is_guided_after_the_screen_went_off_is_told_with_the_nearest_time_before() -> None:
    plans = planner(SCREENS, stretching(40))
    (hint,) = after_screens(plans, plans.plan(NIGHT))
    assert hint.message.startswith("Gentle stretching ends after Screens off. ")
    assert hint.fix == Fix("stretching", BeforeBed(70))


def test_a_step_at_a_clock_time_keeps_to_the_clock_when_it_is_mended() -> None:
    plans = planner(SCREENS, RoutineStep("stretching", when=AtClock(time(21, 55))))
    (hint,) = after_screens(plans, plans.plan(NIGHT))
    assert hint.fix == Fix("stretching", AtClock(time(21, 20)))


def test_the_fix_of_another_conflict_leads_to_no_guide_after_the_screen_went_off() -> None:
    plans = planner(SCREENS, RoutineStep("stretching", when=AtClock(time(1))))
    evening = plans.plan(NIGHT)
    hints = tuple(after_screens(plans, evening))
    (conflict,) = mended_before_screens(evening, hints).conflicts
    after = fixed(plans, conflict)
    assert after.plan(NIGHT).conflicts == ()
    assert not list(after_screens(after, after.plan(NIGHT)))


def test_nothing_is_told_before_without_a_guide_or_where_the_screen_stays_on() -> None:
    for steps in (
        (SCREENS, stretching(70)),
        (SCREENS, RoutineStep("slow-breathing")),
        (SCREENS, RoutineStep("dim-lights", when=BeforeBed(30))),
        (stretching(40),),
    ):
        plans = planner(*steps)
        assert not list(after_screens(plans, plans.plan(NIGHT)))


def test_it_is_no_rule_of_the_evening_itself() -> None:
    assert planner(SCREENS, stretching(40)).plan(NIGHT).conflicts == ()


@given(
    before=st.integers(0, 118).map(lambda fifth: fifth * 5),
    screens=st.sampled_from([time(21), time(21, 35), time(22, 25), time(18)]),
    bath=st.integers(0, 40).map(lambda fifth: fifth * 5),
)
def test_a_fix_ends_what_is_told_and_breaks_nothing(before: int, screens: time, bath: int) -> None:
    plans = planner(
        RoutineStep("screens-off", when=AtClock(screens)),
        stretching(before),
        RoutineStep("self-massage", when=BeforeBed(bath)),
    )
    evening = plans.plan(NIGHT)
    for hint in after_screens(plans, evening):
        if hint.fix is None:
            continue
        mended = fixed(plans, hint)
        after = mended.plan(NIGHT)
        assert hint.fix.step not in {told.steps[0] for told in after_screens(mended, after)}
        assert {one.key for one in after.conflicts} <= {one.key for one in evening.conflicts}
