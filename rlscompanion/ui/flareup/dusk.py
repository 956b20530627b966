"""Going dark: what is on screen fades to black, then it is done."""

from typing import Final

from PySide6.QtCore import QEasingCurve, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.ui.flareup.careful import careful

FADE_MS: Final = 700


class Dusk(QWidget):
    """Lies over the whole screen with a picture of it."""

    dark = Signal()

    def __init__(self, screen: QWidget) -> None:
        super().__init__(screen)
        self._picture = screen.grab()
        self._light = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setGeometry(screen.rect())
        self._fade = QVariantAnimation(self)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.setDuration(FADE_MS)
        self._fade.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._fade.valueChanged.connect(self._dim)
        self._fade.finished.connect(self.dark)

    def fall(self) -> None:
        self.show()
        self.raise_()
        self._fade.start()

    def _dim(self, light: float) -> None:
        self._light = light
        self.update()

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), Qt.GlobalColor.black)
        painter.setOpacity(self._light)
        painter.drawPixmap(0, 0, self._picture)
