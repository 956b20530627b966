"""Figures over nights: medians and counts, never a verdict.

Missing is missing: a night without an answer is in no figure, and is counted as missing. Below a
least number of answers a figure is not given at all; ``NotEnough`` says what it would take.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from math import sqrt
from statistics import median, quantiles
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from rlscompanion.domain.check_in import Question
from rlscompanion.domain.episodes import Episode
from rlscompanion.domain.flare_record import Answer, Part
from rlscompanion.domain.nights import NightRecord

RATINGS: Final = (
    Question.LEGS_EVENING,
    Question.LEGS_FALLING_ASLEEP,
    Question.LEGS_IN_NIGHT,
)
TROUBLED_FROM: Final = 4
"""A rating from which a night counts as one with symptoms to speak of."""
WEEK: Final = 7
FORTNIGHT: Final = 14
FOUR_WEEKS: Final = 28
RATED_A_WEEK: Final = 3
WEEKS_OF_TREND: Final = 2
ONSETS_A_FORTNIGHT: Final = 3
ONSETS_COMPARED: Final = 6
SHIFT_WORTH_TELLING: Final = timedelta(minutes=30)
FLARE_UPS_COUNTED: Final = 5
NIGHTS_EACH_WAY: Final = 5
MIDDLE_90: Final = 1.645
"""Standard deviations of a normal distribution on either side that hold 90 % of it."""
NOON: Final = 12 * 60


class NotEnough(Struct, frozen=True):
    """A figure that is not given yet: ``have`` of the ``need`` answers are there."""

    have: int
    need: int


class Quartiles(Struct, frozen=True):
    """Of ``nights`` answers: a quarter below ``lower``, half below ``middle``."""

    lower: float
    middle: float
    upper: float
    nights: int


class Span(Struct, frozen=True):
    """Some nights from ``first`` on, and what they say; None where too few answered."""

    first: date
    nights: int
    answered: int
    figures: Quartiles | None


class Shift(Struct, frozen=True):
    """How much earlier the legs begin in four weeks than in the four before."""

    earlier: timedelta
    """Negative: later."""
    nights: int
    nights_before: int

    @property
    def worth_telling(self) -> bool:
        return abs(self.earlier) >= SHIFT_WORTH_TELLING


class Ending(Struct, frozen=True):
    """How flare-ups ended after the same parts: ``better`` of those ``answered``."""

    parts: tuple[Part, ...]
    better: int
    answered: int
    unanswered: int


class WithAndWithout(Struct, frozen=True):
    """Nights with a step done and nights without it; lower ratings are better."""

    step: str
    done: tuple[tuple[date, int], ...]
    left_out: tuple[tuple[date, int], ...]
    unknown: int
    """Nights with a rating on which nobody said whether the step was done."""


class Difference(Struct, frozen=True):
    """With minus without, in points; ``low`` to ``high`` hold it in nine of ten cases.

    The range is that of Hodges and Lehmann: of all differences of a night with and one without.
    """

    with_median: float
    without_median: float
    low: float
    high: float


def quartiles(values: Iterable[float]) -> Quartiles | None:
    """Return the quartiles of what was answered; None where nothing was."""
    given = sorted(values)
    if not given:
        return None
    if len(given) == 1:
        return Quartiles(given[0], given[0], given[0], 1)
    lower, middle, upper = quantiles(given, n=4, method="inclusive")
    return Quartiles(lower, middle, upper, len(given))


def rated(records: Iterable[NightRecord], question: Question) -> dict[date, int]:
    """Return the answers to a rating by Night. Days sick or away are left out."""
    return {
        record.night: value
        for record in records
        if not record.sick_or_away and isinstance(value := record.check_in.answer(question), int)
    }


def weekly_trend(
    records: Sequence[NightRecord], question: Question
) -> tuple[Span, ...] | NotEnough:
    """Return the weeks up to the last night, oldest first."""
    ratings = rated(records, question)
    weeks = tuple(
        _span(part, [ratings[r.night] for r in part if r.night in ratings], RATED_A_WEEK)
        for part in _parts_of(records, WEEK)
    )
    have = sum(week.figures is not None for week in weeks)
    return weeks if have >= WEEKS_OF_TREND else NotEnough(have, WEEKS_OF_TREND)


def onset_trend(records: Sequence[NightRecord]) -> tuple[Span, ...] | NotEnough:
    """Return by fortnight when the legs began, in minutes since noon."""
    spans = tuple(
        _span(part, list(_onsets(part)), ONSETS_A_FORTNIGHT)
        for part in _parts_of(records, FORTNIGHT)
    )
    have = sum(span.figures is not None for span in spans)
    return spans if have >= WEEKS_OF_TREND else NotEnough(have, WEEKS_OF_TREND)


def onset_shift(records: Sequence[NightRecord]) -> Shift | NotEnough:
    """Compare when the legs began in the last four weeks and in the four before (medians)."""
    now = list(_onsets(records[-FOUR_WEEKS:]))
    before = list(_onsets(records[-2 * FOUR_WEEKS : -FOUR_WEEKS]))
    have = min(len(now), len(before))
    if have < ONSETS_COMPARED:
        return NotEnough(have, ONSETS_COMPARED)
    return Shift(timedelta(minutes=median(before) - median(now)), len(now), len(before))


def flare_ups(records: Iterable[NightRecord]) -> tuple[Episode, ...]:
    """Return the flare-ups that count, in order."""
    return tuple(e for record in records for e in record.episodes if e.used)


def flare_ups_by_hour(episodes: Sequence[Episode], zone: ZoneInfo) -> Mapping[int, int] | NotEnough:
    """Return how many began in each hour of the clock."""
    if len(episodes) < FLARE_UPS_COUNTED:
        return NotEnough(len(episodes), FLARE_UPS_COUNTED)
    return Counter(episode.began.astimezone(zone).hour for episode in episodes)


def endings(episodes: Sequence[Episode]) -> tuple[Ending, ...] | NotEnough:
    """Return how flare-ups ended by what was done in them, the commonest first."""
    if len(episodes) < FLARE_UPS_COUNTED:
        return NotEnough(len(episodes), FLARE_UPS_COUNTED)
    by_parts: dict[tuple[Part, ...], list[Answer | None]] = {}
    for episode in episodes:
        done = {taken.part for taken in episode.done}
        parts = tuple(part for part in Part if part in done)
        by_parts.setdefault(parts, []).append(episode.last_answer)
    found = (
        Ending(
            parts,
            answers.count(Answer.BETTER),
            len(answers) - answers.count(None),
            answers.count(None),
        )
        for parts, answers in by_parts.items()
    )
    return tuple(sorted(found, key=lambda e: (-e.answered - e.unanswered, e.parts)))


def with_and_without(
    records: Iterable[NightRecord],
    step: str,
    question: Question,
    planned: Callable[[date], frozenset[str]],
) -> WithAndWithout:
    """Split the rated nights by whether ``step`` was done.

    ``planned`` says which steps a Night's routine held: a step that was not in it was left out,
    one that was in it and got no answer is unknown.
    """
    done: list[tuple[date, int]] = []
    left_out: list[tuple[date, int]] = []
    unknown = 0
    records = tuple(records)
    ratings = rated(records, question)
    for record in records:
        rating = ratings.get(record.night)
        if rating is None:
            continue
        if step in record.taken.done:
            done.append((record.night, rating))
        elif step in record.taken.skipped or step not in planned(record.night):
            left_out.append((record.night, rating))
        else:
            unknown += 1
    return WithAndWithout(step, tuple(done), tuple(left_out), unknown)


def difference(nights: WithAndWithout) -> Difference | NotEnough:
    """Return medians and the range of their difference; no word on what it means."""
    one = [rating for _, rating in nights.done]
    other = [rating for _, rating in nights.left_out]
    have = min(len(one), len(other))
    if have < NIGHTS_EACH_WAY:
        return NotEnough(have, NIGHTS_EACH_WAY)
    low, high = _hodges_lehmann(one, other)
    return Difference(median(one), median(other), low, high)


def minutes_since_noon(wall: time) -> int:
    """Return how far into the Night a clock time is."""
    return (wall.hour * 60 + wall.minute - NOON) % (24 * 60)


def wall_time(minutes: float) -> time:
    """Return the clock time that many minutes after noon."""
    whole = (round(minutes) + NOON) % (24 * 60)
    return time(whole // 60, whole % 60)


def _onsets(records: Iterable[NightRecord]) -> Iterator[int]:
    for record in records:
        if record.check_in.began is not None and not record.sick_or_away:
            yield minutes_since_noon(record.check_in.began)


def _parts_of(records: Sequence[NightRecord], size: int) -> Iterator[Sequence[NightRecord]]:
    """Yield whole parts that end with the last night; what is left over at the front is not one."""
    for start in range(len(records) % size, len(records), size):
        yield records[start : start + size]


def _span(records: Sequence[NightRecord], values: Sequence[float], need: int) -> Span:
    figures = quartiles(values) if len(values) >= need else None
    return Span(records[0].night, len(records), len(values), figures)


def _hodges_lehmann(one: Sequence[int], other: Sequence[int]) -> tuple[float, float]:
    differences = sorted(a - b for a in one for b in other)
    n, m = len(one), len(other)
    spread = sqrt(n * m * (n + m + 1) / 12)
    first = max(0, round(n * m / 2 - MIDDLE_90 * spread) - 1)
    return differences[first], differences[-1 - first]
