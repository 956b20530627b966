"""The weekly check: two minutes, optional, about the days and how things change."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.forms import BadAnswer, Form, OneOf, Value, Whole
from rlscompanion.domain.journal import Entry, EntryKind, entry_of_answer, standing_answers

WEEK: Final = timedelta(days=7)


class WeeklyQuestion(StrEnum):
    """What is asked. The values are the names of the fields in the journal."""

    DAYS_WITH_SYMPTOMS = "days-with-symptoms"
    ARMS = "arms"
    SIDES = "sides"
    PAIN = "pain"
    SLEEPINESS = "sleepiness"
    MINUTES_AT_REST = "minutes-at-rest"
    CHANGE = "change"


class Sides(StrEnum):
    ONE = "one"
    BOTH = "both"


class Said(StrEnum):
    YES = "yes"
    NO = "no"


class ChangeSaid(StrEnum):
    """Against last month."""

    MUCH_BETTER = "much-better"
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    MUCH_WORSE = "much-worse"


WEEKLY_FORMS: Final[Mapping[WeeklyQuestion, Form]] = MappingProxyType(
    {
        WeeklyQuestion.DAYS_WITH_SYMPTOMS: Whole(0, 7),
        WeeklyQuestion.ARMS: OneOf(tuple(Said)),
        WeeklyQuestion.SIDES: OneOf(tuple(Sides)),
        WeeklyQuestion.PAIN: OneOf(tuple(Said)),
        WeeklyQuestion.SLEEPINESS: Whole(0, 10),
        WeeklyQuestion.MINUTES_AT_REST: Whole(0, 240),
        WeeklyQuestion.CHANGE: OneOf(tuple(ChangeSaid)),
    }
)


class WeeklyCheck(Struct, frozen=True):
    """What was said of the seven days up to one Night. None means: nothing was said."""

    days_with_symptoms: int | None = None
    """On how many of the last seven days the legs were restless by day."""
    arms: str | None = None
    sides: str | None = None
    pain: str | None = None
    sleepiness: int | None = None
    """By day: 0 wide awake to 10 could fall asleep anywhere."""
    minutes_at_rest: int | None = None
    """After about how many minutes of sitting still it begins."""
    change: str | None = None

    def answer(self, question: WeeklyQuestion) -> Value:
        value: Value = getattr(self, question.name.lower())
        return value

    @property
    def is_blank(self) -> bool:
        return self == WeeklyCheck()


def weekly_entry(night: date, question: WeeklyQuestion, value: Value, recorded: datetime) -> Entry:
    """Return the entry that answers ``question``. Raises BadAnswer."""
    kept = WEEKLY_FORMS[question].write(value)
    return entry_of_answer(night, EntryKind.WEEKLY, question.value, kept, recorded)


def weekly_check_of(entries: Iterable[Entry]) -> WeeklyCheck:
    """Return the weekly check that stands after the entries of one Night."""
    said = WeeklyCheck()
    for field, value in standing_answers(entries, EntryKind.WEEKLY).items():
        question = _QUESTIONS.get(field)
        if question is None:
            continue
        try:
            answer = WEEKLY_FORMS[question].read(value)
        except BadAnswer:
            continue
        said = replace(said, **{question.name.lower(): answer})
    return said


def weekly_checks_in(entries: Iterable[Entry]) -> dict[date, WeeklyCheck]:
    """Return the weekly checks by the Night they were given on, blank ones left out."""
    by_night: dict[date, list[Entry]] = {}
    for entry in entries:
        if entry.kind is EntryKind.WEEKLY:
            by_night.setdefault(entry.night, []).append(entry)
    found = {night: weekly_check_of(said) for night, said in sorted(by_night.items())}
    return {night: said for night, said in found.items() if not said.is_blank}


_QUESTIONS: Final = {question.value: question for question in WeeklyQuestion}
