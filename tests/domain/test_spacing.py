"""What is too close to what, said in words and mended by a fix."""

from datetime import time, timedelta

import pytest

from library import LIBRARY, answered, nothing_is_locked
from planned import NIGHT, clock, conflict, fixed, medicine, on_the_wall, own, planner
from rlscompanion.domain.evening import Taken
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.profile import Answer, BloodTest, Medicine
from rlscompanion.domain.routine import BeforeBed, EveryNth, RoutineStep
from rlscompanion.domain.safety import Verdict


def test_spacing_reaches_across_midnight() -> None:
    made = planner(
        RoutineStep("magnesium", when=clock(23, 30)),
        bedtime=time(1, 30),
        medicines=[medicine("gabapentinoid", time(0, 30))],
    )
    found = conflict(made.plan(NIGHT), "T2")
    assert found.steps == ("magnesium",)
    assert found.other == "gabapentinoid"
    assert found.fix is not None
    assert found.fix.when == clock(22, 30)


def test_spacing_reaches_across_noon_to_a_medicine_of_the_morning() -> None:
    made = planner(
        RoutineStep("zinc", when=clock(12, 30)),
        medicines=[medicine("levothyroxine", time(11, 0))],
    )
    found = conflict(made.plan(NIGHT), "T4")
    assert found.fix is not None
    assert found.fix.when == clock(15, 0)


def test_spacing_reaches_across_noon_to_what_was_ticked_last_night() -> None:
    steps = (RoutineStep("zinc", when=clock(12, 30)), RoutineStep("iron", when=clock(20)))
    assert not planner(*steps).plan(NIGHT).conflicts
    yesterday = NIGHT - ONE_DAY
    late = {yesterday: Taken(done={"iron": on_the_wall(yesterday, 11, 30)})}
    found = conflict(planner(*steps, taken=late).plan(NIGHT), "S-f")
    assert found.steps == ("zinc",)
    assert found.fix is not None
    assert found.fix.when == clock(13, 30)


def test_what_was_ticked_counts_in_place_of_the_plan() -> None:
    steps = (RoutineStep("zinc", when=clock(18)), RoutineStep("iron", when=clock(21)))
    assert not planner(*steps).plan(NIGHT).conflicts
    early = {NIGHT: Taken(done={"iron": on_the_wall(NIGHT, 18, 30)})}
    found = conflict(planner(*steps, taken=early).plan(NIGHT), "S-f")
    assert found.fix is not None
    assert found.fix.step == "zinc"
    too_close = (steps[0], RoutineStep("iron", when=clock(18, 30)))
    on_time = {NIGHT: Taken(done={"iron": on_the_wall(NIGHT, 21)})}
    assert not planner(*too_close, taken=on_time).plan(NIGHT).conflicts


def test_what_was_ticked_counts_even_when_it_is_planned_no_more() -> None:
    taken = {NIGHT: Taken(done={"iron": on_the_wall(NIGHT, 17)})}
    found = conflict(planner(RoutineStep("zinc", when=clock(18)), taken=taken).plan(NIGHT), "S-f")
    assert found.fix is not None
    assert found.fix.when == clock(19)


def test_what_was_skipped_keeps_nothing_at_a_distance() -> None:
    steps = (RoutineStep("zinc", when=clock(18)), RoutineStep("iron", when=clock(18)))
    assert planner(*steps).plan(NIGHT).conflicts
    skipped = {NIGHT: Taken(skipped=frozenset({"iron"}))}
    assert not planner(*steps, taken=skipped).plan(NIGHT).conflicts


def test_t6_keeps_minerals_eight_hours_before_and_four_after() -> None:
    antibiotic = [medicine("tetracycline-quinolone", time(21))]
    for hour, clashes in ((13, False), (14, True), (22, True)):
        made = planner(RoutineStep("zinc", when=clock(hour)), medicines=antibiotic, bedtime=time(3))
        assert bool(made.plan(NIGHT).conflicts) is clashes
    after = planner(RoutineStep("zinc", when=clock(1)), medicines=antibiotic, bedtime=time(3))
    assert not after.plan(NIGHT).conflicts


