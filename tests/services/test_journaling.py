"""The morning after: what is offered, what is kept, what can be found again."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from houses import House, local

from rlscompanion.domain.check_in import Chip, Question
from rlscompanion.domain.checklist import MarkKind, Status
from rlscompanion.domain.forms import BadAnswer
from rlscompanion.domain.profile import Answer, DatedAnswer, FerritinUnit, Medicine
from rlscompanion.domain.visit import VisitLine, VisitNotes
from rlscompanion.domain.weekly import WeeklyQuestion
from rlscompanion.services.journaling import Journaling
from rlscompanion.services.noting import Noting

NIGHT = date(2026, 11, 21)
EVENING, MORNING = "2026-11-21 18:00", "2026-11-22 07:10"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A home that was set up in the evening, looked at the morning after."""
    house = House(tmp_path, EVENING).settle_in()
    house.clock.set(local(MORNING))
    return house


@pytest.fixture
def journaling(house: House) -> Journaling:
    return house.companion.journaling


@pytest.fixture
def noting(house: House) -> Noting:
    return house.companion.noting


def test_last_night_is_offered_from_its_wake_until_the_next_evening_starts(
    house: House, journaling: Journaling
) -> None:
    offered = {
        at: journaling.offer(local(f"2026-11-22 {at}"))
        for at in ("02:00", "06:29", "06:30", "11:59", "12:00", "19:29", "19:30", "23:00")
    }
    start = house.companion.planning.tonight(
        local("2026-11-22 15:00")
    ).checklist.evening.first_reminded
    assert start is not None
    assert start.start == local("2026-11-22 19:30")
    assert offered == {
        "02:00": None,
        "06:29": None,
        "06:30": NIGHT,
        "11:59": NIGHT,
        "12:00": NIGHT,
        "19:29": NIGHT,
        "19:30": None,
        "23:00": None,
    }


def test_a_night_before_the_app_was_there_is_not_offered(tmp_path: Path) -> None:
    house = House(tmp_path, MORNING)
    assert house.companion.journaling.offer() is None
    house.settle_in()
    assert house.companion.journaling.offer() is None


def test_one_reminder_would_come_half_an_hour_after_waking(journaling: Journaling) -> None:
    assert journaling.reminder_at(NIGHT) == local("2026-11-22 07:00")
    assert journaling.offer(journaling.reminder_at(NIGHT)) == NIGHT


def test_what_was_answered_or_put_aside_is_not_offered_again(
    house: House, journaling: Journaling
) -> None:
    saved = journaling.say(NIGHT, Question.SLEEP, 0)
    assert journaling.offer() is None
    journaling.take_back(saved)
    assert journaling.offer() == NIGHT
    journaling.dismiss(NIGHT)
    assert journaling.offer() is None
    assert journaling.offer(local("2026-11-23 08:00")) == NIGHT + timedelta(days=1)


def test_an_answer_is_there_after_a_restart_and_says_what_it_replaced(
    house: House, journaling: Journaling
) -> None:
    assert journaling.say(NIGHT, Question.BEGAN, time(21, 15)).before is None
    assert journaling.say(NIGHT, Question.BEGAN, time(20, 45)).before == time(21, 15)
    house.restart()
    record = house.companion.journaling.record(NIGHT)
    assert record.check_in.began == time(20, 45)
    assert [change.value for change in record.changes] == ["21:15", "20:45"]


def test_saying_what_stands_already_writes_nothing(journaling: Journaling) -> None:
    journaling.say(NIGHT, Question.SLEEP, 6)
    journaling.say(NIGHT, Question.SLEEP, 6)
    journaling.take_back(journaling.say(NIGHT, Question.SLEEP, 6))
    record = journaling.record(NIGHT)
    assert (record.check_in.sleep, len(record.changes)) == (6, 1)


def test_nought_stands_again_when_a_correction_is_taken_back(journaling: Journaling) -> None:
    journaling.say(NIGHT, Question.LEGS_EVENING, 0)
    journaling.take_back(journaling.say(NIGHT, Question.LEGS_EVENING, 5))
    assert journaling.record(NIGHT).check_in.legs_evening == 0


def test_a_bad_answer_changes_nothing(journaling: Journaling) -> None:
    with pytest.raises(BadAnswer):
        journaling.say(NIGHT, Question.SLEEP, 11)
    assert journaling.record(NIGHT).entries == ()


def test_a_new_medicine_reopens_the_questions_about_medicines(
    house: House, journaling: Journaling
) -> None:
    advising = house.companion.advising
    medicine, other = "gabapentinoid", "kidney-disease"
    advising.answer({medicine: Answer.NO, other: Answer.NO, "antidepressant": Answer.YES})
    saved = journaling.say(NIGHT, Question.CHIPS, (Chip.NEW_MEDICINE,))
    today = date(2026, 11, 22)
    assert saved.reopened == {medicine: DatedAnswer(Answer.NO, today)}
    assert set(advising.profile().answers) == {other, "antidepressant"}
    journaling.take_back(saved)
    assert advising.profile().answers[medicine] == DatedAnswer(Answer.NO, today)


