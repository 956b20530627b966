"""How a step reminds: on or off, how early, again until answered, and with which sound."""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Signal

from rlscompanion.domain.routine import ReminderSetting, Sound
from rlscompanion.domain.routine_file import LATE_MINUTES, LEAD_MINUTES, REPEAT_MINUTES, REPEATS
from rlscompanion.ui.pages.routine.pieces import Part
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.stepper import MinuteStepper
from rlscompanion.ui.widgets.switch import Switch

REPEATS_USUALLY: Final = 3
STEPPER_WIDTH: Final = 184


class ReminderPart(Part):
    """``chosen`` brings the whole setting as it is wanted."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ruled=True)
        self._setting = ReminderSetting()
        self.rings = Switch(theme, self.tr("Reminder"))
        self.rings.clicked.connect(self._set_rings)
        self.lead = self._minutes(
            self.tr("Ring early by"),
            LEAD_MINUTES,
            lambda old, value: replace(old, lead=value),
        )
        self.repeats = Switch(theme, self.tr("Repeat until I answer"))
        self.repeats.clicked.connect(self._set_repeats)
        self.every = self._minutes(
            self.tr("Repeat every"),
            (5, REPEAT_MINUTES[1]),
            lambda old, value: replace(old, repeat_every=value),
        )
        self.times = self._minutes(
            self.tr("Repeat at most"),
            (1, REPEATS[1]),
            lambda old, value: replace(old, repeat_at_most=value),
            step=1,
            text=lambda value: (
                self.tr("once") if value == 1 else self.tr("{0} times").format(value)
            ),
        )
        self.late = self._minutes(
            self.tr("Not shown when later than"),
            (5, LATE_MINUTES[1]),
            lambda old, value: replace(old, late_limit=value),
        )
        sounds = (
            (Sound.NONE.value, self.tr("None")),
            (Sound.SOFT.value, self.tr("Soft")),
            (Sound.BELL.value, self.tr("Bell")),
        )
        self.sound = Segmented(theme, self.tr("Sound"), sounds)
        self.sound.changed.connect(self._set_sound)
        self.add_named(Label(self.tr("Reminder"), "strong", wrap=True), self.rings)
        self._details = Part(theme)
        self._repeats = Part(theme)
        self._details.add_named(Label(self.tr("Ring early by"), wrap=True), self.lead)
        self._details.add_named(Label(self.tr("Repeat until I answer"), wrap=True), self.repeats)
        self._repeats.add_named(Label(self.tr("Every"), wrap=True), self.every)
        self._repeats.add_named(Label(self.tr("At most"), wrap=True), self.times)
        self._details.add(self._repeats)
        self._details.add_named(Label(self.tr("Not later than"), wrap=True), self.late)
        self._details.add(Label(self.tr("Sound"), wrap=True), self.sound)
        self.add(self._details)
        theme.changed.connect(self._measure)
        self._measure()

    def show_setting(self, setting: ReminderSetting) -> None:
        """Show a setting; says nothing to anyone."""
        self._setting = setting
        self.rings.setChecked(setting.on)
        self._details.setVisible(setting.on)
        self.lead.set_value(setting.lead)
        self.repeats.setChecked(setting.repeat_at_most > 0)
        self._repeats.setVisible(setting.repeat_at_most > 0)
        self.every.set_value(setting.repeat_every)
        self.times.set_value(setting.repeat_at_most or REPEATS_USUALLY)
        self.late.set_value(setting.late_limit)
        self.sound.set_current(setting.sound.value)

    def _minutes(
        self,
        name: str,
        bounds: tuple[int, int],
        change: Callable[[ReminderSetting, int], ReminderSetting],
        *,
        step: int = 5,
        text: Callable[[int], str] | None = None,
    ) -> MinuteStepper:
        least, most = bounds
        made = MinuteStepper(
            self._theme, name, value=least, minimum=least, maximum=most, step=step, text=text
        )

        def set_minutes(value: int) -> None:
            self.chosen.emit(change(self._setting, value))

        made.changed.connect(set_minutes)
        return made

    def _set_rings(self, on: bool) -> None:  # noqa: FBT001
        self.chosen.emit(replace(self._setting, on=on))

    def _set_repeats(self, on: bool) -> None:  # noqa: FBT001
        self.chosen.emit(replace(self._setting, repeat_at_most=REPEATS_USUALLY if on else 0))

    def _set_sound(self, sound: str) -> None:
        self.chosen.emit(replace(self._setting, sound=Sound(sound)))

    def _measure(self) -> None:
        for stepper in (self.lead, self.every, self.times, self.late):
            stepper.setFixedWidth(self._theme.px(STEPPER_WIDTH))
