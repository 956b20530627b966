"""Steppers that may stand empty: nothing is said until somebody says it."""

from collections.abc import Callable
from datetime import time
from typing import Final, Generic, TypeVar

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.stepper import ClockTimes, Minutes, Stepper, Steps

_T = TypeVar("_T")
WIDE: Final = 192
SETTLES_MS: Final = 700
"""Several presses in a row are one answer."""


class MaybeSteps(Struct, Generic[_T]):
    """Nothing, or a value of ``inner``; the first step from nothing goes to ``usual``."""

    inner: Steps[_T]
    usual: _T
    blank: str

    def text(self, value: _T | None) -> str:
        return self.blank if value is None else self.inner.text(value)

    def read(self, text: str) -> _T | None:
        return self.inner.read(text)

    def fitted(self, value: _T | None) -> _T | None:
        return None if value is None else self.inner.fitted(value)

    def stepped(self, value: _T | None, steps: int) -> _T | None:
        return self.usual if value is None else self.inner.stepped(value, steps)


class MaybeField(QWidget, Generic[_T]):
    """A question over a stepper, and a way to take the answer back.

    ``said`` brings the answer once it has settled, or None.
    """

    said = Signal(object)

    def __init__(
        self, theme: Theme, words: str, steps: MaybeSteps[_T], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps = steps
        self.stepper: Stepper[_T | None] = Stepper(theme, words, steps, None, self)
        self.stepper.changed.connect(self._changed)
        self.clear = Button(theme, "", "quiet", icon="close")
        self.clear.setAccessibleName(self.tr("{0}: take the answer back").format(words))
        self.clear.setToolTip(self.tr("Take the answer back"))
        keep = self.clear.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.clear.setSizePolicy(keep)
        self.clear.clicked.connect(self._take_back)
        self.clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.stepper.setAccessibleDescription(self.tr("Delete takes the answer back."))
        field = self.stepper.focusProxy()
        if field is not None:
            field.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLES_MS)
        self._timer.timeout.connect(self._tell)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(Label(words, "body"))
        self._line = QHBoxLayout()
        self._line.addWidget(self.stepper)
        self._line.addWidget(self.clear)
        self._line.addStretch(1)
        self._column.addLayout(self._line)
        self.setFocusProxy(self.stepper)
        theme.changed.connect(self._measure)
        self._measure()
        self.clear.hide()

    def show_value(self, value: _T | None, usual: _T) -> None:
        """Show what stands; says nothing to anyone."""
        self._timer.stop()
        self._steps.usual = usual
        self.stepper.set_value(value)
        self.clear.setVisible(value is not None)

    def settle(self) -> None:
        """Tell at once what was stepped to."""
        if self._timer.isActive():
            self._timer.stop()
            self._tell()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(watched, QLineEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
            and watched.selectedText() == watched.text()
            and self.stepper.value is not None
        ):
            self._take_back()
            return True
        return super().eventFilter(watched, event)

    def _changed(self) -> None:
        self.clear.setVisible(self.stepper.value is not None)
        self._timer.start()

    def _take_back(self) -> None:
        self.stepper.set_value(None)
        self.stepper.setFocus()
        self.clear.hide()
        self._timer.stop()
        self._tell()

    def _tell(self) -> None:
        self.said.emit(self.stepper.value)

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(8))
        self._line.setSpacing(px(4))
        self.stepper.setFixedWidth(px(WIDE))


def clock_field(theme: Theme, words: str, blank: str, step: int = 15) -> MaybeField[time]:
    return MaybeField(theme, words, MaybeSteps(ClockTimes(step, _clock), time(21), blank))


def minutes_field(
    theme: Theme, words: str, blank: str, said: Callable[[int], str], step: int = 5
) -> MaybeField[int]:
    return MaybeField(theme, words, MaybeSteps(Minutes(0, 720, step, said), 20, blank))


def _clock(value: time) -> str:
    return f"{value:%H:%M}"
