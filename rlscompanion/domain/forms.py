"""What an answer may be: a whole number, a clock time, one line, yes, one of a few words.

A form reads an answer from the journal and writes it there. Reading refuses what does not fit, so
that what a person types and what a file brings are held to the same.
"""

from collections.abc import Collection
from datetime import time
from typing import Final, Protocol, TypeAlias

from msgspec import Struct

from rlscompanion.domain.journal import BodyValue
from rlscompanion.domain.mendable import Mendable

LINE_AT_MOST: Final = 200
YES: Final = "yes"

Value: TypeAlias = int | time | str | bool | tuple[str, ...] | None
"""An answer: number, clock time, line, yes or no, chips. None and empty mean: no answer."""


class BadAnswer(Mendable):
    """The answer is not taken: one sentence says what would be."""


class Form(Protocol):
    """Between an answer and the value the journal keeps of it."""

    def read(self, value: BodyValue) -> Value:
        """Return the answer. Raises BadAnswer."""
        ...

    def write(self, value: Value) -> BodyValue:
        """Return what the journal keeps. Raises BadAnswer where the answer does not fit."""
        ...


class Whole(Struct, frozen=True):
    """A whole number from ``low`` to ``high``."""

    low: int
    high: int

    def read(self, value: BodyValue | Value) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadAnswer(f"{value} is no whole number.")
        if not self.low <= value <= self.high:
            raise BadAnswer(f"{value} is not between {self.low} and {self.high}.")
        return value

    def write(self, value: Value) -> BodyValue:
        return self.read(value)


class ClockTime(Struct, frozen=True):
    """A time of day, to the minute."""

    def read(self, value: BodyValue) -> time | None:
        if value is None:
            return None
        try:
            found = time.fromisoformat(str(value))
        except ValueError:
            raise BadAnswer(f"{value} is not a time.") from None
        return found.replace(second=0, microsecond=0, tzinfo=None)

    def write(self, value: Value) -> BodyValue:
        if value is None or isinstance(value, time):
            return value and f"{value:%H:%M}"
        raise BadAnswer(f"{value} is not a time.")


class Line(Struct, frozen=True):
    """One line of text."""

    at_most: int = LINE_AT_MOST

    def read(self, value: BodyValue | Value) -> str:
        if value is None:
            return ""
        if not isinstance(value, str) or not value.isprintable():
            raise BadAnswer("A note is one line of text.")
        if len(value) > self.at_most:
            raise BadAnswer(f"A note has {self.at_most} characters at most.")
        return value.strip()

    def write(self, value: Value) -> BodyValue:
        return self.read(value) or None


class Yes(Struct, frozen=True):
    """Yes, or nothing said."""

    def read(self, value: BodyValue) -> bool:
        if value not in {None, YES}:
            raise BadAnswer(f"{value} is not {YES}.")
        return value == YES

    def write(self, value: Value) -> BodyValue:
        return YES if value is True else None


class OneOf(Struct, frozen=True):
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, value: BodyValue | Value) -> str | None:
        if value is None:
            return None
        if value not in self.words:
            raise BadAnswer(f"{value} is not one of {', '.join(self.words)}.")
        return str(value)

    def write(self, value: Value) -> BodyValue:
        return self.read(value)


class Chips(Struct, frozen=True):
    """Several words, each of ``known`` or the person's own, as ``own/WORDS``; each once."""

    known: Collection[str]
    at_most: int = 30
    own: str = "own/"
    own_at_most: int = 40

    def read(self, value: BodyValue | Value) -> tuple[str, ...]:
        if value is None:
            return ()
        if not isinstance(value, tuple):
            raise BadAnswer(f"{value} is no list of words.")
        if len(value) > self.at_most:
            raise BadAnswer(f"{self.at_most} words at most can be kept for a night.")
        return tuple(dict.fromkeys(map(self._word, value)))

    def write(self, value: Value) -> BodyValue:
        return self.read(value) or None

    def _word(self, word: str) -> str:
        if word in self.known:
            return word
        mine = word.removeprefix(self.own)
        if mine == word or not mine.strip() or not mine.isprintable():
            raise BadAnswer(f"{word} is not one of {', '.join(self.known)}, or your own.")
        if len(mine) > self.own_at_most:
            raise BadAnswer(f"Words of your own have {self.own_at_most} characters at most.")
        return f"{self.own}{mine.strip()}"
