"""The one card that says what to do now, and the rail beside cards."""

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.at_once import at_once
from rlscompanion.ui.widgets.button import Button, SteadyButton
from rlscompanion.ui.widgets.chips import Pill, SourceChip
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import MAY_BREAK, Label, TextRole
from rlscompanion.ui.widgets.rail_node import NodeState, RailNode
from rlscompanion.ui.widgets.timeline_row import RowAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from rlscompanion.ui.widgets.card_countdown import CardCountdown

_SOURCE_BESIDE_FROM: Final = 640
_TIME_BESIDE_FROM: Final = 360
_ROOMY: Final = 280
_SNOOZE_SAYS_WHEN_FROM: Final = 560
_KEYS: Final = {Qt.Key.Key_S: RowAction.SNOOZE, Qt.Key.Key_K: RowAction.SKIP}


class NowText(Struct, frozen=True):
    """What the card says; an empty line is left out."""

    icon: str
    title: str
    pill: str = ""
    when: str = ""
    what: str = ""
    why: str = ""
    caution: str = ""
    source: str = ""
    offers: tuple[RowAction, ...] = (RowAction.DONE, RowAction.SNOOZE, RowAction.SKIP)
    """What can be asked, in this order; the first is the filled button."""
    paused: bool = False
    again_at: str = ""
    """Until when a snooze would last."""


