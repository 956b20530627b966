"""Nights in rows from 18:00 to 18:00, as sleep clinics draw them, with their letters."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from rlscompanion.domain.report_sheet import TOP_RATING, DrawnNight
from rlscompanion.ui.report.typeset import Type
from rlscompanion.ui.widgets.charts.ink import Ink

NIGHTS_DRAWN: Final = 28
ROW: Final = 15.5
HEAD: Final = 16
LABEL: Final = 58
LETTERS: Final = 34
BEGINS: Final = 6 * 60
"""18:00, in minutes since noon."""
LENGTH: Final = 24 * 60
PER_HOUR: Final = 60
LABELLED_HOURS: Final = 2
DARK_FROM: Final = 5
FLARE_AT_LEAST: Final = 8.0
"""Minutes: a shorter flare-up is drawn that long, to be seen."""


def chart_height(ink: Ink, nights: int) -> float:
    return ink.px(HEAD + ROW * nights + 4)


def paint_diary_chart(
    painter: QPainter, room: QRectF, ink: Ink, nights: Sequence[DrawnNight]
) -> None:
    """Paint the nights under each other, the oldest first."""
    _Chart(painter, room, ink).paint(nights)


class _Chart:
    def __init__(self, painter: QPainter, room: QRectF, ink: Ink) -> None:
        self._painter = painter
        self._ink = ink
        self._small = Type(ink, 7)
        self._bold = Type(ink, 7.5, bold=True)
        self._room = room
        self._plot = room.adjusted(ink.px(LABEL + LETTERS), ink.px(HEAD), 0, -ink.px(4))

    def paint(self, nights: Sequence[DrawnNight]) -> None:
        self._paint_hours()
        for n, night in enumerate(nights):
            top = self._plot.top() + self._ink.px(ROW) * n
            self._paint_night(night, top)

    def _x(self, minutes: float) -> float:
        share = min(max((minutes - BEGINS) / LENGTH, 0.0), 1.0)
        return self._plot.left() + share * self._plot.width()

    def _paint_hours(self) -> None:
        painter, ink = self._painter, self._ink
        for n in range(LENGTH // PER_HOUR + 1):
            x = self._x(BEGINS + n * PER_HOUR)
            midnight = n == LENGTH // PER_HOUR // 4
            painter.setPen(ink.pen(ink.line if midnight else ink.grid, 0.8 if midnight else 0.4))
            painter.drawLine(QPointF(x, self._plot.top()), QPointF(x, self._plot.bottom()))
            if n % LABELLED_HOURS == 0:
                painter.setPen(ink.text)
                words = str((18 + n) % 24)
                self._small.draw_middle(painter, x, self._room.top(), words)

    def _paint_night(self, night: DrawnNight, top: float) -> None:
        painter, ink = self._painter, self._ink
        px = ink.px
        middle = top + px(ROW) / 2
        words = middle - self._small.leading / 2
        painter.setPen(ink.text)
        self._small.draw(painter, self._room.left(), words, (night.label,))
        self._small.draw(painter, self._room.left() + px(LABEL), words, (night.letters,))
        painter.setPen(ink.pen(ink.grid, 0.4))
        painter.drawLine(
            QPointF(self._room.left(), top + px(ROW)), QPointF(self._room.right(), top + px(ROW))
        )
        painter.setPen(ink.pen(ink.line, 1.4))
        low = top + px(ROW) - px(2.6)
        painter.drawLine(QPointF(self._x(night.bed), low), QPointF(self._x(night.wake), low))
        self._paint_symptoms(night, top)
        self._paint_flare_ups(night, top)
        for at in night.supplements:
            painter.setPen(ink.text)
            self._bold.draw_middle(painter, self._x(at), words, "P")

    def _paint_symptoms(self, night: DrawnNight, top: float) -> None:
        if night.began is None:
            self._paint_undated(night, top)
            return
        painter, ink = self._painter, self._ink
        end = max(night.asleep if night.asleep is not None else night.bed, night.began + PER_HOUR)
        bar = QRectF(QPointF(self._x(night.began), top + ink.px(2)), QPointF(self._x(end), 0))
        bar.setHeight(ink.px(ROW - 6))
        painter.setPen(ink.pen(ink.text, 0.6))
        if night.worst is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setBrush(_shade(ink, night.worst))
        painter.drawRect(bar)
        if night.worst is not None:
            painter.setPen(ink.ground if night.worst >= DARK_FROM else ink.text)
            words = bar.center().y() - self._bold.leading / 2
            self._bold.draw_middle(painter, bar.center().x(), words, str(night.worst))

    def _paint_undated(self, night: DrawnNight, top: float) -> None:
        """Write the rating of a night whose beginning is blank before its planned bedtime."""
        if night.worst is None:
            return
        self._painter.setPen(self._ink.text)
        words = top + self._ink.px(ROW) / 2 - self._bold.leading / 2
        x = self._x(night.bed) - self._ink.px(8)
        self._bold.draw_middle(self._painter, x, words, str(night.worst))

    def _paint_flare_ups(self, night: DrawnNight, top: float) -> None:
        px = self._ink.px
        for began, ended in night.flare_ups:
            left = self._x(began)
            right = self._x(max(ended, began + FLARE_AT_LEAST))
            self._painter.fillRect(
                QRectF(left, top + px(2), right - left, px(ROW - 6)), self._ink.text
            )


def _shade(ink: Ink, rating: int) -> QColor:
    """Return a step between the ground and the ink: darker is worse."""
    share = 0.1 + 0.75 * rating / TOP_RATING
    one, other = ink.ground, ink.text
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )
