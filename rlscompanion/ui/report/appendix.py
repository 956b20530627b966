"""The pages behind page one: what was cut there, the nights from 18:00 to 18:00, the table."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from rlscompanion.domain.report_sheet import Block, Sheet
from rlscompanion.ui.report.diary_chart import NIGHTS_DRAWN, chart_height, paint_diary_chart
from rlscompanion.ui.report.paper import Paper
from rlscompanion.ui.report.typeset import Type
from rlscompanion.ui.widgets.charts.ink import Ink

BODY: Final = 8.6
LABEL: Final = 130
FOOT: Final = 20
CELL: Final = 36
FIRST_CELL: Final = 64
"""Widths of the table's columns; the last one takes what is left."""


class Piece(Struct, frozen=True):
    """Something that is not parted by the end of a page: its height, and how it is painted."""

    height: float
    paint: Callable[[QPainter, float], object]
    keep_with_next: bool = False
    repeats: "Piece | None" = None
    """What stands above it again where it begins a page."""


class Appendix:
    """Set for one paper and one ink."""

    def __init__(self, sheet: Sheet, cut: Sequence[Block], paper: Paper, ink: Ink) -> None:
        self._sheet = sheet
        self._ink = ink
        self._inside = paper.inside
        self._body = Type(ink, BODY)
        self._bold = Type(ink, BODY, bold=True)
        self.pages = self._paged([*self._in_full(cut), *self._chart(), *self._table()])

    def paint(self, painter: QPainter, page: int) -> None:
        top = self._inside.top()
        for piece in self.pages[page]:
            piece.paint(painter, top)
            top += piece.height

    # --------------------------------------------------------------------- pieces

    def _heading(self, words: str, size: float = 11) -> Piece:
        kind = Type(self._ink, size, bold=True)

        def paint(painter: QPainter, top: float) -> None:
            painter.setPen(self._ink.text)
            kind.draw(painter, self._inside.left(), top + self._ink.px(6), (words,))

        return Piece(kind.leading + self._ink.px(10), paint, keep_with_next=True)

    def _paragraph(self, words: str) -> Piece:
        small = Type(self._ink, 8)
        lines = small.set(words, self._inside.width()).lines

        def paint(painter: QPainter, top: float) -> None:
            painter.setPen(self._ink.quiet)
            small.draw(painter, self._inside.left(), top, lines)

        return Piece(small.leading * len(lines) + self._ink.px(6), paint)

    def _in_full(self, cut: Sequence[Block]) -> Iterator[Piece]:
        if not cut:
            return
        yield self._heading(self._sheet.words["elsewhere"], 12)
        for block in cut:
            yield self._heading(block.title, 9.5)
            for row in block.rows:
                yield self._row(row.label, row.value)

    def _row(self, label: str, value: str) -> Piece:
        px, left = self._ink.px, self._inside.left()
        labels = self._body.set(label, px(LABEL - 8)).lines
        values = self._body.set(value, self._inside.width() - px(LABEL)).lines

        def paint(painter: QPainter, top: float) -> None:
            painter.setPen(self._ink.quiet)
            self._body.draw(painter, left, top, labels)
            painter.setPen(self._ink.text)
            self._body.draw(painter, left + px(LABEL), top, values)

        return Piece(self._body.leading * max(len(labels), len(values)) + px(2), paint)

    def _chart(self) -> Iterator[Piece]:
        nights = self._sheet.nights[-NIGHTS_DRAWN:]
        if not nights:
            return
        words = self._sheet.words["diary-chart"].format(nights=len(nights))
        yield self._heading(words, 12)
        height = chart_height(self._ink, len(nights))

        def paint(painter: QPainter, top: float) -> None:
            room = QRectF(self._inside.left(), top, self._inside.width(), height)
            paint_diary_chart(painter, room, self._ink, nights)

        yield Piece(height + self._ink.px(6), paint, keep_with_next=True)
        yield self._paragraph(self._sheet.words["diary-key"])

    def _table(self) -> Iterator[Piece]:
        yield self._heading(self._sheet.words["table"], 12)
        head = self._cells(self._sheet.heads, self._bold, lined=True)
        yield Piece(head.height, head.paint, keep_with_next=True)
        for night in self._sheet.nights:
            row = self._cells(night.cells, self._body)
            yield Piece(row.height, row.paint, repeats=head)
        yield self._paragraph(self._sheet.words["table-notes"])

    def _cells(self, cells: Sequence[str], kind: Type, *, lined: bool = False) -> Piece:
        px, inside = self._ink.px, self._inside
        edges = [inside.left()]
        edges += [inside.left() + px(FIRST_CELL + CELL * n) for n in range(len(cells) - 1)]
        last = kind.set(cells[-1], inside.right() - edges[-1]).lines or ("",)

        def paint(painter: QPainter, top: float) -> None:
            painter.setPen(self._ink.text)
            for x, cell in zip(edges[:-1], cells[:-1], strict=True):
                kind.draw(painter, x, top, (cell,))
            kind.draw(painter, edges[-1], top, last)
            if lined:
                y = top + kind.leading + px(1)
                painter.setPen(self._ink.pen(self._ink.line, 0.6))
                painter.drawLine(QPointF(inside.left(), y), QPointF(inside.right(), y))

        return Piece(kind.leading * len(last) + px(4 if lined else 2), paint)

    # ---------------------------------------------------------------------- pages

    def _paged(self, pieces: Sequence[Piece]) -> list[list[Piece]]:
        pages: list[list[Piece]] = [[]]
        room = self._inside.height() - self._ink.px(FOOT)
        left = room
        for n, piece in enumerate(pieces):
            if pages[-1] and self._together(pieces, n) > left:
                pages.append([piece.repeats] if piece.repeats is not None else [])
                left = room - sum(each.height for each in pages[-1])
            pages[-1].append(piece)
            left -= piece.height
        return pages

    @staticmethod
    def _together(pieces: Sequence[Piece], begin: int) -> float:
        """Return the height of a piece and of all that is not to be parted from it."""
        height = 0.0
        for piece in pieces[begin:]:
            height += piece.height
            if not piece.keep_with_next:
                break
        return height
