"""The flare-up screen: follows one Course by one clock, says what to do, records what was done."""

from collections.abc import Callable, Mapping
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

from rlscompanion.domain.breathing import BreathPattern, Phase, breath_at, breaths_in
from rlscompanion.domain.flareup import Answer, Course, Part
from rlscompanion.domain.guide import CueShown, duration
from rlscompanion.domain.library import Guide
from rlscompanion.ui.flareup.careful import careful
from rlscompanion.ui.flareup.controls import (
    Bars,
    EmberButton,
    KeyHints,
    LinkButton,
    StageBreath,
    StageFigure,
    StageRing,
    Words,
)
from rlscompanion.ui.flareup.covers import Covers
from rlscompanion.ui.flareup.look import between, colour, ember_cursor
from rlscompanion.ui.flareup.skeleton import Skeleton
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.breathing_circle import BreathColours
from rlscompanion.ui.widgets.exercise_figure import FigureColours

DEAF_SECONDS: Final = 0.5
_FRAME_MS: Final = 50
_SECOND_MS: Final = 1000
_NIGHT_LINES: Final = 6
_NIGHT_LINE_FLOOR: Final = 868
_IN_AND_OUT: Final = 2
_HEADINGS: Final = {Part.HELP: 60, Part.AFTER: 62}
_GENTLER: Final = frozenset({"move-seated", "move-standing", "move-marching"})
_MODIFIED: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
Offer: TypeAlias = tuple[str, str, bool, Callable[[], None]]
"""Of a big button: its words, its icon, whether the icon comes first, what it does."""
_ANSWERS: Final = {
    Qt.Key.Key_1: Answer.BETTER,
    Qt.Key.Key_2: Answer.SAME,
    Qt.Key.Key_3: Answer.WORSE,
}


