"""The statistics of an experiment on invented nights whose truth is known.

``python tests/benchmarks/experiment_simulation.py`` prints the whole table of the README; here
each cell is run less often and held to generous bounds. The seed is fixed: so are the figures.
"""

import sys
import time
from random import Random

import pytest
from benchmarks.experiment_simulation import CORRELATIONS, World, simulate

from rlscompanion.domain.experiment import Finding
from rlscompanion.domain.randomisation import Design, Ratings, compare, reference

pytestmark = pytest.mark.skipif(
    sys.gettrace() is not None, reason="measured without coverage: run pytest tests/benchmarks"
)

RUNS = 200


@pytest.mark.parametrize("correlation", CORRELATIONS)
@pytest.mark.parametrize("missing", [0.0, 0.3, 0.5])
def test_a_step_that_does_nothing_is_seldom_called_different(
    correlation: float, missing: float
) -> None:
    rates = simulate(World(28, 0.0, correlation, missing), RUNS)
    print(f"correlation {correlation}, {missing:.0%} missing: p <= 5 % in {rates.significant:.1%}")
    assert rates.significant <= 0.09


@pytest.mark.parametrize("correlation", CORRELATIONS)
@pytest.mark.parametrize("missing", [0.0, 0.3, 0.5])
def test_the_truth_is_inside_the_range_nine_times_in_ten(
    correlation: float, missing: float
) -> None:
    rates = simulate(World(28, -2.0, correlation, missing), RUNS)
    print(f"correlation {correlation}, {missing:.0%} missing: covered {rates.covered:.1%}")
    assert 0.85 <= rates.covered <= 0.96


@pytest.mark.parametrize(("nights", "effect"), [(20, -2.75), (28, -2.25), (40, -1.75)])
def test_the_smallest_change_that_is_promised_is_found_eight_times_in_ten(
    nights: int, effect: float
) -> None:
    rates = simulate(World(nights, effect, 0.3), RUNS)
    print(f"{nights} nights, {effect} points: p <= 5 % in {rates.significant:.1%}")
    assert 0.72 <= rates.significant <= 0.92


def test_a_step_that_does_nothing_mostly_ends_in_no_verdict_of_better_or_worse() -> None:
    found = simulate(World(28, 0.0, 0.3), RUNS).findings
    print({kind.value: f"{share:.1%}" for kind, share in found.items()})
    assert found.get(Finding.BETTER, 0) + found.get(Finding.WORSE, 0) <= 0.15
    assert found[Finding.CANNOT_TELL] > 0.4


def test_an_analysis_of_forty_nights_takes_well_under_two_seconds() -> None:
    design, chance = Design(10, 0), Random("forty nights")
    schedule = design.draw(chance)
    ratings = Ratings.of([int(chance.random() * 11) for _ in range(design.nights)])
    yardstick = _seconds(lambda: sum(range(1_000_000)))
    analysis = _seconds(lambda: compare(schedule, ratings, reference(design, Random("r"))))
    print(f"{analysis * 1000:.0f} ms; {analysis / yardstick:.0f} sums of a million numbers")
    assert analysis / yardstick < 60, "2 s are more than 130 sums on the slowest machine measured"


def _seconds(work: object) -> float:
    assert callable(work)
    taken: list[float] = []
    for _ in range(3):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return min(taken)
