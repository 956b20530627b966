"""The worst rating of each night as a bar, with its figure; flare-ups as triangles under it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from rlscompanion.domain.report_sheet import TOP_RATING, DrawnNight
from rlscompanion.ui.report.typeset import Type
from rlscompanion.ui.widgets.charts.ink import Ink

AXIS: Final = 16
FOOT: Final = 20
WEEK: Final = 7
FIGURES_UP_TO: Final = 56
"""Nights; in more of them there is no room for the figure of each."""


def paint_night_bars(
    painter: QPainter, room: QRectF, ink: Ink, nights: Sequence[DrawnNight]
) -> None:
    """Paint them into ``room``; a night without a rating is a small point."""
    small = Type(ink, 6.5)
    plot = room.adjusted(ink.px(AXIS), small.leading, 0, -ink.px(FOOT))
    for rating in (0, TOP_RATING // 2, TOP_RATING):
        y = plot.bottom() - rating / TOP_RATING * plot.height()
        painter.setPen(ink.pen(ink.line if rating == 0 else ink.grid, 0.6))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(ink.text)
        small.draw_right(painter, plot.left() - ink.px(4), y - small.leading / 2, str(rating))
    each = plot.width() / max(len(nights), 1)
    for n, night in enumerate(nights):
        middle = plot.left() + (n + 0.5) * each
        _paint_bar(painter, ink, night, QRectF(middle - each / 2, plot.top(), each, plot.height()))
        if len(nights) <= FIGURES_UP_TO and night.worst is not None:
            top = plot.bottom() - night.worst / TOP_RATING * plot.height() - small.leading
            wide = small.metrics.horizontalAdvance(str(night.worst)) + ink.px(2)
            painter.fillRect(QRectF(middle - wide / 2, top, wide, small.leading), ink.ground)
            painter.setPen(ink.text)
            small.draw_middle(painter, middle, top, str(night.worst))
        if night.flare_ups:
            _paint_triangle(painter, ink, QPointF(middle, plot.bottom() + ink.px(6)), each)
        if (len(nights) - 1 - n) % WEEK == 0:
            _paint_date(painter, small, night, middle, room)


def _paint_bar(painter: QPainter, ink: Ink, night: DrawnNight, room: QRectF) -> None:
    if night.worst is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.line)
        painter.drawEllipse(QPointF(room.center().x(), room.bottom()), ink.px(1.3), ink.px(1.3))
        return
    high = max(night.worst / TOP_RATING * room.height(), ink.px(0.8))
    wide = min(room.width() * 0.62, ink.px(12))
    bar = QRectF(room.center().x() - wide / 2, room.bottom() - high, wide, high)
    painter.fillRect(bar, ink.quiet)


def _paint_triangle(painter: QPainter, ink: Ink, top: QPointF, each: float) -> None:
    wide = min(each * 0.3, ink.px(3.2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.text)
    painter.drawPolygon(
        QPolygonF([top, top + QPointF(wide, wide * 1.6), top + QPointF(-wide, wide * 1.6)])
    )


def _paint_date(
    painter: QPainter, small: Type, night: DrawnNight, middle: float, room: QRectF
) -> None:
    words = f"{night.night.day} {night.night:%b}"
    half = small.metrics.horizontalAdvance(words) / 2
    centre = min(max(middle, room.left() + half), room.right() - half)
    painter.setPen(small.ink.text)
    small.draw_middle(painter, centre, room.bottom() - small.leading, words)
