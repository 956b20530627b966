"""Reminding: what is due becomes one notice; answered anywhere, it is answered everywhere.

Every call comes from one thread (the screen's). Each occurrence is claimed in the store before it
is shown, so that it fires at most once across restarts and crashes. What became of it, and why, is
written down.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from rlscompanion.domain.announcing import is_private, tone_of
from rlscompanion.domain.checklist import MarkKind, StepState
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.reminder_record import Outcome, ReminderEvent
from rlscompanion.domain.reminders import (
    Reminder,
    due_now,
    reminders_of,
)
from rlscompanion.services.checking_off import CheckingOff, Marked, Refused
from rlscompanion.services.expecting import Expecting
from rlscompanion.services.planning import Planning, Tonight
from rlscompanion.services.ports import (
    Alarms,
    Answer,
    Clock,
    Fired,
    Notice,
    NoticeAnswered,
    Notifier,
    ReminderEvents,
)

MARK_OF: Final = {
    Answer.DONE: MarkKind.DONE,
    Answer.SNOOZE: MarkKind.SNOOZE,
    Answer.SKIP: MarkKind.SKIP,
}
TRY_AGAIN: Final = timedelta(minutes=1)
"""After the store could not be asked."""


class NoticeWords(Struct, frozen=True):
    """The words on a notice, translated by whoever speaks to the person."""

    evening_starts: Callable[[], str]
    due: Callable[[str], str]
    soon: Callable[[str, datetime], str]
    unnamed: str
    """What a step is called whose name is kept from the screen."""
    done: str
    all_done: str
    snooze: str
    skip: str
    flare_up: str


class _Shown(Struct):
    """What a notice on the screen stands for, and until when it has something to say."""

    steps: tuple[str, ...]
    notice: Notice
    night: str
    until: datetime
    stands: bool = True
    """Whether it is on the screen still, as far as is known."""


class Reminding(Struct):
    """Call ``look`` when the alarm rings, when anything changed, and at the start."""

    planning: Planning
    checking_off: CheckingOff
    expecting: Expecting
    fired: Fired
    events: ReminderEvents
    alarms: Alarms
    notifier: Notifier
    clock: Clock
    words: NoticeWords
    not_shown: Callable[[Notice], None]
    """No service took it: show it in the window."""
    withdrawn: Callable[[str], None]
    """The notice with this id is answered: take it out of the window."""
    names_shown: Callable[[], bool] = lambda: False
    """Whether a notice may name what a person takes."""
    also_at: Callable[[datetime], datetime | None] = lambda _: None
    """When somebody else wants to be looked after, given this moment."""
    held: bool = False
    """While the flare-up screen is open nothing bright pops up."""
    unasked: bool = False
    """While nobody has chosen a routine there is nothing to write down either."""
    _showing: dict[str, _Shown] = field(default_factory=dict[str, _Shown])
    _put_away: set[str] = field(default_factory=set[str])
    """What was on the screen as the flare-up screen opened."""
    _unrecorded: set[str] = field(default_factory=set[str])
    """Shown although the store could not be written to."""
    _told: dict[str, Outcome] = field(default_factory=dict[str, Outcome])
    """What is in the record already of what was not shown."""

    def look(self) -> None:
        """Withdraw what is answered, show what is due, and set the next alarm.

        Raises StoreError; then it looks again after a minute.
        """
        now = self.clock.now()
        try:
            self._look(now)
        except StoreError:
            self.alarms.set(now + TRY_AGAIN)
            raise

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

    def gone(self, notice_id: str) -> None:
        """Take note that a notice is not on the screen any more; that is no answer."""
        shown = self._showing.get(notice_id)
        if shown is not None:
            shown.stands = False

    def hold(self, *, held: bool, unasked: bool = False) -> None:
        """Clear the screen while the flare-up screen is open; ``look`` brings back what stood."""
        self.unasked = unasked
        if held and not self.held:
            for notice_id, shown in self._showing.items():
                if shown.stands:
                    self._put_away.add(notice_id)
                    self._take_off(notice_id)
        self.held = held

    def quiet_until_tomorrow(self) -> datetime:
        """Show nothing until the next wake time, which is returned. Survives a restart."""
        until = self.expecting.be_quiet_until_tomorrow()
        for notice_id in list(self._showing):
            self._take_away(notice_id)
        self.look()
        return until

    def speak_again(self) -> None:
        """End the quiet; what was due in it is not shown now."""
        self.look()
        self.expecting.speak_again()
        self.look()

    def _look(self, now: datetime) -> None:
        tonight = self.planning.tonight(now)
        self._withdraw_answered(tonight, now)
        settled = self.fired.of_night(tonight.night) | self._unrecorded
        due = due_now(tonight.checklist.reminders, settled, now)
        unsaid = {reminder.id for reminder in due if self._is_quiet(reminder, now)}
        trouble: StoreError | None = None
        if unsaid:
            for name in unsaid:
                self.fired.claim(name, now)
            self._tell(Outcome.QUIET, [r for r in due if r.id in unsaid], now)
        wanted = [reminder for reminder in due if reminder.id not in unsaid]
        if self.held:
            self._tell(Outcome.HELD, wanted, now)
        elif wanted:
            claimed, trouble = self._claim(wanted, now)
            if claimed:
                self._show(tonight, claimed, now)
        if not self.held:
            self._bring_back(now)
        self._tell_what_was_missed(tonight, settled, now)
        self.alarms.set(self._next_instant(tonight))
        if trouble is not None:
            raise trouble

    def _is_quiet(self, reminder: Reminder, now: datetime) -> bool:
        quiet = self.expecting.quiet()
        return quiet is not None and (quiet.holds(now) or quiet.covers(reminder.due))

    def _claim(
        self, due: Sequence[Reminder], now: datetime
    ) -> tuple[list[Reminder], StoreError | None]:
        """Return what is ours to show, and the trouble where it could not be recorded.

        On a full disk a reminder that a crash could bring twice is better than none.
        """
        claimed: list[Reminder] = []
        trouble: StoreError | None = None
        for reminder in due:
            try:
                if self.fired.claim(reminder.id, now):
                    claimed.append(reminder)
            except StoreError as problem:
                trouble = problem
                self._unrecorded.add(reminder.id)
                claimed.append(reminder)
        return claimed, trouble

    def _show(self, tonight: Tonight, claimed: Sequence[Reminder], now: datetime) -> None:
        notice = self._notice(tonight, claimed, now)
        self._put_away.discard(notice.id)
        together = Outcome.SHOWN_TOGETHER if notice.body else Outcome.SHOWN

        def shown_or_not(taken: bool) -> None:  # noqa: FBT001  (the port says so)
            if not taken:
                self._show_ourselves(notice)
            outcome = together if taken else Outcome.IN_WINDOW
            self.events.put(
                *(ReminderEvent(reminder.id, reminder.due, now, outcome) for reminder in claimed)
            )

        self.notifier.show(notice, shown_or_not)

    def _notice(self, tonight: Tonight, claimed: Sequence[Reminder], now: datetime) -> Notice:
        """Return one notice for all that is due, in the place of those about the same steps."""
        steps = dict.fromkeys(reminder.step for reminder in claimed if reminder.step)
        replaced = [name for name, shown in self._showing.items() if steps.keys() & shown.steps]
        for name in replaced:
            steps |= dict.fromkeys(
                step
                for step in sorted(self._showing[name].steps)
                if _is_waiting(tonight.checklist.state(step), now)
            )
        notice_id = f"{tonight.night.isoformat()}/{'+'.join(sorted(steps)) or 'evening'}"
        for name in replaced:
            self._take_away(name, keep=name == notice_id)
        lines = self._lines(tonight, steps, now)
        if any(not reminder.step for reminder in claimed):
            lines.insert(0, self.words.evening_starts())
        notice = replace(
            self._worded(notice_id, lines, steps, dark=now >= tonight.checklist.evening.darkens),
            reminders=tuple(reminder.id for reminder in claimed),
            tone=tone_of(claimed),
        )
        until = max(reminder.expires for reminder in claimed)
        night = tonight.night.isoformat()
        self._showing[notice_id] = _Shown(tuple(steps), notice, night, until)
        return notice

    def _worded(
        self, notice_id: str, lines: Sequence[str], steps: Collection[str], *, dark: bool
    ) -> Notice:
        """Return a silent notice that says these lines, and what can be pressed of these steps.

        Once the screen is to be off, the last button of a notice is the way into a flare-up: where
        a service has room for three, that one is missing and no other.
        """
        answers: tuple[tuple[Answer, str], ...] = ()
        if steps:
            answers = (
                (Answer.DONE, self.words.all_done if len(steps) > 1 else self.words.done),
                (Answer.SNOOZE, self.words.snooze),
                (Answer.SKIP, self.words.skip),
            )
            if dark:
                answers += ((Answer.FLARE_UP, self.words.flare_up),)
        return Notice(notice_id, lines[0], "\n".join(lines[1:]), answers)

    def _show_ourselves(self, notice: Notice) -> None:
        """Let the window show it, once nothing dark is in front of it."""
        if self.held:
            self._put_away.add(notice.id)
        else:
            self.not_shown(notice)

    def _bring_back(self, now: datetime) -> None:
        """Show again, silently, what was put away and still has something to say."""
        names, self._put_away = self._put_away, set()
        for name in sorted(names & self._showing.keys()):
            shown = self._showing[name]
            if now >= shown.until:
                self._take_away(name)
                continue
            self._show_again(replace(shown.notice, tone=None))

    def _show_again(self, notice: Notice) -> None:
        def shown_or_not(taken: bool) -> None:  # noqa: FBT001  (the port says so)
            if not taken:
                self._show_ourselves(notice)

        self.notifier.show(notice, shown_or_not)

    def _lines(self, tonight: Tonight, steps: Iterable[str], now: datetime) -> list[str]:
        return list(dict.fromkeys(self._line(tonight, step, now) for step in steps))

    def _line(self, tonight: Tonight, step: str, now: datetime) -> str:
        state = tonight.checklist.state(step)
        assert state is not None, "reminders come from planned steps"  # noqa: S101
        hidden = is_private(state.step) and not self.names_shown()
        name = self.words.unnamed if hidden else state.step.title
        if now < state.begins:
            start = state.begins.astimezone(tonight.checklist.evening.zone)
            return self.words.soon(name, start)
        return self.words.due(name)

    def _withdraw_answered(self, tonight: Tonight, now: datetime) -> None:
        for notice_id, shown in list(self._showing.items()):
            same_night = shown.night == tonight.night.isoformat()
            waiting = tuple(
                step for step in shown.steps if _is_waiting(tonight.checklist.state(step), now)
            )
            if not same_night or (shown.steps and not waiting):
                self._take_away(notice_id)
            elif waiting != shown.steps:
                self._name_only(waiting, shown, tonight, now)

    def _name_only(
        self, waiting: tuple[str, ...], shown: _Shown, tonight: Tonight, now: datetime
    ) -> None:
        """Let a notice say no more of what is answered; what is not on the screen stays away."""
        shown.steps = waiting
        shown.notice = replace(
            self._worded(
                shown.notice.id,
                self._lines(tonight, waiting, now),
                waiting,
                dark=now >= tonight.checklist.evening.darkens,
            ),
            reminders=shown.notice.reminders,
        )
        if shown.stands and shown.notice.id not in self._put_away:
            self._show_again(shown.notice)

    def _take_away(self, notice_id: str, *, keep: bool = False) -> None:
        self._showing.pop(notice_id, None)
        if not keep:
            self._take_off(notice_id)

    def _take_off(self, notice_id: str) -> None:
        self.notifier.withdraw(notice_id)
        self.withdrawn(notice_id)

    def _next_instant(self, tonight: Tonight) -> datetime:
        """Return when to look again: for a reminder, at the end of the quiet or of the Night."""
        instants = [reminder.due for reminder in self.expecting.coming()]
        instants.append(tonight.planner.calendar.start(tonight.night + ONE_DAY))
        also = (self.expecting.quiet_until(), self.also_at(self.clock.now()))
        instants.extend(at for at in also if at is not None)
        return min(instants)

    # ------------------------------------------------------------------ the record

    def _tell_what_was_missed(
        self, tonight: Tonight, settled: frozenset[str], now: datetime
    ) -> None:
        of_tonight = f"{tonight.night.isoformat()}/"
        self._told = {k: told for k, told in self._told.items() if k.startswith(of_tonight)}
        quiet = self.expecting.quiet()
        too_late: list[Reminder] = []
        unsaid: list[Reminder] = []
        for reminder in tonight.checklist.reminders:
            if reminder.expires <= now and reminder.id not in settled and not reminder.is_repeat:
                hushed = quiet is not None and quiet.covers(reminder.due)
                (unsaid if hushed else too_late).append(reminder)
        self._tell(Outcome.TOO_LATE, too_late, now)
        self._tell(Outcome.QUIET, unsaid, now)
        answered = [
            reminder
            for state in tonight.checklist.states
            if state.marked_at is not None
            for reminder in reminders_of(tonight.checklist.evening, state.step)
            if state.marked_at <= reminder.due <= now
            and reminder.id not in settled
            and not reminder.is_repeat
        ]
        self._tell(Outcome.ANSWERED, answered, now)

    def _tell(self, outcome: Outcome, reminders: Iterable[Reminder], now: datetime) -> None:
        """Write down what became of reminders, each once."""
        if self.unasked:
            return
        new = [reminder for reminder in reminders if self._told.get(reminder.id) is not outcome]
        self.events.put(*(ReminderEvent(r.id, r.due, now, outcome) for r in new))
        self._told |= {reminder.id: outcome for reminder in new}


def _is_waiting(state: StepState | None, now: datetime) -> bool:
    """Return whether a notice about a step still has something to say."""
    return (
        state is not None
        and not state.status.is_answered
        and state.started_at is None
        and (state.snoozed_until is None or state.snoozed_until <= now)
    )
