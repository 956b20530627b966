"""The nights of the week a step is on."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.flow_layout import FlowLayout

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class DayToggles(QFrame):
    """Seven buttons, Monday first; ``changed`` brings the days that are on."""

    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        days: frozenset[str] = frozenset(DAYS),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self._layout = FlowLayout(self)
        self._buttons = {
            day: self._day(letter, full)
            for day, (letter, full) in zip(DAYS, self._words(), strict=True)
        }
        self.set_days(days)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def days(self) -> frozenset[str]:
        return frozenset(day for day, one in self._buttons.items() if one.isChecked())

    def set_days(self, days: frozenset[str]) -> None:
        """Show other days; says nothing to anyone."""
        for day, button in self._buttons.items():
            button.setChecked(day in days)

    def button(self, day: str) -> QToolButton:
        """Return one day's button."""
        return self._buttons[day]

    def _words(self) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("M", "Monday"), self.tr("Monday")),
            (self.tr("T", "Tuesday"), self.tr("Tuesday")),
            (self.tr("W", "Wednesday"), self.tr("Wednesday")),
            (self.tr("T", "Thursday"), self.tr("Thursday")),
            (self.tr("F", "Friday"), self.tr("Friday")),
            (self.tr("S", "Saturday"), self.tr("Saturday")),
            (self.tr("S", "Sunday"), self.tr("Sunday")),
        )

    def _day(self, letter: str, full: str) -> QToolButton:
        made = QToolButton(self)
        made.setText(letter)
        made.setAccessibleName(full)
        made.setToolTip(full)
        made.setCheckable(True)
        made.setProperty("kind", "day")
        made.setProperty("ring_radius", 10)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.clicked.connect(lambda: self.changed.emit(self.days))
        self._layout.addWidget(made)
        return made

    def _measure(self) -> None:
        self._layout.setSpacing(self._theme.px(4))
        for button in self._buttons.values():
            button.setFixedSize(self._theme.px(44), self._theme.px(44))
