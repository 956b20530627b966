"""One step of the evening in a line: when, how it stands, what."""

from enum import StrEnum

from msgspec import Struct, field
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QSpacerItem, QWidget
from typing_extensions import override

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import PairLayout
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.rail_node import NodeState, RailNode


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
_ROOMY = 360
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


class TimelineRow(QAbstractButton):
    """One focus stop: Space = done, S = snooze, K = skip, Enter or a click = details."""

    pressed_action = Signal(object)

    def __init__(self, theme: Theme, text: RowText, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said = text
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setProperty("ring_radius", 12)
        self._time = Label(text.time, "ink2")
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._node = RailNode(theme, text.state)
        self._icon = IconLabel(theme, text.icon)
        self._title = Label(text.title, "row", wrap=True)
        self._meta = Label(text.meta, "ink2", wrap=True)
        self._words = PairLayout()
        self._words.addWidget(self._title)
        self._words.addWidget(self._meta)
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._time)
        self._line.addWidget(self._node)
        self._gap = QSpacerItem(0, 0)
        self._line.addSpacerItem(self._gap)
        self._line.addWidget(self._icon)
        self._line.addLayout(self._words, 1)
        self._offers: _Offers | None = None
        self.clicked.connect(self._open)
        theme.changed.connect(self._measure)
        self._measure()
        self.show_text(text)

    @property
    def said(self) -> RowText:
        return self._said

    def show_text(self, text: RowText) -> None:
        """Say something else, or the same in another state."""
        if text == self._said and self.accessibleName():
            return
        self._said = text
        self._time.setText(text.time)
        self._time.set_role("strong" if text.state is NodeState.NOW else "ink2")
        self._node.set_state(text.state)
        tint = {NodeState.NOW: "accent", NodeState.SELECTED: "accent"}
        self._icon.set_icon(text.icon, tint.get(text.state, "ink-2"))
        self._title.setText(text.title)
        bold = text.state in (NodeState.NOW, NodeState.SELECTED)
        self._title.set_role("h2" if bold else "row-past" if text.state in _PAST else "row")
        self._meta.setText(text.meta)
        self._meta.setVisible(bool(text.meta))
        some = bool(text.allowed())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if some else Qt.FocusPolicy.NoFocus)
        cursor = Qt.CursorShape.PointingHandCursor if some else Qt.CursorShape.ArrowCursor
        self.setCursor(cursor)
        self.setAccessibleName(", ".join(filter(None, self._name_parts())))
        self.setAccessibleDescription(self._keys_in_words())
        self._offer()

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Let the rail begin or end at this row."""
        self._node.set_ends(first=first, last=last)

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
        return not self._words.is_stacked(self._words.geometry().width())

    def _place(self, offers: _Offers) -> None:
        """Cover the words beneath whole, not up to the middle of one."""
        size = offers.sizeHint()
        right = self.width() - self._line.contentsMargins().right()
        top = (self.height() - size.height()) // 2
        left = right - size.width()
        if self._meta.isVisible():
            left = min(left, self._meta.x())
        offers.setGeometry(left, top, right - left, size.height())

    def _measure(self) -> None:
        px = self._theme.px
        self.setMinimumHeight(px(44))
        self._time.setFixedWidth(px(52))
        self._line.setSpacing(0)
        edge = px(24 if self.width() >= px(_ROOMY) else 8)
        self._line.setContentsMargins(0, 0, edge, 0)
        self._gap.changeSize(edge, 0)
        self._words.setContentsMargins(px(16), px(6), 0, px(6))
        self._words.setSpacing(px(24))
        self.updateGeometry()

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
        roomy = self._theme.px(_ROOMY)
        if (event.oldSize().width() >= roomy) is not (self.width() >= roomy):
            self._measure()
        self._offer()

    @override
    def sizeHint(self) -> QSize:
        return self._line.sizeHint()

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        if not self._said.allowed() or not (self.underMouse() or self.isDown()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line" if self.isDown() else "inset"))
        left = self._node.geometry().right() + 1
        card = QRectF(left, 0, self.width() - left, self.height())
        painter.drawRoundedRect(card, self._theme.px(12), self._theme.px(12))
