"""Checking off: start, done, skip, snooze, move, "I had a drink", and the way back."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from rlscompanion.domain.checklist import Mark, MarkKind, Status, StepState, standing_marks
from rlscompanion.domain.evening import Fix
from rlscompanion.domain.journal import Entry, EntryKind, entry_of_mark, had_a_drink, marks_in
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.reminders import SNOOZE
from rlscompanion.domain.undoing import A_DRINK, standing_sayings
from rlscompanion.services.planning import Planning, Tonight

if TYPE_CHECKING:
    from rlscompanion.services.ports import Clock, Journal


class Refused(Mendable):
    """It was not recorded: one sentence says why and what to do."""


class TooClose(Refused):
    """A start or a snooze that would break a spacing rule; the step can be left out tonight."""

    def __init__(self, step: str, broken: tuple[str, ...]) -> None:
        super().__init__(f"{' '.join(broken)} Leave it out tonight.")
        self.step = step
        self.broken = broken


class Marked(Struct, frozen=True):
    """A mark that is on the disk. ``broken`` are the words of spacing rules that it breaks."""

    night: date
    step: str
    title: str
    status: Status
    at: datetime
    snoozed_until: datetime | None
    tonight: Tonight
    """The whole Night, as it stands with the mark."""
    broken: tuple[str, ...] = ()


class TakenBack(Struct, frozen=True):
    """What an undo took back: a mark on a step, or without one "I had a drink"."""

    night: date
    title: str
    mark: Mark | None


class CheckingOff(Struct, frozen=True):
    """Over the journal."""

    planning: Planning
    journal: "Journal"
    clock: "Clock"

    def mark(self, step_id: str, kind: MarkKind, at: datetime | None = None) -> Marked:
        """Record a mark on tonight's step. Raises Refused; Done is never refused for a rule."""
        now = self.clock.now()
        holds = at or now
        tonight = self.planning.tonight(holds)
        state = _planned(tonight, step_id)
        broken: tuple[str, ...] = ()
        until: datetime | None = None
        match kind:
            case MarkKind.DONE | MarkKind.SKIP:
                wanted = Status.DONE if kind is MarkKind.DONE else Status.SKIPPED
                if at is None and state.status is wanted:
                    return self._marked(step_id, holds, ())
                if kind is MarkKind.DONE:
                    broken = tonight.planner.broken_by_starting(
                        tonight.checklist.evening, step_id, holds
                    )
            case MarkKind.SNOOZE:
                until = holds + SNOOZE
                self._refuse_snooze(tonight, state, until)
            case MarkKind.START:
                if state.is_running:
                    return self._marked(step_id, holds, ())
                self._refuse_start(tonight, state, holds)
            case MarkKind.MOVE:
                raise Refused(f"{state.step.title}: say to what time it is to be moved.")
            case MarkKind.UNDO:
                if not standing_marks(marks_in(tonight.entries), step_id):
                    raise Refused(f"{state.step.title}: there is nothing to undo tonight.")
        mark = Mark(step_id, kind, holds, until)
        self.journal.append(entry_of_mark(tonight.night, mark, now))
        return self._marked(step_id, holds, broken)

    def move(self, fix: Fix) -> Marked:
        """Move a step to where its conflict's fix says, for tonight alone. Raises Refused."""
        now = self.clock.now()
        tonight = self.planning.tonight(now)
        state = _planned(tonight, fix.step)
        to = tonight.planner.times(tonight.night).start_of(fix.when)
        _refuse_answered(state)
        if state.is_running:
            raise Refused(f"{state.step.title} has begun already; undo that first.")
        if to < now:
            raise Refused(f"{state.step.title}: that time has passed.")
        _refuse_too_close(tonight, state, to)
        mark = Mark(fix.step, MarkKind.MOVE, now, to)
        self.journal.append(entry_of_mark(tonight.night, mark, now))
        return self._marked(fix.step, now, ())

    def had_a_drink(self, *, had: bool) -> None:
        """Record "I had a drink" for tonight, or take it back."""
        now = self.clock.now()
        tonight = self.planning.tonight(now)
        if had_a_drink(tonight.entries) != had:
            body = {"had": "yes" if had else "no"}
            self.journal.append(Entry(tonight.night, EntryKind.DRINK, now, now, body))

    def undo(self, step_id: str = "") -> TakenBack | None:
        """Take back what was said last tonight, here or elsewhere; of one step if it is named.

        None where nothing stands that can be taken back.
        """
        tonight = self.planning.tonight()
        for said in reversed(standing_sayings(tonight.entries)):
            if step_id and said.step != step_id:
                continue
            if said == A_DRINK:
                self.had_a_drink(had=False)
                return TakenBack(tonight.night, "", None)
            if tonight.checklist.state(said.step) is not None:
                newest = standing_marks(marks_in(tonight.entries), said.step)[-1]
                title = self.mark(said.step, MarkKind.UNDO).title
                return TakenBack(tonight.night, title, newest)
        return None

    def redo(self, taken_back: TakenBack) -> Marked | None:
        """Say again what was taken back, as of when it was said; None for a drink.

        Raises Refused where another night has begun, or the step is not planned any more.
        """
        now = self.clock.now()
        tonight = self.planning.tonight(now)
        if tonight.night != taken_back.night:
            raise Refused("Another night has begun since. That one stays as it is now.")
        mark = taken_back.mark
        if mark is None:
            self.had_a_drink(had=True)
            return None
        _planned(tonight, mark.step)
        self.journal.append(entry_of_mark(tonight.night, mark, now))
        return self._marked(mark.step, now, ())

    @staticmethod
    def _refuse_snooze(tonight: Tonight, state: StepState, until: datetime) -> None:
        _refuse_answered(state)
        evening = tonight.checklist.evening
        if state.step.start < evening.wake <= until:
            raise Refused(f"{state.step.title}: ten minutes from now is past your wake time.")
        if until >= tonight.planner.calendar.start(tonight.night + ONE_DAY):
            raise Refused(f"{state.step.title}: ten minutes from now, the next night begins.")
        _refuse_too_close(tonight, state, until)

    @staticmethod
    def _refuse_start(tonight: Tonight, state: StepState, at: datetime) -> None:
        _refuse_answered(state)
        _refuse_too_close(tonight, state, at)

    def _marked(self, step_id: str, at: datetime, broken: tuple[str, ...]) -> Marked:
        tonight = self.planning.tonight(at)
        state = _planned(tonight, step_id)
        return Marked(
            night=tonight.night,
            step=step_id,
            title=state.step.title,
            status=state.status,
            at=at,
            snoozed_until=state.snoozed_until,
            tonight=tonight,
            broken=broken,
        )


def _planned(tonight: Tonight, step_id: str) -> StepState:
    state = tonight.checklist.state(step_id)
    if state is None:
        planned = [s.step.id for s in tonight.checklist.states if not s.step.is_mark]
        known = ", ".join(planned) or "nothing"
        raise Refused(
            f"{step_id} is not planned for the night of {tonight.night}; planned: {known}."
        )
    if state.step.is_mark:
        raise Refused(f"{state.step.title} is a mark in the plan and takes no tick.")
    return state


def _refuse_answered(state: StepState) -> None:
    if state.status is Status.DONE:
        raise Refused(f"{state.step.title} is done already; undo it first.")
    if state.status is Status.SKIPPED:
        raise Refused(f"{state.step.title} is skipped tonight; undo that first.")


def _refuse_too_close(tonight: Tonight, state: StepState, at: datetime) -> None:
    broken = tonight.planner.broken_by_starting(tonight.checklist.evening, state.step.id, at)
    if broken:
        raise TooClose(state.step.id, broken)
