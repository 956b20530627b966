"""The window: navigation at the left, a page at the right, Flare-up always in sight."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from rlscompanion.backports import override
from rlscompanion.ui.first_frame import FirstFrame
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.navigation import Navigation

NAME: Final = "RLS Companion"
USUAL: Final = QSize(1120, 760)
SMALLEST: Final = QSize(900, 600)
CORNER_AT: Final = "tonight"
ROOM_FOR_THE_CORNER: Final = 860
"""Of the page's width, at 100 %: below that its title needs the whole line."""
SHORT: Final = 700
_UNBOUNDED: Final = 1 << 14
_ARROWS: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right})
TOP, TOP_SHORT, EDGE = 32, 16, 40
"""Where a page begins: from above, from above in a short window, from the side."""


class _Pages(QStackedWidget):
    """Arrow keys stay in the page that is seen; Tab goes on to the rest of the window."""

    def __init__(self) -> None:
        super().__init__()
        self._is_arrow = False
        """Whether the key that was pressed last is one."""
        self._corner: QWidget | None = None

    def leave_room_for(self, corner: QWidget) -> None:
        """Let something be seen that lies beneath, and is so read before the page."""
        self._corner = corner
        corner.stackUnder(self)
        self._leave_room()

    def _leave_room(self) -> None:
        from PySide6.QtGui import QRegion  # noqa: PLC0415  (after the first frame)

        if self._corner is None:
            return
        if self._corner.isHidden():
            self.clearMask()
            return
        room = self._corner.geometry().translated(-self.pos())
        self.setMask(QRegion(0, 0, _UNBOUNDED, _UNBOUNDED).subtracted(QRegion(room)))

    def listen(self) -> None:
        """Follow the keys, and where it lies: not before the first frame."""
        self.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Each key announces itself so, on its way up from what has the keyboard.
            self._is_arrow = event.key() in _ARROWS
        elif event.type() is QEvent.Type.Move:
            self._leave_room()
        return False

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        # Qt finds the way: asked for it, PySide hands each stop over to the one before it, and
        # what is taken out of the page later is freed too late, or too early.
        before = QApplication.focusWidget()
        found = super().focusNextPrevChild(next)
        after = QApplication.focusWidget()
        if not self._is_arrow or before is None or not self.isAncestorOf(before):
            return found
        if after is not before and not self.isAncestorOf(after or self):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        return found


