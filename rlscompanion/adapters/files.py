"""Files that the person asked for: written whole, or not at all."""

import os
from pathlib import Path

from rlscompanion.domain.mendable import Mendable


def write_whole(file: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write all of it or nothing; what is no plain file (a pipe, a device) is written as it is.

    Raises Mendable where it cannot be written.
    """
    try:
        _write(file.resolve(), content, mode)
    except OSError as error:
        raise Mendable(f"{file} cannot be written: {error.strerror}") from error


def _write(target: Path, content: bytes, mode: int) -> None:
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    temporary = target.with_name(f".{target.name}.part")
    with os.fdopen(os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, mode), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    temporary.replace(target)