class FlareUpScreen(QWidget):
    """Owns its covers on other screens. ``open`` shows it, Esc closes it, always."""

    recorded = Signal(object)
    """One ``FlareEvent``."""
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        course: Course,
        monotonic: Callable[[], float],
        texts: Mapping[str, str],
        emergency_number: str = "",
        *,
        reduced_motion: bool = False,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(self.tr("Flare-up"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(ember_cursor())
        self._theme = theme
        self._course = course
        self._monotonic = monotonic
        self._texts = texts
        self._emergency_number = emergency_number
        self._reduced_motion = reduced_motion
        self._opened_at = monotonic()
        self._was_shown = False
        self._deaf_until = DEAF_SECONDS
        self._told = 0
        self._helping = False
        self._paused_for_help = False
        self._acts: list[Callable[[], None]] = []
        self._covers = Covers(self)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._build()
        self._refresh()

    @property
    def course(self) -> Course:
        return self._course

    @property
    def helping(self) -> bool:
        return self._part is Part.HELP

    @property
    def ticking(self) -> bool:
        return self._timer.isActive()

    def open(self, screen: QScreen | None = None) -> None:
        """Fill ``screen`` (else the one with the pointer) and cover the others."""
        chosen = screen or _screen_in_use()
        self._fill(chosen)
        self._covers.cover_all_but(chosen)
        self.showFullScreen()
        self.raise_()
        self.activateWindow()
        self.setFocus()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._lost_screen)

    def tick(self) -> None:
        """Look at the clock, go on where a time is over, show the moment."""
        before = self._course.part
        self._become(self._course.advance(self._at()))
        if self._course.part is Part.AFTER and before is not Part.AFTER:
            self._deaf_until = self._at() + DEAF_SECONDS
        self._show_moment()
        if self._reduced_motion and self.ticking:
            self._meet_the_second()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.setFocus()
            self._opened_at = self._monotonic()
            self._tell()
        self._refresh()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._timer.stop()
        self._covers.lift()
        if not self._course.closed:
            self._course = self._course.leave(self._at())
            self._tell()
            self.closed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

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

    def _build(self) -> None:
        self._help_link = LinkButton(self)
        self._help_link.setText(self.tr("When to get help"))
        self._help_link.setAccessibleName(self._help_link.text())
        self._help_link.clicked.connect(self._help)
        self._bars = Bars(self)
        self._instruction = Words(self, bold=True)
        self._caption = Words(self, token="ink-2")  # noqa: S106 - the name of a colour
        self._ring = StageRing(colour("track"), colour("ember"), colour("ink"), self)
        self._figure = StageFigure(
            FigureColours(
                body=colour("figure"),
                far=between(colour("figure"), colour("figure-prop")),
                lit=colour("ink"),
                prop=colour("figure-prop"),
                floor=colour("track"),
                window=colour("window"),
            ),
            still=self._reduced_motion,
            parent=self,
        )
        self._breath = StageBreath(
            BreathColours(
                ring=colour("ember"),
                inside=colour("surface"),
                limit=colour("line-strong"),
                words=colour("ink"),
                done=colour("done-bar"),
                window=colour("window"),
            ),
            still=self._reduced_motion,
            parent=self,
        )
        self._start_lines = [
            Words(self, bold=True, left=True, icon=icon) for icon in ("bulb", "seat", "foot")
        ]
        said = self._texts.get("flareup-start", "").split(". ")
        for line, sentence in zip(self._start_lines, said, strict=False):
            line.setText(sentence.rstrip(".") + ".")
        self._red_flag = Words(self, token="ink-2")  # noqa: S106 - the name of a colour
        self._red_flag.setText(self._texts.get("flareup-red-flag", ""))
        self._build_after()
        self._help_lines = [Words(self, wraps=True, left=True) for _ in range(_NIGHT_LINES)]
        for number, line in enumerate(self._help_lines, 1):
            line.setText(self._texts.get(f"help-night-{number}", ""))
        self._call = Words(self, bold=True, wraps=True)
        call = self._texts.get("help-call", "")
        self._call.setText(f"{call} {self._emergency_number}".strip())
        self._buttons = [EmberButton(self, primary=place == 0) for place in range(3)]
        for place, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, place=place: self._act(place))
        self._hints = KeyHints(self)
        for button in (self._help_link, *self._answers, *self._buttons):
            button.installEventFilter(self)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._parts_of_stage: list[QWidget] = [
            self._help_link,
            self._bars,
            self._instruction,
            self._caption,
            self._ring,
            self._figure,
            self._breath,
            *self._start_lines,
            self._red_flag,
            *self._answers,
            *self._more_lines,
            *self._help_lines,
            self._call,
        ]

    def _build_after(self) -> None:
        self._answers = [EmberButton(self) for _ in Answer]
        words = (self.tr("Better"), self.tr("Same"), self.tr("Worse"))
        for number, (button, answer) in enumerate(zip(self._answers, Answer, strict=True), 1):
            button.setCheckable(True)
            button.say(words[number - 1], key=str(number))
            button.clicked.connect(lambda _=False, answer=answer: self._answer(answer))
        self._more_lines = [
            Words(self, token="ink-2", left=True, icon=icon)  # noqa: S106 - the name of a colour
            for icon in ("walk", "moon", "help")
        ]
        self._more_lines[0].setText(self.tr("Walk slowly. Floor clear."))
        self._more_lines[2].setText(self.tr("Press H for help."))

    def _puzzle(self) -> str:
        puzzles = (
            self.tr("Count back from 300 by sevens."),
            self.tr("Name one town for each letter."),
            self.tr("Name ten trees, then ten birds."),
        )
        return puzzles[(self._course.round - 1) % len(puzzles)]

    def _refresh(self) -> None:
        """Show what belongs to the state; the moment itself is shown by every tick."""
        course = self._course
        shown = self._stage_now()
        for part in self._parts_of_stage:
            part.setVisible(part in shown)
        self._offer()
        parts = course.parts
        now = parts.index(course.part) if course.part in parts else len(parts) - 1
        words = self.tr("Part {0} of {1}").format(now + 1, len(parts))
        self._bars.show_part(now, len(parts), words)
        for button, answer in zip(self._answers, Answer, strict=True):
            button.setChecked(course.answered is answer)
        self._more_lines[1].setText(self._puzzle())
        self._caption.setText(self._caption_now())
        if self.helping:
            self._instruct(self.tr("When to get help"))
        elif course.part is Part.AFTER:
            self._instruct(self.tr("How are your legs?"))
        self._arrange()
        self._show_moment()
        self._keep_time()

    @property
    def _part(self) -> Part:
        """What is on screen."""
        return Part.HELP if self._helping else self._course.part

    def _stage_now(self) -> set[QWidget]:
        if self.helping:
            return {self._instruction, *self._help_lines, self._call}
        always: set[QWidget] = {self._help_link, self._bars}
        match self._course.part:
            case Part.START:
                return always | {*self._start_lines, self._red_flag}
            case Part.AFTER:
                more: set[QWidget] = set()
                if self._course.needs_more:
                    more = set(self._more_lines if self._course.walk else self._more_lines[1:])
                return always | more | {self._instruction, *self._answers}
            case Part.BREATHE:
                return always | {self._breath, self._caption}
            case _:
                stage: set[QWidget] = {self._instruction, self._ring, self._caption}
                if self._skeleton().has_figure:
                    stage.add(self._figure)
                return always | stage

    def _offer(self) -> None:
        """Set the big buttons and the hints of this state."""
        course = self._course
        next_button: Offer = (self.tr("Next"), "arrow", False, self._next)
        bed: Offer = (self.tr("Back to bed"), "bed", True, self._leave)
        leave_hint = ("Esc", self.tr("Back to bed"))
        if self._helping:
            offers: list[Offer] = [(self.tr("Go back"), "", False, self._return)]
            hints = [("H", self.tr("Go back")), leave_hint]
        elif course.part is Part.HELP:
            offers = [(self.tr("Close"), "", False, self._leave)]
            hints = [("Esc", self.tr("Close"))]
        elif course.part is Part.START:
            offers = [(self.tr("Start"), "", False, self._start)]
            hints = [("Space", self.tr("Start")), leave_hint]
            if course.can_just_move:
                offers.append((self.tr("Just move"), "", False, self._just_move))
                hints.insert(1, ("W", self.tr("Just move")))
        elif course.part is Part.AFTER:
            again = (self.tr("Another round"), "", False, self._another_round)
            offers = [bed, again]
            if course.needs_more and course.walk is not None:
                offers.insert(0, (self.tr("Slow walk"), "walk", True, self._walk))
            hints = [("1 2 3", self.tr("Answer")), ("R", self.tr("Another round")), leave_hint]
        else:
            offers = [next_button]
            pause = self.tr("Go on") if course.paused else self.tr("Pause")
            hints = [("Space", pause), ("→", self.tr("Next")), leave_hint]
        self._acts = [act for *_, act in offers]
        for button in self._buttons[len(offers) :]:
            button.hide()
        for button, (text, icon, icon_first, _) in zip(self._buttons, offers, strict=False):
            button.say(text, icon=icon, icon_first=icon_first)
            button.show()
        self._hints.show_hints(*hints)

    def _caption_now(self) -> str:
        if self._course.paused:
            return self.tr("Paused")
        if self._course.part is Part.BREATHE:
            return self.tr("Sit. Through your nose, if that is easy.")
        guide = self._course.guide
        if guide is not None and guide.id in _GENTLER:
            return self._texts.get("gentler", "")
        return ""

    def _arrange(self) -> None:
        s = self._skeleton()
        small, link = s.size(28, 20), s.size(36, 20)
        scale = self._theme.scale
        self._help_link.set_place(s.help_link, link * scale)
        self._bars.setGeometry(s.bars)
        self._instruction.set_place(s.instruction, s.size(_HEADINGS.get(self._part, 66), 40))
        breathing = self._course.part is Part.BREATHE
        self._caption.set_place(s.band(92, 142, width=820) if breathing else s.caption, small)
        self._ring.setGeometry(s.ring)
        self._figure.setGeometry(s.figure)
        self._breath.setGeometry(s.breath)
        rows = s.rows(3, 182, 700, width=840)
        for line, place in zip(self._start_lines, rows, strict=True):
            line.set_place(place, s.size(88, 40))
        self._red_flag.set_place(s.band(706, 806), s.size(40, 20))
        for button, place in zip(self._answers, s.answers(306, 514), strict=True):
            button.set_place(place, s.size(56, 28))
        rows = s.rows(3, 556, 796, width=860)
        for line, place in zip(self._more_lines, rows, strict=True):
            line.set_place(place, s.size(38, 22))
        rows = s.rows(_NIGHT_LINES, 262, 706, width=max(1480, _NIGHT_LINE_FLOOR / s.u))
        for line, place in zip(self._help_lines, rows, strict=True):
            line.set_place(place, s.size(32, 20))
        self._call.set_place(s.band(716, 812), s.size(52, 26))
        places = s.actions(len(self._acts))
        for button, place in zip(self._buttons, places, strict=False):
            button.set_place(place, s.size(44, 24))
        self._hints.set_place(s.hints, small * scale)

    def _show_moment(self) -> None:
        guide = self._course.guide
        cue = self._course.cue(self._at())
        if guide is None or cue is None or self.helping:
            return
        if self._course.part is Part.BREATHE:
            self._show_breath(guide, cue)
            return
        self._instruct(cue.cue.text)
        self._ring.show_left(cue.left, 1 - cue.fraction)
        self._figure.show_picture(cue.cue.picture)
        self._figure.show_moment(cue.cue.seconds - cue.left)

    def _show_breath(self, guide: Guide, cue: CueShown) -> None:
        """Show ring, words and dots by one clock; the guide's two cues are the pattern."""
        told = len(guide.cues) == _IN_AND_OUT
        pattern = BreathPattern(*(each.seconds for each in guide.cues)) if told else BreathPattern()
        breath = breath_at(pattern, self._course.elapsed(self._at()))
        words = self.tr("Breathe in") if breath.phase is Phase.IN else self.tr("Breathe out")
        self._breath.show_breath(
            cue.cue.text if told else words,
            breath.fullness,
            breath.count,
            breaths_in(pattern, duration(guide)),
        )

    def _instruct(self, text: str) -> None:
        if text != self._instruction.text():
            self._instruction.setText(text)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _keep_time(self) -> None:
        """Tick only while there is something to see, and as seldom as will do."""
        course = self._course
        if course.guide is None or course.paused or self.helping or not self.isVisible():
            self._timer.stop()
            return
        self._timer.start(_SECOND_MS if self._reduced_motion else _FRAME_MS)
        if self._reduced_motion:
            self._meet_the_second()

    def _meet_the_second(self) -> None:
        """Wake at the next whole second of the guide, so that the words swap in time."""
        into = self._course.elapsed(self._at()) % 1
        self._timer.setInterval(max(1, round((1 - into) * _SECOND_MS)))

    def _press(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._leave()
            return
        self.tick()
        if self._deaf() or event.isAutoRepeat() or event.modifiers() & _MODIFIED:
            return
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self._space,
            Qt.Key.Key_Right: self._forward,
            Qt.Key.Key_Return: self._forward,
            Qt.Key.Key_Enter: self._forward,
            Qt.Key.Key_Left: self._back,
            Qt.Key.Key_H: self._return if self._helping else self._help,
        }
        if not self.helping:
            acts[Qt.Key.Key_W] = self._just_move
            acts[Qt.Key.Key_R] = self._another_round
            for number, answer in _ANSWERS.items():
                acts[number] = lambda answer=answer: self._answer(answer)
        act = acts.get(key)
        if act is not None:
            act()

    def _space(self) -> None:
        if self._course.guide is None or self.helping:
            self._forward()
        elif self._course.paused:
            self._become(self._course.go_on(self._at()))
        else:
            self._become(self._course.pause(self._at()))

    def _forward(self) -> None:
        """Do what the main button does; leave the question only once it is answered."""
        if self.helping or self._course.part is not Part.AFTER or self._course.answered:
            self._act(0)

    def _back(self) -> None:
        if self._helping:
            self._return()
        else:
            self._become(self._course.back(self._at()))

    def _act(self, place: int) -> None:
        if place < len(self._acts):
            self._acts[place]()

    def _start(self) -> None:
        self._become(self._course.start(self._at()))

    def _just_move(self) -> None:
        self._become(self._course.just_move(self._at()))

    def _next(self) -> None:
        self._become(self._course.next(self._at()))

    def _walk(self) -> None:
        self._become(self._course.walk_slowly(self._at()))

    def _another_round(self) -> None:
        self._become(self._course.another_round(self._at()))

    def _answer(self, answer: Answer) -> None:
        self._become(self._course.answer(answer, self._at()))
        self._refresh()

    def _leave(self) -> None:
        self.close()

    def _help(self) -> None:
        if self.helping:
            return
        self._helping = True
        self._paused_for_help = self._course.guide is not None and not self._course.paused
        if self._paused_for_help:
            self._course = self._course.pause(self._at())
        self.setFocus()
        self._refresh()

    def _return(self) -> None:
        self._helping = False
        if self._paused_for_help:
            self._course = self._course.go_on(self._at())
        self.setFocus()
        self._refresh()

    def _become(self, course: Course) -> None:
        if course is self._course:
            return
        part = self._course.part
        self._course = course
        if course.part is not part:
            self.setFocus()
        self._tell()
        self._refresh()

    def _tell(self) -> None:
        events = self._course.events[self._told :]
        self._told += len(events)
        for event in events:
            self.recorded.emit(event)

    def _at(self) -> float:
        return max(0.0, self._monotonic() - self._opened_at)

    def _deaf(self) -> bool:
        return self._at() < self._deaf_until

    def _skeleton(self) -> Skeleton:
        return Skeleton(self.width(), self.height())

    def _fill(self, screen: QScreen) -> None:
        self.setScreen(screen)
        self.setGeometry(screen.geometry())

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
