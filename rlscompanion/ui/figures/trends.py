"""Weeks and fortnights as charts: how strong it was, and when it began."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from math import ceil, floor
from typing import Final

from rlscompanion.domain.check_in import Question
from rlscompanion.domain.insight import (
    ONSETS_A_FORTNIGHT,
    RATED_A_WEEK,
    NotEnough,
    Shift,
    Span,
)
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.ui.figures.words import (
    minutes_words,
    night_words,
    number_words,
    rating_words,
    since_noon_words,
)
from rlscompanion.ui.widgets.charts.trend import TrendChart, TrendPoint
from rlscompanion.ui.widgets.translating import tr

HOUR: Final = 60
TICKS_AT_MOST: Final = 4
TO_THE_NEXT: Final = 5
"""Minutes: a shift is said no finer."""


def weekly_chart(weeks: Sequence[Span], question: Question) -> TrendChart:
    """Return the weekly median of a rating, with the middle half of the nights."""
    points = [
        _point(week, number_words, tr("half the nights {1} to {2}, median {0}")) for week in weeks
    ]
    ticks = ((0.0, tr("0 calm")), (5.0, tr("5")), (10.0, tr("10 worst")))
    name = rating_words(question)
    return TrendChart(
        points, ticks, _summary(tr("{0}, week by week.").format(name), points, number_words)
    )


def onset_chart(fortnights: Sequence[Span]) -> TrendChart:
    """Return when it began, fortnight by fortnight."""
    points = [
        _point(each, since_noon_words, tr("half the nights {1} to {2}, median {0}"))
        for each in fortnights
    ]
    given = [point.figures for point in points if point.figures is not None]
    lowest = floor(min(low for low, _, _ in given) / HOUR)
    highest = max(ceil(max(high for _, _, high in given) / HOUR), lowest + 1)
    every = ceil((highest - lowest) / TICKS_AT_MOST)
    hours = range(lowest, lowest + every * ceil((highest - lowest) / every) + 1, every)
    ticks = [(float(hour * HOUR), since_noon_words(hour * HOUR)) for hour in hours]
    return TrendChart(
        points, ticks, _summary(tr("When the legs began, by fortnight."), points, since_noon_words)
    )


def weekly_missing(missing: NotEnough) -> str:
    return tr("Shown from {0} weeks on with {1} rated nights each. So far: {2}.").format(
        missing.need, RATED_A_WEEK, missing.have
    )


def onset_missing(missing: NotEnough) -> str:
    return tr("Shown from {0} fortnights on with {1} answers each. So far: {2}.").format(
        missing.need, ONSETS_A_FORTNIGHT, missing.have
    )


def weekly_gaps(weeks: Sequence[Span]) -> str:
    """Count the weeks that are a gap."""
    return _gaps(
        weeks,
        tr("1 week with fewer than {0} rated nights is a gap."),
        tr("{1} weeks with fewer than {0} rated nights are gaps."),
        RATED_A_WEEK,
    )


def onset_gaps(fortnights: Sequence[Span]) -> str:
    return _gaps(
        fortnights,
        tr("1 fortnight with fewer than {0} answers is a gap."),
        tr("{1} fortnights with fewer than {0} answers are gaps."),
        ONSETS_A_FORTNIGHT,
    )


def shift_words(shift: Shift | NotEnough) -> str:
    """Say how the beginning moved; nothing while there is too little to compare."""
    if isinstance(shift, NotEnough):
        return ""
    minutes = round(abs(shift.earlier) / timedelta(minutes=TO_THE_NEXT)) * TO_THE_NEXT
    if not minutes:
        return tr("Symptoms have begun at about the same time as four weeks before.")
    if shift.earlier > timedelta():
        words = tr("Symptoms have begun about {0} earlier in the last four weeks than before")
    else:
        words = tr("Symptoms have begun about {0} later in the last four weeks than before")
    said = words.format(minutes_words(minutes))
    return tr("{0}: worth telling your doctor.").format(said) if shift.worth_telling else f"{said}."


def _point(span: Span, said: Callable[[float], str], form: str) -> TrendPoint:
    last = span.first + (span.nights - 1) * ONE_DAY
    when = tr("{0} to {1}").format(
        night_words(span.first, "d MMM"), night_words(last, "d MMM yyyy")
    )
    label = night_words(span.first, "d MMM")
    counted = tr("{0} of {1} nights answered").format(span.answered, span.nights)
    found = span.figures
    if found is None:
        return TrendPoint(label, None, tr("{0}: too few answers, {1}.").format(when, counted))
    figures = (found.lower, found.middle, found.upper)
    words = form.format(said(found.middle), said(found.lower), said(found.upper))
    return TrendPoint(label, figures, tr("{0}: {1}, {2}.").format(when, words, counted))


def _summary(title: str, points: Sequence[TrendPoint], said: Callable[[float], str]) -> str:
    medians = [point.figures[1] for point in points if point.figures is not None]
    return " ".join(
        [
            title,
            tr("Medians from {0} to {1}.").format(said(min(medians)), said(max(medians))),
            tr("The last: {0}").format(points[-1].words),
            tr("Arrow keys go from point to point."),
        ]
    )


def _gaps(spans: Sequence[Span], one: str, several: str, least: int) -> str:
    gaps = sum(span.figures is None for span in spans)
    if not gaps:
        return ""
    return (one if gaps == 1 else several).format(least, gaps)
