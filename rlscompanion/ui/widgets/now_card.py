"""The one card that says what to do now, and the rail beside cards."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.chips import Pill, SourceChip
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.rail_node import NodeState, RailNode
from rlscompanion.ui.widgets.timeline_row import RowAction


@dataclass(frozen=True)
class NowText:
    """What the card says; an empty line is left out."""

    icon: str
    title: str
    pill: str = ""
    when: str = ""
    what: str = ""
    why: str = ""
    source: str = ""
    can_start: bool = False


class NowCard(QFrame):
    """What to do, why, and who says so. Keys while inside: S = snooze, K = skip."""

    pressed_action = Signal(object)

    def __init__(self, theme: Theme, text: NowText, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said = text
        self.setProperty("role", "now")
        self._icon = IconLabel(theme, text.icon, 32, "accent")
        self._title = Label(text.title, "now", wrap=True)
        self._pill = Pill(text.pill)
        self._when = Label(text.when, "ink2", wrap=True)
        self._what = Label(text.what, "lead", wrap=True)
        self._why = Label(text.why, "ink2", wrap=True)
        self._source = SourceChip(theme, text.source)
        self._source.clicked.connect(lambda: self.pressed_action.emit(RowAction.SOURCE))
        self._buttons = {
            RowAction.START: self._button(RowAction.START, self.tr("Start"), "play"),
            RowAction.DONE: self._button(RowAction.DONE, self.tr("Done"), "check"),
            RowAction.SNOOZE: self._button(RowAction.SNOOZE, self.tr("Snooze 10 min"), "snooze"),
            RowAction.SKIP: self._button(RowAction.SKIP, self.tr("Skip"), "skip"),
        }
        self._buttons[RowAction.SKIP].set_kind("quiet")
        self._build()
        theme.changed.connect(self._measure)
        self._measure()
        self.show_text(text)

    @property
    def said(self) -> NowText:
        return self._said

    def show_text(self, text: NowText) -> None:
        """Say something else."""
        self._said = text
        self._icon.set_icon(text.icon)
        for label, words in (
            (self._title, text.title),
            (self._pill, text.pill),
            (self._when, text.when),
            (self._what, text.what),
            (self._why, text.why),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self._source.set_source(text.source)
        start, done = self._buttons[RowAction.START], self._buttons[RowAction.DONE]
        start.setVisible(text.can_start)
        start.set_kind("primary")
        done.set_kind("secondary" if text.can_start else "primary")
        parts = (text.pill, text.title, text.when)
        self.setAccessibleName(", ".join(filter(None, parts)))
        self.setAccessibleDescription(" ".join(filter(None, (text.what, text.why))))
        for action, button in self._buttons.items():
            button.setAccessibleName(f"{button.text()}: {text.title}")
            button.setAccessibleIdentifier(f"now-{action}")

    def button(self, action: RowAction) -> Button:
        """Return the button that asks for the action."""
        return self._buttons[action]

    def _button(self, action: RowAction, words: str, icon: str) -> Button:
        made = Button(self._theme, words, icon=icon)
        made.clicked.connect(lambda: self.pressed_action.emit(action))
        return made

    def _build(self) -> None:
        self._name = FlowLayout()
        self._name.addWidget(self._title)
        self._name.addWidget(self._pill)
        self._head = PairLayout()
        self._head.addItem(self._name)
        self._head.addWidget(self._when)
        self._top = QHBoxLayout()
        self._top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._top.addLayout(self._head, 1)
        self._reason = PairLayout()
        self._reason.addWidget(self._why)
        self._reason.addWidget(self._source)
        self._row = FlowLayout(balanced=True)
        for button in self._buttons.values():
            self._row.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        self._column.addWidget(self._what)
        self._column.addLayout(self._reason)
        self._column.addLayout(self._row)

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(24), px(18), px(24), px(20))
        self._column.setSpacing(px(8))
        self._top.setSpacing(px(10))
        self._name.setSpacing(px(16))
        self._head.setSpacing(px(24))
        self._reason.setSpacing(px(24))
        self._reason.set_line_gap(px(8))
        self._row.setSpacing(px(12))
        self._row.setContentsMargins(0, px(10), 0, 0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_S: RowAction.SNOOZE, Qt.Key.Key_K: RowAction.SKIP}
        action = keys.get(Qt.Key(event.key()))
        if action is None or event.modifiers():
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.pressed_action.emit(action)


class RailSlot(QWidget):
    """A card in the timeline: its time and its node at the left, the card at the right."""

    def __init__(
        self,
        theme: Theme,
        card: QWidget,
        *,
        time: str = "",
        state: NodeState = NodeState.NOW,
        middle: float = 36,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._middle = middle
        self._time = Label(time, "strong" if state is NodeState.NOW else "ink2")
        self._node = RailNode(theme, state, middle=middle)
        self._column = QVBoxLayout()
        self._column.addWidget(self._time, 0, Qt.AlignmentFlag.AlignRight)
        self._column.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(self._column)
        line.addWidget(self._node)
        line.addWidget(card, 1)
        theme.changed.connect(self._measure)
        self._measure()

    def set_time(self, time: str) -> None:
        """Show another time beside the rail."""
        self._time.setText(time)

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Let the rail begin or end here."""
        self._node.set_ends(first=first, last=last)

    def _measure(self) -> None:
        px = self._theme.px
        self._time.setFixedSize(px(52), px(24))
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._column.setContentsMargins(0, px(self._middle) - px(12), 0, 0)
        self._column.setSpacing(0)
