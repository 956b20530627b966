"""The ring that breathes: it widens, narrows, and says in words what to do."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from rlscompanion.ui.theme.fonts import font

_BOX_WIDTH: Final = 600
_BOX_HEIGHT: Final = 672
_EMPTY: Final = 200
_FULL: Final = 292
_STILL: Final = 246
_STROKE: Final = 12
_WORDS: Final = 76
_WORDS_WIDTH: Final = 372
_DOTS_AT: Final = 641
_DOT: Final = 8
_DOT_APART: Final = 44


@dataclass(frozen=True, slots=True)
class BreathColours:
    ring: QColor
    inside: QColor
    limit: QColor
    words: QColor
    done: QColor
    window: QColor


class BreathingCircle(QWidget):
    """Paints what it is told; it has no clock of its own. ``still`` keeps the ring as it is."""

    def __init__(
        self, colours: BreathColours, *, still: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._colours = colours
        self._still = still
        self._radius = float(_STILL if still else _EMPTY)
        self._words = ""
        self._breath = 1
        self._breaths = 1

    @property
    def words(self) -> str:
        return self._words

    @property
    def radius(self) -> float:
        """In the units of a box 600 wide."""
        return self._radius

    def show_breath(self, words: str, fullness: float, breath: int, breaths: int) -> None:
        """Show one moment: the ``breath`` that is on, from 1, of ``breaths``."""
        radius = _STILL if self._still else _EMPTY + (_FULL - _EMPTY) * fullness
        if abs(radius - self._radius) * self._scale() >= 0.25:  # noqa: PLR2004
            self._radius = radius
            self.update(self._box().toAlignedRect())
        if words != self._words:
            self._words = words
            self.setAccessibleName(words)
            self.update(self._box().toAlignedRect())
        if (breath, breaths) != (self._breath, self._breaths):
            self._breath, self._breaths = breath, breaths
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, scale = self._box(), self._scale()
        centre = box.center()
        self._draw_limit(painter, centre, scale)
        painter.setPen(QPen(self._colours.ring, _STROKE * scale))
        painter.setBrush(self._colours.inside)
        radius = (self._radius - _STROKE / 2) * scale
        painter.drawEllipse(centre, radius, radius)
        self._draw_words(painter, centre, scale)
        self._draw_dots(painter, QPointF(centre.x(), box.top() + _DOTS_AT * scale), scale)

    def _draw_limit(self, painter: QPainter, centre: QPointF, scale: float) -> None:
        pen = QPen(self._colours.limit, max(1.5, 4 * scale))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.01, 3.8])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, _FULL * scale, _FULL * scale)

    def _draw_words(self, painter: QPainter, centre: QPointF, scale: float) -> None:
        letters = font(max(1, round(_WORDS * scale)))
        letters.setBold(True)
        painter.setFont(letters)
        wide = painter.fontMetrics().horizontalAdvance(self._words)
        if wide > _WORDS_WIDTH * scale:
            letters.setPixelSize(max(1, int(letters.pixelSize() * _WORDS_WIDTH * scale / wide)))
            painter.setFont(letters)
        room = QRectF(0, 0, 2 * _EMPTY * scale, 2 * _WORDS * scale)
        room.moveCenter(centre)
        painter.setPen(self._colours.words)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._words)

    def _draw_dots(self, painter: QPainter, middle: QPointF, scale: float) -> None:
        apart = min(_DOT_APART, _BOX_WIDTH / self._breaths) * scale
        radius = min(_DOT * scale, apart / 3)
        for place in range(1, self._breaths + 1):
            offset = (place - (self._breaths + 1) / 2) * apart
            over, now = place < self._breath, place == self._breath
            painter.setPen(QPen(self._colours.limit, max(1.0, 2 * scale)))
            painter.setBrush(self._colours.window)
            if over or now:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._colours.ring if now else self._colours.done)
            size = radius * (1.25 if now else 1)
            painter.drawEllipse(middle + QPointF(offset, 0), size, size)

    def _scale(self) -> float:
        return min(self.width() / _BOX_WIDTH, self.height() / _BOX_HEIGHT)

    def _box(self) -> QRectF:
        side = _BOX_WIDTH * self._scale()
        top = (self.height() - _BOX_HEIGHT * self._scale()) / 2
        return QRectF((self.width() - side) / 2, top, side, side)
