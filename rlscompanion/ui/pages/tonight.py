"""Tonight: the checklist with times, what is on now, and what comes next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from rlscompanion.domain.checklist import MarkKind, Status, StepState
from rlscompanion.domain.evening import Conflict, Evening, Fix, MedicineMark
from rlscompanion.domain.journal import had_a_drink
from rlscompanion.domain.library import Kind
from rlscompanion.domain.reminders import SNOOZE, next_due
from rlscompanion.domain.routine import AtClock, BeforeBed
from rlscompanion.services.checking_off import CheckingOff, Marked, Refused
from rlscompanion.services.planning import Planning, Tonight
from rlscompanion.services.ports import Answer, Clock, Notice, NoticeAnswered, StoreError
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.now_card import NowCard, NowText, RailSlot
from rlscompanion.ui.widgets.rail_node import NodeState
from rlscompanion.ui.widgets.step_icons import icon_of
from rlscompanion.ui.widgets.timeline_row import RowAction, RowText, TimelineRow
from rlscompanion.ui.widgets.undo_strip import UndoStrip

LOOK_AGAIN_MS = 20_000
MARKS = {
    RowAction.DONE: MarkKind.DONE,
    RowAction.SNOOZE: MarkKind.SNOOZE,
    RowAction.SKIP: MarkKind.SKIP,
}
NOT_YET = frozenset({RowAction.DONE, RowAction.SKIP, RowAction.DETAILS})
"""What can be said of a step that is still far off: a snooze would bring it nearer."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the timeline, in the order of time."""

    at: datetime
    state: StepState | None
    medicine: MedicineMark | None = None

    @property
    def key(self) -> str:
        if self.state is not None:
            return self.state.step.id
        assert self.medicine is not None, "a line is a step or a medicine"  # noqa: S101
        return f"{self.medicine.kind}@{self.at.isoformat()}"


