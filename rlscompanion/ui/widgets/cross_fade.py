"""The old picture of a window over the new one, until it has faded."""

from typing import Final

from PySide6.QtCore import QEasingCurve, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override

LASTS_MS: Final = 1200


class CrossFade(QWidget):
    """``cover`` before the window changes its looks, ``clear_up`` after. Takes no mouse."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._old = QPixmap()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._course = QVariantAnimation(self)
        self._course.setDuration(LASTS_MS)
        self._course.setStartValue(1.0)
        self._course.setEndValue(0.0)
        self._course.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._course.valueChanged.connect(self.update)
        self._course.finished.connect(self._end)
        self.hide()

    def cover(self) -> None:
        """Hold the window's present picture before it; nothing where it is not seen."""
        window = self.window()
        if not window.isVisible() or window.isMinimized():
            return
        self._course.stop()
        self._old = window.grab()
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    def clear_up(self) -> None:
        """Let the old picture fade."""
        if not self.isHidden():
            self.raise_()
            self._course.start()

    def _end(self) -> None:
        self.hide()
        self._old = QPixmap()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left: object = self._course.currentValue()
        running = self._course.state() == QVariantAnimation.State.Running
        painter.setOpacity(left if running and isinstance(left, float) else 1.0)
        painter.drawPixmap(0, 0, self._old)
