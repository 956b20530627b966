"""What is changed in the list itself: a step is moved, a conflict mended, a time of night set."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from rlscompanion.domain.evening import Fix
from rlscompanion.services.arranging import Arranging
from rlscompanion.services.routine_view import RoutineView
from rlscompanion.ui.pages.routine.head import TimeChoice
from rlscompanion.ui.pages.routine.listing import RoutineList


class ByHand(QObject):
    """``touched`` carries the id of a step before it is changed; ``saved`` or ``refused`` follows."""

    touched = Signal(str)
    saved = Signal()
    refused = Signal()

    def __init__(
        self,
        listing: RoutineList,
        arranging: Arranging,
        view: Callable[[], RoutineView | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._list = listing
        self._arranging = arranging
        self._view = view
        listing.fix_wanted.connect(self._apply)
        listing.moved.connect(self._move)
        listing.nudged.connect(self._nudge)
        listing.bedtime_chosen.connect(self._set_bedtime)
        listing.wake_chosen.connect(self._set_wake)

    def attempt(self, action: Callable[[], object]) -> None:
        """Do something that saves; the list says so where it did not."""
        failed: list[bool] = []
        self._list.trouble.attempt(action, lambda: failed.append(True))
        if failed:
            self.refused.emit()
        else:
            self.saved.emit()

    def _apply(self, fix: Fix) -> None:
        self.attempt(lambda: self._arranging.apply(fix))
        self._list.focus_row(fix.step)

    def _move(self, step_id: str, start: datetime) -> None:
        view = self._view()
        self.touched.emit(step_id)
        self.attempt(lambda: self._arranging.move_to(step_id, start, view.night if view else None))

    def _nudge(self, step_id: str, steps: int) -> None:
        view = self._view()
        self.touched.emit(step_id)
        self.attempt(lambda: self._arranging.nudge(step_id, steps, view.night if view else None))
        self._list.keep_in_sight(step_id)

    def _set_bedtime(self, choice: TimeChoice) -> None:
        view = self._view()
        if view is None:
            return
        at = choice.at
        if choice.tonight:
            self.attempt(lambda: self._arranging.set_bedtime_tonight(at))
        else:
            usual = at if at is not None else view.bedtime.every
            self.attempt(lambda: self._arranging.set_bedtime(usual, choice.day))

    def _set_wake(self, choice: TimeChoice) -> None:
        at = choice.at
        if at is not None:
            self.attempt(lambda: self._arranging.set_wake(at, choice.day))