class TonightPage(QWidget):
    """``changed`` follows every mark; ``fix_wanted`` carries a Fix to be saved in the routine."""

    changed = Signal()
    fix_wanted = Signal(object)
    source_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        planning: Planning,
        checking_off: CheckingOff,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._planning = planning
        self._checking_off = checking_off
        self._clock = clock
        self._opened: str | None = None
        self._undoable: list[str] = []
        self._shape: tuple[object, ...] = ()
        self._rows: dict[str, TimelineRow] = {}
        self._card: NowCard | None = None
        self._tonight: Tonight | None = None
        self._notice: _NoticeCard | None = None
        self._build()
        theme.changed.connect(self._measure)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.refresh)
        self._measure()

    # ----------------------------------------------------------------- from outside

    def refresh(self) -> None:
        """Read tonight anew and show it."""
        try:
            self._show(self._planning.tonight())
        except StoreError as problem:
            self.say(str(problem))

    def say(self, words: str) -> None:
        """Show a message in place."""
        self._message.show_text(words)
        self._message.show()

    def show_notice(self, notice: Notice, answered: Callable[[NoticeAnswered], None]) -> None:
        """Show a reminder here, because no notification service took it."""
        self.hide_notice()
        self._notice = _NoticeCard(self._theme, notice)
        self._notice.pressed.connect(answered)
        self._notices.addWidget(self._notice)

    def hide_notice(self) -> None:
        if self._notice is not None:
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None

    def undo(self) -> None:
        """Take back the last mark that was made here; nothing where there is none."""
        if self._undoable:
            self._strip.clear()
            self._mark(self._undoable.pop(), MarkKind.UNDO)

    # --------------------------------------------------------------------- building

    def _build(self) -> None:
        self._title = Label("", "h1", wrap=True)
        self._lead = Label("", "lead2", wrap=True)
        self._next = Label("", "ink2", wrap=True)
        self._message = _Message(self._theme)
        self._message.hide()
        self._drink = Button(self._theme, self.tr("I had a drink"), "quiet", icon="glass")
        self._drink.setCheckable(True)
        self._drink.clicked.connect(self._say_drink)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._after = QVBoxLayout()
        inner = QWidget()
        inner.setObjectName("page")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        self._notices = QVBoxLayout()
        column.addLayout(self._notices)
        column.addWidget(self._message)
        column.addLayout(self._lines)
        column.addLayout(self._after)
        row = QHBoxLayout()
        row.addWidget(self._drink)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._inner = column
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._strip = UndoStrip(self._theme)
        self._strip.undo.connect(self.undo)
        self._column = QVBoxLayout(self)
        self._head = QVBoxLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self._lead)
        self._head.addWidget(self._next)
        self._column.addLayout(self._head)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self._strip)

    def _measure(self) -> None:
        px = self._theme.px
        short = self.height() < px(700)
        self._column.setContentsMargins(px(40), px(16 if short else 32), px(40), px(24))
        self._column.setSpacing(px(16))
        self._head.setSpacing(px(4))
        self._inner.setSpacing(px(12))
        self._after.setSpacing(px(12))

    # ---------------------------------------------------------------------- showing

    def _show(self, tonight: Tonight) -> None:
        self._tonight = tonight
        checklist = tonight.checklist
        evening = checklist.evening
        current = self._open_step(tonight)
        lines = _lines(tonight)
        shape = (
            tonight.night,
            current.step.id if current is not None else None,
            tuple(line.key for line in lines),
            tuple((conflict.key, conflict.fix) for conflict in evening.conflicts),
            tuple((left.step, left.ruling.verdict) for left in evening.left_out),
        )
        self._say_head(tonight)
        if shape != self._shape:
            self._shape = shape
            self._rebuild(lines, current, evening)
        for line in lines:
            row = self._rows.get(line.key)
            if row is not None:
                row.show_text(self._row_text(line, evening, checklist.now))
        if self._card is not None and current is not None:
            self._card.show_text(self._card_text(current, checklist.now))
            snooze = self._card.button(RowAction.SNOOZE)
            snooze.setVisible(_can_snooze(current, checklist.now))
        had = had_a_drink(tonight.entries)
        self._drink.setChecked(had)
        self._drink.setText(
            self.tr("I had a drink: some steps stay out tonight")
            if had
            else self.tr("I had a drink")
        )

    def _open_step(self, tonight: Tonight) -> StepState | None:
        """Return the step with the card: the one that was opened, else the one that is on."""
        if self._opened is not None:
            opened = tonight.checklist.state(self._opened)
            if opened is not None and not opened.status.is_answered:
                return opened
            self._opened = None
        return tonight.checklist.current

    def _say_head(self, tonight: Tonight) -> None:
        checklist = tonight.checklist
        evening, now = checklist.evening, checklist.now
        bed = f"{evening.bedtime.astimezone(evening.zone):%H:%M}"
        first = evening.first_reminded
        begins = first.start if first is not None else evening.bedtime
        if first is None:
            self._title.setText(self.tr("Nothing planned tonight"))
            self._lead.setText(self.tr("Switch a step on in Routine. Bed at {0}.").format(bed))
        elif now < begins:
            at = f"{begins.astimezone(evening.zone):%H:%M}"
            self._title.setText(self.tr("Your evening starts at {0}").format(at))
            self._lead.setText(self.tr("Bed at {0}. This is the plan.").format(bed))
        elif now < evening.bedtime:
            left = self._span(evening.bedtime - now)
            self._title.setText(self.tr("Good evening"))
            self._lead.setText(self.tr("Bed at {0} · lights out in {1}").format(bed, left))
        elif now < evening.wake and checklist.current is None:
            self._title.setText(self.tr("Nothing to do now."))
            self._lead.setText(self.tr("Rest. If your legs are restless, press Flare-up."))
        elif now < evening.wake:
            self._title.setText(self.tr("In the night"))
            self._lead.setText(self.tr("One step is on now."))
        else:
            self._title.setText(self.tr("Good morning"))
            self._lead.setText(self.tr("Last night, as you left it."))
        self._next.setText(self._next_reminder(tonight))

    def _next_reminder(self, tonight: Tonight) -> str:
        checklist = tonight.checklist
        coming = next_due(checklist.reminders, checklist.now)
        if coming is None:
            return self._first_of_the_next_night(checklist.now)
        at = f"{coming.due.astimezone(checklist.evening.zone):%H:%M}"
        state = checklist.state(coming.step)
        what = state.step.title if state is not None else self.tr("your evening")
        return self.tr("Next reminder: {0}, {1}").format(at, what)

    def _first_of_the_next_night(self, now: datetime) -> str:
        evening = self._planning.tonight(now, nights_on=1).checklist
        coming = next_due(evening.reminders, now)
        if coming is None:
            return self.tr("No reminder is set.")
        due = coming.due.astimezone(evening.evening.zone)
        day = QLocale().standaloneDayName(due.isoweekday())
        return self.tr("Next reminder: {0}, {1}").format(day, f"{due:%H:%M}")

    def _rebuild(
        self, lines: tuple[_Line, ...], current: StepState | None, evening: Evening
    ) -> None:
        focused = next((key for key, row in self._rows.items() if row.hasFocus()), None)
        _empty(self._lines)
        _empty(self._after)
        self._rows, self._card = {}, None
        for n, line in enumerate(lines):
            ends = {"first": n == 0, "last": n == len(lines) - 1}
            if current is not None and line.key == current.step.id:
                slot = self._card_slot(current, evening)
                slot.set_ends(**ends)
                self._lines.addWidget(slot)
            else:
                row = TimelineRow(self._theme, self._row_text(line, evening, self._clock.now()))
                row.set_ends(**ends)
                row.pressed_action.connect(partial(self._act, line.key))
                self._rows[line.key] = row
                self._lines.addWidget(row)
            self._add_conflicts(line, evening)
        for left in evening.left_out:
            why = " ".join(reason.text for reason in left.ruling.reasons)
            self._after.addWidget(
                Label(
                    self.tr("Left out tonight: {0}. {1}").format(
                        left.title, why or self.tr("Some questions are not answered yet.")
                    ),
                    "ink2",
                    wrap=True,
                )
            )
        if focused in self._rows:
            self._rows[focused].setFocus()
        QTimer.singleShot(0, self, self._show_card)

    def _show_card(self) -> None:
        """Scroll to what is on, once the layout knows where that is."""
        if self._card is not None:
            self._scroll.ensureWidgetVisible(self._card, 0, self._theme.px(8))

    def _card_slot(self, current: StepState, evening: Evening) -> RailSlot:
        card = NowCard(self._theme, self._card_text(current, self._clock.now()))
        card.pressed_action.connect(partial(self._act, current.step.id))
        self._card = card
        begin = current.snoozed_until or current.step.start
        at = f"{begin.astimezone(evening.zone):%H:%M}"
        state = NodeState.NOW if current.status is Status.DUE else _node(current)
        return RailSlot(self._theme, card, time=at, state=state)

    def _add_conflicts(self, line: _Line, evening: Evening) -> None:
        for conflict in evening.conflicts:
            if line.state is None or conflict.steps[0] != line.state.step.id:
                continue
            what, _, why = conflict.message.partition(". ")
            banner = Banner(
                self._theme,
                BannerKind.WARN,
                f"{what}." if why else what,
                why,
                icon="gap",
                button=self._fix_words(conflict),
            )
            if conflict.fix is not None:
                banner.pressed.connect(lambda fix=conflict.fix: self.fix_wanted.emit(fix))
            self._lines.addWidget(banner)

    def _fix_words(self, conflict: Conflict) -> str:
        match conflict.fix:
            case Fix(_, AtClock(at)):
                return self.tr("Move it to {0}").format(f"{at:%H:%M}")
            case Fix(_, BeforeBed(minutes)):
                return self.tr("Move it to {0} min before bed").format(minutes)
            case _:
                return ""

    def _row_text(self, line: _Line, evening: Evening, now: datetime) -> RowText:
        at = f"{line.at.astimezone(evening.zone):%H:%M}"
        if line.medicine is not None:
            return RowText(
                at,
                "pill",
                line.medicine.name,
                self.tr("Your medicine"),
                NodeState.MARK,
                frozenset(),
            )
        state = line.state
        assert state is not None, "a line is a step or a medicine"  # noqa: S101
        step = state.step
        icon = icon_of(step.id, is_supplement=step.kind is Kind.SUPPLEMENT)
        if step.is_mark:
            return RowText(at, icon, step.title, "", NodeState.BED, frozenset())
        title = step.title
        if step.kind is Kind.SUPPLEMENT:
            title = self.tr("Supplement: {0}").format(step.title)
        far_off = state.status is Status.UPCOMING and not _can_snooze(state, now)
        actions = NOT_YET if far_off else None
        return RowText(at, icon, title, self._meta(state, evening, now), _node(state), actions)

    def _meta(self, state: StepState, evening: Evening, now: datetime) -> str:
        zone = evening.zone
        match state.status:
            case Status.DONE:
                assert state.marked_at is not None, "done is a mark"  # noqa: S101
                return self.tr("Done {0}").format(f"{state.marked_at.astimezone(zone):%H:%M}")
            case Status.SKIPPED:
                return self.tr("Skipped, that’s fine")
            case Status.UNANSWERED:
                return self.tr("Not answered")
            case Status.DUE | Status.UPCOMING:
                pass
        if state.snoozed_until is not None and state.snoozed_until > now:
            return self.tr("Again at {0}").format(f"{state.snoozed_until.astimezone(zone):%H:%M}")
        if state.step.kind is Kind.SUPPLEMENT:
            return self.tr("as agreed with your pharmacist")
        minutes = (state.step.end - state.step.start) // timedelta(minutes=1)
        return self.tr("{0} min").format(minutes) if minutes else ""

    def _card_text(self, state: StepState, now: datetime) -> NowText:
        step, known = state.step, state.step.known
        begin = state.snoozed_until or step.start
        when = ""
        if begin > now:
            when = self.tr("Get ready. Starts in {0}").format(self._span(begin - now))
        elif state.status is Status.UNANSWERED:
            when = self.tr("Its time has passed. You can still tick it.")
        caution = " ".join(reason.text for reason in step.ruling.reasons)
        return NowText(
            icon=icon_of(step.id, is_supplement=step.kind is Kind.SUPPLEMENT),
            title=step.title,
            pill=self.tr("Now")
            if state.status is Status.DUE
            else self.tr("Next")
            if begin > now
            else "",
            when=when,
            what=known.what if known is not None else self.tr("Your own step."),
            why=" ".join(filter(None, (known.why, caution, known.stop)))
            if known is not None
            else self.tr("Not checked by this app."),
            source=known.evidence if known is not None else self.tr("Your own entry"),
        )

    def _span(self, span: timedelta) -> str:
        minutes = -(-span // timedelta(minutes=1))
        hours, rest = divmod(minutes, 60)
        if not hours:
            return self.tr("{0} min").format(rest)
        if not rest:
            return self.tr("{0} h").format(hours)
        return self.tr("{0} h {1} min").format(hours, rest)

    # ----------------------------------------------------------------------- acting

    def _act(self, step_id: str, action: RowAction) -> None:
        state = self._tonight.checklist.state(step_id) if self._tonight is not None else None
        if state is None:
            return
        match action:
            case RowAction.SNOOZE if not _can_snooze(state, self._clock.now()):
                pass
            case RowAction.DONE | RowAction.SKIP | RowAction.SNOOZE:
                self._mark(step_id, MARKS[action])
            case RowAction.SOURCE if state.step.known is not None:
                self.source_wanted.emit(step_id)
            case RowAction.DETAILS:
                self._open(state)
            case _:
                pass

    def _open(self, state: StepState) -> None:
        """Show a step's card; of an answered one the way back."""
        if state.status.is_answered:
            self._undoable.append(state.step.id)
            self._offer_undo(state.step.title, state.status)
            return
        self._opened = state.step.id
        self.refresh()
        if self._card is not None:
            self._card.button(RowAction.DONE).setFocus()

    def _mark(self, step_id: str, kind: MarkKind) -> None:
        try:
            marked = self._checking_off.mark(step_id, kind)
        except (Refused, StoreError) as problem:
            self.say(str(problem))
            return
        self._opened = None
        self._message.hide()
        if kind is not MarkKind.UNDO:
            self._undoable.append(step_id)
            self._say_marked(marked, kind)
        self.refresh()
        self.changed.emit()

    def _say_marked(self, marked: Marked, kind: MarkKind) -> None:
        if kind is MarkKind.SNOOZE and marked.snoozed_until is not None:
            at = marked.snoozed_until.astimezone(self._clock.zone())
            verb = self.tr("snoozed until {0}").format(f"{at:%H:%M}")
            self._strip.offer(marked.title, verb, icon="snooze")
        else:
            self._offer_undo(marked.title, marked.status)
        if marked.broken:
            self.say(" ".join(marked.broken))

    def _offer_undo(self, title: str, status: Status) -> None:
        if status is Status.DONE:
            self._strip.offer(title, self.tr("marked done"))
        else:
            self._strip.offer(title, self.tr("skipped, that’s fine"), icon="dash")

    def _say_drink(self) -> None:
        try:
            self._checking_off.had_a_drink(had=self._drink.isChecked())
        except StoreError as problem:
            self.say(str(problem))
        self.refresh()
        self.changed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self.refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()


class _Message(QFrame):
    """A sentence in place, with a way to put it away."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "warn")
        self._words = Label("", "body", wrap=True)
        away = Button(theme, self.tr("All right"), "quiet")
        away.clicked.connect(self.hide)
        line = FlowLayout(self)
        line.setContentsMargins(theme.px(16), theme.px(8), theme.px(8), theme.px(8))
        line.addWidget(self._words)
        line.addWidget(away)

    def show_text(self, words: str) -> None:
        self._words.setText(words)
        self.setAccessibleName(words)


class _NoticeCard(QFrame):
    """A reminder in the window, with what can be pressed."""

    pressed = Signal(object)

    def __init__(self, theme: Theme, notice: Notice) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(f"{notice.title} {notice.body}".strip())
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
        column.addWidget(Label(notice.title, "strong", wrap=True))
        if notice.body:
            column.addWidget(Label(notice.body, "body", wrap=True))
        row = FlowLayout()
        row.setSpacing(theme.px(12))
        for answer, words in notice.answers:
            button = Button(theme, words, "quiet" if answer is Answer.SKIP else "secondary")
            button.clicked.connect(
                lambda _=False, answer=answer: self.pressed.emit(NoticeAnswered(notice.id, answer))
            )
            row.addWidget(button)
        column.addLayout(row)


def _lines(tonight: Tonight) -> tuple[_Line, ...]:
    checklist = tonight.checklist
    lines = [_Line(state.snoozed_until or state.step.start, state) for state in checklist.states]
    lines += [_Line(mark.at, None, mark) for mark in checklist.evening.medicines]
    return tuple(sorted(lines, key=lambda line: line.at))


def _can_snooze(state: StepState, now: datetime) -> bool:
    begin = state.snoozed_until or state.step.start
    return not state.status.is_answered and begin <= now + SNOOZE


def _node(state: StepState) -> NodeState:
    if state.snoozed_until is not None and state.status is Status.UPCOMING:
        return NodeState.SNOOZED
    return {
        Status.UPCOMING: NodeState.LATER,
        Status.DUE: NodeState.NOW,
        Status.DONE: NodeState.DONE,
        Status.SKIPPED: NodeState.SKIPPED,
        Status.UNANSWERED: NodeState.UNANSWERED,
    }[state.status]


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
