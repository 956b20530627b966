"""The states of tonight's steps: upcoming, due, done, skipped, unanswered; and undo.

Nothing is ever marked done by itself, and a mark wins in any state.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Mark:
    """What was said of a step: ``at`` is when it holds, ``until`` where a snooze ends."""

    step: str
    kind: MarkKind
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepState:
    """A planned step as it stands at some instant."""

    step: PlannedStep
    status: Status
    marked_at: datetime | None
    snoozed_until: datetime | None
    reminders: tuple[Reminder, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
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
        """Return what is on: the due step begun last, else, once the evening began, the next one."""
        due = [
            state for state in self.states if state.status is Status.DUE and not state.step.is_mark
        ]
        if due:
            return due[-1]
        first = self.evening.first_reminded
        if first is None or not first.start <= self.now < self.evening.bedtime:
            return None
        coming = [
            state
            for state in self.states
            if state.status is Status.UPCOMING and not state.step.is_mark
        ]
        return min(coming, key=lambda state: state.snoozed_until or state.step.start, default=None)


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
    last = {
        step: standing[-1]
        for step in dict.fromkeys(mark.step for mark in marks)
        if (standing := standing_marks(marks, step))
    }
    return Taken(
        done={step: mark.at for step, mark in last.items() if mark.kind is MarkKind.DONE},
        skipped=frozenset(step for step, mark in last.items() if mark.kind is MarkKind.SKIP),
    )


def checklist(evening: Evening, marks: Sequence[Mark], now: datetime) -> Checklist:
    """Return how each step of ``evening`` stands at ``now``."""
    return Checklist(
        evening, now, tuple(_state(evening, step, marks, now) for step in evening.steps)
    )


def _number(marks: Sequence[Mark], snooze: Mark | None) -> int:
    """Return which snooze of its step this is, those taken back counted in: ids stay unique."""
    if snooze is None:
        return 0
    snoozes = [mark for mark in marks if mark.step == snooze.step and mark.kind is snooze.kind]
    return 1 + max(n for n, mark in enumerate(snoozes) if mark is snooze)


def _state(evening: Evening, step: PlannedStep, marks: Sequence[Mark], now: datetime) -> StepState:
    standing = standing_marks(marks, step.id)
    last = standing[-1] if standing else None
    if last is not None and last.kind is not MarkKind.SNOOZE:
        status = Status.DONE if last.kind is MarkKind.DONE else Status.SKIPPED
        return StepState(step, status, last.at, None, ())
    snoozed_until = last.until if last is not None else None
    reminders = reminders_of(evening, step, snoozed_until, _number(marks, last))
    begin = snoozed_until or step.start
    over = max([begin + (step.end - step.start), *(reminder.expires for reminder in reminders)])
    if step.is_mark:
        over = evening.wake
    if now < begin:
        status = Status.UPCOMING
    elif now < over:
        status = Status.DUE
    else:
        status = Status.UNANSWERED
    return StepState(step, status, None, snoozed_until, reminders)
