"""Starting and leaving: with the computer, and what closing the window does."""

from PySide6.QtCore import Signal

from rlscompanion.backports import override
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.preferences import InBackground, Preferences
from rlscompanion.services.trying_out import TryingOut
from rlscompanion.ui.pages.settings.keeping import Keeping
from rlscompanion.ui.pages.settings.section import Section
from rlscompanion.ui.theme.theme import Theme


class StartSection(Section):
    """Reminders come only while the companion runs, so this says whether it does."""

    switched = Signal()
    """Whether it starts with the computer was changed, or could not be."""

    def __init__(self, theme: Theme, keeping: Keeping, trying_out: TryingOut) -> None:
        super().__init__(theme, keeping, self.tr("Start"))
        self._trying_out = trying_out
        self.with_computer = self.bare_switch(
            self.tr("Start with the computer"), self.tr("Without a window, for the reminders.")
        )
        self.with_computer.clicked.connect(self._switch)
        self._why_not = self.say(
            self.tr("Not possible here: this system offers no way that this app knows.")
        )
        self._trouble = self.say(" ")
        self.choice(
            "in_background",
            self.tr("Closing the window"),
            self.tr("Where there is no tray. Reminders come only while the app runs."),
            [
                (InBackground.ASK, self.tr("Ask")),
                (InBackground.STAY, self.tr("Stay on")),
                (InBackground.QUIT, self.tr("Quit")),
            ],
        )

    @override
    def show_preferences(self, preferences: Preferences) -> None:
        super().show_preferences(preferences)
        self._show_start()

    def _show_start(self) -> None:
        on = self._trying_out.starts_with_computer
        self.with_computer.setEnabled(on is not None)
        self.with_computer.setChecked(bool(on))
        self._why_not.setVisible(on is None)
        trouble = self._trying_out.start_trouble
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))

    def _switch(self) -> None:
        try:
            self._trying_out.start_with_computer(on=self.with_computer.isChecked())
        except Mendable as problem:
            self.keeping.trouble.emit(str(problem))
        self._show_start()
        self.switched.emit()
