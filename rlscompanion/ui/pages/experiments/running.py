"""A test that is running: progress, tonight's part, what became of each night. Never a result."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.domain.experiment import (
    ANSWERS_OF,
    Adherence,
    Ask,
    Assignment,
    NoExperiment,
    Phase,
    State,
)
from rlscompanion.domain.mendable import StoreError
from rlscompanion.services.experimenting import Experimenting, Progress
from rlscompanion.ui.figures.words import nights_words
from rlscompanion.ui.pages.experiments.words import Words, begin_large
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.card import Card
from rlscompanion.ui.widgets.charts.night_strip import Mark, NightStrip, StripNight
from rlscompanion.ui.widgets.charts.view import ToldChart
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label

ASKED_AT_ONCE = 2


class RunningCard(Card):
    """``changed`` follows every answer; the page shows it anew."""

    changed = Signal()

    def __init__(self, theme: Theme, experimenting: Experimenting, progress: Progress) -> None:
        super().__init__(theme, "")
        self.setAccessibleName(self.tr("Your test"))
        self._experimenting = experimenting
        self._progress = progress
        self._words = Words(self)
        self._add_head()
        if not progress.intact:
            self.say(experimenting.words["changed"], "warning")
        self._add_ask()
        self._add_strip()
        self._add_tonight()
        self._unsaid = self.begin_part()
        self._add_unsaid()
        self.end_parts()
        self._problem = self.say("", "warning")
        self._problem.hide()
        self._add_ways_out()
        theme.changed.connect(self._fold)
        self._fold()

    def _fold(self) -> None:
        """Ask what became of a night by day and evening only: less light."""
        self._unsaid.setVisible(self.theme.mode is not Mode.NIGHT)

    # ------------------------------------------------------------------- building

    def _add_head(self) -> None:
        progress = self._progress
        kind = QHBoxLayout()
        kind.addWidget(IconLabel(self.theme, "flask", 24))
        kind.addWidget(Label(self._words.outcome(progress.experiment.plan.outcome), "ink2"), 1)
        self.column.addLayout(kind)
        name = begin_large(progress.name)
        self.say(
            self.tr("{0}: night {1} of {2}").format(name, progress.begun, progress.nights)
            if progress.phase is Phase.RUNNING
            else self.tr("{0}: {1}").format(name, self._words.phase(progress.phase).lower()),
            "card-hero",
        )

    def _add_ask(self) -> None:
        """Ask what a stop rule asks, before anything else."""
        words = self._experimenting.words
        match self._progress.ask:
            case Ask.STOP_BECAUSE_WORSE:
                self.say(words["ask-worse"], "h2")
                self.say(words["ask-worse-doctor"])
                self.flow(
                    self._doing(self.tr("Stop the test"), self._stop_as_worse, primary=True),
                    self._doing(self.tr("Go on"), self._experimenting.go_on),
                )
            case Ask.PAUSE_OR_END:
                self.say(words["ask-missing"], "h2")
                self.flow(
                    self._doing(self.tr("Pause"), self._experimenting.pause, primary=True),
                    self._doing(self.tr("End the test"), self._experimenting.stop),
                )
            case Ask.STOP_BECAUSE_BLOCKED:
                self.say(words["ask-blocked"], "h2")
                self.flow(
                    self._doing(self.tr("End the test"), self._experimenting.stop, primary=True)
                )
            case None:
                pass

    def _add_strip(self) -> None:
        nights = tuple(map(self._night, self._progress.experiment.assignments))
        strip = NightStrip(nights, self._strip_words())
        made = ToldChart(self.theme, self.tr("Nights of the test"), strip)
        self.strip = made.view
        self.add(made)
        if self._progress.begun:
            self.say_quietly(self._strip_words())

    def _strip_words(self) -> str:
        progress = self._progress
        return self.tr("{0} of {1} rated. Filled: with. Hollow: without.").format(
            progress.rated, nights_words(progress.begun)
        )

    def _night(self, a: Assignment) -> StripNight:
        name = self._progress.name
        if a.void:
            return StripNight(Mark.LEFT_OUT, self.tr("Night {0}: left out").format(a.number))
        tonight = self._experimenting.planning.night_of(self._experimenting.clock.now())
        told_tonight = a.night == tonight and self._progress.arm is not None
        is_told = a.night is not None and (told_tonight or a.night < tonight)
        if not is_told or a.night is None:
            words = self.tr("Night {0}: still closed").format(a.number)
            return StripNight(Mark.TO_COME, words)
        words = self.tr("Night {0}, {1}: {2}").format(
            a.number, self._words.night(a.night), self._words.arm(a.arm, name)
        )
        return StripNight(Mark(a.arm.value), words)

    def _add_tonight(self) -> None:
        progress = self._progress
        if progress.phase is Phase.WAITING:
            first = self._words.night(progress.experiment.first_dated)
            self.say(self.tr("It begins on {0}.").format(first), "lead")
        elif progress.arm is not None:
            self.tonight = self.say(self._words.tonight(progress.arm, progress.name), "lead")
            extra = self._experimenting.words.get(
                f"{progress.arm.value}-{progress.experiment.plan.step}", ""
            )
            if extra:
                self.say_quietly(extra)
        elif progress.reveals_at is not None:
            at = progress.reveals_at.astimezone(self._experimenting.clock.zone())
            self.tonight = self.say(
                self.tr("Tonight's part is told at {0}.").format(f"{at:%H:%M}"), "lead"
            )
        if progress.phase is not Phase.PAUSED:
            self.say_quietly(self.tr("There is one look at the result: when all nights are over."))

    def _add_unsaid(self) -> None:
        """Ask what became of the latest nights that nobody spoke of."""
        self.answers: dict[tuple[int, Adherence], Button] = {}
        for a in reversed(self._progress.unsaid[-ASKED_AT_ONCE:]):
            if a.night is None:
                continue
            self.say(
                self.tr("{0} was a night {1}. What became of it?").format(
                    self._words.night(a.night), self._words.arm(a.arm, self._progress.name)
                ),
                "strong",
            )
            self.flow(*(self._answer(a, said) for said in ANSWERS_OF[a.arm]))

    def _answer(self, a: Assignment, said: Adherence) -> Button:
        night = a.night
        assert night is not None, "only dated nights are asked about"  # noqa: S101
        words = self._words.adherence(said, a.arm)
        made = self._doing(words, lambda: self._experimenting.say(night, said))
        made.setAccessibleName(f"{self._words.night(night)}: {words}")
        self.answers[a.number, said] = made
        return made

    def _add_ways_out(self) -> None:
        if self._progress.phase is Phase.PAUSED:
            self.resume = self._doing(
                self.tr("Go on with the next nights"), self._experimenting.resume, primary=True
            )
            self.flow(self.resume, self._doing(self.tr("End the test"), self._experimenting.stop))
            return
        self.gap()
        self.something = self.button(self.tr("Something changed"))
        self.worse = self._doing(self.tr("This makes me worse"), self._stop_as_worse)
        self.stop = self._doing(self.tr("Stop the test"), self._experimenting.stop)
        self.stop.set_kind("quiet")
        self.flow(self.something, self.worse, self.stop)
        self._what = QWidget()
        inside = QVBoxLayout(self._what)
        inside.setContentsMargins(0, 0, 0, 0)
        self.pause = self._doing(self.tr("Illness or travel: pause"), self._experimenting.pause)
        self.medicine = self._doing(
            self.tr("A medicine changed: end the test"),
            lambda: self._experimenting.stop(State.ENDED_BY_MEDICINE),
        )
        for piece in (self.pause, self.medicine):
            inside.addWidget(piece)
        self._what.hide()
        self.something.clicked.connect(lambda: self._what.setVisible(not self._what.isVisible()))
        self.add(self._what)

    def _doing(self, words: str, do: Callable[[], object], *, primary: bool = False) -> Button:
        made = self.button(words, "primary" if primary else "secondary")
        made.clicked.connect(lambda: self._do(do))
        return made

    # ---------------------------------------------------------------------- doing

    def _stop_as_worse(self) -> None:
        self._experimenting.stop(State.STOPPED_WORSE)

    def _do(self, do: Callable[[], object]) -> None:
        try:
            do()
        except (NoExperiment, StoreError) as problem:
            self._problem.setText(str(problem))
            self._problem.show()
            return
        self.changed.emit()
