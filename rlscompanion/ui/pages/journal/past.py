"""What the app itself knows of a night: flare-ups, unanswered steps, how answers changed."""

from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from rlscompanion.domain.checklist import MarkKind, Status, StepState
from rlscompanion.domain.episodes import Correction, Episode
from rlscompanion.domain.flare_record import Answer
from rlscompanion.services.journaling import NightView
from rlscompanion.ui.pages.journal.words import (
    answer_words,
    day,
    ending_words,
    episode_words,
    question_words,
)
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.quiet import Quiet
from rlscompanion.ui.widgets.segmented import Segmented

WRONG: Final = "not used"


class Ticked(Struct, frozen=True):
    """A step of a night that is over, and what was said of it."""

    state: StepState
    kind: MarkKind


class Past(QWidget):
    """``ticked`` brings a Ticked, ``corrected`` a Correction."""

    ticked = Signal(object)
    corrected = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._folded = True
        self._shown: object = None
        """What the pieces were made of: the same again needs no new ones."""
        self.pieces: list[QWidget] = []
        self.history = Button(theme, self.tr("What was changed"), "quiet", icon="down")
        self.history.clicked.connect(self._fold)
        self._lines = Quiet(theme, "")
        self._lines.setAccessibleName(self.tr("What was changed"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._fold_line = FlowLayout()
        self._fold_line.addWidget(self.history)
        self._column.addLayout(self._fold_line)
        self._column.addWidget(self._lines)
        theme.changed.connect(self._measure)
        self._measure()

    def show_night(self, view: NightView, zone: ZoneInfo) -> None:
        """Show a night's flare-ups, its unanswered steps, and its history."""
        shown = (view.night, view.states, view.record.episodes, zone, self._theme.scale)
        if shown != self._shown:
            self._shown = shown
            self._build(view, zone)
        self._show_history(view, zone)

    def _build(self, view: NightView, zone: ZoneInfo) -> None:
        for piece in self.pieces:
            self._column.removeWidget(piece)
            piece.hide()
            piece.deleteLater()
        self.pieces = []
        if view.record.episodes:
            self._head(self.tr("Flare-ups"))
            for episode in view.record.episodes:
                self._add(self._flare_up(episode, zone))
        if view.unanswered or view.answered:
            self._head(self.tr("Steps of that evening"))
        if view.answered:
            self._add(Quiet(self._theme, self._said_of(view)))
        if view.unanswered:
            words = self.tr("Nobody said anything of these. Leave them so, or tick.")
            self._add(Quiet(self._theme, words))
        for state in view.unanswered:
            self._add(self._step(state))

    # ------------------------------------------------------------------- flare-ups

    def _flare_up(self, episode: Episode, zone: ZoneInfo) -> QWidget:
        card = QFrame()
        card.setProperty("role", "info")
        column = QVBoxLayout(card)
        px = self._theme.px
        column.setContentsMargins(px(16), px(10), px(12), px(10))
        column.setSpacing(px(8))
        words = episode_words(episode, episode.began.astimezone(zone))
        more = Button(self._theme, self.tr("Correct"), "quiet")
        more.setAccessibleName(self.tr("Correct: {0}").format(words))
        pair = PairLayout()
        pair.setSpacing(px(12))
        label = words if not episode.corrected else self.tr("{0} Corrected.").format(words)
        pair.addWidget(Label(label, "body", wrap=True))
        pair.addWidget(more)
        column.addLayout(pair)
        choice = self._how_it_ended(episode)
        choice.hide()
        more.clicked.connect(lambda: choice.setVisible(choice.isHidden()))
        column.addWidget(choice)
        return card

    def _how_it_ended(self, episode: Episode) -> Segmented:
        endings = [(answer.value, words) for answer, words in ending_words().items()]
        stands = episode.last_answer
        current = WRONG if not episode.used else stands.value if stands is not None else ""
        choice = Segmented(
            self._theme,
            self.tr("How it ended"),
            [*endings, (WRONG, self.tr("Opened by mistake"))],
            current=current,
        )
        first = episode.openings[0]

        def say(key: str) -> None:
            if key == WRONG:
                self.corrected.emit(Correction(first, used=False))
            else:
                self.corrected.emit(Correction(first, answer=Answer(key), used=True))

        choice.changed.connect(say)
        return choice

    # ----------------------------------------------------------------------- steps

    def _said_of(self, view: NightView) -> str:
        done = [one.step.title for one in view.answered if one.status is Status.DONE]
        skipped = [one.step.title for one in view.answered if one.status is Status.SKIPPED]
        lines: list[str] = []
        if done:
            lines.append(self.tr("Done: {0}.").format(", ".join(done)))
        if skipped:
            lines.append(self.tr("Skipped: {0}.").format(", ".join(skipped)))
        return "\n".join(lines)

    def _step(self, state: StepState) -> QWidget:
        line = QWidget()
        pair = PairLayout(line)
        pair.setSpacing(self._theme.px(12))
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.setSpacing(self._theme.px(8))
        for kind, words, look in (
            (MarkKind.DONE, self.tr("Done"), "secondary"),
            (MarkKind.SKIP, self.tr("Skipped"), "quiet"),
        ):
            button = Button(self._theme, words, "secondary" if look == "secondary" else "quiet")
            button.setAccessibleName(f"{state.step.title}: {words}")
            button.clicked.connect(self._teller(Ticked(state, kind)))
            flow.addWidget(button)
        pair.addWidget(Label(state.step.title, "body", wrap=True))
        pair.addWidget(buttons)
        return line

    def _teller(self, ticked: Ticked) -> Callable[[], None]:
        return lambda: self.ticked.emit(ticked)

    # --------------------------------------------------------------------- history

    def _show_history(self, view: NightView, zone: ZoneInfo) -> None:
        known = question_words()
        lines: list[str] = []
        for change in view.record.changes:
            at = change.recorded.astimezone(zone)
            words = self.tr("{0}, {1}: {2} {3}").format(
                day(at.date(), "d MMM"),
                f"{at:%H:%M}",
                known.get(change.field, change.field),
                answer_words(change.field, change.value),
            )
            if change.before is not None:
                before = answer_words(change.field, change.before)
                words = self.tr("{0}, before: {1}").format(words, before)
            lines.append(words)
        self._lines.setText("\n".join(lines))
        self.history.setVisible(bool(lines))
        self._lines.setVisible(bool(lines) and not self._folded)

    def _fold(self) -> None:
        self._folded = not self._folded
        self._lines.setVisible(not self._folded)

    def _head(self, words: str) -> None:
        head = Label(words, "h2", wrap=True)
        head.setContentsMargins(0, self._theme.px(12), 0, 0)
        self._add(head)

    def _add(self, piece: QWidget) -> None:
        self._column.insertWidget(len(self.pieces), piece)
        self.pieces.append(piece)

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(8))
        self._fold_line.setContentsMargins(-px(14), px(8), 0, 0)
