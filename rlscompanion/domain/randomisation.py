"""The statistics of a test on one person: schedules drawn by chance, judged by that same chance.

A schedule is an integer whose bit ``n`` is set where night ``n`` is a night *with* the step. The
test asks how often a schedule drawn in the same way shows a difference as large; so it needs no
normal curve, no independence of nights, and no value for a night without a rating.
Source: design/experiments-and-report.md §1; Edgington & Onghena, Randomization Tests (2007).
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from random import Random

BLOCK: Final = 4
MAX_RUN: Final = 3
ORDERS: Final = tuple(order for order in range(1 << BLOCK) if order.bit_count() == BLOCK // 2)
"""Two nights with and two without: the six orders of a block."""
WEEKEND: Final = frozenset({4, 5})
"""Friday and Saturday nights."""
GENERATOR: Final = 1
"""Changes whenever the same seed gives another schedule."""

ENUMERATED_AT_MOST: Final = 10_000
DRAWS: Final = 9_999
OUTSIDE_TENTHS: Final = 1
"""The interval leaves out 1 tenth: it is a 90 % interval."""
WIDEST: Final = 10.0
"""No two ratings from 0 to 10 are further apart."""
EXACT: Final = 9
"""Decimals of an end of the interval; beyond them there is only the noise of floating point."""

Schedule = int


class Design(Struct, frozen=True, dict=True):
    """Which schedules may be drawn: that many blocks from a night on that weekday (Monday 0)."""

    blocks: int
    first_weekday: int

    @property
    def nights(self) -> int:
        return self.blocks * BLOCK

    @cached_property
    def weekend(self) -> int:
        """The Friday and Saturday nights, as bits."""
        return sum(1 << n for n in range(self.nights) if (self.first_weekday + n) % 7 in WEEKEND)

    def allows(self, schedule: Schedule) -> bool:
        """Return whether no arm runs too long and the weekends are split fairly."""
        return not _runs_too_long(schedule, self.nights) and self._splits_weekends(schedule)

    def _splits_weekends(self, schedule: Schedule) -> bool:
        with_it = (schedule & self.weekend).bit_count()
        return abs(2 * with_it - self.weekend.bit_count()) <= 1

    def draw(self, chance: "Random") -> Schedule:
        """Return one of the allowed schedules, all of them equally likely.

        Only ``random()`` is asked: Python promises the same numbers for the same seed for no
        other method.
        """
        while True:
            schedule = 0
            for block in range(self.blocks):
                schedule |= ORDERS[int(chance.random() * len(ORDERS))] << (block * BLOCK)
                if _runs_too_long(schedule, (block + 1) * BLOCK):
                    break
            else:
                if self._splits_weekends(schedule):
                    return schedule

    def every(self) -> Iterator[Schedule]:
        """Yield each allowed schedule once."""
        return filter(self._splits_weekends, _orders_of(self.blocks))


def _orders_of(blocks: int, begun: Schedule = 0, done: int = 0) -> Iterator[Schedule]:
    if done == blocks:
        yield begun
        return
    for order in ORDERS:
        longer = begun | order << (done * BLOCK)
        if not _runs_too_long(longer, (done + 1) * BLOCK):
            yield from _orders_of(blocks, longer, done + 1)


def _runs_too_long(schedule: Schedule, nights: int) -> bool:
    """Return whether more than three nights in a row are the same."""
    other = ~schedule & ((1 << nights) - 1)
    return any(
        nights_of & nights_of >> 1 & nights_of >> 2 & nights_of >> MAX_RUN
        for nights_of in (schedule, other)
    )


class Reference(Struct, frozen=True):
    """What a schedule is judged against: every allowed one, or many drawn like it."""

    schedules: tuple[Schedule, ...]
    complete: bool

    @property
    def of(self) -> int:
        """Return how many schedules a share is out of; a drawn set counts the real one in."""
        return len(self.schedules) + (not self.complete)


def reference(design: Design, chance: "Random", draws: int = DRAWS) -> Reference:
    """Return the reference set: all allowed schedules where they are few, else draws."""
    few = tuple(islice(design.every(), ENUMERATED_AT_MOST + 1))
    if len(few) <= ENUMERATED_AT_MOST:
        return Reference(few, complete=True)
    return Reference(tuple(design.draw(chance) for _ in range(draws)), complete=False)


class Ratings(Struct, frozen=True):
    """Whole ratings by night as bits: which nights have one, and the binary digits of them."""

    rated: int
    digits: tuple[int, ...]

    @staticmethod
    def of(values: Sequence[int | None]) -> "Ratings":
        """Return the ratings; ``None`` is a night without one."""
        known = {n: value for n, value in enumerate(values) if value is not None}
        if min(known.values(), default=0) < 0:
            raise ValueError("ratings are not negative")
        longest = max(known.values(), default=0).bit_length()
        return Ratings(
            rated=sum(1 << n for n in known),
            digits=tuple(
                sum(1 << n for n, value in known.items() if value >> digit & 1)
                for digit in range(longest)
            ),
        )

    def total(self, nights: int) -> int:
        """Return the sum of the ratings of some nights."""
        return sum((nights & ones).bit_count() << n for n, ones in enumerate(self.digits))


class Comparison(Struct, frozen=True):
    """Nights with against nights without, in points; negative is lower with the step.

    ``low`` to ``high`` is the 90 % interval: every difference that the test does not rule out.
    """

    with_mean: float
    without_mean: float
    with_nights: int
    without_nights: int
    difference: float
    low: float
    high: float
    p: float
    schedules: int
    complete: bool


def compare(schedule: Schedule, ratings: Ratings, against: Reference) -> Comparison | None:
    """Return the comparison as assigned; None where one of the arms has no rating.

    For each schedule ``r`` of the reference, with ``a`` its difference in ratings and ``b`` its
    difference in the share of nights that really were *with*, an effect of ``x`` points is as
    extreme as the real one where ``|a - x b| >= |d - x|``. As ``|b| <= 1`` that holds exactly
    between ``(d - a) / (1 - b)`` and ``(d + a) / (1 + b)``, so sorting those ends inverts the
    test without a grid.
    """
    rated = ratings.rated
    real = schedule & rated
    n, n_with, total = rated.bit_count(), real.bit_count(), ratings.total(rated)
    n_without = n - n_with
    if not n_with or not n_without:
        return None
    real_scale = n_with * n_without
    real_sum = n * ratings.total(real) - n_with * total
    difference = real_sum / real_scale
    extreme = 0
    lows: list[float] = []
    highs: list[float] = []
    for other in against.schedules:
        drawn = other & rated
        m = drawn.bit_count()
        scale = m * (n - m)
        drawn_sum = n * ratings.total(drawn) - m * total
        shared = n * (drawn & real).bit_count() - m * n_with
        extreme += abs(drawn_sum) * real_scale >= abs(real_sum) * scale
        if abs(shared) == scale:  # the same nights, the opposite nights, or an empty arm
            lows.append(-WIDEST)
            highs.append(WIDEST)
            continue
        a, b = drawn_sum / scale, shared / scale
        one, two = (difference - a) / (1 - b), (difference + a) / (1 + b)
        lows.append(min(one, two))
        highs.append(max(one, two))
    lows.sort()
    highs.sort()
    real_counts = not against.complete
    needed = against.of * OUTSIDE_TENTHS // 10 + 1 - real_counts
    inside = 0 < needed <= len(lows)
    return Comparison(
        with_mean=ratings.total(real) / n_with,
        without_mean=(total - ratings.total(real)) / n_without,
        with_nights=n_with,
        without_nights=n_without,
        difference=difference,
        low=max(-WIDEST, round(lows[needed - 1], EXACT)) if inside else -WIDEST,
        high=min(WIDEST, round(highs[-needed], EXACT)) if inside else WIDEST,
        p=(extreme + real_counts) / against.of,
        schedules=len(against.schedules),
        complete=against.complete,
    )


MIN_PAIRS: Final = 3


def lag_1_correlation(schedule: Schedule, values: Sequence[int | None]) -> float | None:
    """Return how much a night resembles the one before, each less the mean of its arm."""
    rest = _less_the_mean_of_its_arm(schedule, values)
    pairs = [(one, two) for one, two in pairwise(rest) if one is not None and two is not None]
    known = [value for value in rest if value is not None]
    spread = sum(value * value for value in known)
    if len(pairs) < MIN_PAIRS or not spread:
        return None
    together = sum(one * two for one, two in pairs) / len(pairs)
    return max(-1.0, min(1.0, together / (spread / len(known))))


def trend_per_week(schedule: Schedule, values: Sequence[int | None]) -> float | None:
    """Return the slope of the ratings in points a week, each less the mean of its arm."""
    rest = _less_the_mean_of_its_arm(schedule, values)
    known = [(n, value) for n, value in enumerate(rest) if value is not None]
    if len(known) < MIN_PAIRS:
        return None
    middle = sum(n for n, _ in known) / len(known)
    return 7 * (
        sum((n - middle) * value for n, value in known) / sum((n - middle) ** 2 for n, _ in known)
    )


def _less_the_mean_of_its_arm(
    schedule: Schedule, values: Sequence[int | None]
) -> list[float | None]:
    means: dict[int, float] = {}
    for arm in (0, 1):
        own = [v for n, v in enumerate(values) if v is not None and schedule >> n & 1 == arm]
        means[arm] = sum(own) / len(own) if own else 0.0
    return [None if v is None else v - means[schedule >> n & 1] for n, v in enumerate(values)]


FINDABLE: Final[Mapping[int, tuple[tuple[float, float], ...]]] = MappingProxyType(
    {
        20: ((1.5, 2.25), (2.0, 2.75), (2.5, 3.5)),
        28: ((1.5, 1.75), (2.0, 2.25), (2.5, 2.75)),
        40: ((1.5, 1.5), (2.0, 1.75), (2.5, 2.25)),
        56: ((1.5, 1.25), (2.0, 1.5), (2.5, 2.0)),
    }
)
"""By length: nightly SD, and the smallest change found 8 times in 10 (§1.6, correlation 0.3)."""


def findable(nights: int, sd: float) -> float:
    """Return the smallest true change, in points, that is found 8 times in 10.

    ``nights`` is a length of the table. Between its figures a straight line, beyond them in
    proportion to ``sd``.
    """
    points = ((0.0, 0.0), *FINDABLE[nights])
    last_sd, last = points[-1]
    if sd >= last_sd:
        return last * sd / last_sd
    for (sd_1, one), (sd_2, two) in pairwise(points):
        if sd <= sd_2:
            return one + (two - one) * (sd - sd_1) / (sd_2 - sd_1)
    raise AssertionError(sd)
