"""Reads the library into values that cannot change.

People write it as the TOML files of ``resources/library`` and ``names.csv``. Beside them lies
``compiled.json``, which says the same and is read in a tenth of the time. It knows the checksum of
what it was made of: beside any other files it counts for nothing, and they are read themselves.

The files are ours and ``tests/test_library_data.py`` holds them to their rules; a mistake in them
is a ``KeyError`` or ``ValueError`` here, not a sentence for the person.
"""

import zlib
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

from msgspec import DecodeError, Struct, convert, json

from rlscompanion.domain.library import Library

COMPILED: Final = "compiled.json"
SOURCES: Final = (
    "acts.toml",
    "conditions.toml",
    "guides.toml",
    "matrix.toml",
    "names.csv",
    "notes.toml",
    "spacing.toml",
    "steps.toml",
    "texts.toml",
)


class Compiled(Struct, frozen=True):
    """The library, and the checksum of the files that it was made of."""

    made_of: int
    library: Library


def read_library(folder: Path) -> Library:
    """Read the library from ``folder``."""
    library = _read_compiled(folder)
    if library is None:
        library = convert(_written(folder), Library)
    tables = {name: getattr(library, name) for name in Library.__struct_fields__}
    return Library(**{name: _unchangeable(table) for name, table in tables.items()})


def compiled(folder: Path) -> bytes:
    """Return what ``compiled.json`` is to say; a mistake in the files is not compiled."""
    library = _written(folder)
    convert(library, Library)
    return json.encode({"made_of": _checksum(folder), "library": library})


def _written(folder: Path) -> dict[str, Any]:
    from rlscompanion.adapters.library_sources import tables  # noqa: PLC0415  (slow, and rare)

    return tables(folder)


def _checksum(folder: Path) -> int:
    """Return the checksum of everything the library is made of."""
    found = 0
    for name in SOURCES:
        found = zlib.crc32((folder / name).read_bytes(), found)
    return found


def _read_compiled(folder: Path) -> Library | None:
    try:
        found = json.decode((folder / COMPILED).read_bytes(), type=Compiled)
    except (OSError, DecodeError):
        return None
    return found.library if found.made_of == _checksum(folder) else None


def _unchangeable(table: object) -> Any:
    if not isinstance(table, dict):
        return table
    inside = cast("dict[str, object]", table)
    return MappingProxyType({key: _unchangeable(value) for key, value in inside.items()})
