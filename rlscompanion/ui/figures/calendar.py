"""A year of nights as a chart."""

from collections.abc import Sequence
from itertools import groupby

from rlscompanion.services.reviewing import CalendarNight
from rlscompanion.ui.figures.words import flare_ups_words, night_words, nights_words, tr
from rlscompanion.ui.widgets.charts.calendar import (
    CalendarChart,
    CalendarWords,
    Month,
    NightSquare,
)


def calendar_chart(nights: Sequence[CalendarNight]) -> CalendarChart:
    """Return the chart of these nights, oldest first."""
    months = [
        (month, list(own))
        for month, own in groupby(nights, key=lambda each: (each.night.year, each.night.month))
    ]
    return CalendarChart(
        [
            Month(_month_name(own[0], first=n == 0), own[0].night.day, list(map(_square, own)))
            for n, (_, own) in enumerate(months)
        ],
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


def _month_name(first_night: CalendarNight, *, first: bool) -> str:
    """Name a month; the year is said with January and at the top."""
    form = "MMM yyyy" if first or first_night.night.month == 1 else "MMM"
    return night_words(first_night.night, form)


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
