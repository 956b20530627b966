"""Months of nights, one square each: filled by rating, hollow without one, a point per flare-up."""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from rlscompanion.ui.widgets.charts.ink import Ink, write

_Align = Qt.AlignmentFlag
LONGEST: Final = 31
BESIDE: Final = (LONGEST, 16, 8)
"""How many nights may stand beside each other: a month takes one line, two or four."""
BIG: Final = 28
SMALL: Final = 19
"""The side of a square at most and at least; where it would be less, a month takes more lines."""
HEAD: Final = 24
MARKS_AT_MOST: Final = 4
KEY_LINE: Final = 30
LEVELS: Final = (0, 1, 4, 7)
"""The lowest rating of each lightness."""


class NightSquare(Struct, frozen=True):
    """A night: its rating where there is one, and what is said of it."""

    rating: int | None
    flare_ups: int
    words: str


class Month(Struct, frozen=True):
    """A month: its name, the day of its first square, and its squares."""

    name: str
    first_day: int
    nights: Sequence[NightSquare]


class CalendarWords(Struct, frozen=True):
    """What the key says, and all of it as a summary. ``levels`` are four ranges of ratings."""

    levels: tuple[str, str, str, str]
    not_rated: str
    flare_up: str
    summary: str


class CalendarChart(Struct, frozen=True):
    """One month under the other, the newest last."""

    months: Sequence[Month]
    words: CalendarWords

    @property
    def summary(self) -> str:
        return self.words.summary

    @property
    def points(self) -> tuple[str, ...]:
        return tuple(night.words for month in self.months for night in month.nights)

    def next_row(self, point: int, rows: int) -> int:
        """Return the night with the same day in another month, or the nearest to it."""
        starts = [0]
        for month in self.months:
            starts.append(starts[-1] + len(month.nights))
        here = max(n for n, start in enumerate(starts[:-1]) if start <= point)
        day = point - starts[here] + self.months[here].first_day
        there = min(max(here + rows, 0), len(self.months) - 1)
        month = self.months[there]
        if not month.nights:
            return point
        place = min(max(day - month.first_day, 0), len(month.nights) - 1)
        return starts[there] + place

    def height(self, width: float, ink: Ink) -> float:
        side, columns = self._grid(width, ink)
        lines = len(self.months) * _lines(columns)
        head = ink.px(HEAD) if columns == LONGEST else 0
        key = len(self._key_lines(width, ink)) * ink.px(KEY_LINE)
        return head + lines * side + ink.px(12) + key

    def places(self, room: QRectF, ink: Ink) -> Sequence[QRectF]:
        return tuple(self._squares(room, ink))

    def paint(self, painter: QPainter, room: QRectF, ink: Ink, chosen: int | None = None) -> None:
        side, columns = self._grid(room.width(), ink)
        self._paint_names(painter, room, ink)
        squares = self.places(room, ink)
        nights = [night for month in self.months for night in month.nights]
        _paint_nights(painter, ink, list(zip(squares, nights, strict=True)))
        if chosen is not None:
            painter.setPen(ink.pen(ink.ring, 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            around = squares[chosen].adjusted(-1, -1, 1, 1)
            painter.drawRoundedRect(around, ink.px(5), ink.px(5))
        lines = len(self.months) * _lines(columns)
        head = ink.px(HEAD) if columns == LONGEST else 0
        self._paint_key(painter, room, ink, room.top() + head + lines * side + ink.px(12))

    # ------------------------------------------------------------------- where

    def _label(self, ink: Ink) -> float:
        metrics = QFontMetricsF(ink.font(15))
        names = (metrics.horizontalAdvance(month.name) for month in self.months)
        return max(names, default=0.0) + ink.px(12)

    def _grid(self, width: float, ink: Ink) -> tuple[float, int]:
        """Return the side of a square with its gap, and how many stand beside each other."""
        room = width - self._label(ink)
        fitting = (columns for columns in BESIDE if room / columns >= ink.px(SMALL))
        columns = next(fitting, BESIDE[-1])
        return min(room / columns, ink.px(BIG)), columns

    def _squares(self, room: QRectF, ink: Ink) -> Iterator[QRectF]:
        side, columns = self._grid(room.width(), ink)
        left = room.left() + self._label(ink)
        top = room.top() + (ink.px(HEAD) if columns == LONGEST else 0)
        gap = ink.px(1.5)
        for n, month in enumerate(self.months):
            for day in range(month.first_day - 1, month.first_day - 1 + len(month.nights)):
                line, place = n * _lines(columns) + day // columns, day % columns
                yield QRectF(left + place * side, top + line * side, side, side).adjusted(
                    gap, gap, -gap, -gap
                )

    # ------------------------------------------------------------------- paint

    def _paint_names(self, painter: QPainter, room: QRectF, ink: Ink) -> None:
        side, columns = self._grid(room.width(), ink)
        label = self._label(ink)
        top = room.top()
        if columns == LONGEST:
            for day in (1, 5, 10, 15, 20, 25, 30):
                middle = room.left() + label + (day - 0.5) * side
                place = QRectF(middle - ink.px(20), top, ink.px(40), ink.px(HEAD))
                write(painter, ink, place, str(day), _Align.AlignHCenter, size=14)
            top += ink.px(HEAD)
        high = _lines(columns) * side
        for n, month in enumerate(self.months):
            place = QRectF(room.left(), top + n * high, label - ink.px(12), side)
            write(painter, ink, place, month.name, _Align.AlignLeft | _Align.AlignVCenter)

    def _key(self) -> list[tuple[NightSquare, str]]:
        levels = [
            (NightSquare(rating, 0, ""), words)
            for rating, words in zip(LEVELS, self.words.levels, strict=True)
        ]
        none = NightSquare(None, 0, "")
        flare = NightSquare(None, 1, "")
        return [*levels, (none, self.words.not_rated), (flare, self.words.flare_up)]

    def _key_lines(self, width: float, ink: Ink) -> list[list[tuple[NightSquare, str, float]]]:
        metrics = QFontMetricsF(ink.font(15))
        lines: list[list[tuple[NightSquare, str, float]]] = [[]]
        left = width
        for square, words in self._key():
            need = ink.px(30) + metrics.horizontalAdvance(words) + ink.px(20)
            if need > left and lines[-1]:
                lines.append([])
                left = width
            lines[-1].append((square, words, need))
            left -= need
        return lines

    def _paint_key(self, painter: QPainter, room: QRectF, ink: Ink, top: float) -> None:
        side = ink.px(22)
        for line in self._key_lines(room.width(), ink):
            x = room.left()
            for square, words, need in line:
                place = QRectF(x, top + ink.px(4), side, side)
                _paint_nights(painter, ink, [(place, square)], figures=square.rating == 0)
                said = QRectF(x + ink.px(30), top, need, ink.px(KEY_LINE))
                write(painter, ink, said, words, _Align.AlignLeft | _Align.AlignVCenter)
                x += need
            top += ink.px(KEY_LINE)


def _lines(columns: int) -> int:
    """Return how many lines a month takes."""
    return -(-LONGEST // columns)


def _paint_nights(
    painter: QPainter,
    ink: Ink,
    nights: Sequence[tuple[QRectF, NightSquare]],
    *,
    figures: bool = True,
) -> None:
    """Paint squares of one size: pens, brushes and letters are changed once for all of a kind."""
    if not nights:
        return
    side = nights[0][0].width()
    by_level: dict[int | None, list[tuple[QRectF, NightSquare]]] = {}
    for place, night in nights:
        by_level.setdefault(_level(night.rating), []).append((place, night))
    letters = ink.font(1)
    letters.setPixelSize(max(1, round(side * 0.54)))
    painter.setFont(letters)
    for level, own in by_level.items():
        if level is None:
            painter.setPen(ink.pen(ink.line, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            heat = ink.heat[level]
            painter.setPen(ink.pen(ink.grid if heat == ink.heat[0] else heat, 1))
            painter.setBrush(heat)
        for place, _ in own:
            painter.drawRoundedRect(place, side / 6, side / 6)
        on = ink.text if level is None else ink.on_heat[level]
        if figures and level is not None:
            painter.setPen(on)
            for place, night in own:
                raised = place.translated(0, -side * 0.11) if night.flare_ups else place
                painter.drawText(raised, _Align.AlignCenter, str(night.rating))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(on)
        for place, night in own:
            if night.flare_ups:
                _paint_marks(painter, place, min(night.flare_ups, MARKS_AT_MOST))


def _paint_marks(painter: QPainter, place: QRectF, marks: int) -> None:
    radius = place.width() * 0.085
    y = place.bottom() - radius * 2
    for n in range(marks):
        x = place.center().x() + (n - (marks - 1) / 2) * radius * 2.7
        painter.drawEllipse(QPointF(x, y), radius, radius)


def _level(rating: int | None) -> int | None:
    if rating is None:
        return None
    return max(n for n, lowest in enumerate(LEVELS) if lowest <= rating)
