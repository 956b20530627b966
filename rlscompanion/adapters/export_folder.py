"""A folder that holds everything: one CSV file for each table, a manifest, and how to read them.

Nothing in it depends on when or where it was written: the same data give the same bytes.
"""

import csv
import hashlib
import io
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final, Protocol, cast

from rlscompanion.domain.mendable import Mendable

FORMAT: Final = "rlscompanion-export"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
ABOUT: Final = "README.txt"
NIGHTS: Final = "nights.csv"
LARGEST: Final = 512 * 1024 * 1024
"""Bytes of one file; twenty years of nights are a tenth of it."""
LARGEST_CELL: Final = 4 * 1024 * 1024
LARGEST_MANIFEST: Final = 64 * 1024

_ABOUT_TEXT: Final = """\
Everything RLS Companion keeps, as text. Bring it back with: rlscompanion import FOLDER

manifest.json         format, versions, and the SHA-256 of each file
routine_revision.csv  the routine each time it was saved; body is JSON, as in `routine export`
profile_revision.csv  health answers, blood tests, medicines; body is JSON
entry.csv             the journal: one row for each thing that happened. night is the local date
                      on which the evening began; at is when it holds, recorded (if different)
                      when it was written down; body is JSON
fired.csv             which reminders were shown, and when
reminder_event.csv    the last reminders, and why each did or did not come
setting.csv           settings of the app
experiment.csv        tests on oneself: the sealed plan and its hash
assignment.csv        their nights
nights.csv            for reading in a spreadsheet: one row for each night with an entry, worked
                      out from entry.csv. It is not read back; change nothing by it

Files are UTF-8, columns are separated by commas, lines end with a line feed. Instants carry their
offset. An empty field means: nothing was said.
"""


class Source(Protocol):
    """Where rows come from."""

    def rows(self, table: str) -> Iterable[tuple[str, ...]]: ...


class Sink(Protocol):
    """Where rows go. Raises Mendable with what is wrong with a row."""

    def add(self, table: str, texts: list[str]) -> None: ...


def write_export(
    folder: Path,
    source: Source,
    tables: Mapping[str, Iterable[str]],
    schema: int,
    nights: Iterable[Iterable[str]] = (),
) -> None:
    """Write an export into a folder that is new or empty. Raises Mendable, and then removes it."""
    made: list[Path] = []
    try:
        _make(folder)
        sums: dict[str, str] = {}
        for table, columns in tables.items():
            file = folder / f"{table}.csv"
            made.append(file)
            sums[file.name] = _write_table(file, columns, source.rows(table))
        made.append(folder / NIGHTS)
        _write_rows(folder / NIGHTS, nights)
        manifest = {"format": FORMAT, "version": VERSION, "schema": schema, "sha256": sums}
        for name, text in (
            (ABOUT, _ABOUT_TEXT),
            (MANIFEST, json.dumps(manifest, indent=1) + "\n"),
        ):
            made.append(folder / name)
            with _created(folder / name) as out:
                out.write(text)
    except OSError as error:
        _remove(made)
        raise Mendable(f"{folder} cannot be written: {error.strerror}") from error
    except BaseException:
        _remove(made)
        raise


def read_export(folder: Path, sink: Sink, tables: Mapping[str, Iterable[str]], schema: int) -> None:
    """Read every row into ``sink``. Raises Mendable with the file, and the line where it has one."""
    sums = _manifest(folder, tables, schema)
    for table, columns in tables.items():
        _read_table(folder / f"{table}.csv", table, list(columns), sums[f"{table}.csv"], sink)


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Mendable(f"{folder} is not empty; name a new folder")
    folder.chmod(0o700)


def _created(file: Path) -> io.TextIOWrapper:
    number = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    return os.fdopen(number, "w", encoding="utf-8", newline="")


def _write_table(file: Path, columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    _write_rows(file, chain([columns], rows))
    with file.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def _write_rows(file: Path, rows: Iterable[Iterable[str]]) -> None:
    with _created(file) as out:
        csv.writer(out, lineterminator="\n").writerows(rows)
        out.flush()
        os.fsync(out.fileno())


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _manifest(folder: Path, tables: Iterable[str], schema: int) -> dict[str, str]:
    file = folder / MANIFEST
    if not file.exists():
        raise Mendable(f"{folder} holds no export of RLS Companion: there is no {MANIFEST} in it")
    text = _opened(file, LARGEST_MANIFEST).decode("utf-8", "replace")
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Mendable(f"{file} is no JSON; export again") from error
    if not isinstance(found, dict):
        raise Mendable(f"{file} is not the manifest of an export")
    manifest = cast("dict[str, Any]", found)
    if manifest.get("format") != FORMAT:
        raise Mendable(f"{file}: this is not an export of RLS Companion")
    if (manifest.get("version"), manifest.get("schema")) != (VERSION, schema):
        raise Mendable(
            f"{file}: written by another version of RLS Companion; export it with this one"
        )
    sums = manifest.get("sha256")
    names = {f"{table}.csv" for table in tables}
    if not isinstance(sums, dict) or cast("dict[str, Any]", sums).keys() != names:
        raise Mendable(f"{file}: the list of files is not complete")
    return cast("dict[str, str]", sums)


def _opened(file: Path, at_most: int) -> bytes:
    """Return what a plain file holds; links, pipes, devices and huge files are refused."""
    try:
        number = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _NO_LINKS)
        with os.fdopen(number, "rb") as opened:
            found = os.fstat(opened.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise Mendable(f"{file} is not a plain file")
            if found.st_size > at_most:
                raise Mendable(f"{file} is too large to be part of an export")
            return opened.read(at_most + 1)
    except OSError as error:
        raise Mendable(f"{file} cannot be read: {error.strerror}") from error


_NO_LINKS: Final = getattr(os, "O_NOFOLLOW", 0)


def _read_table(file: Path, table: str, columns: list[str], expected: str, sink: Sink) -> None:
    content = _opened(file, LARGEST)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Mendable(f"{file.name} line {line}: not UTF-8") from error
    for line, row in _rows(file, text):
        if line == 1 and row != columns:
            raise Mendable(f"{file.name} line 1: the columns are not {', '.join(columns)}")
        if line > 1:
            try:
                sink.add(table, row)
            except Mendable as error:
                raise Mendable(f"{file.name} line {line}: {error}") from error
    if not text:
        raise Mendable(f"{file.name} line 1: the columns are missing")
    if hashlib.sha256(content).hexdigest() != expected:
        raise Mendable(f"{file.name} is not what was exported: its checksum is another one")


def _rows(file: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    csv.field_size_limit(LARGEST_CELL)
    line = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise Mendable(f"{file.name} line {line}: {error}") from error
        if row is None:
            return
        yield line, row
        line = reader.line_num + 1
