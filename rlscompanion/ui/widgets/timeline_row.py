"""One step of the evening in a line: when, how it stands, what."""

from enum import StrEnum

from msgspec import Struct, field
from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.icons import Icons
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
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
_ROOMY = 360
_TIME_WIDE = 52
_ICON = 24
_BETWEEN = 24
"""Between the title and what is said of it."""
_LEANING = 2
"""Pixels that the last letter may reach beyond its advance."""
_UNBOUNDED = 2000
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight) | _MIDDLE
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_MAY_BREAK = "\u200b"
"""May stand in a long title; nobody wants to hear it."""
_PAST = frozenset({NodeState.DONE, NodeState.SKIPPED})
_KEYS = {
    Qt.Key.Key_Space: RowAction.DONE,
    Qt.Key.Key_S: RowAction.SNOOZE,
    Qt.Key.Key_K: RowAction.SKIP,
    Qt.Key.Key_Return: RowAction.DETAILS,
    Qt.Key.Key_Enter: RowAction.DETAILS,
}


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


class _Offers(QWidget):
    """Lies over the words at the right of a row, and covers them."""

    def __init__(self, theme: Theme, row: QWidget) -> None:
        super().__init__(row)
        self._theme = theme
        self._row = row

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ground = "inset" if self._row.underMouse() else "window"
        QPainter(self).fillRect(self.rect(), self._theme.color(ground))


class _Words:
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


