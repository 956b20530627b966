"""Page one: everything that a doctor wants to know, on one page whatever is in it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from rlscompanion.domain.report_sheet import Block, Row, Sheet
from rlscompanion.ui.report.night_bars import paint_night_bars
from rlscompanion.ui.report.paper import Paper
from rlscompanion.ui.report.typeset import Type
from rlscompanion.ui.widgets.charts.ink import Ink

GAP: Final = 18
LABEL: Final = 82
CHART: Final = 78
BLOCK_GAP: Final = 8
ROW_GAP: Final = 1.2
WIDE_LABEL: Final = 120
WIDE: Final = frozenset({"questions", "experiments"})
"""Whole sentences: they go over both columns."""
SIZES: Final = (9, 8.6, 8.2, 7.8)
"""Of the type, from the roomiest; beyond the last one something is cut."""
SMALLEST: Final = 7.4
"""Only where all that can be cut is cut."""
IMPORTANCE: Final = (
    "medicines",
    "questions",
    "experiments",
    "relief",
    "blood",
    "context",
    "substances",
)
"""In which order room that is left over is given back."""


class Cap(Struct, frozen=True):
    """How long a block may be at most: rows, and lines of each of them."""

    rows: int | None = None
    lines: int | None = None


CUTS: Final = (
    ("context", Cap(lines=3)),
    ("relief", Cap(lines=3)),
    ("blood", Cap(6, 3)),
    ("substances", Cap(6, 2)),
    ("context", Cap(4, 2)),
    ("blood", Cap(5, 2)),
    ("relief", Cap(6, 2)),
    ("substances", Cap(4, 1)),
    ("experiments", Cap(lines=2)),
    ("medicines", Cap(lines=2)),
    ("context", Cap(4, 1)),
    ("blood", Cap(4, 1)),
    ("experiments", Cap(5, 2)),
    ("medicines", Cap(20, 1)),
    ("medicines", Cap(16, 1)),
    ("relief", Cap(4, 2)),
    ("medicines", Cap(14, 1)),
    ("medicines", Cap(12, 1)),
    ("questions", Cap(lines=2)),
    ("experiments", Cap(5, 1)),
    ("relief", Cap(4, 1)),
    ("medicines", Cap(10, 1)),
    ("medicines", Cap(8, 1)),
    ("questions", Cap(lines=1)),
    ("experiments", Cap(4, 1)),
    ("medicines", Cap(6, 1)),
    ("medicines", Cap(4, 1)),
)
"""What is cut, one after another, until the rest fits; what a doctor asks first is cut last."""


class Way(Struct, frozen=True):
    """A way to set the blocks."""

    size: float
    caps: Mapping[str, Cap]


def ways() -> Iterator[Way]:
    """Yield ways to set the blocks, from the roomiest to the one that always fits."""
    for size in SIZES:
        yield Way(size, {})
    caps: dict[str, Cap] = {}
    for name, cap in CUTS:
        caps = {**caps, name: cap}
        yield Way(SIZES[-1], caps)
    yield Way(SMALLEST, caps)


def looser(name: str) -> Iterator[Cap]:
    """Yield how long a block may be, from as long as it is to the shortest."""
    yield Cap()
    for cut, cap in CUTS:
        if cut == name:
            yield cap


class SetRow(Struct, frozen=True):
    label: tuple[str, ...]
    value: tuple[str, ...]


class SetBlock(Struct, frozen=True):
    """A block in lines."""

    block: Block
    rows: tuple[SetRow, ...]
    cut: bool
    height: float
    width: float
    label: float


class Laid(Struct, frozen=True):
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
        self._known: dict[tuple[str, float, Cap], SetBlock] = {}
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
        found = self._lay(Way(SIZES[0], {}))
        for way in ways():
            found = self._lay(way)
            if found.height <= self._room():
                break
        for name in IMPORTANCE:
            found = self._loosened(found, name)
        return found

    def _loosened(self, laid: Laid, name: str) -> Laid:
        """Give one block as much of the room that is left over as it can use."""
        now = laid.way.caps.get(name)
        for cap in looser(name) if now is not None else ():
            if cap == now:
                break
            roomier = self._lay(Way(laid.way.size, {**laid.way.caps, name: cap}))
            if roomier.height <= self._room():
                return roomier
        return laid

    def _lay(self, way: Way) -> Laid:
        blocks = [self._known_block(block, way) for block in self._sheet.blocks]
        narrow = [block for block in blocks if block.block.id not in WIDE]
        wide = [block for block in blocks if block.block.id in WIDE]
        splits = (Laid(way, narrow[:n], narrow[n:], wide) for n in range(len(narrow) + 1))
        return min(splits, key=lambda laid: laid.columns)

    def _known_block(self, block: Block, way: Way) -> SetBlock:
        known = (block.id, way.size, way.caps.get(block.id, Cap()))
        if known not in self._known:
            self._known[known] = self._set(block, way)
        return self._known[known]

    def _set(self, block: Block, way: Way) -> SetBlock:
        cap = way.caps.get(block.id, Cap())
        shown = block
        if cap.rows is not None:
            shown = block.shortened(cap.rows, self._sheet.words["continued"])
        wide = block.id in WIDE
        width = self._inside.width() if wide else self._column_width()
        label = self._ink.px(WIDE_LABEL if wide else LABEL)
        body = self._type(way.size)
        rows = [_set_row(body, row, label, width, cap.lines) for row in shown.rows]
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
    values = body.set(row.value, width - label, at_most and max(at_most, len(labels.lines)))
    return SetRow(labels.lines, values.lines), labels.cut or values.cut


def _height(blocks: Sequence[SetBlock]) -> float:
    return sum(block.height for block in blocks)
