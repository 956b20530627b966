"""Reminders and sounds: what they say, where they show, and whether they arrive."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rlscompanion.domain.preferences import RANGES
from rlscompanion.services.trying_out import TryingOut
from rlscompanion.ui.pages.settings.keeping import Keeping
from rlscompanion.ui.pages.settings.section import Section
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.reminder_test import ReminderTest


class RemindersSection(Section):
    """What a notification may say, and a test of one."""

    def __init__(self, theme: Theme, keeping: Keeping, trying_out: TryingOut) -> None:
        super().__init__(theme, keeping, self.tr("Reminders"))
        self.test = ReminderTest(theme, trying_out.send_test)
        self.column.addWidget(self.test)
        self.switch(
            "names_in_notices",
            self.tr("Name supplements"),
            self.tr("Off: a reminder says only that it is time for a step."),
        )
        self.switch(
            "own_reminder_window",
            self.tr("Our own dim window"),
            self.tr("In place of the desktop's notifications, which can be bright."),
        )
        self.switch(
            "morning_reminder",
            self.tr("Morning check-in"),
            self.tr("One reminder after you wake."),
        )


class SoundsSection(Section):
    """Tones: on or off, how loud, and one to hear."""

    def __init__(self, theme: Theme, keeping: Keeping, trying_out: TryingOut) -> None:
        super().__init__(theme, keeping, self.tr("Sounds"))
        self._trying_out = trying_out
        self.switch(
            "tones",
            self.tr("Tones in guides and flare-ups"),
            self.tr("A soft tone leads each breath and each change."),
        )
        self.volume = self.figure(
            "volume",
            self.tr("Volume"),
            "",
            limits=RANGES["volume"],
            step=10,
            said=self.tr("{0} %").format,
        )
        self.play = Button(theme, self.tr("Play it"), icon="sound")
        self.play.clicked.connect(self._play)
        self._heard = self.say(self.tr("Sound does not work on this computer."))
        self._heard.setVisible(trying_out.sound is None)
        self.play.setEnabled(trying_out.sound is not None)
        self.column.addLayout(beside(self.play))

    def _play(self) -> None:
        works = self._trying_out.play(self.volume.value)
        self._heard.setVisible(not works)


def beside(piece: QWidget) -> QHBoxLayout:
    """Return a line with the piece at its left."""
    line = QHBoxLayout()
    line.addWidget(piece)
    line.addStretch(1)
    return line
