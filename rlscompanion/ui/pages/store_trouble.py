"""What is stored cannot be opened: what is the matter, and the ways out of it."""

from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QLocale, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.scroller import Scroller

WIDEST: Final = 720


class StoreTroublePage(QWidget):
    """Nothing on it deletes anything: what cannot be read is kept beside the new start."""

    again_wanted = Signal()
    restore_wanted = Signal()
    anew_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = Label(self.tr("Your notes cannot be opened"), "h1", wrap=True)
        self._what = Banner(theme, BannerKind.WARN, "", icon="stop")
        self._ways = Label("", "lead", wrap=True)
        self.restore = Button(theme, "", "primary")
        self.restore.clicked.connect(self.restore_wanted)
        self.again = Button(theme, self.tr("Try again"), "secondary")
        self.again.clicked.connect(self.again_wanted)
        self.anew = Button(theme, self.tr("Start anew, keep the old file"), "secondary")
        self.anew.clicked.connect(self.anew_wanted)
        self.quit = Button(theme, self.tr("Quit"), "quiet")
        self.quit.clicked.connect(self.quit_wanted)
        self._build()
        theme.changed.connect(self._measure)
        self._measure()

    def show_problem(self, words: str, *, damaged: bool, backup: date | None) -> None:
        """Say what is the matter; offer the backup of a day where there is a good one."""
        self._what.show_words(words)
        self.restore.setVisible(damaged and backup is not None)
        self.anew.setVisible(damaged)
        if backup is not None:
            day = QLocale().toString(QDate(backup.year, backup.month, backup.day))
            self.restore.setText(self.tr("Go back to the backup of {0}").format(day))
        self._ways.setText(self._ways_out(damaged=damaged, backup=backup))

    def _ways_out(self, *, damaged: bool, backup: date | None) -> str:
        if not damaged:
            return self.tr("Nothing is lost. Mend it, then try again. Flare-up works as it is.")
        if backup is None:
            return self.tr(
                "There is no backup to go back to. You can start anew; the old file is kept, "
                "so that somebody may still read it. Flare-up works as it is."
            )
        return self.tr(
            "The backup holds all that was there when it was made that day. "
            "The old file is kept as well. "
            "Flare-up works as it is."
        )

    def _build(self) -> None:
        self._buttons = FlowLayout()
        for button in (self.restore, self.again, self.anew, self.quit):
            self._buttons.addWidget(button)
        column = QVBoxLayout()
        self._column = column
        for part in (self._title, self._what, self._ways):
            column.addWidget(part)
        column.addLayout(self._buttons)
        column.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scroller(column))

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(40), px(32), px(40), px(24))
        self._column.setSpacing(px(24))
        self._buttons.setSpacing(px(12))
        for part in (self._title, self._what, self._ways):
            part.setMaximumWidth(px(WIDEST))

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(WIDEST), self._theme.px(400))
