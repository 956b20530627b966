"""Two kinds of trouble at the database door: what the person can mend, and our own faults."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from msgspec import MsgspecError

from rlscompanion.domain.mendable import Mendable, StoreDamagedError, StoreError

ENVIRONMENT = {
    sqlite3.SQLITE_BUSY: "is in use by another program; close it and try again",
    sqlite3.SQLITE_LOCKED: "is in use by another program; close it and try again",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and is yours",
    sqlite3.SQLITE_READONLY: "cannot be written to; check its permissions",
    sqlite3.SQLITE_PERM: "cannot be read; check its permissions",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full; make room and try again",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk answered with an error",
    sqlite3.SQLITE_CORRUPT: "is damaged; move it aside to start anew, or restore a backup",
    sqlite3.SQLITE_NOTADB: "is not a database of this app; move it aside to start anew",
}

DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


@contextmanager
def explained(path: Path) -> Generator[None]:
    """Turn trouble with the environment into one sentence; let our own faults pass."""
    try:
        yield
    except UnicodeDecodeError as error:
        # SQLite quotes what it cannot make sense of; sqlite3 cannot decode that.
        raise StoreDamagedError(f"{path} {ENVIRONMENT[sqlite3.SQLITE_CORRUPT]}") from error
    except sqlite3.Error as error:
        if str(error).startswith("Could not decode to UTF-8"):
            raise StoreDamagedError(f"{path} {ENVIRONMENT[sqlite3.SQLITE_CORRUPT]}") from error
        primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if primary not in ENVIRONMENT:
            raise
        kind = StoreDamagedError if primary in DAMAGED else StoreError
        raise kind(f"{path} {ENVIRONMENT[primary]}") from error


@contextmanager
def readable(path: Path) -> Generator[None]:
    """Turn what cannot be read of a row into one sentence: the file holds what we never wrote."""
    try:
        yield
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        MsgspecError,
        TypeError,
        ValueError,
        RecursionError,
    ) as error:
        raise StoreDamagedError(
            f"{path} holds a line that cannot be read; go back to a backup"
        ) from error
    except StoreError:
        raise
    except Mendable as error:
        # What it says may quote the person; this sentence ends up in the log.
        raise StoreDamagedError(f"{path} holds what cannot be read; go back to a backup") from error
