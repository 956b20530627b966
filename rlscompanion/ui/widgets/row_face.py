"""What a line of the evening looks like: its words, its rail and its icon, in the room it has."""

from enum import StrEnum

from msgspec import Struct, field
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from rlscompanion.ui.theme.icons import Icons
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.rail_node import RAIL_WIDE, NodeState, Rail


class RowAction(StrEnum):
    """What a person may ask of a step."""

    START = "start"
    GO_ON = "go-on"
    PAUSE = "pause"
    STANDBY = "standby"
    DONE = "done"
    SNOOZE = "snooze"
    SKIP = "skip"
    DETAILS = "details"
    SOURCE = "source"


_ANSWERS = frozenset({RowAction.DONE, RowAction.SNOOZE, RowAction.SKIP, RowAction.DETAILS})
_OPEN = frozenset(
    {NodeState.LATER, NodeState.NOW, NodeState.SNOOZED, NodeState.UNANSWERED, NodeState.SELECTED}
)
_BOLD = frozenset({NodeState.NOW, NodeState.SELECTED})
_PAST = frozenset({NodeState.DONE, NodeState.SKIPPED})
_LEAST_HIGH = 44
_ROOMY = 360
_TIME_WIDE = 52
_ICON = 24
_BETWEEN = 24
"""Between the title and what is said of it."""
_OFFERS_WIDE, _OFFERS_HIGH = 132, 34
"""The room that is kept for Done and Skip."""
_BELOW_OFFERS = 2
_LEANING = 2
"""Pixels that the last letter may reach beyond its advance."""
_UNBOUNDED = 2000
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight) | _MIDDLE
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class RowText(Struct, frozen=True):
    """What a row says."""

    time: str
    icon: str
    title: str
    meta: str = ""
    state: NodeState = NodeState.LATER
    actions: frozenset[RowAction] | None = field(default=None)

    def allowed(self) -> frozenset[RowAction]:
        """Return what may be asked; by default an open step can be answered, others opened."""
        if self.actions is not None:
            return self.actions
        if self.state in _OPEN:
            return _ANSWERS
        return frozenset() if self.state is NodeState.BED else frozenset({RowAction.DETAILS})


class Words:
    """Words that a row paints: how wide and high they are, and where they stand."""

    def __init__(self) -> None:
        self.text = ""
        self.font = QFont()
        self.place = QRect()
        self.natural_width = 0
        """The width at which nothing has to wrap."""

    def say(self, text: str, font: QFont) -> None:
        """Say something, in a font."""
        self.text, self.font = text, font
        wide = QFontMetrics(font).horizontalAdvance(text)
        self.natural_width = wide + _LEANING if text else 0

    @property
    def least_width(self) -> int:
        """The width of the longest word."""
        return self._at(0).width() if self.text else 0

    def height_at(self, width: int) -> int:
        """Return how high it is at a width."""
        return self._at(width).height() if self.text else 0

    def _at(self, width: int) -> QRect:
        metrics = QFontMetrics(self.font)
        return metrics.boundingRect(0, 0, width, _UNBOUNDED, _WRAPPED, self.text)


