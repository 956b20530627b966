"""The panels of the Routine page: one in front of the others, beside the list or over it."""

from collections.abc import Iterator
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.library import Library
from rlscompanion.services.arranging import Arranging
from rlscompanion.services.routine_view import RoutineView, StepRow
from rlscompanion.ui.pages.routine.inspector import Inspector
from rlscompanion.ui.pages.routine.medicines import MedicinesPanel
from rlscompanion.ui.pages.routine.own_step import OwnStepPanel
from rlscompanion.ui.pages.routine.panel import Panel
from rlscompanion.ui.pages.routine.questions import QuestionsPanel
from rlscompanion.ui.pages.routine.verdict import Guidance, VerdictPanel
from rlscompanion.ui.theme.theme import Theme

_Panel = TypeVar("_Panel", bound=Panel)


class Side(QWidget):
    """A card of its own beside the list, plain over it. Each panel is made when first wanted.

    ``came_out`` carries the Outcome of a panel, ``mending`` a Conflict, ``asked`` and
    ``source_wanted`` the id of a step.
    """

    saved = Signal()
    came_out = Signal(object)
    asked = Signal(str)
    mending = Signal(object)
    source_wanted = Signal(str)
    step_wanted = Signal()
    """A panel about a step is done: back to that step."""
    list_wanted = Signal()

    def __init__(
        self, theme: Theme, arranging: Arranging, library: Library, guidance: Guidance
    ) -> None:
        super().__init__()
        self._theme = theme
        self._arranging = arranging
        self._library = library
        self._guidance = guidance
        self._beside = False
        self._panels: list[Panel] = []
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    @property
    def panel(self) -> Panel:
        """Return the panel in front."""
        current = self._stack.currentWidget()
        assert isinstance(current, Panel), "the stack holds nothing else"  # noqa: S101
        return current

    def is_under_way(self) -> bool:
        """Return whether something was chosen in front that waits for a button."""
        return bool(self._panels) and self.panel.is_under_way()

    def bring(self, panel: Panel) -> None:
        """Put a panel in front."""
        self._stack.setCurrentWidget(panel)

    def set_beside(self, *, beside: bool) -> None:
        """Stand beside the list, or over it."""
        self._beside = beside
        for panel in self._panels:
            self._show_back(panel)
        self.update()

    def show_row(self, row: StepRow, view: RoutineView) -> None:
        """Show a step as it stands."""
        self.inspector.show_row(row, view)

    def follow(self, view: RoutineView) -> None:
        """Show what is kept where something else is written, after undo."""
        if "medicines" in vars(self):
            self.medicines.follow(view.medicines)

    def readying(self, row: StepRow | None, view: RoutineView) -> Iterator[None]:
        """Make the inspector, with a step in it."""
        for make in (lambda: self._bare_inspector, lambda: self.inspector):
            make()
            yield
        if row is not None:
            self.show_row(row, view)
            yield

    def readying_the_rest(self) -> Iterator[None]:
        """Make the panels that are not always wanted."""
        for make in (
            lambda: self.questions,
            lambda: self.verdict,
            lambda: self.own_step,
            lambda: self.medicines,
        ):
            make()
            yield

    # ------------------------------------------------------------------- the panels

    @cached_property
    def _bare_inspector(self) -> Inspector:
        """It is made in one piece, and takes its place in another."""
        return Inspector(self._theme, self._arranging, self._library)

    @cached_property
    def inspector(self) -> Inspector:
        made = self._added(self._bare_inspector)
        made.asked.connect(self.asked)
        made.mending.connect(self.mending)
        made.renamed.connect(self.came_out)
        made.source_wanted.connect(self.source_wanted)
        made.done.connect(self.list_wanted)
        return made

    @cached_property
    def questions(self) -> QuestionsPanel:
        made = self._added(QuestionsPanel(self._theme, self._arranging))
        made.answered.connect(self.came_out)
        made.done.connect(self.step_wanted)
        return made

    @cached_property
    def verdict(self) -> VerdictPanel:
        made = VerdictPanel(self._theme, self._arranging, self._library, self._guidance)
        made.answered.connect(self.came_out)
        made.done.connect(self.step_wanted)
        return self._added(made)

    @cached_property
    def own_step(self) -> OwnStepPanel:
        made = self._added(OwnStepPanel(self._theme, self._arranging))
        made.added.connect(self.came_out)
        made.done.connect(self.list_wanted)
        return made

    @cached_property
    def medicines(self) -> MedicinesPanel:
        made = self._added(MedicinesPanel(self._theme, self._arranging, self._library))
        made.done.connect(self.list_wanted)
        return made

    def _added(self, panel: _Panel) -> _Panel:
        self._stack.addWidget(panel)
        self._panels.append(panel)
        panel.saved.connect(self.saved)
        self._show_back(panel)
        return panel

    def _show_back(self, panel: Panel) -> None:
        panel.show_back(shown=not isinstance(panel, Inspector) or not self._beside)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._beside:
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._theme.color("surface"))
            painter.fillRect(0, 0, 1, self.height(), self._theme.color("line"))
