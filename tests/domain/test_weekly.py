from datetime import UTC, date, datetime

import pytest

from rlscompanion.domain.forms import BadAnswer
from rlscompanion.domain.journal import EntryKind, entry_of_answer
from rlscompanion.domain.visit import VisitLine, VisitNotes, visit_entry, visit_notes_in
from rlscompanion.domain.weekly import (
    WeeklyCheck,
    WeeklyQuestion,
    weekly_check_of,
    weekly_checks_in,
    weekly_entry,
)

NIGHT = date(2026, 11, 21)
AT = datetime(2026, 11, 22, 7, tzinfo=UTC)

ANSWERS = {
    WeeklyQuestion.DAYS_WITH_SYMPTOMS: 3,
    WeeklyQuestion.ARMS: "no",
    WeeklyQuestion.SIDES: "both",
    WeeklyQuestion.PAIN: "yes",
    WeeklyQuestion.SLEEPINESS: 4,
    WeeklyQuestion.MINUTES_AT_REST: 15,
    WeeklyQuestion.CHANGE: "better",
}


def test_a_weekly_check_comes_back_as_it_was_given() -> None:
    entries = [weekly_entry(NIGHT, question, value, AT) for question, value in ANSWERS.items()]
    assert weekly_check_of(entries) == WeeklyCheck(3, "no", "both", "yes", 4, 15, "better")
    assert set(ANSWERS) == set(WeeklyQuestion)


def test_each_answer_may_be_left_out_or_taken_back() -> None:
    entries = [
        weekly_entry(NIGHT, WeeklyQuestion.PAIN, "yes", AT),
        weekly_entry(NIGHT, WeeklyQuestion.PAIN, None, AT),
    ]
    assert weekly_check_of(entries).is_blank
    assert weekly_checks_in(entries) == {}


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (WeeklyQuestion.DAYS_WITH_SYMPTOMS, 8),
        (WeeklyQuestion.CHANGE, "fine"),
        (WeeklyQuestion.SIDES, "yes"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(question: WeeklyQuestion, value: int | str) -> None:
    with pytest.raises(BadAnswer):
        weekly_entry(NIGHT, question, value, AT)
    stored = entry_of_answer(NIGHT, EntryKind.WEEKLY, question.value, value, AT)
    assert weekly_check_of([stored]).is_blank


def test_the_lines_for_a_visit_are_those_written_last() -> None:
    entries = [
        visit_entry(NIGHT, VisitLine.QUESTION_2, "Is it the iron?", AT),
        visit_entry(NIGHT, VisitLine.GOAL, "Sit through a film", AT),
        visit_entry(NIGHT, VisitLine.QUESTION_2, " Does the new tablet matter? ", AT),
    ]
    notes = visit_notes_in(entries)
    assert notes == VisitNotes(("", "Does the new tablet matter?", ""), "Sit through a film")
    assert notes.line(VisitLine.QUESTION_2) == "Does the new tablet matter?"
    assert visit_notes_in([]) == VisitNotes()
