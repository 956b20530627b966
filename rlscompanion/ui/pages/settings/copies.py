"""Copies of everything: where new ones go, and which there are to go back to."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import Struct

from rlscompanion.services.backing_up import BackingUp

NAME: Final = "RLS Companion"
MANIFEST: Final = "manifest.json"


class YourData(Struct, frozen=True):
    """All that is stored, and what can be done with it as a whole."""

    folder: Path
    backing_up: BackingUp
    write_calendar: Callable[[Path], int]
    """Writes the routine as a calendar file, and returns how many steps are in it."""
    documents: Path
    """Where files go that the person asks for."""


class Found(Struct, frozen=True):
    """What one can go back to: days with a backup, and files or folders elsewhere."""

    days: tuple[date, ...]
    files: tuple[Path, ...]


def find(data: YourData) -> Found:
    """Look for copies. Reads names only, but a folder may be slow."""
    there = data.documents
    files = [*there.glob(f"{NAME}*.sqlite3"), *(m.parent for m in there.glob(f"*/{MANIFEST}"))]
    ours = sorted((file for file in files if file.name.startswith(NAME)), reverse=True)
    return Found(data.backing_up.days(), (*ours, *data.backing_up.kept()))


def free(data: YourData, end: str) -> Path:
    """Return a name for a new file or folder among the documents, which it makes if need be."""
    data.documents.mkdir(parents=True, exist_ok=True)
    plain = f"{NAME} {data.backing_up.today().isoformat()}"
    names = (plain, *(f"{plain} ({n})" for n in range(2, 1000)))
    return next(path for name in names if not (path := data.documents / f"{name}{end}").exists())
