"""Counts as bars: upright ones side by side, or lying ones with words above each."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from rlscompanion.ui.widgets.charts.ink import Ink, filled, outline, write

_Align = Qt.AlignmentFlag
TALL: Final = 170
ABOVE: Final = 26
BELOW: Final = 30
ROW: Final = 62
THICK: Final = 16
WORDS: Final = 26


class Bar(Struct, frozen=True):
    """A count, the label under it, and what is said of it."""

    count: int
    label: str
    words: str


class BarChart(Struct, frozen=True):
    """Upright bars, each with its count on top."""

    bars: Sequence[Bar]
    summary: str

    @property
    def points(self) -> tuple[str, ...]:
        return tuple(bar.words for bar in self.bars)

    def height(self, width: float, ink: Ink) -> float:  # noqa: ARG002  (the same in any width)
        return ink.px(ABOVE + TALL + BELOW)

    def places(self, room: QRectF, ink: Ink) -> Sequence[QRectF]:
        each = room.width() / max(1, len(self.bars))
        high = ink.px(ABOVE + TALL)
        return tuple(
            QRectF(room.left() + n * each, room.top(), each, high) for n in range(len(self.bars))
        )

    def paint(self, painter: QPainter, room: QRectF, ink: Ink, chosen: int | None = None) -> None:
        most = max((bar.count for bar in self.bars), default=0) or 1
        ground = room.top() + ink.px(ABOVE + TALL)
        painter.setPen(ink.pen(ink.line, 1))
        painter.drawLine(QPointF(room.left(), ground), QPointF(room.right(), ground))
        free = room.left()
        metrics = QFontMetricsF(ink.font(15))
        for n, (bar, place) in enumerate(zip(self.bars, self.places(room, ink), strict=True)):
            high = ink.px(TALL) * bar.count / most
            wide = min(place.width() * 0.7, ink.px(44))
            body = QRectF(place.center().x() - wide / 2, ground - high, wide, high)
            if bar.count:
                filled(painter, ink, body)
                above = QRectF(place.left(), body.top() - ink.px(24), place.width(), ink.px(22))
                _figure(painter, ink, above, str(bar.count))
            if n == chosen:
                outline(painter, ink.pen(ink.ring, 2.5), body.adjusted(-3, -3, 3, 3), ink.px(3))
            wide = metrics.horizontalAdvance(bar.label)
            left = place.center().x() - wide / 2
            if left >= free and left + wide <= room.right() + 1:
                said = QRectF(left, ground + ink.px(5), wide + 1, ink.px(22))
                write(painter, ink, said, bar.label, _Align.AlignLeft | _Align.AlignVCenter)
                free = left + wide + ink.px(10)


class Share(Struct, frozen=True):
    """So many of so many, and others of which nothing is known.

    ``title`` and ``said`` stand above the bar.
    """

    title: str
    said: str
    part: int
    whole: int
    unknown: int
    words: str


class ShareChart(Struct, frozen=True):
    """Lying bars: filled for the part, hollow for the rest, dotted for what nobody said."""

    shares: Sequence[Share]
    summary: str

    @property
    def points(self) -> tuple[str, ...]:
        return tuple(share.words for share in self.shares)

    def height(self, width: float, ink: Ink) -> float:
        return sum(self._row(share, width, ink) for share in self.shares)

    def places(self, room: QRectF, ink: Ink) -> Sequence[QRectF]:
        found: list[QRectF] = []
        top = room.top()
        for share in self.shares:
            high = self._row(share, room.width(), ink)
            found.append(QRectF(room.left(), top, room.width(), high))
            top += high
        return tuple(found)

    def paint(self, painter: QPainter, room: QRectF, ink: Ink, chosen: int | None = None) -> None:
        most = max((share.whole + share.unknown for share in self.shares), default=0) or 1
        for n, (share, place) in enumerate(zip(self.shares, self.places(room, ink), strict=True)):
            body = QRectF(
                place.left() + ink.px(2),
                place.bottom() - ink.px(THICK + 14),
                (place.width() - ink.px(6)) * (share.whole + share.unknown) / most,
                ink.px(THICK),
            )
            self._paint_words(painter, ink, place, share)
            _paint_share(painter, ink, body, share)
            if n == chosen:
                outline(painter, ink.pen(ink.ring, 2.5), body.adjusted(-3, -3, 3, 3), ink.px(4))

    def _row(self, share: Share, width: float, ink: Ink) -> float:
        beside = self._fits(share, width, ink)
        return ink.px(ROW if beside else ROW + _title_lines(share, width, ink) * WORDS)

    @staticmethod
    def _fits(share: Share, width: float, ink: Ink) -> bool:
        metrics = QFontMetricsF(ink.font(16))
        need = metrics.horizontalAdvance(share.title) + metrics.horizontalAdvance(share.said)
        return need + ink.px(16) <= width

    def _paint_words(self, painter: QPainter, ink: Ink, place: QRectF, share: Share) -> None:
        line = QRectF(place.left(), place.top(), place.width(), ink.px(WORDS))
        painter.setFont(ink.font(16))
        painter.setPen(ink.text)
        beside = self._fits(share, place.width(), ink)
        lines = 1 if beside else _title_lines(share, place.width(), ink)
        title = line.adjusted(0, 0, 0, (lines - 1) * ink.px(WORDS))
        wrapped = Qt.TextFlag.TextWordWrap
        painter.drawText(title, _Align.AlignLeft | _Align.AlignVCenter | wrapped, share.title)
        if not beside:
            line.translate(0, lines * ink.px(WORDS))
        side = _Align.AlignRight if beside else _Align.AlignLeft
        write(painter, ink, line, share.said, side | _Align.AlignVCenter, size=16)


def _title_lines(share: Share, width: float, ink: Ink) -> int:
    metrics = QFontMetricsF(ink.font(16))
    room = QRectF(0, 0, width, 0)
    high = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, share.title).height()
    return max(1, round(high / metrics.lineSpacing()))


def _paint_share(painter: QPainter, ink: Ink, body: QRectF, share: Share) -> None:
    all_of_them = (share.whole + share.unknown) or 1
    part = body.width() * share.part / all_of_them
    told = body.width() * share.whole / all_of_them
    if share.whole:
        outline(painter, ink.pen(ink.one, 2), QRectF(body.left(), body.top(), told, body.height()))
    if share.part:
        filled(painter, ink, QRectF(body.left(), body.top(), part, body.height()))
    if share.unknown:
        pen = ink.pen(ink.line, 1.5)
        pen.setStyle(Qt.PenStyle.DotLine)
        rest = QRectF(body.left() + told, body.top(), body.width() - told, body.height())
        outline(painter, pen, rest)


def _figure(painter: QPainter, ink: Ink, room: QRectF, words: str) -> None:
    painter.setFont(ink.font(15, bold=True))
    painter.setPen(ink.text)
    painter.drawText(room, _Align.AlignCenter, words)
