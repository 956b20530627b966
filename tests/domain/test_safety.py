from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from library import LIBRARY, answered, nothing_is_locked
from rlscompanion.domain.chosen import rule_step
from rlscompanion.domain.library import Code
from rlscompanion.domain.night import NightCalendar
from rlscompanion.domain.planner import Planner
from rlscompanion.domain.profile import Answer, BloodTest, DatedAnswer, Medicine, Profile
from rlscompanion.domain.routine import AtClock, Routine, RoutineStep
from rlscompanion.domain.safety import ALCOHOL, Gate, Ruling, Verdict, offered
from strategies import CONDITIONS, TODAY, profiles, routines

MANY = settings(deadline=None, derandomize=True, max_examples=250)
SOME = settings(deadline=None, derandomize=True, max_examples=80)

STRICTEST_FIRST = ["blocked", "questions", "ask", "spaced", "caution", "fine", "unchecked"]
VERDICT_OF_CODE = {
    "B": "blocked",
    "A": "ask",
    "T2": "spaced",
    "T4": "spaced",
    "T6": "spaced",
    "C": "caution",
}
OPEN = {
    "stretching",
    "seated-moves",
    "standing-moves",
    "night-walk",
    "slow-breathing",
    "dim-lights",
    "morning-light",
    "daytime-exercise",
    "evening-snack",
}
CELLS = [
    (step, condition, code.value)
    for step, column in LIBRARY.cells.items()
    for condition, code in column.items()
]
CALMING = ["passion-flower", "valerian", "melatonin", "gaba", "l-theanine"]

conditions = st.sampled_from(CONDITIONS)
steps = st.sampled_from(sorted(LIBRARY.cells))


def rule(step: str, profile: Profile, *, alcohol: bool = False) -> Ruling:
    return Gate(LIBRARY, profile, TODAY, alcohol=alcohol).rule(LIBRARY.steps[step])


def verdict(step: str, *yes: str, alcohol: bool = False, ok: bool = False) -> str:
    """Return the verdict where only ``yes`` are yes and every other question is answered no."""
    profile = answered(TODAY, but=dict.fromkeys(yes, Answer.YES))
    if ok:
        profile = profile.with_ok(step, TODAY)
    return rule(step, profile, alcohol=alcohol).verdict.value


def strictest(*verdicts: str) -> str:
    return min(verdicts, key=STRICTEST_FIRST.index)


def at_least_as_strict(one: Verdict, other: Verdict) -> bool:
    return STRICTEST_FIRST.index(one.value) <= STRICTEST_FIRST.index(other.value)


@given(
    profile=profiles,
    condition=conditions,
    answer=st.sampled_from([Answer.YES, Answer.UNKNOWN]),
    alcohol=st.booleans(),
)
@MANY
def test_changing_a_no_to_yes_or_unknown_never_loosens_a_verdict(
    *, profile: Profile, condition: str, answer: Answer, alcohol: bool
) -> None:
    before = Gate(LIBRARY, profile.answered(condition, Answer.NO, TODAY), TODAY, alcohol=alcohol)
    after = Gate(LIBRARY, profile.answered(condition, answer, TODAY), TODAY, alcohol=alcohol)
    for step, ruling in after.rule_all().items():
        assert at_least_as_strict(ruling.verdict, before.rule(LIBRARY.steps[step]).verdict)


@given(profiles)
@MANY
def test_having_had_a_drink_never_loosens_a_verdict(profile: Profile) -> None:
    sober = Gate(LIBRARY, profile, TODAY).rule_all()
    for step, ruling in Gate(LIBRARY, profile, TODAY, alcohol=True).rule_all().items():
        assert at_least_as_strict(ruling.verdict, sober[step].verdict)


