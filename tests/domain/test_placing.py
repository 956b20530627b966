"""Which steps belong to a Night, and where each starts."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library import LIBRARY
from planned import (
    BERLIN,
    FALL_BACK,
    NIGHT,
    SPRING_AHEAD,
    at,
    clock,
    medicine,
    on_the_wall,
    own,
    planner,
    starts,
)
from rlscompanion.domain.evening import Taken
from rlscompanion.domain.night import ONE_DAY, Day, NightCalendar
from rlscompanion.domain.planner import Planner
from rlscompanion.domain.profile import Profile
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    EveryNth,
    OnDays,
    RoutineStep,
    built_in_routine,
)
from rlscompanion.domain.safety import Gate, Verdict


def test_the_default_evening_is_planned_backwards_from_bedtime() -> None:
    gate = Gate(LIBRARY, Profile(), NIGHT)
    routine = built_in_routine(LIBRARY)
    evening = Planner(LIBRARY, routine, gate, NightCalendar(BERLIN)).plan(NIGHT)
    assert starts(evening) == {
        "dim-lights": "19:30",
        "stretching": "21:10",
        "screens-off": "21:30",
        "slow-breathing": "22:10",
        "lights-out": "22:30",
    }
    assert not evening.conflicts
    assert not evening.left_out
    assert at(evening.wake) == "06:30"


@pytest.mark.parametrize("night", [NIGHT, SPRING_AHEAD, FALL_BACK])
def test_minutes_before_bed_are_elapsed_minutes(night: date) -> None:
    soak = own("soak", BeforeBed(120))
    evening = planner(soak, night=night, bedtime=time(3, 30)).plan(night)
    step = evening.step("own/soak")
    assert step is not None
    assert evening.bedtime - step.start == timedelta(hours=2)


def test_two_hours_before_half_past_three_read_otherwise_on_the_wall_when_clocks_change() -> None:
    soak = own("soak", BeforeBed(120))
    shown = {
        night: starts(planner(soak, night=night, bedtime=time(3, 30)).plan(night))["own/soak"]
        for night in (NIGHT, SPRING_AHEAD, FALL_BACK)
    }
    assert shown == {NIGHT: "01:30", SPRING_AHEAD: "00:30", FALL_BACK: "02:30"}


def test_lights_out_is_always_planned_as_a_mark_at_bedtime() -> None:
    for steps in ((), (RoutineStep("lights-out", on=False),)):
        (mark,) = planner(*steps).plan(NIGHT).steps
        assert mark.is_mark
        assert at(mark.start) == "22:30"
        assert not mark.reminder.on


def test_overlapping_hands_on_steps_move_earlier_in_order_of_start() -> None:
    evening = planner(
        RoutineStep("stretching", when=BeforeBed(25)),
        RoutineStep("slow-breathing", when=BeforeBed(20)),
        RoutineStep("self-massage", when=BeforeBed(28)),
    ).plan(NIGHT)
    assert starts(evening) == {
        "self-massage": "21:50",
        "stretching": "22:00",
        "slow-breathing": "22:10",
        "lights-out": "22:30",
    }
    assert [step.id for step in evening.steps if step.moved] == ["self-massage", "stretching"]


def test_clock_steps_never_move_and_others_make_way() -> None:
    evening = planner(
        RoutineStep("slow-breathing", when=BeforeBed(20)),
        own("soak", clock(22, 5), minutes=10),
        own("rub", clock(22, 10), minutes=10),
    ).plan(NIGHT)
    assert starts(evening)["own/soak"] == "22:05"
    assert starts(evening)["own/rub"] == "22:10"
    assert starts(evening)["slow-breathing"] == "21:55"


def test_steps_that_need_no_hands_may_share_a_time() -> None:
    evening = planner(
        RoutineStep("screens-off", when=BeforeBed(60)),
        RoutineStep("dim-lights", when=BeforeBed(60)),
    ).plan(NIGHT)
    assert not any(step.moved for step in evening.steps)


@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(1, 40), st.booleans()), min_size=1, max_size=9
    ),
    st.sampled_from([NIGHT, SPRING_AHEAD, FALL_BACK]),
)
@settings(deadline=None, derandomize=True, max_examples=150)
def test_hands_on_steps_never_overlap_unless_two_clock_steps_do(
    drawn: list[tuple[int, int, bool]], night: date
) -> None:
    steps = [
        own(
            f"n{n}",
            AtClock((datetime(2026, 1, 1, 22, 30, tzinfo=UTC) - timedelta(minutes=ago)).time())
            if by_clock
            else BeforeBed(ago),
            minutes=minutes,
        )
        for n, (ago, minutes, by_clock) in enumerate(drawn)
    ]
    evening = planner(*steps, night=night).plan(night)
    placed = [step for step in evening.steps if step.hands_on]
    assert len(placed) == len(steps)
    for n, one in enumerate(placed):
        assert one.start <= one.nominal
        assert one.start == one.nominal or isinstance(one.when, BeforeBed)
        for two in placed[n + 1 :]:
            if isinstance(one.when, BeforeBed) or isinstance(two.when, BeforeBed):
                assert one.end <= two.start or two.end <= one.start
    order = [step.id for step in placed if isinstance(step.when, BeforeBed)]
    wanted = {step.id: step.nominal for step in placed}
    assert [wanted[name] for name in order] == sorted(wanted[name] for name in order)


def test_days_and_every_nth_night_decide_whether_a_step_is_planned() -> None:
    every_other = RoutineStep("screens-off", nights=EveryNth(2, NIGHT))
    mondays = RoutineStep("dim-lights", nights=OnDays(frozenset({Day.MON})))
    made = planner(every_other, mondays)
    planned = {
        n: {step.id for step in made.plan(NIGHT + n * ONE_DAY).steps} - {"lights-out"}
        for n in (-2, 0, 1, 2)
    }
    assert planned == {-2: set(), 0: {"screens-off"}, 1: {"dim-lights"}, 2: {"screens-off"}}


def test_a_locked_step_is_left_out_with_its_verdict() -> None:
    evening = planner(RoutineStep("warm-bath"), profile=Profile()).plan(NIGHT)
    assert evening.step("warm-bath") is None
    (left,) = evening.left_out
    assert (left.step, left.ruling.verdict) == ("warm-bath", Verdict.QUESTIONS)


def test_what_belongs_to_a_flare_up_has_no_place_in_the_evening() -> None:
    assert planner(RoutineStep("night-walk")).plan(NIGHT).step("night-walk") is None


def test_x2_blocks_the_later_of_two_calming_steps() -> None:
    both = (RoutineStep("l-theanine"), RoutineStep("passion-flower"))
    for steps in (both, both[::-1]):
        evening = planner(*steps).plan(NIGHT)
        assert evening.step("passion-flower") is not None
        (left,) = evening.left_out
        assert left.step == "l-theanine"
        assert left.ruling.verdict is Verdict.BLOCKED
        assert "X2" in {reason.condition for reason in left.ruling.reasons}


def test_x2_knows_calming_steps_by_their_own_names_too() -> None:
    evening = planner(
        RoutineStep("passion-flower"), own("calm", BeforeBed(30), "L-Theanine 200 mg")
    ).plan(NIGHT)
    assert [left.step for left in evening.left_out] == ["own/calm"]


def test_x2_blocks_what_is_planned_beside_what_was_done() -> None:
    both = (RoutineStep("l-theanine"), RoutineStep("passion-flower"))
    done = {NIGHT: Taken(done={"l-theanine": on_the_wall(NIGHT, 22, 0)})}
    evening = planner(*both, taken=done).plan(NIGHT)
    assert evening.step("l-theanine") is not None
    assert [left.step for left in evening.left_out] == ["passion-flower"]


def test_x2_leaves_the_other_be_when_one_was_skipped() -> None:
    both = (RoutineStep("l-theanine"), RoutineStep("passion-flower"))
    skipped = {NIGHT: Taken(skipped=frozenset({"passion-flower"}))}
    evening = planner(*both, taken=skipped).plan(NIGHT)
    assert not evening.left_out


def test_medicines_are_marks_at_each_of_their_times_within_the_night() -> None:
    made = planner(medicines=[medicine("gabapentinoid", time(7), time(21, 30))])
    evening = made.plan(NIGHT)
    assert {at(mark.at) for mark in evening.medicines} == {"21:30", "07:00"}
    assert all(evening.begins <= mark.at < evening.begins + ONE_DAY for mark in evening.medicines)
