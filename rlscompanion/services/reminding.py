"""Reminding: what is due becomes one notice; answered anywhere, it is answered everywhere.

Every call comes from one thread (the screen's). Each occurrence is claimed in the store before it
is shown, so that it fires at most once across restarts and crashes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from rlscompanion.domain.checklist import MarkKind
from rlscompanion.domain.reminders import Reminder, due_now, next_due
from rlscompanion.services.checking_off import CheckingOff, Marked, Refused
from rlscompanion.services.planning import Planning, Tonight
from rlscompanion.services.ports import (
    Alarms,
    Answer,
    Clock,
    Fired,
    Notice,
    NoticeAnswered,
    Notifier,
)

MARK_OF: Final = {
    Answer.DONE: MarkKind.DONE,
    Answer.SNOOZE: MarkKind.SNOOZE,
    Answer.SKIP: MarkKind.SKIP,
}


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """The words on a notice, translated by whoever speaks to the person."""

    evening_starts: Callable[[], str]
    due: Callable[[str], str]
    soon: Callable[[str, datetime], str]
    done: str
    all_done: str
    snooze: str
    skip: str


@dataclass(slots=True)
class _Shown:
    """What a notice on the screen stands for."""

    steps: frozenset[str]
    night: str


@dataclass(slots=True)
class Reminding:
    """Call ``look`` when the alarm rings, when anything changed, and at the start."""

    planning: Planning
    checking_off: CheckingOff
    fired: Fired
    alarms: Alarms
    notifier: Notifier
    clock: Clock
    words: NoticeWords
    not_shown: Callable[[Notice], None]
    """No service took it: show it in the window."""
    withdrawn: Callable[[str], None]
    """The notice with this id is answered: take it out of the window."""
    held: bool = False
    """While the flare-up screen is open nothing bright pops up."""
    _showing: dict[str, _Shown] = field(default_factory=dict[str, _Shown])

    def look(self) -> None:
        """Withdraw what is answered, show what is due, and set the next alarm."""
        now = self.clock.now()
        tonight = self.planning.tonight(now)
        self._withdraw_answered(tonight)
        reminders = tonight.checklist.reminders
        if not self.held:
            due = due_now(reminders, self.fired.of_night(tonight.night), now)
            claimed = [reminder for reminder in due if self.fired.claim(reminder.id, now)]
            if claimed:
                self._show(tonight, claimed)
        self.alarms.set(self._next_instant(tonight, now))

    def answer(self, given: NoticeAnswered) -> tuple[Marked, ...]:
        """Record what somebody pressed on a notice. Raises Refused, in words, for a snooze."""
        shown = self._showing.get(given.id)
        if shown is None or given.answer not in MARK_OF:
            return ()
        tonight = self.planning.tonight()
        if tonight.night.isoformat() != shown.night:
            self._take_away(given.id)
            return ()
        marked: list[Marked] = []
        refusals: list[str] = []
        for step in sorted(shown.steps):
            state = tonight.checklist.state(step)
            if state is None or state.status.is_answered:
                continue
            try:
                marked.append(self.checking_off.mark(step, MARK_OF[given.answer]))
            except Refused as refusal:
                refusals.append(str(refusal))
        self._take_away(given.id)
        self.look()
        if refusals:
            raise Refused(" ".join(refusals))
        return tuple(marked)

    def _show(self, tonight: Tonight, claimed: Sequence[Reminder]) -> None:
        steps = tuple(dict.fromkeys(reminder.step for reminder in claimed if reminder.step))
        for notice_id, shown in list(self._showing.items()):
            if shown.steps & set(steps):
                self._take_away(notice_id, keep=notice_id == _notice_id(tonight, steps))
        lines = [self._line(tonight, reminder) for reminder in _one_a_step(claimed)]
        if any(not reminder.step for reminder in claimed):
            lines.insert(0, self.words.evening_starts())
        several = len(steps) > 1
        answers: tuple[tuple[Answer, str], ...] = ()
        if steps:
            answers = (
                (Answer.DONE, self.words.all_done if several else self.words.done),
                (Answer.SNOOZE, self.words.snooze),
                (Answer.SKIP, self.words.skip),
            )
        notice = Notice(_notice_id(tonight, steps), lines[0], "\n".join(lines[1:]), answers)
        self._showing[notice.id] = _Shown(frozenset(steps), tonight.night.isoformat())

        def shown_or_not(taken: bool) -> None:  # noqa: FBT001  (the port says so)
            if not taken:
                self.not_shown(notice)

        self.notifier.show(notice, shown_or_not)

    def _line(self, tonight: Tonight, reminder: Reminder) -> str:
        state = tonight.checklist.state(reminder.step)
        assert state is not None, "reminders come from planned steps"  # noqa: S101
        if reminder.is_heads_up:
            start = state.step.start.astimezone(tonight.checklist.evening.zone)
            return self.words.soon(state.step.title, start)
        return self.words.due(state.step.title)

    def _withdraw_answered(self, tonight: Tonight) -> None:
        for notice_id, shown in list(self._showing.items()):
            same_night = shown.night == tonight.night.isoformat()
            states = [tonight.checklist.state(step) for step in shown.steps]
            waiting = [
                state
                for state in states
                if state is not None
                and not state.status.is_answered
                and (state.snoozed_until is None or state.snoozed_until <= self.clock.now())
            ]
            if not same_night or (shown.steps and not waiting):
                self._take_away(notice_id)

    def _take_away(self, notice_id: str, *, keep: bool = False) -> None:
        self._showing.pop(notice_id, None)
        if not keep:
            self.notifier.withdraw(notice_id)
            self.withdrawn(notice_id)

    def _next_instant(self, tonight: Tonight, now: datetime) -> datetime | None:
        coming = next_due(tonight.checklist.reminders, now)
        if coming is None:
            tomorrow = self.planning.tonight(now, nights_on=1)
            coming = next_due(tomorrow.checklist.reminders, now)
        return coming.due if coming is not None else None


def _one_a_step(claimed: Sequence[Reminder]) -> list[Reminder]:
    """Return the last reminder of each step: a heads-up that came late says nothing more."""
    return list({reminder.step: reminder for reminder in claimed if reminder.step}.values())


def _notice_id(tonight: Tonight, steps: Sequence[str]) -> str:
    return f"{tonight.night.isoformat()}/{'+'.join(sorted(steps)) or 'evening'}"