@given(profile=profiles, alcohol=st.booleans())
@MANY
def test_i_do_not_know_counts_as_yes(*, profile: Profile, alcohol: bool) -> None:
    sure = replace(
        profile,
        answers={
            name: DatedAnswer(Answer.YES, given.on) if given.answer is Answer.UNKNOWN else given
            for name, given in profile.answers.items()
        },
    )
    assert (
        Gate(LIBRARY, profile, TODAY, alcohol=alcohol).rule_all()
        == Gate(LIBRARY, sure, TODAY, alcohol=alcohol).rule_all()
    )


@given(profile=profiles, alcohol=st.booleans())
@MANY
def test_a_combination_rule_never_loosens_what_the_matrix_and_the_blood_test_say(
    *, profile: Profile, alcohol: bool
) -> None:
    gate = Gate(LIBRARY, profile, TODAY, alcohol=alcohol)
    for step, ruling in gate.rule_all().items():
        agreed = profile.ok_counts(step, frozenset(LIBRARY.cells[step]), TODAY)
        alone = [
            VERDICT_OF_CODE[reason.code.value]
            for reason in ruling.reasons
            if not reason.condition.startswith("X") and not (agreed and reason.code is Code.ASK)
        ]
        asked = [
            name
            for name in LIBRARY.cells[step]
            if gate.standing(name).value == "not answered" and not LIBRARY.steps[step].open
        ]
        expected = strictest(*alone, *(["questions"] if asked else []), "fine")
        assert STRICTEST_FIRST.index(ruling.verdict.value) <= STRICTEST_FIRST.index(expected)
        if not any(reason.condition.startswith("X") for reason in ruling.reasons):
            assert ruling.verdict.value == expected


@given(profile=profiles, alcohol=st.booleans())
@MANY
def test_every_condition_that_counts_is_among_the_reasons_of_its_cells(
    *, profile: Profile, alcohol: bool
) -> None:
    gate = Gate(LIBRARY, profile, TODAY, alcohol=alcohol)
    for step, ruling in gate.rule_all().items():
        told = {(reason.condition, reason.code) for reason in ruling.reasons}
        for condition, code in LIBRARY.cells[step].items():
            assert ((condition, code) in told) is gate.standing(condition).counts_as_yes
        assert all(reason.text for reason in ruling.reasons)


@given(
    profile=profiles,
    ok_age=st.integers(0, 240),
    test_age=st.integers(0, 500),
    ferritin=st.floats(0, 400),
    all_no=st.booleans(),
)
@MANY
def test_iron_is_never_there_without_a_test_that_counts_and_an_ok_that_counts(
    *, profile: Profile, ok_age: int, test_age: int, ferritin: float, all_no: bool
) -> None:
    if all_no:
        profile = replace(profile, answers=answered(TODAY).answers, medicines=(), birth_year=None)
    profile = profile.with_ok("iron", TODAY - timedelta(days=ok_age)).with_blood_test(
        BloodTest(TODAY - timedelta(days=test_age), ferritin=ferritin)
    )
    for reached in (profile, replace(profile, clinician_ok={}), replace(profile, blood_tests=())):
        if rule("iron", reached).locks:
            continue
        test = reached.newest_blood_test(TODAY)
        assert test is not None
        assert TODAY - timedelta(days=365) <= test.on <= TODAY
        assert (test.ferritin is not None and test.ferritin <= 75) or (
            test.tsat is not None and test.tsat < 20
        )
        assert test.tsat is None or test.tsat < 45
        assert 0 <= (TODAY - reached.clinician_ok["iron"]).days <= 183


def test_iron_is_there_with_a_low_test_and_an_ok_and_every_question_answered_no() -> None:
    assert not rule("iron", nothing_is_locked(TODAY)).locks


