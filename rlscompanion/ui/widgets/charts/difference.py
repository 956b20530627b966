"""Nights with and without, one dot a night, and their difference with its range on a ruler."""

from collections import Counter
from collections.abc import Sequence
from math import ceil
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from rlscompanion.ui.widgets.charts.ink import Ink, diamond, dot, ring, write

_Align = Qt.AlignmentFlag
TOP: Final = 10
DOTS: Final = 250
"""Height of the dots, in pixels of the design."""
RULER: Final = 92
AXIS: Final = 68
GAP: Final = 28
APART: Final = 18
"""Between two nights of the same rating."""
SMALLEST: Final = 0.5
"""Of the size of a dot, where many nights have the same rating."""
MIDDLE_ROOM: Final = 52
WIDEST: Final = 680
HALF_AT_LEAST: Final = 150
"""Of width for one arm; where there is less, one stands above the other."""
NAME: Final = 40
"""Height of the name below the dots."""
RULER_AT_LEAST: Final = 2


class Column(Struct, frozen=True):
    """One arm: its name, its ratings with their nights in words, and their mean or median."""

    name: str
    ratings: Sequence[tuple[int, str]]
    middle: float | None


class Range(Struct, frozen=True):
    """The difference, where one is given, and its plausible range in points."""

    low: float
    difference: float | None
    high: float


class DifferenceWords(Struct, frozen=True):
    """What the chart says: the ends of both axes, and all of it as a summary."""

    calm: str
    worst: str
    better: str
    worse: str
    summary: str


