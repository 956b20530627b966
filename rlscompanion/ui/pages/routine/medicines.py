"""My medicines: names, classes and times, so that steps keep their distance. Never tasks."""

from datetime import time
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.library import Library
from rlscompanion.domain.profile import Medicine
from rlscompanion.domain.routine_file import TEXT_AT_MOST
from rlscompanion.services.arranging import Arranging
from rlscompanion.ui.pages.routine.panel import Panel
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.choice_box import ChoiceBox
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.stepper import TimeStepper
from rlscompanion.ui.widgets.tab_order import let_tab_follow
from rlscompanion.ui.widgets.text_field import TextField

USUAL_TIME: Final = time(21, 0)
OTHER: Final = "other"


class TimeLine(QWidget):
    """One time of a medicine, and a way to take it out."""

    changed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, at: time, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.stepper = TimeStepper(theme, self.tr("Time"), value=at)
        self.stepper.changed.connect(self.changed)
        self.remove = Button(theme, "", "quiet", icon="close")
        self.remove.setAccessibleName(self.tr("Take this time out"))
        self.remove.setToolTip(self.remove.accessibleName())
        self.remove.clicked.connect(self.removed)
        self._line = FlowLayout(self)
        for piece in (self.stepper, self.remove):
            self._line.addWidget(piece)
            self._line.setAlignment(piece, Qt.AlignmentFlag.AlignTop)  # words may come below
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        px = self._theme.px
        self._line.setSpacing(px(4))
        self.stepper.setFixedWidth(px(184))
        self.remove.setMinimumHeight(self.stepper.sizeHint().height())


