"""What happened that day: chips to tick, and words of one's own."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rlscompanion.domain.check_in import OWN_CHIP
from rlscompanion.ui.pages.journal.words import chip_name, chip_words
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.chips import ChoiceChip
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.text_field import TextField

OWN_SHOWN: Final = 8
OWN_AT_MOST: Final = 40


class Chips(QWidget):
    """``said`` brings all that is ticked, ``sick_or_away`` its own tick."""

    said = Signal(object)
    sick_or_away = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: dict[str, ChoiceChip] = {}
        self._flow = FlowLayout()
        for chip, (words, icon) in chip_words().items():
            self._add(chip, words, icon)
        self.away = ChoiceChip(theme, self.tr("Sick or away"), icon="bed")
        self.away.clicked.connect(self.sick_or_away)
        self.other = ChoiceChip(theme, self.tr("Other"), icon="plus")
        self.other.setProperty("dashed", True)
        self.other.setCheckable(False)
        self.other.setAccessibleName(self.tr("Other: add words of your own"))
        self.other.clicked.connect(self._ask)
        self.own = TextField()
        self.own.setMaxLength(OWN_AT_MOST)
        self.own.setPlaceholderText(self.tr("In your words, then Enter"))
        self.own.setAccessibleName(self.tr("Something else that happened, in your words"))
        self.own.returnPressed.connect(self._take_own)
        self.own.hide()
        self._flow.addWidget(self.away)
        self._flow.addWidget(self.other)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._flow)
        self._column.addWidget(self.own)
        theme.changed.connect(self._measure)
        self._measure()

    def show_chips(self, ticked: Sequence[str], own: Sequence[str], *, away: bool) -> None:
        """Show what stands, and the person's own chips of late; says nothing to anyone."""
        wanted = dict.fromkeys((*chip_words(), *own[:OWN_SHOWN], *ticked))
        for chip in [chip for chip in self._chips if chip not in wanted]:
            gone = self._chips.pop(chip)
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for chip in wanted:
            if chip not in self._chips:
                self._add(chip, chip_name(chip), "")
            self._chips[chip].setChecked(chip in ticked)
        self.away.setChecked(away)
        for last in (self.away, self.other):
            self._flow.removeWidget(last)
            self._flow.addWidget(last)
        self.own.hide()
        self.own.clear()

    def chip(self, name: str) -> ChoiceChip:
        return self._chips[name]

    @property
    def ticked(self) -> tuple[str, ...]:
        return tuple(name for name, chip in self._chips.items() if chip.isChecked())

    def _add(self, chip: str, words: str, icon: str) -> None:
        made = ChoiceChip(self._theme, words, icon=icon, parent=self)
        made.clicked.connect(lambda: self.said.emit(self.ticked))
        self._chips[chip] = made
        self._flow.addWidget(made)

    def _ask(self) -> None:
        self.own.show()
        self.own.setFocus()

    def _take_own(self) -> None:
        words = " ".join(self.own.text().split())
        self.own.hide()
        self.own.clear()
        self.other.setFocus()
        if words:
            self.said.emit(tuple(dict.fromkeys((*self.ticked, f"{OWN_CHIP}{words}"))))

    def _measure(self) -> None:
        px = self._theme.px
        self._flow.setSpacing(px(10))
        self._column.setSpacing(px(10))
