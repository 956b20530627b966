"""Copies of the database: made while it is in use, checked, and the newest kept."""

import os
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Final, final

from rlscompanion.adapters.export_folder import read_export, write_export
from rlscompanion.adapters.store import shape
from rlscompanion.adapters.store.database import ONLY_OWNER, ONLY_OWNER_FOLDER, YOURS, Database
from rlscompanion.adapters.store.errors import explained
from rlscompanion.adapters.store.tables import TABLES, VERSION, NewDatabase, SqliteTables
from rlscompanion.domain.retention import worth_keeping
from rlscompanion.services.ports import StoreError

FOLDER: Final = "backups"
_DAILY: Final = "companion-"
_REPLACED: Final = "replaced-"
_SUFFIX: Final = ".sqlite3"
_REPLACED_AT_MOST: Final = 5


@final
class SqliteBackups:
    """Keeps the port Backups."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folder = database.path.parent / FOLDER

    def days(self) -> tuple[date, ...]:
        """Return the days that have a backup, the newest first. Nothing is read of them."""
        found = (_day(file) for file in self._folder.glob(f"{_DAILY}*{_SUFFIX}"))
        return tuple(sorted((day for day in found if day is not None), reverse=True))

    def make(self, day: date) -> bool:
        """Make the backup of ``day`` if there is none; return whether one was made.

        What is older than the retention rule keeps is deleted then.
        """
        file = self._file(day)
        if file.exists() or not self._database.path.exists():
            return False
        self.write(file)
        for old in set(self.days()) - worth_keeping(self.days()):
            self._file(old).unlink(missing_ok=True)
        return True

    def write(self, file: Path) -> None:
        """Write a checked copy of the database to ``file``: all of it, or nothing."""
        if not self._database.path.exists():
            raise StoreError("there is nothing to back up yet")
        self._copy(self._database.path, file)

    def newest_good(self) -> date | None:
        """Return the newest day whose backup is whole."""
        for day in self.days():
            try:
                shape.check(self._file(day))
            except StoreError:
                continue
            return day
        return None

    def file_of(self, day: date) -> Path:
        """Return the backup of a day. Raises StoreError where there is none."""
        file = self._file(day)
        if not file.exists():
            raise StoreError(f"there is no backup of {day}")
        return file

    def restore(self, file: Path, at: datetime) -> Path | None:
        """Put a backup in the place of the database; return where what it replaces is kept.

        A damaged database is set aside as it is. Raises StoreError, and then nothing has changed.
        """
        shape.check(file)
        kept = self._set_aside(at)
        fresh = self._database.path.with_name(f".{self._database.path.name}.part")
        self._copy(file, fresh)
        self._database.close()
        with explained(self._database.path):
            _remove_logs(self._database.path)
            fresh.replace(self._database.path)
            self._database.rows("SELECT 1")
        return kept

    def start_anew(self, at: datetime) -> Path | None:
        """Set the database aside, whatever it is like; return where it is kept."""
        kept = self._set_aside(at)
        self._database.close()
        with explained(self._database.path):
            _remove_logs(self._database.path)
            self._database.path.unlink(missing_ok=True)
        return kept

    def export_to(self, folder: Path) -> None:
        """Write everything as text into a folder that is new or empty."""
        write_export(folder, SqliteTables(self._database), TABLES, VERSION)

    def import_from(self, folder: Path, at: datetime) -> Path | None:
        """Put an export in the place of the database; return where what it replaces is kept."""
        self._make_folder(self._database.path.parent)
        part = self._database.path.with_name(".import.part")
        part.unlink(missing_ok=True)
        fresh = NewDatabase(part)
        try:
            read_export(folder, fresh, TABLES, VERSION)
            fresh.finish()
            return self.restore(part, at)
        finally:
            fresh.close()
            part.unlink(missing_ok=True)

    def delete_everything(self) -> None:
        """Delete the database and every backup of it. Raises StoreError."""
        self._database.close()
        try:
            _remove_logs(self._database.path)
            for file in (*self._folder.glob(f"*{_SUFFIX}"), *self._beside()):
                file.unlink(missing_ok=True)
            self._database.path.unlink(missing_ok=True)
            if self._folder.is_dir():
                self._folder.rmdir()
        except OSError as error:
            raise StoreError(f"{error.filename}: {error.strerror}; {YOURS}") from error

    def _beside(self) -> list[Path]:
        path = self._database.path
        return list(path.parent.glob(f"{path.stem}-before-migration-*{_SUFFIX}"))

    def _file(self, day: date) -> Path:
        return self._folder / f"{_DAILY}{day.isoformat()}{_SUFFIX}"

    def _set_aside(self, at: datetime) -> Path | None:
        """Keep what is about to be replaced: as a copy, or as it is where it is damaged."""
        path = self._database.path
        if not path.exists():
            return None
        kept = self._folder / f"{_REPLACED}{at:%Y-%m-%dT%H%M%S}{_SUFFIX}"
        try:
            self._copy(path, kept)
        except StoreError:
            self._database.close()
            self._make_folder(kept.parent)
            with explained(path):
                kept.write_bytes(path.read_bytes())
                kept.chmod(ONLY_OWNER)
        for old in sorted(self._folder.glob(f"{_REPLACED}*{_SUFFIX}"))[:-_REPLACED_AT_MOST]:
            old.unlink(missing_ok=True)
        return kept

    def _copy(self, source: Path, target: Path) -> None:
        self._make_folder(target.parent)
        part = target.with_name(f".{target.name}.copying")
        try:
            os.close(os.open(part, os.O_CREAT | os.O_RDWR | os.O_TRUNC, ONLY_OWNER))
            with explained(source):
                _online_copy(source, part)
            shape.check(part)
            _flush(part)
            part.replace(target)
        except OSError as error:
            raise StoreError(f"{target}: {error.strerror}; {YOURS}") from error
        finally:
            part.unlink(missing_ok=True)

    @staticmethod
    def _make_folder(folder: Path) -> None:
        try:
            folder.mkdir(mode=ONLY_OWNER_FOLDER, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder}: {error.strerror}; {YOURS}") from error


def _online_copy(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as one,
        closing(sqlite3.connect(target)) as other,
    ):
        one.backup(other)
        other.execute("PRAGMA journal_mode=DELETE")


def _flush(file: Path) -> None:
    number = os.open(file, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _remove_logs(path: Path) -> None:
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _day(file: Path) -> date | None:
    try:
        return date.fromisoformat(file.name.removeprefix(_DAILY).removesuffix(_SUFFIX))
    except ValueError:
        return None
