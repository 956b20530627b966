"""The bedside card on one page: tonight in large type, the flare-up in pictures, the number."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from rlscompanion.domain.bedside import BedsideCard, CardPicture
from rlscompanion.domain.report_sheet import day
from rlscompanion.ui.report.paper import Paper, Printed
from rlscompanion.ui.report.typeset import Type
from rlscompanion.ui.widgets.charts.ink import Ink
from rlscompanion.ui.widgets.exercise_figure import FigureColours, paint_picture

STEPS_AT_MOST: Final = 9
TWO_COLUMNS_FROM: Final = 6
"""Steps: so many stand in one column."""
IN_A_ROW: Final = 3
FIGURE_AT_MOST: Final = 190
WORDS: Final = 48
AFTER: Final = 44
TIME: Final = 72
NUMBER: Final = 74


def printed_card(card: BedsideCard, paper: Paper) -> Printed:
    """Return the card on that paper."""

    def paint(painter: QPainter, ink: Ink) -> None:
        _Card(painter, ink, card, paper.inside).paint()

    return Printed(card.words["card-title"], paper, (paint,))


class _Card:
    def __init__(self, painter: QPainter, ink: Ink, card: BedsideCard, inside: QRectF) -> None:
        self._painter = painter
        self._ink = ink
        self._card = card
        self._inside = inside
        self._words = card.words

    def paint(self) -> None:
        painter, ink, px = self._painter, self._ink, self._ink.px
        painter.setPen(ink.text)
        y = self._paint_head(self._inside.top())
        y = self._paint_steps(y + px(6))
        y = self._paint_title(self._words["card-night"], y + px(12))
        if self._card.pictures:
            y = self._paint_pictures(y + px(4))
            self._paint_line(self._words["card-back"], y, 15)
        else:
            self._paint_line(self._words["card-help-only"], y + px(10), 22)
        self._paint_number()
        self._paint_small_print()

    # ---------------------------------------------------------------------- tonight

    def _paint_head(self, y: float) -> float:
        title, when = Type(self._ink, 28, bold=True), Type(self._ink, 16)
        night = self._card.night
        date = f"{night:%A} {day(night)}"
        drop = title.metrics.ascent() - when.metrics.ascent()
        when.draw_right(self._painter, self._inside.right(), y + drop, date)
        return title.draw(self._painter, self._inside.left(), y, (self._words["card-title"],))

    def _paint_steps(self, y: float) -> float:
        lines = [(f"{step.at:%H:%M}", step.title) for step in self._card.steps]
        if len(lines) > STEPS_AT_MOST:
            more = self._words["card-more"].format(n=len(lines) - STEPS_AT_MOST + 1)
            lines = [*lines[: STEPS_AT_MOST - 1], ("", more)]
        if not lines:
            lines = [("", self._words["card-nothing"])]
        lines.append((f"{self._card.bed:%H:%M}", self._words["card-bed"]))
        columns = 1 if len(lines) <= TWO_COLUMNS_FROM else 2
        rows = -(-len(lines) // columns)
        gap = self._ink.px(16)
        wide = (self._inside.width() - gap * (columns - 1)) / columns
        size = 20 if columns == 1 else 17
        row = Type(self._ink, size).leading + self._ink.px(4)
        for n, (at, title) in enumerate(lines):
            x = self._inside.left() + n // rows * (wide + gap)
            self._paint_step(QRectF(x, y + n % rows * row, wide, row), at, title, size)
        return y + rows * row

    def _paint_step(self, room: QRectF, at: str, title: str, size: float) -> None:
        Type(self._ink, size, bold=True).draw(self._painter, room.left(), room.top(), (at,))
        kind, x = Type(self._ink, size), room.left() + self._ink.px(TIME)
        kind.draw(self._painter, x, room.top(), kind.set(title, room.right() - x, 1).lines)

    # --------------------------------------------------------------------- the night

    def _paint_title(self, words: str, y: float) -> float:
        title = Type(self._ink, 20, bold=True)
        below = title.draw(self._painter, self._inside.left(), y, (words,))
        self._painter.setPen(self._ink.pen(self._ink.text, 1.2))
        self._painter.drawLine(
            QPointF(self._inside.left(), below), QPointF(self._inside.right(), below)
        )
        self._painter.setPen(self._ink.text)
        return below + self._ink.px(4)

    def _paint_pictures(self, y: float) -> float:
        wide = self._inside.width() / IN_A_ROW
        rows = -(-len(self._card.pictures) // IN_A_ROW)
        room = self._inside.bottom() - y - self._ink.px(NUMBER + 16 + AFTER)
        high = min(room / rows, self._ink.px(FIGURE_AT_MOST + WORDS))
        for n, picture in enumerate(self._card.pictures):
            row, place = divmod(n, IN_A_ROW)
            x = self._inside.left() + place * wide
            self._paint_picture(QRectF(x, y + row * high, wide, high), n + 1, picture)
        return y + rows * high

    def _paint_picture(self, room: QRectF, number: int, picture: CardPicture) -> None:
        ink, px = self._ink, self._ink.px
        figure = QRectF(room.left(), room.top(), room.width(), room.height() - px(WORDS + 4))
        colours = FigureColours(
            body=ink.text,
            far=ink.line,
            lit=ink.text,
            prop=ink.line,
            floor=ink.grid,
            window=ink.ground,
        )
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_picture(self._painter, figure, picture.figure, colours)
        self._painter.restore()
        self._painter.setPen(ink.text)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        Type(ink, 18, bold=True).draw(self._painter, room.left(), room.top(), (f"{number}",))
        kind = Type(ink, 14)
        lines = kind.set(picture.words, room.width() - px(12), 2).lines
        top = figure.bottom() + px(4)
        for n, line in enumerate(lines):
            kind.draw_middle(self._painter, room.center().x(), top + n * kind.leading, line)

    def _paint_line(self, words: str, y: float, size: float) -> None:
        kind = Type(self._ink, size, bold=True)
        self._painter.setPen(self._ink.text)
        kind.draw(
            self._painter,
            self._inside.left(),
            y,
            kind.set(words, self._inside.width(), 2).lines,
        )

    def _paint_number(self) -> None:
        ink, px = self._ink, self._ink.px
        box = QRectF(
            self._inside.left(),
            self._inside.bottom() - px(NUMBER + 16),
            self._inside.width(),
            px(NUMBER - 16),
        )
        self._painter.setPen(ink.pen(ink.text, 2))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(box, px(8), px(8))
        self._painter.setPen(ink.text)
        number = self._card.emergency_number
        label = Type(ink, 20, bold=True)
        words = self._words["card-emergency" if number else "card-no-number"]
        middle = box.center().y()
        label.draw(self._painter, box.left() + px(16), middle - label.leading / 2, (words,))
        figure = Type(ink, 32, bold=True)
        room = box.width() - label.metrics.horizontalAdvance(words) - px(48)
        for line in figure.set(number, room, 1).lines:
            figure.draw_right(
                self._painter, box.right() - px(16), middle - figure.leading / 2, line
            )

    def _paint_small_print(self) -> None:
        small = Type(self._ink, 9)
        words = self._words["card-small-print"].format(on=day(self._card.night))
        self._painter.setPen(self._ink.quiet)
        top = self._inside.bottom() - small.leading
        small.draw(self._painter, self._inside.left(), top, (words,))
