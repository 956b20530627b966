"""The Routine page: the list, and beside it (or over it, where room is short) one panel."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar, assert_never

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from rlscompanion.domain.evening import Conflict, Fix
from rlscompanion.domain.library import Library
from rlscompanion.domain.mendable import StoreError
from rlscompanion.services.admitting import Locked, NeedsAnswers, Outcome, SignsFirst, SwitchedOn
from rlscompanion.services.arranging import Arranging
from rlscompanion.services.taking_back import Change, ChangeKind
from rlscompanion.ui.pages.routine.head import TimeChoice
from rlscompanion.ui.pages.routine.inspector import Inspector
from rlscompanion.ui.pages.routine.listing import RoutineList
from rlscompanion.ui.pages.routine.medicines import MedicinesPanel
from rlscompanion.ui.pages.routine.own_step import OwnStepPanel
from rlscompanion.ui.pages.routine.panel import Panel
from rlscompanion.ui.pages.routine.questions import QuestionsPanel
from rlscompanion.ui.pages.routine.verdict import Guidance, VerdictPanel, no_guidance
from rlscompanion.ui.pages.routine.words import Words, breakable, shortened
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.undo_strip import UndoStrip

if TYPE_CHECKING:
    from rlscompanion.services.routine_view import RoutineView

_Panel = TypeVar("_Panel", bound=Panel)
TWO_PANES_FROM: Final = 1032
"""Of the page: a window of 1240 less its navigation."""
NARROW_BELOW: Final = 520
WIDEST: Final = 1040
INSPECTOR_WIDTH: Final = 380
SETTLED_MS: Final = 250
"""Others look again once clicks have come to rest; what was changed is saved at once."""


class _Side(QWidget):
    """Holds the panel: a card of its own beside the list, plain over it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._beside = False

    def set_beside(self, *, beside: bool) -> None:
        self._beside = beside
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._beside:
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._theme.color("surface"))
            painter.fillRect(0, 0, 1, self.height(), self._theme.color("line"))


