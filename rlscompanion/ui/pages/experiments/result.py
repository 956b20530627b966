"""What a test that is over shows: the verdict, every night as a dot, and how sure that is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from rlscompanion.domain.experiment import Arm
from rlscompanion.services.judging import Dot, Result
from rlscompanion.ui.pages.experiments.words import Words, begin_large
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.card import Card
from rlscompanion.ui.widgets.charts.difference import (
    Column,
    DifferencePlot,
    DifferenceWords,
    Range,
)
from rlscompanion.ui.widgets.charts.night_strip import Mark, NightStrip, StripNight
from rlscompanion.ui.widgets.charts.view import Chart, ChartView, ToldChart
from rlscompanion.ui.widgets.labels import Label


class ResultCard(Card):
    """Top: the verdict. Below: the dots, the ruler, the nights in order, the small print."""

    def __init__(self, theme: Theme, result: Result) -> None:
        super().__init__(theme, begin_large(result.name))
        self._result = result
        self._words = Words(self)
        self._add_verdict()
        self._charts = self.begin_part()
        self.plot = self._add_chart(self.tr("Nights with and without"), self._plot())
        self.strip = self._add_chart(self.tr("Nights in order"), self._strip())
        self.say_quietly(self._strip_words())
        self._add_beside()
        self._add_small_print()
        self.end_parts()
        self.more = self.button(self.tr("Show the nights"), icon="down")
        self.more.clicked.connect(self._unfold)
        self.flow(self.more)
        theme.changed.connect(self._fold)
        self._fold()

    def _fold(self) -> None:
        """At night the words are enough, until more is asked for: less light."""
        folded = self.theme.mode is Mode.NIGHT
        self._charts.setVisible(not folded)
        self.more.setVisible(folded)

    def _unfold(self) -> None:
        self._charts.show()
        self.more.hide()
        self.plot.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_verdict(self) -> None:
        result = self._result
        plan = result.experiment.plan
        self.say_quietly(
            self.tr("{0}. {1}, {2}").format(
                begin_large(result.name),
                self._words.outcome(plan.outcome),
                self._words.span(result.experiment),
            )
        )
        if result.prefix:
            self.say(result.prefix, "lead")
        self.verdict = self.say(result.sentence.lead, "card-hero")
        if result.sentence.rest:
            self.say(result.sentence.rest, "lead")
        for note in result.notes:
            self.say(note)

    def _add_chart(self, name: str, chart: Chart) -> ChartView:
        made = ToldChart(self.theme, name, chart)
        self.add(made)
        return made.view

    # --------------------------------------------------------------------- charts

    def _plot(self) -> DifferencePlot:
        result = self._result
        compared = result.compared
        found = (
            Range(compared.low, compared.difference, compared.high)
            if compared is not None
            else None
        )
        return DifferencePlot(
            self._column(Arm.WITH),
            self._column(Arm.WITHOUT),
            found,
            DifferenceWords(
                calm=self.tr("calm"),
                worst=self.tr("worst"),
                better=self.tr("better"),
                worse=self.tr("worse"),
                summary=self._summary(),
            ),
        )

    def _column(self, arm: Arm) -> Column:
        dots = [dot for dot in self._result.dots if dot.arm is arm and dot.rating is not None]
        ratings = [(dot.rating, self._dot_words(dot)) for dot in dots if dot.rating is not None]
        mean = sum(rating for rating, _ in ratings) / len(ratings) if ratings else None
        arm_words = begin_large(self._words.arm(arm, self._result.name))
        name = self.tr("{0}, {1} nights").format(arm_words, len(ratings))
        return Column(name, ratings, mean)

    def _dot_words(self, dot: Dot) -> str:
        night = self._words.night(dot.night) if dot.night is not None else ""
        return self.tr("{0}, {1}: rated {2}").format(
            night, self._words.arm(dot.arm, self._result.name), dot.rating
        )

    def _summary(self) -> str:
        columns = [self._column(arm) for arm in (Arm.WITH, Arm.WITHOUT)]
        said = [
            self.tr("{0}: {1} on average.").format(column.name, f"{column.middle:.1f}")
            for column in columns
            if column.middle is not None
        ]
        compared = self._result.compared
        if compared is not None:
            said.append(
                self.tr("Difference {0}, plausible from {1} to {2}. Below 0 is better.").format(
                    _signed(compared.difference), _signed(compared.low), _signed(compared.high)
                )
            )
        said.append(self.tr("Lower is better. Arrow keys go from night to night."))
        return " ".join(said)

    def _strip(self) -> NightStrip:
        nights = [self._strip_night(n, dot) for n, dot in enumerate(self._result.dots, 1)]
        return NightStrip(nights, self._strip_words())

    def _strip_night(self, number: int, dot: Dot) -> StripNight:
        if dot.void:
            return StripNight(Mark.LEFT_OUT, self.tr("Night {0}: left out").format(number))
        if dot.rating is None:
            return StripNight(Mark.GAP, self.tr("Night {0}: no rating").format(number))
        words = self.tr("Night {0}, {1}").format(number, self._dot_words(dot))
        return StripNight(Mark(dot.arm.value), words)

    def _strip_words(self) -> str:
        return self.tr(
            "The nights in order. Filled: with. Hollow: without. Small point: no rating."
        )

    def _add_beside(self) -> None:
        """Show what else was noted, without a verdict."""
        with_it, without = self._result.beside[Arm.WITH], self._result.beside[Arm.WITHOUT]
        said = [
            self.tr("Also noted, without a verdict."),
            self.tr("Nights rated 4 or more: {0} with, {1} without.").format(
                with_it.bad_nights, without.bad_nights
            ),
            self.tr("Flare-ups opened: {0} with, {1} without.").format(
                with_it.flare_ups, without.flare_ups
            ),
        ]
        minutes = (with_it.minutes_to_fall_asleep, without.minutes_to_fall_asleep)
        if None not in minutes:
            said.append(
                self.tr(
                    "Minutes to fall asleep, half the nights less: {0} with, {1} without."
                ).format(*(f"{one:.0f}" for one in minutes))
            )
        self.say_quietly(" ".join(said))

    # ---------------------------------------------------------------- small print

    def _add_small_print(self) -> None:
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        for line in self._small_print():
            made = Label(line, "body", wrap=True)
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inside.addWidget(made)
        self.how_sure = self.fold(self.tr("How sure?"), inside)

    def _small_print(self) -> list[str]:
        result = self._result
        lines: list[str] = []
        compared = result.compared
        if compared is not None:
            kind = (
                self.tr("all {0} schedules that could have been drawn")
                if compared.complete
                else self.tr("{0} schedules drawn in the same way")
            ).format(f"{compared.schedules:,}")
            lines += [
                self.tr("Randomisation test against {0}: p = {1}.").format(
                    kind, f"{compared.p:.3f}"
                ),
                self.tr(
                    "The range holds every difference that this test does not rule out (90 %)."
                ),
            ]
        lines.append(
            self.tr("{0} nights rated, {1} without a rating, {2} swapped, {3} never told.").format(
                result.rated, result.missing, result.swapped, result.untold
            )
        )
        lines.append(self.tr("Swapped nights count as chance had them."))
        if result.as_done is not None:
            lines.append(
                self.tr("Only nights that went as planned: difference {0}.").format(
                    _signed(result.as_done)
                )
            )
        if result.lag_1 is not None:
            lines.append(
                self.tr("A night resembles the one before: correlation {0}.").format(
                    _signed(result.lag_1)
                )
            )
        if result.trend is not None:
            lines.append(
                self.tr("Change over time: {0} points a week.").format(_signed(result.trend))
            )
        plan = result.experiment.plan
        lines.append(self.tr("You expected {0} of 10.").format(plan.expectation))
        lines.append(
            self.tr("A bath or stretch may reach into the next night: that hides effects.")
        )
        state = self.tr("unchanged") if result.intact else self.tr("changed after the start")
        lines.append(self.tr("Plan {0}, SHA-256 {1}").format(state, result.experiment.sealed))
        return lines


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")
