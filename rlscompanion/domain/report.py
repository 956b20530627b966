"""What a doctor is told of some weeks: figures with the nights they come from, nothing advised.

Missing is missing: a night without an answer is in no figure. Days sick or away are counted apart.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from rlscompanion.domain.check_in import Chip, Question
from rlscompanion.domain.insight import (
    ONSETS_COMPARED,
    TROUBLED_FROM,
    WEEK,
    Ending,
    NotEnough,
    Quartiles,
    endings,
    flare_ups,
    minutes_since_noon,
    quartiles,
    rated,
)
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.nights import NightRecord
from rlscompanion.domain.weekly import WeeklyCheck

WEEKS: Final = (2, 4, 8, 12)
USUAL_WEEKS: Final = 4
RATED_IN_A_WEEK: Final = 5
"""Of seven nights, before a week counts in nights a week."""
HOURS: Final = (18, 21, 24)
"""The hours that part the times at which legs begin."""


class Period(Struct, frozen=True):
    """Nights from ``first`` to ``last``, both in it."""

    first: date
    last: date

    @staticmethod
    def of_weeks(weeks: int, last: date) -> "Period":
        return Period(last - (weeks * WEEK - 1) * ONE_DAY, last)

    @property
    def nights(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        return Period(self.first - self.nights * ONE_DAY, self.first - ONE_DAY)


class Spread(Struct, frozen=True):
    """Quartiles of some answers, and the least and greatest of them."""

    quartiles: Quartiles
    least: float
    greatest: float

    @staticmethod
    def of(values: Iterable[float]) -> "Spread | None":
        given = sorted(values)
        found = quartiles(given)
        return None if found is None else Spread(found, given[0], given[-1])


class Recorded(Struct, frozen=True):
    """Of which nights there is a diary, and how many of them say something."""

    kept: Period | None
    """From the first night ever noted, if that is in the period; None before there is one."""
    rated: int
    """With a rating of the legs, days sick or away left out."""
    late: int
    """Of the rated ones, filled in later than the day after."""
    away: int
    """Called sick or away."""
    answered: int
    """With any answer in the morning."""

    @property
    def nights(self) -> int:
        return 0 if self.kept is None else self.kept.nights

    @property
    def blank(self) -> int:
        return self.nights - self.rated - self.away


class Frequency(Struct, frozen=True):
    """On how many of the rated nights; ``weeks`` are nights with symptoms in each full week."""

    with_symptoms: int
    troubled: int
    free: int
    weeks: tuple[int, ...]
    days: tuple[tuple[date, int], ...]
    """From the weekly checks: on how many of seven days."""


class Change(Struct, frozen=True):
    """A median now and in the period before; None where either has too few nights."""

    now: float
    before: float
    nights: int
    nights_before: int


class Timing(Struct, frozen=True):
    """When the legs begin, in minutes since noon."""

    began: Spread | None
    hours: tuple[int, ...]
    """How many began before 18:00, from 18:00, from 21:00, from midnight on."""
    change: Change | None


class Relief(Struct, frozen=True):
    """Flare-ups: how many, on how many nights, at what hour, and how they ended after what."""

    flare_ups: int
    nights: int
    began: Spread | None
    endings: tuple[Ending, ...] | NotEnough


class StepDone(Struct, frozen=True):
    """A step of the evening: on how many of its planned nights it was ticked."""

    title: str
    done: int
    planned: int
    is_supplement: bool


class Figures(Struct, frozen=True):
    """Everything that is counted over the nights of one period."""

    period: Period
    recorded: Recorded
    frequency: Frequency
    severity: Mapping[Question | None, Spread | None]
    """By question; None is the highest rating of a night."""
    severity_change: Change | None
    timing: Timing
    sleep: Mapping[Question, Spread | None]
    relief: Relief
    chips: Mapping[str, tuple[date, ...]]
    """On which nights each was noted."""


def figures_of(
    period: Period,
    records: Sequence[NightRecord],
    before: Sequence[NightRecord],
    weekly: Mapping[date, WeeklyCheck],
    zone: ZoneInfo,
) -> Figures:
    """Return the figures over ``records``, compared with those of the period ``before``.

    ``records`` are the nights of the period of which a diary was kept.
    """
    worst = worst_of(records)
    return Figures(
        period=period,
        recorded=_recorded(records, len(worst)),
        frequency=Frequency(
            with_symptoms=sum(legs > 0 for legs in worst.values()),
            troubled=sum(legs >= TROUBLED_FROM for legs in worst.values()),
            free=sum(legs == 0 for legs in worst.values()),
            weeks=_weeks(records, worst),
            days=tuple(
                (night, check.days_with_symptoms)
                for night, check in weekly.items()
                if check.days_with_symptoms is not None
            ),
        ),
        severity={
            None: Spread.of(worst.values()),
            **{asked: Spread.of(rated(records, asked).values()) for asked in _LEGS},
        },
        severity_change=_change(list(worst.values()), list(worst_of(before).values())),
        timing=_timing(records, before),
        sleep={asked: Spread.of(rated(records, asked).values()) for asked in _SLEEP},
        relief=_relief(records, zone),
        chips=_chips(records),
    )


def is_noted(record: NightRecord) -> bool:
    """Return whether anything that stands was noted of this Night."""
    taken = record.taken
    return bool(
        not record.check_in.is_blank
        or record.had_a_drink
        or record.flare_ups
        or taken.done
        or taken.skipped
    )


def worst_of(records: Iterable[NightRecord]) -> dict[date, int]:
    """Return the highest rating of the legs by Night. Days sick or away are left out."""
    return {
        record.night: legs
        for record in records
        if not record.sick_or_away and (legs := record.check_in.worst_legs) is not None
    }


def newest(
    weekly: Mapping[date, WeeklyCheck], said: Callable[[WeeklyCheck], object]
) -> tuple[date, WeeklyCheck] | None:
    """Return the last weekly check that says something of it, with its Night."""
    found = [(night, check) for night, check in sorted(weekly.items()) if said(check) is not None]
    return found[-1] if found else None


def _recorded(records: Sequence[NightRecord], rated_nights: int) -> Recorded:
    said = [record for record in records if not record.check_in.is_blank]
    return Recorded(
        kept=Period(records[0].night, records[-1].night) if records else None,
        rated=rated_nights,
        late=sum(
            record.check_in.filled_in_late
            for record in said
            if record.check_in.worst_legs is not None and not record.sick_or_away
        ),
        away=sum(record.sick_or_away for record in records),
        answered=len(said),
    )


def _weeks(records: Sequence[NightRecord], worst: Mapping[date, int]) -> tuple[int, ...]:
    weeks: list[int] = []
    for begin in range(len(records) % WEEK, len(records), WEEK):
        nights = [record.night for record in records[begin : begin + WEEK]]
        legs = [worst[night] for night in nights if night in worst]
        if len(legs) >= RATED_IN_A_WEEK:
            weeks.append(sum(one > 0 for one in legs))
    return tuple(weeks)


def _timing(records: Sequence[NightRecord], before: Sequence[NightRecord]) -> Timing:
    began = _onsets(records)
    bounds = [minutes_since_noon(time(hour % 24)) for hour in HOURS]
    bands = Counter(sum(at >= bound for bound in bounds) for at in began)
    return Timing(
        Spread.of(began),
        tuple(bands[n] for n in range(len(HOURS) + 1)),
        _change(began, _onsets(before)),
    )


def _onsets(records: Iterable[NightRecord]) -> list[int]:
    return [
        minutes_since_noon(record.check_in.began)
        for record in records
        if record.check_in.began is not None and not record.sick_or_away
    ]


def _change(now: Sequence[int], before: Sequence[int]) -> Change | None:
    if min(len(now), len(before)) < ONSETS_COMPARED:
        return None
    return Change(median(now), median(before), len(now), len(before))


def _relief(records: Sequence[NightRecord], zone: ZoneInfo) -> Relief:
    episodes = flare_ups(records)
    began = [minutes_since_noon(one.began.astimezone(zone).time()) for one in episodes]
    return Relief(
        flare_ups=len(episodes),
        nights=sum(record.flare_ups > 0 for record in records),
        began=Spread.of(began),
        endings=endings(episodes),
    )


def _chips(records: Iterable[NightRecord]) -> Mapping[str, tuple[date, ...]]:
    found: dict[str, tuple[date, ...]] = {}
    for record in records:
        noted = dict.fromkeys(record.check_in.chips)
        if record.had_a_drink:
            noted[Chip.ALCOHOL] = None
        for chip in noted:
            found[chip] = (*found.get(chip, ()), record.night)
    return found


_LEGS: Final = (Question.LEGS_EVENING, Question.LEGS_FALLING_ASLEEP, Question.LEGS_IN_NIGHT)
_SLEEP: Final = (Question.MINUTES_TO_FALL_ASLEEP, Question.TIMES_UP, Question.SLEEP)
