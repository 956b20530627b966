"""The morning's check-in: what it asks, and what stands for a Night.

Every answer is optional, and each is an entry of its own: the last one to a question stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.forms import (
    BadAnswer,
    Chips,
    ClockTime,
    Form,
    Line,
    Value,
    Whole,
    Yes,
)
from rlscompanion.domain.journal import (
    BodyValue,
    Entry,
    EntryKind,
    entry_of_answer,
    standing_answers,
)
from rlscompanion.domain.night import ONE_DAY

OWN_CHIP: Final = "own/"
RATING: Final = Whole(0, 10)


class Question(StrEnum):
    """What the morning asks. The values are the names of the fields in the journal."""

    LEGS_EVENING = "legs-evening"
    LEGS_FALLING_ASLEEP = "legs-falling-asleep"
    LEGS_IN_NIGHT = "legs-in-night"
    BEGAN = "began"
    MINUTES_TO_FALL_ASLEEP = "minutes-to-fall-asleep"
    TIMES_UP = "times-up"
    SLEEP = "sleep"
    CHIPS = "chips"
    NOTE = "note"
    SICK_OR_AWAY = "sick-or-away"


class Chip(StrEnum):
    """What may have happened. A person adds others as ``own/WORDS``."""

    CAFFEINE = "caffeine"
    ALCOHOL = "alcohol"
    ANTIHISTAMINE = "antihistamine"
    HARD_EXERCISE = "hard-exercise"
    LONG_SITTING = "long-sitting"
    LATE_MEAL = "late-meal"
    NEW_MEDICINE = "new-medicine"


FORMS: Final[Mapping[Question, Form]] = MappingProxyType(
    {
        Question.LEGS_EVENING: RATING,
        Question.LEGS_FALLING_ASLEEP: RATING,
        Question.LEGS_IN_NIGHT: RATING,
        Question.BEGAN: ClockTime(),
        Question.MINUTES_TO_FALL_ASLEEP: Whole(0, 720),
        Question.TIMES_UP: Whole(0, 50),
        Question.SLEEP: RATING,
        Question.CHIPS: Chips(tuple(Chip), own=OWN_CHIP),
        Question.NOTE: Line(),
        Question.SICK_OR_AWAY: Yes(),
    }
)


class CheckIn(Struct, frozen=True):
    """What was said of one Night. None, empty and False alike mean: nothing was said."""

    legs_evening: int | None = None
    """0 none to 10 worst imaginable, as the next two."""
    legs_falling_asleep: int | None = None
    legs_in_night: int | None = None
    began: time | None = None
    """When the legs began, by the wall clock."""
    minutes_to_fall_asleep: int | None = None
    times_up: int | None = None
    """How often the legs got the person up."""
    sleep: int | None = None
    """0 very poor to 10 very good."""
    chips: tuple[str, ...] = ()
    note: str = ""
    sick_or_away: bool = False
    filled_in_late: bool = False
    """Whether the first answer came after the day that followed the Night."""

    def answer(self, question: Question) -> Value:
        """Return what was said to ``question``."""
        value: Value = getattr(self, _FIELDS[question])
        return value

    def with_answer(self, question: Question, value: Value) -> "CheckIn":
        return replace(self, **{_FIELDS[question]: value})

    @property
    def is_blank(self) -> bool:
        return replace(self, filled_in_late=False) == BLANK

    @property
    def worst_legs(self) -> int | None:
        """Return the highest of the three ratings of the legs: the one figure of a list."""
        given = (self.legs_evening, self.legs_falling_asleep, self.legs_in_night)
        return max((legs for legs in given if legs is not None), default=None)


def entry_of(night: date, question: Question, value: Value, recorded: datetime) -> Entry:
    """Return the entry that answers ``question``, or with None takes its answer back.

    Raises BadAnswer.
    """
    kept = FORMS[question].write(value)
    return entry_of_answer(night, EntryKind.CHECK_IN, question.value, kept, recorded)


def check_in_of(night: date, entries: Sequence[Entry], zone: ZoneInfo) -> CheckIn:
    """Return the check-in that stands for ``night`` after its ``entries``.

    What no version of this app would have written is left out: the rest can still be read.
    """
    given: dict[str, Value] = {}
    for field, value in standing_answers(entries, EntryKind.CHECK_IN).items():
        question = _QUESTIONS.get(field)
        if question is not None:
            given[_FIELDS[question]] = read(question, value)
    if not given:
        return BLANK
    said = CheckIn(**given)  # pyright: ignore[reportArgumentType]  (each form reads its own type)
    return said if said == BLANK else replace(said, filled_in_late=_late(night, entries, zone))


def read(question: Question, value: BodyValue) -> Value:
    """Return the answer that the journal holds as ``value``; no answer where it makes no sense."""
    try:
        return FORMS[question].read(value)
    except BadAnswer:
        return BLANK.answer(question)


def _late(night: date, entries: Iterable[Entry], zone: ZoneInfo) -> bool:
    first = next(entry for entry in entries if entry.kind is EntryKind.CHECK_IN)
    return first.recorded.astimezone(zone).date() > night + ONE_DAY


BLANK: Final = CheckIn()
_QUESTIONS: Final = {question.value: question for question in Question}
_FIELDS: Final = {question: question.name.lower() for question in Question}
