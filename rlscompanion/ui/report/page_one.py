"""Page one: everything that a doctor wants to know, on one page whatever is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from rlscompanion.domain.report_sheet import Block, Row, Sheet
from rlscompanion.ui.report.night_bars import paint_night_bars
from rlscompanion.ui.report.paper import Paper
from rlscompanion.ui.report.typeset import Type
from rlscompanion.ui.widgets.charts.ink import Ink

GAP: Final = 18
LABEL: Final = 82
CHART: Final = 84
BLOCK_GAP: Final = 8
ROW_GAP: Final = 1.2
WIDE_LABEL: Final = 120
WIDE: Final = frozenset({"questions", "experiments"})
"""Whole sentences: they go over both columns."""
CAN_BE_LONG: Final = frozenset(
    {"relief", "medicines", "substances", "blood", "context", "questions", "experiments"}
)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to set the blocks: size of the type, rows of a long block, lines of a row."""

    size: float
    rows: int | None = None
    lines: int | None = None


WAYS: Final = (
    Way(9),
    Way(8.6),
    Way(8.2),
    Way(8.2, 12, 5),
    Way(8.2, 10, 4),
    Way(8.2, 8, 4),
    Way(8.2, 7, 3),
    Way(8, 6, 3),
    Way(8, 5, 2),
    Way(7.8, 4, 2),
    Way(7.6, 4, 1),
)
"""From the roomiest to the one that always fits."""


@dataclass(frozen=True, slots=True)
class SetRow:
    label: tuple[str, ...]
    value: tuple[str, ...]


@dataclass(frozen=True)
class SetBlock:
    """A block in lines."""

    block: Block
    rows: tuple[SetRow, ...]
    cut: bool
    height: float
    width: float
    label: float


@dataclass(frozen=True, slots=True)
class Laid:
    """Where the blocks go: two columns, and under them what goes over both."""

    way: Way
    left: Sequence[SetBlock]
    right: Sequence[SetBlock]
    wide: Sequence[SetBlock]

    @property
    def columns(self) -> float:
        """The height of the longer column."""
        return max(_height(self.left), _height(self.right))

    @property
    def height(self) -> float:
        return self.columns + _height(self.wide)

    @property
    def blocks(self) -> Sequence[SetBlock]:
        return (*self.left, *self.right, *self.wide)


