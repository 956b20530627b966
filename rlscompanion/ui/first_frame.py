"""What the first frame does not need waits until it is painted."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override

AT_THE_LATEST_MS: Final = 1000
"""A window that is covered or minimised is never painted; the reminders start all the same."""


class FirstFrame(QObject):
    """Calls ``then`` once, when ``widget`` was painted for the first time."""

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._then: Callable[[], None] | None = then
        widget.installEventFilter(self)
        QTimer.singleShot(AT_THE_LATEST_MS, self, self._begin)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._begin)
        return False

    def _begin(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()