class RoutinePage(QWidget):
    """``changed`` follows what was changed on the disk, ``source_wanted`` asks for a step's page."""

    changed = Signal()
    source_wanted = Signal(str)
    signs_wanted = Signal()
    """Hard exercise is about to be switched on for the first time."""

    def __init__(
        self,
        theme: Theme,
        arranging: Arranging,
        library: Library,
        guidance: Guidance = no_guidance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = Words(self)
        self._arranging = arranging
        self._view: RoutineView | None = None
        self._selected = ""
        self._over = False
        self.list = RoutineList(theme)
        self._library = library
        self._guidance = guidance
        self.strip = UndoStrip(theme)
        self.strip.undo.connect(self.undo)
        self.strip.redo.connect(self.redo)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self.changed)
        self._build()
        self._connect()
        theme.changed.connect(self._follow_theme)
        self._arrange()

    # ----------------------------------------------------------------- from outside

    def refresh(self) -> None:
        """Read the routine anew and show it."""
        try:
            self._read()
        except StoreError as problem:
            self.list.trouble.show_words(self.tr("Your routine cannot be read."), str(problem))
            self.list.trouble.show()
            return
        self._show()

    def _read(self) -> "RoutineView":
        self._view = view = self._arranging.view()
        if view.row(self._selected) is None:
            on = [row.id for row in view.rows if row.on and not row.is_mark]
            self._selected = on[0] if on else view.rows[0].id
        return view

    def open_step(self, step_id: str) -> None:
        """Show one step, where its switch is."""
        self.refresh()
        if self._view is not None and self._view.row(step_id) is not None:
            self._open(step_id)

    def add_step(self, step_id: str) -> None:
        """Switch a step on, or ask what comes first; the list shows it, with the way back."""
        self.refresh()
        row = self._view.row(step_id) if self._view is not None else None
        if row is None or row.on:
            self.open_step(step_id)
            return
        self._over = False
        self._arrange()
        self._switch(step_id, on=True)
        if not self._over:
            self.list.focus_row(step_id)

    def change_tonight_only(self) -> None:
        """Let bedtime be set for this night alone."""
        self._over = False
        self._arrange()
        self.refresh()
        self.list.head.choose_tonight()

    def undo(self) -> None:
        """Take the newest change of the routine back, and say what it was."""
        change = self._go(self._arranging.undo)
        if change is not None:
            what, became = self._words.change(change)
            self.strip.tell_undone(breakable(shortened(what)), became)
            self._foot.show()

    def redo(self) -> None:
        """Make the newest change that was taken back again."""
        if self._go(self._arranging.redo) is not None:
            self._offer_undo()

    @property
    def panel(self) -> Panel:
        """Return the panel in front."""
        current = self._stack.currentWidget()
        assert isinstance(current, Panel), "the stack holds nothing else"  # noqa: S101
        return current

    def readying(self) -> Iterator[None]:
        """Make what is made when it is first wanted: the rows, then the panels."""
        try:
            view = self._read()
        except StoreError:
            return  # the page says so when it is shown
        for make in (lambda: self._bare_inspector, lambda: self.inspector):
            make()
            yield
        row = view.row(self._selected)
        if row is not None:
            self.inspector.show_row(row, view)
            yield
        yield from self.list.making(view, self._selected if self._beside() else "")
        for make in (
            lambda: self.questions,
            lambda: self.verdict,
            lambda: self.own_step,
            lambda: self.medicines,
        ):
            make()
            yield

    # ----------------------------------------------- the panels, made when first wanted

    @cached_property
    def _bare_inspector(self) -> Inspector:
        """It is made in one piece, and takes its place in another."""
        return Inspector(self._theme, self._arranging, self._library)

    @cached_property
    def inspector(self) -> Inspector:
        made = self._added(self._bare_inspector)
        made.asked.connect(self._ask)
        made.mending.connect(self._mend)
        made.renamed.connect(self._came_out)
        made.source_wanted.connect(self.source_wanted)
        made.done.connect(self._back_to_list)
        return made

    @cached_property
    def questions(self) -> QuestionsPanel:
        made = self._added(QuestionsPanel(self._theme, self._arranging))
        made.answered.connect(self._came_out)
        made.done.connect(self._back_to_step)
        return made

    @cached_property
    def verdict(self) -> VerdictPanel:
        made = VerdictPanel(self._theme, self._arranging, self._library, self._guidance)
        made.answered.connect(self._came_out)
        made.done.connect(self._back_to_step)
        return self._added(made)

    @cached_property
    def own_step(self) -> OwnStepPanel:
        made = self._added(OwnStepPanel(self._theme, self._arranging))
        made.added.connect(self._came_out)
        made.done.connect(self._back_to_list)
        return made

    @cached_property
    def medicines(self) -> MedicinesPanel:
        made = self._added(MedicinesPanel(self._theme, self._arranging, self._library))
        made.done.connect(self._back_to_list)
        return made

    def _added(self, panel: _Panel) -> _Panel:
        self._stack.addWidget(panel)
        self._panels.append(panel)
        panel.saved.connect(self._saved)
        panel.show_back(shown=not isinstance(panel, Inspector) or not self._beside())
        return panel

    # --------------------------------------------------------------------- building

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._panels: list[Panel] = []
        self._side = _Side(self._theme)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self._stack)
        self._foot = QWidget()
        self._foot_line = QVBoxLayout(self._foot)
        self._foot_line.addWidget(self.strip)
        self._foot.hide()
        self.strip.cleared.connect(self._fold_foot)
        self.list.scroller.verticalScrollBar().valueChanged.connect(self._fold_foot)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setRowStretch(0, 1)
        self._grid.addWidget(self.list, 0, 0)

    def _connect(self) -> None:
        self.list.opened.connect(self._open)
        self.list.switched.connect(self._switch)
        self.list.asked.connect(self._ask)
        self.list.fix_wanted.connect(self._apply)
        self.list.moved.connect(self._move)
        self.list.nudged.connect(self._nudge)
        self.list.bedtime_chosen.connect(self._set_bedtime)
        self.list.wake_chosen.connect(self._set_wake)
        self.list.own_wanted.connect(self._open_own_step)
        self.list.medicines_wanted.connect(self._open_medicines)

    # ---------------------------------------------------------------------- showing

    def _show(self) -> None:
        if self._view is None:
            return
        row = self._view.row(self._selected)
        if row is not None:
            self.inspector.show_row(row, self._view)
        self.list.show_view(self._view, self._selected if self._beside() else "")

    def _beside(self) -> bool:
        wide = self.width() >= self._theme.px(TWO_PANES_FROM)
        return wide and self._theme.mode is not Mode.NIGHT

    def _arrange(self) -> None:
        """Put the panel beside the list, or over it."""
        px, beside = self._theme.px, self._beside()
        over = self._over and not beside
        self._grid.addWidget(self._side, 0, 1 if beside else 0, 2 if beside else 1, 1)
        self._grid.addWidget(self._foot, 1, 0)
        self._grid.setColumnStretch(0, 1)
        self._foot_line.setContentsMargins(px(24), 0, px(24), px(12))
        self._foot.setMaximumWidth(px(WIDEST))
        self._side.set_beside(beside=beside)
        self._side.setVisible(beside or over)
        self.list.setVisible(not over)
        self.list.setMaximumWidth(px(WIDEST))
        self._side.setMinimumWidth(px(INSPECTOR_WIDTH) if beside else 0)
        self._side.setMaximumWidth(px(INSPECTOR_WIDTH) if beside else px(WIDEST))
        self.list.set_narrow(narrow=self.width() < px(NARROW_BELOW))
        for panel in self._panels:
            panel.show_back(shown=not isinstance(panel, Inspector) or not beside)

    def _bring(self, panel: Panel) -> None:
        self._stack.setCurrentWidget(panel)
        self._over = True
        self._arrange()
        panel.take_focus()

    def _follow_theme(self) -> None:
        self._arrange()
        self._show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before = bool(self.list.row(self._selected) and self._marked())
        self._arrange()
        if before != self._beside():
            self._show()

    def _marked(self) -> bool:
        row = self.list.row(self._selected)
        return row is not None and row.look.selected

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._settled.isActive():
            self._settled.stop()
            self.changed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._over:
            self.panel.done.emit()
        else:
            super().keyPressEvent(event)

    # ----------------------------------------------------------------- where to go

    def _open(self, step_id: str) -> None:
        self._select(step_id)
        self._bring(self.inspector)

    def _select(self, step_id: str) -> None:
        self._selected = step_id
        self._show()

    def _open_own_step(self) -> None:
        self.own_step.clear()
        self._bring(self.own_step)

    def _open_medicines(self, wanted: str) -> None:
        if self._view is not None:
            self.medicines.show_medicines(self._view.medicines, wanted)
            self._bring(self.medicines)

    def _back_to_step(self) -> None:
        self._bring(self.inspector)

    def _back_to_list(self) -> None:
        self._over = False
        self._stack.setCurrentWidget(self.inspector)
        self._arrange()
        self.list.focus_row(self._selected)

    # ----------------------------------------------------------------- what to do

    def _saved(self) -> None:
        self.refresh()
        self._offer_undo()
        self._settled.start()

    def _offer_undo(self) -> None:
        past = self._arranging.history.past
        if past:
            change = past[-1].change
            what, became = self._words.change(change)
            row = self._view.row(self._selected) if self._view is not None else None
            moved = change.kind is ChangeKind.MOVED and row is not None and row.title == change.of
            if moved and row is not None and row.push is not None:
                became = breakable(self._words.was_pushed(row))
            self.strip.offer(breakable(shortened(what)), became)
            self._foot.show()
        else:
            self.strip.clear()

    def _fold_foot(self) -> None:
        """Give the place of the strip back, once no row moves under the pointer for that."""
        seen = self.list.isVisible() and self.list.scroller.would_move(self._foot.height())
        if not self.strip.is_offering() and not seen:
            self._foot.hide()

    def _try(self, action: Callable[[], object]) -> None:
        """Do something from the list that saves."""
        failed: list[bool] = []
        self.list.trouble.attempt(action, lambda: failed.append(True))
        if failed:
            self.refresh()
        else:
            self._saved()

    def _go(self, way: Callable[[], Change | None]) -> Change | None:
        """Undo or redo, and show it; return what it was."""
        trouble = self.panel.trouble if self._over and not self._beside() else self.list.trouble
        change = trouble.attempt(way, lambda: None)
        self.strip.clear()
        self.refresh()
        if self._view is not None and "medicines" in vars(self):
            self.medicines.follow(self._view.medicines)
        self._settled.start()
        return change

    def _switch(self, step_id: str, on: bool) -> None:  # noqa: FBT001
        self._selected = step_id
        if on:
            self._ask(step_id)
        else:
            self._try(lambda: self._arranging.switch_off(step_id))

    def _ask(self, step_id: str) -> None:
        """Ask the gate to let a step be switched on; say what is missing if it does not."""
        self._selected = step_id
        outcome = self.list.trouble.attempt(
            lambda: self._arranging.switch_on(step_id), self.refresh
        )
        match outcome:
            case None:
                return  # refused, and said so
            case SwitchedOn():
                self._saved()
            case NeedsAnswers() | Locked() | SignsFirst():
                self.refresh()
                self._came_out(outcome)
            case _:
                assert_never(outcome)

    def _came_out(self, outcome: Outcome) -> None:
        """Say what came of answers, of an OK, of a blood test, of a step that was added."""
        self._select(outcome.step)
        match outcome:
            case NeedsAnswers():
                self.questions.ask(outcome)
                self._bring(self.questions)
            case SwitchedOn() | Locked():
                self.verdict.show_outcome(outcome)
                self._bring(self.verdict)
            case SignsFirst():
                self._arranging.signs_are_shown()
                self.signs_wanted.emit()
            case _:
                assert_never(outcome)

    def _apply(self, fix: Fix) -> None:
        self._try(lambda: self._arranging.apply(fix))
        self.list.focus_row(fix.step)

    def _mend(self, conflict: Conflict) -> None:
        """Solve a conflict where its step is shown: the panel stays."""
        fix = conflict.fix
        if fix is not None:
            self.inspector.attempt(lambda: self._arranging.apply(fix))
            self.inspector.take_focus()
        elif conflict.is_question:
            self._open_medicines(conflict.other)
        else:
            self.inspector.attempt(lambda: self._arranging.switch_off(conflict.steps[0]))
            self.inspector.take_focus()

    def _move(self, step_id: str, start: datetime) -> None:
        self._selected = step_id
        self._try(lambda: self._arranging.move_to(step_id, start))

    def _nudge(self, step_id: str, steps: int) -> None:
        self._selected = step_id
        self._try(lambda: self._arranging.nudge(step_id, steps))
        self.list.keep_in_sight(step_id)

    def _set_bedtime(self, choice: TimeChoice) -> None:
        view = self._view
        if view is None:
            return
        at = choice.at
        if choice.tonight:
            self._try(lambda: self._arranging.set_bedtime_tonight(at))
        else:
            usual = at if at is not None else view.bedtime.every
            self._try(lambda: self._arranging.set_bedtime(usual, choice.day))

    def _set_wake(self, choice: TimeChoice) -> None:
        at = choice.at
        if at is not None:
            self._try(lambda: self._arranging.set_wake(at, choice.day))
