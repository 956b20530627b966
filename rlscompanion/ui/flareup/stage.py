"""All that can be seen on the flare-up screen, where it is, and which of it is on."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from rlscompanion.domain.flare_record import Answer
from rlscompanion.domain.flareup import Course
from rlscompanion.ui.flareup.acts import ANSWERS, MORE, Act
from rlscompanion.ui.flareup.buttons import EmberButton, LinkButton, NightButton, SoundButton
from rlscompanion.ui.flareup.lettering import stacked, wrapped_height
from rlscompanion.ui.flareup.look import colour, letters
from rlscompanion.ui.flareup.skeleton import Skeleton
from rlscompanion.ui.flareup.views import View
from rlscompanion.ui.flareup.words import Bars, KeyHints, Words

if TYPE_CHECKING:
    from rlscompanion.ui.flareup.pictures import StageBreath, StageFigure, StageRing

NIGHT_LINES: Final = 6
SIGNS_AT_ONCE: Final = 3
_START_LINE_FLOOR: Final = 384
_NIGHT_LINE_FLOOR: Final = 868
_LETTERS_IN_THE_DARK: Final = 0.2
_LETTERS_ON_BLACK: Final = 0.24
"""Of the whole screen, counted in squares as wide as the letters are high: so much text is dark."""
_HEADINGS: Final = {"help": 48, "signs": 44, "after": 56, "puzzle": 66, "alcohol": 66}
_READ: Final = (
    "top",
    "instruction",
    "note",
    "stop",
    "start_lines",
    "red_flag",
    "answers",
    "more",
    "help_lines",
    "call",
    "signs",
    "ring",
    "figure",
    "breath",
    "bottom",
)
"""The order in which Tab and a screen reader meet what is there, whenever it was made."""

_SAID_BY_BUTTONS: Final = frozenset({View.AFTER, View.HELP, View.SIGNS})
"""Where every key has a button of its own."""

_W = TypeVar("_W", bound=QWidget)
_B = TypeVar("_B", bound=NightButton)


class Stage(QObject):
    """Owns the widgets, and makes each when it is first shown; what a press means is not its
    business: ``wire`` is told of every button, and of its act where it has one of its own.
    """

    def __init__(
        self,
        screen: QWidget,
        texts: Mapping[str, str],
        emergency_number: str,
        wire: Callable[[NightButton, Act], None],
        *,
        still: bool,
    ) -> None:
        super().__init__(screen)
        self._screen = screen
        self._texts = texts
        self._emergency_number = emergency_number
        self._wire = wire
        self._still = still
        self._view = View.START
        self._offers = 0
        self._shown: set[QWidget] = set()
        self._made: dict[str, Sequence[QWidget]] = dict.fromkeys(_READ, ())
        self._in_order = True
        self.help_link = self._pressed(LinkButton(screen), Act.GET_HELP)
        self.sound = self._pressed(SoundButton(screen), Act.SOUND)
        self.bars = Bars(screen)
        self.buttons = [EmberButton(screen, primary=place == 0) for place in range(3)]
        self.hints = KeyHints(screen)
        self._made["top"] = (self.help_link, self.sound, self.bars)
        self._made["bottom"] = (*self.buttons, self.hints)

    # ---------------------------------------------------- what is made when it is shown

    @cached_property
    def instruction(self) -> Words:
        return self._one("instruction", Words(self._screen, bold=True, wraps=True))

    @cached_property
    def note(self) -> Words:
        return self._one("note", Words(self._screen, faint=True, wraps=True))

    @cached_property
    def stop(self) -> Words:
        return self._one("stop", Words(self._screen, faint=True, wraps=True))

    @cached_property
    def start_lines(self) -> Sequence[Words]:
        lines = [
            Words(self._screen, bold=True, left=True, icon=icon)
            for icon in ("bulb", "seat", "foot")
        ]
        said = self._texts.get("flareup-start", "").split(". ")
        for line, sentence in zip(lines, said, strict=False):
            line.setText(sentence.rstrip(".") + ".")
        return self._many("start_lines", lines)

    @cached_property
    def red_flag(self) -> Words:
        words = self._one("red_flag", Words(self._screen, faint=True, wraps=True))
        words.setText(self._texts.get("flareup-red-flag", ""))
        return words

    @cached_property
    def answers(self) -> Sequence[EmberButton]:
        """One for each ``Answer``, in their order."""
        buttons = [self._pressed(EmberButton(self._screen), act) for act in ANSWERS]
        return self._many("answers", buttons)

    @cached_property
    def more(self) -> Sequence[EmberButton]:
        """One for each act of ``MORE``."""
        buttons = [self._pressed(EmberButton(self._screen), act) for act in MORE]
        return self._many("more", buttons)

    @cached_property
    def help_lines(self) -> Sequence[Words]:
        lines = [Words(self._screen, wraps=True, left=True) for _ in range(NIGHT_LINES)]
        for number, line in enumerate(lines, 1):
            line.setText(self._texts.get(f"help-night-{number}", ""))
        return self._many("help_lines", lines)

    @cached_property
    def call(self) -> Words:
        words = self._one("call", Words(self._screen, bold=True, wraps=True))
        words.setText(f"{self._texts.get('help-call', '')} {self._emergency_number}".strip())
        return words

    @cached_property
    def signs(self) -> Sequence[tuple[Words, Words]]:
        pairs = [
            (
                Words(self._screen, wraps=True, left=True),
                Words(self._screen, wraps=True, left=True, bold=True),
            )
            for _ in range(SIGNS_AT_ONCE)
        ]
        self._many("signs", [each for pair in pairs for each in pair])
        return pairs

    @cached_property
    def ring(self) -> "StageRing":
        from rlscompanion.ui.flareup.pictures import StageRing  # noqa: PLC0415  (when shown)

        return self._one("ring", StageRing(self._screen))

    @cached_property
    def figure(self) -> "StageFigure":
        from rlscompanion.ui.flareup.pictures import StageFigure  # noqa: PLC0415  (when shown)

        return self._one("figure", StageFigure(self._screen, still=self._still))

    @cached_property
    def breath(self) -> "StageBreath":
        from rlscompanion.ui.flareup.pictures import StageBreath  # noqa: PLC0415  (when shown)

        return self._one("breath", StageBreath(self._screen, still=self._still))

    def _one(self, name: str, widget: _W) -> _W:
        self._many(name, (widget,))
        return widget

    def _many(self, name: str, widgets: Sequence[_W]) -> Sequence[_W]:
        self._made[name] = widgets
        self._in_order = False
        return widgets

    def _pressed(self, button: _B, act: Act) -> _B:
        self._wire(button, act)
        return button

    def _put_in_order(self) -> None:
        if self._in_order:
            return
        self._in_order = True
        made = [each for widgets in self._made.values() for each in widgets]
        for widget in made:
            widget.raise_()
        for one, following in pairwise(each for each in made if isinstance(each, NightButton)):
            QWidget.setTabOrder(one, following)

    @property
    def view(self) -> View:
        return self._view

    @property
    def skeleton(self) -> Skeleton:
        return Skeleton(self._screen.width(), self._screen.height())

    @property
    def ground(self) -> QColor:
        """The colour behind it all: nearly black, and where every bit of light counts, black."""
        return colour("window") if self.skeleton.has_small_print else QColor(0, 0, 0)

    @property
    def letters_at_once(self) -> int:
        """How many letters of signs there may be on a page of them, for the light they send."""
        s = self.skeleton
        share = _LETTERS_IN_THE_DARK if s.has_small_print else _LETTERS_ON_BLACK
        return round(share * s.width * s.height / _sign_size(s) ** 2)

    def show_view(
        self, view: View, *, offers: int, more: int = 0, signs: int = 0, paused: bool = False
    ) -> None:
        """Show what belongs to a view, and nothing else."""
        self._view = view
        self._offers = offers
        self._shown = self._belonging(view, more, signs)
        self._shown -= self._dispensable(view, more, paused=paused)
        self._shown.update(self.buttons[:offers])
        if self.skeleton.has_hints and not (self.skeleton.sparing and view in _SAID_BY_BUTTONS):
            self._shown.add(self.hints)
        # What has a place when it is shown is not measured for one.
        self.arrange()
        for widgets in self._made.values():
            for widget in widgets:
                widget.setVisible(widget in self._shown)
        self._put_in_order()

    def _belonging(self, view: View, more: int, signs: int) -> set[QWidget]:
        shown: set[QWidget] = {*self._of(view)}
        if view is View.AFTER:
            shown.update(self.more[len(self.more) - more :] if more else ())
        if view is View.SIGNS:
            shown.update(each for pair in self.signs[:signs] for each in pair)
        if view not in {View.HELP, View.SIGNS}:
            shown |= {self.help_link, self.sound, self.bars}
        if view is View.EXERCISE and self.skeleton.has_figure:
            shown.add(self.figure)
        return shown

    def _of(self, view: View) -> tuple[QWidget, ...]:
        of: dict[View, Callable[[], tuple[QWidget, ...]]] = {
            View.START: lambda: (*self.start_lines, self.red_flag),
            View.ALCOHOL: lambda: (self.instruction, *self.answers),
            View.EXERCISE: lambda: (self.instruction, self.note, self.ring, self.stop),
            View.BREATHE: lambda: (self.breath, self.note, self.stop),
            View.AFTER: lambda: (self.instruction, self.note, *self.answers),
            View.PUZZLE: lambda: (self.instruction,),
            View.HELP: lambda: (self.instruction, *self.help_lines, self.call),
            View.SIGNS: lambda: (self.instruction, self.note),
        }
        return of[view]()

    def _dispensable(self, view: View, more: int, *, paused: bool) -> set[QWidget]:
        """Return what is left out where light is to be saved; headings are heard all the same."""
        s = self.skeleton
        if not s.sparing:
            return set()
        if view in {View.HELP, View.SIGNS}:
            return {self.instruction}
        spared: set[QWidget] = set()
        moves = view is View.EXERCISE and not paused
        if view is View.AFTER or (moves and not s.has_small_print):
            spared.add(self.note)
        if view is View.AFTER and more and not s.has_small_print:
            # "Get help" is among the buttons, and what was answered says what was asked.
            spared.add(self.help_link)
            if any(button.isChecked() for button in self.answers):
                spared.add(self.instruction)
        return spared

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Name the keys; sparing, only those that do what no button says."""
        said = {button.text() for button in self.buttons if self.skeleton.sparing}
        self.hints.show_hints(*(hint for hint in hints if hint[1] not in said))

    # ------------------------------------------------------------------- places

    def arrange(self) -> None:
        """Give what is shown its place."""
        s = self.skeleton
        if self.sound in self._shown:
            link = s.size(36, 20)
            self.help_link.set_place(s.help_link, link, stroke=s.stroke, sparing=s.sparing)
            self._arrange_sound(s)
            self.bars.setGeometry(s.bars)
        high = not self._shows("instruction")
        if not high:
            heading = s.size(_HEADINGS.get(self._view, 60), 40)
            self.instruction.set_place(s.instruction, heading, dim=s.dim)
        if self._shows("note"):
            self.note.set_place(s.high_note if high else s.note, s.size(28, 20))
        self._arrange_middle(s, high=high)
        self._arrange_row(self.buttons, s.actions(self._offers), s.size(44, 24))
        self.hints.set_place(s.hints, s.size(28, 20))

    def _shows(self, name: str) -> bool:
        return not self._shown.isdisjoint(self._made[name])

    def _arrange_sound(self, s: Skeleton) -> None:
        self.sound.set_place(s.sound, s.size(28, 20), stroke=s.stroke, sparing=s.sparing)

    def _arrange_middle(self, s: Skeleton, *, high: bool) -> None:
        match self._view:
            case View.START:
                self._arrange_start(s)
            case View.EXERCISE | View.BREATHE:
                self._arrange_exercise(s)
            case View.ALCOHOL | View.AFTER:
                self._arrange_answers(s)
            case View.HELP:
                self._arrange_help(s, high=high)
            case View.SIGNS:
                self._arrange_signs(s, high=high)
            case View.PUZZLE:
                pass

    def _arrange_start(self, s: Skeleton) -> None:
        wide = max(840, _START_LINE_FLOOR / s.u)
        rows = s.rows(s.free(0.08, 0.76, width=wide, high=True), len(self.start_lines))
        for line, place in zip(self.start_lines, rows, strict=True):
            line.set_place(place, min(s.size(88, 40), place.height() * 0.72), dim=s.dim)
        self.red_flag.set_place(s.free(0.84, 0.98, high=True), s.size(40, 20))

    def _arrange_exercise(self, s: Skeleton) -> None:
        self.stop.set_place(s.stop, s.size(28, 20))
        if self._view is View.BREATHE:
            self.breath.setGeometry(s.breath)
            return
        self.ring.set_place(s.ring, dim=s.dim)
        if self._shows("figure"):
            self.figure.setGeometry(s.figure)

    def _arrange_answers(self, s: Skeleton) -> None:
        answers = s.in_a_row(s.free(0.14, 0.5), len(self.answers), widest=460, floor=240)
        self._arrange_row(self.answers, answers, s.size(56, 28))
        if self._shows("more"):
            shown = [button for button in self.more if button in self._shown]
            more = s.in_a_row(s.free(0.68, 0.9), len(shown), widest=420, floor=240)
            self._arrange_row(shown, more, s.size(34, 22))

    def _arrange_row(
        self, buttons: Sequence[EmberButton], places: Sequence[QRect], size: float
    ) -> None:
        s = self.skeleton
        for button, place in zip(buttons, places, strict=False):
            button.set_place(place, size, stroke=s.stroke, sparing=s.sparing)

    def _arrange_help(self, s: Skeleton, *, high: bool) -> None:
        band = s.free(0.02, 0.8, width=_help_width(s), high=high)
        pixels, rows = stacked([line.text() for line in self.help_lines], band, s.size(30, 19))
        for line, place in zip(self.help_lines, rows, strict=True):
            line.set_place(place, pixels)
        self.call.set_place(s.free(0.82, 0.98, high=high), s.size(46, 22))

    def _arrange_signs(self, s: Skeleton, *, high: bool) -> None:
        band = s.free(0.12, 1, width=_help_width(s), high=high)
        shown = [(text, action) for text, action in self.signs if text in self._shown]
        said = [f"{text.text()}\n{action.text()}" for text, action in shown]
        pixels, rows = stacked(said, band, _sign_size(s), bold=True)
        for (text, action), row in zip(shown, rows, strict=True):
            tall = wrapped_height(text.text(), row.width(), letters(pixels))
            text.set_place(row.adjusted(0, 0, 0, tall - row.height()), pixels)
            action.set_place(row.adjusted(0, tall, 0, 0), pixels)

    # ------------------------------------------------------------------- moments

    def show_moment(self, course: Course, at: float) -> str:
        """Show ring, figure or breath at ``at``; return the words of what to do."""
        guide, cue = course.guide, course.cue(at)
        if guide is None or cue is None:
            return ""
        if self._view is View.BREATHE:
            return self.breath.show_moment(guide, course.elapsed(at))
        self.ring.show_left(cue.left, 1 - cue.fraction)
        if self._shows("figure"):
            self.figure.show_picture(cue.cue.picture)
            self.figure.show_moment(cue.cue.seconds - cue.left)
        return cue.cue.text

    def say_sound(self, words: str, *, on: bool) -> None:
        self.sound.setChecked(on)
        self.sound.setText(words)
        self.sound.setAccessibleName(words)
        if self.sound in self._shown:
            self._arrange_sound(self.skeleton)

    def say_answers(self, words: Sequence[str], chosen: Answer | None, *, lasting: bool) -> None:
        """Name the three answers. ``lasting``: one is chosen, and stays so."""
        for number, button, text, answer in zip("123", self.answers, words, Answer, strict=True):
            button.setCheckable(lasting)
            button.setChecked(lasting and answer is chosen)
            button.say(text, key=number)

    def say_small(self, note: str, stop: str) -> None:
        """Say the small line, and the stop rule, where they are shown."""
        if self._shows("note"):
            self.note.setText(note)
        if self._shows("stop"):
            self.stop.setText(stop)

    def say_signs(self, lines: Sequence[tuple[str, str]]) -> None:
        for (text, action), (said, to_do) in zip(self.signs, lines, strict=False):
            text.setText(said)
            action.setText(to_do)

    def instruct(self, words: str) -> None:
        """Say what to do, where that is said in words of its own."""
        if self._shows("instruction") and words != self.instruction.text():
            self.instruction.setText(words)
            self.instruction.update()

    def read_out(self, words: str) -> str:
        """Return what is heard of the view: its heading, and what nobody is left to look for."""
        pieces: Sequence[Words] = ()
        match self._view:
            case View.START:
                pieces = (self.red_flag,)
            case View.HELP:
                pieces = (*self.help_lines, self.call)
            case View.SIGNS:
                seen = (each for pair in self.signs for each in pair if each in self._shown)
                pieces = (self.note, *seen)
            case _:
                pass
        return " ".join((words, *(piece.text() for piece in pieces)))

    def connect_buttons(self, pressed: Callable[[int], None]) -> None:
        """Call ``pressed`` with the place of the big button that was pressed."""
        for place, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, place=place: pressed(place))


def _sign_size(s: Skeleton) -> float:
    return s.size(27, 18)


def _help_width(s: Skeleton) -> float:
    return max(1480, _NIGHT_LINE_FLOOR / s.u)
