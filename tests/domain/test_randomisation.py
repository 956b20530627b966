"""The statistics against answers known by counting, and the schedules against their rules."""

from collections import Counter
from itertools import groupby, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.randomisation import (
    BLOCK,
    DRAWS,
    Design,
    Ratings,
    Reference,
    compare,
    findable,
    lag_1_correlation,
    reference,
    trend_per_week,
)

designs = st.builds(Design, st.sampled_from([5, 7, 10]), st.integers(0, 6))
seeds = st.text(min_size=1, max_size=20)
ratings = st.none() | st.integers(0, 10)


def bits(schedule: int, nights: int) -> list[int]:
    return [schedule >> n & 1 for n in range(nights)]


def by_counting(design: Design) -> set[int]:
    """Return the allowed schedules by looking at every row of zeros and ones."""
    found: set[int] = set()
    for row in product((0, 1), repeat=design.nights):
        blocks = [row[n : n + BLOCK] for n in range(0, design.nights, BLOCK)]
        runs = [len(list(run)) for _, run in groupby(row)]
        weekend = [arm for n, arm in enumerate(row) if (design.first_weekday + n) % 7 in {4, 5}]
        if (
            all(sum(block) == 2 for block in blocks)
            and max(runs) <= 3
            and abs(sum(weekend) - (len(weekend) - sum(weekend))) <= 1
        ):
            found.add(sum(arm << n for n, arm in enumerate(row)))
    return found


# ------------------------------------------------------------------ schedules


@given(designs, seeds)
def test_every_block_has_two_nights_with_and_two_without(design: Design, seed: str) -> None:
    nights = bits(design.draw(Random(seed)), design.nights)
    assert [sum(nights[n : n + 4]) for n in range(0, design.nights, 4)] == [2] * design.blocks


@given(designs, seeds)
def test_no_more_than_three_nights_in_a_row_are_the_same(design: Design, seed: str) -> None:
    nights = bits(design.draw(Random(seed)), design.nights)
    assert max(len(list(run)) for _, run in groupby(nights)) <= 3


@given(designs, seeds)
def test_friday_and_saturday_nights_are_split_to_one_at_most(design: Design, seed: str) -> None:
    nights = bits(design.draw(Random(seed)), design.nights)
    weekend = [arm for n, arm in enumerate(nights) if (design.first_weekday + n) % 7 in {4, 5}]
    assert abs(sum(weekend) - (len(weekend) - sum(weekend))) <= 1


@given(designs, seeds)
def test_the_same_seed_draws_the_same_schedule(design: Design, seed: str) -> None:
    assert design.draw(Random(seed)) == design.draw(Random(seed))


def test_a_seed_of_this_version_gives_this_schedule_for_ever() -> None:
    # Should this figure change, GENERATOR must change with it: old plans are redrawn by it.
    assert Design(7, 0).draw(Random("0123456789abcdef")) == 113616467


@pytest.mark.parametrize("blocks", [1, 2, 3])
@pytest.mark.parametrize("weekday", range(7))
def test_every_allowed_schedule_is_known_by_counting(blocks: int, weekday: int) -> None:
    design = Design(blocks, weekday)
    every = list(design.every())
    assert set(every) == by_counting(design)
    assert len(every) == len(set(every))
    assert all(map(design.allows, every))


def test_each_allowed_schedule_is_drawn_equally_often() -> None:
    design, chance = Design(2, 3), Random(1)
    allowed = len(list(design.every()))
    drawn = Counter(design.draw(chance) for _ in range(200 * allowed))
    assert len(drawn) == allowed
    squares = sum((count - 200) ** 2 / 200 for count in drawn.values())
    assert squares < allowed + 5 * (2 * allowed) ** 0.5


def test_few_schedules_are_all_enumerated_and_many_are_drawn() -> None:
    short, long = (reference(Design(blocks, 0), Random(1)) for blocks in (5, 7))
    assert short.complete
    assert len(set(short.schedules)) == len(short.schedules) == short.of
    assert not long.complete
    assert len(long.schedules) == DRAWS
    assert long.of == DRAWS + 1


@given(designs, seeds)
def test_the_reference_set_holds_to_the_same_rules_as_the_plan(design: Design, seed: str) -> None:
    assert all(map(design.allows, reference(design, Random(seed), draws=20).schedules))


# ------------------------------------------------------------- known answers


ALL_OF_ONE_BLOCK = Reference((0b0011, 0b0101, 0b1001, 0b0110, 0b1010, 0b1100), complete=True)


def test_the_clearest_result_of_one_block_has_the_p_of_two_in_six() -> None:
    found = compare(0b0011, Ratings.of([1, 1, 5, 5]), ALL_OF_ONE_BLOCK)
    assert found is not None
    assert (found.with_mean, found.without_mean, found.difference) == (1, 5, -4)
    assert found.p == 2 / 6


def test_a_result_in_the_middle_is_counted_by_hand() -> None:
    # 1 5 2 6: differences of the six orders are -1, -4, 0, 0, 4, 1.
    found = compare(0b0011, Ratings.of([1, 5, 2, 6]), ALL_OF_ONE_BLOCK)
    assert found is not None
    assert found.difference == -1
    assert found.p == 4 / 6


