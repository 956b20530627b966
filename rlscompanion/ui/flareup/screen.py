"""The flare-up screen: follows one Course by one clock, says what to do, records what was done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

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

from rlscompanion.domain.flare_record import Alcohol, Answer, Part
from rlscompanion.domain.flareup import ALONE_SECONDS, Course
from rlscompanion.services.ports import Clock, Sound
from rlscompanion.ui.flareup.buttons import NightButton
from rlscompanion.ui.flareup.careful import careful
from rlscompanion.ui.flareup.chimes import Chimes
from rlscompanion.ui.flareup.covers import Covers
from rlscompanion.ui.flareup.dusk import Dusk
from rlscompanion.ui.flareup.help_pages import HelpPages, Page, Sign
from rlscompanion.ui.flareup.keys import NUMBERS, Press, press_of
from rlscompanion.ui.flareup.look import ember_cursor
from rlscompanion.ui.flareup.pace import Pace
from rlscompanion.ui.flareup.stage import VIEW_OF, Stage, View
from rlscompanion.ui.flareup.wishes import Wishes
from rlscompanion.ui.flareup.wording import Act, Wording

DEAF_SECONDS: Final = 0.5
WINDOW: Final = (900, 600)
_MODIFIED: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_SIGNS_OF_LIFE: Final = frozenset(
    {QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin}
)
_TABS: Final = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab})
_PRESSING: Final = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})
_PAGE_ON: Final = frozenset({Press.ONWARDS, Press.SPACE, Press.HELP, Press.DOWN})


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
        self._help = HelpPages(signs, alone=course.part is Part.HELP)
        self._paused_for_help = False
        self._opened_at = clock.monotonic()
        self._alive_at = 0.0
        self._was_shown = False
        self._deaf_until = DEAF_SECONDS
        self._told = 0
        self._announced = ""
        self._slept = False
        self._runs = False
        self._dusk: Dusk | None = None
        self._chimes = None if sound is None else Chimes(sound, wishes.volume)
        self._sounds = False
        self._covers = Covers(self)
        self._pace = Pace(clock, self.tick, self, still=wishes.reduced_motion)
        self._alone = QTimer(self)
        self._alone.setSingleShot(True)
        self._alone.timeout.connect(self.close_if_alone)
        self._acts: list[Callable[[], object]] = []
        self._does = self._what_acts_do()
        self._means = self._what_keys_mean()
        self._stage = Stage(self, texts, wishes.emergency_number, still=wishes.reduced_motion)
        self._name_buttons()
        self._switch_sound(on=wishes.tones)
        self._refresh()

    @property
    def course(self) -> Course:
        return self._course

    @property
    def view(self) -> View:
        return self._help.view or VIEW_OF.get(self._course.part, View.EXERCISE)

    @property
    def helping(self) -> bool:
        return self.view in {View.HELP, View.SIGNS}

    @property
    def ticking(self) -> bool:
        return self._pace.beats

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
            self._covers.lie_over(screen or _screen_in_use())
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
        self._pace.meet_the_step(self._course, self._course.elapsed(self._at()))

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
        self._pace.rest()
        self._alone.stop()
        self._say_whether_it_runs()
        if self._chimes is not None:
            self._chimes.close()
        self._covers.lift()
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
        QPainter(self).fillRect(event.rect(), self._stage.ground)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._press(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keys of the buttons to the screen first; Space and Enter press the button."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in _PRESSING and isinstance(watched, NightButton):
            if not self._deaf() and not event.isAutoRepeat():
                watched.click()
            return True
        if event.key() in _TABS:
            return self._deaf()
        self._press(event)
        return True

    # ---------------------------------------------------------------- what is shown

    def _name_buttons(self) -> None:
        stage = self._stage
        stage.help_link.setText(self.tr("When to get help"))
        stage.help_link.setAccessibleName(stage.help_link.text())
        stage.help_link.clicked.connect(self._get_help)
        stage.sound.clicked.connect(self._toggle_sound)
        stage.connect_buttons(self._act)
        for place, button in enumerate(stage.answers):
            button.clicked.connect(lambda _=False, place=place: self._number(place))
        for button, act in zip(stage.more, (self._walk, self._puzzle, self._get_help), strict=True):
            button.clicked.connect(act)
        stage.more[0].say(self.tr("Slow walk"), icon="walk", icon_first=True, key="W")
        stage.more[1].say(self.tr("Quiet puzzle"), icon="moon", icon_first=True, key="P")
        stage.more[2].say(self.tr("Get help"), icon="help", icon_first=True, key="H")
        for button in stage.pressed_by_hand:
            button.installEventFilter(self)

    def _refresh(self) -> None:
        """Show what belongs to the state; the moment itself is shown by every tick."""
        course, stage, view, wording = self._course, self._stage, self.view, self._wording
        signs, page, pages = self._signs_here()
        offers, hints = wording.offered(view, course, last_page=page + 1 >= pages)
        self._acts = [self._does[offer.act] for offer in offers]
        for button, offer in zip(stage.buttons, offers, strict=False):
            button.say(offer.words, icon=offer.icon, icon_first=offer.icon_first)
        stage.bars.show_part(course.place, len(course.parts), wording.part(course))
        self._say_answers(view)
        note = wording.note(course, slept=self._slept)
        stage.note.setText(wording.page(page, pages) if view is View.SIGNS else note)
        stage.stop.setText(course.stop)
        stage.say_signs(signs)
        more = (3 if course.walk is not None else 2) if course.needs_more else 0
        stage.show_view(view, offers=len(offers), more=more, signs=len(signs), paused=course.paused)
        stage.show_hints(hints)
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
        """Show what to do, and announce it once; after a pause once more."""
        if not text:
            return
        if text != self._stage.instruction.text():
            self._stage.instruction.setText(text)
            self._stage.instruction.update()
        if self.helping or not self._course.paused:
            self._announce(text)

    def _announce(self, text: str) -> None:
        if text != self._announced and self.isVisible():
            self._announced = text
            self.setAccessibleName(text)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    # ------------------------------------------------------------------- the clock

    def _keep_time(self) -> None:
        """Tick only while there is something to see."""
        if self.isVisible() and not self.helping:
            self._pace.follow(self._course, self._course.elapsed(self._at()))
        else:
            self._pace.rest()
        self._say_whether_it_runs()

    def _say_whether_it_runs(self) -> None:
        runs = self._pace.beats
        if runs != self._runs:
            self._runs = runs
            self.running.emit(runs)

    def _slept_meanwhile(self) -> bool:
        """Tell whether the machine slept since the last look; then what runs is paused there."""
        last_look = self._pace.looked_at - self._opened_at
        gap = self._pace.slept()
        if not gap or self._course.guide is None or self._course.paused:
            return False
        if gap >= ALONE_SECONDS:
            self._go_alone()
        else:
            self._slept = True
            self._become(self._course.pause(max(0.0, last_look)))
        return True

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
        press = press_of(event)
        self._lives()
        if press is Press.LEAVE:
            self.close()
            return
        if self._dusk is not None:
            return
        if self.ticking:
            self.tick()
        if self._deaf() or event.isAutoRepeat() or event.modifiers() & _MODIFIED:
            return
        if press is Press.SOUND:
            self._toggle_sound()
        elif self.view is View.SIGNS:
            self._press_in_signs(press)
        elif self.view is View.HELP:
            self._press_in_help(press)
        elif press in self._means:
            self._means[press]()

    def _what_keys_mean(self) -> dict[Press | None, Callable[[], None]]:
        return {
            Press.ONWARDS: self._forward,
            Press.SPACE: self._space,
            Press.BACK: self._back,
            Press.HELP: self._get_help,
            Press.MOVE: self._just_move,
            Press.AGAIN: self._another_round,
            Press.PUZZLE: self._puzzle,
            Press.FIRST: lambda: self._number(NUMBERS.index(Press.FIRST)),
            Press.SECOND: lambda: self._number(NUMBERS.index(Press.SECOND)),
            Press.THIRD: lambda: self._number(NUMBERS.index(Press.THIRD)),
        }

    def _what_acts_do(self) -> dict[Act, Callable[[], object]]:
        return {
            Act.START: self._start,
            Act.JUST_MOVE: self._just_move,
            Act.NEXT: self._next,
            Act.TO_BED: self._to_bed,
            Act.ANOTHER_ROUND: self._another_round,
            Act.ANOTHER_PUZZLE: self._puzzle,
            Act.GO_BACK: self._back,
            Act.ALL_SIGNS: self._all_signs,
            Act.MORE_SIGNS: lambda: self._turn(1),
            Act.CLOSE: self.close,
        }

    def _press_in_signs(self, press: Press | None) -> None:
        if press is Press.BACK:
            self._back()
        elif press is Press.UP:
            self._turn(-1)
        elif press in _PAGE_ON:
            self._turn(1)

    def _press_in_help(self, press: Press | None) -> None:
        if press in {Press.BACK, Press.SPACE}:
            self._back()
        elif press in _PAGE_ON:
            self._all_signs()

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
        if self._help.view is not None:
            self._leave_help_page()
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

    # ------------------------------------------------------------------- the sound

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

    def _chime(self) -> None:
        if self._chimes is not None and not self.helping:
            self._chimes.follow(self._course, self._at())

    def _hush(self) -> None:
        if self._chimes is not None and self._chimes.on:
            self._chimes.hush()

    # -------------------------------------------------------------------- help

    def _get_help(self) -> None:
        if self.helping:
            return
        self._help.open()
        self._paused_for_help = self._course.guide is not None and not self._course.paused
        if self._paused_for_help:
            self._course = self._course.pause(self._at())
        self._hush()
        self._turned()

    def _leave_help_page(self) -> None:
        self._help.back()
        if self._help.view is None and self._paused_for_help:
            self._paused_for_help = False
            self._course = self._course.go_on(self._at())
        self._turned()

    def _all_signs(self) -> None:
        if self._help.open_all():
            self._turned()

    def _turn(self, by: int) -> None:
        self._help.turn(by, self._stage.signs_at_once, self._stage.letters_at_once)
        self._refresh()

    def _turned(self) -> None:
        self.setFocus()
        self._refresh()

    def _signs_here(self) -> tuple[Page, int, int]:
        if self.view is not View.SIGNS:
            return (), 0, 1
        return self._help.page(self._stage.signs_at_once, self._stage.letters_at_once)

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
        if course.paused and not paused:
            self._announce(self._stage.note.text())
        self._chime()

    def _to_bed(self) -> None:
        """Write down that it is over, go dark slowly, then close."""
        self._end(self._course.leave(self._at()))
        self._pace.rest()
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


def _screen_in_use() -> QScreen:
    """Return the pointer's screen; on Wayland nobody may know it, so the primary one."""
    if QGuiApplication.platformName().startswith("wayland"):
        return QGuiApplication.primaryScreen()
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
