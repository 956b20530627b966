"""What the app itself knows of a night: flare-ups, unanswered steps, how answers changed."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rlscompanion.domain.checklist import MarkKind, Status, StepState
from rlscompanion.domain.episodes import Room
from rlscompanion.services.journaling import NightView
from rlscompanion.ui.pages.journal.flare_up import FlareUpCard, Told
from rlscompanion.ui.pages.journal.words import (
    answer_words,
    day,
    episode_words,
    question_words,
)
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.quiet import Quiet

if TYPE_CHECKING:
    from datetime import datetime


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
        self.cards: list[FlareUpCard] = []
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

    def show_night(self, view: NightView, night: Room, zone: ZoneInfo) -> None:
        """Show a night's flare-ups, its unanswered steps, and its history.

        ``night`` is the time in which its flare-ups can have been.
        """
        episodes = view.record.episodes
        told = [Told(one, night, night.beside(one, episodes), zone) for one in episodes]
        names = tuple(one.openings for one in episodes)
        shown = (view.night, view.states, names, zone, self._theme.scale)
        if shown != self._shown:
            self._shown = shown
            self._build(view, told)
        else:
            for card, one in zip(self.cards, told, strict=True):
                card.show_told(one)
        self._show_history(view, zone)

    def settle(self) -> None:
        """Bring at once what was stepped to."""
        for card in self.cards:
            card.sheet.settle()

    def _build(self, view: NightView, told: Sequence[Told]) -> None:
        for piece in self.pieces:
            self._column.removeWidget(piece)
            piece.hide()
            piece.deleteLater()
        self.pieces = []
        self.cards = [FlareUpCard(self._theme, one) for one in told]
        if self.cards:
            self._head(self.tr("Flare-ups"))
        for card in self.cards:
            card.corrected.connect(self.corrected)
            self._add(card)
        if view.unanswered or view.answered:
            self._head(self.tr("Steps of that evening"))
        if view.answered:
            self._add(Quiet(self._theme, self._said_of(view)))
        if view.unanswered:
            words = self.tr("Nobody said anything of these. Leave them so, or tick.")
            self._add(Quiet(self._theme, words))
        for state in view.unanswered:
            self._add(self._step(state))
        # Taken out and put in again it is the last that the keyboard comes to, as it stands last.
        self._fold_line.removeWidget(self.history)
        self.history.setParent(None)
        self._fold_line.addWidget(self.history)

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
        lines: list[tuple[datetime, str]] = []
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
            lines.append((change.recorded, words))
        for told in view.record.retellings:
            at = told.recorded.astimezone(zone)
            before, after = (
                episode_words(one, one.began.astimezone(zone)) for one in (told.before, told.after)
            )
            words = self.tr("{0}, {1}: Flare-up {2} Before: {3}").format(
                day(at.date(), "d MMM"), f"{at:%H:%M}", after, before
            )
            lines.append((told.recorded, words))
        lines.sort(key=lambda line: line[0])
        self._lines.setText("\n".join(words for _, words in lines))
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