class TimelineRow(QAbstractButton):
    """One focus stop: Space = done, S = snooze, K = skip, Enter or a click = details.

    It paints its words itself: five widgets in each of its lines would be made with every evening.
    """

    pressed_action = Signal(object)

    def __init__(self, theme: Theme, text: RowText, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = Icons(theme)
        self._said = text
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setProperty("ring_radius", 12)
        self._rail = Rail(theme, text.state)
        self._time, self._title, self._meta = _Words(), _Words(), _Words()
        self._heights: dict[int, int] = {}
        self._offers: _Offers | None = None
        self.clicked.connect(self._open)
        theme.changed.connect(self._measure)
        self.show_text(text)

    @property
    def said(self) -> RowText:
        return self._said

    @property
    def places(self) -> dict[str, QRect]:
        """Where each of its words stand, by what they say."""
        words = (self._time, self._title, self._meta)
        return {each.text: each.place for each in words if each.text}

    def show_text(self, text: RowText) -> None:
        """Say something else, or the same in another state."""
        if text == self._said and self.accessibleName():
            return
        self._said = text
        self._rail.state = text.state
        some = bool(text.allowed())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if some else Qt.FocusPolicy.NoFocus)
        cursor = Qt.CursorShape.PointingHandCursor if some else Qt.CursorShape.ArrowCursor
        self.setCursor(cursor)
        self.setAccessibleName(", ".join(filter(None, self._name_parts())))
        self.setAccessibleDescription(self._keys_in_words())
        self._measure()
        self._offer()

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Let the rail begin or end at this row."""
        self._rail.first, self._rail.last = first, last
        self.update()

    def _name_parts(self) -> tuple[str, ...]:
        """Return when, what and how it stands; the state once, where the meta says it too."""
        text, state = self._said, self._state_in_words()
        said = state if not text.meta.startswith(state) else ""
        return (text.time, text.title.replace(_MAY_BREAK, ""), said, text.meta)

    def _state_in_words(self) -> str:
        words = {
            NodeState.LATER: self.tr("Later"),
            NodeState.NOW: self.tr("Now"),
            NodeState.DONE: self.tr("Done"),
            NodeState.SKIPPED: self.tr("Skipped"),
            NodeState.SNOOZED: self.tr("Snoozed"),
            NodeState.LOCKED: self.tr("Locked"),
            NodeState.UNANSWERED: self.tr("Not answered"),
        }
        return words.get(self._said.state, "")

    def _keys_in_words(self) -> str:
        allowed = self._said.allowed()
        keys = (
            (RowAction.DONE, self.tr("Space: done.")),
            (RowAction.SNOOZE, self.tr("S: snooze.")),
            (RowAction.SKIP, self.tr("K: skip.")),
            (RowAction.DETAILS, self.tr("Enter: more.")),
        )
        return " ".join(words for action, words in keys if action in allowed)

    def _build_offers(self) -> _Offers:
        """Return what only the row under the pointer or the keyboard shows."""
        offers = _Offers(self._theme, self)
        offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = QHBoxLayout(offers)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        for action, words in ((RowAction.DONE, self.tr("Done")), (RowAction.SKIP, self.tr("Skip"))):
            button = Button(self._theme, words, "small")
            button.setAccessibleName(f"{words}: {self._said.title}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, action=action: self._ask(action))
            line.addWidget(button)
        return offers

    def _offer(self) -> None:
        if self._are_offers_wanted():
            self._offers = self._offers or self._build_offers()
            self._offers.show()
            self._place(self._offers)
        elif self._offers is not None:
            self._offers.hide()
        self.update()

    def _are_offers_wanted(self) -> bool:
        if RowAction.DONE not in self._said.allowed() or not (self.underMouse() or self.hasFocus()):
            return False
        return not self._is_stacked(self.width())

    def _place(self, offers: _Offers) -> None:
        """Cover the words beneath whole, not up to the middle of one."""
        size = offers.sizeHint()
        right = self.width() - self._edge(self.width())
        top = (self.height() - size.height()) // 2
        left = right - size.width()
        if self._meta.text:
            left = min(left, self._meta.place.x())
        offers.setGeometry(left, top, right - left, size.height())

    # ---------------------------------------------------------------------- measure

    def _measure(self) -> None:
        """Take the measure of the words in the present look."""
        px = self._theme.px
        said, is_now = self._said, self._said.state is NodeState.NOW
        self._time.say(said.time, self._font(16, bold=is_now))
        self._title.say(said.title, self._font(20, bold=said.state in _BOLD))
        self._meta.say(said.meta, self._font(16, bold=False))
        self._heights.clear()
        self.setMinimumHeight(px(44))
        self._put_words()
        self.updateGeometry()
        self.update()

    def _font(self, size: int, *, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.px(size))
        font.setBold(bold)
        return font

    def _edge(self, width: int) -> int:
        """Return the room before the icon and after the words."""
        return self._theme.px(24 if width >= self._theme.px(_ROOMY) else 8)

    def _words_from(self, width: int) -> int:
        px = self._theme.px
        return px(_TIME_WIDE) + px(RAIL_WIDE) + self._edge(width) + px(_ICON) + px(16)

    def _is_stacked(self, width: int) -> bool:
        """Tell whether the meta stands under the title."""
        return self._natural_width > self._room(width)

    @property
    def _natural_width(self) -> int:
        gap = self._theme.px(_BETWEEN) if self._meta.text else 0
        return self._title.natural_width + gap + self._meta.natural_width

    def _room(self, width: int) -> int:
        """Return how much room the words have."""
        return max(width - self._words_from(width) - self._edge(width), 0)

    def _put_words(self) -> None:
        px, width, height = self._theme.px, self.width(), self.height()
        title, meta = self._title, self._meta
        self._time.place = QRect(0, 0, px(_TIME_WIDE), height)
        left, right = self._words_from(width), width - self._edge(width)
        first, second, beside = self._shares(width)
        heights = title.height_at(first), meta.height_at(second)
        if beside:
            tops = [(height - each) // 2 for each in heights]
        else:
            top = max((height - sum(heights)) // 2, px(6))
            tops = [top, top + heights[0]]
        title.place = QRect(left, tops[0], first, heights[0])
        meta.place = QRect(right - second if beside else left, tops[1], second, heights[1])

    def _shares(self, width: int) -> tuple[int, int, bool]:
        """Return how wide title and meta are, and whether they stand beside each other."""
        room = self._room(width)
        second = min(self._meta.natural_width, room)
        beside = bool(self._meta.text) and not self._is_stacked(width)
        return room - second - self._theme.px(_BETWEEN) if beside else room, second, beside

    @override
    def heightForWidth(self, arg__1: int) -> int:
        height = self._heights.get(arg__1)
        if height is None:
            first, second, beside = self._shares(arg__1)
            heights = self._title.height_at(first), self._meta.height_at(second)
            tall = max(heights) if beside else sum(heights)
            height = max(tall + 2 * self._theme.px(6), self.minimumHeight())
            self._heights[arg__1] = height
        return height

    @override
    def sizeHint(self) -> QSize:
        roomy = self._theme.px(_ROOMY)
        width = self._words_from(roomy) + self._natural_width + self._edge(roomy)
        return QSize(width, self.minimumHeight())

    @override
    def minimumSizeHint(self) -> QSize:
        words = max(self._title.least_width, self._meta.least_width)
        return QSize(self._words_from(0) + words + self._edge(0), self.minimumHeight())

    def _ask(self, action: RowAction) -> None:
        if action in self._said.allowed():
            self.pressed_action.emit(action)

    def _open(self) -> None:
        self._ask(RowAction.DETAILS)

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        action = _KEYS.get(Qt.Key(e.key()))
        if action is None or e.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(e)
        elif not e.isAutoRepeat():
            self._ask(action)

    @override
    def keyReleaseEvent(self, e: QKeyEvent) -> None:
        e.ignore()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._offer()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._offer()

    @override
    def focusInEvent(self, arg__1: QFocusEvent) -> None:
        super().focusInEvent(arg__1)
        self._offer()

    @override
    def focusOutEvent(self, arg__1: QFocusEvent) -> None:
        super().focusOutEvent(arg__1)
        self._offer()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._put_words()
        self._offer()

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rail = QRectF(px(_TIME_WIDE), 0, px(RAIL_WIDE), self.height())
        if self._said.allowed() and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("line" if self.isDown() else "inset"))
            card = QRectF(rail.right(), 0, self.width() - rail.right(), self.height())
            painter.drawRoundedRect(card, px(12), px(12))
        dpr = self.devicePixelRatioF()
        self._rail.paint(painter, rail, self.height() / 2, dpr)
        side, left = px(_ICON), round(rail.right()) + self._edge(self.width())
        tint = "accent" if self._said.state in _BOLD else "ink-2"
        picture = self._icons.pixmap(self._said.icon, side, tint, dpr)
        painter.drawPixmap(left, (self.height() - side) // 2, picture)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        """Words that run from right to left stand at the right."""
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        state = self._said.state
        for words, ink, flags in (
            (self._time, "ink" if state is NodeState.NOW else "ink-2", _RIGHT),
            (self._title, "ink-2" if state in _PAST else "ink", _WRAPPED | _MIDDLE),
            (self._meta, "ink-2", _WRAPPED | _MIDDLE),
        ):
            if words.text:
                painter.setFont(words.font)
                painter.setPen(self._theme.color(ink))
                painter.drawText(words.place, flags, words.text)
