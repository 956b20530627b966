"""All that can be seen on the flare-up screen, where it is, and which of it is on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from rlscompanion.domain.breathing import breath_at, breaths_in, pattern_of
from rlscompanion.domain.flare_record import Answer
from rlscompanion.domain.flareup import Course
from rlscompanion.domain.guide import duration
from rlscompanion.domain.library import Guide
from rlscompanion.ui.flareup.buttons import EmberButton, LinkButton, NightButton, SoundButton
from rlscompanion.ui.flareup.lettering import stacked, wrapped_height
from rlscompanion.ui.flareup.look import between, colour, letters
from rlscompanion.ui.flareup.pictures import StageBreath, StageFigure, StageRing
from rlscompanion.ui.flareup.skeleton import Skeleton
from rlscompanion.ui.flareup.views import View
from rlscompanion.ui.flareup.words import Bars, KeyHints, Words
from rlscompanion.ui.widgets.breathing_circle import BreathColours
from rlscompanion.ui.widgets.exercise_figure import FigureColours

NIGHT_LINES: Final = 6
SIGNS_AT_ONCE: Final = 3
_START_LINE_FLOOR: Final = 384
_NIGHT_LINE_FLOOR: Final = 868
_LETTERS_IN_THE_DARK: Final = 0.2
_LETTERS_ON_BLACK: Final = 0.24
"""Of the whole screen, counted in squares as wide as the letters are high: so much text is dark."""
_HEADINGS: Final = {"help": 48, "signs": 44, "after": 56, "puzzle": 66, "alcohol": 66}


_SAID_BY_BUTTONS: Final = frozenset({View.AFTER, View.HELP, View.SIGNS})
"""Where every key has a button of its own."""


class Stage(QObject):
    """Owns the widgets; what a press means is the screen's business."""

    def __init__(
        self, screen: QWidget, texts: Mapping[str, str], emergency_number: str, *, still: bool
    ) -> None:
        super().__init__(screen)
        self._screen = screen
        self._view = View.START
        self._offers = 0
        self.help_link = LinkButton(screen)
        self.sound = SoundButton(screen)
        self.bars = Bars(screen)
        self.instruction = Words(screen, bold=True, wraps=True)
        self.note = Words(screen, faint=True, wraps=True)
        self.stop = Words(screen, faint=True, wraps=True)
        self.start_lines = [
            Words(screen, bold=True, left=True, icon=icon) for icon in ("bulb", "seat", "foot")
        ]
        said = texts.get("flareup-start", "").split(". ")
        for line, sentence in zip(self.start_lines, said, strict=False):
            line.setText(sentence.rstrip(".") + ".")
        self.red_flag = Words(screen, faint=True, wraps=True)
        self.red_flag.setText(texts.get("flareup-red-flag", ""))
        self.answers = [EmberButton(screen) for _ in Answer]
        self.more = [EmberButton(screen) for _ in range(3)]
        self.help_lines = [Words(screen, wraps=True, left=True) for _ in range(NIGHT_LINES)]
        for number, line in enumerate(self.help_lines, 1):
            line.setText(texts.get(f"help-night-{number}", ""))
        self.call = Words(screen, bold=True, wraps=True)
        self.call.setText(f"{texts.get('help-call', '')} {emergency_number}".strip())
        self.signs = [
            (Words(screen, wraps=True, left=True), Words(screen, wraps=True, left=True, bold=True))
            for _ in range(SIGNS_AT_ONCE)
        ]
        self.ring = StageRing(colour("track"), colour("ember"), colour("ink"), screen)
        self.figure = StageFigure(_figure_colours(), still=still, parent=screen)
        self.breath = StageBreath(_breath_colours(), still=still, parent=screen)
        self.buttons = [EmberButton(screen, primary=place == 0) for place in range(3)]
        self.hints = KeyHints(screen)

    @property
    def pressed_by_hand(self) -> tuple[NightButton, ...]:
        return (self.help_link, self.sound, *self.answers, *self.more, *self.buttons)

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
        shown = self._shown(view, more, signs) - self._dispensable(view, more, paused=paused)
        for widget in self._everything():
            widget.setVisible(widget in shown)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < offers)
        said = self.skeleton.sparing and view in _SAID_BY_BUTTONS
        self.hints.setVisible(self.skeleton.has_hints and not said)
        self.arrange()

    def _everything(self) -> Sequence[QWidget]:
        return (
            self.help_link,
            self.sound,
            self.bars,
            self.instruction,
            self.note,
            self.stop,
            *self.start_lines,
            self.red_flag,
            *self.answers,
            *self.more,
            *self.help_lines,
            self.call,
            *(each for pair in self.signs for each in pair),
            self.ring,
            self.figure,
            self.breath,
        )

    def _shown(self, view: View, more: int, signs: int) -> set[QWidget]:
        shown: dict[View, tuple[QWidget, ...]] = {
            View.START: (*self.start_lines, self.red_flag),
            View.ALCOHOL: (self.instruction, *self.answers),
            View.EXERCISE: (self.instruction, self.note, self.ring, self.stop),
            View.BREATHE: (self.breath, self.note, self.stop),
            View.AFTER: (
                self.instruction,
                self.note,
                *self.answers,
                *self.more[len(self.more) - more :],
            ),
            View.PUZZLE: (self.instruction,),
            View.HELP: (self.instruction, *self.help_lines, self.call),
            View.SIGNS: (
                self.instruction,
                self.note,
                *(each for pair in self.signs[:signs] for each in pair),
            ),
        }
        here: set[QWidget] = {*shown[view]}
        if view not in {View.HELP, View.SIGNS}:
            here |= {self.help_link, self.sound, self.bars}
        if view is View.EXERCISE and self.skeleton.has_figure:
            here.add(self.figure)
        return here

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
        s = self.skeleton
        small, link = s.size(28, 20), s.size(36, 20)
        self.help_link.set_place(s.help_link, link, stroke=s.stroke, sparing=s.sparing)
        self._arrange_sound()
        self.bars.setGeometry(s.bars)
        heading = s.size(_HEADINGS.get(self._view, 60), 40)
        self.instruction.set_place(s.instruction, heading, dim=s.dim)
        high = self.instruction.isHidden()
        self.note.set_place(s.high_note if high else s.note, small)
        self.stop.set_place(s.stop, small)
        self.ring.set_place(s.ring, dim=s.dim)
        self.figure.setGeometry(s.figure)
        self.breath.setGeometry(s.breath)
        if self._view is View.START:
            self._arrange_start(s)
        self._arrange_buttons(s)
        if self._view in {View.HELP, View.SIGNS}:
            self._arrange_help(s)
        self.hints.set_place(s.hints, small)

    def _arrange_sound(self) -> None:
        s = self.skeleton
        self.sound.set_place(s.sound, s.size(28, 20), stroke=s.stroke, sparing=s.sparing)

    def _arrange_start(self, s: Skeleton) -> None:
        wide = max(840, _START_LINE_FLOOR / s.u)
        rows = s.rows(s.free(0.08, 0.76, width=wide, high=True), len(self.start_lines))
        for line, place in zip(self.start_lines, rows, strict=True):
            line.set_place(place, min(s.size(88, 40), place.height() * 0.72), dim=s.dim)
        self.red_flag.set_place(s.free(0.84, 0.98, high=True), s.size(40, 20))

    def _arrange_buttons(self, s: Skeleton) -> None:
        shown = [button for button in self.more if not button.isHidden()]
        answers = s.in_a_row(s.free(0.14, 0.5), len(self.answers), widest=460, floor=240)
        more = s.in_a_row(s.free(0.68, 0.9), len(shown), widest=420, floor=240)
        actions = s.actions(self._offers)
        for buttons, places, size in (
            (self.answers, answers, s.size(56, 28)),
            (shown, more, s.size(34, 22)),
            (self.buttons, actions, s.size(44, 24)),
        ):
            for button, place in zip(buttons, places, strict=False):
                button.set_place(place, size, stroke=s.stroke, sparing=s.sparing)

    def _arrange_help(self, s: Skeleton) -> None:
        wide = max(1480, _NIGHT_LINE_FLOOR / s.u)
        high = self.instruction.isHidden()
        band = s.free(0.02, 0.8, width=wide, high=high)
        pixels, rows = stacked([line.text() for line in self.help_lines], band, s.size(30, 19))
        for line, place in zip(self.help_lines, rows, strict=True):
            line.set_place(place, pixels)
        self.call.set_place(s.free(0.82, 0.98, high=high), s.size(46, 22))
        shown = [(text, action) for text, action in self.signs if text.text()]
        band = s.free(0.12, 1, width=wide, high=high)
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
            return self._show_breath(guide, course.elapsed(at))
        self.ring.show_left(cue.left, 1 - cue.fraction)
        self.figure.show_picture(cue.cue.picture)
        self.figure.show_moment(cue.cue.seconds - cue.left)
        return cue.cue.text

    def _show_breath(self, guide: Guide, elapsed: float) -> str:
        """Show ring, words and dots by one clock; the guide's cues are the pattern."""
        pattern = pattern_of(guide)
        breath = breath_at(pattern, elapsed)
        words = dict(zip([phase for phase, _ in pattern.phases], guide.cues, strict=True))[
            breath.phase
        ].text
        self.breath.show_breath(
            words,
            breath.fullness,
            breath.count,
            breaths_in(pattern, duration(guide)),
            breath.left,
        )
        return words

    def say_sound(self, words: str, *, on: bool) -> None:
        self.sound.setChecked(on)
        self.sound.setText(words)
        self.sound.setAccessibleName(words)
        self._arrange_sound()

    def say_signs(self, lines: Sequence[tuple[str, str]]) -> None:
        blank = [("", "")] * (len(self.signs) - len(lines))
        for (text, action), (said, to_do) in zip(self.signs, (*lines, *blank), strict=True):
            text.setText(said)
            action.setText(to_do)

    def connect_buttons(self, pressed: Callable[[int], None]) -> None:
        """Call ``pressed`` with the place of the big button that was pressed."""
        for place, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, place=place: pressed(place))


def _sign_size(s: Skeleton) -> float:
    return s.size(27, 18)


def _figure_colours() -> FigureColours:
    return FigureColours(
        body=colour("figure"),
        far=between(colour("figure"), colour("figure-prop")),
        lit=colour("ink"),
        prop=colour("figure-prop"),
        floor=colour("track"),
        window=colour("window"),
    )


def _breath_colours() -> BreathColours:
    return BreathColours(
        ring=colour("ember"),
        inside=colour("surface"),
        limit=colour("line-strong"),
        words=colour("ink"),
        done=colour("done-bar"),
        window=colour("window"),
    )
