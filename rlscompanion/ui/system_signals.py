"""Ctrl+C and SIGTERM quit in order: Python's handlers run only when Qt gives way."""

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer


class SystemSignals(QObject):
    """From its making until ``let_go`` it turns both signals into a call of ``end``."""

    def __init__(self, end: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._end = end
        self._ours, self._pythons = socket.socketpair()
        self._ours.setblocking(False)
        self._pythons.setblocking(False)
        self._woken = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._woken.activated.connect(self._wake)
        self._old_fd = signal.set_wakeup_fd(self._pythons.fileno())
        self._old = {
            kind: signal.signal(kind, self._quit) for kind in (signal.SIGINT, signal.SIGTERM)
        }

    def let_go(self) -> None:
        """Give the signals back to whoever had them."""
        for number, handler in self._old.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_fd)
        self._woken.setEnabled(False)
        self._ours.close()
        self._pythons.close()

    def _wake(self) -> None:
        self._ours.recv(64)

    def _quit(self, _number: int, _frame: FrameType | None) -> None:
        # Before the event loop runs, quit() would be forgotten; a timer waits for it.
        QTimer.singleShot(0, self._end)
