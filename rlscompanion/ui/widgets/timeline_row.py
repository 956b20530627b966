"""One step of the evening in a line: when, how it stands, what."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button, SteadyButton
from rlscompanion.ui.widgets.labels import MAY_BREAK
from rlscompanion.ui.widgets.rail_node import NodeState
from rlscompanion.ui.widgets.row_face import RowAction, RowFace, RowText
from rlscompanion.ui.widgets.translating import tr

if TYPE_CHECKING:
    from collections.abc import Callable

_KEYS = {
    Qt.Key.Key_Space: RowAction.DONE,
    Qt.Key.Key_S: RowAction.SNOOZE,
    Qt.Key.Key_K: RowAction.SKIP,
    Qt.Key.Key_Return: RowAction.DETAILS,
    Qt.Key.Key_Enter: RowAction.DETAILS,
}


class _Offers(QWidget):
    """Lies over the words at the right of a row, and covers them."""

    def __init__(self, theme: Theme, row: QWidget) -> None:
        super().__init__(row)
        self._theme = theme
        self._row = row
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addStretch(1)
        self._buttons: list[Button] = []

    def add(self, words: str) -> Button:
        """Offer one thing more, in a word."""
        button = SteadyButton(self._theme, words, "small")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._buttons.append(button)
        self._line.addWidget(button)
        return button

    def name(self, title: str) -> None:
        """Let a screen reader hear of which step they are."""
        for button in self._buttons:
            button.setAccessibleName(f"{button.text()}: {title}")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ground = "inset" if self._row.underMouse() else "window"
        QPainter(self).fillRect(self.rect(), self._theme.color(ground))


class ReadRow(QLabel):
    """A line that nothing can be asked of, such as bedtime: it is read, not pressed."""

    def __init__(self, theme: Theme, text: RowText, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face = RowFace(theme, text)
        self.setSizePolicy(_as_high_as_its_words())
        theme.changed.connect(self._measure)
        self.show_text(text)

    @property
    def said(self) -> RowText:
        return self._face.said

    @property
    def places(self) -> dict[str, QRect]:
        """Where each of its words stand, by what they say."""
        return self._face.places

    def show_text(self, text: RowText) -> None:
        """Say something else."""
        if text == self.said and self.accessibleName():
            return
        self._face.said = text
        self.setAccessibleName(_name(text))
        self._measure()

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Let the rail begin or end at this row."""
        self._face.set_ends(first=first, last=last)
        self.update()

    def _measure(self) -> None:
        self._face.fit(self)

    @override
    def heightForWidth(self, arg__1: int) -> int:
        return self._face.height_at(arg__1)

    @override
    def sizeHint(self) -> QSize:
        return self._face.size()

    @override
    def minimumSizeHint(self) -> QSize:
        return self._face.least_size()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._face.put_words(self.width(), self.height())

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        self._face.paint(self)


class TimelineRow(QAbstractButton):
    """One focus stop: Space = done, S = snooze, K = skip, Enter or a click = details."""

    pressed_action = Signal(object)

    def __init__(self, theme: Theme, text: RowText, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._face = RowFace(theme, text)
        self.takes_keys: Callable[[], bool] = lambda: True
        """Asked before a key does something: it may be too new here for that."""
        self.setSizePolicy(_as_high_as_its_words())
        self.setProperty("ring_radius", 12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._offers: _Offers | None = None
        self.clicked.connect(self._open)
        theme.changed.connect(self._measure)
        self.show_text(text)

    @property
    def said(self) -> RowText:
        return self._face.said

    @property
    def places(self) -> dict[str, QRect]:
        """Where each of its words stand, by what they say."""
        return self._face.places

    def show_text(self, text: RowText) -> None:
        """Say something else, or the same in another state."""
        if text == self.said and self.accessibleName():
            return
        self._face.said = text
        self.setAccessibleName(_name(text))
        self.setAccessibleDescription(self._keys_in_words())
        self._measure()
        self._offer()

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Let the rail begin or end at this row."""
        self._face.set_ends(first=first, last=last)
        self.update()

    def _keys_in_words(self) -> str:
        allowed = self.said.allowed()
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
        for action, words in ((RowAction.DONE, self.tr("Done")), (RowAction.SKIP, self.tr("Skip"))):
            button = offers.add(words)
            button.clicked.connect(lambda _=False, action=action: self._ask(action))
        return offers

    def _offer(self) -> None:
        place = self._place_of_offers()
        if self._offers is not None:
            self._offers.setVisible(place is not None)
            if place is not None:
                self._offers.setGeometry(place)
        self.update()

    def _place_of_offers(self) -> QRect | None:
        """Return where Done and Skip stand; nowhere unless the pointer or the keyboard is here."""
        if RowAction.DONE not in self.said.allowed() or not (self.underMouse() or self.hasFocus()):
            return None
        self._offers = self._offers or self._build_offers()
        self._offers.name(self.said.title.replace(MAY_BREAK, ""))
        return self._face.place_of_offers(self.size(), self._offers.sizeHint())

    def _measure(self) -> None:
        """Take the measure of the words in the present look."""
        self._face.fit(self)

    @override
    def heightForWidth(self, arg__1: int) -> int:
        return self._face.height_at(arg__1)

    @override
    def sizeHint(self) -> QSize:
        return self._face.size()

    @override
    def minimumSizeHint(self) -> QSize:
        return self._face.least_size()

    def _ask(self, action: RowAction) -> None:
        if action in self.said.allowed():
            self.pressed_action.emit(action)

    def _open(self) -> None:
        self._ask(RowAction.DETAILS)

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        action = _KEYS.get(Qt.Key(e.key()))
        if action is None or e.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(e)
        elif not e.isAutoRepeat() and self.takes_keys():
            self._ask(action)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ignore the second press of two: it may have come to lie under the pointer with the first."""
        event.accept()

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
        self._face.put_words(self.width(), self.height())
        self._offer()

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        ground = "line" if self.isDown() else "inset" if self.underMouse() else ""
        self._face.paint(self, ground)


def row_for(theme: Theme, text: RowText, parent: QWidget | None = None) -> TimelineRow | ReadRow:
    """Return a row to press, or one to read where nothing can be asked."""
    made = TimelineRow if text.allowed() else ReadRow
    return made(theme, text, parent=parent)


def _as_high_as_its_words() -> QSizePolicy:
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy


def _name(text: RowText) -> str:
    """Return when, what and how it stands; the state once, where the meta says it too."""
    state = _state_in_words(text.state)
    said = state if not text.meta.startswith(state) else ""
    parts = (text.time, text.title.replace(MAY_BREAK, ""), said, text.meta)
    return ", ".join(filter(None, parts))


def _state_in_words(state: NodeState) -> str:
    match state:
        case NodeState.LATER:
            words = tr("Later")
        case NodeState.NOW:
            words = tr("Now")
        case NodeState.DONE:
            words = tr("Done")
        case NodeState.SKIPPED:
            words = tr("Skipped")
        case NodeState.SNOOZED:
            words = tr("Snoozed")
        case NodeState.LOCKED:
            words = tr("Locked")
        case NodeState.UNANSWERED:
            words = tr("Not answered")
        case _:
            words = ""
    return words
