"""The ways to the parts of a page: a line of buttons; at night one list, for less light."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.choice_box import ChoiceBox
from rlscompanion.ui.widgets.flow_layout import FlowLayout


class Jumps(QWidget):
    """Parts as (key, words); ``chosen`` brings the key of the part that is wanted.

    By day all parts stand on the page, and the part that is at its top ``stands_first`` needs no
    button. At night one part is seen at a time.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        name: str,
        parts: Sequence[tuple[str, str]],
        *,
        stands_first: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._first = stands_first
        self.list = ChoiceBox(name, parts)
        self.list.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.list.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.list.chosen.connect(self.chosen)
        self.buttons: dict[str, Button] = {}
        self._line = FlowLayout()
        for key, words in parts:
            button = Button(theme, words, "small")
            button.setAccessibleName(self.tr("Go to: {0}").format(words))
            button.clicked.connect(partial(self._tell, key))
            self.buttons[key] = button
            self._line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._line)
        column.addWidget(self.list)
        theme.changed.connect(self._fold)
        self._fold()

    def show_part(self, key: str) -> None:
        """Show which part is seen; tells nobody."""
        self.list.set_key(key)

    def _tell(self, key: str, _checked: object = None) -> None:
        self.chosen.emit(key)

    def _fold(self) -> None:
        night = self._theme.mode is Mode.NIGHT
        self._line.setSpacing(self._theme.px(8))
        self.list.setVisible(night)
        for key, button in self.buttons.items():
            button.setVisible(not night and key != self._first)