class DifferencePlot(Struct, frozen=True):
    """Two columns of dots; without a ``range`` there is no ruler."""

    with_it: Column
    without: Column
    range: Range | None
    words: DifferenceWords

    @property
    def summary(self) -> str:
        return self.words.summary

    @property
    def points(self) -> tuple[str, ...]:
        return tuple(words for column in self._columns for _, words in column.ratings)

    @property
    def _columns(self) -> tuple[Column, Column]:
        return self.with_it, self.without

    def height(self, width: float, ink: Ink) -> float:
        plots = 2 if _stacked(width, ink) else 1
        return ink.px(plots * (DOTS + NAME) + (RULER if self.range is not None else 0))

    def places(self, room: QRectF, ink: Ink) -> tuple[QRectF, ...]:
        half = ink.px(APART) / 2
        return tuple(
            QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half)
            for column, own in zip(self._columns, _arms(room, ink), strict=True)
            for at in _places(own, ink, [rating for rating, _ in column.ratings])
        )

    def paint(self, painter: QPainter, room: QRectF, ink: Ink, chosen: int | None = None) -> None:
        plots = _plots(room, ink)
        for plot in plots:
            self._paint_axis(painter, plot, ink)
        dots = plots[-1]
        number = 0
        left = dots.left() + (ink.px(AXIS) if len(plots) == 1 else 0)
        for n, (column, own) in enumerate(zip(self._columns, _arms(room, ink), strict=True)):
            inside = chosen - number if chosen is not None else None
            begin = own.left() if len(plots) == 1 else dots.left()
            self._paint_column(painter, own, ink, column, begin, filled=n == 0, chosen=inside)
            number += len(column.ratings)
        if self.range is not None:
            top = dots.bottom() + ink.px(50)
            ruler = QRectF(left, top, dots.right() - left, ink.px(RULER - 8))
            if len(plots) > 1:
                ruler.adjust(ink.px(8), 0, -ink.px(8), 0)
            self._paint_ruler(painter, ruler, ink, self.range)

    def _paint_axis(self, painter: QPainter, dots: QRectF, ink: Ink) -> None:
        ends = {TOP: self.words.worst, TOP // 2: "", 0: self.words.calm}
        for rating, words in ends.items():
            y = _at(dots, rating)
            painter.setPen(ink.pen(ink.grid, 1))
            painter.drawLine(QPointF(dots.left() + ink.px(AXIS), y), QPointF(dots.right(), y))
            room = QRectF(dots.left(), y - ink.px(12), ink.px(AXIS - 8), ink.px(24))
            said = f"{rating} {words}".strip()
            write(painter, ink, room, said, _Align.AlignRight | _Align.AlignVCenter, size=14)

    def _paint_column(
        self,
        painter: QPainter,
        room: QRectF,
        ink: Ink,
        column: Column,
        begin: float,
        *,
        filled: bool,
        chosen: int | None,
    ) -> None:
        ratings = [rating for rating, _ in column.ratings]
        crowded = min(1.0, max(SMALLEST, _apart(room, ink, ratings) / ink.px(APART)))
        for n, at in enumerate(_places(room, ink, ratings)):
            if filled:
                dot(painter, ink, at, 12 * crowded)
            else:
                diamond(painter, ink, at, 14 * crowded)
            if n == chosen:
                ring(painter, ink, at)
        name = QRectF(begin, room.bottom() + ink.px(12), room.right() - begin, ink.px(24))
        self._paint_name(painter, name, ink, column.name, filled=filled)
        if column.middle is None:
            return
        y = _at(room, column.middle)
        painter.setPen(ink.pen(ink.text, 2.5))
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right() - ink.px(MIDDLE_ROOM), y))
        painter.setFont(ink.font(16, bold=True))
        painter.setPen(ink.text)
        label = QRectF(room.right() - ink.px(MIDDLE_ROOM), y - ink.px(14), ink.px(44), ink.px(28))
        painter.drawText(label, _Align.AlignRight | _Align.AlignVCenter, f"{column.middle:.1f}")

    @staticmethod
    def _paint_name(painter: QPainter, room: QRectF, ink: Ink, name: str, *, filled: bool) -> None:
        mark = QPointF(room.left() + ink.px(8), room.center().y())
        (dot if filled else diamond)(painter, ink, mark)
        words = room.adjusted(ink.px(24), 0, 0, 0)
        painter.setFont(ink.font(15))
        painter.setPen(ink.text)
        shown = QFontMetricsF(painter.font()).elidedText(
            name, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, _Align.AlignLeft | _Align.AlignVCenter, shown)

    def _paint_ruler(self, painter: QPainter, room: QRectF, ink: Ink, found: Range) -> None:
        reach = max(RULER_AT_LEAST, ceil(max(abs(found.low), abs(found.high), 0)))
        y = room.top() + ink.px(14)

        def at(points: float) -> float:
            return room.center().x() + points / reach * room.width() / 2 * 0.94

        painter.setPen(ink.pen(ink.line, 1))
        painter.drawLine(QPointF(at(-reach), y), QPointF(at(reach), y))
        every = max(1, reach // 4)
        for points in range(-reach, reach + 1):
            if points % every:
                continue
            tall = 10 if points == 0 else 5
            painter.setPen(ink.pen(ink.text if points == 0 else ink.line, 2 if points == 0 else 1))
            painter.drawLine(
                QPointF(at(points), y - ink.px(tall)), QPointF(at(points), y + ink.px(tall))
            )
            figure = QRectF(at(points) - ink.px(30), y + ink.px(12), ink.px(60), ink.px(20))
            said = f"{points:+d}".replace("-", "−") if points else "0"
            write(painter, ink, figure, said, _Align.AlignCenter, size=14)
        painter.setPen(ink.pen(ink.text, 5))
        painter.drawLine(QPointF(at(found.low), y), QPointF(at(found.high), y))
        if found.difference is not None:
            painter.setPen(ink.pen(ink.text, 2))
            painter.setBrush(ink.ground)
            painter.drawEllipse(QPointF(at(found.difference), y), ink.px(7), ink.px(7))
        ends = QRectF(room.left(), y + ink.px(36), room.width(), ink.px(24))
        self._paint_end(painter, ink, ends, self.words.better, -1)
        self._paint_end(painter, ink, ends, self.words.worse, 1)

    @staticmethod
    def _paint_end(painter: QPainter, ink: Ink, room: QRectF, words: str, side: int) -> None:
        """Paint "better" with an arrow to the left, or "worse" with one to the right."""
        painter.setFont(ink.font(15))
        painter.setPen(ink.text)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
        off = min(ink.px(36), room.width() / 16)
        middle = room.center().x() + side * off
        x = middle if side > 0 else middle - wide
        painter.drawText(QRectF(x, room.top(), wide + 1, room.height()), _Align.AlignVCenter, words)
        begin = x + wide + ink.px(10) if side > 0 else x - ink.px(10)
        tip = QPointF(begin + side * ink.px(34), room.center().y())
        painter.setPen(ink.pen(ink.text, 1.75))
        painter.drawLine(QPointF(begin, tip.y()), tip)
        for up in (-1, 1):
            painter.drawLine(tip, tip + QPointF(-side * ink.px(6), up * ink.px(5)))


def _stacked(width: float, ink: Ink) -> bool:
    return (min(width, ink.px(WIDEST)) - ink.px(AXIS + GAP)) / 2 < ink.px(HALF_AT_LEAST)


def _plots(room: QRectF, ink: Ink) -> tuple[QRectF, ...]:
    """Return where dots and their axis are: once for both arms, or once for each."""
    width = min(room.width(), ink.px(WIDEST))
    first = QRectF(room.left(), room.top() + ink.px(10), width, ink.px(DOTS - 20))
    if not _stacked(room.width(), ink):
        return (first,)
    return first, first.translated(0, ink.px(DOTS + NAME))


def _arms(room: QRectF, ink: Ink) -> tuple[QRectF, ...]:
    """Return where the dots of each arm are."""
    dots, *below = _plots(room, ink)
    if below:
        return tuple(plot.adjusted(ink.px(AXIS), 0, 0, 0) for plot in (dots, *below))
    left, gap = dots.left() + ink.px(AXIS), ink.px(GAP)
    each = (dots.right() - left - gap) / 2
    return (
        QRectF(left, dots.top(), each, dots.height()),
        QRectF(left + each + gap, dots.top(), each, dots.height()),
    )


def _at(room: QRectF, rating: float) -> float:
    return room.bottom() - rating / TOP * room.height()


def _apart(room: QRectF, ink: Ink, ratings: Sequence[int]) -> float:
    """Return how far two nights of one rating stand apart; less where there are many."""
    most = max(Counter(ratings).values(), default=1)
    width = room.width() - ink.px(MIDDLE_ROOM) - ink.px(16)
    return min(ink.px(APART), width / max(1, most - 1))


def _places(room: QRectF, ink: Ink, ratings: Sequence[int]) -> list[QPointF]:
    """Return where the dots go: beside each other where nights have the same rating."""
    many = Counter(ratings)
    apart = _apart(room, ink, ratings)
    centre = room.left() + (room.width() - ink.px(MIDDLE_ROOM)) / 2
    seen: Counter[int] = Counter()
    places: list[QPointF] = []
    for rating in ratings:
        x = centre + (seen[rating] - (many[rating] - 1) / 2) * apart
        places.append(QPointF(x, _at(room, rating)))
        seen[rating] += 1
    return places
