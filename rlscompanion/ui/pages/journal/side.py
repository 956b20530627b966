"""The nights beside the form: search, the list, and the ways to the other sheets."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.services.journaling import Journaling
from rlscompanion.ui.pages.journal.nights_list import NightsModel, NightsView
from rlscompanion.ui.pages.journal.words import chip_words
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.quiet import Quiet
from rlscompanion.ui.widgets.text_field import TextField

TYPING_MS: Final = 250
LONGEST_SEARCH: Final = 60


class NightsSide(QWidget):
    """``opened`` brings a night; the two others ask for a sheet."""

    opened = Signal(object)
    weekly_wanted = Signal()
    doctor_wanted = Signal()

    def __init__(self, theme: Theme, journaling: Journaling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._journaling = journaling
        self._lined = True
        self._stretches: Iterator[tuple[date, ...]] = iter(())
        self.model = NightsModel(journaling.records)
        self.view = NightsView(theme, self.model)
        self.view.opened.connect(self.opened)
        self.search = TextField()
        self.search.setMaxLength(LONGEST_SEARCH)
        self.search.setClearButtonEnabled(False)
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search notes, chips and steps"))
        self.search.textChanged.connect(lambda: self._typing.start(TYPING_MS))
        self.found = Quiet(theme, "")
        self.found.hide()
        self.none_yet = Quiet(theme, self.tr("No notes yet. One tap in the morning is enough."))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._search)
        self._searching = QTimer(self)
        self._searching.timeout.connect(self._search_on)
        self.weekly = Button(theme, self.tr("Weekly check"), "quiet", icon="check")
        self.weekly.clicked.connect(self.weekly_wanted)
        self.doctor = Button(theme, self.tr("For your doctor"), "quiet", icon="doc")
        self.doctor.clicked.connect(self.doctor_wanted)
        self._build()
        theme.changed.connect(self._measure)
        self._measure()

    def refresh(self, selected: date) -> None:
        """Show every night up to the last one, and mark one."""
        if not self.search.text().strip():
            oldest = self._journaling.journal.first_night()
            self.none_yet.setVisible(oldest is None)
            self.model.show_nights(self._journaling.first_night(), self._journaling.last_night())
        self.view.select(selected)

    def show_again(self, night: date) -> None:
        """Show what was just said of a night; it may be the first that is listed."""
        self.model.forget(night)
        if self.model.row_of(night) < 0:
            self.refresh(night)

    def say_weekly(self, *, due: bool) -> None:
        """Offer the weekly check, in words only."""
        words = self.tr("Weekly check, 2 min") if due else self.tr("Weekly check")
        self.weekly.setText(words)

    def set_lined(self, *, lined: bool) -> None:
        """Draw the hairline at the right, where the form stands beside the list."""
        self._lined = lined
        self.update()

    # ---------------------------------------------------------------------- search

    def _search(self) -> None:
        text = self.search.text().strip()
        self.found.setVisible(bool(text))
        if not text:
            self._searching.stop()
            self.model.show_nights(self._journaling.first_night(), self._journaling.last_night())
            return
        self.none_yet.hide()
        self.model.show_chosen(())
        self._stretches = self._search_stretches(text)
        self._say_found(over=False)
        self._searching.start(0)

    def _search_stretches(self, text: str) -> Iterator[tuple[date, ...]]:
        """Yield what each stretch of nights has, newest first."""
        sought = text.casefold()
        chips = [chip for chip, (words, _) in chip_words().items() if sought in words.casefold()]
        found = self._journaling.search(text, chips)
        yield found.nights
        while not found.is_all:
            found = self._journaling.search(text, chips, before=found.searched_from)
            yield found.nights

    def _search_on(self) -> None:
        """Search one stretch more: the window stays quick."""
        nights = next(self._stretches, None)
        if nights is None:
            self._searching.stop()
            self._say_found(over=True)
            return
        self.model.add_chosen(nights)
        self._say_found(over=False)

    def _say_found(self, *, over: bool) -> None:
        count = self.model.rowCount()
        if count == 0:
            self.found.setText(self.tr("Nothing found.") if over else self.tr("Searching"))
        else:
            self.found.setText(
                self.tr("1 night found")
                if count == 1
                else self.tr("{0} nights found").format(count)
            )

    # ---------------------------------------------------------------------- inside

    def _build(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(Label(self.tr("Journal"), "h1"), 1)
        legs = Label(self.tr("Legs"), "ink2")
        self._head.addWidget(legs)
        self._fields = QVBoxLayout()
        self._fields.addWidget(self.search)
        self._fields.addWidget(self.found)
        self._fields.addWidget(self.none_yet)
        self._low = QVBoxLayout()
        for button in (self.weekly, self.doctor):
            line = QHBoxLayout()
            line.addWidget(button)
            line.addStretch(1)
            self._low.addLayout(line)
        self._list = QHBoxLayout()
        self._list.addWidget(self.view)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addLayout(self._fields)
        self._column.addLayout(self._list, 1)
        self._column.addLayout(self._low)

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(0, px(28), 1, px(12))
        self._head.setContentsMargins(px(28), 0, px(32), px(8))
        self._fields.setContentsMargins(px(12), 0, px(12), px(8))
        self._fields.setSpacing(px(6))
        self._list.setContentsMargins(px(12), 0, px(6), 0)
        self._low.setContentsMargins(px(12), px(6), px(12), 0)
        self._low.setSpacing(px(2))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._lined:
            painter = QPainter(self)
            painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.color("line"))
