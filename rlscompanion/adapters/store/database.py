"""The SQLite file: opening it, its settings, its version, transactions.

Write-ahead log, ``synchronous=FULL``: what a write has confirmed is on the disk. The file is made
with the first write, so that looking at a new home leaves no trace.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from rlscompanion.adapters.store import ONLY_OWNER, ONLY_OWNER_FOLDER, YOURS, shape
from rlscompanion.adapters.store.errors import explained, readable
from rlscompanion.adapters.store.migrations import MIGRATIONS
from rlscompanion.domain.mendable import StoreError

FILE_NAME: Final = "companion.sqlite3"
BUSY_SECONDS: Final = 5.0
BEFORE_MIGRATION: Final = "before-migration-"
IN_USE: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})

Row = tuple[Any, ...]
_Read = TypeVar("_Read")


class Database:
    """One connection, shared by the threads of this process under a lock."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._only_reading: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None

    def read(
        self, parse: Callable[[Row], _Read], query: str, values: Sequence[object] = ()
    ) -> tuple[_Read, ...]:
        """Return what a query finds, parsed. Raises StoreDamagedError where a row is not of ours."""
        rows = self.rows(query, values)
        with readable(self.path):
            return tuple(map(parse, rows))

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        """Return what a query finds; nothing where there is no database yet."""
        with self._lock, explained(self.path):
            if self._connection is None and not self._is_there():
                return []
            return self._open_to_read().execute(query, tuple(values)).fetchall()

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """Give a connection whose writes are all on disk at the end, or none of them."""
        with self._lock, explained(self.path):
            connection = self._begun()
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                _undo(connection)
                raise

    @contextmanager
    def snapshot(self) -> Generator[None]:
        """Let all that is read be of one moment, whatever is written beside it."""
        with self._lock, explained(self.path):
            connection = self._open_to_read() if self._is_there() else None
            if connection is not None:
                connection.execute("BEGIN")
            try:
                yield
            finally:
                if connection is not None:
                    _undo(connection)

    @contextmanager
    def alone(self) -> Generator[None]:
        """Let nobody write while the file is being replaced; afterwards it is opened anew.

        A file that cannot be opened any more needs no holding. Raises StoreError where another
        program writes to it.
        """
        with self._lock:
            try:
                self._hold()
                yield
            finally:
                self.close()

    def _hold(self) -> None:
        try:
            with explained(self.path):
                self._begun()
        except StoreError as problem:
            if getattr(problem.__cause__, "sqlite_errorcode", 0) & 0xFF in IN_USE:
                raise
            self.close()

    def _begun(self) -> sqlite3.Connection:
        """Return a connection that nobody else can write beside."""
        connection = self._open()
        connection.execute("BEGIN IMMEDIATE")
        if self._opened != self._present():
            # Somebody put another file in its place: what goes into the old one would be lost.
            self.close()
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
        return connection

    def _present(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def close(self) -> None:
        with self._lock:
            for connection in (self._connection, self._only_reading):
                if connection is not None:
                    connection.close()
            self._connection = self._only_reading = None
            self._opened = None

    def _is_there(self) -> bool:
        home = self.path.parent.parent
        try:
            if home.exists() and not home.is_dir():
                raise StoreError(f"{home} is a file, not a folder; name another --home")
            return self.path.exists()
        except OSError as error:
            raise StoreError(f"{self.path.parent}: {error.strerror}; {YOURS}") from error

    def _open_to_read(self) -> sqlite3.Connection:
        """Return a connection; where nothing may be written, one that only reads."""
        if self._only_reading is not None:
            return self._only_reading
        try:
            return self._open()
        except (StoreError, sqlite3.OperationalError):
            if os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK):
                raise
            if not os.access(self.path, os.R_OK):
                raise
        connection = shape.connected_to_read(self.path)
        try:
            self._refuse_other_version(connection)
        except BaseException:
            connection.close()
            raise
        self._only_reading = connection
        return connection

    def _refuse_other_version(self, connection: sqlite3.Connection) -> None:
        if shape.version_of(connection) != len(MIGRATIONS):
            raise StoreError(f"{self.path} is of another version and cannot be written; {YOURS}")

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._make_private()
            connection = sqlite3.connect(
                self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                self._refuse_foreign(connection)
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
                self._migrate(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
            self._opened = self._present()
        return self._connection

    def _make_private(self) -> None:
        """Make the folder and the file readable by their owner only, before SQLite fills them."""
        folder = self.path.parent
        try:
            folder.mkdir(mode=ONLY_OWNER_FOLDER, parents=True, exist_ok=True)
            if folder.stat().st_mode & 0o077:
                folder.chmod(ONLY_OWNER_FOLDER)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, ONLY_OWNER))
            if self.path.stat().st_mode & 0o077:
                self.path.chmod(ONLY_OWNER)
        except OSError as error:
            raise StoreError(f"{error.filename or folder}: {error.strerror}; {YOURS}") from error

    def _migrate(self, connection: sqlite3.Connection) -> None:
        version = shape.version_of(connection)
        if version == len(MIGRATIONS):
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = shape.version_of(connection)
            if 0 < version < len(MIGRATIONS):
                self._copy(version)
            shape.migrate(connection, MIGRATIONS, since=version)
            connection.execute("COMMIT")
        except BaseException:
            _undo(connection)
            raise

    def _refuse_foreign(self, connection: sqlite3.Connection) -> None:
        """Touch nothing that somebody else, or a later version of this app, has written."""
        version = shape.version_of(connection)
        if version > len(MIGRATIONS):
            raise StoreError(
                f"{self.path} was written by a newer version of RLS Companion; "
                "install that version to open it"
            )
        if version == len(MIGRATIONS):
            ours = shape.has_our_tables(connection)
        elif version > 0:
            ours = shape.is_ours(connection, version)
        else:
            ours = not shape.columns(connection)
        if not ours:
            raise StoreError(f"{self.path} belongs to another program; move it aside")

    def _copy(self, version: int) -> None:
        """Keep the file as it was before migrating, among the backups."""
        from rlscompanion.adapters.store.copies import (  # noqa: PLC0415  (once in a version)
            FOLDER,
            SUFFIX,
            checked_copy,
            free_name,
            keep_newest,
        )

        folder = self.path.parent / FOLDER
        kept = free_name(folder / f"{BEFORE_MIGRATION}{version}{SUFFIX}")
        checked_copy(self.path, kept)
        keep_newest(folder.glob(f"{BEFORE_MIGRATION}*{SUFFIX}"), kept)


def _undo(connection: sqlite3.Connection) -> None:
    """Roll back, unless SQLite did so itself (a full disk makes it)."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")
