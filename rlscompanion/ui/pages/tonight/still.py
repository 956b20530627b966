"""The still page of the night: nothing to do, nothing bright, one way to help for the legs."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button, FlareButton
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.scroller import Scroller

_ROOMY: Final = 420


class StillPage(QWidget):
    """No clock here. The checklist comes only where it is asked for."""

    flare_up_wanted = Signal()
    standby_wanted = Signal()
    list_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._title = Label(self.tr("Nothing to do now."), "hero", wrap=True)
        self._rest = Label(
            self.tr("Rest is enough. All else can wait for morning."), "lead", wrap=True
        )
        self._open = Label("", "lead", wrap=True)
        self._next = Label("", "body", wrap=True)
        self._flare = FlareButton(theme)
        self._flare.setText(self.tr("My legs won’t rest"))
        self._flare.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._flare.setAccessibleName(self.tr("My legs won’t rest: open the flare-up screen"))
        self._flare.clicked.connect(self.flare_up_wanted)
        self._list = Button(theme, self.tr("Show tonight’s list"), "quiet", icon="routine")
        self._list.clicked.connect(self.list_wanted)
        self._standby = Button(theme, self.tr("Standby"), "quiet", icon="screenoff")
        self._standby.setAccessibleName(self.tr("Standby: a black screen, any key opens help"))
        self._standby.clicked.connect(self.standby_wanted)
        self._row = FlowLayout()
        self._row.addWidget(self._list)
        self._row.addWidget(self._standby)
        self._column = QVBoxLayout()
        self._column.addStretch(2)
        for words in (self._title, self._rest, self._open):
            self._column.addWidget(words)
        self._above_flare, self._above_next = QSpacerItem(0, 0), QSpacerItem(0, 0)
        self._column.addSpacerItem(self._above_flare)
        self._column.addWidget(self._flare, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(self._row)
        self._column.addSpacerItem(self._above_next)
        self._column.addWidget(self._next)
        self._column.addStretch(3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scroller(self._column))
        theme.changed.connect(self._measure)
        self._measure()

    def show_words(self, next_reminder: str, still_open: str) -> None:
        """Name the next reminder, and the step that may still be answered."""
        self._next.setText(next_reminder)
        self._open.setText(still_open)
        self._open.setVisible(bool(still_open))

    def _measure(self) -> None:
        px = self._theme.px
        self._title.set_role("hero" if self.height() >= px(_ROOMY) else "card-hero")
        self._column.setContentsMargins(px(24), 0, 0, 0)
        self._column.setSpacing(px(12))
        self._row.setSpacing(px(12))
        self._above_flare.changeSize(0, px(16))
        self._above_next.changeSize(0, px(16))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
