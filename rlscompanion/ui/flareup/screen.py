"""The flare-up screen: follows one Course by one clock, says what to do, records what was done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QCursor,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScreen,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from rlscompanion.domain.flareup import ALONE_SECONDS, Alcohol, Answer, Course, Part
from rlscompanion.services.ports import Clock, Sound
from rlscompanion.ui.flareup.careful import careful
from rlscompanion.ui.flareup.chimes import Chimes
from rlscompanion.ui.flareup.controls import EmberButton, LinkButton
from rlscompanion.ui.flareup.covers import Covers
from rlscompanion.ui.flareup.dusk import Dusk
from rlscompanion.ui.flareup.look import colour, ember_cursor
from rlscompanion.ui.flareup.stage import VIEW_OF, Stage, View
from rlscompanion.ui.flareup.wording import Act, Wording

DEAF_SECONDS: Final = 0.5
ASLEEP_SECONDS: Final = 5
"""Looked at no more often than this, the machine slept, or stood still."""
WINDOW: Final = (900, 600)
_FRAME_MS: Final = 22
_GLOW_MS: Final = 200
_SECOND_MS: Final = 1000
_MODIFIED: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_SIGNS_OF_LIFE: Final = frozenset(
    {QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin}
)
_ONWARDS: Final[frozenset[int]] = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter})
_DOWN: Final[frozenset[int]] = frozenset(
    {*_ONWARDS, Qt.Key.Key_H, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_PageDown}
)
_UP: Final[frozenset[int]] = frozenset({Qt.Key.Key_Up, Qt.Key.Key_PageUp})
_NUMBERS: Final[tuple[int, ...]] = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)

Sign: TypeAlias = tuple[str, str]
"""One line of "When to get help", and what to do."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the person wants the screen."""

    emergency_number: str = ""
    reduced_motion: bool = False
    in_window: bool = False
    tones: bool = False
    volume: float = 0.4
    """0 to 1."""


