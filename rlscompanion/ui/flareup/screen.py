"""The flare-up screen: follows one Course by one clock, says what to do, records what was done."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScreen,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.domain.flare_record import Answer, Part
from rlscompanion.domain.flareup import Course
from rlscompanion.ui.flareup.acts import LEADS, Act, act_of
from rlscompanion.ui.flareup.buttons import NightButton
from rlscompanion.ui.flareup.careful import careful
from rlscompanion.ui.flareup.covers import Covers, screen_in_use
from rlscompanion.ui.flareup.keys import Press, press_of
from rlscompanion.ui.flareup.look import ember_cursor
from rlscompanion.ui.flareup.run import Run
from rlscompanion.ui.flareup.sounding import Sounding
from rlscompanion.ui.flareup.stage import SIGNS_AT_ONCE, Stage
from rlscompanion.ui.flareup.views import View, view_of
from rlscompanion.ui.flareup.wishes import Wishes
from rlscompanion.ui.flareup.wording import Offer, Wording
from rlscompanion.ui.widgets.announcing import announce

if TYPE_CHECKING:
    from rlscompanion.services.ports import Clock, Sound
    from rlscompanion.ui.flareup.help_pages import HelpPages, Page, Sign

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
_ENTERS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


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
        clock: "Clock",
        texts: Mapping[str, str],
        wishes: Wishes | None = None,
        *,
        signs: "Callable[[], Sequence[Sign]]" = tuple,
        sound: "Callable[[], Sound] | None" = None,
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
        self._wording = Wording(texts, self)
        self._signs = signs
        self._page: View | None = None
        """Of help, where one is open."""
        self._dusk: QWidget | None = None
        self._covers = Covers(self)
        self._tones = Sounding(sound, wishes.volume)
        self._run = Run(course, clock, self._tones, self, still=wishes.reduced_motion)
        self._run.changed.connect(self._follow)
        self._run.looked.connect(self._show_moment)
        self._run.recorded.connect(self.recorded)
        self._run.timed.connect(self.running)
        self._run.deserted.connect(self.close)
        self._was_shown = False
        self._was_painted = False
        self._seen = QTimer(self, singleShot=True)
        self._seen.timeout.connect(self._say_first)
        self._announced = ""
        self._offers: tuple[Offer, ...] = ()
        self._does = self._what_acts_do()
        self._stage = Stage(
            self, texts, wishes.emergency_number, self._wire, still=wishes.reduced_motion
        )
        self._name_buttons()
        self._switch_sound(on=wishes.tones)

    @property
    def course(self) -> Course:
        return self._run.course

    @property
    def view(self) -> View:
        return self._page or view_of(self.course.part)

    @property
    def helping(self) -> bool:
        return self.view in {View.HELP, View.SIGNS}

    @property
    def ticking(self) -> bool:
        return self._run.ticking

    @property
    def words(self) -> str:
        """What was announced last."""
        return self._announced

    def tick(self) -> None:
        """Look at the clock, go on where a time is over, show the moment."""
        self._run.tick()

    def open(self, screen: QScreen | None = None) -> None:
        """Fill ``screen`` (else the one with the pointer) and cover the others; or be a window."""
        if self._wishes.in_window:
            self.resize(*WINDOW)
            self.show()
        else:
            self._covers.lie_over(screen or screen_in_use())
        self.raise_()
        self.activateWindow()
        self.setFocus()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._run.live()
        return super().event(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.setFocus()
            self._run.begin()
        self._go_on()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._keep_time()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._covers.lift()
        self._run.close()
        if self._was_shown:
            self._was_shown = False
            self.closed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out; Qt tells the first size just before it shows the window."""
        super().resizeEvent(event)
        self._refresh()

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        ground = self._stage.ground
        painter = QPainter(self)
        painter.setBackground(ground)
        painter.eraseRect(event.rect())
        if not self._was_painted:
            self._was_painted = True
            self._seen.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._press(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keys of the buttons to the screen first; Enter, and Space at rest, press them.

        While a part runs Space pauses it, as the hint says, wherever the keyboard is.
        """
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        runs = self.course.guide is not None and not self.helping
        presses = event.key() in _ENTERS or (event.key() == Qt.Key.Key_Space and not runs)
        if presses and isinstance(watched, NightButton):
            if not self._deaf and not event.isAutoRepeat():
                watched.click()
            return True
        if event.key() in _TABS:
            return self._deaf
        self._press(event)
        return True

    # ---------------------------------------------------------------- what is shown

    def _name_buttons(self) -> None:
        stage = self._stage
        stage.help_link.setText(self.tr("When to get help"))
        stage.help_link.setAccessibleName(stage.help_link.text())
        stage.connect_buttons(lambda place: self._press_button(self._offers[place].act))
        for button in stage.buttons:
            button.installEventFilter(self)

    def _wire(self, button: NightButton, act: Act) -> None:
        button.clicked.connect(partial(self._press_button, act))
        button.installEventFilter(self)

    def _refresh(self) -> None:
        """Show what belongs to the state; the moment itself is shown by every tick."""
        course, stage, view, wording = self.course, self._stage, self.view, self._wording
        signs, page, pages = self._signs_here()
        offers, hints = wording.offered(view, course, last_page=page + 1 >= pages)
        self._offers = offers
        for button, offer in zip(stage.buttons, offers, strict=False):
            button.say(offer.words, icon=offer.icon, icon_first=offer.icon_first)
        stage.bars.show_part(course.place, len(course.parts), wording.part(course))
        if view in {View.ALCOHOL, View.AFTER}:
            lasting = view is View.AFTER
            stage.say_answers(wording.answers(view), course.answered, lasting=lasting)
            if lasting and course.answered is not None and self.focusWidget() in stage.answers:
                stage.answers[tuple(Answer).index(course.answered)].setFocus()
        if view is View.SIGNS:
            stage.say_signs(signs)
        more = (3 if course.walk is not None else 2) if course.needs_more else 0
        if view is View.AFTER and more:
            self._name_more()
        stage.show_view(view, offers=len(offers), more=more, signs=len(signs), paused=course.paused)
        note = wording.note(course, slept=self._run.slept)
        stage.say_small(wording.page(page, pages) if view is View.SIGNS else note, course.stop)
        stage.show_hints(hints)
        self._go_on()

    def _name_more(self) -> None:
        walk, puzzle, get_help = self._stage.more
        walk.say(self.tr("Slow walk"), icon="walk", icon_first=True, key="W")
        puzzle.say(self.tr("Quiet puzzle"), icon="moon", icon_first=True, key="P")
        get_help.say(self.tr("Get help"), icon="help", icon_first=True, key="H")

    def _go_on(self) -> None:
        """Say what to do, show the moment, and look at the clock while there is something to see."""
        words = self._wording.instruction(self.view, self.course)
        if words:
            self._instruct(words, self._stage.read_out(words))
        self._show_moment()
        self._keep_time()

    def _keep_time(self) -> None:
        self._run.keep_time(seen=self.isVisible() and not self.helping)

    def _show_moment(self) -> None:
        if self.view in {View.EXERCISE, View.BREATHE}:
            words = self._stage.show_moment(self.course, self._run.at)
            if words:
                self._instruct(words, words)

    def _instruct(self, text: str, heard: str) -> None:
        """Show what to do, and announce it once as ``heard``; after a pause once more."""
        self._stage.instruct(text)
        if self.helping or not self.course.paused:
            self._announce(heard)

    def _announce(self, text: str) -> None:
        if text != self._announced and self.isVisible():
            self._announced = text
            self.setAccessibleName(text)
            if self._was_painted:
                announce(self, text)

    def _say_first(self) -> None:
        announce(self, self._announced)

    # -------------------------------------------------------------------- the keys

    @property
    def _deaf(self) -> bool:
        return self._run.deaf or self._dusk is not None

    def _press(self, event: QKeyEvent) -> None:
        press = press_of(event)
        self._run.live()
        if press is Press.LEAVE:
            self.close()
            return
        if self._dusk is not None:
            return
        if self.ticking:
            self.tick()
        if self._run.deaf or event.isAutoRepeat() or event.modifiers() & _MODIFIED:
            return
        act = act_of(press, self.view, self.course, self._offers[0].act)
        if act is not None:
            self._do(act)

    def _press_button(self, act: Act) -> None:
        if self._deaf:
            # One that can be chosen shows what stands, not that it was pressed.
            self._refresh()
        else:
            self._do(act)

    def _do(self, act: Act) -> None:
        """Lead the course on, or do what is no step of it. In the dusk nothing is done any more."""
        if self._dusk is not None:
            return
        lead = LEADS.get(act)
        if lead is None:
            self._run.live()
            self._does[act]()
        elif not self._run.lead(lead):
            # A button that was pressed shows what stands.
            self._refresh()

    def _what_acts_do(self) -> dict[Act, Callable[[], object]]:
        return {
            Act.TO_ANSWERS: lambda: self._stage.answers[0].setFocus(Qt.FocusReason.TabFocusReason),
            Act.TO_BED: self._to_bed,
            Act.GET_HELP: self._get_help,
            Act.ALL_SIGNS: self._all_signs,
            Act.MORE_SIGNS: lambda: self._turn(1),
            Act.SIGNS_BEFORE: lambda: self._turn(-1),
            Act.LEAVE_PAGE: self._leave_page,
            Act.SOUND: self._toggle_sound,
            Act.CLOSE: self.close,
        }

    # -------------------------------------------------------------------- help

    @cached_property
    def _help(self) -> "HelpPages":
        from rlscompanion.ui.flareup.help_pages import HelpPages  # noqa: PLC0415  (when asked for)

        return HelpPages(self._signs, alone=self.course.part is Part.HELP)

    def _get_help(self) -> None:
        if self.helping:
            return
        self._help.open()
        self._run.stand_still()
        self._turned()

    def _leave_page(self) -> None:
        self._help.back()
        if self._help.view is None:
            self._run.go_on()
        self._turned()

    def _all_signs(self) -> None:
        if self._help.open_all():
            self._turned()

    def _turn(self, by: int) -> None:
        self._help.turn(by, SIGNS_AT_ONCE, self._stage.letters_at_once)
        self._refresh()

    def _turned(self) -> None:
        self._page = self._help.view
        self.setFocus()
        self._refresh()

    def _signs_here(self) -> "tuple[Page, int, int]":
        if self.view is not View.SIGNS:
            return (), 0, 1
        return self._help.page(SIGNS_AT_ONCE, self._stage.letters_at_once)

    # ------------------------------------------------------------------- the sound

    def _toggle_sound(self) -> None:
        self._switch_sound(on=not self._tones.on)
        self.sound_switched.emit(self._tones.on)

    def _switch_sound(self, *, on: bool) -> None:
        self._tones.switch(on=on)
        self._stage.say_sound(self._wording.sound(on=on), on=on)

    # ------------------------------------------------------------- course and end

    def _follow(self, before: Course) -> None:
        """Show what the course has become, and say so where it was paused."""
        if self.course.part is not before.part:
            self.setFocus()
        self._refresh()
        if self.course.paused and not before.paused:
            self._announce(self._wording.note(self.course, slept=self._run.slept))

    def _to_bed(self) -> None:
        """Write down that it is over, go dark slowly, then close."""
        self._run.leave()
        if self._wishes.reduced_motion or not self.isVisible():
            self.close()
            return
        from rlscompanion.ui.flareup.dusk import Dusk  # noqa: PLC0415  (the end comes late)

        self._dusk = dusk = Dusk(self)
        dusk.dark.connect(self.close)
        dusk.fall()