class NowCard(QFrame):
    """What to do, why, and who says so. Keys while inside: S = snooze, K = skip."""

    pressed_action = Signal(object)

    def __init__(self, theme: Theme, text: NowText, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._said = text
        self.takes_keys: Callable[[], bool] = lambda: True
        """Asked before a key answers: what it says may be too new for that."""
        self._icon = IconLabel(theme, text.icon, 32, "accent")
        self._title = Label(text.title, "now", wrap=True)
        self._pill = Pill(text.pill)
        self._when = Label(text.when, "ink2", wrap=True)
        self._what = Label(text.what, "lead", wrap=True)
        self._why = Label(text.why, "ink2", wrap=True)
        self._caution = Label(text.caution, "ink2", wrap=True)
        self._source = SourceChip(theme, text.source)
        self._source.clicked.connect(lambda: self.pressed_action.emit(RowAction.SOURCE))
        self._countdown: CardCountdown | None = None
        self._buttons = {
            RowAction.START: self._button(RowAction.START, self.tr("Start"), "play"),
            RowAction.GO_ON: self._button(RowAction.GO_ON, self.tr("Go on"), "play"),
            RowAction.STANDBY: self._button(RowAction.STANDBY, self.tr("Standby"), "screenoff"),
            RowAction.PAUSE: self._button(RowAction.PAUSE, self.tr("Pause"), "pause"),
            RowAction.DONE: self._button(RowAction.DONE, self.tr("Done"), "check"),
            RowAction.SNOOZE: self._button(RowAction.SNOOZE, self.tr("Snooze 10 min"), "snooze"),
            RowAction.SKIP: self._button(RowAction.SKIP, self.tr("Skip tonight"), "skip"),
        }
        self._build()
        theme.changed.connect(self._measure)
        self._measure()
        self._say()

    @property
    def said(self) -> NowText:
        return self._said

    def show_text(self, text: NowText) -> None:
        """Say something else; the same again does nothing."""
        if text != self._said:
            self._said = text
            with at_once(self._column):
                self._say()

    def show_countdown(self, words: str, left: float, share: float) -> None:
        """Show how much is left, in words and as a ring: seconds, and a share from 1 to 0."""
        if self._countdown is None:
            from rlscompanion.ui.widgets.card_countdown import (  # noqa: PLC0415  (a step runs)
                CardCountdown,
            )

            self._countdown = CardCountdown(self._theme)
            self._column.insertWidget(self._column.indexOf(self._row), self._countdown)
        self._countdown.show_left(words, left, share)
        self._countdown.show()

    def hide_countdown(self) -> None:
        if self._countdown is not None:
            self._countdown.hide()

    def button(self, action: RowAction) -> Button:
        """Return the button that asks for the action."""
        return self._buttons[action]

    @property
    def stops(self) -> list[QWidget]:
        """Return where the keyboard can stand in the card, in its order."""
        return [self._source, *self._buttons.values()]

    def let_keys_go(self) -> None:
        """Let a key that is down answer nothing: it was pressed for what the card said before."""
        for button in self._buttons.values():
            button.setDown(False)

    def focus_first(self) -> None:
        """Give the keyboard to the filled button."""
        if self._said.offers:
            self._buttons[self._said.offers[0]].setFocus()

    def _say(self) -> None:
        text = self._said
        self._icon.set_icon(text.icon)
        for label, words in (
            (self._title, text.title),
            (self._pill, text.pill),
            (self._when, text.when),
            (self._what, text.what),
            (self._why, text.why),
            (self._caution, text.caution),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        title = text.title.replace(MAY_BREAK, "")
        parts = (text.pill, title, text.when)
        self.setAccessibleName(", ".join(filter(None, parts)))
        said = (text.what, text.why, text.caution)
        self.setAccessibleDescription(" ".join(filter(None, said)))
        self._offer()

    def _offer(self) -> None:
        text = self._said
        pause = self._buttons[RowAction.PAUSE]
        pause.setText(self.tr("Go on") if text.paused else self.tr("Pause"))
        pause.set_icon("play" if text.paused else "pause")
        for action, button in self._buttons.items():
            kind = "quiet" if action is RowAction.SKIP else "secondary"
            if text.offers[:1] == (action,):
                kind = "primary"
            if button.kind != kind:
                button.set_kind(kind)
            title = text.title.replace(MAY_BREAK, "")
            button.setAccessibleName(f"{button.text()}: {title}")
            button.setAccessibleIdentifier(f"now-{action}")
        self._say_snooze()
        self._show_offered()

    def _show_offered(self) -> None:
        """Show what can be asked; the keyboard leaves what goes before Qt leads it elsewhere."""
        gone = [each for action, each in self._buttons.items() if action not in self._said.offers]
        for action in self._said.offers:
            self._buttons[action].show()
        if any(each.hasFocus() for each in gone) or (
            self._source.hasFocus() and not self._said.source
        ):
            self.focus_first()
        for each in gone:
            each.hide()
        self._source.set_source(self._said.source)

    def _say_snooze(self) -> None:
        """Say until when: on the button where there is room, else to who listens and who points."""
        snooze, at = self._buttons[RowAction.SNOOZE], self._said.again_at
        words = self.tr("Snooze 10 min")
        spoken, until = words, ""
        if at and self.width() >= self._theme.px(_SNOOZE_SAYS_WHEN_FROM):
            words = spoken = self.tr("Snooze to {0}").format(at)
        elif at:
            spoken = self.tr("Snooze 10 min, to {0}").format(at)
            until = self.tr("Until {0}").format(at)
        snooze.setText(words)
        snooze.setToolTip(until)
        title = self._said.title.replace(MAY_BREAK, "")
        snooze.setAccessibleName(f"{spoken}: {title}")

    def _takes_keys(self) -> bool:
        return self.takes_keys()

    def _button(self, action: RowAction, words: str, icon: str) -> Button:
        made = SteadyButton(self._theme, words, icon=icon)
        made.takes_keys = self._takes_keys
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
        self._reason = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._reason.addWidget(self._why, 1)
        corner = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        self._reason.addWidget(self._source, 0, corner)
        self._row = FlowLayout(balanced=True)
        for button in self._buttons.values():
            self._row.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        self._column.addWidget(self._what)
        self._column.addLayout(self._reason)
        self._column.addWidget(self._caution)
        self._column.addLayout(self._row)

    def _measure(self) -> None:
        px = self._theme.px
        edge = px(24 if self.width() >= px(_ROOMY) else 12)
        self._column.setContentsMargins(edge, px(18), edge, px(20))
        self._column.setSpacing(px(8))
        self._top.setSpacing(px(10))
        self._name.setSpacing(px(16))
        self._head.setSpacing(px(24))
        beside = self.width() >= px(_SOURCE_BESIDE_FROM)
        direction = QBoxLayout.Direction
        self._reason.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self._reason.setSpacing(px(24 if beside else 8))
        self._row.setSpacing(px(12))
        self._row.setContentsMargins(0, px(10), 0, 0)
        self._say_snooze()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = _KEYS.get(Qt.Key(event.key()))
        if action not in self._said.offers or event.modifiers():
            super().keyPressEvent(event)
        elif not event.isAutoRepeat() and self.takes_keys():
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
        middle: float | None = 36,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._middle = middle
        self._time = Label(time, _role_of(state))
        self._node = RailNode(theme, state, middle=middle)
        self._column = QVBoxLayout()
        self._column.addWidget(self._time, 0, Qt.AlignmentFlag.AlignRight)
        self._column.addStretch(1)
        self._line = QHBoxLayout(self)
        self._line.setSpacing(0)
        self._line.addLayout(self._column)
        self._line.addWidget(self._node)
        self._line.addWidget(card, 1)
        theme.changed.connect(self._measure)
        self._measure()

    def show_when(self, time: str, state: NodeState) -> None:
        """Show the time and how the step stands, beside the rail."""
        self._time.setText(time)
        self._time.set_role(_role_of(state))
        self._node.set_state(state)

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Let the rail begin or end here."""
        self._node.set_ends(first=first, last=last)

    def _measure(self) -> None:
        px = self._theme.px
        self._time.setFixedSize(px(52), px(24))
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        above = 0 if self._middle is None else px(self._middle) - px(12)
        self._column.setContentsMargins(0, above, 0, 0)
        self._column.setSpacing(0)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._time.setVisible(self.width() >= px(_TIME_BESIDE_FROM))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """In very little room the card goes without its time beside it."""
        super().resizeEvent(event)
        self._time.setVisible(self.width() >= self._theme.px(_TIME_BESIDE_FROM))


def _role_of(state: NodeState) -> TextRole:
    return "strong" if state is NodeState.NOW else "ink2"
