"""A quiet offer: what could be done now, one way to do it, one way to put it aside."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.quiet import Quiet


class OfferCard(QFrame):
    """``taken`` or ``put_aside``; it never comes between the person and the page."""

    taken = Signal()
    put_aside = Signal()

    def __init__(
        self, theme: Theme, icon: str, *, take: str, leave: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "info")
        self._icon = IconLabel(theme, icon, 24, "accent")
        self._what = Label("", "strong", wrap=True)
        self._why = Quiet(theme, "")
        self.take = Button(theme, take, "secondary")
        self.take.clicked.connect(self.taken)
        self.leave = Button(theme, leave, "quiet")
        self.leave.clicked.connect(self.put_aside)
        words, buttons = QWidget(), QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._what)
        column.addWidget(self._why)
        self._buttons = FlowLayout(buttons)
        self._buttons.addWidget(self.take)
        self._buttons.addWidget(self.leave)
        self._pair = PairLayout()
        self._pair.addWidget(words)
        self._pair.addWidget(buttons)
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._icon)
        self._line.addLayout(self._pair, 1)
        theme.changed.connect(self._measure)
        self._measure()

    def show_words(self, what: str, why: str) -> None:
        self._what.setText(what)
        self._why.setText(why)
        self.setAccessibleName(what)
        self.setAccessibleDescription(why)

    def _measure(self) -> None:
        px = self._theme.px
        self._line.setContentsMargins(px(18), px(8), px(12), px(8))
        self._line.setSpacing(px(16))
        self._pair.setSpacing(px(16))
        self._pair.set_line_gap(px(8))
        self._buttons.setSpacing(px(8))