@given(profile=profiles, routine=routines, alcohol=st.booleans())
@SOME
def test_what_is_locked_or_not_offered_never_gets_into_an_evening(
    *, profile: Profile, routine: Routine, alcohol: bool
) -> None:
    everything = Routine(
        steps=(
            *routine.steps,
            *(
                RoutineStep(step, when=AtClock(datetime(2026, 1, 1, 20, tzinfo=UTC).time()))
                for step in LIBRARY.steps
                if routine.step(step) is None
            ),
        )
    )
    gate = Gate(LIBRARY, profile, TODAY, alcohol=alcohol)
    evening = Planner(LIBRARY, everything, gate, NightCalendar(ZoneInfo("Europe/Berlin"))).plan(
        TODAY
    )
    for planned in evening.steps:
        assert not planned.ruling.locks
        if planned.known is not None:
            assert offered(LIBRARY, planned.id)
            assert not gate.rule(planned.known).locks
        else:
            chosen = everything.step(planned.id)
            assert chosen is not None
            assert not rule_step(gate, chosen).locks
    for left in evening.left_out:
        assert left.ruling.locks
        assert evening.step(left.step) is None


@pytest.mark.parametrize(("step", "condition", "code"), CELLS)
def test_each_cell_of_the_matrix_says_what_its_code_means(
    step: str, condition: str, code: str
) -> None:
    by_table = {"iron": "blocked", "vitamin-c": "caution"}.get(step, "fine")
    expected = strictest(VERDICT_OF_CODE[code], by_table)
    assert verdict(step, condition) == expected
    unsure = answered(TODAY, but={condition: Answer.UNKNOWN})
    assert rule(step, unsure).verdict.value == expected


@pytest.mark.parametrize(("step", "condition"), [cell[:2] for cell in CELLS if cell[2] == "A"])
def test_an_ok_takes_only_the_ask_away(step: str, condition: str) -> None:
    by_table = {"iron": "blocked", "vitamin-c": "caution"}.get(step, "fine")
    assert verdict(step, condition, ok=True) == by_table


@given(steps, st.sets(conditions, max_size=6))
@MANY
def test_an_ok_never_lifts_a_block(step: str, yes: set[str]) -> None:
    without = verdict(step, *yes)
    assert (verdict(step, *yes, ok=True) == "blocked") is (without == "blocked")


@pytest.mark.parametrize("step", sorted(LIBRARY.cells))
def test_with_no_answers_open_steps_are_free_and_all_others_ask_first(step: str) -> None:
    ruling = rule(step, Profile())
    if step in OPEN:
        assert ruling.verdict is Verdict.FINE
    else:
        assert ruling.verdict is (Verdict.BLOCKED if step == "iron" else Verdict.QUESTIONS)


@given(profile=profiles, alcohol=st.booleans())
@MANY
def test_open_steps_never_ask_questions_and_questions_are_what_has_no_answer(
    *, profile: Profile, alcohol: bool
) -> None:
    gate = Gate(LIBRARY, profile, TODAY, alcohol=alcohol)
    for step, ruling in gate.rule_all().items():
        assert bool(ruling.questions) is (ruling.verdict is Verdict.QUESTIONS)
        for condition in ruling.questions:
            assert condition in LIBRARY.cells[step]
            assert gate.standing(condition).value == "not answered"
        if step in OPEN:
            assert ruling.verdict is not Verdict.QUESTIONS


def test_steps_without_a_column_are_always_fine() -> None:
    for name in ("screens-off", "no-caffeine", "no-alcohol", "no-late-training", "lights-out"):
        unsure = answered(TODAY, everything_else=Answer.YES)
        assert rule(name, unsure, alcohol=True).verdict is Verdict.FINE


@pytest.mark.parametrize(
    ("ferritin", "tsat", "iron", "vitamin_c", "zinc"),
    [
        (None, None, "blocked", "caution", "fine"),
        (40, None, "ask", "ask", "caution"),
        (75, None, "ask", "ask", "caution"),
        (75, 44.9, "ask", "ask", "caution"),
        (300, 19.9, "ask", "ask", "caution"),
        (None, 19.9, "ask", "ask", "caution"),
        (75.1, None, "blocked", "caution", "fine"),
        (100, 20, "blocked", "caution", "fine"),
        (100.1, 20, "blocked", "ask", "fine"),
        (100.1, None, "blocked", "ask", "fine"),
        (300, 44.9, "blocked", "ask", "fine"),
        (10, 45, "blocked", "ask", "fine"),
        (90, 45, "blocked", "ask", "fine"),
        (300, 60, "blocked", "ask", "fine"),
    ],
)
def test_the_blood_test_table_row_by_row(
    ferritin: float | None, tsat: float | None, iron: str, vitamin_c: str, zinc: str
) -> None:
    profile = answered(TODAY).with_blood_test(BloodTest(TODAY, ferritin, tsat))
    assert rule("iron", profile).verdict.value == iron
    assert rule("vitamin-c", profile).verdict.value == vitamin_c
    assert rule("zinc", profile).verdict.value == zinc