class RowFace:
    """Measures and paints for the widget that wears it.

    It paints its words itself: five widgets in each line would be made with every evening.
    """

    def __init__(self, theme: Theme, text: RowText) -> None:
        self._theme = theme
        self._icons = Icons(theme)
        self.said = text
        self._rail = Rail(theme, text.state)
        self._time, self._title, self.meta = Words(), Words(), Words()
        self._heights: dict[int, int] = {}

    @property
    def places(self) -> dict[str, QRect]:
        """Where each of its words stand, by what they say."""
        words = (self._time, self._title, self.meta)
        return {each.text: each.place for each in words if each.text}

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Let the rail begin or end here."""
        self._rail.first, self._rail.last = first, last

    # ---------------------------------------------------------------------- measure

    def fit(self, row: QWidget) -> None:
        """Take the measure of the words in the present look, and make room for them in a row."""
        self.measure(self.said, row.font())
        row.setMinimumHeight(self.least_height)
        self.put_words(row.width(), row.height())
        row.updateGeometry()
        row.update()

    def measure(self, text: RowText, font: QFont) -> None:
        """Take the measure of the words in the present look."""
        self.said = text
        self._rail.state = text.state
        self._time.say(text.time, self._font(font, 16, bold=text.state is NodeState.NOW))
        self._title.say(text.title, self._font(font, 20, bold=text.state in _BOLD))
        self.meta.say(text.meta, self._font(font, 16, bold=False))
        self._heights.clear()

    def _font(self, base: QFont, size: int, *, bold: bool) -> QFont:
        font = QFont(base)
        font.setPixelSize(self._theme.px(size))
        font.setBold(bold)
        return font

    def edge(self, width: int) -> int:
        """Return the room before the icon and after the words."""
        return self._theme.px(24 if width >= self._theme.px(_ROOMY) else 8)

    def _words_from(self, width: int) -> int:
        px = self._theme.px
        return px(_TIME_WIDE) + px(RAIL_WIDE) + self.edge(width) + px(_ICON) + px(16)

    def is_stacked(self, width: int) -> bool:
        """Tell whether the meta stands under the title."""
        return self._natural_width > self._room(width)

    @property
    def _natural_width(self) -> int:
        if not self.meta.text:
            return self._title.natural_width
        second = self.meta.natural_width
        if self._offers_over_meta:
            second = max(second, self._theme.px(_OFFERS_WIDE))
        return self._title.natural_width + self._theme.px(_BETWEEN) + second

    @property
    def _offers_over_meta(self) -> bool:
        return bool(self.meta.text) and RowAction.DONE in self.said.allowed()

    def _room(self, width: int) -> int:
        """Return how much room the words have."""
        return max(width - self._words_from(width) - self.edge(width), 0)

    def put_words(self, width: int, height: int) -> None:
        """Put the words where they stand in a row of that size."""
        px = self._theme.px
        title, meta = self._title, self.meta
        self._time.place = QRect(0, 0, px(_TIME_WIDE), height)
        left, right = self._words_from(width), width - self.edge(width)
        first, second, beside = self._shares(width)
        heights = title.height_at(first), meta.height_at(second)
        if beside:
            tops = [(height - each) // 2 for each in heights]
        else:
            whole = heights[0] + self._height_below(heights[1], first)
            top = max((height - whole) // 2, px(6))
            tops = [top, top + heights[0]]
        title.place = QRect(left, tops[0], first, heights[0])
        meta.place = QRect(right - second if beside else left, tops[1], second, heights[1])

    def _shares(self, width: int) -> tuple[int, int, bool]:
        """Return how wide title and meta are, and whether they stand beside each other."""
        room = self._room(width)
        second = min(self.meta.natural_width, room)
        beside = bool(self.meta.text) and not self.is_stacked(width)
        return room - second - self._theme.px(_BETWEEN) if beside else room, second, beside

    def height_at(self, width: int) -> int:
        """Return how high it is at a width."""
        height = self._heights.get(width)
        if height is None:
            first, second, beside = self._shares(width)
            heights = self._title.height_at(first), self.meta.height_at(second)
            tall = max(heights) if beside else heights[0] + self._height_below(heights[1], first)
            height = max(tall + 2 * self._theme.px(6), self.least_height)
            self._heights[width] = height
        return height

    def _height_below(self, meta: int, room: int) -> int:
        """Return the height under the title: of the meta, and of what is offered in its place."""
        px = self._theme.px
        if not self._offers_over_meta or room < px(_OFFERS_WIDE):
            return meta
        return max(meta, px(_OFFERS_HIGH) + px(_BELOW_OFFERS) - px(6))

    def place_of_offers(self, row: QSize, offers: QSize) -> QRect | None:
        """Return where they cover words whole, not up to the middle of one; none without room."""
        px, title, meta = self._theme.px, self._title.place, self.meta.place
        right = row.width() - self.edge(row.width())
        left = right - offers.width()
        if self.is_stacked(row.width()):
            meets_meta = self.meta.text and meta.x() + meta.width() + px(_BETWEEN) > left
            words_end, top = title.x(), title.y() + title.height()
            height = row.height() - px(_BELOW_OFFERS) - top
        else:
            meets_meta = bool(self.meta.text)
            words_end = title.x() + self._title.natural_width
            top, height = (row.height() - offers.height()) // 2, offers.height()
        if left < words_end or height < offers.height():
            return None
        if meets_meta:
            left = min(left, meta.x())
        return QRect(left, top, right - left, height)

    @property
    def least_height(self) -> int:
        return self._theme.px(_LEAST_HIGH)

    def size(self) -> QSize:
        """Return the size at which nothing has to wrap."""
        roomy = self._theme.px(_ROOMY)
        width = self._words_from(roomy) + self._natural_width + self.edge(roomy)
        return QSize(width, self.least_height)

    def least_size(self) -> QSize:
        """Return the size at which no word is cut."""
        words = max(self._title.least_width, self.meta.least_width)
        return QSize(self._words_from(0) + words + self.edge(0), self.least_height)

    # ------------------------------------------------------------------------ paint

    def paint(self, on: QWidget, ground: str = "") -> None:
        """Paint it on a widget, on a ground of that colour where there is one."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(on)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = on.width(), on.height()
        rail = QRectF(px(_TIME_WIDE), 0, px(RAIL_WIDE), height)
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(ground))
            card = QRectF(rail.right(), 0, width - rail.right(), height)
            painter.drawRoundedRect(card, px(12), px(12))
        dpr = on.devicePixelRatioF()
        self._rail.paint(painter, rail, height / 2, dpr)
        side, left = px(_ICON), round(rail.right()) + self.edge(width)
        tint = "accent" if self.said.state in _BOLD else "ink-2"
        picture = self._icons.pixmap(self.said.icon, side, tint, dpr)
        painter.drawPixmap(left, (height - side) // 2, picture)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        """Words that run from right to left stand at the right."""
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        state = self.said.state
        for words, ink, flags in (
            (self._time, "ink" if state is NodeState.NOW else "ink-2", _RIGHT),
            (self._title, "ink-2" if state in _PAST else "ink", _WRAPPED | _MIDDLE),
            (self.meta, "ink-2", _WRAPPED | _MIDDLE),
        ):
            if words.text:
                painter.setFont(words.font)
                painter.setPen(self._theme.color(ink))
                painter.drawText(words.place, flags, words.text)
