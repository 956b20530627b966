"""One of a few: the chosen one has a tick, a tint and an outline."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QPushButton, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.icons import Icons
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import PickButton, bold_extra
from rlscompanion.ui.widgets.flow_layout import FlowLayout


class Segmented(QFrame):
    """Choices as (key, words); arrow keys move, ``changed`` brings the chosen key.

    Where it is ``clearable``, the chosen one can be pressed again: then the key is empty.
    """

    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[tuple[str, str]],
        *,
        current: str = "",
        clearable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clearable = clearable
        self._icons = Icons(theme)
        self.setProperty("role", "segmented")
        self.setAccessibleName(name)
        self._layout = FlowLayout(self, even=True, balanced=True)
        self._group = QButtonGroup(self)
        self._buttons = {key: self._segment(words, name) for key, words in choices}
        self._group.setExclusive(not clearable)
        self.set_current(current)
        self._stop_at_the_chosen()
        self._group.buttonClicked.connect(self._chosen)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def current(self) -> str:
        return next((key for key, one in self._buttons.items() if one.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Choose without telling anyone; an unknown key changes nothing.

        Where it is clearable, an empty key takes the choice back.
        """
        if key in self._buttons:
            self._buttons[key].setChecked(True)
        if self._clearable and (key in self._buttons or not key):
            self._leave_only(key)

    def button(self, key: str) -> QPushButton:
        """Return one choice."""
        return self._buttons[key]

    def _segment(self, words: str, name: str) -> QPushButton:
        made = PickButton(words)
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setProperty("kind", "segment")
        made.setProperty("ring_radius", 9)
        made.setAccessibleName(f"{name}: {words}")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.toggled.connect(self._measure)
        made.toggled.connect(self._stop_at_the_chosen)
        self._group.addButton(made)
        self._layout.addWidget(made)
        return made

    def _stop_at_the_chosen(self) -> None:
        """Let Tab come to the chosen one, else to the first: the arrow keys go on from there."""
        buttons = self._buttons.values()
        here = next((button for button in buttons if button.isChecked()), next(iter(buttons)))
        for button in buttons:
            stop = Qt.FocusPolicy.StrongFocus if button is here else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stop)

    def _chosen(self, chosen: QAbstractButton) -> None:
        if self._clearable and chosen.isChecked():
            self._leave_only(next(key for key, one in self._buttons.items() if one is chosen))
        self.changed.emit(self.current)

    def _leave_only(self, key: str) -> None:
        for other, button in self._buttons.items():
            if other != key:
                button.setChecked(False)

    @override
    def changeEvent(self, arg__1: QEvent) -> None:
        """Measure again when the page is dressed: the sheet has a padding of its own."""
        super().changeEvent(arg__1)
        if arg__1.type() is QEvent.Type.StyleChange:
            self._measure()

    def _measure(self) -> None:
        px = self._theme.px
        self._layout.setContentsMargins(px(3), px(3), px(3), px(3))
        self._layout.setSpacing(px(2))
        side, gap = px(18), px(6)
        tick = self._icons.icon("check", "ink")
        for button in self._buttons.values():
            button.setIconSize(QSize(side + gap, side))
            button.setIcon(tick)
            wide = button.sizeHint().width() + bold_extra(button)
            if not button.isChecked():
                button.setIcon(QIcon())
            button.setMinimumWidth(wide)
