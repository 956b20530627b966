"""Dragging a step on the time axis: heights as times, and the step that follows the pointer."""

from bisect import bisect_right
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme

MINUTES_EACH_PIXEL: Final = 1.0
"""Beyond the first and the last mark."""


class Axis(Struct, frozen=True):
    """Marks as (height, time), from top to bottom; between two of them time runs evenly."""

    marks: tuple[tuple[float, datetime], ...]
    scale: float = 1.0

    def at(self, height: float) -> datetime:
        """Return the time at a height."""
        after = bisect_right(self.marks, height, key=lambda mark: mark[0])
        if after in {0, len(self.marks)}:
            end, time = self.marks[0 if after == 0 else -1]
            return time + timedelta(minutes=(height - end) / self.scale * MINUTES_EACH_PIXEL)
        (top, begins), (bottom, ends) = self.marks[after - 1 : after + 1]
        return begins + (ends - begins) * ((height - top) / (bottom - top))


class DragGhost(QWidget):
    """The dragged step as it stood, following the pointer, with the time it would have."""

    def __init__(self, theme: Theme, picture: QPixmap, time_width: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = picture
        self._time_width = time_width
        self._said = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(picture.deviceIndependentSize().toSize())

    @property
    def said(self) -> str:
        return self._said

    def say(self, words: str) -> None:
        """Show another time."""
        self._said = words
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.setBrush(self._theme.color("window"))
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, self._theme.px(12), self._theme.px(12))
        rest = self.rect().adjusted(self._time_width, 3, -3, -3)
        ratio = self._picture.devicePixelRatio()
        source = QRectF(
            rest.x() * ratio, rest.y() * ratio, rest.width() * ratio, rest.height() * ratio
        )
        painter.drawPixmap(QRectF(rest), self._picture, source)
        bold = self.font()
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(self._theme.color("accent"))
        box = QRectF(0, 0, self._time_width, self.height())
        painter.drawText(
            box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._said
        )
