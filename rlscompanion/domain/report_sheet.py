"""The report as it is read: blocks of rows in words, and the nights for the appendix.

One value for everybody who draws or prints it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

TOP_RATING: Final = 10
"""The highest rating there is."""
COLUMNS: Final = (
    "night",
    "evening",
    "asleep",
    "in-night",
    "began",
    "minutes",
    "up",
    "sleep",
    "flare-ups",
    "noted",
)


class Row(Struct, frozen=True):
    """A label and what is said of it; an empty label belongs to the row above."""

    label: str
    value: str


class Block(Struct, frozen=True):
    """One heading of page one."""

    id: str
    title: str
    rows: tuple[Row, ...]

    def shortened(self, at_most: int, more: str) -> "Block":
        """Return it with ``at_most`` rows, the last of them saying how many are left out."""
        if len(self.rows) <= at_most:
            return self
        kept = self.rows[: at_most - 1]
        said = Row("", more.format(n=len(self.rows) - len(kept)))
        return replace(self, rows=(*kept, said))


class DrawnNight(Struct, frozen=True):
    """A Night for the charts and the table. Times are minutes since noon; None is blank."""

    night: date
    label: str
    worst: int | None
    began: float | None
    asleep: float | None
    bed: float
    wake: float
    flare_ups: tuple[tuple[float, float], ...]
    supplements: tuple[float, ...]
    letters: str
    cells: tuple[str, ...]
    """What the table says, in the order of its heads."""


class Sheet(Struct, frozen=True):
    """The whole report."""

    title: str
    person: str
    about: tuple[str, ...]
    blocks: tuple[Block, ...]
    nights: tuple[DrawnNight, ...]
    heads: tuple[str, ...]
    words: Mapping[str, str]

    @property
    def small_print(self) -> str:
        return self.words["small-print"]

    def block(self, name: str) -> Block:
        return next(block for block in self.blocks if block.id == name)

    def as_text(self) -> str:
        """Return all of it as plain text."""
        lines = [self.title, *filter(None, (self.person,)), *self.about]
        for block in self.blocks:
            lines += ["", block.title, *(_plain(row) for row in block.rows)]
        lines += ["", self.words["table"], *_table(self.heads, self.nights)]
        lines += ["", self.words["table-notes"], self.small_print]
        return "\n".join(lines) + "\n"


def day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"


def short_day(on: date) -> str:
    return f"{on.day} {on:%b}"


def _plain(row: Row) -> str:
    return f"  {row.label}: {row.value}" if row.label else f"  {row.value}"


def _table(heads: Sequence[str], nights: Iterable[DrawnNight]) -> Iterator[str]:
    rows = [tuple(heads), *(night.cells for night in nights)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(heads))]
    for row in rows:
        yield "  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip()