def test_nights_without_a_rating_are_left_out_and_never_zero() -> None:
    found = compare(0b0011, Ratings.of([2, None, 5, 6]), ALL_OF_ONE_BLOCK)
    assert found is not None
    assert (found.with_mean, found.without_mean) == (2, 5.5)
    assert (found.with_nights, found.without_nights) == (1, 2)
    # Left are 2 5 6: the orders give -3.5, 0.5 (5 alone -> 1), ... counted: 2 of 6 are as far.
    differences = [2 - 5.5, 3.5 - 6, 4 - 5, 5 - 4, 6 - 3.5, 5.5 - 2]
    assert found.p == sum(abs(d) >= 3.5 for d in differences) / 6


def test_an_arm_without_any_rating_is_not_compared() -> None:
    assert compare(0b0011, Ratings.of([None, None, 5, 6]), ALL_OF_ONE_BLOCK) is None


def test_drawn_schedules_count_the_real_one_in() -> None:
    drawn = Reference((0b0101, 0b1010, 0b0110), complete=False)
    found = compare(0b0011, Ratings.of([1, 1, 5, 5]), drawn)
    assert found is not None
    assert found.p == 1 / 4


@given(
    st.integers(0, 6),
    st.lists(ratings, min_size=12, max_size=12),
    st.randoms(use_true_random=False),
)
def test_the_interval_is_the_one_that_a_scan_of_all_differences_finds(
    weekday: int, values: list[int | None], chance: Random
) -> None:
    design = Design(3, weekday)
    against = reference(design, chance)
    schedule = chance.choice(against.schedules)
    found = compare(schedule, Ratings.of(values), against)
    if found is None:
        return
    for tenth in range(-99, 100, 9):
        x = tenth / 10
        p = share_as_extreme(schedule, values, against, x)
        if found.low + 1e-6 < x < found.high - 1e-6:
            assert p > 0.1
        elif x < found.low - 1e-6 or x > found.high + 1e-6:
            assert p <= 0.1 + 1e-9


def share_as_extreme(
    schedule: int, values: list[int | None], against: Reference, x: float
) -> float:
    """Return the p of an effect of ``x`` points, in plain words of the definition."""
    without_it = [
        None if value is None else value - x * (schedule >> n & 1) for n, value in enumerate(values)
    ]
    real = difference(schedule, without_it)
    assert real is not None
    drawn = [difference(other, without_it) for other in against.schedules]
    return sum(d is None or abs(d) >= abs(real) - 1e-9 for d in drawn) / len(drawn)


def difference(schedule: int, values: list[float | None]) -> float | None:
    arms: tuple[list[float], list[float]] = ([], [])
    for n, value in enumerate(values):
        if value is not None:
            arms[schedule >> n & 1].append(value)
    without, with_it = arms
    if not without or not with_it:
        return None
    return sum(with_it) / len(with_it) - sum(without) / len(without)


@given(designs, seeds, st.lists(ratings, min_size=40, max_size=40))
def test_the_range_holds_the_difference_and_p_is_a_share(
    design: Design, seed: str, values: list[int | None]
) -> None:
    schedule = design.draw(Random(seed))
    drawn = Reference(tuple(design.draw(Random(f"{seed}{n}")) for n in range(30)), complete=False)
    found = compare(schedule, Ratings.of(values[: design.nights]), drawn)
    if found is not None:
        assert found.low <= found.difference + 1e-9
        assert found.high >= found.difference - 1e-9
        assert 0 < found.p <= 1


@given(st.lists(ratings, max_size=40))
def test_sums_by_bits_are_sums(values: list[int | None]) -> None:
    kept = Ratings.of(values)
    assert kept.total(kept.rated) == sum(value for value in values if value is not None)
    assert kept.rated.bit_count() == sum(value is not None for value in values)


# -------------------------------------------------------------- descriptions


def test_nights_that_resemble_the_night_before_correlate() -> None:
    waves = [2, 2, 3, 5, 7, 8, 8, 7, 5, 3, 2, 2, 3, 5, 7, 8]
    found = lag_1_correlation(0b0011001100110011, waves)
    assert found is not None
    assert found > 0.5


def test_a_constant_or_too_short_diary_has_no_correlation() -> None:
    assert lag_1_correlation(0b0101, [5, 5, 5, 5]) is None
    assert lag_1_correlation(0b0101, [5, None, 4, None]) is None


def test_a_trend_of_one_point_a_night_is_seven_a_week() -> None:
    values = [0, 1, 2, 3, 4, 5, 6, 7]
    assert trend_per_week(0b10010110, values) == pytest.approx(7)
    assert trend_per_week(0b0011, [1, None, None, 2]) is None


@pytest.mark.parametrize(
    ("nights", "sd", "points"),
    [(20, 2.0, 2.75), (28, 1.5, 1.75), (28, 2.0, 2.25), (40, 2.5, 2.25), (56, 2.0, 1.5)],
)
def test_what_can_be_found_is_the_table_of_the_design(
    nights: int, sd: float, points: float
) -> None:
    assert findable(nights, sd) == points


def test_what_can_be_found_grows_with_the_spread_of_the_nights() -> None:
    found = [findable(28, sd / 10) for sd in range(5, 45)]
    assert found == sorted(found)
    assert findable(28, 5.0) == pytest.approx(5.5)
