"""Desktop entry files (freedesktop.org, 1.5): how they name a program, and what one says."""

import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from configparser import ConfigParser, Error
from pathlib import Path
from typing import Final

from rlscompanion.adapters.folders import Folders, named_home
from rlscompanion.assets import resources
from rlscompanion.backports import override

NAME: Final = "rlscompanion"
_GROUP: Final = "Desktop Entry"
_RESERVED: Final = re.compile(r"""[\s"'\\<>~|&;$*?#()`]|^$""")
_WORD: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_ESCAPES: Final = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def own_program() -> tuple[str, ...]:
    """Return the command that starts this installation, wherever it was started from."""
    beside = Path(sys.executable).with_name(NAME)
    for path in (Path(sys.argv[0]), beside):
        if path.name == NAME and path.is_file() and os.access(path, os.X_OK):
            return (str(path.absolute()),)
    return (sys.executable, "-m", NAME)


def own_command(folders: Folders) -> tuple[str, ...]:
    """Return the command that starts this installation for this home."""
    home = named_home(folders)
    return own_program() if home is None else (*own_program(), "--home", str(home))


def exec_line(command: Sequence[str]) -> str:
    """Return ``command`` as the value of an Exec key: quoted, and escaped twice as it must be."""
    return " ".join(map(_quoted, command)).replace("\\", "\\\\")


def words_of(line: str) -> tuple[str, ...]:
    """Return the words of an Exec key's value; field codes stay as they are."""
    text = re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), line)
    return tuple(
        (re.sub(r"\\(.)", r"\1", quoted) if quoted else bare).replace("%%", "%")
        for quoted, bare in _WORD.findall(text)
    )


def entry(file_name: str, command: Sequence[str]) -> str:
    """Return the entry of this name in ``resources/desktop``, with ``command`` as the program."""
    text = (resources() / "desktop" / file_name).read_text(encoding="utf-8")
    return text.replace(f"Exec={NAME}", f"Exec={exec_line(command)}")


def read_entry(file: Path) -> Mapping[str, str] | None:
    """Return the keys of an entry; nothing where it says nothing sensible, None where it is not.

    Raises OSError where it cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return None
    parser = _Keys(interpolation=None, delimiters=("=",), strict=False)
    try:
        parser.read_string(text)
    except Error:
        return {}
    return dict(parser[_GROUP]) if parser.has_section(_GROUP) else {}


class _Keys(ConfigParser):
    @override
    def optionxform(self, optionstr: str) -> str:
        """Leave the case of keys as it is."""
        return optionstr


def is_there(program: str) -> bool:
    """Return whether a program, by its path or on PATH, can be started."""
    return bool(program) and shutil.which(program) is not None


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if not _RESERVED.search(word):
        return word
    return '"' + re.sub(r'(["`$\\])', r"\\\1", word) + '"'
