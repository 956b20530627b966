"""Every table as rows of texts, and back: what an export holds, column by column.

Instants are texts with their offset (+00:00) whatever the database keeps; an empty text stands
for "nothing" where a column may hold nothing.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

from rlscompanion.adapters.store import shape
from rlscompanion.adapters.store.database import ONLY_OWNER, Database
from rlscompanion.adapters.store.migrations import MIGRATIONS
from rlscompanion.domain import routine_file
from rlscompanion.domain.journal import EntryKind
from rlscompanion.domain.mendable import Mendable

Cell: TypeAlias = int | float | str | None
VERSION: Final = len(MIGRATIONS)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN: Final = 40  # characters
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of column is written and read; reading raises ValueError or Mendable."""

    write: Callable[[Any], str]
    read: Callable[[str], Cell]


def _plain(text: str) -> str:
    if "\0" in text:
        raise ValueError(text)
    return text


def _whole(text: str) -> int:
    if not text.isascii() or len(text) > len("-9223372036854775808"):
        raise ValueError(text)
    return int(text)


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _instant(text: str) -> str:
    found = datetime.fromisoformat(text)
    if found.utcoffset() is None:
        raise ValueError(text)
    return text


def _written_micros(micros: int) -> str:
    return (_EPOCH + micros * _MICROSECOND).isoformat()


def _micros(text: str) -> int:
    return (datetime.fromisoformat(_instant(text)) - _EPOCH) // _MICROSECOND


def _body(text: str) -> str:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise TypeError(text)
    for value in found.values():  # pyright: ignore[reportUnknownVariableType]
        if not isinstance(value, str | float | int | list | None):
            raise TypeError(text)
    return text


def _routine(text: str) -> str:
    routine_file.read(json.loads(text))
    return text


def _profile(text: str) -> str:
    routine_file.read_profile(json.loads(text))
    return text


def _entry_kind(text: str) -> str:
    return EntryKind(text).value


TEXT: Final = Kind(str, _plain)
WHOLE: Final = Kind(str, _whole)
REAL: Final = Kind(repr, float)
DAY: Final = Kind(str, _day)
INSTANT: Final = Kind(str, _instant)
MICROS: Final = Kind(_written_micros, _micros)

TABLES: Final[Mapping[str, Mapping[str, Kind]]] = {
    "routine_revision": {"id": WHOLE, "saved": INSTANT, "body": Kind(str, _routine)},
    "profile_revision": {"id": WHOLE, "saved": INSTANT, "body": Kind(str, _profile)},
    "entry": {
        "id": WHOLE,
        "night": DAY,
        "kind": Kind(str, _entry_kind),
        "at": MICROS,
        "recorded": MICROS,
        "body": Kind(str, _body),
    },
    "fired": {"reminder": TEXT, "at": INSTANT},
    "reminder_event": {
        "id": WHOLE,
        "reminder": TEXT,
        "due": INSTANT,
        "at": INSTANT,
        "outcome": TEXT,
    },
    "setting": {"key": TEXT, "value": TEXT},
    "experiment": {
        "id": WHOLE,
        "step": TEXT,
        "question": TEXT,
        "outcome": TEXT,
        "nights": WHOLE,
        "block": WHOLE,
        "max_run": WHOLE,
        "seed": TEXT,
        "generator": WHOLE,
        "expectation": WHOLE,
        "first_night": DAY,
        "plan_sha256": TEXT,
        "created": INSTANT,
        "run_in_rated": WHOLE,
        "run_in_mean": REAL,
        "run_in_sd": REAL,
        "state": TEXT,
        "ended": INSTANT,
        "went_on": TEXT,
    },
    "assignment": {
        "experiment": WHOLE,
        "number": WHOLE,
        "block": WHOLE,
        "arm": TEXT,
        "night": DAY,
        "revealed": INSTANT,
        "adherence": TEXT,
        "note": TEXT,
        "void": WHOLE,
    },
}
"""What is exported, in an order in which it can be read back."""


class SqliteTables:
    """Keeps the port Tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(self, table: str) -> Iterator[tuple[str, ...]]:
        """Yield a table's rows as texts, in a fixed order."""
        kinds = TABLES[table]
        names = ", ".join(f'"{name}"' for name in kinds)
        query = f"SELECT {names} FROM {table} ORDER BY 1, 2"  # noqa: S608  (names of ours)
        for row in self._database.rows(query):
            yield tuple(
                "" if cell is None else kind.write(cell)
                for kind, cell in zip(kinds.values(), row, strict=True)
            )


class NewDatabase:
    """A database beside the real one, filled row by row, to take its place when it is whole."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=ONLY_OWNER)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("BEGIN")
        shape.migrate(self._connection, MIGRATIONS)

    def add(self, table: str, texts: Sequence[str]) -> None:
        """Add one row. Raises Mendable with what is wrong with it."""
        kinds = TABLES[table]
        if len(texts) != len(kinds):
            raise Mendable(f"{len(texts)} columns instead of {len(kinds)}")
        optional = self._optional(table)
        cells = [
            None if text == "" and name in optional else _read(name, kind, text)
            for (name, kind), text in zip(kinds.items(), texts, strict=True)
        ]
        places = ", ".join("?" * len(cells))
        names = ", ".join(f'"{name}"' for name in kinds)
        try:
            self._connection.execute(
                f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608
                cells,
            )
        except (sqlite3.IntegrityError, OverflowError) as error:
            raise Mendable(str(error)) from error

    def finish(self) -> None:
        """Write it all to the disk; nothing can be added then."""
        self._connection.execute("COMMIT")
        self._connection.close()

    def close(self) -> None:
        """Leave it, finished or not."""
        self._connection.close()

    def _optional(self, table: str) -> frozenset[str]:
        found = self._connection.execute(f"PRAGMA table_info({table})").fetchall()
        return frozenset(name for _, name, _, required, _, key in found if not required and not key)


def _read(name: str, kind: Kind, text: str) -> Cell:
    try:
        return kind.read(text)
    except Mendable as error:
        raise Mendable(f"{name}: {error}") from error
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        raise Mendable(f"{name}: {shown!r} cannot be read") from error


def known_columns() -> dict[str, frozenset[str]]:
    """Return the columns of the newest version, for comparing with ``TABLES``."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        shape.migrate(fresh, MIGRATIONS)
        return shape.columns(fresh)
