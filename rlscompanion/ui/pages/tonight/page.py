"""The Tonight page: reads the evening, shows it, records what the person says of it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.checklist import MarkKind, StepState
from rlscompanion.domain.journal import had_a_drink
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.reminders import Reminder, next_due
from rlscompanion.services.planning import Planning, Tonight
from rlscompanion.ui.pages.tonight.plan import Asked, Head
from rlscompanion.ui.pages.tonight.timeline import Timeline
from rlscompanion.ui.pages.tonight.view import EveningView
from rlscompanion.ui.pages.tonight.words import Words, can_snooze, is_guided, is_timed
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.timeline_row import RowAction

if TYPE_CHECKING:
    from rlscompanion.domain.evening import Fix
    from rlscompanion.services.checking_off import CheckingOff
    from rlscompanion.services.ports import Clock, Notice, NoticeAnswered
    from rlscompanion.ui.pages.tonight.countdown import Countdown
    from rlscompanion.ui.pages.tonight.guiding import Guiding
    from rlscompanion.ui.pages.tonight.notice_card import NoticeCard
    from rlscompanion.ui.pages.tonight.still import StillPage
    from rlscompanion.ui.pages.tonight.ticking import Ticking

MINUTE: Final = timedelta(minutes=1)
A_LITTLE_AFTER: Final = timedelta(milliseconds=50)
HOLDS_S: Final = 1
"""So long holds what was read just before the page is first seen."""
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
    """``source_wanted`` carries a step's id. What is fixed here is fixed for tonight alone."""

    changed = Signal()
    """Follows every mark, once what it changed here is painted."""
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
        checking_off: "Callable[[], CheckingOff]",
        clock: "Clock",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._planning = planning
        self._checking_off = checking_off
        self._clock = clock
        self._words = Words(self)
        self._tonight: Tonight | None = None
        self._filled_at: float | None = None
        self._opened: str | None = None
        self._list_asked = False
        self._notice: NoticeCard | None = None
        self._still: StillPage | None = None
        self._guiding: Guiding | None = None
        self._countdown: Countdown | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        theme.changed.connect(self._follow_theme)
        self._minute = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._minute.timeout.connect(self.refresh)

    # ----------------------------------------------------------------- from outside

    def fill(self) -> None:
        """Show what holds now before the page is seen: unseen, all of it is arranged once."""
        self.refresh()
        self._filled_at = self._clock.monotonic()

    def refresh(self) -> None:
        """Read tonight anew and show it."""
        try:
            tonight = self._planning.tonight()
            if not self._planning.was_there_for(tonight.checklist.evening):
                tonight = replace(tonight, checklist=replace(tonight.checklist, states=()))
            self._show(tonight)
        except StoreError as problem:
            self.say(str(problem))
        if self.isVisible():
            self._wait_for_the_minute()

    def say(self, words: str) -> None:
        """Show a message in place."""
        self._view.say(words)

    def show_notice(self, notice: "Notice", answered: "Callable[[NoticeAnswered], None]") -> None:
        """Show a reminder here, because no notification service took it."""
        from rlscompanion.ui.pages.tonight.notice_card import NoticeCard  # noqa: PLC0415  (seldom)

        self.hide_notice()
        self._notice = NoticeCard(self._theme, notice)
        self._notice.pressed.connect(answered)
        self._view.put_above(self._notice)

    def show_above(self, card: QWidget) -> None:
        """Put a card above the evening, such as an offer."""
        self._view.put_above(card, first=True)

    def lead_on_from(self, card: QWidget) -> None:
        """Let the keyboard go on from a card above the evening that is about to go."""
        self._view.lead_on_from(card)

    def hide_notice(self) -> None:
        if self._notice is not None:
            self.lead_on_from(self._notice)
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None

    def undo(self) -> None:
        """Take back what the strip offers, else what was said last tonight."""
        self._ticking.undo()

    def redo(self) -> None:
        """Say again what was taken back last."""
        self._ticking.redo()

    # --------------------------------------------------------------------- building

    @cached_property
    def _view(self) -> EveningView:
        """What is seen, made when there is something to show: in the look that the page has then."""
        view = EveningView(self._theme, self._clock.monotonic, self)
        self._whole.addWidget(view)
        view.asked.connect(self._asked)
        view.fix_wanted.connect(self._fix)
        view.timeline.routine_wanted.connect(self.routine_wanted)
        view.leave_out_wanted.connect(self._leave_out)
        view.routine_wanted.connect(self.routine_wanted)
        view.tonight_only_wanted.connect(self.tonight_only_wanted)
        view.early_wanted.connect(self._start_early)
        view.drink_said.connect(self._say_drink)
        view.undo_wanted.connect(self._undo_offered)
        view.redo_wanted.connect(self.redo)
        return view

    @property
    def _timeline(self) -> Timeline:
        return self._view.timeline

    @cached_property
    def _ticking(self) -> "Ticking":
        from rlscompanion.ui.pages.tonight.ticking import Ticking  # noqa: PLC0415  (first answer)

        ticking = Ticking(self._view, self._checking_off(), self._clock)
        ticking.marked.connect(self._show_marked)
        ticking.taken_back.connect(self.refresh)
        ticking.told.connect(self.changed)
        return ticking

    def readying(self) -> Iterator[None]:
        """Make what the first answer will need."""
        parts = (lambda: self._ticking, lambda: self._view.strip, lambda: self._view.message)
        for make in parts:
            make()
            yield

    def is_under_way(self) -> bool:
        """Return whether a guide is followed."""
        return self._guiding is not None and self._guiding.view.isVisibleTo(self)

    def _still_page(self) -> "StillPage":
        from rlscompanion.ui.pages.tonight.still import StillPage  # noqa: PLC0415  (at night)

        if self._still is None:
            self._still = StillPage(self._theme)
            self._still.flare_up_wanted.connect(self.flare_up_wanted)
            self._still.standby_wanted.connect(self.standby_wanted)
            self._still.list_wanted.connect(self._show_list)
        return self._still

    def _guide(self) -> "Guiding":
        from rlscompanion.ui.pages.tonight.guiding import Guiding  # noqa: PLC0415  (started)

        if self._guiding is None:
            self._guiding = Guiding(self._theme, self._clock, self)
            self._guiding.finished.connect(self._finish_guide)
            self._guiding.left.connect(self._leave_guide)
        return self._guiding

    # ---------------------------------------------------------------------- showing

    def _follow_theme(self) -> None:
        self._filled_at = None
        if self._tonight is not None and self.isVisible():
            self._show(self._tonight)

    def _show_marked(self, tonight: Tonight) -> None:
        self._opened = None
        self._show(tonight)

    def _show(self, tonight: Tonight) -> None:
        if self._tonight is not None and self._tonight.night != tonight.night:
            self._forget_last_night()
        self._tonight = tonight
        view, words, checklist = self._view, self._words, tonight.checklist
        current = self._open_step(tonight)
        self._keep_watch(current)
        head = words.head(checklist, self._tomorrow(tonight), tonight.tested)
        view.show_head(head)
        paused = self._countdown is not None and self._countdown.paused
        folded = self._theme.mode is Mode.NIGHT
        self._timeline.show_plan(words.plan(checklist, current, paused=paused, folded=folded))
        view.show_ahead(words.ahead(checklist))
        empty = checklist.evening.first_reminded is None
        to_routine = empty and checklist.now < checklist.evening.bedtime
        view.show_ways(to_routine=to_routine, had_a_drink=had_a_drink(tonight.entries))
        self._set_scene(tonight, head)
        if self._countdown is not None:
            self._countdown.show()

    def _keep_watch(self, current: StepState | None) -> None:
        if self._countdown is None:
            if current is None or not current.is_running or not is_timed(current):
                return
            from rlscompanion.ui.pages.tonight.countdown import Countdown  # noqa: PLC0415  (runs)

            self._countdown = Countdown(self, self._timeline, self._words, self._clock)
        self._countdown.keep(current)

    def _forget_last_night(self) -> None:
        self._opened = None
        self._list_asked = False
        self._ticking.forget()
        if self._guiding is not None:
            self._guiding.forget()

    def _open_step(self, tonight: Tonight) -> StepState | None:
        """Return the step with the card: the one that was opened, else the one that is on."""
        if self._opened is not None:
            opened = tonight.checklist.state(self._opened)
            if opened is not None and not opened.status.is_answered:
                return opened
            self._opened = None
        return tonight.checklist.current

    def _tomorrow(self, tonight: Tonight) -> Reminder | None:
        """Return the next evening's first reminder, once this one has none left."""
        now = tonight.checklist.now
        if next_due(tonight.checklist.reminders, now) is not None:
            return None
        return next_due(self._planning.tonight(now, nights_on=1).checklist.reminders, now)

    def _set_scene(self, tonight: Tonight, head: Head) -> None:
        scene = self._scene(tonight)
        if scene is _Scene.GUIDE:
            self._view.show_instead(self._guide().view, alone=True)
            return
        if self._guiding is not None:
            self._guiding.close()
        if scene is _Scene.LIST:
            self._view.show_list()
            return
        current = tonight.checklist.current
        still_open = ""
        if current is not None:
            still_open = self.tr("Still open: {0}").format(current.step.title)
        self._still_page().show_words(head.next, still_open)
        self._view.show_instead(self._still_page(), alone=False)

    def _scene(self, tonight: Tonight) -> _Scene:
        checklist = tonight.checklist
        evening, now = checklist.evening, checklist.now
        followed = self._guiding.step if self._guiding is not None else None
        guided = checklist.state(followed) if followed is not None else None
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
        self._view.focus_list()

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
                self._ticking.mark(asked.step, MARKS[asked.action])
            case RowAction.START | RowAction.GO_ON:
                self._start(state)
            case RowAction.PAUSE if self._countdown is not None:
                self._countdown.pause_or_go_on()
                self.refresh()
            case RowAction.STANDBY:
                self.standby_wanted.emit()
            case RowAction.SOURCE if state.step.known is not None:
                self.source_wanted.emit(asked.step)
            case RowAction.DETAILS:
                self._open(state)
            case _:
                pass

    def _fix(self, fix: "Fix") -> None:
        self._view.focus_step(fix.step)
        self._ticking.fix(fix)

    def _leave_out(self, step: str) -> None:
        self._view.focus_step(step)
        self._ticking.leave_out(step)

    def _say_drink(self, had: bool) -> None:  # noqa: FBT001  (as a switch tells it)
        self._ticking.say_drink(had)

    def _undo_offered(self) -> None:
        self._ticking.undo_offered()

    def _start(self, state: StepState) -> None:
        if not state.is_running and not self._ticking.mark(state.step.id, MarkKind.START):
            return
        if is_guided(state):
            self._open_guide(state)

    def _start_early(self) -> None:
        """Open the first step of the evening that is not answered yet."""
        states = self._tonight.checklist.states if self._tonight is not None else ()
        open_yet = (one for one in states if not one.status.is_answered and not one.step.is_mark)
        first = min(open_yet, key=lambda state: state.begins, default=None)
        if first is not None:
            self._open(first)

    def _open(self, state: StepState) -> None:
        """Show a step's card; of an answered one the way back."""
        if state.status.is_answered:
            self._ticking.offer_undo(state.step.id, state.step.title, state.status)
            return
        self._opened = state.step.id
        self.refresh()
        self._view.focus_card()
        self._view.show_card_soon()

    def _open_guide(self, state: StepState) -> None:
        known = state.step.known
        if known is None or known.guide is None:
            return
        guide = self._planning.library.guides[known.guide]
        guiding = self._guide()
        guiding.step = state.step.id
        self.refresh()
        minutes = state.length.total_seconds() / 60
        guiding.follow(state.step.title, guide, minutes, known.stop)

    def _leave_guide(self) -> None:
        self.refresh()
        self._view.focus_card()

    def _finish_guide(self, step: str) -> None:
        if self._ticking.mark(step, MarkKind.DONE):
            state = self._state(step)
            if state is not None:
                self._view.offer(state.step.title, self.tr("Done."))
            self._view.focus_card()

    def _wait_for_the_minute(self) -> None:
        """Look again when the minute turns: as exact as the words are."""
        now = self._clock.now()
        wait = MINUTE - timedelta(seconds=now.second, microseconds=now.microsecond)
        self._minute.start((wait + A_LITTLE_AFTER) // timedelta(milliseconds=1))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wait_for_the_minute()
        filled_at, self._filled_at = self._filled_at, None
        if filled_at is None or self._clock.monotonic() - filled_at > HOLDS_S:
            self.refresh()
        self._view.show_card_soon()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()
        if self._countdown is not None:
            self._countdown.stop()
