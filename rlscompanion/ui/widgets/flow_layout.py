"""Two layouts that never cut: lines that wrap, and a pair that stacks when room is short."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QWidget

from rlscompanion.backports import override


def natural_width(item: QLayoutItem) -> int:
    """Return the width at which nothing in the item has to wrap."""
    widget = item.widget()
    if isinstance(widget, QLabel):
        widget.ensurePolished()
        if widget.wordWrap():
            lines = widget.text().splitlines() or [""]
            words = max(widget.fontMetrics().horizontalAdvance(line) for line in lines)
            room = widget.contentsMargins()
            own = words + room.left() + room.right() + 2 * widget.margin() + 2
            return max(own, widget.minimumWidth())
    inner = widget.layout() if widget is not None else item.layout()
    if isinstance(inner, FlowLayout | PairLayout):
        edge = widget.contentsMargins() if widget is not None else QMargins()
        return inner.natural_width() + edge.left() + edge.right()
    return item.sizeHint().width()


def _height_at(item: QLayoutItem, width: int) -> int:
    if item.hasHeightForWidth():
        return max(item.heightForWidth(width), item.minimumSize().height())
    return item.sizeHint().height()


class _Items(QLayout):
    """What both layouts share: a list of items and height for width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._natural: int | None = None
        self.setContentsMargins(0, 0, 0, 0)

    @override
    def invalidate(self) -> None:
        """Forget what was measured: Qt asks for the same heights many times in one layout."""
        self._heights.clear()
        self._natural = None
        super().invalidate()

    @override
    def addItem(self, arg__1: QLayoutItem) -> None:
        self._items.append(arg__1)
        self.invalidate()

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, arg__1: int) -> int:
        height = self._heights.get(arg__1)
        if height is None:
            height = self._heights[arg__1] = self._place(QRect(0, 0, arg__1, 0), move=False)
        return height

    @override
    def setGeometry(self, arg__1: QRect) -> None:
        super().setGeometry(arg__1)
        self._place(arg__1, move=True)

    @override
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self._margins())

    def natural_width(self) -> int:
        """Return the width at which everything stands in one line."""
        if self._natural is None:
            items = self._shown()
            gaps = max(len(items) - 1, 0) * max(self.spacing(), 0)
            margins = self._margins()
            own = sum(map(natural_width, items)) + gaps
            self._natural = own + margins.left() + margins.right()
        return self._natural

    @override
    def sizeHint(self) -> QSize:
        width = self.natural_width()
        return QSize(width, self.heightForWidth(width))

    def _margins(self) -> QMargins:
        return self.contentsMargins()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        raise NotImplementedError


class FlowLayout(_Items):
    """Left to right, then the next line; in the middle of it, or, aligned so, at its top.

    ``even`` shares each line's spare width equally; ``balanced`` makes lines of equal count.
    """

    def __init__(
        self, parent: QWidget | None = None, *, even: bool = False, balanced: bool = False
    ) -> None:
        super().__init__(parent)
        self._even = even
        self._balanced = balanced

    @override
    def _place(self, rect: QRect, *, move: bool) -> int:
        inner = rect.marginsRemoved(self._margins())
        gap = max(self.spacing(), 0)
        y = inner.top()
        for line in self._lines(inner.width(), gap):
            widths = [min(natural_width(item), inner.width()) for item in line]
            if self._even:
                widths = self._shared(line, inner.width() - gap * (len(line) - 1))
            height = max(_height_at(item, w) for item, w in zip(line, widths, strict=True))
            x = inner.left()
            for item, width in zip(line, widths, strict=True):
                if move:
                    own = height if self._even else min(_height_at(item, width), height)
                    hangs = bool(item.alignment() & Qt.AlignmentFlag.AlignTop)
                    down = 0 if hangs else (height - own) // 2
                    item.setGeometry(QRect(x, y + down, width, own))
                x += width + gap
            y += height + gap
        used = y - gap if y > inner.top() else y
        return used + self._margins().bottom() - rect.top()

    def _lines(self, width: int, gap: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = -1
        for item in self._shown():
            need = natural_width(item)
            if lines and left >= need + gap:
                lines[-1].append(item)
                left -= need + gap
            else:
                lines.append([item])
                left = width - need
        return self._as_columns(lines, width, gap) if self._balanced else lines

    def _as_columns(
        self, lines: list[list[QLayoutItem]], width: int, gap: int
    ) -> list[list[QLayoutItem]]:
        items = self._shown()
        if len(lines) <= 1:
            return lines
        each = -(-len(items) // len(lines))
        equal = [items[start : start + each] for start in range(0, len(items), each)]
        widths = [sum(map(natural_width, line)) + gap * (len(line) - 1) for line in equal]
        return equal if max(widths) <= width else lines

    @staticmethod
    def _shared(line: list[QLayoutItem], width: int) -> list[int]:
        each, rest = divmod(width, len(line))
        if all(natural_width(item) <= each for item in line):
            return [each + (place < rest) for place in range(len(line))]
        naturals = [natural_width(item) for item in line]
        spare = max(width - sum(naturals), 0) // len(line)
        return [min(natural + spare, width) for natural in naturals]


class PairLayout(_Items):
    """The first at the left, the second at the right; stacked when they do not fit beside."""

    def __init__(self, parent: QWidget | None = None, *, line_gap: int = 0) -> None:
        super().__init__(parent)
        self._line_gap = line_gap

    def set_line_gap(self, gap: int) -> None:
        """Set the room between the two when stacked."""
        self._line_gap = gap
        self.invalidate()

    def is_stacked(self, width: int) -> bool:
        """Tell whether the second stands under the first at this width."""
        return self.natural_width() > width

    @override
    def _place(self, rect: QRect, *, move: bool) -> int:
        inner = rect.marginsRemoved(self._margins())
        items = self._shown()
        if len(items) == 2 and not self.is_stacked(rect.width()):  # noqa: PLR2004
            height = self._beside(items, inner, move=move)
        else:
            height = self._below(items, inner, move=move)
        return height + self._margins().top() + self._margins().bottom()

    def _beside(self, items: list[QLayoutItem], inner: QRect, *, move: bool) -> int:
        second = natural_width(items[1])
        first = inner.width() - second - max(self.spacing(), 0)
        widths = (first, second)
        heights = [_height_at(item, width) for item, width in zip(items, widths, strict=True)]
        tallest = max(heights)
        if move:
            whole = max(tallest, inner.height())
            lefts = (inner.left(), inner.left() + inner.width() - second)
            for item, left, width, height in zip(items, lefts, widths, heights, strict=True):
                corner = QPoint(left, inner.top() + (whole - height) // 2)
                item.setGeometry(QRect(corner, QSize(width, height)))
        return tallest

    def _below(self, items: list[QLayoutItem], inner: QRect, *, move: bool) -> int:
        widths = [min(natural_width(item), inner.width()) for item in items]
        widths[:1] = [inner.width()] * len(items[:1])
        heights = [_height_at(item, width) for item, width in zip(items, widths, strict=True)]
        total = sum(heights) + self._line_gap * max(len(items) - 1, 0)
        if move:
            y = inner.top() + max((inner.height() - total) // 2, 0)
            for item, width, height in zip(items, widths, heights, strict=True):
                item.setGeometry(QRect(inner.left(), y, width, height))
                y += height + self._line_gap
        return total
