"""Listening for later starts of the program, which hand over what they were asked to do."""

import os
import sys
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

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
    """The one instance of a home. Hears one word per client and answers ``ok``."""

    received = Signal(object)
    """The word that was heard, one of those known."""

    def __init__(self, socket: Path, words: Collection[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._socket = str(socket)
        self._words = frozenset(words)
        self._lock = _Lock(f"{socket}.lock")
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the instance; return False if there is one already."""
        return self._lock.take()

    def listen(self) -> bool:
        """Hear what later starts say; return False where no socket can be had. Needs the claim."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415  (7 ms: after the first frame)

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(partial(self._welcome, server))
        # Only the holder of the lock may take away what a killed instance left behind.
        QLocalServer.removeServer(self._socket)
        self._server = server
        return server.listen(self._socket)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self._lock.release()

    def _welcome(self, server: "QLocalServer") -> None:
        while server.hasPendingConnections():
            client = server.nextPendingConnection()
            client.readyRead.connect(partial(self._hear, client))
            client.disconnected.connect(client.deleteLater)
            QTimer.singleShot(_LIMIT, client, client.abort)
            self._hear(client)

    def _hear(self, client: "QLocalSocket") -> None:
        heard = bytes(client.peek(_LONGEST + 1).data())
        line, end, _ = heard.partition(b"\n")
        if not end and len(heard) <= _LONGEST:
            return
        client.readyRead.disconnect()
        word = line.decode("utf-8", "replace")
        if not end or word not in self._words:
            client.abort()
            return
        client.readAll()
        client.write(b"ok\n")
        client.flush()
        client.disconnectFromServer()
        self.received.emit(word)
