"""Lines for the next visit to the doctor: up to three questions, and the goal."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

from rlscompanion.domain.forms import BadAnswer, Line
from rlscompanion.domain.journal import (
    BodyValue,
    Entry,
    EntryKind,
    entry_of_answer,
    standing_answers,
)

LINE: Final = Line()


class VisitLine(StrEnum):
    QUESTION_1 = "question-1"
    QUESTION_2 = "question-2"
    QUESTION_3 = "question-3"
    GOAL = "goal"


QUESTIONS: Final = (VisitLine.QUESTION_1, VisitLine.QUESTION_2, VisitLine.QUESTION_3)


class VisitNotes(Struct, frozen=True):
    """What the person wants to ask and to reach. Empty lines are not written down yet."""

    questions: tuple[str, str, str] = ("", "", "")
    goal: str = ""

    def line(self, line: VisitLine) -> str:
        return self.goal if line is VisitLine.GOAL else self.questions[QUESTIONS.index(line)]


def visit_entry(night: date, line: VisitLine, text: str, recorded: datetime) -> Entry:
    """Return the entry that sets one line. Raises BadAnswer."""
    return entry_of_answer(night, EntryKind.VISIT, line.value, LINE.write(text), recorded)


def visit_notes_in(entries: Iterable[Entry]) -> VisitNotes:
    """Return what stands after all entries ever written."""
    said = standing_answers(entries, EntryKind.VISIT)
    one, two, three, goal = (_text(said.get(line.value)) for line in VisitLine)
    return VisitNotes((one, two, three), goal)


def _text(value: BodyValue) -> str:
    try:
        return LINE.read(value)
    except BadAnswer:
        return ""
