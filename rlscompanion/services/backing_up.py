"""Backing up: the backup of the day, and going back to one."""

from datetime import date
from pathlib import Path

from msgspec import Struct

from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.retention import by_age
from rlscompanion.services.ports import Backups, Clock


class BackingUp(Struct, frozen=True):
    """Over the copies of everything. All of it may be called from any thread."""

    backups: Backups
    clock: Clock

    def today(self) -> date:
        """Return the date on the wall."""
        return self.clock.now().astimezone(self.clock.zone()).date()

    def days(self) -> tuple[date, ...]:
        """Return the days that have a backup, the newest first."""
        return by_age(self.backups.days(), self.today())

    def kept(self) -> tuple[Path, ...]:
        """Return what was replaced, or copied before a migration, the newest first."""
        return self.backups.kept()

    def is_due(self) -> bool:
        """Return whether today has no backup yet. Reads no more than names."""
        return self.today() not in self.backups.days()

    def make(self) -> bool:
        """Make today's backup if it is due; return whether one was made. Raises StoreError."""
        return self.backups.make(self.today())

    def write(self, file: Path) -> None:
        """Write a checked copy to a new file. Raises StoreError, as the next ones do."""
        if file.exists():
            raise StoreError(f"{file} is there already; name a new file")
        self.backups.write(file)

    def newest_good(self) -> date | None:
        """Return the newest day whose backup can be read whole."""
        return self.backups.newest_good(self.today())

    def go_back_to(self, day: date) -> Path | None:
        """Put a day's backup in place; return where what it replaces is kept."""
        return self.restore(self.backups.file_of(day))

    def restore(self, file: Path) -> Path | None:
        """Put a backup in place; return where what it replaces is kept."""
        return self.backups.restore(file, self.clock.now())

    def start_anew(self) -> Path | None:
        """Set what is stored aside; return where it is kept."""
        return self.backups.start_anew(self.clock.now())

    def export_to(self, folder: Path) -> None:
        """Write everything as text. Raises Mendable."""
        self.backups.export_to(folder)

    def import_from(self, folder: Path) -> Path | None:
        """Put an export in place; return where what it replaces is kept. Raises Mendable."""
        return self.backups.import_from(folder, self.clock.now())

    def delete_everything(self) -> None:
        """Delete what is stored, and every backup of it."""
        self.backups.delete_everything()
