"""The night: the flare-up screen as this person wants it, and Standby."""

from functools import partial

from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.domain.flare_record import LEAVABLE, Part
from rlscompanion.domain.preferences import RANGES, BreathingPattern, Preferences
from rlscompanion.ui.pages.settings.keeping import Keeping
from rlscompanion.ui.pages.settings.section import Section
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.chips import ChoiceChip
from rlscompanion.ui.widgets.flow_layout import FlowLayout


class FlareUpSection(Section):
    """Lengths, breathing, parts left out, and whom to call."""

    def __init__(self, theme: Theme, keeping: Keeping, dizzy: str) -> None:
        super().__init__(theme, keeping, self.tr("Flare-up"))
        self.number = self.text(
            "emergency_number",
            self.tr("Emergency number"),
            self.tr("Shown on the help pages."),
            example=self.tr("For example 112"),
            longest=30,
        )
        self.figure(
            "move_seconds",
            self.tr("Movement"),
            self.tr("How long each movement lasts."),
            limits=RANGES["move_seconds"],
            step=5,
            said=self.tr("{0} s").format,
        )
        self.figure(
            "stretch_seconds",
            self.tr("Stretch"),
            self.tr("How long each side is held."),
            limits=RANGES["stretch_seconds"],
            step=5,
            said=self.tr("{0} s").format,
        )
        self.figure(
            "breathing_minutes",
            self.tr("Breathing"),
            self.tr("How long it goes on."),
            limits=RANGES["breathing_minutes"],
            step=1,
            said=self.tr("{0} min").format,
        )
        self.choice(
            "breathing_pattern",
            self.tr("Breath"),
            self.tr("Seconds in and out."),
            [
                (BreathingPattern.LONGER_OUT, self.tr("4 in, 6 out")),
                (BreathingPattern.EVEN, self.tr("5.5 in, 5.5 out")),
                (BreathingPattern.WITH_HOLDS, self.tr("With holds")),
            ],
        )
        holds = self.tr("4 in, hold 4, 6 out, hold 2.")
        self._holds = self.say(f"{holds} {dizzy}")
        self._parts = self._add_parts()
        self.switch(
            "flare_in_window",
            self.tr("In a window"),
            self.tr("Off: it fills every screen, near black."),
        )

    @override
    def show_preferences(self, preferences: Preferences) -> None:
        super().show_preferences(preferences)
        holds = preferences.breathing_pattern is BreathingPattern.WITH_HOLDS
        self._holds.setVisible(holds)
        for part, chip in self._parts.items():
            chip.setChecked(part not in preferences.left_out_parts)

    def _add_parts(self) -> dict[Part, ChoiceChip]:
        names = {
            Part.MOVE: self.tr("Move"),
            Part.STRETCH: self.tr("Stretch"),
            Part.AIDS: self.tr("Aids"),
            Part.BREATHE: self.tr("Breathe"),
        }
        made: dict[Part, ChoiceChip] = {}
        chips = QWidget()
        flow = FlowLayout(chips)
        flow.setSpacing(self.theme.px(8))
        for part in LEAVABLE:
            made[part] = ChoiceChip(self.theme, names[part])
            made[part].clicked.connect(partial(self._leave_out, part))
            flow.addWidget(made[part])
        self.row(self.tr("Its parts"), self.tr("What is not ticked is left out."), chips)
        return made

    def _leave_out(self, part: Part, _on: object = None) -> None:
        out = {str(each) for each, chip in self._parts.items() if not chip.isChecked()}
        if len(out) == len(self._parts):
            self._parts[part].setChecked(True)
            self.keeping.trouble.emit(self.tr("One part stays: without it nothing is left."))
            return
        self.keeping.keep(self.tr("Its parts"), left_out_parts=frozenset(out))


class StandbySection(Section):
    """The black screen by the bed."""

    def __init__(self, theme: Theme, keeping: Keeping) -> None:
        super().__init__(theme, keeping, self.tr("Standby"))
        self.switch(
            "standby_keep_awake",
            self.tr("Keep the computer awake"),
            self.tr("It does not lock while Standby is on. It uses more power."),
        )
        self.switch(
            "standby_tones",
            self.tr("Reminders as tones"),
            self.tr("Off: Standby stays silent."),
        )
