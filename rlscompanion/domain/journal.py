"""All that happened: an append-only record of entries, each belonging to one Night."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from rlscompanion.domain.checklist import Mark, MarkKind


class EntryKind(StrEnum):
    MARK = "mark"
    DRINK = "drink"
    FLARE_UP = "flare-up"
    BEDTIME = "bedtime"
    """Bedtime for this Night only; the newest counts, an empty one takes it back."""
    CHECK_IN = "check-in"
    """One answer of the morning: ``field`` and ``value``. The last of a field stands."""
    WEEKLY = "weekly"
    """One answer of the weekly check, likewise, on the Night it was given."""
    VISIT = "visit"
    """One line for the next visit to the doctor, likewise; the last of all nights stands."""


BodyValue: TypeAlias = str | float | tuple[str, ...] | None
"""What an entry may hold under a name: a text, a number, texts, or "no answer"."""


class Entry(Struct, frozen=True):
    """``at`` is when it holds, ``recorded`` when it was written down; both in UTC."""

    night: date
    kind: EntryKind
    at: datetime
    recorded: datetime
    body: Mapping[str, BodyValue]


def entry_of_mark(night: date, mark: Mark, recorded: datetime) -> Entry:
    body: dict[str, BodyValue] = {"step": mark.step, "mark": mark.kind.value}
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


class Change(Struct, frozen=True):
    """One answer as it was given or corrected: ``value`` replaced ``before`` at ``recorded``."""

    field: str
    value: BodyValue
    before: BodyValue
    recorded: datetime


def entry_of_answer(
    night: date, kind: EntryKind, field: str, value: BodyValue, recorded: datetime
) -> Entry:
    return Entry(night, kind, recorded, recorded, {"field": field, "value": value})


def standing_answers(entries: Iterable[Entry], kind: EntryKind) -> dict[str, BodyValue]:
    """Return the last value of each field among the answers of ``kind``."""
    return {
        str(entry.body.get("field")): entry.body.get("value")
        for entry in entries
        if entry.kind is kind
    }


def changes_in(entries: Iterable[Entry], kind: EntryKind) -> tuple[Change, ...]:
    """Return every answer of ``kind`` ever given, corrections included, in their order."""
    stands: dict[str, BodyValue] = {}
    changes: list[Change] = []
    for entry in entries:
        if entry.kind is kind:
            field, value = str(entry.body.get("field")), entry.body.get("value")
            changes.append(Change(field, value, stands.get(field), entry.recorded))
            stands[field] = value
    return tuple(changes)


def entry_of_bedtime(night: date, bedtime: time | None, at: datetime) -> Entry:
    """Return the entry that gives ``night`` a bedtime of its own, or takes it back."""
    said = f"{bedtime:%H:%M}" if bedtime is not None else ""
    return Entry(night, EntryKind.BEDTIME, at, at, {"bedtime": said})


def bedtimes_in(entries: Iterable[Entry]) -> dict[date, time]:
    """Return the bedtimes that hold for one Night only, by Night."""
    said = {
        entry.night: str(entry.body["bedtime"])
        for entry in entries
        if entry.kind is EntryKind.BEDTIME
    }
    return {night: time.fromisoformat(bedtime) for night, bedtime in said.items() if bedtime}
