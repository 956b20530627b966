"""Whether a file is a database of this app, whole and of a version that is known."""

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from rlscompanion.adapters.store.errors import explained
from rlscompanion.adapters.store.migrations import MIGRATIONS
from rlscompanion.services.ports import StoreError

OWN_PREFIX: Final = "sqlite_"


def check(path: Path) -> None:
    """Read all of a file. Raises StoreError with one sentence that says what is wrong with it."""
    if not path.is_file():
        raise StoreError(f"{path} is not there; name a backup of RLS Companion")
    with explained(path), _opened(path) as connection:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            raise StoreError(
                f"{path} was written by a newer version of RLS Companion; "
                "install that version to open it"
            )
        if version == 0 or columns(connection) != _columns_of(version):
            raise StoreError(f"{path} is not a database of RLS Companion; name one of its backups")
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreError(f"{path} is damaged; name another backup")


def columns(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """Return the columns of every table."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: frozenset(row[1] for row in connection.execute(f'PRAGMA table_info("{name}")'))
        for (name,) in tables
        if not name.startswith(OWN_PREFIX)
    }


def migrate(connection: sqlite3.Connection, migrations: Sequence[str], *, since: int = 0) -> None:
    """Bring a database of version ``since`` to the last, in a transaction of the caller's."""
    for number, migration in enumerate(migrations[since:], since + 1):
        for statement in migration.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={number}")


def _columns_of(version: int) -> dict[str, frozenset[str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh, MIGRATIONS[:version])
        return columns(fresh)


@contextmanager
def _opened(path: Path) -> Generator[sqlite3.Connection]:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        yield connection
