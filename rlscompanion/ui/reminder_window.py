"""Our own small reminder window: dim, in a corner, and never in the way of what is typed."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCursor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.services.ports import Answer, Notice, NoticeAnswered
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.announcing import announce
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label

WIDE: Final = 470
EDGE: Final = 16
ABOVE_UNDO: Final = 80
"""So much of the bottom stays free: there a window as large as the screen offers to undo."""
DEAF_SECONDS: Final = 1.0
"""So long after it came up nothing on it acts: a finger may have been on its way elsewhere."""
SEEN_WITHIN_MS: Final = 2000
AT_MOST: Final = 3
"""Notices at a time; an older one makes room, its step stays in Tonight."""


class ReminderWindow(QWidget):
    """Shows notices until they are answered, withdrawn or put away; that is no answer."""

    answered = Signal(object)
    """A NoticeAnswered."""
    put_away = Signal(str)
    """The id of a notice that was closed without an answer."""
    not_seen = Signal(object)
    """A Notice that did not come onto the screen."""

    def __init__(self, theme: Theme, monotonic: Callable[[], float]) -> None:
        kind = Qt.WindowType
        super().__init__(None, kind.Tool | kind.FramelessWindowHint | kind.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(self.tr("Reminder"))
        self._theme = theme
        self._monotonic = monotonic
        self._cards: dict[str, _Card] = {}
        self._held = False
        self._column = QVBoxLayout(self)
        theme.changed.connect(self._measure)
        self._measure()

    def show_notice(self, notice: Notice) -> None:
        """Show a notice, in the place of an older one of the same name."""
        self._drop(notice.id)
        while len(self._cards) >= AT_MOST:
            self._drop(next(iter(self._cards)))
        card = _Card(self._theme, notice, self._monotonic)
        card.pressed.connect(self._pressed)
        card.put_away.connect(lambda: self._put_away(notice.id))
        self._cards[notice.id] = card
        self._column.addWidget(card)
        self._theme.dress(card)
        card.show()
        self._place()
        self.setVisible(not self._held)
        words = f"{notice.title} {notice.body}".strip()
        announce(self, words)
        QTimer.singleShot(SEEN_WITHIN_MS, card, lambda: self._look_whether_seen(notice))

    def hold(self, *, held: bool) -> None:
        """Be out of sight for a while, whatever is to be shown."""
        self._held = held
        self.setVisible(bool(self._cards) and not held)

    def withdraw(self, notice_id: str) -> None:
        """Take a notice away, if it is there."""
        self._drop(notice_id)
        if self._cards:
            self._place()
        else:
            self.hide()

    def clear(self) -> None:
        """Take everything away."""
        for notice_id in list(self._cards):
            self.withdraw(notice_id)

    @property
    def showing(self) -> tuple[str, ...]:
        return tuple(self._cards)

    def _drop(self, notice_id: str) -> None:
        card = self._cards.pop(notice_id, None)
        if card is not None:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()

    def _put_away(self, notice_id: str) -> None:
        self.withdraw(notice_id)
        self.put_away.emit(notice_id)

    def _pressed(self, given: NoticeAnswered) -> None:
        self.withdraw(given.id)
        self.answered.emit(given)

    def _look_whether_seen(self, notice: Notice) -> None:
        seen = self._held or self.windowHandle().isExposed()
        if self._cards.get(notice.id) is None or seen:
            return
        self.withdraw(notice.id)
        self.not_seen.emit(notice)

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(8))
        if self._cards:
            self._place()

    def _place(self) -> None:
        """Stand at the right, low, on the screen that the pointer is on."""
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        edge, low = self._theme.px(EDGE), self._theme.px(ABOVE_UNDO)
        wide = min(self._theme.px(WIDE), room.width() - 2 * edge)
        for card in self._cards.values():
            card.ensurePolished()
        most = room.height() - edge - low
        while len(self._cards) > 1 and self.heightForWidth(wide) > most:
            self._drop(next(iter(self._cards)))
        self.setFixedSize(wide, min(self.heightForWidth(wide), most))
        corner = QPoint(room.right() - edge - self.width(), room.bottom() - low - self.height())
        self.move(corner)

    @override
    def event(self, event: QEvent) -> bool:
        """Take the room that its words and buttons want, once they are dressed."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self._cards:
            self._place()
        return done

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Whoever clicks on it may go on by keyboard."""
        self.activateWindow()
        super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            for notice_id in self.showing:
                self._put_away(notice_id)
        else:
            super().keyPressEvent(event)


class _Card(QFrame):
    """One notice, what can be pressed, and a way to put it away without an answer."""

    pressed = Signal(object)
    """A NoticeAnswered."""
    put_away = Signal()

    def __init__(self, theme: Theme, notice: Notice, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(f"{notice.title} {notice.body}".strip())
        self._theme = theme
        self._notice = notice
        self._monotonic = monotonic
        self._came = monotonic()
        self._away = Button(theme, "", "quiet", icon="close")
        self._away.setAccessibleName(self.tr("Put away: {0}").format(notice.title))
        self._away.setToolTip(self.tr("Put away. The step stays open."))
        self._away.clicked.connect(self._put_away)
        head = QHBoxLayout()
        head.addWidget(Label(notice.title, "strong", wrap=True), 1)
        head.addWidget(self._away, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        if notice.body:
            self._column.addWidget(Label(notice.body, "body", wrap=True))
        self._buttons = FlowLayout()
        for answer, words in notice.answers:
            self._add_button(answer, words)
        if notice.answers:
            self._column.addLayout(self._buttons)
        theme.changed.connect(self._measure)
        self._measure()

    def _add_button(self, answer: Answer, words: str) -> None:
        kind = "quiet" if answer is Answer.SKIP else "secondary"
        button = Button(self._theme, words, kind)
        button.setAccessibleName(f"{words}: {self._notice.title}")
        button.clicked.connect(lambda: self._press(answer))
        self._buttons.addWidget(button)

    def _press(self, answer: Answer) -> None:
        if self._listens():
            self.pressed.emit(NoticeAnswered(self._notice.id, answer))

    def _put_away(self) -> None:
        if self._listens():
            self.put_away.emit()

    def _listens(self) -> bool:
        return self._monotonic() - self._came >= DEAF_SECONDS

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(20), px(12), px(12), px(14))
        self._column.setSpacing(px(8))
        self._buttons.setSpacing(px(12))
