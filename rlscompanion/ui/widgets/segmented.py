"""One of a few: the chosen one has a tick, a tint and an outline."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QWidget

from rlscompanion.ui.theme.icons import Icons
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import bold_extra
from rlscompanion.ui.widgets.flow_layout import FlowLayout


class Segmented(QFrame):
    """Choices as (key, words); arrow keys move, ``changed`` brings the chosen key."""

    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[tuple[str, str]],
        *,
        current: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = Icons(theme)
        self.setProperty("role", "segmented")
        self.setAccessibleName(name)
        self._layout = FlowLayout(self, even=True)
        self._group = QButtonGroup(self)
        self._buttons = {key: self._segment(words, name) for key, words in choices}
        self.set_current(current)
        self._group.buttonClicked.connect(self._chosen)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def current(self) -> str:
        return next((key for key, one in self._buttons.items() if one.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Choose without telling anyone; an unknown key changes nothing."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def button(self, key: str) -> QPushButton:
        """Return one choice."""
        return self._buttons[key]

    def _segment(self, words: str, name: str) -> QPushButton:
        made = QPushButton(words)
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setProperty("kind", "segment")
        made.setProperty("ring_radius", 9)
        made.setAccessibleName(f"{name}: {words}")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.toggled.connect(self._measure)
        self._group.addButton(made)
        self._layout.addWidget(made)
        return made

    def _chosen(self) -> None:
        self.changed.emit(self.current)

    def _measure(self) -> None:
        px = self._theme.px
        self._layout.setContentsMargins(px(3), px(3), px(3), px(3))
        self._layout.setSpacing(px(2))
        side, gap = px(18), px(6)
        tick = self._icons.icon("check", side, "ink", gap=gap)
        for button in self._buttons.values():
            button.setIconSize(QSize(side + gap, side))
            button.setIcon(tick)
            wide = button.sizeHint().width() + bold_extra(button)
            if not button.isChecked():
                button.setIcon(QIcon())
            button.setMinimumWidth(wide)
