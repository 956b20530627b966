"""Listening for later starts of the program, which hand over what they were asked to do."""

import os
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    import socket

    from PySide6.QtCore import QSocketNotifier

if sys.platform == "win32":
    import msvcrt

    def _hold(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_LIMIT: Final = 1000  # milliseconds that a client may take
_LONGEST: Final = 64  # bytes that a client may say


class _Lock:
    """A lock that the system gives back however its holder ended; a file alone would go stale."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._held: int | None = None

    def take(self) -> bool:
        try:
            file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError:
            return False
        try:
            _hold(file)
        except OSError:
            os.close(file)
            return False
        self._held = file
        return True

    def release(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None


class InstanceServer(QObject):
    """The one instance of a home. Hears one word per client and answers ``ok``.

    A plain socket: Qt's own would bring its whole network library into the background. Where
    Python has none of this kind (Windows), the lock alone keeps the instance single.
    """

    received = Signal(object)
    """The word that was heard, one of those known."""

    def __init__(self, path: Path, words: Collection[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._words = frozenset(words)
        self._lock = _Lock(f"{path}.lock")
        self._door: socket.socket | None = None
        self._knocked: QSocketNotifier | None = None

    def claim(self) -> bool:
        """Become the instance; return False if there is one already."""
        return self._lock.take()

    def listen(self) -> bool:
        """Hear what later starts say; return False where no socket can be had. Needs the claim."""
        import socket  # noqa: PLC0415  (after the first frame)

        if not hasattr(socket, "AF_UNIX"):
            return False
        door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            # Only the holder of the lock may take away what a killed instance left behind.
            self._path.unlink(missing_ok=True)
            door.bind(os.fspath(self._path))
            # Nobody comes in before it listens.
            self._path.chmod(0o600)
            door.listen()
        except OSError:
            door.close()
            return False
        door.setblocking(False)
        self._door = door
        self._knocked = _told_of(door, self)
        self._knocked.activated.connect(self._welcome)
        return True

    def close(self) -> None:
        if self._door is not None and self._knocked is not None:
            self._knocked.setEnabled(False)
            self._door.close()
            self._door = None
            with suppress(OSError):
                self._path.unlink()
        self._lock.release()

    def _welcome(self) -> None:
        # The one that knocked may be gone again.
        with suppress(OSError):
            while self._door is not None:
                connection, _ = self._door.accept()
                _Client(connection, self._words, self).said.connect(self.received)


class _Client(QObject):
    """One who came in: says one known word in time and is answered, or is dropped."""

    said = Signal(object)

    def __init__(self, connection: "socket.socket", words: frozenset[str], parent: QObject) -> None:
        super().__init__(parent)
        connection.setblocking(False)
        self._connection = connection
        self._words = words
        self._heard = b""
        self._spoke = _told_of(connection, self)
        self._spoke.activated.connect(self._hear)
        QTimer.singleShot(_LIMIT, self, self._leave)

    def _hear(self) -> None:
        try:
            more = self._connection.recv(_LONGEST + 1 - len(self._heard))
        except BlockingIOError:
            return
        except OSError:
            more = b""
        self._heard += more
        line, end, _ = self._heard.partition(b"\n")
        if more and not end and len(self._heard) <= _LONGEST:
            return
        word = line.decode("utf-8", "replace")
        known = bool(end) and word in self._words
        if known:
            # Who does not wait for the answer is obeyed all the same.
            with suppress(OSError):
                self._connection.send(b"ok\n")
        self._leave()
        if known:
            self.said.emit(word)

    def _leave(self) -> None:
        self._spoke.setEnabled(False)
        self._connection.close()
        self.deleteLater()


def _told_of(connection: "socket.socket", owner: QObject) -> "QSocketNotifier":
    from PySide6.QtCore import QSocketNotifier  # noqa: PLC0415  (after the first frame)

    return QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Read, owner)
