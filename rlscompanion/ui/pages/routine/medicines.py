"""My medicines: names, classes and times, so that steps keep their distance. Never tasks."""

from datetime import time
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from rlscompanion.domain.library import Library
from rlscompanion.domain.profile import Medicine
from rlscompanion.domain.routine_file import TEXT_AT_MOST
from rlscompanion.services.arranging import Arranging
from rlscompanion.ui.pages.routine.panel import Panel
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.stepper import TimeStepper

USUAL_TIME: Final = time(21, 0)
OTHER: Final = "other"


class TimeLine(QWidget):
    """One time of a medicine, and a way to take it out."""

    removed = Signal()

    def __init__(self, theme: Theme, at: time, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.stepper = TimeStepper(theme, self.tr("Time"), value=at)
        self.remove = Button(theme, "", "quiet", icon="close")
        self.remove.setAccessibleName(self.tr("Take this time out"))
        self.remove.setToolTip(self.remove.accessibleName())
        self.remove.clicked.connect(self.removed)
        self._line = FlowLayout(self)
        self._line.addWidget(self.stepper)
        self._line.addWidget(self.remove)
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        px = self._theme.px
        self._line.setSpacing(px(4))
        self.stepper.setFixedWidth(px(184))


class MedicineCard(QFrame):
    """One medicine as it is being written down."""

    removed = Signal()

    def __init__(
        self,
        theme: Theme,
        arranging: Arranging,
        library: Library,
        medicine: Medicine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._arranging = arranging
        self._library = library
        self.times: list[TimeLine] = []
        self.setProperty("role", "card")
        self.name = QLineEdit()
        self.name.setMaxLength(TEXT_AT_MOST)
        self.name.setAccessibleName(self.tr("Name of the medicine"))
        self.name.setPlaceholderText(self.tr("Name on the packet"))
        self.name.textEdited.connect(self._named)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind of medicine"))
        self.kind.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.kind.setMinimumContentsLength(8)
        for kind in arranging.medicine_classes():
            self.kind.addItem(self._kind_words(kind), kind)
        self._choose(OTHER)
        self.add_time = Button(theme, self.tr("Add a time"), "quiet", icon="plus")
        self.add_time.clicked.connect(self._ask_time)
        self.remove = Button(theme, self.tr("Take it off the list"), "quiet", icon="close")
        self.remove.clicked.connect(self.removed)
        self._lines = QVBoxLayout()
        self._buttons = FlowLayout()
        self._buttons.addWidget(self.add_time)
        self._buttons.addWidget(self.remove)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.name)
        self._column.addWidget(self.kind)
        self._column.addLayout(self._lines)
        self._column.addLayout(self._buttons)
        if medicine is not None:
            self.name.setText(medicine.name)
            self._choose(medicine.kind)
            for at in medicine.times:
                self._add_time(at)
        theme.changed.connect(self._measure)
        self._measure()

    def medicine(self) -> Medicine:
        """Return what is written down here."""
        kind: object = self.kind.currentData()
        return Medicine(
            self.name.text(),
            kind if isinstance(kind, str) else OTHER,
            tuple(line.stepper.value for line in self.times),
        )

    def _named(self, name: str) -> None:
        known = self._arranging.class_of(name)
        if known is not None:
            self._choose(known)

    def _choose(self, kind: str) -> None:
        place = self.kind.findData(kind)
        if place < 0:
            self.kind.addItem(self._kind_words(kind), kind)
            place = self.kind.count() - 1
        self.kind.setCurrentIndex(place)

    def _add_time(self, at: time) -> TimeLine:
        line = TimeLine(self._theme, at)
        line.removed.connect(lambda: self._drop_time(line))
        self.times.append(line)
        self._lines.addWidget(line)
        return line

    def _ask_time(self) -> None:
        self._add_time(USUAL_TIME).stepper.setFocus()

    def _drop_time(self, line: TimeLine) -> None:
        self.times.remove(line)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.add_time.setFocus()

    def _kind_words(self, kind: str) -> str:
        condition = self._library.conditions.get(kind)
        if condition is not None:
            return condition.title
        return {
            "antacid": self.tr("Antacid"),
            "calcium": self.tr("Calcium"),
            "multivitamin": self.tr("Multivitamin"),
            "iron-prescribed": self.tr("Prescribed iron"),
        }.get(kind, self.tr("Something else, or not sure"))

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(12), px(12), px(12), px(8))
        self._column.setSpacing(px(8))
        self._lines.setSpacing(px(8))
        self._buttons.setSpacing(px(4))


class MedicinesPanel(Panel):
    """Keeps the list when Save is pressed, whole or not at all."""

    def __init__(
        self,
        theme: Theme,
        arranging: Arranging,
        library: Library,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, self.tr("My medicines"), parent)
        self._arranging = arranging
        self._library = library
        self.cards: list[MedicineCard] = []
        note = self.tr(
            "Only so that steps keep their distance. "
            "The app never reminds you of them, and never says to change one."
        )
        self._list = QVBoxLayout()
        self.add = Button(theme, self.tr("Add a medicine"), "secondary", icon="plus")
        self.add.clicked.connect(self._ask_medicine)
        self.save = Button(theme, self.tr("Save my medicines"), "primary")
        self.save.clicked.connect(self._save)
        self._buttons = FlowLayout()
        self._buttons.addWidget(self.add)
        self._buttons.addWidget(self.save)
        self.column.addWidget(Label(self.tr("My medicines"), "card-hero", wrap=True))
        self.column.addWidget(Label(note, "ink2", wrap=True))
        self.column.addLayout(self._list)
        self.column.addLayout(self._buttons)
        self.column.addStretch(1)
        theme.changed.connect(self._measure)
        self._measure()

    def show_medicines(self, medicines: tuple[Medicine, ...]) -> None:
        """Show the list as it stands; an empty card where there is none."""
        self.trouble.hide()
        for card in self.cards.copy():
            self._drop(card)
        for medicine in medicines or (None,):
            self._add(medicine)

    @override
    def take_focus(self) -> None:
        first = self.cards[0].name if self.cards else self.add
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, medicine: Medicine | None) -> MedicineCard:
        card = MedicineCard(self._theme, self._arranging, self._library, medicine)
        card.removed.connect(lambda: self._drop(card))
        self.cards.append(card)
        self._list.addWidget(card)
        return card

    def _ask_medicine(self) -> None:
        self._add(None).name.setFocus()

    def _drop(self, card: MedicineCard) -> None:
        self.cards.remove(card)
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _save(self) -> None:
        written = tuple(card.medicine() for card in self.cards)
        kept = tuple(medicine for medicine in written if medicine.name.strip() or medicine.times)

        def save() -> bool:
            self._arranging.set_medicines(kept)
            return True

        if self.attempt(save):
            self.done.emit()

    def _measure(self) -> None:
        px = self._theme.px
        self.column.setSpacing(px(16))
        self._list.setSpacing(px(12))
        self._buttons.setSpacing(px(12))