def test_an_answer_given_since_is_not_overwritten_by_taking_a_chip_back(
    house: House, journaling: Journaling
) -> None:
    advising = house.companion.advising
    advising.answer({"gabapentinoid": Answer.NO})
    saved = journaling.say(NIGHT, Question.CHIPS, (Chip.NEW_MEDICINE,))
    advising.answer({"gabapentinoid": Answer.YES})
    journaling.take_back(saved)
    assert advising.profile().answers["gabapentinoid"].answer is Answer.YES


def test_the_night_shows_what_was_done_skipped_and_left_unanswered(
    house: House, journaling: Journaling
) -> None:
    house.companion.checking_off.mark("dim-lights", MarkKind.DONE, local("2026-11-21 20:31"))
    house.companion.checking_off.mark("stretching", MarkKind.SKIP, local("2026-11-21 21:00"))
    view = journaling.night(NIGHT)
    assert [state.step.id for state in view.answered] == ["dim-lights", "stretching"]
    assert [state.step.id for state in view.unanswered] == ["screens-off", "slow-breathing"]


def test_an_unanswered_step_can_be_ticked_in_the_morning_as_of_its_time(
    journaling: Journaling,
) -> None:
    state = journaling.night(NIGHT).unanswered[-1]
    assert journaling.tick(state, MarkKind.DONE).status is Status.DONE
    view = journaling.night(NIGHT)
    assert view.record.taken.done == {state.step.id: state.step.start}
    assert view.record.entries[-1].recorded == local(MORNING)
    journaling.tick(state, MarkKind.UNDO)
    assert state.step.id in {left.step.id for left in journaling.night(NIGHT).unanswered}


def test_steps_of_a_night_are_those_of_the_routine_in_force_then(
    house: House, journaling: Journaling
) -> None:
    routine = house.companion.planning.routine()
    house.companion.planning.save(routine.without_step("dim-lights"))
    assert "dim-lights" in {state.step.id for state in journaling.night(NIGHT).states}
    tonight = journaling.night(NIGHT + timedelta(days=1))
    assert "dim-lights" not in {state.step.id for state in tonight.states}


def test_blank_nights_are_in_a_stretch_and_stay_blank(journaling: Journaling) -> None:
    journaling.say(NIGHT, Question.SLEEP, 6)
    records = journaling.records(NIGHT - timedelta(days=2), NIGHT)
    assert [record.check_in.sleep for record in records] == [None, None, 6]
    assert [record.night.day for record in records] == [19, 20, 21]


def test_the_usual_is_the_median_of_two_weeks_and_never_an_answer(journaling: Journaling) -> None:
    assert journaling.usual(NIGHT).began == time(21)
    for days, began, minutes in ((1, time(23, 30), 20), (2, time(0, 30), 45), (3, time(23), 30)):
        night = NIGHT - timedelta(days=days)
        journaling.say(night, Question.BEGAN, began)
        journaling.say(night, Question.MINUTES_TO_FALL_ASLEEP, minutes)
    usual = journaling.usual(NIGHT)
    assert (usual.began, usual.minutes_to_fall_asleep) == (time(23, 30), 30)
    assert journaling.record(NIGHT).check_in.is_blank


def test_own_chips_are_offered_again_the_last_used_first(journaling: Journaling) -> None:
    journaling.say(NIGHT - timedelta(days=3), Question.CHIPS, ("own/Long flight", "alcohol"))
    journaling.say(NIGHT, Question.CHIPS, ("own/Cold feet",))
    assert journaling.own_chips() == ("own/Cold feet", "own/Long flight")


@pytest.mark.parametrize(
    ("text", "chips"),
    [("KÖLN", ()), ("flight", ()), ("alco", ("alcohol",)), ("Dim the", ()), ("lights", ())],
)
def test_search_finds_notes_chips_and_steps(
    house: House, journaling: Journaling, text: str, chips: tuple[str, ...]
) -> None:
    journaling.say(NIGHT, Question.NOTE, "Drove to Köln and back")
    journaling.say(NIGHT, Question.CHIPS, ("own/Long flight", "alcohol"))
    house.companion.checking_off.mark("dim-lights", MarkKind.DONE, local("2026-11-21 20:31"))
    journaling.say(NIGHT - timedelta(days=1), Question.NOTE, "calm")
    found = journaling.search(text, chips)
    assert (found.nights, found.is_all) == ((NIGHT,), True)


def test_search_does_not_find_what_was_corrected_or_what_only_the_file_says(
    journaling: Journaling,
) -> None:
    journaling.say(NIGHT, Question.NOTE, "Drove to Kiel")
    journaling.say(NIGHT, Question.NOTE, "Stayed at home")
    for text in ("Kiel", "note", "field", "value", "", "  "):
        assert journaling.search(text, ()).nights == ()


def test_a_search_goes_back_in_stretches_to_the_first_night(journaling: Journaling) -> None:
    old = NIGHT - timedelta(days=500)
    journaling.say(old, Question.NOTE, "train")
    found, nights, rounds = journaling.search("train", ()), [], 1
    while not found.is_all:
        nights += found.nights
        found, rounds = journaling.search("train", (), before=found.searched_from), rounds + 1
    assert (*nights, *found.nights) == (old,)
    assert rounds == 3


