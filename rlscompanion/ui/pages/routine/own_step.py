"""A step of the person's own: a name, a time, how long it takes."""

from datetime import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.domain.routine import BEFORE_BED_AT_MOST, AtClock, BeforeBed, Timing
from rlscompanion.domain.routine_file import STEP_MINUTES, TEXT_AT_MOST
from rlscompanion.services.arranging import Arranging
from rlscompanion.ui.pages.routine.panel import Panel
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.stepper import MinuteStepper, TimeStepper
from rlscompanion.ui.widgets.text_field import TextField

BED = "bed"
CLOCK = "clock"


class OwnStepPanel(Panel):
    """``added`` carries the outcome: a supplement's name takes that supplement's gate."""

    added = Signal(object)

    def __init__(self, theme: Theme, arranging: Arranging, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Add a step"), parent)
        self._arranging = arranging
        self.name = TextField()
        self.name.setMaxLength(TEXT_AT_MOST)
        self.name.setAccessibleName(self.tr("Name of the step"))
        self.name.returnPressed.connect(self._add)
        choices = ((BED, self.tr("Before bed")), (CLOCK, self.tr("Fixed time")))
        self.kind = Segmented(theme, self.tr("When"), choices, current=BED)
        self.kind.changed.connect(self._choose)
        self.before = MinuteStepper(
            theme,
            self.tr("Before bed"),
            value=75,
            maximum=BEFORE_BED_AT_MOST,
            text=lambda minutes: self.tr("{0} min before").format(minutes),
            snap=True,
        )
        self.at = TimeStepper(theme, self.tr("Fixed time"), value=time(20, 0), snap=True)
        self.minutes = MinuteStepper(theme, self.tr("It takes"), value=10, maximum=STEP_MINUTES[1])
        self.add = Button(theme, self.tr("Add this step"), "primary")
        self.add.clicked.connect(self._add)
        buttons = FlowLayout()
        buttons.addWidget(self.add)
        note = self.tr(
            "This app cannot check a step of your own, unless its name holds a supplement it knows. "
            "Medicines belong under My medicines."
        )
        for piece in (
            Label(self.tr("Add a step"), "card-hero", wrap=True),
            Label(note, "ink2", wrap=True),
            Label(self.tr("Name"), "strong"),
            self.name,
            Label(self.tr("When"), "strong"),
            self.kind,
            self.before,
            self.at,
            Label(self.tr("It takes"), "strong"),
            self.minutes,
        ):
            self.column.addWidget(piece)
        self.column.addLayout(buttons)
        self.column.addStretch(1)
        self._choose(BED)
        self._begun = self._chosen()
        theme.changed.connect(self._measure)
        self._measure()

    def clear(self) -> None:
        """Begin anew."""
        self.trouble.hide()
        self.name.clear()
        self._begun = self._chosen()

    @override
    def take_focus(self) -> None:
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def is_under_way(self) -> bool:
        return self._chosen() != self._begun

    def _chosen(self) -> tuple[object, ...]:
        return self.kind.current, self.before.value, self.at.value, self.minutes.value

    def _choose(self, kind: str) -> None:
        self.before.setVisible(kind == BED)
        self.at.setVisible(kind == CLOCK)

    def _add(self) -> None:
        when: Timing = (
            AtClock(self.at.value) if self.kind.current == CLOCK else BeforeBed(self.before.value)
        )
        outcome = self.attempt(
            lambda: self._arranging.add_own(self.name.text(), when, self.minutes.value)
        )
        if outcome is not None:
            self.added.emit(outcome)

    def _measure(self) -> None:
        px = self._theme.px
        self.column.setSpacing(px(10))
        for choice in (self.kind, self.before, self.at, self.minutes):
            choice.setMaximumWidth(px(420))
