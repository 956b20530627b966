"""The top of the list: bedtime, and for which nights it is set."""

from datetime import time
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rlscompanion.domain.night import DAYS, Day
from rlscompanion.services.routine_view import RoutineView
from rlscompanion.ui.pages.routine.words import Words, clock
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.choice_box import ChoiceBox
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.stepper import TimeStepper

EVERY: Final = "every"
TONIGHT: Final = "tonight"


class TimeChoice(Struct, frozen=True):
    """A time for every night, for one day of the week, or for tonight alone.

    Without ``at`` that day or night goes back to the usual time.
    """

    at: time | None
    day: Day | None = None
    tonight: bool = False


class RoutineHead(QWidget):
    """``bedtime_chosen`` brings a TimeChoice, ``shown_for`` says that other nights are shown."""

    bedtime_chosen = Signal(object)
    shown_for = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = Words(self)
        self._view: RoutineView | None = None
        self._lead = Label("", "lead2", wrap=True)
        self._lead.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        _keep_place(self._lead, kept=True)
        names = QWidget()
        column = QVBoxLayout(names)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(self.tr("Routine"), "h1"))
        column.addWidget(self._lead)
        self.bedtime = TimeStepper(theme, self.tr("Bedtime"), value=time(22, 30), snap=True)
        self.bedtime.changed.connect(self._set)
        self.nights = ChoiceBox(
            self.tr("Bedtime for"),
            (
                (EVERY, self.tr("Every night")),
                (TONIGHT, self.tr("Tonight only")),
                *((day.value, self._words.day_only(day)) for day in DAYS),
            ),
        )
        self.nights.setMaxVisibleItems(self.nights.count())
        self.nights.chosen.connect(self._choose)
        self.usual = Button(theme, self.tr("As usual"), "quiet", icon="undo")
        self.usual.clicked.connect(self._as_usual)
        self._bed = NamedTime(theme, "bed", self.tr("Bedtime"), self.bedtime)
        self._bed.add(self.nights)
        self._bed.add(self.usual)
        self._line = PairLayout(self)
        self._line.addWidget(names)
        self._line.addWidget(self._bed)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def day(self) -> Day | None:
        """Return the day of the week whose times are shown, if it is one day's."""
        return Day(self.nights.key) if self.nights.key in set(DAYS) else None

    def show_view(self, view: RoutineView) -> None:
        """Show bedtime as it stands."""
        first = self._view is None
        new_night = self._view is not None and self._view.coming != view.coming
        self._view = view
        if view.tonight is not None and (first or new_night):
            self.nights.set_key(TONIGHT)
        elif new_night and self.nights.key == TONIGHT:
            self.nights.set_key(EVERY)
        self._show(view)

    def come_back(self) -> None:
        """Go back from a day of the week: who comes back later thinks of every night."""
        if self.day is not None:
            self.nights.set_key(EVERY)

    def choose_tonight(self) -> None:
        """Show the bedtime of this night alone, with the keyboard at it."""
        self.nights.set_key(TONIGHT)
        self._choose()
        self.bedtime.setFocus(Qt.FocusReason.OtherFocusReason)

    def stops(self) -> tuple[QWidget, ...]:
        """Return what takes the keyboard, in its order."""
        return self.bedtime, self.nights, self.usual

    def _show(self, view: RoutineView) -> None:
        key, day = self.nights.key, self.day
        if key == TONIGHT:
            self.bedtime.set_value(view.bed.time())
            own = view.tonight is not None
        elif day is not None:
            self.bedtime.set_value(view.bedtime.days.get(day, view.bedtime.every))
            own = day in view.bedtime.days
        else:
            self.bedtime.set_value(view.bedtime.every)
            own = False
        _keep_place(self.usual, kept=key != EVERY)
        self.usual.setVisible(own)
        self.usual.setAccessibleName(
            self.tr("Bedtime as usual: {0}").format(self.nights.currentText())
        )
        self._lead.setText(self._said(view))
        self._lead.setVisible(bool(self._lead.text()))

    def _said(self, view: RoutineView) -> str:
        own = [
            self.tr("{0} at {1}").format(self._words.day(day), clock(at))
            for day, at in sorted(view.bedtime.days.items(), key=lambda entry: DAYS.index(entry[0]))
        ]
        said = (
            []
            if self._theme.mode is Mode.NIGHT
            else [self.tr("Move bedtime and the steps follow.")]
        )
        if own:
            said.append(", ".join(own) + ".")
        if view.tonight is not None:
            said.append(self.tr("Tonight only: {0}.").format(clock(view.tonight)))
        return " ".join(said)

    def _choose(self) -> None:
        if self._view is not None:
            self._show(self._view)
        self.shown_for.emit()

    def _set(self, at: time) -> None:
        self.bedtime_chosen.emit(TimeChoice(at, self.day, tonight=self.nights.key == TONIGHT))

    def _as_usual(self) -> None:
        self.bedtime.setFocus()
        self.bedtime_chosen.emit(TimeChoice(None, self.day, tonight=self.nights.key == TONIGHT))

    def _measure(self) -> None:
        px = self._theme.px
        self._line.setContentsMargins(px(8), 0, px(8), 0)
        self._line.setSpacing(px(24))
        self._line.set_line_gap(px(12))
        self.nights.setFixedWidth(px(176))
        self._lead.setMinimumWidth(px(220))
        if self._view is not None:
            self._show(self._view)


def _keep_place(piece: QWidget, *, kept: bool) -> None:
    """Leave a hidden piece its place: what stands beside it is clicked again and again."""
    policy = piece.sizePolicy()
    policy.setRetainSizeWhenHidden(kept)
    piece.setSizePolicy(policy)


class NamedTime(QWidget):
    """A stepper with its icon and word before it, and what belongs to it after it."""

    def __init__(self, theme: Theme, icon: str, name: str, stepper: TimeStepper) -> None:
        super().__init__()
        self._theme = theme
        self._stepper = stepper
        words = QWidget()
        self._pair = QHBoxLayout(words)
        self._pair.setContentsMargins(0, 0, 0, 0)
        self._pair.addWidget(IconLabel(theme, icon, 22, "ink-2"))
        self._name = Label(name, "strong")
        self._pair.addWidget(self._name)
        self._line = FlowLayout(self)
        self._line.addWidget(words)
        self._line.addWidget(stepper)
        theme.changed.connect(self._measure)
        self._measure()

    def add(self, piece: QWidget) -> None:
        """Put something after the stepper."""
        self._line.addWidget(piece)

    def set_name(self, name: str) -> None:
        self._name.setText(name)
        self._stepper.setAccessibleName(name)

    def _measure(self) -> None:
        px = self._theme.px
        self._pair.setSpacing(px(12))
        self._line.setSpacing(px(12))
        self._stepper.setFixedWidth(px(204))
