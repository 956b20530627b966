from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from library import LIBRARY, answered, nothing_is_locked
from rlscompanion.domain.evening import Conflict, Evening, PlannedStep, Taken
from rlscompanion.domain.night import ONE_DAY, Day, NightCalendar
from rlscompanion.domain.planner import Planner
from rlscompanion.domain.profile import Answer, BloodTest, Medicine, Profile
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    EveryNth,
    OnDays,
    Routine,
    RoutineStep,
    Timing,
    WeekTimes,
    built_in_routine,
)
from rlscompanion.domain.safety import Gate, Verdict

NIGHT = date(2026, 11, 22)
SPRING_AHEAD = date(2026, 3, 28)
FALL_BACK = date(2026, 10, 24)
BERLIN = ZoneInfo("Europe/Berlin")


def clock(hour: int, minute: int = 0) -> AtClock:
    return AtClock(time(hour, minute))


def own(name: str, when: Timing, title: str = "", minutes: int = 0) -> RoutineStep:
    return RoutineStep(f"own/{name}", title=title or name.capitalize(), when=when, minutes=minutes)


def medicine(kind: str, *times: time) -> Medicine:
    return Medicine(kind.capitalize(), kind, times)


def planner(
    *steps: RoutineStep,
    night: date = NIGHT,
    bedtime: time = time(22, 30),
    medicines: Iterable[Medicine] = (),
    profile: Profile | None = None,
    taken: Mapping[date, Taken] | None = None,
) -> Planner:
    told = nothing_is_locked(night) if profile is None else profile
    routine = Routine(bedtime=WeekTimes(bedtime), steps=steps)
    told = replace(told, medicines=(*told.medicines, *medicines))
    gate = Gate(LIBRARY, told, night)
    return Planner(LIBRARY, routine, gate, NightCalendar(BERLIN), taken or {})


def at(moment: datetime) -> str:
    return moment.astimezone(BERLIN).strftime("%H:%M")


def on_the_wall(night: date, hour: int, minute: int = 0) -> datetime:
    """Return an instant of a Night by the wall clock in Berlin."""
    return NightCalendar(BERLIN).at_or_after_turn(night, time(hour, minute))


def starts(evening: Evening) -> dict[str, str]:
    return {step.id: at(step.start) for step in evening.steps}


def conflict(evening: Evening, rule: str) -> Conflict:
    (found,) = [conflict for conflict in evening.conflicts if conflict.rule == rule]
    return found


# -------------------------------------------------------------------- placing


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


# -------------------------------------------------------------------- spacing


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


# ---------------------------------------------------------------------- fixes


def fixed(made: Planner, found: Conflict) -> Planner:
    """Return the planner after the fix of a conflict was taken."""
    assert found.fix is not None
    chosen = made.routine.step(found.fix.step)
    assert chosen is not None
    return replace(made, routine=made.routine.with_step(replace(chosen, when=found.fix.when)))


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
