"""Every table as rows of texts, and back: what an export holds, column by column.

Instants are texts with their offset (+00:00) whatever the database keeps; an empty text stands
for "nothing" where a column may hold nothing.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

from msgspec import Struct

from rlscompanion.adapters.store import ONLY_OWNER, shape
from rlscompanion.adapters.store.database import Database, Row
from rlscompanion.adapters.store.errors import explained, readable
from rlscompanion.adapters.store.migrations import MIGRATIONS
from rlscompanion.domain import experiment, reminder_record, routine_file
from rlscompanion.domain.journal import EntryKind
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.soundness import is_sound

Cell: TypeAlias = int | float | str | None
VERSION: Final = len(MIGRATIONS)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN: Final = 40  # characters
_MICROSECOND: Final = timedelta(microseconds=1)


class Kind(Struct, frozen=True):
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


def _one_of(choices: type[StrEnum]) -> Kind:
    return Kind(str, lambda text: choices(text).value)


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
        "kind": _one_of(EntryKind),
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
        "outcome": _one_of(reminder_record.Outcome),
    },
    "setting": {"key": TEXT, "value": TEXT},
    "experiment": {
        "id": WHOLE,
        "step": TEXT,
        "question": TEXT,
        "outcome": _one_of(experiment.Outcome),
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
        "state": _one_of(experiment.State),
        "ended": DAY,
        "went_on": DAY,
    },
    "assignment": {
        "experiment": WHOLE,
        "number": WHOLE,
        "block": WHOLE,
        "arm": _one_of(experiment.Arm),
        "night": DAY,
        "revealed": INSTANT,
        "adherence": _one_of(experiment.Adherence),
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
        for row in self._database.rows(_query(table)):
            with readable(self._database.path):
                texts = _texts(table, row)
            yield texts


class NewDatabase:
    """A database beside the real one, filled row by row, to take its place when it is whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._may_be_empty: dict[str, frozenset[str]] = {}
        path.touch(mode=ONLY_OWNER)
        self._connection = sqlite3.connect(path, isolation_level=None)

    def __enter__(self) -> Self:
        try:
            with explained(self._path):
                self._connection.execute("BEGIN")
                shape.migrate(self._connection, MIGRATIONS)
        except BaseException:
            self._connection.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write it all to the disk, or leave it."""
        try:
            with explained(self._path):
                if error is None:
                    self._connection.execute("COMMIT")
        finally:
            self._connection.close()

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
        _check_together(table, dict(zip(kinds, texts, strict=True)))
        places = ", ".join("?" * len(cells))
        names = ", ".join(f'"{name}"' for name in kinds)
        try:
            with explained(self._path):
                self._connection.execute(
                    f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608
                    cells,
                )
        except (sqlite3.IntegrityError, OverflowError) as error:
            raise Mendable(str(error)) from error

    def _optional(self, table: str) -> frozenset[str]:
        if table not in self._may_be_empty:
            found = self._connection.execute(f"PRAGMA table_info({table})").fetchall()
            self._may_be_empty[table] = frozenset(
                name for _, name, _, required, _, key in found if not required and not key
            )
        return self._may_be_empty[table]


def check_rows(path: Path) -> None:
    """Read every row of a database. Raises StoreError where one cannot be read.

    Rows of an older version are not looked into: their columns were others.
    """
    shape.check(path)
    with explained(path), readable(path), shape.opened(path) as connection:
        if shape.version_of(connection) == VERSION:
            for table in TABLES:
                for row in connection.execute(_query(table)):
                    _check_row(table, _texts(table, row))


def _query(table: str) -> str:
    names = ", ".join(f'"{name}"' for name in TABLES[table])
    return f"SELECT {names} FROM {table} ORDER BY 1, 2"  # noqa: S608  (names of ours)


def _texts(table: str, row: Row) -> tuple[str, ...]:
    return tuple(
        "" if cell is None else kind.write(cell)
        for kind, cell in zip(TABLES[table].values(), row, strict=True)
    )


def _check_row(table: str, texts: Sequence[str]) -> None:
    kinds = TABLES[table]
    for kind, text in zip(kinds.values(), texts, strict=True):
        if text:
            kind.read(text)
    _check_together(table, dict(zip(kinds, texts, strict=True)))


def _check_together(table: str, texts: Mapping[str, str]) -> None:
    """Raise Mendable where the cells of a row do not go together."""
    if table == "entry" and not is_sound(EntryKind(texts["kind"]), json.loads(texts["body"])):
        raise Mendable(f"body: {_short(texts['body'])} is no {texts['kind']}")


def _read(name: str, kind: Kind, text: str) -> Cell:
    try:
        return kind.read(text)
    except Mendable as error:
        raise Mendable(f"{name}: {error}") from error
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Mendable(f"{name}: {_short(text)} cannot be read") from error


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def known_columns() -> dict[str, frozenset[str]]:
    """Return the columns of the newest version, for comparing with ``TABLES``."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        shape.migrate(fresh, MIGRATIONS)
        return shape.columns(fresh)
