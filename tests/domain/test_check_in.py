from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rlscompanion.domain.check_in import (
    FORMS,
    CheckIn,
    Chip,
    Question,
    check_in_of,
    entry_of,
)
from rlscompanion.domain.forms import BadAnswer, Value
from rlscompanion.domain.journal import (
    BodyValue,
    Change,
    Entry,
    EntryKind,
    changes_in,
    entry_of_answer,
)

NIGHT = date(2026, 11, 21)
BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 11, 22, 7, 0, tzinfo=BERLIN).astimezone(UTC)

ratings = st.none() | st.integers(0, 10)
lines = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=60)
own_chips = lines.map(str.strip).filter(bool).map(lambda words: f"own/{words[:40].strip()}")
check_ins = st.builds(
    CheckIn,
    legs_evening=ratings,
    legs_falling_asleep=ratings,
    legs_in_night=ratings,
    began=st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    minutes_to_fall_asleep=st.none() | st.integers(0, 720),
    times_up=st.none() | st.integers(0, 50),
    sleep=ratings,
    chips=st.lists(st.sampled_from(Chip) | own_chips, max_size=5, unique=True).map(tuple),
    note=lines.map(str.strip),
    sick_or_away=st.booleans(),
)


def said(*answers: tuple[Question, Value], at: datetime = MORNING) -> list[Entry]:
    return [entry_of(NIGHT, question, value, at) for question, value in answers]


@given(check_ins)
@settings(deadline=None, derandomize=True, max_examples=100)
def test_every_answer_comes_back_from_the_journal_as_it_was_given(given_: CheckIn) -> None:
    entries = said(*((question, given_.answer(question)) for question in Question))
    assert check_in_of(NIGHT, entries, BERLIN) == given_


def test_a_night_of_which_nothing_was_said_is_blank_and_never_nought() -> None:
    blank = check_in_of(NIGHT, [], BERLIN)
    assert blank.is_blank
    assert (blank.worst_legs, blank.sleep, blank.times_up) == (None, None, None)


def test_nought_is_an_answer() -> None:
    calm = check_in_of(NIGHT, said((Question.LEGS_EVENING, 0)), BERLIN)
    assert not calm.is_blank
    assert calm.worst_legs == 0


def test_the_last_answer_stands_and_the_earlier_ones_are_kept() -> None:
    later = MORNING + timedelta(hours=1)
    entries = said((Question.SLEEP, 6), (Question.LEGS_EVENING, 4))
    entries += said((Question.SLEEP, 7), at=later)
    assert check_in_of(NIGHT, entries, BERLIN).sleep == 7
    changes = changes_in(entries, EntryKind.CHECK_IN)
    assert changes[0] == Change("sleep", 6, None, MORNING)
    assert changes[-1] == Change("sleep", 7, 6, later)


def test_an_answer_can_be_taken_back() -> None:
    entries = said((Question.SLEEP, 6), (Question.SLEEP, None))
    assert check_in_of(NIGHT, entries, BERLIN).is_blank


def test_the_list_shows_the_worst_of_the_legs() -> None:
    entries = said((Question.LEGS_EVENING, 2), (Question.LEGS_IN_NIGHT, 5))
    assert check_in_of(NIGHT, entries, BERLIN).worst_legs == 5


@pytest.mark.parametrize(
    ("first_said", "late"),
    [("2026-11-22 06:40", False), ("2026-11-22 23:59", False), ("2026-11-23 00:01", True)],
)
def test_a_check_in_after_the_day_that_followed_says_so(first_said: str, late: bool) -> None:  # noqa: FBT001
    at = datetime.fromisoformat(first_said).replace(tzinfo=BERLIN)
    assert check_in_of(NIGHT, said((Question.SLEEP, 6), at=at), BERLIN).filled_in_late is late


def test_a_correction_weeks_later_does_not_make_a_check_in_late() -> None:
    entries = said((Question.SLEEP, 6))
    entries += said((Question.SLEEP, 5), at=MORNING + timedelta(days=20))
    assert not check_in_of(NIGHT, entries, BERLIN).filled_in_late


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        (Question.LEGS_EVENING, 11, "11 is not between 0 and 10."),
        (Question.SLEEP, -1, "-1 is not between 0 and 10."),
        (Question.SLEEP, True, "True is no whole number."),
        (Question.TIMES_UP, "2", "2 is no whole number."),
        (Question.BEGAN, "25:00", "25:00 is not a time."),
        (Question.NOTE, "x" * 201, "A note has 200 characters at most."),
        (Question.NOTE, "two\nlines", "A note is one line of text."),
        (Question.CHIPS, ("coffee",), "coffee is not one of caffeine, alcohol"),
        (Question.CHIPS, ("own/" + "x" * 41,), "40 characters at most"),
        (Question.CHIPS, ("own/ ",), "or your own"),
        (Question.CHIPS, "caffeine", "caffeine is no list of words."),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_words(
    question: Question, value: Value, words: str
) -> None:
    with pytest.raises(BadAnswer, match=words.replace("(", r"\(")):
        entry_of(NIGHT, question, value, MORNING)


@pytest.mark.parametrize(
    ("field", "value"),
    [("sleep", "good"), ("sleep", 99), ("began", 7.5), ("chips", ("tea",)), ("moon", "full")],
)
def test_what_makes_no_sense_in_the_journal_hides_nothing_else(
    field: str, value: BodyValue
) -> None:
    odd = entry_of_answer(NIGHT, EntryKind.CHECK_IN, field, value, MORNING)
    found = check_in_of(NIGHT, [*said((Question.LEGS_EVENING, 3)), odd], BERLIN)
    assert found == CheckIn(legs_evening=3)


def test_every_question_has_a_form_and_a_field() -> None:
    assert set(FORMS) == set(Question)
    assert all(CheckIn().answer(question) in {None, "", (), False} for question in Question)
