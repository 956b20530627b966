"""Nights with and without a step as a chart. No word here says what it means."""

from collections.abc import Sequence
from datetime import date

from rlscompanion.domain.insight import NIGHTS_EACH_WAY, NotEnough
from rlscompanion.services.reviewing import Compared
from rlscompanion.ui.figures.words import night_words, nights_words, number_words, signed_words
from rlscompanion.ui.widgets.charts.difference import (
    Column,
    DifferencePlot,
    DifferenceWords,
    Range,
)
from rlscompanion.ui.widgets.translating import tr


def comparison_chart(compared: Compared) -> DifferencePlot:
    """Return every night as a dot, two medians, and the range of the difference."""
    figures = compared.figures
    known = None if isinstance(figures, NotEnough) else figures
    return DifferencePlot(
        _column(tr("With"), compared.nights.done, known and known.with_median),
        _column(tr("Without"), compared.nights.left_out, known and known.without_median),
        known and Range(known.low, None, known.high),
        DifferenceWords(
            calm=tr("calm"),
            worst=tr("worst"),
            better=tr("lower with it"),
            worse=tr("higher with it"),
            summary=" ".join([comparison_words(compared), tr("Arrow keys go night by night.")]),
        ),
    )


def comparison_words(compared: Compared) -> str:
    """Say both medians and the range, or what is missing."""
    figures = compared.figures
    if isinstance(figures, NotEnough):
        return comparison_missing(compared)
    return tr("Median {0} with, {1} without. Range of the difference: {2} to {3} points.").format(
        number_words(figures.with_median),
        number_words(figures.without_median),
        signed_words(figures.low),
        signed_words(figures.high),
    )


def comparison_missing(compared: Compared) -> str:
    """Say how many more rated nights it takes."""
    need_with = NIGHTS_EACH_WAY - len(compared.nights.done)
    need_without = NIGHTS_EACH_WAY - len(compared.nights.left_out)
    said: list[str] = []
    if need_with > 0:
        said.append(tr("{0} with it").format(_more(need_with)))
    if need_without > 0:
        said.append(tr("{0} without it").format(_more(need_without)))
    return tr("Not enough to compare: {0}.").format(tr(", ").join(said))


def unknown_words(compared: Compared) -> str:
    """Count the rated nights of which nobody said whether it was done."""
    unknown = compared.nights.unknown
    if not unknown:
        return ""
    if unknown == 1:
        return tr("1 rated night where nobody said whether it was done is in neither column.")
    return tr(
        "{0} rated nights where nobody said whether it was done are in neither column."
    ).format(unknown)


def not_proof_words() -> str:
    return tr("Your notes, not proof: on bad evenings people skip steps.")


def _more(nights: int) -> str:
    if nights == 1:
        return tr("1 more night with a rating")
    return tr("{0} more nights with a rating").format(nights)


def _column(name: str, nights: Sequence[tuple[date, int]], median: float | None) -> Column:
    said = tr("{0}, {1}").format(name, nights_words(len(nights)))
    return Column(
        said,
        [
            (
                rating,
                tr("{0}, {1}: rated {2}").format(night_words(night), name.lower(), rating),
            )
            for night, rating in nights
        ],
        median,
    )
