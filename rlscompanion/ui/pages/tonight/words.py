"""How the Tonight page says the evening, its steps, and how each of them stands."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, QObject

from rlscompanion.domain.checklist import Checklist, Status, StepState
from rlscompanion.domain.evening import Conflict, Evening, MedicineMark, PlannedStep
from rlscompanion.domain.library import Kind
from rlscompanion.domain.light import DIM_BEFORE_BED
from rlscompanion.domain.reminders import SNOOZE, Reminder, next_due
from rlscompanion.domain.routine import AtClock, BeforeBed
from rlscompanion.domain.safety import Verdict
from rlscompanion.services.planning import Tested
from rlscompanion.ui.pages.tonight.plan import Ahead, Card, Clash, Head, Line, Plan
from rlscompanion.ui.widgets.labels import breakable
from rlscompanion.ui.widgets.rail_node import NodeState
from rlscompanion.ui.widgets.step_icons import icon_of
from rlscompanion.ui.widgets.timeline_row import RowAction, RowText

SCREENS_OFF: Final = "screens-off"
_NOON: Final = 12
_MORNING: Final = timedelta(hours=3)
"""How far beyond waking the light is shown."""
_MINUTE: Final = timedelta(minutes=1)
_NODES: Final = {
    Status.UPCOMING: NodeState.LATER,
    Status.DUE: NodeState.NOW,
    Status.DONE: NodeState.DONE,
    Status.SKIPPED: NodeState.SKIPPED,
    Status.UNANSWERED: NodeState.UNANSWERED,
}
_NOT_YET: Final = frozenset({RowAction.DONE, RowAction.SKIP, RowAction.DETAILS})
"""What can be said of a step that is still far off: a snooze would bring it nearer."""
_NO_ACTIONS: Final[frozenset[RowAction]] = frozenset()


def clock(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%H:%M}"


def lowered(title: str) -> str:
    """Return a title as it stands within a sentence; names such as GABA stay."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def can_snooze(state: StepState, now: datetime) -> bool:
    return not state.status.is_answered and not state.is_running and state.begins <= now + SNOOZE


def is_guided(state: StepState) -> bool:
    return state.step.known is not None and state.step.known.guide is not None


def is_timed(state: StepState) -> bool:
    """Return whether a countdown says when it is over."""
    return bool(state.length) and not is_guided(state)


def can_start(state: StepState) -> bool:
    return is_guided(state) or is_timed(state) or state.step.id == SCREENS_OFF


