"""The nights of a test in their order: filled with the step, hollow without, a gap unrated."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from rlscompanion.ui.widgets.charts.ink import Ink, diamond, dot, ring

CELL: Final = 32
ROW: Final = 36
BLOCK: Final = 4
BLOCK_GAP: Final = 10


class Mark(StrEnum):
    """How one night is drawn."""

    WITH = "with"
    WITHOUT = "without"
    GAP = "gap"
    """Over, and without a rating."""
    TO_COME = "to come"
    LEFT_OUT = "left out"
    """In a block that a pause cut."""


class StripNight(Struct, frozen=True):
    """A night: how it is drawn, and what is said of it."""

    mark: Mark
    words: str


class NightStrip(Struct, frozen=True):
    """In rows of whole blocks of four, as many as there is room for."""

    nights: Sequence[StripNight]
    summary: str

    @property
    def points(self) -> tuple[str, ...]:
        return tuple(night.words for night in self.nights)

    def height(self, width: float, ink: Ink) -> float:
        rows = -(-len(self.nights) // self._in_a_row(width, ink))
        return ink.px(ROW) * max(rows, 1)

    @staticmethod
    def _in_a_row(width: float, ink: Ink) -> int:
        return BLOCK * max(1, int(width // ink.px(BLOCK * CELL + BLOCK_GAP)))

    def paint(self, painter: QPainter, room: QRectF, ink: Ink, chosen: int | None = None) -> None:
        each = self._in_a_row(room.width(), ink)
        for n, night in enumerate(self.nights):
            row, place = divmod(n, each)
            x = place * CELL + place // BLOCK * BLOCK_GAP + CELL / 2
            at = QPointF(room.left() + ink.px(x), room.top() + ink.px(row * ROW + ROW / 2))
            _paint_mark(painter, ink, at, night.mark)
            if n == chosen:
                ring(painter, ink, at, 28)


def _paint_mark(painter: QPainter, ink: Ink, at: QPointF, mark: Mark) -> None:
    match mark:
        case Mark.WITH:
            dot(painter, ink, at, 16)
        case Mark.WITHOUT:
            diamond(painter, ink, at, 19)
        case Mark.TO_COME:
            pen = ink.pen(ink.line, 1.5)
            pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, ink.px(8), ink.px(8))
        case Mark.LEFT_OUT:
            painter.setPen(ink.pen(ink.line, 2))
            painter.drawLine(at - QPointF(ink.px(6), 0), at + QPointF(ink.px(6), 0))
        case Mark.GAP:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink.line)
            painter.drawEllipse(at, ink.px(2), ink.px(2))
