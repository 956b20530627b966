from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library import LIBRARY, answered
from rlscompanion.domain.profile import Answer, BloodTest, Medicine, Profile, Standing
from strategies import CONDITIONS, TODAY, blood_tests

MONTHLY = {
    "clot-now",
    "pregnant",
    "breastfeeding",
    "tetracycline-quinolone",
    "leg-wound",
    "hip-knee",
}
COLUMN = frozenset({"kidney-disease", "falls"})


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def standing(profile: Profile, condition: str, today: date = TODAY) -> Standing:
    return profile.standing(LIBRARY.conditions[condition], today)


def test_what_was_never_asked_is_not_answered() -> None:
    for condition in CONDITIONS:
        assert standing(Profile(), condition) is Standing.NOT_ANSWERED


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_stale_no_counts_as_not_answered(condition: str) -> None:
    lasts = 30 if condition in MONTHLY else 365
    fresh = Profile().answered(condition, Answer.NO, ago(lasts))
    stale = Profile().answered(condition, Answer.NO, ago(lasts + 1))
    assert standing(fresh, condition) is Standing.NO
    assert standing(stale, condition) is Standing.NOT_ANSWERED


@pytest.mark.parametrize("answer", [Answer.YES, Answer.UNKNOWN])
def test_a_yes_and_an_unknown_never_go_stale(answer: Answer) -> None:
    for condition in CONDITIONS:
        old = Profile().answered(condition, answer, ago(4000))
        assert standing(old, condition).value == answer.value
        assert standing(old, condition).counts_as_yes


def test_a_medicine_beats_a_stored_no_of_its_class() -> None:
    profile = Profile(medicines=(Medicine("Gabapentin", "gabapentinoid"),))
    assert standing(profile, "gabapentinoid") is Standing.YES
    told_no = profile.answered("gabapentinoid", Answer.NO, TODAY)
    assert standing(told_no, "gabapentinoid") is Standing.YES
    assert standing(told_no, "sedative") is Standing.NOT_ANSWERED


def test_ages_follow_from_a_birth_year_whatever_was_answered() -> None:
    for year, young, old in (
        (TODAY.year - 17, Standing.YES, Standing.NO),
        (TODAY.year - 18, Standing.YES, Standing.NO),
        (TODAY.year - 19, Standing.NO, Standing.NO),
        (TODAY.year - 64, Standing.NO, Standing.NO),
        (TODAY.year - 65, Standing.NO, Standing.YES),
    ):
        for told in Answer:
            profile = Profile(birth_year=year)
            profile = profile.answered("under-18", told, TODAY).answered("over-65", told, TODAY)
            assert standing(profile, "under-18") is young
            assert standing(profile, "over-65") is old


def test_without_a_birth_year_the_ages_are_asked_like_the_rest() -> None:
    profile = Profile().answered("over-65", Answer.YES, TODAY)
    assert standing(profile, "over-65") is Standing.YES
    assert standing(profile, "under-18") is Standing.NOT_ANSWERED


def test_an_ok_counts_for_183_days() -> None:
    assert not Profile().ok_counts("magnesium", COLUMN, TODAY)
    for days, counts in ((0, True), (183, True), (184, False), (-1, False)):
        profile = Profile().with_ok("magnesium", ago(days))
        assert profile.ok_counts("magnesium", COLUMN, TODAY) is counts
        assert not profile.ok_counts("iron", COLUMN, TODAY)


@pytest.mark.parametrize("answer", [Answer.YES, Answer.UNKNOWN])
def test_an_ok_is_void_once_a_row_of_its_column_became_yes_on_a_later_day(answer: Answer) -> None:
    agreed = Profile().with_ok("magnesium", ago(10))
    assert not agreed.answered("falls", answer, ago(9)).ok_counts("magnesium", COLUMN, TODAY)
    assert agreed.answered("falls", answer, ago(10)).ok_counts("magnesium", COLUMN, TODAY)
    assert agreed.answered("falls", Answer.NO, ago(9)).ok_counts("magnesium", COLUMN, TODAY)
    assert agreed.answered("crps", answer, ago(9)).ok_counts("magnesium", COLUMN, TODAY)


def test_turning_65_voids_an_older_ok() -> None:
    column = frozenset({"over-65"})
    profile = Profile(birth_year=1961)
    assert not profile.with_ok("iron", date(2025, 12, 31)).ok_counts(
        "iron", column, date(2026, 1, 1)
    )
    assert profile.with_ok("iron", date(2026, 1, 1)).ok_counts("iron", column, date(2026, 1, 2))


def test_the_newest_blood_test_of_the_last_twelve_months_counts() -> None:
    old, newer = BloodTest(ago(300), ferritin=40.0), BloodTest(ago(20), ferritin=90.0)
    assert Profile(blood_tests=(newer, old)).newest_blood_test(TODAY) == newer
    assert Profile(blood_tests=(old, newer)).newest_blood_test(TODAY) == newer
    assert Profile(blood_tests=(BloodTest(ago(365), tsat=30.0),)).newest_blood_test(TODAY)
    assert not Profile(blood_tests=(BloodTest(ago(366), tsat=30.0),)).newest_blood_test(TODAY)


def test_of_two_blood_tests_on_one_day_the_one_entered_last_counts() -> None:
    first, second = BloodTest(ago(3), ferritin=40.0), BloodTest(ago(3), ferritin=60.0)
    assert Profile(blood_tests=(first, second)).newest_blood_test(TODAY) == second


@given(st.lists(blood_tests, max_size=6))
@settings(deadline=None, derandomize=True, max_examples=100)
def test_an_appointment_or_a_test_to_come_never_counts(tests: list[BloodTest]) -> None:
    found = Profile(blood_tests=tuple(tests)).newest_blood_test(TODAY)
    if found is not None:
        assert found.on <= TODAY
        assert not found.is_booked


def test_answering_one_question_leaves_the_others_alone() -> None:
    before = answered(ago(5))
    after = before.answered("falls", Answer.YES, TODAY)
    assert {name for name in CONDITIONS if before.answers[name] != after.answers[name]} == {"falls"}
