"""A question in place, over or in a page; no dialog lights up."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.announcing import announce
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label


class Asking(QFrame):
    """What, why and the answers. Hidden until it asks; Esc answers nothing and hides it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "card")
        self._what = Label("", "strong", wrap=True)
        self._why = Label("", "ink2", wrap=True)
        self._buttons = FlowLayout()
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._what)
        self._column.addWidget(self._why)
        self._column.addLayout(self._buttons)
        theme.changed.connect(self._measure)
        self._measure()
        self.hide()

    def add(self, button: Button) -> None:
        """Add an answer, or a button that does something else than answer."""
        self._buttons.addWidget(button)

    def say(self, what: str, why: str, first: Button) -> None:
        """Ask, aloud too, with the keyboard on the answer ``first``."""
        self._what.setText(what)
        self._why.setText(why)
        self.setAccessibleName(what)
        self.setAccessibleDescription(why)
        self.show()
        first.setFocus()
        announce(self, f"{what} {why}")

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
