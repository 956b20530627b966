from datetime import date, time, timedelta

import pytest

from library import LIBRARY, answered
from rlscompanion.domain.profile import Answer, BloodTest, DatedAnswer, Medicine
from rlscompanion.domain.routine import RoutineStep
from rlscompanion.domain.safety import Ruling, Verdict
from rlscompanion.services.admitting import NeedsAnswers, admit
from use_cases import Home, home

TODAY = date(2026, 11, 22)


@pytest.fixture
def person() -> Home:
    return home()


def asked_before(person: Home, step: str) -> list[str]:
    """Return which questions stand before a step when somebody switches it on."""
    outcome = admit(person.advising.gate(), RoutineStep(step))
    return [one.id for one in outcome.conditions] if isinstance(outcome, NeedsAnswers) else []


def ruling(person: Home, step: str) -> Ruling:
    return person.advising.gate().rule(LIBRARY.steps[step])


def a_clinician_agreed(person: Home, step: str) -> None:
    agreed = person.advising.profile().with_ok(step, person.advising.today())
    person.store.profiles.save(agreed, person.clock.now())


def test_today_is_the_date_where_the_person_is(person: Home) -> None:
    assert person.advising.today() == TODAY
    person.clock.travel("Pacific/Auckland")
    assert person.advising.today() == TODAY + timedelta(days=1)


def test_only_unanswered_rows_of_the_column_are_asked_in_the_library_s_order(
    person: Home,
) -> None:
    asked = asked_before(person, "magnesium")
    assert set(asked) == set(LIBRARY.cells["magnesium"])
    assert asked == [name for name in LIBRARY.conditions if name in asked]
    person.advising.answer({"falls": Answer.NO, "lithium": Answer.UNKNOWN})
    assert set(asked_before(person, "magnesium")) == set(asked) - {"falls", "lithium"}


def test_answers_are_dated_today_and_remembered_for_all_steps(person: Home) -> None:
    person.advising.answer({"falls": Answer.YES})
    assert person.advising.profile().answers["falls"] == DatedAnswer(Answer.YES, TODAY)
    for step in ("hard-burst", "compression"):
        reasons = {reason.condition for reason in ruling(person, step).reasons}
        assert "falls" in reasons


def test_a_stale_no_is_asked_again(person: Home) -> None:
    person.store.profiles.save(answered(TODAY), person.clock.now())
    assert not asked_before(person, "magnesium")
    person.clock.advance(timedelta(days=31))
    assert set(asked_before(person, "magnesium")) == {
        "clot-now",
        "pregnant",
        "breastfeeding",
        "tetracycline-quinolone",
    }


def test_an_answer_that_changes_nothing_saves_nothing(person: Home) -> None:
    for _ in range(3):
        person.advising.answer({"falls": Answer.YES})
    assert len(person.store.profiles.saved) == 1


def test_a_clinician_s_ok_unlocks_until_a_later_yes(person: Home) -> None:
    person.store.profiles.save(answered(TODAY), person.clock.now())
    person.advising.answer({"heart-disease": Answer.YES})
    assert ruling(person, "magnesium").verdict is Verdict.ASK
    a_clinician_agreed(person, "magnesium")
    assert ruling(person, "magnesium").verdict is Verdict.FINE
    person.clock.advance(timedelta(days=1))
    person.advising.answer({"diabetes": Answer.YES})
    assert ruling(person, "magnesium").verdict is Verdict.ASK


def test_a_new_medicine_counts_as_yes_from_today_and_voids_an_older_ok(person: Home) -> None:
    person.store.profiles.save(
        answered(TODAY, but={"heart-disease": Answer.YES}), person.clock.now()
    )
    a_clinician_agreed(person, "magnesium")
    person.clock.advance(timedelta(days=1))
    person.advising.set_medicines((Medicine("Gabapentin", "gabapentinoid", (time(21),)),))
    assert person.advising.profile().answers["gabapentinoid"].answer is Answer.YES
    assert ruling(person, "magnesium").verdict is Verdict.ASK


def test_a_medicine_of_no_condition_answers_no_question(person: Home) -> None:
    person.advising.set_medicines((Medicine("Rennie", "antacid"),))
    assert not person.advising.profile().answers
    assert person.advising.profile().medicines


def test_a_blood_test_is_added_to_the_others(person: Home) -> None:
    first, second = BloodTest(TODAY, ferritin=40), BloodTest(TODAY, ferritin=90)
    person.advising.record_blood_test(first)
    person.advising.record_blood_test(second)
    assert person.advising.profile().blood_tests == (first, second)
    assert "blood-test" in {r.condition for r in ruling(person, "iron").reasons}


def test_advice_for_another_profile_stores_nothing(person: Home) -> None:
    gate = person.advising.gate(answered(TODAY), alcohol=True)
    assert gate.rule(LIBRARY.steps["warm-bath"]).verdict is Verdict.BLOCKED
    assert not person.store.profiles.saved
