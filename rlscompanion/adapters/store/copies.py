"""Copies of a database file: made while it is in use, checked, for their owner only."""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from rlscompanion.adapters.store import ONLY_OWNER, ONLY_OWNER_FOLDER, YOURS, shape
from rlscompanion.adapters.store.errors import explained
from rlscompanion.domain.mendable import StoreError

FOLDER: Final = "backups"
SUFFIX: Final = ".sqlite3"
COPYING: Final = ".copying"
LOGS: Final = ("-wal", "-shm")
_KEPT_AT_MOST: Final = 5


def checked_copy(source: Path, target: Path) -> None:
    """Copy by SQLite's online backup: all of it, read back and found whole, or nothing.

    Raises StoreError; StoreDamagedError where ``source`` is not whole.
    """
    make_private_folder(target.parent)
    part = target.with_name(f".{target.name}{COPYING}")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_RDWR | os.O_TRUNC, ONLY_OWNER))
        with explained(source):
            _online_copy(source, part)
        shape.check(part, called=source)
        flush(part)
        part.replace(target)
        flush(target.parent)
    except OSError as error:
        raise StoreError(f"{target}: {error.strerror}; {YOURS}") from error
    finally:
        with suppress(OSError):
            part.unlink()


def make_private_folder(folder: Path) -> None:
    """Make a folder for its owner only. Raises StoreError."""
    try:
        folder.mkdir(mode=ONLY_OWNER_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror}; {YOURS}") from error


def free_name(file: Path) -> Path:
    """Return a name that nothing has yet: this one, or with a number."""
    names = (file, *(file.with_stem(f"{file.stem}-{n}") for n in range(2, 1000)))
    return next(name for name in names if not name.exists())


def keep_newest(files: Iterable[Path], just_made: Path) -> None:
    """Delete all but the newest few. What was just made stays, whatever the clock says."""
    others = sorted(
        (file for file in files if file != just_made),
        key=lambda file: (file.stat().st_mtime_ns, file.name),
        reverse=True,
    )
    for old in others[_KEPT_AT_MOST - 1 :]:
        remove(old)


def remove(file: Path) -> None:
    """Delete a database file with its logs."""
    for end in (*LOGS, ""):
        file.with_name(file.name + end).unlink(missing_ok=True)


def flush(path: Path) -> None:
    """See that a file, or the names in a folder, are on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _online_copy(source: Path, target: Path) -> None:
    with (
        shape.opened(source) as one,
        closing(sqlite3.connect(target)) as other,
    ):
        one.backup(other)
        other.execute("PRAGMA journal_mode=DELETE")
