"""Long work done in short pieces, while the person does nothing."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override

REST_MS: Final = 500
"""As long as this nobody pressed anything: the next press is not kept waiting."""
_Kind = QEvent.Type
_PRESSES: Final = {_Kind.KeyPress, _Kind.MouseButtonPress, _Kind.Wheel, _Kind.TouchBegin}


class Piecework(QObject):
    """Does one piece at a time; between two the window answers, paints and is pressed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._work: Iterator[None] | None = None
        self._watched: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._do_one)

    @property
    def is_done(self) -> bool:
        return self._work is None

    def begin(self, work: Iterator[None]) -> None:
        """Do this instead of what was still to be done."""
        self._work = work
        self._watch(self._window.windowHandle())
        self._timer.start(REST_MS)

    def leave(self) -> None:
        """Do nothing of what was still to be done."""
        self._work = None
        self._timer.stop()
        self._watch(None)

    def finish(self) -> None:
        """Do at once what is still to be done."""
        while self._work is not None:
            self._do_one()

    def _do_one(self) -> None:
        if self._work is None:
            return
        if next(self._work, self) is self:
            self._work = None
            self._timer.stop()
            self._watch(None)
        else:
            self._timer.start(0)

    def _watch(self, native: QObject | None) -> None:
        """Watch the presses where they come in from the desktop: there are few events there."""
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        self._watched = native
        if native is not None:
            native.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _PRESSES and self._work is not None:
            self._timer.start(REST_MS)
        return False