def test_a_class_without_times_asks_when_it_is_taken() -> None:
    yes = answered(NIGHT, but={"gabapentinoid": Answer.YES})
    untimed = [medicine("calcium")]
    evening = planner(
        RoutineStep("magnesium"), RoutineStep("iron"), profile=nothing_is_locked(NIGHT),
        medicines=[medicine("gabapentinoid"), *untimed],
    ).plan(NIGHT)  # fmt: skip
    asked = {found.other: found for found in evening.conflicts}
    assert set(asked) == {"gabapentinoid", "calcium"}
    for found in asked.values():
        assert found.fix is None
        assert "When do you take it?" in found.message
    only_told = planner(RoutineStep("magnesium"), profile=yes).plan(NIGHT)
    assert {(found.rule, found.other) for found in only_told.conflicts} == {("T2", "gabapentinoid")}


def test_a_multivitamin_counts_as_each_of_its_minerals() -> None:
    vitamins = [medicine("multivitamin", time(18))]
    for step, rule in (("iron", "S-a"), ("zinc", "S-f")):
        made = planner(RoutineStep(step, when=clock(17)), medicines=vitamins)
        assert rule in {found.rule for found in made.plan(NIGHT).conflicts}
    tablets = own("multi", clock(17), "Multivitamin tablets")
    made = planner(tablets, medicines=[medicine("levothyroxine", time(16))])
    assert conflict(made.plan(NIGHT), "T4").steps == ("own/multi",)


@pytest.mark.parametrize(
    ("rule", "steps", "medicines"),
    [
        ("S-a", [RoutineStep("iron"), RoutineStep("magnesium", when=clock(18))], []),
        ("S-a", [RoutineStep("iron"), own("milk", clock(18), "Warm milk")], []),
        ("S-a", [RoutineStep("iron")], [medicine("antacid", time(18))]),
        ("S-b", [RoutineStep("iron"), own("cup", clock(17, 30), "Coffee with Ann")], []),
        ("S-b", [RoutineStep("iron"), own("pot", clock(16), "Peppermint tea")], []),
        ("S-f", [RoutineStep("iron"), RoutineStep("zinc", when=clock(16, 30))], []),
        (
            "S-i",
            [RoutineStep("warm-bath"), RoutineStep("hard-burst", when=BeforeBed(70))],
            [],
        ),
        ("S-t", [RoutineStep("warm-bath")], [medicine("sedative", time(21, 25))]),
        ("S-t", [RoutineStep("contrast-shower")], [medicine("dopamine-agonist", time(21, 10))]),
    ],
)
def test_each_spacing_rule_is_computed_and_mended_by_its_fix(
    rule: str, steps: list[RoutineStep], medicines: list[Medicine]
) -> None:
    made = planner(*steps, medicines=medicines)
    evening = made.plan(NIGHT)
    assert not evening.left_out
    found = conflict(evening, rule)
    assert found.message
    assert found.fix is not None
    assert rule not in {other.rule for other in fixed(made, found).plan(NIGHT).conflicts}


@pytest.mark.parametrize("other", ["compression", "warm-bath"])
def test_s_q_has_no_fix_because_no_time_of_the_same_evening_will_do(other: str) -> None:
    evening = planner(RoutineStep("magnesium-skin"), RoutineStep(other)).plan(NIGHT)
    found = conflict(evening, "S-q")
    assert set(found.steps) == {"magnesium-skin", other}
    assert found.fix is None


def test_s_q_lets_them_be_on_two_evenings() -> None:
    oil = RoutineStep("magnesium-skin", nights=EveryNth(2, NIGHT))
    socks = RoutineStep("compression", nights=EveryNth(2, NIGHT - ONE_DAY))
    assert not planner(oil, socks).plan(NIGHT).conflicts


def test_s_h_keeps_the_bath_one_to_two_hours_before_bed() -> None:
    for minutes, fix in ((150, 140), (60, 80)):
        evening = planner(RoutineStep("warm-bath", when=BeforeBed(minutes))).plan(NIGHT)
        found = conflict(evening, "S-h")
        assert found.fix is not None
        assert found.fix.when == BeforeBed(fix)


def test_s_h_counts_the_end_of_a_longer_bath() -> None:
    evening = planner(RoutineStep("warm-bath", when=BeforeBed(90), minutes=40)).plan(NIGHT)
    found = conflict(evening, "S-h")
    assert found.fix is not None
    assert found.fix.when == BeforeBed(100)


def test_s_n_puts_compression_on_an_hour_before_bed_and_off_by_bedtime() -> None:
    found = conflict(planner(RoutineStep("compression", when=BeforeBed(30))).plan(NIGHT), "S-n")
    assert found.fix is not None
    assert found.fix.when == BeforeBed(60)
    assert not planner(RoutineStep("compression", minutes=60)).plan(NIGHT).conflicts
    longer = planner(RoutineStep("compression", minutes=90)).plan(NIGHT)
    assert conflict(longer, "S-n").fix is not None


