"""Starting with the computer: an entry in the XDG autostart folder, read as a desktop reads it."""

import os
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from rlscompanion.adapters.desktop_entry import NAME, entry, is_there, read_entry, words_of
from rlscompanion.adapters.files import write_whole
from rlscompanion.domain.mendable import Mendable

FILE: Final = f"{NAME}.desktop"
_READABLE: Final = 0o644
_OFF: Final = "[Desktop Entry]\nType=Application\nName=RLS Companion\nHidden=true\n"


class XdgAutostart:
    """Keeps the port Autostart. It writes only when it is told to: what a person removed stays so.

    ``command`` starts this installation. Elsewhere than on a free desktop there is no such folder.
    """

    def __init__(
        self, environ: Mapping[str, str], command: Sequence[str], *, platform: str = sys.platform
    ) -> None:
        self._command = tuple(command)
        self._is_here = platform not in {"win32", "darwin"}
        config = Path(environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser())
        self._file = config / "autostart" / FILE
        system = environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        self._systems = [Path(each) / "autostart" / FILE for each in system.split(os.pathsep)]
        self._desktops = frozenset(environ.get("XDG_CURRENT_DESKTOP", "").split(":"))

    def is_on(self) -> bool | None:
        return self._look()[0] if self._is_here else None

    def trouble(self) -> str:
        return self._look()[1] if self._is_here else ""

    def set(self, *, on: bool) -> None:
        if not self._is_here:
            raise Mendable("This system has no autostart folder; start the app in the evening.")
        try:
            if on:
                self._write(entry("rlscompanion-autostart.desktop", self._command))
            elif any(file.exists() for file in self._systems):
                self._write(_OFF)
            else:
                self._file.unlink(missing_ok=True)
        except OSError as error:
            raise Mendable(f"{self._file} cannot be changed: {error.strerror}.") from error

    def _write(self, text: str) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._file, text.encode(), mode=_READABLE)

    def _look(self) -> tuple[bool, str]:
        """Return whether it holds, and what is the matter where it looks on but is not."""
        for file in (self._file, *self._systems):
            try:
                keys = read_entry(file)
            except OSError as error:
                return False, f"{file} cannot be read: {error.strerror}."
            if keys is not None:
                return self._judge(file, keys)
        return False, ""

    def _judge(self, file: Path, keys: Mapping[str, str]) -> tuple[bool, str]:
        if _says(keys, "Hidden", "true") or _says(keys, "X-GNOME-Autostart-enabled", "false"):
            return False, ""
        only, never = _names(keys, "OnlyShowIn"), _names(keys, "NotShowIn")
        if (only and not only & self._desktops) or never & self._desktops:
            return False, f"{file} is meant for another desktop than this one."
        words = words_of(keys.get("Exec", ""))
        if not words:
            return False, f"{file} names no program. Switch it on again to mend it."
        tried = [keys["TryExec"]] if "TryExec" in keys else []
        for program in (words[0], *tried):
            if not is_there(program):
                return False, f"{program} is not there any more. Switch it on again to mend it."
        if _home(words) != _home(self._command):
            return False, f"{file} starts RLS Companion with another home."
        return True, ""


def _says(keys: Mapping[str, str], key: str, value: str) -> bool:
    return keys.get(key, "").strip().lower() == value


def _names(keys: Mapping[str, str], key: str) -> frozenset[str]:
    return frozenset(filter(None, keys.get(key, "").split(";")))


def _home(words: Sequence[str]) -> str:
    """Return what follows ``--home``; nothing for the usual home."""
    named = [after for word, after in pairwise(words) if word == "--home"]
    return named[-1] if named else ""
