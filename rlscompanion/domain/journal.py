"""All that happened: an append-only record of entries, each belonging to one Night."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rlscompanion.domain.checklist import Mark, MarkKind


class EntryKind(StrEnum):
    MARK = "mark"
    DRINK = "drink"
    FLARE_UP = "flare-up"


@dataclass(frozen=True, slots=True)
class Entry:
    """``at`` is when it holds, ``recorded`` when it was written down; both in UTC."""

    night: date
    kind: EntryKind
    at: datetime
    recorded: datetime
    body: Mapping[str, str | float | None]


def entry_of_mark(night: date, mark: Mark, recorded: datetime) -> Entry:
    body: dict[str, str | float | None] = {"step": mark.step, "mark": mark.kind.value}
    if mark.until is not None:
        body["until"] = mark.until.isoformat()
    return Entry(night, EntryKind.MARK, mark.at, recorded, body)


def marks_in(entries: Iterable[Entry]) -> tuple[Mark, ...]:
    """Return the marks among entries, in the order in which they were written down."""
    return tuple(
        Mark(
            step=str(entry.body["step"]),
            kind=MarkKind(str(entry.body["mark"])),
            at=entry.at,
            until=datetime.fromisoformat(str(entry.body["until"]))
            if "until" in entry.body
            else None,
        )
        for entry in entries
        if entry.kind is EntryKind.MARK
    )


def had_a_drink(entries: Iterable[Entry]) -> bool:
    """Return whether "I had a drink" stands (it can be taken back)."""
    said = [entry.body["had"] for entry in entries if entry.kind is EntryKind.DRINK]
    return bool(said) and said[-1] == "yes"


def flare_ups_in(entries: Iterable[Entry]) -> int:
    """Return how many flare-ups were opened among entries."""
    return sum(
        entry.kind is EntryKind.FLARE_UP and entry.body.get("event") == "opened"
        for entry in entries
    )