class FlareUpScreen(QWidget):
    """Owns its covers on other screens. ``open`` shows it, Esc closes it, always."""

    recorded = Signal(object)
    """One ``FlareEvent``."""
    sound_switched = Signal(bool)
    running = Signal(bool)
    """Whether a timer runs: then somebody follows it without touching anything."""
    closed = Signal()

    def __init__(
        self,
        course: Course,
        clock: Clock,
        texts: Mapping[str, str],
        wishes: Wishes | None = None,
        *,
        signs: Callable[[], Sequence[Sign]] = tuple,
        sound: Callable[[], Sound] | None = None,
    ) -> None:
        wishes = wishes or Wishes()
        frame = Qt.WindowType.Window
        if not wishes.in_window:
            frame |= Qt.WindowType.FramelessWindowHint
        super().__init__(None, frame)
        self._wishes = wishes
        self.setWindowTitle(self.tr("Flare-up"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(ember_cursor())
        self._course = course
        self._clock = clock
        self._wording = Wording(texts, self)
        self._does: dict[Act, Callable[[], object]] = {
            Act.START: self._start,
            Act.JUST_MOVE: self._just_move,
            Act.NEXT: self._next,
            Act.TO_BED: self._to_bed,
            Act.ANOTHER_ROUND: self._another_round,
            Act.ANOTHER_PUZZLE: self._puzzle,
            Act.GO_BACK: self._back,
            Act.ALL_SIGNS: self._all_signs,
            Act.MORE_SIGNS: self._next_page,
            Act.CLOSE: self.close,
        }
        self._read_signs = signs
        self._signs: Sequence[Sign] = ()
        self._page = 0
        self._opened_at = clock.monotonic()
        self._looked = (self._opened_at, clock.now())
        self._alive_at = 0.0
        self._was_shown = False
        self._deaf_until = DEAF_SECONDS
        self._told = 0
        self._announced = ""
        self._helping: View | None = None
        self._paused_for_help = False
        self._slept = False
        self._runs = False
        self._acts: list[Callable[[], object]] = []
        self._dusk: Dusk | None = None
        self._chimes = None if sound is None else Chimes(sound, self._wishes.volume)
        self._sounds = False
        self._covers = Covers(self)
        self._follows = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._alone = QTimer(self)
        self._alone.setSingleShot(True)
        self._alone.timeout.connect(self.close_if_alone)
        self._stage = Stage(
            self, texts, self._wishes.emergency_number, still=self._wishes.reduced_motion
        )
        self._name_buttons()
        self._switch_sound(on=self._wishes.tones)
        self._refresh()

    @property
    def course(self) -> Course:
        return self._course

    @property
    def view(self) -> View:
        return self._helping or VIEW_OF.get(self._course.part, View.EXERCISE)

    @property
    def helping(self) -> bool:
        return self.view in {View.HELP, View.SIGNS}

    @property
    def ticking(self) -> bool:
        return self._timer.isActive()

    @property
    def words(self) -> str:
        """What was announced last."""
        return self._announced

    def open(self, screen: QScreen | None = None) -> None:
        """Fill ``screen`` (else the one with the pointer) and cover the others; or be a window."""
        if self._wishes.in_window:
            self.resize(*WINDOW)
            self.show()
        else:
            chosen = screen or _screen_in_use()
            self._fill(chosen)
            self._covers.cover_all_but(chosen)
            self.showFullScreen()
            self._follow_screens()
        self.raise_()
        self.activateWindow()
        self.setFocus()

    def tick(self) -> None:
        """Look at the clock, go on where a time is over, show the moment."""
        if self._slept_meanwhile():
            return
        at = self._at()
        before = self._course.part
        if self._course.guide is not None:
            self._alive_at = at
        self._become(self._course.advance(at))
        self._chime()
        if self._course.part is Part.AFTER and before is not Part.AFTER:
            self._deaf_until = at + DEAF_SECONDS
        self._show_moment()
        if self._wishes.reduced_motion and self.ticking:
            self._meet_the_second()

    def close_if_alone(self) -> None:
        """Close ten minutes after the last sign of life; a part that runs is one."""
        alone = self._at() - self._alive_at
        if alone >= ALONE_SECONDS:
            self._go_alone()
        elif self._was_shown:
            self._alone.start(max(1, round((ALONE_SECONDS - alone) * 1000)))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._lives()
        return super().event(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.setFocus()
            self._opened_at = self._clock.monotonic()
            self._lives()
            self.close_if_alone()
            self._tell()
        self._refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._keep_time()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._timer.stop()
        self._alone.stop()
        self._say_whether_it_runs()
        if self._chimes is not None:
            self._chimes.close()
        self._leave_screens()
        self._end(self._course.leave(self._at()))
        if self._was_shown:
            self._was_shown = False
            self.closed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refresh()

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), colour("window"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._press(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keys of the buttons to the screen first; Space and Enter press the button."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        presses = event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if presses and isinstance(watched, EmberButton | LinkButton):
            if not self._deaf() and not event.isAutoRepeat():
                watched.click()
            return True
        if event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            return self._deaf()
        self._press(event)
        return True

    # ---------------------------------------------------------------- what is shown

    def _name_buttons(self) -> None:
        stage = self._stage
        stage.help_link.setText(self.tr("When to get help"))
        stage.help_link.setAccessibleName(stage.help_link.text())
        stage.help_link.clicked.connect(self._help)
        stage.sound.clicked.connect(self._toggle_sound)
        stage.connect_buttons(self._act)
        for place, button in enumerate(stage.answers):
            button.clicked.connect(lambda _=False, place=place: self._number(place))
        for button, act in zip(stage.more, (self._walk, self._puzzle, self._help), strict=True):
            button.clicked.connect(act)
        stage.more[0].say(self.tr("Slow walk"), icon="walk", icon_first=True, key="W")
        stage.more[1].say(self.tr("Quiet puzzle"), icon="moon", icon_first=True, key="P")
        stage.more[2].say(self.tr("Get help"), icon="help", icon_first=True, key="H")
        for button in stage.pressed_by_hand:
            button.installEventFilter(self)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _refresh(self) -> None:
        """Show what belongs to the state; the moment itself is shown by every tick."""
        course, stage, view, wording = self._course, self._stage, self.view, self._wording
        signs = self._signs_here() if view is View.SIGNS else ()
        offers, hints = wording.offered(view, course, last_page=self._page + 1 >= self._pages())
        self._acts = [self._does[offer.act] for offer in offers]
        for button, offer in zip(stage.buttons, offers, strict=False):
            button.say(offer.words, icon=offer.icon, icon_first=offer.icon_first)
        stage.hints.show_hints(*hints)
        stage.bars.show_part(course.place, len(course.parts), wording.part(course))
        self._say_answers(view)
        note = wording.note(course, slept=self._slept)
        stage.note.setText(wording.page(self._page, self._pages()) if view is View.SIGNS else note)
        stage.stop.setText(course.stop)
        stage.say_signs(signs)
        more = (3 if course.walk is not None else 2) if course.needs_more else 0
        stage.show_view(view, offers=len(offers), more=more, signs=len(signs))
        self._instruct(wording.instruction(view, course))
        self._show_moment()
        self._keep_time()

    def _say_answers(self, view: View) -> None:
        asks = view is not View.ALCOHOL
        words = self._wording.answers(view)
        for number, button, text, answer in zip(
            "123", self._stage.answers, words, Answer, strict=True
        ):
            button.setCheckable(asks)
            button.setChecked(asks and answer is self._course.answered)
            button.say(text, key=number)

    def _show_moment(self) -> None:
        if self.view in {View.EXERCISE, View.BREATHE}:
            self._instruct(self._stage.show_moment(self._course, self._at()))

    def _instruct(self, text: str) -> None:
        """Show what to do, and announce it once."""
        if not text:
            return
        if text != self._stage.instruction.text():
            self._stage.instruction.setText(text)
            self._stage.instruction.update()
        if text != self._announced and self.isVisible():
            self._announced = text
            self.setAccessibleName(text)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    # ------------------------------------------------------------------- the clock

    def _keep_time(self) -> None:
        """Tick only while there is something to see, and as seldom as will do."""
        self._set_timer()
        self._say_whether_it_runs()

    def _say_whether_it_runs(self) -> None:
        runs = self._timer.isActive()
        if runs != self._runs:
            self._runs = runs
            self.running.emit(runs)

    def _set_timer(self) -> None:
        course = self._course
        waits = course.guide is None or course.paused
        asks = course.part is Part.ALCOHOL
        if (waits and not asks) or self.helping or not self.isVisible() or course.closed:
            self._timer.stop()
            return
        if not self._timer.isActive():
            self._looked = (self._clock.monotonic(), self._clock.now())
        if asks:
            self._timer.start(_SECOND_MS)
        elif self._wishes.reduced_motion:
            self._timer.start(_GLOW_MS if self.view is View.BREATHE else _SECOND_MS)
            self._meet_the_second()
        elif self._timer.interval() != _FRAME_MS or not self._timer.isActive():
            self._timer.start(_FRAME_MS)

    def _meet_the_second(self) -> None:
        """Wake at the next whole step of the guide, so that the words swap in time."""
        step = _GLOW_MS if self.view is View.BREATHE else _SECOND_MS
        into = self._course.elapsed(self._at()) * 1000 % step
        self._timer.setInterval(max(1, round(step - into)))

    def _slept_meanwhile(self) -> bool:
        """Tell whether the machine slept since the last look; then what runs is paused.

        Some clocks stand still in a sleep, and some do not: either gap is one.
        """
        before, instant = self._looked
        monotonic, now = self._clock.monotonic(), self._clock.now()
        self._looked = (monotonic, now)
        if not self._ticks_on():
            return False
        gap = max(monotonic - before, (now - instant) / timedelta(seconds=1))
        if gap < ASLEEP_SECONDS:
            return False
        if gap >= ALONE_SECONDS:
            self._go_alone()
            return True
        self._slept = True
        self._become(self._course.pause(max(0.0, before - self._opened_at)))
        return True

    def _ticks_on(self) -> bool:
        return self._course.guide is not None and not self._course.paused and self.ticking

    def _lives(self) -> None:
        self._alive_at = self._at()

    def _go_alone(self) -> None:
        self._end(self._course.leave_alone(self._at()))
        self.close()

    def _at(self) -> float:
        return max(0.0, self._clock.monotonic() - self._opened_at)

    def _deaf(self) -> bool:
        return self._at() < self._deaf_until or self._dusk is not None

    # -------------------------------------------------------------------- the keys

    def _press(self, event: QKeyEvent) -> None:
        key = event.key()
        self._lives()
        if key == Qt.Key.Key_Escape:
            self.close()
            return
        if self._dusk is not None:
            return
        if self.ticking:
            self.tick()
        if self._deaf() or event.isAutoRepeat() or event.modifiers() & _MODIFIED:
            return
        if key == Qt.Key.Key_S:
            self._toggle_sound()
        elif self.view is View.SIGNS:
            self._press_in_signs(key)
        elif self.view is View.HELP:
            self._press_in_help(key)
        else:
            self._press_in_course(key)

    def _press_in_signs(self, key: int) -> None:
        if key == Qt.Key.Key_Left:
            self._back()
        elif key in _DOWN:
            self._next_page()
        elif key in _UP:
            self._turn_to(self._page - 1)

    def _press_in_help(self, key: int) -> None:
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Space}:
            self._back()
        elif key in _DOWN:
            self._all_signs()

    def _press_in_course(self, key: int) -> None:
        if key in _NUMBERS:
            self._number(_NUMBERS.index(key))
        elif key in _ONWARDS:
            self._forward()
        else:
            acts: dict[int, Callable[[], None]] = {
                Qt.Key.Key_Space: self._space,
                Qt.Key.Key_Left: self._back,
                Qt.Key.Key_H: self._help,
                Qt.Key.Key_W: self._just_move,
                Qt.Key.Key_R: self._another_round,
                Qt.Key.Key_P: self._puzzle,
            }
            act = acts.get(key)
            if act is not None:
                act()

    def _space(self) -> None:
        if self._course.guide is None:
            self._forward()
        elif self._course.paused:
            self._become(self._course.go_on(self._at()))
        else:
            self._become(self._course.pause(self._at()))

    def _forward(self) -> None:
        """Do what the main button does; leave the question only once it is answered."""
        if self._course.part is not Part.AFTER or self._course.answered:
            self._act(0)

    def _back(self) -> None:
        if self._helping is View.SIGNS or self.view is View.SIGNS:
            self._helping = None if self._course.part is Part.HELP else View.HELP
            self._refresh()
        elif self._helping is View.HELP:
            self._return()
        else:
            self._become(self._course.back(self._at()))

    def _act(self, place: int) -> None:
        if place < len(self._acts) and self._dusk is None:
            self._lives()
            self._acts[place]()

    def _start(self) -> None:
        self._become(self._course.start(self._at()))

    def _just_move(self) -> None:
        if self._course.needs_more and self._course.walk is not None:
            self._walk()
        else:
            self._become(self._course.just_move(self._at()))

    def _next(self) -> None:
        self._become(self._course.next(self._at()))

    def _walk(self) -> None:
        self._become(self._course.walk_slowly(self._at()))

    def _puzzle(self) -> None:
        if self._course.needs_more:
            self._become(self._course.puzzle_on(self._at()))

    def _another_round(self) -> None:
        self._become(self._course.another_round(self._at()))

    def _number(self, place: int) -> None:
        self._lives()
        if self._course.part is Part.ALCOHOL:
            self._become(self._course.say_alcohol(tuple(Alcohol)[place], self._at()))
        else:
            self._become(self._course.answer(tuple(Answer)[place], self._at()))
            self._refresh()

    def _toggle_sound(self) -> None:
        self._lives()
        self._switch_sound(on=not self._sounds)
        self.sound_switched.emit(self._sounds)

    def _switch_sound(self, *, on: bool) -> None:
        self._sounds = on
        if self._chimes is not None:
            self._chimes.switch(on=on)
        button = self._stage.sound
        button.setChecked(on)
        button.setText(self._wording.sound(on=on))
        button.setAccessibleName(button.text())
        self._stage.arrange()

    # -------------------------------------------------------------------- help

    def _help(self) -> None:
        if self.helping:
            return
        self._helping = View.HELP
        self._paused_for_help = self._course.guide is not None and not self._course.paused
        if self._paused_for_help:
            self._course = self._course.pause(self._at())
        self._hush()
        self.setFocus()
        self._refresh()

    def _return(self) -> None:
        self._helping = None
        if self._paused_for_help:
            self._course = self._course.go_on(self._at())
        self.setFocus()
        self._refresh()

    def _all_signs(self) -> None:
        self._signs = self._signs or tuple(self._read_signs())
        if self._signs:
            self._helping, self._page = View.SIGNS, 0
            self.setFocus()
            self._refresh()

    def _pages(self) -> int:
        return -(-len(self._signs) // self._stage.signs_at_once) or 1

    def _signs_here(self) -> Sequence[Sign]:
        self._page = min(self._page, self._pages() - 1)
        here = self._stage.signs_at_once
        return self._signs[self._page * here : (self._page + 1) * here]

    def _next_page(self) -> None:
        self._turn_to(self._page + 1)

    def _turn_to(self, page: int) -> None:
        if 0 <= page < self._pages():
            self._page = page
            self._refresh()

    # ------------------------------------------------------------- course and end

    def _become(self, course: Course) -> None:
        if course is self._course:
            return
        part, paused = self._course.part, self._course.paused
        self._course = course
        if not course.paused:
            self._slept = False
        if course.part is not part:
            self.setFocus()
        if course.paused != paused:
            self._hush()
        self._tell()
        self._refresh()
        self._chime()

    def _chime(self) -> None:
        if self._chimes is not None and not self.helping:
            self._chimes.follow(self._course, self._at())

    def _hush(self) -> None:
        if self._chimes is not None and self._chimes.on:
            self._chimes.hush()

    def _to_bed(self) -> None:
        """Write down that it is over, go dark slowly, then close."""
        self._end(self._course.leave(self._at()))
        self._timer.stop()
        self._hush()
        if self._wishes.reduced_motion or not self.isVisible():
            self.close()
            return
        self._dusk = Dusk(self)
        self._dusk.dark.connect(self.close)
        self._dusk.fall()

    def _end(self, course: Course) -> None:
        self._course = course
        self._tell()

    def _tell(self) -> None:
        events = self._course.events[self._told :]
        self._told += len(events)
        for event in events:
            self.recorded.emit(event)

    # -------------------------------------------------------------------- screens

    def _fill(self, screen: QScreen) -> None:
        self.setScreen(screen)
        self.setGeometry(screen.geometry())

    def _follow_screens(self) -> None:
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and not self._follows:
            self._follows = True
            app.screenRemoved.connect(self._lost_screen)

    def _leave_screens(self) -> None:
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and self._follows:
            self._follows = False
            app.screenRemoved.disconnect(self._lost_screen)
        self._covers.lift()

    def _lost_screen(self, screen: QScreen) -> None:
        if self.isVisible() and screen is self.screen():
            chosen = QGuiApplication.primaryScreen()
            self._covers.cover_all_but(chosen)
            self._fill(chosen)
            self.showFullScreen()


def _screen_in_use() -> QScreen:
    """Return the pointer's screen; on Wayland nobody may know it, so the primary one."""
    if QGuiApplication.platformName().startswith("wayland"):
        return QGuiApplication.primaryScreen()
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
