"""Back to the GUI thread: adapters call from threads of their own."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

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