def test_where_the_ferritin_is_enough_and_tsat_is_missing_iron_says_to_ask_for_it() -> None:
    def words(tsat: float | None) -> str:
        profile = answered(TODAY).with_blood_test(BloodTest(TODAY, 90, tsat))
        return " ".join(reason.text for reason in rule("iron", profile).reasons)

    assert "TSAT" in words(None)
    assert "TSAT" not in words(30)


@pytest.mark.parametrize("second", ["sedative", "lung-disease", "over-65"])
def test_x1_blocks_calming_and_shaken_steps_beside_a_gabapentinoid(second: str) -> None:
    for step in (*CALMING, "hard-burst", "vibration-plate"):
        assert verdict(step, "gabapentinoid", second, ok=True) == "blocked"
        assert verdict(step, "gabapentinoid", ok=True) != "blocked"


@pytest.mark.parametrize("second", ["antidepressant", "sedating-antihistamine"])
def test_x1_asks_at_least_beside_a_gabapentinoid_and_a_depressant(second: str) -> None:
    profile = answered(TODAY, but={"gabapentinoid": Answer.YES, second: Answer.YES})
    for step in (*CALMING, "hard-burst", "vibration-plate"):
        ruling = rule(step, profile)
        assert at_least_as_strict(ruling.verdict, Verdict.ASK)
        assert any(reason.condition == "X1" for reason in ruling.reasons)


def test_x1_counts_alcohol_tonight_and_shows_the_red_flag() -> None:
    profile = answered(TODAY, but={"gabapentinoid": Answer.YES})
    told = {reason.condition: reason for reason in rule("glycine", profile, alcohol=True).reasons}
    assert "X1" not in told
    shaken = rule("vibration-plate", profile, alcohol=True)
    assert any(
        reason.condition == "X1" and "urgent help" in reason.text for reason in shaken.reasons
    )


def test_x4_x5_and_x6_need_both_conditions() -> None:
    for rule_id, step, one, two in (
        ("X4", "hard-burst", "blood-thinner", "falls"),
        ("X5", "compression", "diabetes", "neuropathy"),
        ("X5", "cold", "diabetes", "neuropathy"),
        ("X5", "contrast-shower", "diabetes", "neuropathy"),
        ("X6", "potassium-food", "heart-disease", "potassium-raising-drug"),
    ):
        assert verdict(step, one, two, ok=True) == "blocked"
        for yes in ({one}, {two}, set[str]()):
            reasons = rule(step, answered(TODAY, but=dict.fromkeys(yes, Answer.YES))).reasons
            assert rule_id not in {reason.condition for reason in reasons}


def test_x8_hides_bath_burst_and_calming_steps_after_a_drink() -> None:
    for step in ("warm-bath", "hard-burst", *CALMING):
        assert verdict(step, alcohol=True, ok=True) == "blocked"
    for step in ("stretching", "contrast-shower", "magnesium", "slow-breathing"):
        assert verdict(step, alcohol=True, ok=True) == verdict(step, ok=True)


@given(st.sampled_from(list(combinations(CONDITIONS, 2))), steps)
@MANY
def test_of_two_conditions_the_strictest_code_wins(pair: tuple[str, str], step: str) -> None:
    one, two = pair
    alone = strictest(verdict(step, one), verdict(step, two))
    assert STRICTEST_FIRST.index(verdict(step, one, two)) <= STRICTEST_FIRST.index(alone)