def test_a_weekly_check_is_due_when_the_last_is_seven_days_old(noting: Noting) -> None:
    assert noting.weekly_is_due(NIGHT)
    noting.say_weekly(NIGHT - timedelta(days=6), WeeklyQuestion.PAIN, "no")
    assert not noting.weekly_is_due(NIGHT)
    assert noting.weekly_is_due(NIGHT + timedelta(days=1))
    assert noting.last_weekly(NIGHT) == NIGHT - timedelta(days=6)
    assert noting.say_weekly(NIGHT, WeeklyQuestion.PAIN, "yes") is None
    assert not noting.weekly_is_due(NIGHT)
    assert noting.weekly_check(NIGHT).pain == "yes"
    assert list(noting.weekly_checks()) == [NIGHT - timedelta(days=6), NIGHT]


def test_a_test_tomorrow_morning_leaves_iron_out_and_says_why(house: House) -> None:
    companion = house.companion
    iron = '{"id": "iron", "on": true, "when": {"clock": "17:00"}}'
    profile = (
        '{"blood_tests": [{"date": "2026-10-02", "ferritin": 41, "tsat": 18}],'
        ' "clinician_ok": {"iron": "2026-11-01"}, "answers": {'
        + ", ".join(
            f'"{name}": {{"answer": "no", "on": "2026-11-20"}}'
            for name in companion.library.cells["iron"]
            if name != "alcohol-tonight"
        )
        + "}}"
    )
    companion.safekeeping.import_routine(
        f'{{"format": "rlscompanion-routine", "version": 1, "steps": [{iron}], "profile": {profile}}}',
        with_profile=True,
    )
    house.clock.set(local("2026-11-22 13:00"))
    assert companion.planning.tonight().checklist.state("iron") is not None
    test = companion.noting.book_test()
    assert test.on == date(2026, 11, 23)
    evening = companion.planning.tonight().checklist.evening
    assert evening.step("iron") is None
    (left_out,) = [left for left in evening.left_out if left.step == "iron"]
    assert "if your clinic agreed" in left_out.ruling.reasons[-1].text
    companion.noting.cancel_test(test.on)
    assert companion.planning.tonight().checklist.state("iron") is not None


def test_tomorrow_is_the_next_morning_also_after_midnight(house: House, noting: Noting) -> None:
    house.clock.set(local("2026-11-23 00:40"))
    assert noting.tomorrow() == date(2026, 11, 23)


def test_a_result_takes_the_place_of_its_appointment(house: House, noting: Noting) -> None:
    noting.book_test(date(2026, 11, 23))
    booked = noting.booked_test()
    assert booked is not None
    assert booked.on == date(2026, 11, 23)
    house.clock.set(local("2026-11-25 10:00"))
    assert noting.booked_test() is None
    test = noting.record_blood_test(date(2026, 11, 23), 100, 18, FerritinUnit.PMOL_L, "Lab North")
    assert noting.blood_tests() == (test,)
    assert (test.ferritin_as_printed, test.lab) == (100.0, "Lab North")
    newest = house.companion.advising.profile().newest_blood_test(date(2026, 11, 25))
    assert newest is not None
    assert newest.ferritin == pytest.approx(44.5, abs=0.01)


@pytest.mark.parametrize(
    ("on", "ferritin", "tsat"),
    [("2026-11-22", None, None), ("2026-11-24", 40, None), ("2026-11-20", -1, None),
     ("2026-11-20", None, 101)],
)  # fmt: skip
def test_a_blood_test_without_sense_is_refused(
    noting: Noting, on: str, ferritin: float | None, tsat: float | None
) -> None:
    with pytest.raises(BadAnswer):
        noting.record_blood_test(date.fromisoformat(on), ferritin, tsat)
    assert noting.blood_tests() == ()


def test_a_dose_stays_with_its_medicine_when_the_times_change(house: House, noting: Noting) -> None:
    medicine = Medicine("Gabapentin", "gabapentinoid", (time(21),))
    house.companion.advising.set_medicines((medicine,))
    noting.set_dose(medicine, "300 mg, one capsule")
    house.companion.advising.set_medicines(
        (Medicine("Gabapentin", "gabapentinoid", (time(20),)), Medicine("Other", "other"))
    )
    assert [one.dose for one in noting.medicines()] == ["300 mg, one capsule", ""]
    noting.set_dose(noting.medicines()[0], "")
    assert noting.medicines()[0].dose == ""


def test_the_lines_for_the_doctor_stay(house: House, noting: Noting) -> None:
    assert noting.set_visit_line(VisitLine.QUESTION_1, "Is it the iron?") == ""
    assert noting.set_visit_line(VisitLine.QUESTION_1, "Is iron low?") == "Is it the iron?"
    house.restart()
    assert house.companion.noting.visit_notes() == VisitNotes(("Is iron low?", "", ""))
