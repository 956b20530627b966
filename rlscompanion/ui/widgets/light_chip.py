"""Which light the window wears, and a way to keep another one until the next wake time."""

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button

ICONS: Final = {Mode.DAY: "sun", Mode.EVENING: "sunset", Mode.NIGHT: "moon"}


class LightChip(Button):
    """``keep_wanted`` carries a Mode; ``follow_wanted`` gives the light back to the clock."""

    keep_wanted = Signal(object)
    follow_wanted = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "mode", icon=ICONS[theme.mode], parent=parent)
        self.setProperty("ring_radius", 21)
        self._choices = QMenu(self)
        self._group = QActionGroup(self._choices)
        self._keep = {mode: self._choice(words) for mode, words in self._keeping().items()}
        self._follow = self._choice(self.tr("Follow the clock"))
        for mode, action in self._keep.items():
            action.triggered.connect(partial(self._keep_mode, mode))
        self._follow.triggered.connect(self.follow_wanted)
        self.clicked.connect(self._open)
        self.show_light(theme.mode, held=False)

    def show_light(self, mode: Mode, *, held: bool) -> None:
        """Say which light is worn, and whether it is kept until the next wake time."""
        words = {
            Mode.DAY: self.tr("Day light"),
            Mode.EVENING: self.tr("Evening light"),
            Mode.NIGHT: self.tr("Night light"),
        }[mode]
        self.setText(self.tr("{0}, kept").format(words) if held else words)
        self.setAccessibleName(self.tr("{0}: choose").format(self.text()))
        self.set_icon(ICONS[mode])
        (self._keep[mode] if held else self._follow).setChecked(True)

    def choices(self) -> QMenu:
        """Return the menu of the lights that can be kept."""
        return self._choices

    def _keeping(self) -> dict[Mode, str]:
        return {
            Mode.DAY: self.tr("Keep day light until I wake"),
            Mode.EVENING: self.tr("Keep evening light until I wake"),
            Mode.NIGHT: self.tr("Keep night light until I wake"),
        }

    def _choice(self, words: str) -> QAction:
        made = self._choices.addAction(words)
        made.setCheckable(True)
        self._group.addAction(made)
        return made

    def _keep_mode(self, mode: Mode, _on: object = None) -> None:
        self.keep_wanted.emit(mode)

    def _open(self) -> None:
        right = QPoint(self.width() - self._choices.sizeHint().width(), self.height())
        self._choices.popup(self.mapToGlobal(right))
