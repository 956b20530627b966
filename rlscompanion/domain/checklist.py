"""The states of tonight's steps: upcoming, due, done, skipped, unanswered; and undo.

Nothing is ever marked done by itself, and a mark wins in any state.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.evening import Evening, PlannedStep, Taken
from rlscompanion.domain.reminders import Reminder, evening_start, reminders_of


class Status(StrEnum):
    UPCOMING = "upcoming"
    DUE = "due"
    DONE = "done"
    SKIPPED = "skipped"
    UNANSWERED = "unanswered"

    @property
    def is_answered(self) -> bool:
        return self in {Status.DONE, Status.SKIPPED}


class MarkKind(StrEnum):
    DONE = "done"
    SKIP = "skip"
    SNOOZE = "snooze"
    UNDO = "undo"
    START = "start"
    """Begun, and not over: the step is due while it runs."""
    MOVE = "move"
    """Planned for another time, in this Night alone."""

    @property
    def is_answer(self) -> bool:
        return self in {MarkKind.DONE, MarkKind.SKIP}


class Mark(Struct, frozen=True):
    """What was said of a step: ``at`` is when it holds.

    ``until`` is where a snooze ends, or the time to which a step was moved.
    """

    step: str
    kind: MarkKind
    at: datetime
    until: datetime | None = None


class StepState(Struct, frozen=True):
    """A planned step as it stands at some instant."""

    step: PlannedStep
    status: Status
    marked_at: datetime | None
    snoozed_until: datetime | None
    reminders: tuple[Reminder, ...]
    started_at: datetime | None = None
    """When it was begun; of an answered step nothing is said."""
    marked_late: bool = False
    """Answered after its time had passed."""

    @property
    def begins(self) -> datetime:
        """Return when it begins, or began, as things stand."""
        return self.started_at or self.snoozed_until or self.step.start

    @property
    def length(self) -> timedelta:
        return self.step.end - self.step.start

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.status is Status.DUE


class Checklist(Struct, frozen=True):
    """Tonight: the evening and how each of its steps stands."""

    evening: Evening
    now: datetime
    states: tuple[StepState, ...]

    def state(self, step_id: str) -> StepState | None:
        return next((state for state in self.states if state.step.id == step_id), None)

    @property
    def reminders(self) -> tuple[Reminder, ...]:
        """Return every reminder that is still asked for, in order of time."""
        asked = [reminder for state in self.states for reminder in state.reminders]
        start = evening_start(self.evening)
        if start is not None:
            asked.append(start)
        return tuple(sorted(asked, key=lambda reminder: (reminder.due, reminder.id)))

    @property
    def current(self) -> StepState | None:
        """Return what is on: what runs, else the due step planned last.

        Where nothing is due, the next one, once the evening began.
        """
        due = [
            state for state in self.states if state.status is Status.DUE and not state.step.is_mark
        ]
        running = [state for state in due if state.is_running]
        if running:
            return max(running, key=lambda state: state.begins)
        if due:
            return due[-1]
        first = self.evening.first_reminded
        if first is None or not first.start <= self.now < self.evening.bedtime:
            return None
        return self.next

    @property
    def next(self) -> StepState | None:
        """Return the first of the steps that are still to come."""
        coming = [
            state
            for state in self.states
            if state.status is Status.UPCOMING and not state.step.is_mark
        ]
        return min(coming, key=lambda state: state.begins, default=None)


def standing_marks(marks: Iterable[Mark], step_id: str) -> tuple[Mark, ...]:
    """Return the marks on a step that no undo took back, in the order in which they were made."""
    stack: list[Mark] = []
    for mark in marks:
        if mark.step != step_id:
            continue
        if mark.kind is not MarkKind.UNDO:
            stack.append(mark)
        elif stack:
            stack.pop()
    return tuple(stack)


def taken(marks: Sequence[Mark]) -> Taken:
    """Return what was said of a Night's steps, as the planner wants to know it."""
    stands = {
        step: standing
        for step in dict.fromkeys(mark.step for mark in marks)
        if (standing := standing_marks(marks, step))
    }
    last = {step: standing[-1] for step, standing in stands.items()}
    return Taken(
        done={step: mark.at for step, mark in last.items() if mark.kind is MarkKind.DONE},
        skipped=frozenset(step for step, mark in last.items() if mark.kind is MarkKind.SKIP),
        moved={
            step: mark.until
            for step, standing in stands.items()
            for mark in standing
            if mark.kind is MarkKind.MOVE and mark.until is not None
        },
    )


def checklist(evening: Evening, marks: Sequence[Mark], now: datetime) -> Checklist:
    """Return how each step of ``evening`` stands at ``now``."""
    return Checklist(
        evening, now, tuple(_state(evening, step, marks, now) for step in evening.steps)
    )


def _number(marks: Sequence[Mark], wanted: Mark) -> int:
    """Return how often its step got another time, also where that was taken back: ids stay unique."""
    later = {MarkKind.SNOOZE, MarkKind.MOVE}
    given = [mark for mark in marks if mark.step == wanted.step and mark.kind in later]
    return 1 + max(n for n, mark in enumerate(given) if mark is wanted)


def _state(evening: Evening, step: PlannedStep, marks: Sequence[Mark], now: datetime) -> StepState:
    standing = standing_marks(marks, step.id)
    last = standing[-1] if standing else None
    unanswered = [mark for mark in standing if not mark.kind.is_answer]
    open_state = _open_state(evening, step, marks, unanswered[-1] if unanswered else None, now)
    if last is None or not last.kind.is_answer:
        return open_state
    over = _over(evening, open_state)
    status = Status.DONE if last.kind is MarkKind.DONE else Status.SKIPPED
    return StepState(step, status, last.at, None, (), marked_late=last.at >= over)


def _open_state(
    evening: Evening, step: PlannedStep, marks: Sequence[Mark], last: Mark | None, now: datetime
) -> StepState:
    """Return how a step stands that nobody answered; ``last`` is what else was said last."""
    snoozed_until = started_at = None
    reminders: tuple[Reminder, ...] = ()
    if last is None:
        reminders = reminders_of(evening, step)
    elif last.kind is MarkKind.SNOOZE:
        snoozed_until = last.until
        reminders = reminders_of(evening, step, snoozed_until, _number(marks, last))
    elif last.kind is MarkKind.MOVE:
        if step.reminder.on:
            reminders = reminders_of(evening, step, step.start, _number(marks, last))
    else:
        started_at = last.at
    state = StepState(step, Status.UPCOMING, None, snoozed_until, reminders, started_at)
    if now < state.begins:
        return state
    status = Status.DUE if now < _over(evening, state) else Status.UNANSWERED
    return replace(state, status=status)


def _over(evening: Evening, state: StepState) -> datetime:
    """Return from when a step that nobody answered is unanswered."""
    if state.step.is_mark:
        return evening.wake
    end = state.begins + state.length
    if state.started_at is not None:
        return end + timedelta(minutes=state.step.reminder.late_limit)
    return max([end, *(reminder.expires for reminder in state.reminders)])
