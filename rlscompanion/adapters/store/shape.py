"""Whether a file is a database of this app, whole and of a version that is known."""

import os
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from rlscompanion.adapters.store.errors import explained
from rlscompanion.adapters.store.migrations import MIGRATIONS, NEWEST_TABLES
from rlscompanion.domain.mendable import StoreDamagedError, StoreError

OWN_PREFIX: Final = "sqlite_"


def check(path: Path, *, called: Path | None = None) -> None:
    """Read all of a file. Raises StoreError with one sentence that says what is wrong with it.

    ``called`` is the name in that sentence, where the file itself is only a copy on its way.
    """
    name = called or path
    if not path.is_file():
        raise StoreError(f"{name} is not there; name a backup of RLS Companion")
    with explained(name), opened(path) as connection:
        version = version_of(connection)
        if version > len(MIGRATIONS):
            raise StoreError(
                f"{name} was written by a newer version of RLS Companion; "
                "install that version to open it"
            )
        if not is_ours(connection, version):
            raise StoreError(f"{name} is not a database of RLS Companion; name one of its backups")
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreDamagedError(f"{name} is damaged; go back to a backup")


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_ours(connection: sqlite3.Connection, version: int) -> bool:
    """Return whether every table of ``version`` is there, and nothing that acts by itself.

    A table that somebody added is left alone; a trigger or a view could change what is written.
    """
    if version == 0 or _acts_by_itself(connection):
        return False
    found = columns(connection)
    return all(found.get(name) == wanted for name, wanted in _columns_of(version).items())


def has_our_tables(connection: sqlite3.Connection) -> bool:
    """Return whether the tables of the newest version are there: a glance, for every start."""
    places = ",".join("?" * len(NEWEST_TABLES))
    found = connection.execute(
        f"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ({places})",  # noqa: S608
        NEWEST_TABLES,
    ).fetchone()[0]
    return found == len(NEWEST_TABLES)


def _acts_by_itself(connection: sqlite3.Connection) -> bool:
    found = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index')"
    )
    return bool(found.fetchone()[0])


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
def opened(path: Path) -> Generator[sqlite3.Connection]:
    """Give a connection that only reads."""
    with closing(connected_to_read(path)) as connection:
        yield connection


def connected_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads, also on a disk that takes no writes.

    There SQLite cannot make the index of its log; without a log it needs none.
    """
    uri = path.absolute().as_uri()
    connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, check_same_thread=False)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        if os.access(path.parent, os.W_OK) or (log.exists() and log.stat().st_size):
            raise
        return sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    except BaseException:
        connection.close()
        raise
    return connection
