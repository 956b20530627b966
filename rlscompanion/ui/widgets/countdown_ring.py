"""A ring that empties while the seconds in it count down."""

from math import ceil, cos, radians, sin
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.fonts import font

_BOX: Final = 472
_RADIUS: Final = 228
_STROKE: Final = 10
_DIGITS: Final = 152
_WIDEST: Final = 300
_MINUTE: Final = 60
_TWO_DIGITS: Final = 100


def countdown_text(left: float) -> str:
    """Return whole seconds, rounded up; from 100 s on minutes and seconds."""
    seconds = ceil(left)
    if seconds < _TWO_DIGITS:
        return str(seconds)
    return f"{seconds // _MINUTE}:{seconds % _MINUTE:02}"


class CountdownRing(QWidget):
    """Paints what it is told; it has no clock of its own."""

    def __init__(
        self,
        track: QColor,
        arc: QColor,
        ink: QColor,
        parent: QWidget | None = None,
        *,
        digits: bool = True,
        stroke: float = _STROKE,
    ) -> None:
        super().__init__(parent)
        self._has_digits = digits
        self._stroke = stroke
        self._track, self._arc, self._ink = track, arc, ink
        self._degrees = 360.0
        self._text = ""

    @property
    def text(self) -> str:
        return self._text

    def show_left(self, left: float, share_left: float) -> None:
        """Show the seconds ``left`` and an arc of ``share_left`` (0 to 1). Repaints the change."""
        degrees = 360 * min(1.0, max(0.0, share_left))
        text = countdown_text(left)
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update(self._digits_rect())
        if abs(degrees - self._degrees) * radians(1) * self._scale() * _RADIUS >= 0.5:  # noqa: PLR2004
            self.update(self._between(self._degrees, degrees))
            self._degrees = degrees

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale()
        ring = self._ring_rect()
        pen = QPen(self._track, self._stroke * scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawEllipse(ring)
        pen.setColor(self._arc)
        painter.setPen(pen)
        if self._degrees > 0:
            painter.drawArc(ring, 90 * 16, -round(self._degrees * 16))
        if self._has_digits:
            painter.setPen(self._ink)
            self._draw_digits(painter)

    def _draw_digits(self, painter: QPainter) -> None:
        """Each digit is centred in a cell of its own, so that the number does not jitter."""
        digits = self._digit_font()
        painter.setFont(digits)
        widths = [self._cell(digits, letter) for letter in self._text]
        left = self.width() / 2 - sum(widths) / 2
        for letter, width in zip(self._text, widths, strict=True):
            cell = QRectF(left, 0, width, self.height())
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, letter)
            left += width

    def _digit_font(self) -> QFont:
        digits = font(max(1, round(_DIGITS * self._scale())))
        digits.setBold(True)
        wide = sum(self._cell(digits, letter) for letter in self._text)
        room = _WIDEST * self._scale()
        if wide > room:
            digits.setPixelSize(max(1, int(digits.pixelSize() * room / wide)))
        return digits

    @staticmethod
    def _cell(digits: QFont, letter: str) -> float:
        metrics = QFontMetricsF(digits)
        if not letter.isdigit():
            return metrics.horizontalAdvance(letter)
        return max(metrics.horizontalAdvance(digit) for digit in "0123456789")

    def _scale(self) -> float:
        return min(self.width(), self.height()) / _BOX

    def _ring_rect(self) -> QRectF:
        radius = (_RADIUS - (self._stroke - _STROKE) / 2) * self._scale()
        ring = QRectF(0, 0, 2 * radius, 2 * radius)
        ring.moveCenter(QRectF(self.rect()).center())
        return ring

    def _digits_rect(self) -> QRect:
        room = QRectF(0, 0, _WIDEST * self._scale() + 8, 1.3 * _DIGITS * self._scale())
        room.moveCenter(QRectF(self.rect()).center())
        return room.toAlignedRect()

    def _between(self, one: float, other: float) -> QRect:
        first, last = sorted((one, other))
        ring = self._ring_rect()
        steps = max(1, ceil((last - first) / 10))
        touched = QRectF()
        reach = self._stroke * self._scale() + 2
        for step in range(steps + 1):
            angle = radians(first + (last - first) * step / steps)
            tip = ring.center() + QPointF(sin(angle), -cos(angle)) * (ring.width() / 2)
            touched |= QRectF(tip.x() - reach, tip.y() - reach, 2 * reach, 2 * reach)
        return touched.toAlignedRect()