class MainWindow(QMainWindow):
    """Pages are added by name; the first one added is the first one seen."""

    flare_up_wanted = Signal()
    opened = Signal(str)
    """A place was opened for itself: arrow keys only pass by."""
    pressed_again = Signal(str)
    """The place that is seen was chosen once more in the navigation."""
    hidden = Signal()
    """Closed by the person; the companion may stay in the tray."""
    placed = Signal()
    """Moved, or given another size, since it is seen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setWindowTitle(NAME)
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self._pages = _Pages()
        self._places: dict[str, Callable[[], QWidget]] = {}
        self._place = ""
        self._corner: QWidget | None = None
        self._ordered: list[QWidget] = []
        self._waits_at: QWidget | None = None
        self.may_close: Callable[[], bool] = lambda: True
        """Asked before the window goes; who says no has told the person why."""
        self._nav = Navigation(theme, NAME)
        self._nav.wanted.connect(self._press)
        self._nav.passed.connect(self.go_to)
        self._nav.flare_up_wanted.connect(self.flare_up_wanted)
        self._build()
        self._keys: dict[str, Callable[[], None]] = {}
        self._hears = False
        for keys in ("F9", "Ctrl+Shift+F"):
            self.on_key(keys, self.flare_up_wanted.emit)
        theme.changed.connect(self._measure)
        self._measure()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._mark_focus)

    def add_page(
        self,
        name: str,
        words: str,
        icon: str,
        page: Callable[[], QWidget],
        *,
        short: str = "",
        low: bool = False,
    ) -> None:
        """Add a page with its place in the navigation; ``low`` puts it beside Flare-up.

        ``page`` is called when the page is wanted, and returns the same one each time. ``short``
        are the words for the narrow rail.
        """
        self._nav.add_place(name, words, short, icon, low=low)
        self._places[name] = page
        if len(self._places) <= len("123456789"):
            self.on_key(f"Ctrl+{len(self._places)}", lambda: self._open(name))
        if len(self._places) == 1:
            self.go_to(name)

    @property
    def place(self) -> str:
        """The name of the page that is seen; empty before the first one."""
        return self._place

    def go_to(self, name: str) -> None:
        self._place = name
        self._nav.show_place(name)
        page = self._places[name]()
        self._take(page)

    def _open(self, name: str) -> None:
        self.go_to(name)
        self.opened.emit(name)

    def _press(self, name: str) -> None:
        again = name == self._place
        self._open(name)
        if again:
            self.pressed_again.emit(name)

    def set_corner(self, corner: QWidget) -> None:
        """Put something at the top right of the first page, beside its title."""
        self._corner = corner
        corner.setParent(self._whole)
        self._theme.dress(corner)
        self._measure()

    def set_question(self, question: QWidget) -> None:
        """Put something that is asked now and then over the page."""
        self._right.insertWidget(0, question)
        self._theme.dress(question)

    def show_alone(self, page: QWidget, first: QWidget) -> None:
        """Show a page without the navigation, until ``leave``, the keyboard at its ``first``."""
        self._take(page)
        self._nav.hide()
        self.place_corner()
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def show_from_here(self, page: QWidget) -> None:
        """Show a page that has no place of its own; going to ``place`` leads back."""
        self._take(page)

    def take_in(self, page: QWidget) -> None:
        """Let a page wait behind the one that is seen, in the size that it will have."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
            page.resize(self._pages.size())

    def _take(self, page: QWidget) -> None:
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._theme.dress(page)
        self._pages.setCurrentWidget(page)
        self.place_corner()

    def leave(self, alone: QWidget, name: str) -> None:
        """Take that page away and come back to the others with their navigation."""
        self._nav.show()
        self.go_to(name)
        self._nav.take_focus()
        self._pages.removeWidget(alone)
        alone.deleteLater()

    def on_key(self, keys: str, act: Callable[[], None]) -> None:
        """Let a key of the whole window do something, from the moment the window is seen."""
        self._keys[keys] = act
        if self._hears:
            self._listen()

    def _listen(self) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut  # noqa: PLC0415  (the first frame)

        self._hears = True
        for keys, act in self._keys.items():
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self._keys.clear()
        self._pages.listen()
        self.place_corner()

    def come_up(self) -> None:
        """Show the window in front of the others; the keyboard waits where one is."""
        if self.isMinimized():
            self.showNormal()
        first = not self.isVisible()
        self.show()
        if first and not self._nav.isHidden():
            self._nav.take_focus()
            self._waits_at = self.focusWidget()
        self.raise_()
        self.activateWindow()

    def _mark_focus(self) -> None:
        """Mark what has the keyboard, from the first time on that something in here is given it."""
        app = QApplication.instance()
        new = QApplication.focusWidget()
        is_given = new not in {None, self, self._waits_at}
        is_in_here = new is not None and is_given and self.isAncestorOf(new)
        if not is_in_here or not isinstance(app, QApplication):
            return
        from rlscompanion.ui.widgets.caret import Caret  # noqa: PLC0415  (not in the first frame)
        from rlscompanion.ui.widgets.focus_ring import FocusRing  # noqa: PLC0415

        app.focusChanged.disconnect(self._mark_focus)
        FocusRing(self._theme, self)
        Caret(self._theme, self)

    def _build(self) -> None:
        self._whole = QWidget()
        line = QHBoxLayout(self._whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._nav)
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._right.addWidget(self._pages, 1)
        line.addLayout(self._right, 1)
        self.setCentralWidget(self._whole)
        self._theme.dress(self._nav)

    def _measure(self) -> None:
        self._nav.fit(self.size())
        self.place_corner()

    def place_corner(self) -> None:
        """Put the corner where it belongs in its present size."""
        if self._corner is None:
            return
        px = self._theme.px
        page = self.width() - self._nav.width()
        fits = page >= px(ROOM_FOR_THE_CORNER) and self._place == CORNER_AT
        self._corner.setVisible(fits and not self._nav.isHidden())
        self._corner.adjustSize()
        top = px(TOP_SHORT if self.height() < px(SHORT) else TOP)
        self._corner.move(self.width() - px(EDGE) - self._corner.width(), top)
        if self._hears:
            self._pages.leave_room_for(self._corner)
            self._order_stops([*self._nav.stops, self._corner])
        else:
            self._corner.raise_()

    def _order_stops(self, stops: list[QWidget]) -> None:
        """Let the keyboard come to the corner after the navigation, before the page."""
        if stops != self._ordered:
            self._ordered = stops
            for one, other in pairwise(stops):
                self.setTabOrder(one, other)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press what has the keyboard: Qt leaves that to Space alone."""
        focused = self.focusWidget()
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and isinstance(focused, QAbstractButton) and not event.isAutoRepeat():
            focused.click()
        else:
            super().keyPressEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._hears:
            FirstFrame(self, self._listen)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        if self._hears:
            self.placed.emit()

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        if self._hears:
            self.placed.emit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        event.accept()
        self.hidden.emit()
