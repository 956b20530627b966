"""What is asked in the window before it goes: whether to stay on for the reminders."""

from PySide6.QtCore import Signal

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.asking import Asking
from rlscompanion.ui.widgets.button import Button


class LeavingPanel(Asking):
    """Lies over the page."""

    stay_wanted = Signal()
    """Go on without a window."""
    quit_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.stay = Button(theme, "", "secondary")
        self.stay.clicked.connect(self.stay_wanted)
        self.quit = Button(theme, self.tr("Quit"), "secondary")
        self.quit.clicked.connect(self.quit_wanted)
        self.back = Button(theme, self.tr("Back"), "quiet")
        self.back.clicked.connect(self.hide)
        for button in (self.stay, self.quit, self.back):
            self.add(button)

    def ask_whether_to_stay(self) -> None:
        """Ask once, where there is no tray: closing hides the only way to see the companion."""
        self.stay.setText(self.tr("Keep it running"))
        self.say(
            self.tr("Keep RLS Companion running without its window?"),
            self.tr(
                "Reminders come only while it runs, and this desktop has no tray. To come back, "
                "start RLS Companion again. Settings keep your answer and can change it."
            ),
            self.stay,
        )

    def ask_whether_to_quit(self, lost: str) -> None:
        """Say what will not arrive, before it is too late."""
        self.stay.setText(self.tr("Close the window only"))
        self.say(self.tr("Quit RLS Companion?"), lost, self.stay)
