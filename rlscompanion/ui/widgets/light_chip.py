"""Which light the window wears, and a way to keep another one until the next wake time."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu

ICONS: Final = {Mode.DAY: "sun", Mode.EVENING: "sunset", Mode.NIGHT: "moon"}


class LightChip(Button):
    """``keep_wanted`` carries a Mode; ``follow_wanted`` gives the light back to the clock."""

    keep_wanted = Signal(object)
    follow_wanted = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "mode", icon=ICONS[theme.mode], parent=parent)
        self.setProperty("ring_radius", 21)
        self._choices: QMenu | None = None
        self._actions: dict[Mode | None, QAction] = {}
        self._kept: Mode | None = None
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
        self._kept = mode if held else None
        self._mark()

    def choices(self) -> "QMenu":
        """Return the menu of the lights that can be kept; it is made when it is first wanted."""
        if self._choices is None:
            self._choices = self._make_choices()
            self._mark()
        return self._choices

    def _make_choices(self) -> "QMenu":
        from PySide6.QtGui import QActionGroup  # noqa: PLC0415  (not in the first frame)
        from PySide6.QtWidgets import QMenu  # noqa: PLC0415

        menu = QMenu(self)
        group = QActionGroup(menu)
        for mode, words in self._keeping().items():
            action = menu.addAction(words)
            action.setCheckable(True)
            group.addAction(action)
            self._actions[mode] = action
            if mode is None:
                action.triggered.connect(self.follow_wanted)
            else:
                action.triggered.connect(partial(self._keep_mode, mode))
        return menu

    def _mark(self) -> None:
        if self._kept in self._actions:
            self._actions[self._kept].setChecked(True)

    def _keeping(self) -> dict[Mode | None, str]:
        return {
            Mode.DAY: self.tr("Keep day light until I wake"),
            Mode.EVENING: self.tr("Keep evening light until I wake"),
            Mode.NIGHT: self.tr("Keep night light until I wake"),
            None: self.tr("Follow the clock"),
        }

    def _keep_mode(self, mode: Mode, _on: object = None) -> None:
        self.keep_wanted.emit(mode)

    def _open(self) -> None:
        choices = self.choices()
        right = QPoint(self.width() - choices.sizeHint().width(), self.height())
        choices.popup(self.mapToGlobal(right))
