"""What is asked in the window before it goes: whether to stay on for the reminders."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout
from typing_extensions import override

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label


class LeavingPanel(QFrame):
    """A question in place, over the page; no dialog lights up."""

    stay_wanted = Signal()
    """Go on without a window."""
    quit_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "card")
        self._what = Label("", "strong", wrap=True)
        self._why = Label("", "ink2", wrap=True)
        self.stay = Button(theme, "", "secondary")
        self.stay.clicked.connect(self.stay_wanted)
        self.quit = Button(theme, self.tr("Quit"), "secondary")
        self.quit.clicked.connect(self.quit_wanted)
        self.back = Button(theme, self.tr("Back"), "quiet")
        self.back.clicked.connect(self.hide)
        self._buttons = FlowLayout()
        for button in (self.stay, self.quit, self.back):
            self._buttons.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._what)
        self._column.addWidget(self._why)
        self._column.addLayout(self._buttons)
        theme.changed.connect(self._measure)
        self._measure()
        self.hide()

    def ask_whether_to_stay(self) -> None:
        """Ask once, where there is no tray: closing hides the only way to see the companion."""
        self.stay.setText(self.tr("Keep it running"))
        self._ask(
            self.tr("Keep RLS Companion running without its window?"),
            self.tr(
                "Reminders come only while it runs, and this desktop has no tray. To come back, "
                "start RLS Companion again. Settings keep your answer and can change it."
            ),
        )

    def ask_whether_to_quit(self, lost: str) -> None:
        """Say what will not arrive, before it is too late."""
        self.stay.setText(self.tr("Close the window only"))
        self._ask(self.tr("Quit RLS Companion?"), lost)

    def _ask(self, what: str, why: str) -> None:
        self._what.setText(what)
        self._why.setText(why)
        self.setAccessibleName(what)
        self.setAccessibleDescription(why)
        self.show()
        self.stay.setFocus()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{what} {why}"))

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(20), px(14), px(20), px(14))
        self._column.setSpacing(px(8))
        self._buttons.setSpacing(px(12))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back.click()
        else:
            super().keyPressEvent(event)
