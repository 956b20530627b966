"""Copies of the database: made while it is in use, checked, and the newest kept."""

import shutil
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Final, final

from rlscompanion.adapters.export_folder import read_export, write_export
from rlscompanion.adapters.store import ONLY_OWNER, YOURS, shape
from rlscompanion.adapters.store.copies import (
    COPYING,
    FOLDER,
    LOGS,
    SUFFIX,
    checked_copy,
    flush,
    free_name,
    keep_newest,
    make_private_folder,
    remove,
)
from rlscompanion.adapters.store.database import BEFORE_MIGRATION, Database
from rlscompanion.adapters.store.errors import explained
from rlscompanion.adapters.store.journal import SqliteJournal
from rlscompanion.adapters.store.tables import (
    TABLES,
    VERSION,
    NewDatabase,
    SqliteTables,
    check_rows,
)
from rlscompanion.domain.mendable import StoreDamagedError, StoreError
from rlscompanion.domain.nights_table import table_of_nights
from rlscompanion.domain.retention import by_age, outlived

_DAILY: Final = "companion-"
_REPLACED: Final = "replaced-"


@final
class SqliteBackups:
    """Keeps the port Backups."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folder = database.path.parent / FOLDER
        self._making = Lock()
        """Held while the backup of a day is made, which happens in a thread of its own."""

    def days(self) -> tuple[date, ...]:
        """Return the days that have a backup, the newest first. Nothing is read of them."""
        found = (_day(file) for file in self._folder.glob(f"{_DAILY}*{SUFFIX}"))
        return tuple(sorted((day for day in found if day is not None), reverse=True))

    def kept(self) -> tuple[Path, ...]:
        """Return what was replaced, or copied before a migration, the newest first."""
        found = [
            *self._folder.glob(f"{_REPLACED}*{SUFFIX}"),
            *self._folder.glob(f"{BEFORE_MIGRATION}*{SUFFIX}"),
        ]
        return tuple(sorted(found, key=lambda file: file.stat().st_mtime_ns, reverse=True))

    def make(self, day: date) -> bool:
        """Make the backup of ``day`` if there is none; return whether one was made.

        What is older than the retention rule keeps is deleted then.
        """
        file = self._file(day)
        with self._making:
            if file.exists() or not self._is_lived_in():
                return False
            checked_copy(self._database.path, file)
            for old in outlived(self.days(), day) - {day}:
                remove(self._file(old))
            for left in self._folder.glob(f".*{COPYING}"):
                left.unlink(missing_ok=True)
        return True

    def _is_lived_in(self) -> bool:
        """Return whether the first run is over: before it there is nothing to go back to."""
        return bool(self._database.rows("SELECT 1 FROM routine_revision LIMIT 1"))

    def write(self, file: Path) -> None:
        """Write a checked copy of the database to ``file``: all of it, or nothing."""
        if not file.absolute().parent.is_dir():
            raise StoreError(f"{file.absolute().parent} is not a folder; name a file in one")
        if not self._database.path.exists():
            raise StoreError("there is nothing to back up yet")
        checked_copy(self._database.path, file)

    def newest_good(self, today: date) -> date | None:
        """Return the newest day whose backup is whole, every row of it readable."""
        for day in by_age(self.days(), today):
            with suppress(StoreError):
                check_rows(self._file(day))
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
        try:
            shape.check(file)
        except StoreDamagedError as error:
            raise StoreError(f"{file} cannot be read as a backup; name another one") from error
        path = self._database.path
        fresh = path.with_name(f".{path.name}.part")
        checked_copy(file, fresh)
        try:
            with self._database.alone(), explained(path):
                kept = self._set_aside(at)
                _remove_logs(path)
                fresh.replace(path)
                flush(path.parent)
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror}; {YOURS}") from error
        finally:
            with suppress(OSError):
                fresh.unlink()
        self._database.rows("SELECT 1")
        return kept

    def start_anew(self, at: datetime) -> Path | None:
        """Set the database aside, whatever it is like; return where it is kept."""
        path = self._database.path
        try:
            with self._database.alone():
                kept = self._set_aside(at)
                remove(path)
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror}; {YOURS}") from error
        return kept

    def export_to(self, folder: Path) -> None:
        """Write everything as text into a folder that is new or empty."""
        # A connection of its own: nobody waits while it reads twenty years.
        own = Database(self._database.path.parent)
        with closing(own), own.snapshot():
            nights = table_of_nights(SqliteJournal(own).all())
            write_export(folder, SqliteTables(own), TABLES, VERSION, nights)

    def import_from(self, folder: Path, at: datetime) -> Path | None:
        """Put an export in the place of the database; return where what it replaces is kept."""
        make_private_folder(self._database.path.parent)
        part = self._database.path.with_name(".import.part")
        try:
            remove(part)
            with NewDatabase(part) as fresh:
                read_export(folder, fresh, TABLES, VERSION)
            return self.restore(part, at)
        except OSError as error:
            raise StoreError(f"{part.parent}: {error.strerror}; {YOURS}") from error
        finally:
            with suppress(OSError):
                remove(part)

    def delete_everything(self) -> None:
        """Delete the database and every backup of it. Raises StoreError."""
        path = self._database.path
        try:
            with self._making, self._database.alone():
                remove(path)
                for file in (*self._folder.glob(f"*{SUFFIX}*"), *self._folder.glob(f".*{COPYING}")):
                    file.unlink(missing_ok=True)
                for left in (*path.parent.glob(f"{path.stem}-*"), *path.parent.glob(".*.part*")):
                    left.unlink(missing_ok=True)
                if self._folder.is_dir():
                    self._folder.rmdir()
        except OSError as error:
            raise StoreError(f"{error.filename}: {error.strerror}; {YOURS}") from error

    def _file(self, day: date) -> Path:
        return self._folder / f"{_DAILY}{day.isoformat()}{SUFFIX}"

    def _set_aside(self, at: datetime) -> Path | None:
        """Keep what is about to be replaced: as a copy, or as it is where it is damaged."""
        path = self._database.path
        if not path.exists():
            return None
        kept = free_name(self._folder / f"{_REPLACED}{at:%Y-%m-%dT%H%M%S}{SUFFIX}")
        try:
            checked_copy(path, kept)
        except StoreError:
            make_private_folder(kept.parent)
            _keep_as_it_is(path, kept)
        keep_newest(self._folder.glob(f"{_REPLACED}*{SUFFIX}"), kept)
        return kept


def _keep_as_it_is(path: Path, kept: Path) -> None:
    if path.is_dir():
        path.rename(kept)
        return
    for end in ("", *LOGS):
        file = path.with_name(path.name + end)
        if file.exists():
            copy = kept.with_name(kept.name + end)
            shutil.copyfile(file, copy)
            copy.chmod(ONLY_OWNER)
            flush(copy)


def _remove_logs(path: Path) -> None:
    for end in LOGS:
        path.with_name(path.name + end).unlink(missing_ok=True)


def _day(file: Path) -> date | None:
    try:
        return date.fromisoformat(file.name.removeprefix(_DAILY).removesuffix(SUFFIX))
    except ValueError:
        return None
