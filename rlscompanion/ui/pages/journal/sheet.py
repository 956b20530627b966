"""What the panes beside the check-in share: Back, a heading, a scrolled column."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.quiet import Quiet
from rlscompanion.ui.widgets.scroller import Scroller

WIDEST = 588


class Sheet(QWidget):
    """``done`` asks to go back to the night."""

    done = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(title)
        self.back = Button(theme, self.tr("Back"), "quiet", icon="left")
        self.back.clicked.connect(self.done)
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addStretch(1)
        self._top = top
        self._inner = QWidget()
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(Label(title, "card-hero", wrap=True))
        line = QHBoxLayout()
        line.addWidget(self._inner, 1000)
        line.addStretch(1)
        self._line = line
        around = QVBoxLayout()
        around.setContentsMargins(0, 0, 0, 0)
        around.addLayout(line)
        around.addStretch(1)
        self.scroller = Scroller(around)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(top)
        outer.addWidget(self.scroller, 1)
        self._outer = outer
        theme.changed.connect(self._measure_sheet)
        self._measure_sheet()

    def take_focus(self) -> None:
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def section(self, words: str, why: str = "") -> QVBoxLayout:
        """Add a heading, and return the column for what belongs under it."""
        made = QVBoxLayout()
        made.setSpacing(self._theme.px(10))
        made.addWidget(Label(words, "h2", wrap=True))
        if why:
            made.addWidget(Quiet(self._theme, why))
        self.column.addLayout(made)
        return made

    def rule(self) -> None:
        """Add a hairline."""
        line = QFrame()
        line.setProperty("role", "rule")
        self.column.addWidget(line)

    def _measure_sheet(self) -> None:
        px = self._theme.px
        self._outer.setSpacing(px(8))
        self._top.setContentsMargins(-px(14), 0, 0, 0)
        self.column.setSpacing(px(20))
        self._line.setContentsMargins(px(6), px(6), px(16), px(16))
        self._inner.setMaximumWidth(px(WIDEST))
