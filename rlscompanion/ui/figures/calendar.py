"""A year of nights as a chart."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from rlscompanion.services.reviewing import CalendarNight
from rlscompanion.ui.figures.words import flare_ups_words, night_words, nights_words
from rlscompanion.ui.widgets.charts.calendar import (
    CalendarChart,
    CalendarWords,
    Month,
    NightSquare,
)
from rlscompanion.ui.widgets.translating import tr

LONGER_THAN_A_MONTH: Final = timedelta(days=32)


def calendar_chart(nights: Sequence[CalendarNight], begin: date | None = None) -> CalendarChart:
    """Return the chart of these nights, oldest first.

    With ``begin`` there is room for the months from then on, although nothing is read of them yet.
    """
    own = {
        month: list(each)
        for month, each in groupby(nights, key=lambda night: night.night.replace(day=1))
    }
    first = (begin or nights[0].night).replace(day=1) if nights else None
    return CalendarChart(
        [_month(month, own.get(month, ()), first=month == first) for month in _months(first, own)],
        CalendarWords(
            (tr("0"), tr("1 to 3"), tr("4 to 6"), tr("7 to 10")),
            tr("not rated"),
            tr("flare-up"),
            calendar_summary(nights),
        ),
    )


def calendar_summary(nights: Sequence[CalendarNight]) -> str:
    """Say the calendar without looking at it."""
    if not nights:
        return tr("No notes yet. One tap in the morning is enough.")
    rated = [each.legs for each in nights if each.legs is not None]
    flare_ups = [each.flare_ups for each in nights if each.flare_ups]
    said = [
        tr("{0} to {1}.").format(
            night_words(nights[0].night, "d MMM yyyy"), night_words(nights[-1].night, "d MMM yyyy")
        ),
        tr("{0}, {1} rated.").format(nights_words(len(nights)), len(rated)),
    ]
    if rated:
        said.append(
            tr("Rated 4 or more: {0}. Rated 0: {1}.").format(
                sum(legs >= 4 for legs in rated),  # noqa: PLR2004  (as in the report)
                rated.count(0),
            )
        )
    said.append(
        tr("{0} in {1}.").format(flare_ups_words(sum(flare_ups)), nights_words(len(flare_ups)))
    )
    said.append(tr("Arrow keys go from night to night, up and down from month to month."))
    return " ".join(said)


def _months(first: date | None, own: Collection[date]) -> Iterator[date]:
    month, last = first, max(own, default=date.min)
    while month is not None and month <= last:
        yield month
        month = (month + LONGER_THAN_A_MONTH).replace(day=1)


def _month(month: date, nights: Sequence[CalendarNight], *, first: bool) -> Month:
    """Return a row; the year is said with January and at the top."""
    name = night_words(month, "MMM yyyy" if first or month.month == 1 else "MMM")
    return Month(name, nights[0].night.day if nights else 1, list(map(_square, nights)))


def _square(one: CalendarNight) -> NightSquare:
    if one.legs is not None:
        said = tr("legs at worst {0}").format(one.legs)
    elif one.noted:
        said = tr("legs not rated")
    else:
        said = tr("no note")
    parts = [tr("{0}: {1}").format(night_words(one.night, "ddd d MMM yyyy"), said)]
    if one.flare_ups:
        parts.append(flare_ups_words(one.flare_ups))
    if one.sick_or_away:
        parts.append(tr("sick or away"))
    return NightSquare(one.legs, one.flare_ups, ", ".join(parts))
