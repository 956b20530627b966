"""The ring that breathes: it widens, narrows, and says in words what to do."""

from math import ceil, sqrt
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.fonts import font

_BOX_WIDTH: Final = 600
_BOX_HEIGHT: Final = 672
_EMPTY: Final = 200
_FULL: Final = 292
_STILL: Final = 246
_STROKE: Final = 12
_WORDS: Final = 76
_WORDS_WIDTH: Final = 332
_DOTS_AT: Final = 641
_DOT: Final = 8
_DOT_APART: Final = 44
_LEAST_CHANGE: Final = 0.02
_GLOWS: Final = 16
_STRIPS: Final = 12


class BreathColours(Struct, frozen=True):
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
        self._glow = 0.0
        self._count = 0
        self._breath = 1
        self._breaths = 1

    @property
    def words(self) -> str:
        return self._words

    @property
    def radius(self) -> float:
        """In the units of a box 600 wide."""
        return self._radius

    def show_breath(
        self, words: str, fullness: float, breath: int, breaths: int, left: float = 0
    ) -> None:
        """Show one moment: the ``breath`` that is on, from 1, of ``breaths``.

        ``still`` it does not move: it grows slowly brighter and darker, and counts what is
        ``left`` of the words, in seconds.
        """
        if self._still:
            self._glow_slowly(fullness, ceil(left))
        else:
            self._widen(_EMPTY + (_FULL - _EMPTY) * fullness)
        if words != self._words:
            self._words = words
            self.setAccessibleName(words)
            self.update(self._words_room().toAlignedRect())
        if (breath, breaths) != (self._breath, self._breaths):
            self._breath, self._breaths = breath, breaths
            self.update()

    def _widen(self, radius: float) -> None:
        """Repaint the ring where it was and where it is, and not what is inside."""
        narrow, wide = sorted((radius, self._radius))
        if wide - narrow < _LEAST_CHANGE:
            return
        self._radius = radius
        scale, centre = self._scale(), self._box().center()
        outer, inner = (wide + 2) * scale + 2, (narrow - _STROKE - 2) * scale - 2
        self.update(_annulus(centre, outer, inner))

    def _glow_slowly(self, fullness: float, count: int) -> None:
        glow = round(fullness * _GLOWS) / _GLOWS
        if (glow, count) != (self._glow, self._count):
            self._glow, self._count = glow, count
            self.update(self._box().toAlignedRect())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, scale = self._box(), self._scale()
        centre = box.center()
        self._draw_limit(painter, centre, scale)
        painter.setPen(QPen(self._ring_colour(), _STROKE * scale))
        painter.setBrush(self._colours.inside)
        radius = (self._radius - _STROKE / 2) * scale
        painter.drawEllipse(centre, radius, radius)
        if self._still or event.region().intersects(self._words_room().toAlignedRect()):
            self._draw_words(painter, scale)
        if event.rect().bottom() > box.top() + (_DOTS_AT - 2 * _DOT) * scale:
            self._draw_dots(painter, QPointF(centre.x(), box.top() + _DOTS_AT * scale), scale)

    def _draw_limit(self, painter: QPainter, centre: QPointF, scale: float) -> None:
        pen = QPen(self._colours.limit, max(1.5, 4 * scale))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.01, 3.8])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, _FULL * scale, _FULL * scale)

    def _draw_words(self, painter: QPainter, scale: float) -> None:
        letters = font(max(1, round(_WORDS * scale)))
        letters.setBold(True)
        painter.setFont(letters)
        wide = painter.fontMetrics().horizontalAdvance(self._words)
        if wide > _WORDS_WIDTH * scale:
            letters.setPixelSize(max(1, int(letters.pixelSize() * _WORDS_WIDTH * scale / wide)))
            painter.setFont(letters)
        painter.setPen(self._colours.words)
        painter.drawText(self._words_room(), Qt.AlignmentFlag.AlignCenter, self._words)
        if self._still and self._count:
            below = self._words_room().translated(0, 1.25 * _WORDS * scale)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(self._count))

    def _words_room(self) -> QRectF:
        scale = self._scale()
        room = QRectF(0, 0, _WORDS_WIDTH * scale + 4, 1.4 * _WORDS * scale)
        room.moveCenter(self._box().center())
        return room

    def _ring_colour(self) -> QColor:
        if not self._still:
            return self._colours.ring
        dim, bright, glow = self._colours.done, self._colours.ring, self._glow
        return QColor(
            round(dim.red() + (bright.red() - dim.red()) * glow),
            round(dim.green() + (bright.green() - dim.green()) * glow),
            round(dim.blue() + (bright.blue() - dim.blue()) * glow),
        )

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


def _annulus(centre: QPointF, outer: float, inner: float) -> QRegion:
    """Return few rectangles that cover a ring: finer ones would cost more than they save."""
    region = QRegion()
    x, y = centre.x(), centre.y()
    step = 2 * outer / _STRIPS
    for strip in range(_STRIPS):
        top = y - outer + strip * step
        # How far from the middle of the ring the strip comes, and how near.
        near, far = sorted((abs(top - y), abs(top + step - y)))
        if top <= y <= top + step:
            near = 0.0
        reach = sqrt(max(0.0, outer**2 - near**2))
        free = sqrt(inner**2 - far**2) if far < inner else 0.0
        if free > step:
            sides = (x - reach, reach - free), (x + free, reach - free)
        else:
            sides = ((x - reach, 2 * reach),)
        for left, wide in sides:
            region += QRegion(QRectF(left, top, wide, step).toAlignedRect())
    return region
