"""Back to the GUI thread: adapters call from threads of their own."""

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

_Value = TypeVar("_Value")


class MainThread(QObject):
    """Runs what it is given in the thread it lives in, in order."""

    _given = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._given.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def later(self, work: Callable[[], None]) -> None:
        """Run ``work`` soon. May be called from any thread."""
        self._given.emit(work)

    def taking(self, take: Callable[[_Value], None]) -> Callable[[_Value], None]:
        """Return a function for other threads that hands its value to ``take`` here."""
        return lambda value: self.later(lambda: take(value))

    def _run(self, work: Callable[[], None]) -> None:
        work()


class _Collector:
    """Python's collector of cycles, held while anyone works on another thread.

    It runs in whichever thread makes it run, and a widget that is taken away in a thread other than
    its own crashes the program. It goes on in the GUI thread, when events are next handled.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._held = 0
        self._was_on = False
        self._main: MainThread | None = None

    def hold(self) -> None:
        with self._lock:
            if not self._held:
                self._was_on = gc.isenabled()
                gc.disable()
            self._held += 1

    def let_go(self) -> None:
        app = QCoreApplication.instance()
        if app is None:
            self._go_on()
            return
        with self._lock:
            if self._main is None:
                self._main = MainThread()
                self._main.moveToThread(app.thread())
        self._main.later(self._go_on)

    def _go_on(self) -> None:
        with self._lock:
            self._held -= 1
            if not self._held and self._was_on:
                gc.enable()


_collector = _Collector()


@contextmanager
def beside() -> Generator[None]:
    """Work on another thread: nothing that belongs to the GUI thread is taken away meanwhile."""
    _collector.hold()
    try:
        yield
    finally:
        _collector.let_go()
