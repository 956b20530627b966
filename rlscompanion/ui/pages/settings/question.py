"""A question in place, before something that is not taken back by Ctrl+Z."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout
from typing_extensions import override

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label


class Question(QFrame):
    """Hidden until it asks; no dialog lights up."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._act: Callable[[], None] = lambda: None
        self.setProperty("role", "card")
        self._what = Label("", "strong", wrap=True)
        self._why = Label("", "ink2", wrap=True)
        self.yes = Button(theme, "", "warn")
        self.yes.clicked.connect(self._do)
        self.no = Button(theme, self.tr("Leave it as it is"))
        self.no.clicked.connect(self.hide)
        self._buttons = FlowLayout()
        self._buttons.addWidget(self.no)
        self._buttons.addWidget(self.yes)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._what)
        self._column.addWidget(self._why)
        self._column.addLayout(self._buttons)
        theme.changed.connect(self._measure)
        self._measure()
        self.hide()

    def add(self, button: Button) -> None:
        """Add a button that does something else than answer."""
        self._buttons.addWidget(button)

    def ask(self, what: str, why: str, *, yes: str, act: Callable[[], None]) -> None:
        """Ask once; the keyboard is on the answer that changes nothing."""
        self._act = act
        self._what.setText(what)
        self._why.setText(why)
        self.yes.setText(yes)
        self.setAccessibleName(what)
        self.setAccessibleDescription(why)
        self.show()
        self.no.setFocus()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{what} {why}"))

    def _do(self) -> None:
        self.hide()
        self._act()

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(20), px(14), px(20), px(14))
        self._column.setSpacing(px(8))
        self._buttons.setSpacing(px(12))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
