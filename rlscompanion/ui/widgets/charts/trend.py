"""A figure over time: the median as a line, the middle half of the nights as a band."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPolygonF

from rlscompanion.ui.widgets.charts.ink import Ink, dot, ring, write

_Align = Qt.AlignmentFlag
PLOT: Final = 200
"""Height of the plot, in pixels of the design."""
ABOVE: Final = 14
BELOW: Final = 30
DOTS_FROM: Final = 14
"""A dot for each median where there are this many design pixels between two."""


class TrendPoint(Struct, frozen=True):
    """Some nights: lower quartile, median, upper quartile; None where too few answered."""

    label: str
    figures: tuple[float, float, float] | None
    words: str


class TrendChart(Struct, frozen=True):
    """``ticks`` are values with their words, the lowest first; they bound the plot."""

    spans: Sequence[TrendPoint]
    ticks: Sequence[tuple[float, str]]
    summary: str

    @property
    def points(self) -> tuple[str, ...]:
        return tuple(span.words for span in self.spans)

    def height(self, width: float, ink: Ink) -> float:  # noqa: ARG002  (the same in any width)
        return ink.px(ABOVE + PLOT + BELOW)

    def places(self, room: QRectF, ink: Ink) -> Sequence[QRectF]:
        plot = self._plot(room, ink)
        each = plot.width() / max(1, len(self.spans))
        return tuple(
            QRectF(plot.left() + n * each, plot.top(), each, plot.height())
            for n in range(len(self.spans))
        )

    def paint(self, painter: QPainter, room: QRectF, ink: Ink, chosen: int | None = None) -> None:
        plot = self._plot(room, ink)
        self._paint_axes(painter, room, plot, ink)
        for run in self._runs(plot):
            _paint_band(painter, ink, run)
        if chosen is not None:
            self._paint_chosen(painter, plot, ink, chosen)

    # ------------------------------------------------------------------- where

    def _plot(self, room: QRectF, ink: Ink) -> QRectF:
        metrics = QFontMetricsF(ink.font(15))
        words = max((metrics.horizontalAdvance(words) for _, words in self.ticks), default=0.0)
        return room.adjusted(words + ink.px(10), ink.px(ABOVE), -ink.px(8), -ink.px(BELOW))

    def _y(self, plot: QRectF, value: float) -> float:
        lowest, highest = self.ticks[0][0], self.ticks[-1][0]
        share = (value - lowest) / ((highest - lowest) or 1)
        return plot.bottom() - min(max(share, 0.0), 1.0) * plot.height()

    def _x(self, plot: QRectF, n: int) -> float:
        return plot.left() + (n + 0.5) * plot.width() / max(1, len(self.spans))

    def _runs(self, plot: QRectF) -> Iterator[list[tuple[QPointF, QPointF, QPointF]]]:
        """Yield what hangs together: a span without figures is a gap."""
        numbered = enumerate(self.spans)
        for there, run in groupby(numbered, key=lambda each: each[1].figures is not None):
            if there:
                yield [
                    (
                        QPointF(self._x(plot, n), self._y(plot, span.figures[0])),
                        QPointF(self._x(plot, n), self._y(plot, span.figures[1])),
                        QPointF(self._x(plot, n), self._y(plot, span.figures[2])),
                    )
                    for n, span in run
                    if span.figures is not None
                ]

    # ------------------------------------------------------------------- paint

    def _paint_axes(self, painter: QPainter, room: QRectF, plot: QRectF, ink: Ink) -> None:
        for value, words in self.ticks:
            y = self._y(plot, value)
            painter.setPen(ink.pen(ink.grid, 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            place = QRectF(
                room.left(), y - ink.px(14), plot.left() - room.left() - ink.px(10), ink.px(28)
            )
            write(painter, ink, place, words, _Align.AlignRight | _Align.AlignVCenter)
        metrics = QFontMetricsF(ink.font(15))
        free = room.left()
        for n, span in enumerate(self.spans):
            wide = metrics.horizontalAdvance(span.label)
            left = min(max(self._x(plot, n) - wide / 2, free), room.right() - wide)
            if not span.label or left < free or abs(left + wide / 2 - self._x(plot, n)) > wide:
                continue
            place = QRectF(left, plot.bottom() + ink.px(6), wide + 1, ink.px(24))
            write(painter, ink, place, span.label, _Align.AlignLeft | _Align.AlignVCenter)
            free = left + wide + ink.px(14)

    def _paint_chosen(self, painter: QPainter, plot: QRectF, ink: Ink, chosen: int) -> None:
        figures = self.spans[chosen].figures
        x = self._x(plot, chosen)
        if figures is not None:
            ring(painter, ink, QPointF(x, self._y(plot, figures[1])), 20)
            return
        painter.setPen(ink.pen(ink.ring, 2.5))
        painter.drawLine(QPointF(x, plot.bottom() - ink.px(12)), QPointF(x, plot.bottom()))


def _paint_band(
    painter: QPainter, ink: Ink, run: Sequence[tuple[QPointF, QPointF, QPointF]]
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.band)
    if len(run) > 1:
        lower = [each[0] for each in run]
        upper = [each[2] for each in reversed(run)]
        painter.drawPolygon(QPolygonF([*lower, *upper]))
    else:
        low, _, high = run[0]
        painter.drawRect(QRectF(high - QPointF(ink.px(5), 0), low + QPointF(ink.px(5), 0)))
    medians = [each[1] for each in run]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(ink.pen(ink.one, 2.5))
    painter.drawPolyline(QPolygonF(medians))
    apart = medians[1].x() - medians[0].x() if len(medians) > 1 else ink.px(DOTS_FROM)
    if apart >= ink.px(DOTS_FROM):
        for at in medians:
            dot(painter, ink, at, 9)
