"""Talking to the instance that is running already. One instance per home."""

import os
import stat
import tempfile
import time
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import socket

_LIMIT: Final = 1.0  # seconds
_PAUSE: Final = 0.05  # seconds
_ANSWER: Final = b"ok\n"
_LONGEST_PATH: Final = 99  # bytes; the kernel's sockaddr_un ends soon after


class Message(StrEnum):
    """What a running instance understands."""

    RAISE = "raise"
    FLARE_UP = "flare-up"
    CLOSE_FLARE_UP = "close-flare-up"
    CHANGED = "changed"


def socket_path(home: Path) -> Path:
    """Return where the instance of ``home`` listens; the folder is there and is ours alone.

    Raises OSError where no such folder can be had.
    """
    name = f"rlscompanion-{zlib.crc32(os.fsencode(home.resolve())):08x}"
    for folder in _folders():
        path = folder / name
        if len(os.fsencode(path)) <= _LONGEST_PATH and _is_ours(folder):
            return path
    raise PermissionError("there is no folder of our own for the socket")


def tell(home: Path, message: Message, *, patience: float = 0.0) -> bool:
    """Tell the running instance; return whether there was one and it answered.

    ``patience`` are seconds for which one that does not listen yet is asked again.
    """
    for _ in range(round(patience / _PAUSE)):
        if _told(home, message):
            return True
        time.sleep(_PAUSE)
    return _told(home, message)


def _told(home: Path, message: Message) -> bool:
    try:
        with _connected(home) as connection:
            connection.sendall(f"{message}\n".encode())
            return _read(connection, len(_ANSWER)) == _ANSWER
    except OSError:
        return False


def is_running(home: Path) -> bool:
    """Return whether an instance of ``home`` listens."""
    try:
        _connected(home).close()
    except OSError:
        return False
    return True


def _connected(home: Path) -> "socket.socket":
    """Return a connection to the instance of ``home``. Raises OSError where none listens."""
    path = socket_path(home)
    if not path.exists():
        raise FileNotFoundError(path)
    import socket  # noqa: PLC0415  (who is alone talks to nobody)

    if not hasattr(socket, "AF_UNIX"):
        raise ConnectionRefusedError(path)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(_LIMIT)
        connection.connect(os.fspath(path))
    except OSError:
        connection.close()
        raise
    return connection


def _read(connection: "socket.socket", size: int) -> bytes:
    heard = b""
    while len(heard) < size and (more := connection.recv(size - len(heard))):
        heard += more
    return heard


def _folders() -> Iterator[Path]:
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if runtime.is_absolute() and runtime.is_dir():
        yield runtime
    own = f"rlscompanion-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    yield Path(tempfile.gettempdir()) / own
    if os.name == "posix":
        yield Path("/tmp") / own  # noqa: S108 - a folder of our own in it, checked


def _is_ours(folder: Path) -> bool:
    """Make ``folder`` if need be; return whether nobody else owns it or can write to it."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True
    return (
        stat.S_ISDIR(found.st_mode)
        and found.st_uid == os.getuid()
        and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )
