"""The Tonight page: reads the evening, shows it, records what the person says of it."""

from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from rlscompanion.domain.checklist import MarkKind, Status, StepState
from rlscompanion.domain.following import Following, Stopwatch, follow
from rlscompanion.domain.journal import had_a_drink
from rlscompanion.domain.reminders import Reminder, next_due
from rlscompanion.services.checking_off import CheckingOff, Marked, Refused, TooClose
from rlscompanion.services.planning import Planning, Tonight
from rlscompanion.services.ports import Clock, Notice, NoticeAnswered, StoreError
from rlscompanion.ui.pages.tonight.ahead import AheadCard
from rlscompanion.ui.pages.tonight.messages import Message, NoticeCard
from rlscompanion.ui.pages.tonight.plan import Ahead, Asked, Head
from rlscompanion.ui.pages.tonight.timeline import Timeline
from rlscompanion.ui.pages.tonight.words import (
    Words,
    can_snooze,
    clock,
    is_guided,
    is_timed,
)
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.scroller import Scroller
from rlscompanion.ui.widgets.timeline_row import RowAction
from rlscompanion.ui.widgets.undo_strip import UndoStrip

if TYPE_CHECKING:
    from rlscompanion.ui.pages.tonight.guide_view import GuideView
    from rlscompanion.ui.pages.tonight.still import StillPage

LOOK_AGAIN_MS: Final = 20_000
A_SECOND_MS: Final = 1000
WIDEST: Final = 1040
NARROW_BELOW: Final = 904
SHORT_BELOW: Final = 700
BAND_FROM: Final = 640
SCROLLS_WHOLE_BELOW: Final = 420
MARKS: Final = {
    RowAction.START: MarkKind.START,
    RowAction.DONE: MarkKind.DONE,
    RowAction.SNOOZE: MarkKind.SNOOZE,
    RowAction.SKIP: MarkKind.SKIP,
}


class _Scene(Enum):
    LIST = auto()
    STILL = auto()
    GUIDE = auto()


class TonightPage(QWidget):
    """``fix_wanted`` carries a Fix to be saved in the routine, ``source_wanted`` a step's id."""

    changed = Signal()
    """Follows every mark, once what it changed here is painted."""
    fix_wanted = Signal(object)
    source_wanted = Signal(str)
    routine_wanted = Signal()
    tonight_only_wanted = Signal()
    """Another bedtime, for this night alone."""
    standby_wanted = Signal()
    flare_up_wanted = Signal()

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
        self._words = Words(self)
        self._tonight: Tonight | None = None
        self._opened: str | None = None
        self._list_asked = False
        self._on_offer: str | None = None
        """The step that the strip can undo."""
        self._guided: str | None = None
        """The step whose guide is open."""
        self._left_guides: dict[str, Following] = {}
        self._watch: tuple[StepState, Stopwatch] | None = None
        self._notice: NoticeCard | None = None
        self._still: StillPage | None = None
        self._guide: GuideView | None = None
        self._ahead: AheadCard | None = None
        self._build()
        theme.changed.connect(self._follow_theme)
        self._look_again = QTimer(self)
        self._look_again.setInterval(LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self.refresh)
        self._countdown = QTimer(self)
        self._countdown.setInterval(A_SECOND_MS)
        self._countdown.timeout.connect(self._count_down)
        self._measure()

    # ----------------------------------------------------------------- from outside

    def refresh(self) -> None:
        """Read tonight anew and show it."""
        try:
            tonight = self._planning.tonight()
            if not self._planning.was_there_for(tonight.checklist.evening):
                tonight = replace(tonight, checklist=replace(tonight.checklist, states=()))
            self._show(tonight)
        except StoreError as problem:
            self.say(str(problem))

    def say(self, words: str) -> None:
        """Show a message in place."""
        self._message.show_text(words)

    def show_notice(self, notice: Notice, answered: Callable[[NoticeAnswered], None]) -> None:
        """Show a reminder here, because no notification service took it."""
        self.hide_notice()
        self._notice = NoticeCard(self._theme, notice)
        self._notice.pressed.connect(answered)
        self._notices.addWidget(self._notice)

    def show_above(self, card: QWidget) -> None:
        """Put a card above the evening, such as an offer."""
        self._notices.insertWidget(0, card)

    def hide_notice(self) -> None:
        if self._notice is not None:
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None

    def undo(self) -> None:
        """Take back what the strip offers, else what was said last tonight."""
        step = self._on_offer if self._strip.is_offering() else None
        self._strip.clear()
        if step is not None:
            self._mark(step, MarkKind.UNDO)
            return
        try:
            if self._checking_off.undo_last() is None:
                return
        except (Refused, StoreError) as problem:
            self.say(str(problem))
        self.refresh()
        self._tell()

    # --------------------------------------------------------------------- building

    def _build(self) -> None:
        self._title = Label("", "h1", wrap=True)
        self._lead = Label("", "lead2", wrap=True)
        self._next = Label("", "ink2", wrap=True)
        self._to_routine = Button(self._theme, self.tr("Open Routine"), "primary", icon="routine")
        self._to_routine.clicked.connect(self.routine_wanted)
        self._timeline = Timeline(self._theme)
        self._timeline.asked.connect(self._asked)
        self._timeline.fix_wanted.connect(self.fix_wanted)
        self._timeline.rearranged.connect(self._order_stops)
        self._early = Button(self._theme, self.tr("Start early"), "secondary", icon="play")
        self._early.clicked.connect(self._start_early)
        self._only = Button(self._theme, self.tr("Change tonight only"), "quiet")
        self._only.clicked.connect(self.tonight_only_wanted)
        self._drink = Button(self._theme, self.tr("I had a drink"), "quiet", icon="glass")
        self._drink.setCheckable(True)
        self._drink.clicked.connect(self._say_drink)
        self._message = Message(self._theme)
        self._strip = UndoStrip(self._theme)
        self._strip.undo.connect(self.undo)
        self._strip.cleared.connect(self._fold_strip)
        self._notices = QVBoxLayout()
        self._inner = QVBoxLayout()
        self._inner.setContentsMargins(0, 4, 0, 4)  # room for the focus ring
        self._inner.addWidget(self._timeline)
        self._below = FlowLayout()
        for button in (self._to_routine, self._drink):
            self._below.addWidget(button)
        self._inner.addLayout(self._below)
        self._ways = QWidget()
        self._ways_line = FlowLayout(self._ways)
        for button in (self._early, self._only):
            self._ways_line.addWidget(button)
        self._ways.hide()
        self._inner.addStretch(1)
        self._scroller = Scroller(self._inner)
        self._list = QWidget()
        self._headings = QWidget()
        self._head = QVBoxLayout(self._headings)
        self._head.setContentsMargins(0, 0, 0, 0)
        for words in (self._title, self._lead, self._next):
            self._head.addWidget(words)
        self._list_column = QVBoxLayout(self._list)
        self._list_column.setContentsMargins(0, 0, 0, 0)
        self._list_column.addWidget(self._headings)
        self._list_column.addLayout(self._notices)
        self._list_column.addWidget(self._scroller, 1)
        self._scenes = QStackedWidget()
        self._scenes.addWidget(self._list)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._scenes, 1)
        self._column.addWidget(self._ways)
        self._column.addWidget(self._message)
        self._column.addWidget(self._strip)

    def _order_stops(self) -> None:
        below = (self._to_routine, self._drink, self._early, self._only)
        stops = (*self._timeline.stops, *below)
        for one, other in pairwise(stop for stop in stops if stop.focusPolicy()):
            self.setTabOrder(one, other)

    def _follow_theme(self) -> None:
        self._measure()
        if self._tonight is not None and self.isVisible():
            self._show(self._tonight)

    def _measure(self) -> None:
        px = self._theme.px
        short = self.height() < px(SHORT_BELOW)
        edge = px(24 if self.width() < px(NARROW_BELOW) else 40)
        side = max(edge, (self.width() - px(WIDEST)) // 2)
        self._column.setContentsMargins(side, px(16 if short else 32), side, px(16))
        self._column.setSpacing(px(12))
        self._list_column.setSpacing(px(12 if short else 20))
        quiet = short or self._theme.mode is Mode.NIGHT
        self._title.set_role("now" if quiet else "h1")
        self._head.setSpacing(0 if short else px(4))
        self._inner.setSpacing(px(12))
        self._below.setSpacing(px(12))
        self._ways_line.setSpacing(px(12))
        scrolls = self.height() < px(SCROLLS_WHOLE_BELOW)
        column = self._inner if scrolls else self._list_column
        if column.indexOf(self._headings) < 0:
            column.insertWidget(0, self._headings)
        self._place_message()

    def _place_message(self) -> None:
        """Keep what is said in sight, over the strip; in very little room it heads the list."""
        scrolls = self.height() < self._theme.px(SCROLLS_WHOLE_BELOW)
        scrolls = scrolls and self._scenes.currentWidget() is self._list
        column, place = (self._inner, 0) if scrolls else (self._column, 1)
        if column.indexOf(self._message) < 0:
            column.insertWidget(place, self._message)

    def _still_page(self) -> "StillPage":
        from rlscompanion.ui.pages.tonight.still import StillPage  # noqa: PLC0415  (at night)

        if self._still is None:
            self._still = StillPage(self._theme)
            self._still.flare_up_wanted.connect(self.flare_up_wanted)
            self._still.standby_wanted.connect(self.standby_wanted)
            self._still.list_wanted.connect(self._show_list)
            self._scenes.addWidget(self._still)
        return self._still

    def _guide_view(self) -> "GuideView":
        from rlscompanion.ui.pages.tonight.guide_view import GuideView  # noqa: PLC0415  (started)

        if self._guide is None:
            self._guide = GuideView(self._theme, self._clock.monotonic)
            self._guide.finished.connect(self._finish_guide)
            self._guide.left.connect(self._leave_guide)
            self._scenes.addWidget(self._guide)
        return self._guide

    # ---------------------------------------------------------------------- showing

    def _show(self, tonight: Tonight) -> None:
        if self._tonight is not None and self._tonight.night != tonight.night:
            self._forget_last_night()
        self._tonight = tonight
        checklist = tonight.checklist
        current = self._open_step(tonight)
        self._keep_watch(current)
        head = self._words.head(checklist, self._tomorrow(tonight), tonight.tested)
        self._say_head(head)
        paused = self._watch is not None and self._watch[1].paused
        folded = self._theme.mode is Mode.NIGHT
        plan = self._words.plan(checklist, current, paused=paused, folded=folded)
        self._timeline.show_plan(plan)
        self._show_ahead(self._words.ahead(checklist))
        empty = checklist.evening.first_reminded is None
        self._to_routine.setVisible(empty and checklist.now < checklist.evening.bedtime)
        self._show_drink(had=had_a_drink(tonight.entries))
        self._set_scene(tonight, head)
        self._place_message()
        self._count_down()

    def _show_ahead(self, ahead: Ahead | None) -> None:
        """Show what the light will do, by day and where there is room, and the ways to begin."""
        px = self._theme.px
        roomy = self.height() >= px(SHORT_BELOW) and self.width() >= px(BAND_FROM)
        self._early.setVisible(self._timeline.card is None)
        place = self._column if roomy else self._inner
        if place.indexOf(self._ways) < 0:
            place.insertWidget(1 if roomy else place.indexOf(self._timeline) + 1, self._ways)
        self._ways.setVisible(ahead is not None)
        shown = ahead is not None and roomy and self._theme.mode is Mode.DAY
        if shown and self._ahead is None:
            self._ahead = AheadCard(self._theme)
            self._list_column.insertWidget(self._list_column.indexOf(self._scroller), self._ahead)
        if self._ahead is not None:
            self._ahead.setVisible(shown)
            if ahead is not None:
                self._ahead.show_ahead(ahead)

    def _start_early(self) -> None:
        """Open the first step of the evening that is not answered yet."""
        states = self._tonight.checklist.states if self._tonight is not None else ()
        open_yet = (one for one in states if not one.status.is_answered and not one.step.is_mark)
        first = min(open_yet, key=lambda state: state.begins, default=None)
        if first is not None:
            self._open(first)

    def _forget_last_night(self) -> None:
        self._opened = self._on_offer = None
        self._list_asked = False
        self._left_guides.clear()
        self._strip.clear()

    def _open_step(self, tonight: Tonight) -> StepState | None:
        """Return the step with the card: the one that was opened, else the one that is on."""
        if self._opened is not None:
            opened = tonight.checklist.state(self._opened)
            if opened is not None and not opened.status.is_answered:
                return opened
            self._opened = None
        return tonight.checklist.current

    def _say_head(self, head: Head) -> None:
        self._title.setText(head.title)
        self._lead.setText(head.lead)
        self._next.setText(head.next)

    def _show_drink(self, *, had: bool) -> None:
        self._drink.setChecked(had)
        self._drink.setText(
            self.tr("I had a drink: some steps stay out tonight")
            if had
            else self.tr("I had a drink")
        )

    def _tomorrow(self, tonight: Tonight) -> Reminder | None:
        """Return the next evening's first reminder, once this one has none left."""
        now = tonight.checklist.now
        if next_due(tonight.checklist.reminders, now) is not None:
            return None
        return next_due(self._planning.tonight(now, nights_on=1).checklist.reminders, now)

    def _set_scene(self, tonight: Tonight, head: Head) -> None:
        scene = self._scene(tonight)
        # By day there is little to take back: the strip has its place once there is something.
        keeps = scene is _Scene.LIST and self._words.ahead(tonight.checklist) is None
        offers = scene is not _Scene.GUIDE and self._strip.is_offering()
        self._strip.setVisible(keeps or offers)
        if scene is _Scene.GUIDE:
            self._scenes.setCurrentWidget(self._guide_view())
            return
        self._close_guide()
        if scene is _Scene.LIST:
            self._scenes.setCurrentWidget(self._list)
            return
        current = tonight.checklist.current
        still_open = ""
        if current is not None:
            still_open = self.tr("Still open: {0}").format(current.step.title)
        self._still_page().show_words(head.next, still_open)
        self._scenes.setCurrentWidget(self._still_page())

    def _fold_strip(self) -> None:
        if self._ways.isVisible():
            self._strip.hide()

    def _scene(self, tonight: Tonight) -> _Scene:
        checklist = tonight.checklist
        evening, now = checklist.evening, checklist.now
        guided = checklist.state(self._guided) if self._guided is not None else None
        if guided is not None and not guided.status.is_answered and guided.started_at is not None:
            return _Scene.GUIDE
        if not evening.bedtime <= now < evening.wake:
            self._list_asked = False
            return _Scene.LIST
        running = any(state.is_running for state in checklist.states)
        return _Scene.LIST if running or self._list_asked else _Scene.STILL

    def _show_list(self) -> None:
        self._list_asked = True
        self.refresh()

    def _show_card(self) -> None:
        """Scroll to what is on, once the layout knows where that is."""
        card, room = self._timeline.card, self._scroller.viewport().height()
        if card is None:
            return
        if card.height() > room:
            self._scroller.scroll_to(card)
        else:
            self._scroller.ensureWidgetVisible(card, 0, self._theme.px(8))

    # ---------------------------------------------------------------- the countdown

    def _keep_watch(self, current: StepState | None) -> None:
        """Count a running step by the monotonic clock; how long it ran before, the wall says."""
        if current is None or not current.is_running or not is_timed(current):
            self._watch = None
            return
        if self._watch is not None and self._watch[0].started_at == current.started_at:
            self._watch = (current, self._watch[1])
            return
        ran = (self._clock.now() - current.begins).total_seconds()
        self._watch = (current, Stopwatch(self._clock.monotonic() - max(0.0, ran)))

    def _count_down(self) -> None:
        card = self._timeline.card
        if self._watch is None or card is None:
            self._countdown.stop()
            if card is not None:
                card.hide_countdown()
            return
        state, watch = self._watch
        whole = state.length.total_seconds()
        left = max(0.0, whole - watch.elapsed(self._clock.monotonic()))
        card.show_countdown(self._words.left(left), left, left / whole)
        if left and not watch.paused and self.isVisible():
            self._countdown.start()
        else:
            self._countdown.stop()

    def _pause_or_go_on(self) -> None:
        if self._watch is not None:
            state, watch = self._watch
            at = self._clock.monotonic()
            self._watch = (state, watch.go_on(at) if watch.paused else watch.pause(at))
            self.refresh()

    # -------------------------------------------------------------------- the guide

    def _open_guide(self, step: str) -> None:
        state = self._state(step)
        if state is None or state.step.known is None or state.step.known.guide is None:
            return
        guide = self._planning.library.guides[state.step.known.guide]
        minutes = state.length.total_seconds() / 60
        following = self._left_guides.pop(step, None)
        self._guided = step
        view = self._guide_view()
        self.refresh()
        view.follow(state.step.title, following or follow(guide, self._clock.monotonic(), minutes))

    def _leave_guide(self) -> None:
        self._close_guide()
        self.refresh()
        self._focus_card()

    def _close_guide(self) -> None:
        """Keep the place in the guide, to go on with it."""
        if self._guided is None or self._guide is None:
            return
        following = self._guide.leave()
        if following is not None:
            self._left_guides[self._guided] = following
        self._guided = None

    def _finish_guide(self) -> None:
        step, self._guided = self._guided, None
        if step is not None and self._mark(step, MarkKind.DONE):
            self._left_guides.pop(step, None)
            state = self._state(step)
            if state is not None:
                self._offer(state.step.title, self.tr("Done."))
            self._focus_card()

    def _focus_card(self) -> None:
        card = self._timeline.card
        if card is not None and self.isVisible():
            card.focus_first()

    # ----------------------------------------------------------------------- acting

    def _state(self, step: str) -> StepState | None:
        return self._tonight.checklist.state(step) if self._tonight is not None else None

    def _asked(self, asked: Asked) -> None:
        state = self._state(asked.step)
        if state is None:
            return
        match asked.action:
            case RowAction.SNOOZE if not can_snooze(state, self._clock.now()):
                pass
            case RowAction.DONE | RowAction.SKIP | RowAction.SNOOZE:
                self._mark(asked.step, MARKS[asked.action])
            case RowAction.START | RowAction.GO_ON:
                self._start(state)
            case RowAction.PAUSE:
                self._pause_or_go_on()
            case RowAction.STANDBY:
                self.standby_wanted.emit()
            case RowAction.SOURCE if state.step.known is not None:
                self.source_wanted.emit(asked.step)
            case RowAction.DETAILS:
                self._open(state)
            case _:
                pass

    def _start(self, state: StepState) -> None:
        if not state.is_running and not self._mark(state.step.id, MarkKind.START):
            return
        if is_guided(state):
            self._open_guide(state.step.id)

    def _open(self, state: StepState) -> None:
        """Show a step's card; of an answered one the way back."""
        if state.status.is_answered:
            self._offer_undo(state.step.id, state.step.title, state.status)
            return
        self._opened = state.step.id
        self.refresh()
        self._focus_card()
        QTimer.singleShot(0, self, self._show_card)

    def _mark(self, step: str, kind: MarkKind) -> bool:
        """Record a mark, show what it changed, then tell the others; say so where it is refused."""
        try:
            marked = self._checking_off.mark(step, kind)
        except TooClose as problem:
            leave_out = self.tr("Leave it out tonight")
            self._message.show_text(str(problem), leave_out, partial(self._leave_out, step))
            return False
        except (Refused, StoreError) as problem:
            self.say(str(problem))
            return False
        self._opened = None
        self._message.hide()
        card = self._timeline.card_key
        self._show(marked.tonight)
        if kind is not MarkKind.UNDO:
            self._say_marked(marked, kind)
        if self._timeline.card_key != card and not marked.broken:
            QTimer.singleShot(0, self, self._show_card)
        self._tell()
        return True

    def _leave_out(self, step: str) -> None:
        self._mark(step, MarkKind.SKIP)

    def _tell(self) -> None:
        """Tell the others after the next frame: what the person did is seen first."""
        QTimer.singleShot(0, self, self.changed.emit)

    def _say_marked(self, marked: Marked, kind: MarkKind) -> None:
        self._on_offer = marked.step
        if kind is MarkKind.SNOOZE and marked.snoozed_until is not None:
            until = clock(marked.snoozed_until, self._clock.zone())
            verb = self.tr("snoozed until {0}").format(until)
            self._offer(marked.title, verb, icon="snooze")
        elif kind is MarkKind.START:
            self._offer(marked.title, self.tr("started"), icon="play")
        else:
            self._offer_undo(marked.step, marked.title, marked.status)
        if marked.broken:
            self.say(" ".join(marked.broken))

    def _offer(self, what: str, verb: str, *, icon: str = "check") -> None:
        self._strip.show()
        self._strip.offer(what, verb, icon=icon)

    def _offer_undo(self, step: str, title: str, status: Status) -> None:
        self._on_offer = step
        if status is Status.DONE:
            self._offer(title, self.tr("marked done"))
        else:
            self._offer(title, self.tr("skipped, that’s fine"), icon="dash")

    def _say_drink(self) -> None:
        had = self._drink.isChecked()
        try:
            self._checking_off.had_a_drink(had=had)
        except StoreError as problem:
            self.say(str(problem))
        self._on_offer = None
        self._strip.clear()
        if had:
            self._offer(self.tr("I had a drink"), self.tr("noted"), icon="glass")
        self.refresh()
        self._tell()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        if self._tonight is not None:
            self._show_ahead(self._words.ahead(self._tonight.checklist))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_again.start()
        self.refresh()
        QTimer.singleShot(0, self, self._show_card)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look_again.stop()
        self._countdown.stop()