class PageOne:
    """Set for one paper and one ink; ``cut`` are the blocks that did not fit in full."""

    def __init__(self, sheet: Sheet, paper: Paper, ink: Ink) -> None:
        self._sheet = sheet
        self._paper = paper
        self._ink = ink
        self._inside = paper.inside
        self._laid = self._fitting()

    @property
    def cut(self) -> tuple[Block, ...]:
        whole = {block.id: block for block in self._sheet.blocks}
        return tuple(whole[each.block.id] for each in self._laid.blocks if each.cut)

    @property
    def fits(self) -> bool:
        """Whether everything that is painted has its room."""
        return self._laid.height <= self._room()

    def paint(self, painter: QPainter) -> None:
        inside, px = self._inside, self._ink.px
        top = self._paint_head(painter)
        painter.setPen(self._ink.text)
        self._paint_chart_title(painter, top)
        chart = QRectF(inside.left(), top + px(11), inside.width(), px(CHART - 11))
        paint_night_bars(painter, chart, self._ink, self._sheet.nights)
        top += px(CHART + 10)
        aside = self._column_width() + px(GAP)
        self._paint_blocks(painter, inside.left(), top, self._laid.left)
        self._paint_blocks(painter, inside.left() + aside, top, self._laid.right)
        self._paint_blocks(painter, inside.left(), top + self._laid.columns, self._laid.wide)
        self._paint_foot(painter)

    # --------------------------------------------------------------------- the fit

    def _fitting(self) -> Laid:
        """Return the roomiest way in which everything fits."""
        ways = (self._lay(way) for way in WAYS)
        found = next(ways)
        while found.height > self._room() and found.way is not WAYS[-1]:
            found = next(ways)
        return found

    def _lay(self, way: Way) -> Laid:
        blocks = [self._set(block, way) for block in self._sheet.blocks]
        narrow = [block for block in blocks if block.block.id not in WIDE]
        wide = [block for block in blocks if block.block.id in WIDE]
        splits = (Laid(way, narrow[:n], narrow[n:], wide) for n in range(len(narrow) + 1))
        return min(splits, key=lambda laid: laid.columns)

    def _set(self, block: Block, way: Way) -> SetBlock:
        long = block.id in CAN_BE_LONG
        shown = block
        if long and way.rows is not None:
            shown = block.shortened(way.rows, self._sheet.words["continued"])
        wide = block.id in WIDE
        width = self._inside.width() if wide else self._column_width()
        label = self._ink.px(WIDE_LABEL if wide else LABEL)
        at_most = way.lines if long else None
        body = self._type(way.size)
        rows = [_set_row(body, row, label, width, at_most) for row in shown.rows]
        cut = shown is not block or any(was_cut for _, was_cut in rows)
        lines = sum(max(len(row.label), len(row.value)) for row, _ in rows)
        px = self._ink.px
        height = (
            self._type(way.size).leading * lines
            + px(ROW_GAP) * len(rows)
            + self._title_height(way)
            + px(BLOCK_GAP)
        )
        return SetBlock(shown, tuple(row for row, _ in rows), cut, height, width, label)

    def _room(self) -> float:
        """Return the height that the columns have."""
        px = self._ink.px
        return self._inside.height() - self._head_height() - px(CHART + 10) - self._foot_height()

    def _column_width(self) -> float:
        return (self._inside.width() - self._ink.px(GAP)) / 2

    # -------------------------------------------------------------------- painting

    def _type(self, size: float, *, bold: bool = False) -> Type:
        return Type(self._ink, size, bold)

    def _title_height(self, way: Way) -> float:
        return self._type(way.size + 0.6, bold=True).leading + self._ink.px(3)

    def _head_height(self) -> float:
        lines = len(self._sheet.about) - 1
        return (
            self._type(16, bold=True).leading
            + self._type(10.5, bold=True).leading
            + lines * self._type(8.5).leading
            + self._ink.px(12)
        )

    def _paint_head(self, painter: QPainter) -> float:
        """Paint who, when and how many nights; return where the chart begins."""
        inside, sheet = self._inside, self._sheet
        painter.setPen(self._ink.text)
        title, who = self._type(16, bold=True), self._type(10.5, bold=True)
        y = title.draw(painter, inside.left(), inside.top(), (sheet.title,))
        room = inside.width() - title.metrics.horizontalAdvance(sheet.title) - self._ink.px(16)
        if sheet.person:
            drop = title.metrics.ascent() - who.metrics.ascent()
            (person,) = who.set(sheet.person, room, 1).lines
            who.draw_right(painter, inside.right(), inside.top() + drop, person)
        period, *others = sheet.about
        y = who.draw(painter, inside.left(), y, (period,))
        y = self._type(8.5).draw(painter, inside.left(), y, tuple(others))
        return y + self._ink.px(12)

    def _paint_chart_title(self, painter: QPainter, top: float) -> None:
        title, small = self._type(8.5, bold=True), self._type(7.5)
        words, x = self._sheet.words, self._inside.left()
        title.draw(painter, x, top, (words["chart"],))
        painter.setPen(self._ink.quiet)
        x += title.metrics.horizontalAdvance(words["chart"]) + self._ink.px(8)
        drop = title.metrics.ascent() - small.metrics.ascent()
        small.draw(painter, x, top + drop, (words["chart-blank"],))

    def _paint_blocks(
        self, painter: QPainter, x: float, y: float, blocks: Sequence[SetBlock]
    ) -> None:
        for block in blocks:
            y = self._paint_block(painter, x, y, block)

    def _paint_block(self, painter: QPainter, x: float, y: float, block: SetBlock) -> float:
        px, ink = self._ink.px, self._ink
        title = self._type(self._laid.way.size + 0.6, bold=True)
        painter.setPen(ink.text)
        below = title.draw(painter, x, y, (block.block.title,))
        painter.setPen(ink.pen(ink.line, 0.6))
        painter.drawLine(QPointF(x, below), QPointF(x + block.width, below))
        painter.setPen(ink.text)
        top = y + self._title_height(self._laid.way)
        body = self._type(self._laid.way.size)
        for row in block.rows:
            painter.setPen(ink.quiet)
            body.draw(painter, x, top, row.label)
            painter.setPen(ink.text)
            body.draw(painter, x + block.label, top, row.value)
            top += body.leading * max(len(row.label), len(row.value)) + px(ROW_GAP)
        return y + block.height

    def _foot(self) -> tuple[str, ...]:
        return self._type(7.5).set(self._sheet.small_print, self._inside.width()).lines

    def _foot_height(self) -> float:
        return self._type(7.5).leading * len(self._foot()) + self._ink.px(20)

    def _paint_foot(self, painter: QPainter) -> None:
        small = self._type(7.5)
        lines = self._foot()
        top = self._inside.bottom() - small.leading * len(lines) - self._ink.px(12)
        painter.setPen(self._ink.quiet)
        small.draw(painter, self._inside.left(), top, lines)


def _set_row(
    body: Type, row: Row, label: float, width: float, at_most: int | None
) -> tuple[SetRow, bool]:
    """Return a row in lines, and whether some of it was cut."""
    labels = body.set(row.label, label - body.ink.px(5), at_most and max(at_most, 2))
    values = body.set(row.value, width - label, at_most)
    return SetRow(labels.lines, values.lines), labels.cut or values.cut


def _height(blocks: Sequence[SetBlock]) -> float:
    return sum(block.height for block in blocks)
