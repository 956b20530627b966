"""Recording what the person says of a step, and the way back."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from rlscompanion.domain.checklist import Mark, MarkKind, Status
from rlscompanion.domain.evening import Fix
from rlscompanion.domain.mendable import StoreError
from rlscompanion.services.checking_off import CheckingOff, Marked, Refused, TakenBack, TooClose
from rlscompanion.ui.pages.tonight.view import EveningView
from rlscompanion.ui.pages.tonight.words import clock

if TYPE_CHECKING:
    from rlscompanion.services.ports import Clock


class Ticking(QObject):
    """Marks and takes back; the strip says what was done, the message what was refused."""

    marked = Signal(object)
    """The Tonight that a mark has left. Shown before the strip speaks of it."""
    taken_back = Signal()
    """Something other than a step's mark has changed."""
    told = Signal()
    """Follows every change, once it is painted."""

    def __init__(self, view: EveningView, checking_off: CheckingOff, clock: "Clock") -> None:
        super().__init__(view)
        self._view = view
        self._checking_off = checking_off
        self._clock = clock
        self._on_offer: str | None = None
        """The step that the strip can undo."""
        self._taken_back: list[TakenBack] = []
        """What can be said again, the newest last."""

    def mark(self, step: str, kind: MarkKind) -> bool:
        """Record a mark, show what it changed, then tell the others; say so where it is refused."""
        view = self._view
        try:
            marked = self._checking_off.mark(step, kind)
        except TooClose as problem:
            leave_out = self.tr("Leave it out tonight")
            act = partial(self.leave_out, step)
            view.go_on()
            view.say_of_step(" ".join(problem.broken), leave_out, act)
            return False
        except (Refused, StoreError) as problem:
            view.go_on()
            view.say(str(problem))
            return False
        self._taken_back.clear()
        self._show_marked(marked, kind)
        return True

    def fix(self, fix: Fix) -> None:
        """Move a step for tonight alone, to where its conflict's fix says."""
        try:
            marked = self._checking_off.move(fix)
        except (Refused, StoreError) as problem:
            self._view.say(str(problem))
            self.taken_back.emit()
            return
        self._taken_back.clear()
        self._show_marked(marked, MarkKind.MOVE)

    def leave_out(self, step: str) -> None:
        """Skip a step that has no good time tonight."""
        self.mark(step, MarkKind.SKIP)

    def undo(self) -> None:
        """Take back what the strip offers, else what was said last tonight; say what it was."""
        step = self._on_offer if self._view.is_offering else None
        self._view.offer_nothing()
        self._take_back(step or "")

    def undo_offered(self) -> None:
        """Take back what the strip has offered, as its button was pressed."""
        self._take_back(self._on_offer or "")

    def _take_back(self, step: str) -> None:
        self._on_offer = None
        try:
            taken_back = self._checking_off.undo(step)
        except (Refused, StoreError) as problem:
            self._view.say(str(problem))
            taken_back = None
        else:
            if taken_back is None:
                return
            self._view.say_nothing()
            self._taken_back.append(taken_back)
        self.taken_back.emit()
        if taken_back is not None:
            self._say_taken_back(taken_back)
            self._lead_to(taken_back)
        self._tell()

    def redo(self) -> None:
        """Say again what was taken back last."""
        if not self._taken_back:
            return
        again = self._taken_back.pop()
        try:
            marked = self._checking_off.redo(again)
        except (Refused, StoreError) as problem:
            self.forget()
            self._view.say(str(problem))
            return
        if marked is not None and again.mark is not None:
            self._show_marked(marked, again.mark.kind)
            self._lead_to(again)
            return
        self._offer_drink()
        self.taken_back.emit()
        self._tell()

    def _show_marked(self, marked: Marked, kind: MarkKind) -> None:
        """Show what a mark has changed, then tell the others."""
        view = self._view
        view.say_nothing()
        card = view.timeline.card_key
        self.marked.emit(marked.tonight)
        if kind is not MarkKind.UNDO:
            self._say_marked(marked, kind)
        if view.timeline.card_key != card and not marked.broken:
            view.show_card_soon()
        self._tell()

    def say_drink(self, had: bool) -> None:  # noqa: FBT001  (as a switch tells it)
        """Note a drink for this night, or that there was none."""
        try:
            self._checking_off.had_a_drink(had=had)
        except StoreError as problem:
            self._view.say(str(problem))
        self.forget()
        if had:
            self._offer_drink()
        self.taken_back.emit()
        self._tell()

    def offer_undo(self, step: str, title: str, status: Status) -> None:
        """Offer the way back from an answer."""
        self._on_offer = step
        if status is Status.DONE:
            self._view.offer(title, self.tr("marked done"))
        else:
            self._view.offer(title, self.tr("skipped, that’s fine"), icon="dash")

    def forget(self) -> None:
        """Offer nothing any more."""
        self._on_offer = None
        self._taken_back.clear()
        self._view.offer_nothing()

    def _offer_drink(self) -> None:
        self._on_offer = None
        self._view.offer(self.tr("I had a drink"), self.tr("noted"), icon="glass")

    def _say_taken_back(self, taken_back: TakenBack) -> None:
        mark = taken_back.mark
        if mark is None:
            self._view.tell_undone(self.tr("I had a drink"), self.tr("noted"))
        else:
            self._view.tell_undone(taken_back.title, self._verb(mark))

    def _lead_to(self, taken_back: TakenBack) -> None:
        """Let the keyboard be where something was taken back, or said again."""
        if taken_back.mark is not None:
            self._view.focus_step(taken_back.mark.step)

    def _verb(self, mark: Mark) -> str:
        at = clock(mark.until, self._clock.zone()) if mark.until is not None else ""
        return {
            MarkKind.DONE: self.tr("done"),
            MarkKind.SKIP: self.tr("skipped"),
            MarkKind.START: self.tr("started"),
            MarkKind.SNOOZE: self.tr("snoozed until {0}").format(at),
            MarkKind.MOVE: self.tr("moved to {0} tonight").format(at),
            MarkKind.UNDO: "",
        }[mark.kind]

    def _tell(self) -> None:
        """Tell the others after the next frame: what the person did is seen first."""
        QTimer.singleShot(0, self, self.told.emit)

    def _say_marked(self, marked: Marked, kind: MarkKind) -> None:
        self._on_offer = marked.step
        if kind is MarkKind.SNOOZE and marked.snoozed_until is not None:
            until = clock(marked.snoozed_until, self._clock.zone())
            verb = self.tr("snoozed until {0}").format(until)
            self._view.offer(marked.title, verb, icon="snooze")
        elif kind is MarkKind.START:
            self._view.offer(marked.title, self.tr("started"), icon="play")
        elif kind is MarkKind.MOVE:
            step = marked.tonight.checklist.evening.step(marked.step)
            at = clock(step.start, self._clock.zone()) if step is not None else ""
            verb = self.tr("moved to {0} tonight").format(at)
            self._view.offer(marked.title, verb, icon="clock")
        else:
            self.offer_undo(marked.step, marked.title, marked.status)
        if marked.broken:
            self._view.say_of_step(" ".join(marked.broken))