def test_spacing_stays_when_an_ok_unlocks_the_step() -> None:
    profile = answered(TODAY, but={"heart-disease": Answer.YES, "gabapentinoid": Answer.YES})
    ruling = rule("magnesium", profile.with_ok("magnesium", TODAY))
    assert ruling.verdict is Verdict.SPACED
    found = {
        (spaced.id, other, spaced.hours_before, spaced.hours_after)
        for spaced in ruling.spacing
        for other in spaced.others
    }
    assert ("T2", "gabapentinoid", 2, 2) in found
    assert not any(other == "levothyroxine" for _, other, _, _ in found)


def test_spacing_is_told_from_the_step_s_own_side() -> None:
    profile = answered(TODAY, but={"tetracycline-quinolone": Answer.YES})
    told = {
        (other, spaced.hours_before, spaced.hours_after)
        for spaced in rule("zinc", profile).spacing
        if spaced.id == "T6"
        for other in spaced.others
    }
    assert told == {("tetracycline-quinolone", 8, 4)}


def test_a_medicine_counts_as_yes_at_once() -> None:
    profile = replace(answered(TODAY), medicines=(Medicine("Temazepam", "sedative"),))
    assert rule("hard-burst", profile).verdict is Verdict.BLOCKED


def test_a_stale_no_asks_again() -> None:
    asked = answered(TODAY - timedelta(days=31))
    ruling = rule("magnesium", asked)
    assert ruling.verdict is Verdict.QUESTIONS
    assert set(ruling.questions) == set(LIBRARY.cells["magnesium"]) & {
        "clot-now",
        "pregnant",
        "breastfeeding",
        "tetracycline-quinolone",
        "leg-wound",
        "hip-knee",
    }
    assert date.fromordinal(TODAY.toordinal() - 31) == asked.answers["falls"].on


def test_nothing_the_gate_says_calls_a_step_safe() -> None:
    words = [*LIBRARY.rule_texts.values(), *LIBRARY.code_texts.values()]
    words += [note.text for note in LIBRARY.notes]
    assert not [text for text in words if " safe" in text.casefold()]


def words_on(step: str, *medicines: Medicine, **answers: Answer) -> str:
    profile = answered(TODAY, but={name.replace("_", "-"): yes for name, yes in answers.items()})
    told = replace(profile, medicines=medicines)
    return " ".join(reason.text for reason in rule(step, told).reasons)


def test_a_reason_names_the_medicine_that_made_it_count() -> None:
    neurontin, lyrica = (Medicine(name, "gabapentinoid") for name in ("Neurontin", "Lyrica"))
    assert "Neurontin can make you unsteady" in words_on("stretching", neurontin)
    assert "Neurontin, Lyrica: exercise before" in words_on("hard-burst", neurontin, lyrica)


def test_a_reason_names_the_class_where_no_medicine_was_named() -> None:
    assert "Gabapentin or pregabalin can" in words_on("stretching", gabapentinoid=Answer.YES)
    odd = Medicine("x" * 90, "gabapentinoid")
    assert "Gabapentin or pregabalin can" in words_on("stretching", odd)
    braces = Medicine("{x}", "gabapentinoid")
    assert "{x} can make" in words_on("stretching", braces)


def test_no_reason_speaks_of_a_medicine_without_saying_which() -> None:
    every = dict.fromkeys(LIBRARY.conditions, Answer.YES)
    profile = answered(TODAY, but={name: yes for name, yes in every.items() if name != ALCOHOL})
    for step in LIBRARY.cells:
        for reason in rule(step, profile).reasons:
            assert "this medicine" not in reason.text.casefold()
            assert "{" not in reason.text


def test_what_locks_comes_first_among_the_reasons() -> None:
    told = replace(Profile(), medicines=(Medicine("Neurontin", "gabapentinoid"),))
    ruling = rule("iron", told)
    assert ruling.verdict is Verdict.BLOCKED
    assert ruling.reasons[0].condition == "blood-test"
    assert "2 hours" in ruling.reasons[-1].text