class MedicineCard(QFrame):
    """One medicine. ``changed`` says that it is to be kept as it is written now."""

    changed = Signal()
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
        self.name = TextField()
        self.name.setMaxLength(TEXT_AT_MOST)
        self.name.setAccessibleName(self.tr("Name of the medicine"))
        self.name.setPlaceholderText(self.tr("Name on the packet"))
        self.name.textEdited.connect(self._named)
        self.name.editingFinished.connect(self._finish_name)
        kinds = [(kind, self._kind_words(kind)) for kind in arranging.medicine_classes()]
        self.kind = ChoiceBox(self.tr("Kind of medicine"), kinds)
        self._kind_given = OTHER
        self.kind.set_key(OTHER)
        self.kind.chosen.connect(self._changed)
        self.hint = Label("", "ink2", wrap=True)
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
        self._column.addWidget(self.hint)
        self._column.addLayout(self._buttons)
        if medicine is not None:
            self.show_medicine(medicine)
        self._say_what_is_missing()
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def has_name(self) -> bool:
        """Return whether there is something that can be kept."""
        return bool(self.name.text().strip())

    @property
    def stops(self) -> list[QWidget]:
        """Return where the keyboard can stand, in its order."""
        return [self.name, self.kind, *self.times, self.add_time, self.remove]

    @property
    def is_begun(self) -> bool:
        """Return whether something was chosen that is not kept, for want of a name."""
        return not self.has_name and bool(self.times or self.kind.key != self._kind_given)

    def medicine(self) -> Medicine:
        """Return what is written down here."""
        given = (line.stepper.given for line in self.times)
        times = tuple(at for at in given if at is not None)
        return Medicine(self.name.text(), self.kind.key, times)

    def show_medicine(self, medicine: Medicine) -> None:
        """Show a medicine as it is kept."""
        self.name.setText(medicine.name)
        self.choose(medicine.kind)
        for line in self.times.copy():
            self._take_out(line)
        for at in medicine.times:
            self._add_time(at)
        self._say_what_is_missing()

    def choose(self, kind: str) -> None:
        """Choose a class, one that is no longer offered as well."""
        if self.kind.findData(kind) < 0:
            self.kind.addItem(self._kind_words(kind), kind)
        self._kind_given = kind
        self.kind.set_key(kind)

    def _named(self, name: str) -> None:
        known = self._arranging.class_of(name)
        if known is not None:
            self.choose(known)
        self._say_what_is_missing()

    def _finish_name(self) -> None:
        if self.name.isModified():
            self.name.setModified(False)
            self.changed.emit()

    def _changed(self) -> None:
        self._say_what_is_missing()
        self.changed.emit()

    def _say_what_is_missing(self) -> None:
        missing = "" if self.has_name else self.tr("It is kept as soon as it has a name.")
        if self.has_name and not self.medicine().times:
            missing = self.tr("With its times, steps can keep their distance.")
        self.hint.setText(missing)
        self.hint.setVisible(bool(missing))

    def _add_time(self, at: time) -> TimeLine:
        line = TimeLine(self._theme, at)
        line.changed.connect(self._changed)
        line.removed.connect(lambda: self._drop_time(line))
        self.times.append(line)
        self._lines.addWidget(line)
        let_tab_follow(self.stops)
        return line

    def _ask_time(self) -> None:
        stepper = self._add_time(USUAL_TIME).stepper
        stepper.ask()
        stepper.setFocus()

    def _drop_time(self, line: TimeLine) -> None:
        self._take_out(line)
        self.add_time.setFocus()
        self._changed()

    def _take_out(self, line: TimeLine) -> None:
        self.times.remove(line)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()

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
    """Keeps every medicine that has a name, at once."""

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
        self._buttons = FlowLayout()
        self._buttons.addWidget(self.add)
        self.column.addWidget(Label(self.tr("My medicines"), "card-hero", wrap=True))
        self.column.addWidget(Label(note, "ink2", wrap=True))
        self.column.addLayout(self._list)
        self.column.addLayout(self._buttons)
        self.column.addStretch(1)
        theme.changed.connect(self._measure)
        self._measure()

    def show_medicines(self, medicines: tuple[Medicine, ...], wanted: str = "") -> None:
        """Show the list as it stands; an empty card where there is none.

        ``wanted`` is a class that a conflict asks about: its card comes to the front.
        """
        self.trouble.hide()
        for card in self.cards.copy():
            self._take_out(card)
        for medicine in medicines:
            self._add(medicine)
        of_class = [card for card in self.cards if card.kind.key == wanted]
        if wanted and not of_class:
            of_class = [self._add(None)]
            of_class[0].choose(wanted)
        elif not self.cards:
            self._add(None)
        self._front = of_class[0] if of_class else self.cards[0]

    def follow(self, medicines: tuple[Medicine, ...]) -> None:
        """Show what is kept where it is not what is written here, after undo."""
        if medicines != self._written():
            self.show_medicines(medicines)

    @override
    def take_focus(self) -> None:
        front = self._front
        stop = front.add_time if front.has_name and not front.times else front.name
        stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroller.ensureWidgetVisible(front)

    @override
    def is_under_way(self) -> bool:
        return any(card.is_begun for card in self.cards)

    def _add(self, medicine: Medicine | None) -> MedicineCard:
        card = MedicineCard(self._theme, self._arranging, self._library, medicine)
        card.removed.connect(lambda: self._drop(card))
        card.changed.connect(lambda: self._keep(card))
        self.cards.append(card)
        self._list.addWidget(card)
        stops = (stop for each in self.cards for stop in each.stops)
        let_tab_follow((self._back, *stops, self.add))
        return card

    def _ask_medicine(self) -> None:
        self._add(None).name.setFocus()

    def _drop(self, card: MedicineCard) -> None:
        kept = card.has_name
        self._take_out(card)
        self.add.setFocus()
        if kept:
            self._keep(None)

    def _take_out(self, card: MedicineCard) -> None:
        self.cards.remove(card)
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _keep(self, card: MedicineCard | None) -> None:
        written = self._written()
        part = str(self.cards.index(card)) if card is not None else ""
        self.attempt(lambda: self._arranging.set_medicines(written, part))

    def _written(self) -> tuple[Medicine, ...]:
        return tuple(card.medicine() for card in self.cards if card.has_name)

    def _measure(self) -> None:
        px = self._theme.px
        self.column.setSpacing(px(16))
        self._list.setSpacing(px(12))
        self._buttons.setSpacing(px(12))
