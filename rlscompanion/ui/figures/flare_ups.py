"""Flare-ups as charts: at which hour, what was done, how they ended."""

from collections.abc import Mapping, Sequence
from typing import Final

from rlscompanion.domain.insight import Ending, NotEnough
from rlscompanion.domain.night import NOON
from rlscompanion.ui.figures.words import flare_ups_words, parts_words
from rlscompanion.ui.widgets.charts.bars import Bar, BarChart, Share, ShareChart
from rlscompanion.ui.widgets.translating import tr

HOURS: Final = 24
EVENING: Final = (21 - NOON.hour, 30 - NOON.hour)
"""The hours since noon that are shown in any case: 21 to 6."""
SHOWN_AT_MOST: Final = 6


def hours_chart(by_hour: Mapping[int, int]) -> BarChart:
    """Return how many flare-ups began in each hour of the night."""
    since_noon = {(hour - NOON.hour) % HOURS: count for hour, count in by_hour.items()}
    first = min(EVENING[0], *since_noon)
    last = max(EVENING[1], *since_noon)
    hours = [((n + NOON.hour) % HOURS, since_noon.get(n, 0)) for n in range(first, last + 1)]
    bars = [
        Bar(
            count,
            f"{hour:02}",
            tr("{0} to {1}: {2}").format(_clock(hour), _clock(hour + 1), flare_ups_words(count)),
        )
        for hour, count in hours
    ]
    most = max(hours, key=lambda each: each[1])
    said = tr("{0} by the hour they began in. Most from {1} to {2}: {3}. {4}").format(
        flare_ups_words(sum(by_hour.values())),
        _clock(most[0]),
        _clock(most[0] + 1),
        most[1],
        tr("Arrow keys go from hour to hour."),
    )
    return BarChart(bars, said)


def endings_chart(found: Sequence[Ending]) -> ShareChart:
    """Return how flare-ups ended after the same parts, the commonest first."""
    shares = [
        Share(
            parts_words(ending.parts),
            _ending_words(ending),
            ending.better,
            ending.answered,
            ending.unanswered,
            tr("{0}: {1}").format(parts_words(ending.parts), _ending_words(ending)),
        )
        for ending in found[:SHOWN_AT_MOST]
    ]
    said = [share.words + "." for share in shares[:3]]
    rest = sum(ending.answered + ending.unanswered for ending in found[SHOWN_AT_MOST:])
    if rest:
        said.append(tr("{0} with other parts are not shown.").format(flare_ups_words(rest)))
    said.append(tr("Arrow keys go from bar to bar."))
    return ShareChart(shares, " ".join([tr("How flare-ups ended."), *said]))


def ending_sentence(found: Sequence[Ending]) -> str:
    """Say the commonest ending in one sentence."""
    told = next((ending for ending in found if ending.answered), None)
    if told is None:
        return ""
    after = parts_words(told.parts)
    return tr("Back to bed after {0}: {1} of {2}.").format(
        after[:1].lower() + after[1:], told.better, told.answered
    )


def flare_ups_missing(missing: NotEnough) -> str:
    """Say how many more it takes; that there are few is no loss."""
    if not missing.have:
        return tr("No flare-up in these weeks. Shown from {0} on.").format(missing.need)
    return tr("{0} in these weeks. Shown from {1} on.").format(
        flare_ups_words(missing.have), missing.need
    )


def _ending_words(ending: Ending) -> str:
    if not ending.answered:
        return tr("{0} without an answer").format(ending.unanswered)
    said = tr("better: {0} of {1}").format(ending.better, ending.answered)
    if ending.unanswered:
        return tr("{0}, {1} without an answer").format(said, ending.unanswered)
    return said


def _clock(hour: int) -> str:
    return f"{hour % HOURS:02}:00"