class Words(QObject):
    """Sentences and short forms; every one can be translated."""

    # ---------------------------------------------------------------------- the head

    def head(
        self, checklist: Checklist, tomorrow: Reminder | None, tested: Tested | None = None
    ) -> Head:
        """Say what time of the evening it is; ``tomorrow`` is the next evening's first reminder."""
        evening, now = checklist.evening, checklist.now
        bed = clock(evening.bedtime, evening.zone)
        begins = evening.first_reminded.start if evening.first_reminded else evening.bedtime
        if evening.first_reminded is None and now < evening.bedtime:
            title = self.tr("Nothing is planned tonight")
            lead = self.tr("Switch on a step or two in Routine. Bed at {0}.").format(bed)
        elif now < begins:
            title = self._day_greeting(now.astimezone(evening.zone))
            at = clock(begins, evening.zone)
            lead = self.tr("Your evening starts at {0} · bed at {1}").format(at, bed)
        elif now < evening.bedtime:
            title = self.tr("Good evening")
            left = self.span(evening.bedtime - now)
            lead = self.tr("Bed at {0} · lights out in {1}").format(bed, left)
        elif now < evening.wake:
            title = self.tr("In the night")
            lead = self.tr("Tonight’s list, as it stands.")
        else:
            title = self.tr("Good morning")
            lead = self.tr("Last night, as you left it.")
            if not checklist.states:
                lead = self.tr("Your first evening is ahead.")
        if tested is not None and now < evening.bedtime:
            lead = f"{lead} · {self._test(tested, evening.zone)}"
        return Head(title, lead, self.next_reminder(checklist, tomorrow))

    def _test(self, tested: Tested, zone: ZoneInfo) -> str:
        if tested.arm is None:
            return self.tr("your test is told at {0}").format(clock(tested.told_at, zone))
        if tested.arm == "with":
            return self.tr("tonight with {0}").format(tested.name)
        return self.tr("tonight without {0}").format(tested.name)

    def next_reminder(self, checklist: Checklist, tomorrow: Reminder | None) -> str:
        zone = checklist.evening.zone
        coming = next_due(checklist.reminders, checklist.now)
        if coming is not None:
            state = checklist.state(coming.step)
            what = state.step.title if state is not None else self.tr("your evening")
            return self.tr("Next reminder: {0}, {1}").format(clock(coming.due, zone), what)
        if tomorrow is None:
            return self.tr("No reminder is set.")
        day = QLocale().standaloneDayName(tomorrow.due.astimezone(zone).isoweekday())
        return self.tr("Next reminder: {0}, {1}").format(day, clock(tomorrow.due, zone))

    def ahead(self, checklist: Checklist) -> Ahead | None:
        """Say how the light will go, while there is nothing to do yet."""
        evening, now = checklist.evening, checklist.now
        first = evening.first_reminded
        if first is None or now >= first.start:
            return None
        from rlscompanion.ui.widgets.light_band import LightSpan  # noqa: PLC0415  (by day)

        day, dusk = self.tr("Day"), evening.bedtime - DIM_BEFORE_BED
        ends = evening.wake + _MORNING
        whole = ends - evening.begins

        def share(at: datetime) -> float:
            return min(max((at - evening.begins) / whole, 0.0), 1.0)

        lights = (
            (evening.begins, dusk, "day", day, "sun"),
            (dusk, evening.bedtime, "evening", self.tr("Evening"), "sunset"),
            (evening.bedtime, evening.wake, "night", self.tr("Night"), "moon"),
            (evening.wake, ends, "day", day, "sun"),
        )
        spans = (
            LightSpan(
                share(begins),
                share(end),
                light,
                words,
                icon,
                clock(begins, evening.zone) if begins > evening.begins else "",
            )
            for begins, end, light, words, icon in lights
            if end > begins
        )
        return Ahead(tuple(spans), share(now))

    def _day_greeting(self, local: datetime) -> str:
        return self.tr("Good morning") if local.hour < _NOON else self.tr("Good afternoon")

    # ------------------------------------------------------------------ the timeline

    def plan(
        self, checklist: Checklist, current: StepState | None, *, paused: bool, folded: bool
    ) -> Plan:
        """Say the whole timeline with the card of ``current``; ``folded`` says less, for the night."""
        evening = checklist.evening
        placed = [
            (state.begins, self._step_line(state, checklist, folded=folded))
            for state in checklist.states
        ]
        placed += [(mark.at, self._medicine_line(mark, evening)) for mark in evening.medicines]
        placed.sort(key=lambda line: line[0])
        card = None
        if current is not None:
            card = self._card(current, checklist, paused=paused, folded=folded)
        left_out = tuple(
            self.tr("Left out tonight: {0}. {1}").format(
                left.title,
                " ".join(reason.text for reason in left.ruling.why_locked)
                or self.tr("Some questions are not answered yet."),
            )
            for left in evening.left_out
        )
        return Plan(tuple(line for _, line in placed), card, left_out)

    def _step_line(self, state: StepState, checklist: Checklist, *, folded: bool) -> Line:
        step, zone = state.step, checklist.evening.zone
        at = clock(state.begins, zone)
        icon = icon_of(step.id, is_supplement=step.kind is Kind.SUPPLEMENT)
        if step.is_mark:
            return Line(step.id, RowText(at, icon, step.title, "", NodeState.BED, _NO_ACTIONS))
        far_off = state.status is Status.UPCOMING and not can_snooze(state, checklist.now)
        actions = _NOT_YET if far_off or state.is_running else None
        said = state.status is not Status.UPCOMING or state.snoozed_until is not None
        meta = self._meta(state, zone, checklist.now) if said or not folded else ""
        row = RowText(at, icon, self._title(state), meta, _node(state), actions)
        return Line(step.id, row, self._clashes(step.id, checklist))

    def _medicine_line(self, mark: MedicineMark, evening: Evening) -> Line:
        at = clock(mark.at, evening.zone)
        what = self.tr("Your medicine")
        row = RowText(at, "pill", mark.name, what, NodeState.MARK, _NO_ACTIONS)
        return Line(f"{mark.kind}@{mark.name}@{mark.at.isoformat()}", row)

    def _title(self, state: StepState) -> str:
        if state.step.kind is Kind.SUPPLEMENT:
            return self.tr("Supplement: {0}").format(lowered(state.step.title))
        return breakable(state.step.title)

    def _meta(self, state: StepState, zone: ZoneInfo, now: datetime) -> str:
        if state.marked_at is not None:
            return self._answer(state, clock(state.marked_at, zone))
        if state.status is Status.UNANSWERED:
            return self.tr("Not answered")
        if state.started_at is not None:
            return self.tr("Started {0}").format(clock(state.started_at, zone))
        if state.snoozed_until is not None and state.snoozed_until > now:
            return self.tr("Again at {0}").format(clock(state.snoozed_until, zone))
        if state.step.kind is Kind.SUPPLEMENT:
            return self.tr("as agreed with your pharmacist")
        return self._length(state)

    def _answer(self, state: StepState, at: str) -> str:
        if state.status is Status.SKIPPED:
            return self.tr("Skipped, that’s fine")
        said = self.tr("Done, ticked {0}") if state.marked_late else self.tr("Done {0}")
        return said.format(at)

    def _length(self, state: StepState) -> str:
        if not state.length:
            return ""
        minutes = self.tr("{0} min, guided") if is_guided(state) else self.tr("{0} min")
        return minutes.format(state.length // _MINUTE)

    def _clashes(self, step: str, checklist: Checklist) -> tuple[Clash, ...]:
        found: list[Clash] = []
        evening = checklist.evening
        for conflict in evening.conflicts:
            if conflict.steps[0] == step:
                what, _, why = conflict.message.partition(". ")
                what = f"{what}." if why else what
                leave_out = _to_leave_out(conflict, checklist)
                button = self._way_out(conflict, evening)
                if leave_out is not None:
                    button = self.tr("Leave it out tonight")
                    if leave_out.id != step:
                        button = self.tr("Leave out {0} tonight").format(leave_out.title)
                left = leave_out.id if leave_out is not None else ""
                found.append(Clash(what, why, button, conflict.fix, left))
        return tuple(found)

    def _way_out(self, conflict: Conflict, evening: Evening) -> str:
        fix = conflict.fix
        if fix is None:
            return self.tr("Add its times in Routine") if conflict.is_question else ""
        match fix.when:
            case AtClock(fixed):
                at = f"{fixed:%H:%M}"
            case BeforeBed(minutes):
                at = clock(evening.bedtime - minutes * _MINUTE, evening.zone)
        if fix.step == conflict.steps[0]:
            return self.tr("Move it to {0} tonight").format(at)
        moved = evening.step(fix.step)
        return self.tr("Move {0} to {1} tonight").format(moved.title if moved else fix.step, at)

    # ---------------------------------------------------------------------- the card

    def _card(self, state: StepState, checklist: Checklist, *, paused: bool, folded: bool) -> Card:
        from rlscompanion.ui.widgets.now_card import NowText  # noqa: PLC0415  (with a card)

        step, known, now = state.step, state.step.known, checklist.now
        zone = checklist.evening.zone
        unchecked = step.ruling.verdict is Verdict.UNCHECKED
        why = self.tr("Not checked by this app.") if unchecked else ""
        if known is not None:
            why = known.stop if state.is_running else self.tr("Why: {0}").format(known.why)
        text = NowText(
            icon=icon_of(step.id, is_supplement=step.kind is Kind.SUPPLEMENT),
            title=self._title(state),
            pill=self._pill(state, checklist),
            when=self._when(state, zone, now) if state.is_running or not folded else "",
            what=known.what if known is not None else self.tr("Your own step."),
            why=why if state.is_running or not folded else "",
            caution=" ".join(reason.text for reason in step.ruling.reasons),
            source=known.evidence if known is not None and not folded else "",
            offers=_offers(state, now),
            paused=paused and is_timed(state),
            again_at=clock(now + SNOOZE, zone),
        )
        ready = state.status is Status.UPCOMING and state.snoozed_until is None
        is_next = ready and state == checklist.current
        node = NodeState.NOW if is_next else _node(state)
        return Card(step.id, text, clock(state.begins, zone), node)

    def _pill(self, state: StepState, checklist: Checklist) -> str:
        if state.is_running:
            return self.tr("Running")
        if state.status is Status.UPCOMING:
            heads_up = state.begins - timedelta(minutes=state.step.reminder.lead)
            if checklist.now >= heads_up:
                return self.tr("Get ready")
            return self.tr("Next") if state == checklist.next else ""
        return self.tr("Now") if state.status is Status.DUE else ""

    def _when(self, state: StepState, zone: ZoneInfo, now: datetime) -> str:
        if state.is_running and state.started_at is not None:
            return self.tr("Started {0}").format(clock(state.started_at, zone))
        if state.status is Status.UPCOMING:
            return self.tr("Starts in {0}").format(self.span(state.begins - now))
        if state.status is Status.UNANSWERED:
            return self.tr("Its time has passed. You can still tick it.")
        return ""

    def left(self, seconds: float) -> str:
        """Say how much of a timed step is left."""
        if seconds <= 0:
            return self.tr("Its time is over. Press Done when you have finished.")
        minutes, rest = divmod(-int(-seconds // 1), 60)
        return self.tr("{0} left").format(f"{minutes}:{rest:02}")

    def span(self, span: timedelta) -> str:
        """Say a length of time in whole minutes, rounded up."""
        hours, rest = divmod(-(-span // _MINUTE), 60)
        if not hours:
            return self.tr("{0} min").format(rest)
        if not rest:
            return self.tr("{0} h").format(hours)
        return self.tr("{0} h {1} min").format(hours, rest)


def _to_leave_out(conflict: Conflict, checklist: Checklist) -> PlannedStep | None:
    """Return the step to leave out where no time is found, while the night lasts."""
    if conflict.fix is not None or conflict.is_question:
        return None
    if checklist.now >= checklist.evening.wake:
        return None
    states = filter(None, map(checklist.state, conflict.steps))
    return next((state.step for state in states if not state.status.is_answered), None)


def _offers(state: StepState, now: datetime) -> tuple[RowAction, ...]:
    if state.is_running:
        first = RowAction.GO_ON
        if not is_guided(state):
            first = RowAction.PAUSE if is_timed(state) else RowAction.STANDBY
        if first is RowAction.PAUSE:
            return (RowAction.DONE, RowAction.PAUSE, RowAction.SKIP)
        return (first, RowAction.DONE, RowAction.SKIP)
    start = (RowAction.START,) if can_start(state) else ()
    snooze = (RowAction.SNOOZE,) if can_snooze(state, now) else ()
    return (*start, RowAction.DONE, *snooze, RowAction.SKIP)


def _node(state: StepState) -> NodeState:
    if state.snoozed_until is not None and state.status is Status.UPCOMING:
        return NodeState.SNOOZED
    return _NODES[state.status]
