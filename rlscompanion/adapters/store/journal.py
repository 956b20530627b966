"""The journal: append-only entries by Night.

Twenty years of nights are to stay small: instants are whole microseconds since 1970, and an entry
that was written down when it happened says so by leaving ``recorded`` out.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, final

from msgspec import json

from rlscompanion.adapters.store.database import Database, Row
from rlscompanion.domain.journal import BodyValue, Entry, EntryKind
from rlscompanion.domain.soundness import is_sound

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
ONE_MICROSECOND: Final = timedelta(microseconds=1)
COLUMNS: Final = "night, kind, at, recorded, body"
SELDOM: Final = "kind NOT IN ('mark', 'drink', 'flare-up', 'check-in')"
"""The condition of the index ``entry_seldom``: SQLite uses it where a query says the same."""
KINDS: Final = {kind.value: kind for kind in EntryKind}
"""Looked up a hundred thousand times: a mapping is quicker than the enumeration."""
OFTEN: Final = frozenset({EntryKind.MARK, EntryKind.DRINK, EntryKind.FLARE_UP, EntryKind.CHECK_IN})


@final
class SqliteJournal:
    """Keeps the port Journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, *entries: Entry) -> None:
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO entry (night, kind, at, recorded, body) VALUES (?, ?, ?, ?, ?)",
                [
                    (
                        entry.night.isoformat(),
                        entry.kind.value,
                        _micros(entry.at),
                        None if entry.recorded == entry.at else _micros(entry.recorded),
                        json.encode(dict(entry.body)).decode(),
                    )
                    for entry in entries
                ],
            )

    def all(self) -> tuple[Entry, ...]:
        """Return every entry, night by night."""
        return self._database.read(_entry, f"SELECT {COLUMNS} FROM entry ORDER BY night, id")  # noqa: S608

    def entries(self, nights: Sequence[date]) -> tuple[Entry, ...]:
        places = ",".join("?" * len(nights))
        return self._database.read(
            _entry,
            f"SELECT {COLUMNS} FROM entry "  # noqa: S608  (only "?" goes in)
            f"WHERE night IN ({places}) ORDER BY id",
            [night.isoformat() for night in nights],
        )

    def between(
        self, first: date, last: date, kinds: Collection[EntryKind] = ()
    ) -> tuple[Entry, ...]:
        wanted = [kind.value for kind in kinds]
        only = f"AND kind IN ({','.join('?' * len(wanted))}) " if wanted else ""
        return self._database.read(
            _entry,
            f"SELECT {COLUMNS} FROM entry WHERE night BETWEEN ? AND ? {only}ORDER BY id",  # noqa: S608
            [first.isoformat(), last.isoformat(), *wanted],
        )

    def of_kind(self, kind: EntryKind) -> tuple[Entry, ...]:
        seldom = "" if kind in OFTEN else f"AND {SELDOM} "
        return self._database.read(
            _entry,
            f"SELECT {COLUMNS} FROM entry WHERE kind = ? {seldom}ORDER BY id",  # noqa: S608
            (kind.value,),
        )

    def first_night(self) -> date | None:
        found = self._database.read(_night, "SELECT min(night) FROM entry HAVING count(*) > 0")
        return found[0] if found else None

    def nights_with(
        self, texts: Collection[str], first: date, last: date, kinds: Collection[EntryKind]
    ) -> tuple[date, ...]:
        if not texts or not kinds:
            return ()
        alike = " OR ".join(["body LIKE ? ESCAPE '~'"] * len(texts))
        return self._database.read(
            _night,
            "SELECT DISTINCT night FROM entry WHERE night BETWEEN ? AND ? "  # noqa: S608
            f"AND kind IN ({','.join('?' * len(kinds))}) AND ({alike}) ORDER BY night DESC",
            [first.isoformat(), last.isoformat(), *kinds, *map(_pattern, texts)],
        )


def _pattern(text: str) -> str:
    """Return what a JSON body with ``text`` is like, upper or lower case.

    SQLite folds ASCII letters only, and JSON writes some characters otherwise: each of these may
    be anything, so that too much is found rather than too little.
    """
    return f"%{''.join(_alike(letter) for letter in text)}%"


def _alike(letter: str) -> str:
    if letter in '"\\' or not letter.isprintable():
        return "%"
    if letter in "%_~":
        return f"~{letter}"
    return letter if letter.isascii() else "%"


def _night(row: Row) -> date:
    return date.fromisoformat(row[0])


def _entry(row: Row) -> Entry:
    night, kind, at, recorded, body = row
    entry = Entry(
        date.fromisoformat(night),
        EntryKind(kind),
        _instant(at),
        _instant(at if recorded is None else recorded),
        _body(json.decode(body)),
    )
    if not is_sound(entry.kind, entry.body):
        raise ValueError(kind)
    return entry


def _micros(instant: datetime) -> int:
    return (instant - EPOCH) // ONE_MICROSECOND


def _instant(micros: int) -> datetime:
    return EPOCH + micros * ONE_MICROSECOND


def _body(found: Mapping[str, BodyValue | list[str]]) -> dict[str, BodyValue]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in found.items()
    }
