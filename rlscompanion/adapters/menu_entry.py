"""The entry in the desktop's menu, its icons, and its action for a flare-up, for this user."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from rlscompanion.adapters.desktop_entry import NAME, entry
from rlscompanion.adapters.files import write_whole
from rlscompanion.assets import resources
from rlscompanion.domain.mendable import Mendable

_READABLE: Final = 0o644
_ICONS: Final = {
    "icons/app.svg": f"icons/hicolor/scalable/apps/{NAME}.svg",
    "icons/mark.svg": f"icons/hicolor/symbolic/apps/{NAME}-symbolic.svg",
}


class MenuEntry:
    """Files under the user's data folder, and nothing else."""

    def __init__(self, environ: Mapping[str, str], command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._data = Path(environ.get("XDG_DATA_HOME") or Path("~/.local/share").expanduser())
        self._entry = self._data / "applications" / f"{NAME}.desktop"

    @property
    def files(self) -> tuple[Path, ...]:
        """Return where they are, or would be."""
        return (self._entry, *(self._data / place for place in _ICONS.values()))

    def install(self) -> tuple[Path, ...]:
        """Put them in place, over older ones; return them. Raises Mendable."""
        contents = [entry(f"{NAME}.desktop", self._command).encode()]
        contents += [(resources() / icon).read_bytes() for icon in _ICONS]
        for file, content in zip(self.files, contents, strict=True):
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise Mendable(f"{file.parent} cannot be made: {error.strerror}.") from error
            write_whole(file, content, mode=_READABLE)
        self._freshen()
        return self.files

    def remove(self) -> tuple[Path, ...]:
        """Take them away; return those that were there. Raises Mendable."""
        there = [file for file in self.files if file.exists()]
        for file in there:
            try:
                file.unlink()
            except OSError as error:
                raise Mendable(f"{file} cannot be removed: {error.strerror}.") from error
        self._freshen()
        return tuple(there)

    def _freshen(self) -> None:
        """Let desktops with a cache of icons see that theirs is old."""
        theme = self._data / "icons" / "hicolor"
        if theme.is_dir():
            os.utime(theme)
