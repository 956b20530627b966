"""The day as a ring: day, evening and night, midnight on top, with a handle at each end of sleep."""

import math
from datetime import time
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.icons import Icons
from rlscompanion.ui.theme.theme import Theme

_DAY: Final = 24 * 60
_EVENING: Final = 3 * 60
_SNAP: Final = 5
_SIDE: Final = 356
_RADIUS: Final = 128
_STROKE: Final = 40
_HANDLE: Final = 27
_MARKS: Final = _RADIUS - _STROKE / 2 - 10
_LONG_MARK: Final = 10


class SleepDial(QWidget):
    """For the mouse and the eye; two steppers beside it do the same for everybody."""

    bedtime_moved = Signal(object)
    wake_moved = Signal(object)

    def __init__(
        self, theme: Theme, *, bedtime: time, wake: time, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = Icons(theme)
        self._bedtime = _minutes(bedtime)
        self._wake = _minutes(wake)
        self._dragged = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Sleep dial"))
        theme.changed.connect(self.updateGeometry)
        self.show_times(bedtime, wake)

    def show_times(self, bedtime: time, wake: time) -> None:
        """Show other times; says nothing to anyone."""
        self._bedtime, self._wake = _minutes(bedtime), _minutes(wake)
        self.setAccessibleDescription(
            self.tr("Bedtime {0}, wake up {1}: {2} in bed").format(
                f"{bedtime:%H:%M}", f"{wake:%H:%M}", self.hours()
            )
        )
        self.update()

    def hours(self) -> str:
        """Say how long the night is."""
        hours, rest = divmod((self._wake - self._bedtime) % _DAY, 60)
        if rest:
            return self.tr("{0} h {1} min").format(hours, rest)
        return self.tr("1 hour") if hours == 1 else self.tr("{0} hours").format(hours)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(_SIDE), self._theme.px(_SIDE))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # --------------------------------------------------------------------- painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        evening = self._bedtime - min(_EVENING, (self._bedtime - self._wake) % _DAY)
        self._paint_arc(painter, self._wake, evening, "light-day")
        self._paint_arc(painter, evening, self._bedtime, "light-evening")
        self._paint_arc(painter, self._bedtime, self._wake, "light-night")
        self._paint_ticks(painter)
        self._paint_words(painter)
        self._paint_handle(painter, self._bedtime, "moon")
        self._paint_handle(painter, self._wake, "sun")

    def _paint_arc(self, painter: QPainter, begin: int, end: int, colour: str) -> None:
        pen = QPen(self._theme.color(colour), self._theme.px(_STROKE))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        r = self._theme.px(_RADIUS)
        centre = QRectF(self.rect()).center()
        box = QRectF(centre.x() - r, centre.y() - r, 2 * r, 2 * r)
        span = (end - begin) % _DAY / _DAY * 360
        painter.drawArc(box, round((90 - begin / _DAY * 360) * 16), -round(span * 16))

    def _paint_ticks(self, painter: QPainter) -> None:
        for hour in range(24):
            long = hour % 6 == 0
            pen = QPen(self._theme.color("line-strong"), self._theme.px(2 if long else 1.25))
            painter.setPen(pen)
            inner = _MARKS - (_LONG_MARK if long else 6)
            painter.drawLine(self._at(hour * 60, _MARKS), self._at(hour * 60, inner))

    def _paint_words(self, painter: QPainter) -> None:
        self._write(painter, self.hours(), self._fitting(self.hours(), 32), dy=-6, colour="ink")
        in_bed = self._sized(17, bold=False)
        self._write(painter, self.tr("in bed"), in_bed, dy=28, colour="ink-2")
        beyond = _RADIUS + _STROKE / 2 + 16
        for hour, words in (
            (0, self.tr("Midnight")),
            (6, "6"),
            (12, self.tr("Noon")),
            (18, "18"),
        ):
            painter.setPen(self._theme.color("ink-2"))
            painter.setFont(self._sized(15, bold=False))
            centre = self._at(hour * 60, beyond)
            room = QRectF(0, 0, self._theme.px(90), self._theme.px(24))
            room.moveCenter(centre)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _write(self, painter: QPainter, words: str, font: QFont, *, dy: int, colour: str) -> None:
        painter.setPen(self._theme.color(colour))
        painter.setFont(font)
        room = QRectF(self.rect()).translated(0, self._theme.px(abs(dy)) * (1 if dy > 0 else -1))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)

    def _sized(self, size: int, *, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.px(size))
        font.setBold(bold)
        return font

    def _fitting(self, words: str, size: int) -> QFont:
        """Return bold letters of that size, or smaller so that the words stay off the marks."""
        font = self._sized(size, bold=True)
        room = self._theme.px(2 * (_MARKS - _LONG_MARK) - 24)
        wide = QFontMetricsF(font).horizontalAdvance(words)
        font.setPixelSize(int(font.pixelSize() * min(room / wide, 1)))
        return font

    def _paint_handle(self, painter: QPainter, minutes: int, icon: str) -> None:
        centre = self._at(minutes, _RADIUS)
        painter.setPen(QPen(self._theme.color("ink"), self._theme.px(2.5)))
        painter.setBrush(self._theme.color("surface"))
        painter.drawEllipse(centre, self._theme.px(_HANDLE - 1), self._theme.px(_HANDLE - 1))
        side = self._theme.px(24)
        drawn = self._icons.pixmap(icon, side, "ink", self.devicePixelRatioF())
        target = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        painter.drawPixmap(target, drawn, QRectF(drawn.rect()))

    def _at(self, minutes: int, radius: float) -> QPointF:
        angle = minutes / _DAY * 2 * math.pi
        reach = radius * self._theme.scale
        centre = QRectF(self.rect()).center()
        return centre + QPointF(math.sin(angle) * reach, -math.cos(angle) * reach)

    # --------------------------------------------------------------------- dragging

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        near = self._theme.px(_HANDLE + 6)
        at = event.position()
        ends = (("bedtime", self._bedtime), ("wake", self._wake))
        reach = {name: math.dist(at.toTuple(), self._at(m, _RADIUS).toTuple()) for name, m in ends}
        nearest = min(reach, key=lambda name: reach[name])
        self._dragged = nearest if reach[nearest] <= near else ""

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        away = event.position() - QRectF(self.rect()).center()
        if not self._dragged or away.manhattanLength() < self._theme.px(20):
            return
        turn = math.atan2(away.x(), -away.y()) / (2 * math.pi) % 1
        minutes = round(turn * _DAY / _SNAP) * _SNAP % _DAY
        at = time(minutes // 60, minutes % 60)
        if self._dragged == "bedtime":
            self.bedtime_moved.emit(at)
        else:
            self.wake_moved.emit(at)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = ""


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
