"""The cards of the page: a chart with its words, or what is missing for it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.insight import NotEnough
from rlscompanion.services.reviewing import Comparable, Compared, Review
from rlscompanion.ui.figures.comparison import (
    comparison_chart,
    comparison_missing,
    comparison_words,
    not_proof_words,
    unknown_words,
)
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.card import Card
from rlscompanion.ui.widgets.charts.view import Chart, ToldChart
from rlscompanion.ui.widgets.choice_box import ChoiceBox


class FigureCard(Card):
    """A title, what is shown, the chart, and sentences under it."""

    def __init__(self, theme: Theme, title: str, about: str, *above: QWidget) -> None:
        super().__init__(theme, title)
        self.title = title
        self._head = self.say(title, "h2")
        self._about = self.say_quietly(about)
        for piece in above:
            self.add(piece)
        self._place = self.begin_part()
        self.end_parts()
        self._told: ToldChart | None = None
        self._words = self.say("")
        self._words.hide()
        self._beside = self.say_quietly("")
        theme.changed.connect(self._fold)
        self._fold()

    @property
    def told(self) -> ToldChart | None:
        """The chart, once there is one."""
        return self._told

    @property
    def words(self) -> str:
        """The sentences under the chart, or what is missing."""
        return "\n".join(filter(None, [self._words.text(), self._beside.text()]))

    def say_about(self, words: str) -> None:
        """Say what is shown."""
        self._about.setText(words)

    def show_chart(self, chart: Chart, *sentences: str, beside: str = "") -> None:
        """Show a chart with sentences under it; empty ones are left out.

        What is said ``beside`` stands back, and is folded away at night.
        """
        if self._told is None:
            self._told = ToldChart(self.theme, self.title, chart)
            layout = self._place.layout()
            assert layout is not None, "a part of a card has a layout"  # noqa: S101
            layout.addWidget(self._told)
        else:
            self._told.view.show_chart(chart)
        self._place.show()
        self._say(sentences, beside)

    def show_missing(self, words: str) -> None:
        """Say what is missing; there is no chart."""
        self._place.hide()
        self._say([words])

    def _fold(self) -> None:
        """At night the chart and its sentences are enough; its title stands above, to choose."""
        night = self.theme.mode is Mode.NIGHT
        self._head.setVisible(not night)
        self._about.setVisible(not night)
        self._beside.setVisible(not night and bool(self._beside.text()))

    def _say(self, sentences: Sequence[str], beside: str = "") -> None:
        self._words.setText("\n".join(filter(None, sentences)))
        self._words.setVisible(bool(self._words.text()))
        self._beside.setText(beside)
        self._fold()


class ComparisonCard(FigureCard):
    """Nights with and without a step that the person chooses."""

    chosen = Signal(object)
    """A Comparable."""
    test_wanted = Signal()

    def __init__(self, theme: Theme, title: str, about: str) -> None:
        self._steps: dict[str, Comparable] = {}
        self._testable = False
        self.choice = ChoiceBox(title, ())
        self.test = Button(theme, "", icon="flask")
        super().__init__(theme, title, about, self.choice)
        self.choice.chosen.connect(self._choose)
        self.under_test = self.say_quietly("")
        self.test.setText(self.tr("Make it a test"))
        self.test.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.test.clicked.connect(self.test_wanted)
        self.add(self.test)

    def show_steps(self, review: Review) -> None:
        """Offer the steps of a review."""
        steps = {step.step: step for step in review.steps}
        if steps != self._steps:
            self._steps = steps
            self.choice.clear()
            for step in review.steps:
                self.choice.addItem(step.title, step.step)
        self.choice.setVisible(bool(steps))
        said = [
            self.tr("{0} is under test: left out here until it is over.").format(title)
            for title in review.under_test
        ]
        self.under_test.setText(" ".join(said))
        self.under_test.setVisible(bool(said))

    def show_compared(self, compared: Compared | None) -> None:
        """Show the nights of one step; None where there is no step."""
        self._testable = compared is not None and compared.step.may_be_tested
        self._fold()
        if compared is None:
            self.show_missing(self.tr("Nothing to compare yet: no step was done in these weeks."))
            return
        self.choice.set_key(compared.step.step)
        if isinstance(compared.figures, NotEnough):
            self.show_missing(comparison_missing(compared))
            return
        said = filter(None, [comparison_words(compared), unknown_words(compared)])
        self.show_chart(comparison_chart(compared), not_proof_words(), beside="\n".join(said))

    @override
    def _fold(self) -> None:
        """Offer a test by day only: there it is planned."""
        super()._fold()
        self.test.setVisible(self._testable and self.theme.mode is not Mode.NIGHT)

    def _choose(self, step: str) -> None:
        self.chosen.emit(self._steps[step])
