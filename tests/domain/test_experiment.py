"""Plans and their seal, the course of a test, the stop rules, and the words of a verdict."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from rlscompanion.adapters.toml_files import toml
from rlscompanion.assets import resources
from rlscompanion.domain.experiment import (
    ANSWERS_OF,
    Adherence,
    Arm,
    Ask,
    Experiment,
    Finding,
    NoExperiment,
    Outcome,
    Phase,
    RunIn,
    State,
    asks,
    enough,
    finding,
    sentence,
)
from rlscompanion.domain.randomisation import Comparison
from rlscompanion.domain.sealing import drawn_plan, is_intact, reference_of, seal_of

WORDS = toml(resources() / "library" / "experiments.toml")["text"]
MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
AT = datetime(2026, 11, 22, 20, tzinfo=UTC)


def begun(seed: str = "seed", nights: int = 28, first: date = MONDAY) -> Experiment:
    plan = drawn_plan(
        "warm-bath",
        Outcome.FALLING_ASLEEP,
        "How strong?",
        nights=nights,
        first_night=first,
        seed=seed,
        expectation=7,
    )
    return Experiment.begin(plan, seal_of(plan), AT, RunIn(9, 5.0, 2.0))


def compared(difference: float, low: float, high: float) -> Comparison:
    return Comparison(
        with_mean=5 + difference,
        without_mean=5,
        with_nights=14,
        without_nights=14,
        difference=difference,
        low=low,
        high=high,
        p=0.05,
        schedules=9999,
        complete=False,
    )


# -------------------------------------------------------------------- sealing


def test_the_seal_is_the_sha256_of_the_text_that_anyone_can_check() -> None:
    test = begun()
    assert test.sealed == hashlib.sha256(test.plan.text().encode()).hexdigest()
    assert "step: warm-bath\n" in test.plan.text()
    assert test.plan.text().count(": with\n") == 14


@given(st.text(min_size=1, max_size=30), st.sampled_from([20, 28, 40]))
def test_a_plan_as_it_was_drawn_is_intact(seed: str, nights: int) -> None:
    assert is_intact(begun(seed, nights))


@given(st.data())
def test_whatever_is_changed_in_a_plan_is_found_out(data: st.DataObject) -> None:
    test = begun()
    plan = test.plan
    n = data.draw(st.integers(0, 27))
    other = Arm.WITHOUT if plan.arms[n] is Arm.WITH else Arm.WITH
    changed = data.draw(
        st.sampled_from(
            [
                replace(plan, step="stretching"),
                replace(plan, outcome=Outcome.EVENING),
                replace(plan, expectation=3),
                replace(plan, first_night=MONDAY + DAY),
                replace(plan, seed="another"),
                replace(plan, question="Another?"),
                replace(plan, arms=(*plan.arms[:n], other, *plan.arms[n + 1 :])),
                replace(plan, arms=plan.arms[:-4]),
            ]
        )
    )
    assert not is_intact(replace(test, plan=changed))


def test_a_new_seal_on_a_changed_schedule_is_found_out_by_the_seed() -> None:
    test = begun()
    changed = replace(test.plan, arms=tuple(reversed(test.plan.arms)))
    assert not is_intact(replace(test, plan=changed, sealed=seal_of(changed)))


def test_the_same_plan_is_always_judged_by_the_same_schedules() -> None:
    assert reference_of(begun().plan) == reference_of(begun().plan)


# ----------------------------------------------------------------- its course


def test_a_new_test_has_one_night_after_another_in_blocks_of_four() -> None:
    test = begun()
    assert [a.night for a in test.assignments] == [MONDAY + n * DAY for n in range(28)]
    assert [a.block for a in test.assignments] == [n // 4 + 1 for n in range(28)]
    assert test.phase(MONDAY - DAY) is Phase.WAITING
    assert test.phase(MONDAY) is Phase.RUNNING
    assert test.phase(MONDAY + 27 * DAY) is Phase.RUNNING
    assert test.phase(MONDAY + 28 * DAY) is Phase.FINISHED


@given(st.integers(0, 27), st.integers(0, 30))
def test_a_pause_leaves_out_the_block_it_cuts_and_keeps_the_others_whole(
    cut: int, later: int
) -> None:
    test = begun()
    paused = test.paused(MONDAY + cut * DAY)
    assert paused.phase(MONDAY + cut * DAY) is Phase.PAUSED
    void = [a.number for a in paused.assignments if a.void]
    if cut % 4:
        assert void == [n + 1 for n in range(28) if n // 4 == cut // 4]
    else:
        assert void == []
    again = paused.resumed(MONDAY + (cut + later) * DAY)
    assert [a.arm for a in again.assignments] == [a.arm for a in test.assignments]
    assert is_intact(again)
    kept = [a for a in again.assignments if not a.void]
    nights = [a.night for a in kept if a.night is not None]
    assert len(nights) == len(kept)
    assert nights == sorted(set(nights))
    for block in {a.block for a in kept}:
        own = [a.night for a in kept if a.block == block and a.night is not None]
        assert own == [own[0] + n * DAY for n in range(4)]
    assert all(a.night < MONDAY + cut * DAY for a in again.assignments if a.void and a.night)


def test_a_block_whose_first_night_was_told_is_left_out_by_a_pause() -> None:
    test = begun().revealed(MONDAY + 4 * DAY, AT)
    paused = test.paused(MONDAY + 4 * DAY)
    assert [a.block for a in paused.assignments if a.void] == [2] * 4


def test_a_pause_in_the_last_block_leaves_nothing_to_come() -> None:
    test = begun().paused(MONDAY + 26 * DAY).resumed(MONDAY + 30 * DAY)
    assert test.phase(MONDAY + 30 * DAY) is Phase.FINISHED


def test_there_is_nothing_to_pause_when_all_nights_are_over() -> None:
    with pytest.raises(NoExperiment):
        begun().paused(MONDAY + 28 * DAY)


def test_ratings_of_left_out_and_later_nights_do_not_count() -> None:
    rated = {MONDAY + n * DAY: 5 for n in range(28)}
    paused = begun().paused(MONDAY + 6 * DAY).resumed(MONDAY + 6 * DAY)
    assert paused.values(rated)[4:8] == (None,) * 4
    stopped = begun().stopped(MONDAY + 10 * DAY, State.STOPPED)
    assert stopped.values(rated) == (*[5] * 10, *[None] * 18)
    assert stopped.phase(MONDAY) is Phase.STOPPED
    assert stopped.of_night(MONDAY + 10 * DAY) is None


def test_the_first_moment_of_telling_stays() -> None:
    told = begun().revealed(MONDAY, AT).revealed(MONDAY, AT + DAY)
    assert told.assignments[0].revealed == AT


@pytest.mark.parametrize("arm", Arm)
@pytest.mark.parametrize("said", Adherence)
def test_an_answer_fits_the_arm_of_its_night(arm: Arm, said: Adherence) -> None:
    test = begun()
    night = next(a.night for a in test.assignments if a.arm is arm)
    assert night is not None
    if said in ANSWERS_OF[arm]:
        found = test.answered(night, said).of_night(night)
        assert found is not None
        assert found.adherence is said
    else:
        with pytest.raises(NoExperiment):
            test.answered(night, said)


def test_swapped_nights_are_those_on_which_the_other_arm_was_lived() -> None:
    swapped = {
        (a.arm, said)
        for a in begun().assignments
        for said in Adherence
        if replace(a, adherence=said).swapped
    }
    assert swapped == {
        (Arm.WITH, Adherence.NOT_DONE),
        (Arm.WITHOUT, Adherence.DID_IT_ANYWAY),
    }


def test_a_night_outside_the_test_takes_no_answer() -> None:
    with pytest.raises(NoExperiment):
        begun().answered(MONDAY - DAY, Adherence.DONE)


# ----------------------------------------------------------------- stop rules


def nights_of(test: Experiment, arm: Arm) -> list[date]:
    return [a.night for a in test.assignments if a.arm is arm and a.night is not None]


@pytest.mark.parametrize("arm", Arm)
def test_two_very_bad_nights_of_one_arm_ask_whether_to_stop(arm: Arm) -> None:
    test = begun()
    one, two = nights_of(test, arm)[:2]
    assert asks(test, {one: 9}, two) is None
    assert asks(test, {one: 9, two: 8}, two) is None
    assert asks(test, {one: 9, two: 10}, two) is Ask.STOP_BECAUSE_WORSE


def test_very_bad_nights_of_different_arms_ask_nothing() -> None:
    test = begun()
    one, two = nights_of(test, Arm.WITH)[0], nights_of(test, Arm.WITHOUT)[0]
    assert asks(test, {one: 10, two: 10}, max(one, two)) is None


def test_nights_as_bad_as_before_the_test_ask_nothing() -> None:
    test = replace(begun(), run_in=RunIn(9, 8.0, 1.0))
    one, two = nights_of(test, Arm.WITH)[:2]
    assert asks(test, {one: 10, two: 10}, two) is None


def test_who_chose_to_go_on_is_asked_again_only_after_two_more_bad_nights() -> None:
    test = begun()
    one, two, three, four = nights_of(test, Arm.WITH)[:4]
    went_on = replace(test, went_on=two)
    assert asks(went_on, {one: 10, two: 10}, two) is None
    assert asks(went_on, {one: 10, two: 10, three: 9}, three) is None
    bad = {one: 10, two: 10, three: 9, four: 9}
    assert asks(went_on, bad, four) is Ask.STOP_BECAUSE_WORSE


def test_four_nights_in_a_row_without_a_rating_ask_to_pause_or_end() -> None:
    test = begun()
    assert asks(test, {}, MONDAY + 3 * DAY) is None
    assert asks(test, {}, MONDAY + 4 * DAY) is Ask.PAUSE_OR_END
    assert asks(test, {MONDAY + 3 * DAY: 4}, MONDAY + 4 * DAY) is None
    assert asks(test, {MONDAY: 4}, MONDAY + 5 * DAY) is Ask.PAUSE_OR_END
    assert asks(test.paused(MONDAY + 4 * DAY), {}, MONDAY + 9 * DAY) is None


# ------------------------------------------------------------------- verdicts


def test_the_minimum_is_sixteen_nights_seven_in_each_arm_and_four_whole_blocks() -> None:
    schedule = sum(0b0011 << 4 * n for n in range(10))
    assert enough(schedule, [5] * 16 + [None] * 24)
    assert not enough(schedule, [5] * 15 + [None] * 25)
    seven: list[int | None] = [5] * 18  # the third night of a block is without
    for n in (2, 3, 6):
        seven[n] = None
    assert sum(value is not None and not schedule >> n & 1 for n, value in enumerate(seven)) == 5
    assert not enough(schedule, [*seven, *[None] * 22])
    only_one_arm_in_the_rest = [5, 5, 5, 5] * 3 + [5, 5, None, None] * 7
    assert not enough(schedule, only_one_arm_in_the_rest)


@pytest.mark.parametrize(
    ("difference", "low", "high", "found"),
    [
        (-1.8, -3.0, -0.6, Finding.BETTER),
        (-1.0, -2.0, -0.1, Finding.BETTER),
        (1.8, 0.6, 3.0, Finding.WORSE),
        (0.2, -1.4, 1.4, Finding.NO_LARGE_DIFFERENCE),
        (-0.9, -1.4, -0.4, Finding.NO_LARGE_DIFFERENCE),
        (-0.9, -1.6, -0.2, Finding.SMALL),
        (0.9, 0.1, 1.7, Finding.SMALL),
        (-0.9, -2.0, 0.2, Finding.CANNOT_TELL),
        (-2.9, -6.0, 0.0, Finding.CANNOT_TELL),
        (0.0, -1.5, 1.4, Finding.CANNOT_TELL),
    ],
)
def test_each_row_of_the_rules(difference: float, low: float, high: float, found: Finding) -> None:
    assert finding(compared(difference, low, high)) is found


def test_too_few_nights_earn_no_verdict() -> None:
    assert finding(None) is Finding.NOT_ENOUGH


@given(st.floats(-10, 10), st.floats(0, 10), st.floats(0, 10))
def test_exactly_one_rule_fits_every_result(difference: float, below: float, above: float) -> None:
    low, high = difference - below, difference + above
    clear = high < 0 or low > 0
    rules = {
        Finding.BETTER: high < 0 and difference <= -1,
        Finding.WORSE: low > 0 and difference >= 1,
        Finding.NO_LARGE_DIFFERENCE: low > -1.5 and high < 1.5,
        Finding.SMALL: clear and abs(difference) < 1,
    }
    fitting = [kind for kind, fits in rules.items() if fits]
    found = finding(compared(difference, low, high))
    assert found is (fitting[0] if fitting else Finding.CANNOT_TELL)
    if found is Finding.CANNOT_TELL:
        assert not clear
    mirrored = finding(compared(-difference, -high, -low))
    swap = {Finding.BETTER: Finding.WORSE, Finding.WORSE: Finding.BETTER}
    assert mirrored is swap.get(found, found)


def test_the_words_of_better_are_those_of_the_design() -> None:
    found = Comparison(3.1, 4.9, 14, 14, -1.8, -3.0, -0.6, 0.01, 9999, complete=False)
    said = sentence(Finding.BETTER, found, "the bath", WORDS)
    assert said.lead == "Nights with the bath were better:"
    assert said.rest == (
        "3.1 instead of 4.9 on average (1.8 lower; plausible range 0.6 to 3.0 lower)."
    )


def test_the_words_of_worse_say_higher() -> None:
    found = Comparison(4.9, 3.1, 14, 14, 1.8, 0.6, 3.0, 0.01, 9999, complete=False)
    assert str(sentence(Finding.WORSE, found, "the bath", WORDS)) == (
        "Nights with the bath were worse: 4.9 instead of 3.1 on average "
        "(1.8 higher; plausible range 0.6 to 3.0 higher)."
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Finding.NOT_ENOUGH, "Not enough nights yet. This shows your ratings only."),
        (
            Finding.NO_LARGE_DIFFERENCE,
            "No large difference. If the bath helps you, it is by less than 1.5 points.",
        ),
        (Finding.SMALL, "A small difference. Too small to matter much."),
        (
            Finding.CANNOT_TELL,
            (
                "Can't tell. The difference you saw, 0.9 points, is easily chance with this many "
                "nights. This does not mean it doesn't work."
            ),
        ),
    ],
)
def test_the_other_words_are_those_of_the_design(kind: Finding, words: str) -> None:
    assert str(sentence(kind, compared(-0.9, -2.0, 0.2), "the bath", WORDS)) == words


@pytest.mark.parametrize("kind", Finding)
def test_every_finding_has_words(kind: Finding) -> None:
    said = str(sentence(kind, compared(-0.9, -2.0, 0.2), "the bath", WORDS))
    assert said
    assert "{" not in said


# --------------------------------------------------------------------- run-in


def test_the_run_in_tells_mean_and_spread() -> None:
    run_in = RunIn.of([3, 5, 7])
    assert (run_in.rated, run_in.mean, run_in.sd) == (3, 5, 2)
    assert not run_in.is_enough
    assert RunIn.of([4] * 7).is_enough
    assert RunIn.of([1, 2, 1, 2, 1, 2, 1]).is_on_the_floor
    assert not RunIn.of([2] * 7).is_on_the_floor
    assert RunIn.of([]) == RunIn(0)
