"""The Routine page: the list, and beside it (or over it, where room is short) one panel."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, assert_never

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.evening import Conflict
from rlscompanion.domain.library import Library
from rlscompanion.domain.mendable import StoreError
from rlscompanion.services.admitting import Locked, NeedsAnswers, Outcome, SignsFirst, SwitchedOn
from rlscompanion.services.arranging import Arranging
from rlscompanion.services.taking_back import Change
from rlscompanion.ui.pages.routine.by_hand import ByHand
from rlscompanion.ui.pages.routine.foot import Foot
from rlscompanion.ui.pages.routine.listing import RoutineList
from rlscompanion.ui.pages.routine.panel import Panel
from rlscompanion.ui.pages.routine.side import Side
from rlscompanion.ui.pages.routine.verdict import Guidance, no_guidance
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

if TYPE_CHECKING:
    from rlscompanion.services.routine_view import RoutineView

TWO_PANES_FROM: Final = 1032
"""Of the page: a window of 1240 less its navigation."""
NARROW_BELOW: Final = 520
WIDEST: Final = 1040
INSPECTOR_WIDTH: Final = 380
SETTLED_MS: Final = 250
"""Others look again once clicks have come to rest; what was changed is saved at once."""


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
        self._arranging = arranging
        self._view: RoutineView | None = None
        self._selected = ""
        self._over = False
        self.list = RoutineList(theme)
        self.side = Side(theme, arranging, library, guidance)
        self.foot = Foot(theme, self.list)
        self._by_hand = ByHand(self.list, arranging, lambda: self._view, self)
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
        self._view = view = self._arranging.view(self.list.head.day)
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
            self.foot.tell_undone(change)
            self._keep_keyboard_in_sight()

    def redo(self) -> None:
        """Make the newest change that was taken back again."""
        if self._go(self._arranging.redo) is not None:
            self._offer_undo()

    def is_under_way(self) -> bool:
        """Return whether the panel that is shown has choices that wait for a button."""
        return (self._over or self._beside()) and self.side.is_under_way()

    def readying(self) -> Iterator[None]:
        """Make what is made when it is first wanted: the rows, then the panels."""
        try:
            view = self._read()
        except StoreError:
            return  # the page says so when it is shown
        yield from self.side.readying(view.row(self._selected), view)
        yield from self.list.making(view, self._selected if self._beside() else "")
        yield from self.side.readying_the_rest()

    # --------------------------------------------------------------------- building

    def _build(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setRowStretch(0, 1)
        self._grid.addWidget(self.list, 0, 0)

    def _connect(self) -> None:
        self._by_hand.touched.connect(self._touch)
        self._by_hand.saved.connect(self._saved)
        self._by_hand.refused.connect(self.refresh)
        self.foot.strip.undo.connect(self.undo)
        self.foot.strip.redo.connect(self.redo)
        self.side.saved.connect(self._saved)
        self.side.came_out.connect(self._came_out)
        self.side.asked.connect(self._ask)
        self.side.mending.connect(self._mend)
        self.side.source_wanted.connect(self.source_wanted)
        self.side.step_wanted.connect(self._back_to_step)
        self.side.list_wanted.connect(self._back_to_list)
        self.list.head.shown_for.connect(self.refresh)
        self.list.opened.connect(self._open)
        self.list.switched.connect(self._switch)
        self.list.asked.connect(self._ask)
        self.list.own_wanted.connect(self._open_own_step)
        self.list.medicines_wanted.connect(self._open_medicines)

    # ---------------------------------------------------------------------- showing

    def _show(self) -> None:
        if self._view is None:
            return
        row = self._view.row(self._selected)
        if row is not None:
            self.side.show_row(row, self._view)
        self.list.show_view(self._view, self._selected if self._beside() else "")

    def _beside(self) -> bool:
        wide = self.width() >= self._theme.px(TWO_PANES_FROM)
        return wide and self._theme.mode is not Mode.NIGHT

    def _arrange(self) -> None:
        """Put the panel beside the list, or over it."""
        px, beside = self._theme.px, self._beside()
        over = self._over and not beside
        self._grid.addWidget(self.side, 0, 1 if beside else 0, 2 if beside else 1, 1)
        self._grid.addWidget(self.foot, 1, 0)
        self._grid.setColumnStretch(0, 1)
        self.foot.measure(px(WIDEST))
        self.side.set_beside(beside=beside)
        self.side.setVisible(beside or over)
        self.list.setVisible(not over)
        self.list.setMaximumWidth(px(WIDEST))
        self.side.setMinimumWidth(px(INSPECTOR_WIDTH) if beside else 0)
        self.side.setMaximumWidth(px(INSPECTOR_WIDTH) if beside else px(WIDEST))
        self.list.set_narrow(narrow=self.width() < px(NARROW_BELOW))

    def _bring(self, panel: Panel) -> None:
        self.side.bring(panel)
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
        if not event.spontaneous():
            self.list.head.come_back()
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
            self.side.panel.done.emit()
        else:
            super().keyPressEvent(event)

    # ----------------------------------------------------------------- where to go

    def _open(self, step_id: str) -> None:
        self._select(step_id)
        self._bring(self.side.inspector)

    def _select(self, step_id: str) -> None:
        self._selected = step_id
        self._show()

    def _touch(self, step_id: str) -> None:
        self._selected = step_id

    def _open_own_step(self) -> None:
        self.side.own_step.clear()
        self._bring(self.side.own_step)

    def _open_medicines(self, wanted: str) -> None:
        if self._view is not None:
            self.side.medicines.show_medicines(self._view.medicines, wanted)
            self._bring(self.side.medicines)

    def _back_to_step(self) -> None:
        self._bring(self.side.inspector)

    def _back_to_list(self) -> None:
        self._over = False
        self.side.bring(self.side.inspector)
        self._arrange()
        self.list.focus_row(self._selected)

    # ----------------------------------------------------------------- what to do

    def _saved(self) -> None:
        self.refresh()
        self._offer_undo()
        self._settled.start()

    def _offer_undo(self) -> None:
        past = self._arranging.history.past
        row = self._view.row(self._selected) if self._view is not None else None
        self.foot.offer(past[-1].change if past else None, row)
        self._keep_keyboard_in_sight()

    def _keep_keyboard_in_sight(self) -> None:
        """Follow what was changed by key, once the strip has its room; who points sees where."""
        focused = QApplication.focusWidget()
        if focused is not None and not focused.underMouse():
            QTimer.singleShot(0, self.list, self.list.keep_keyboard_in_sight)

    def _go(self, way: Callable[[], Change | None]) -> Change | None:
        """Undo or redo, and show it; return what it was."""
        trouble = (
            self.side.panel.trouble if self._over and not self._beside() else self.list.trouble
        )
        change = trouble.attempt(way, lambda: None)
        if change is None:
            self.foot.strip.clear()
        self.refresh()
        if self._view is not None:
            self.side.follow(self._view)
        self._settled.start()
        return change

    def _switch(self, step_id: str, on: bool) -> None:  # noqa: FBT001
        self._selected = step_id
        if on:
            self._ask(step_id)
        else:
            self._by_hand.attempt(lambda: self._arranging.switch_off(step_id))

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
                self.side.questions.ask(outcome)
                self._bring(self.side.questions)
            case SwitchedOn() | Locked():
                self.side.verdict.show_outcome(outcome)
                self._bring(self.side.verdict)
            case SignsFirst():
                self._arranging.signs_are_shown()
                self.signs_wanted.emit()
            case _:
                assert_never(outcome)

    def _mend(self, conflict: Conflict) -> None:
        """Solve a conflict where its step is shown: the panel stays."""
        fix = conflict.fix
        if fix is not None:
            self.side.inspector.attempt(lambda: self._arranging.apply(fix))
            self.side.inspector.take_focus()
        elif conflict.is_question:
            self._open_medicines(conflict.other)
        else:
            self.side.inspector.attempt(lambda: self._arranging.switch_off(conflict.steps[0]))
            self.side.inspector.take_focus()