def test_s_d_leaves_iron_out_on_the_day_before_a_booked_blood_test_and_says_why() -> None:
    booked = nothing_is_locked(NIGHT).with_blood_test(BloodTest(NIGHT + ONE_DAY))
    evening = planner(RoutineStep("iron"), profile=booked).plan(NIGHT)
    assert evening.step("iron") is None
    (left_out,) = evening.left_out
    assert (left_out.step, left_out.ruling.verdict) == ("iron", Verdict.BLOCKED)
    assert left_out.ruling.reasons[-1].condition == "S-d"
    assert "if your clinic agreed" in left_out.ruling.reasons[-1].text
    for night in (NIGHT - ONE_DAY, NIGHT + ONE_DAY):
        assert planner(RoutineStep("iron"), profile=booked).plan(night).step("iron")


def test_iron_that_was_taken_before_a_blood_test_is_still_said() -> None:
    booked = nothing_is_locked(NIGHT).with_blood_test(BloodTest(NIGHT + ONE_DAY))
    taken = {NIGHT: Taken(done={"iron": on_the_wall(NIGHT, 17)})}
    assert planner(RoutineStep("iron"), profile=booked, taken=taken).plan(NIGHT).step("iron")


def test_s_e_keeps_48_hours_between_irons_where_that_was_chosen() -> None:
    yesterday = NIGHT - ONE_DAY
    taken = {yesterday: Taken(done={"iron": on_the_wall(yesterday, 17)})}
    second_day = RoutineStep("iron", nights=EveryNth(2, NIGHT))
    assert conflict(planner(second_day, taken=taken).plan(NIGHT), "S-e").steps == ("iron",)
    assert not planner(RoutineStep("iron"), taken=taken).plan(NIGHT).conflicts
    before = NIGHT - 2 * ONE_DAY
    long_ago = {before: Taken(done={"iron": on_the_wall(before, 17)})}
    assert not planner(second_day, taken=long_ago).plan(NIGHT).conflicts


def test_a_step_outside_its_window_is_said_and_brought_back() -> None:
    for minutes, fix in ((300, 240), (5, 10)):
        evening = planner(RoutineStep("stretching", when=BeforeBed(minutes))).plan(NIGHT)
        found = conflict(evening, "window")
        assert found.fix is not None
        assert found.fix.when == BeforeBed(fix)
        assert LIBRARY.steps["stretching"].title in found.message


def test_a_fix_for_a_morning_step_may_be_later_that_morning_but_not_in_the_night() -> None:
    made = planner(
        RoutineStep("zinc", when=clock(8)), medicines=[medicine("levothyroxine", time(7))]
    )
    found = conflict(made.plan(NIGHT), "T4")
    assert found.fix is not None
    assert found.fix.when == clock(11)


def test_a_fix_never_turns_the_calming_step_it_moves_into_the_later_one() -> None:
    made = planner(
        RoutineStep("passion-flower", when=BeforeBed(245)),
        RoutineStep("l-theanine", when=BeforeBed(243)),
    )
    found = conflict(made.plan(NIGHT), "window")
    assert found.fix is None


def test_a_fix_looks_past_seconds_on_what_was_ticked() -> None:
    taken = {NIGHT: Taken(done={"iron": on_the_wall(NIGHT, 17) + timedelta(seconds=27)})}
    found = conflict(
        planner(RoutineStep("zinc", when=clock(18, 30)), taken=taken).plan(NIGHT), "S-f"
    )
    assert found.fix is not None
    assert found.fix.when == clock(19, 1)


def test_starting_says_which_rules_it_breaks_whatever_was_said_before() -> None:
    steps = (RoutineStep("zinc", when=clock(14)), RoutineStep("iron", when=clock(17)))
    for said in (
        Taken(),
        Taken(skipped=frozenset({"zinc"})),
        Taken(done={"zinc": on_the_wall(NIGHT, 14)}),
    ):
        made = planner(*steps, taken={NIGHT: said})
        evening = made.plan(NIGHT)
        assert made.broken_by_starting(evening, "zinc", on_the_wall(NIGHT, 16))
        assert not made.broken_by_starting(evening, "zinc", on_the_wall(NIGHT, 15))
