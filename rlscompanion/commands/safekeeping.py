"""``backup``, ``restore``, ``export`` and ``import``: everything out, and back in."""

from argparse import Namespace
from typing import TYPE_CHECKING

from rlscompanion.adapters import instance
from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.commands.answering import print_json
from rlscompanion.domain.mendable import Mendable

if TYPE_CHECKING:
    from pathlib import Path


def run(options: Namespace, folders: Folders) -> int:
    act = {"backup": _backup, "restore": _restore, "export": _export, "import": _import}
    with Companion(folders) as parts:
        return act[options.act](options, parts)


def _backup(options: Namespace, parts: Companion) -> int:
    file: Path = options.file
    parts.backing_up.write(file)
    return _said(options, {"file": str(file)}, f"A copy of everything is in {file}.")


def _restore(options: Namespace, parts: Companion) -> int:
    _refuse_while_running(parts)
    file: Path | None = options.file
    if file is None:
        day = parts.backing_up.newest_good()
        if day is None:
            raise Mendable(f"{parts.folders.data}: there is no backup; name a FILE")
        file = parts.backups.file_of(day)
    kept = parts.backing_up.restore(file)
    return _brought_back(options, file, kept)


def _export(options: Namespace, parts: Companion) -> int:
    folder: Path = options.folder
    parts.backing_up.export_to(folder)
    return _said(options, {"folder": str(folder)}, f"Everything is in {folder}, as text.")


def _import(options: Namespace, parts: Companion) -> int:
    _refuse_while_running(parts)
    folder: Path = options.folder
    kept = parts.backing_up.import_from(folder)
    return _brought_back(options, folder, kept)


def _refuse_while_running(parts: Companion) -> None:
    """Refuse: a running companion remembers what it has read, and would show the old data."""
    if instance.is_running(parts.folders.data):
        raise Mendable("RLS Companion is running; quit it first, then try again")


def _brought_back(options: Namespace, source: "Path", kept: "Path | None") -> int:
    words = f"{source} is in place."
    if kept is not None:
        words += f" What it replaced is in {kept}."
    where = None if kept is None else str(kept)
    return _said(options, {"from": str(source), "replaced": where}, words)


def _said(options: Namespace, value: dict[str, str | None], words: str) -> int:
    if options.json:
        print_json(value)
    else:
        print(words)
    return 0
