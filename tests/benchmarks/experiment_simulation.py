"""What the statistics of an experiment do with invented nights whose truth is known.

``python tests/benchmarks/experiment_simulation.py`` prints the tables of the README (about two
minutes); the same seed gives the same figures. Invented: ratings round and stay within 0 to 10,
mean 5, nightly SD 2, each night like the one before by the correlation stated.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from math import sqrt
from random import Random

from msgspec import Struct

from rlscompanion.domain.experiment import Finding, enough, finding
from rlscompanion.domain.randomisation import Comparison, Design, Ratings, Reference, compare
from rlscompanion.domain.randomisation import reference as drawn_reference

SEED = "invented nights"
DRAWS = 1_999
MEAN = 5.0
SD = 2.0
RUNS = 1_000
CORRELATIONS = (0.0, 0.3, 0.6)
MISSING = (0.0, 0.1, 0.2, 0.3, 0.5)


class World(Struct, frozen=True):
    """A truth: ``effect`` points on nights with the step."""

    nights: int
    effect: float
    correlation: float
    missing: float = 0.0


class Rates(Struct, frozen=True):
    """Shares of the runs of one world."""

    significant: float
    covered: float
    width: float
    findings: dict[Finding, float]


@cache
def reference_of(design: Design) -> Reference:
    return drawn_reference(design, Random(SEED), DRAWS)


def simulate(world: World, runs: int = RUNS) -> Rates:
    chance = Random(f"{SEED} {world}")
    found = list(_comparisons(world, runs, chance))
    widths = sorted(one.high - one.low for one, _ in found)
    return Rates(
        significant=sum(one.p <= 0.05 for one, _ in found) / len(found),
        covered=sum(one.low <= world.effect <= one.high for one, _ in found) / len(found),
        width=widths[len(widths) // 2],
        findings={
            kind: count / len(found) for kind, count in Counter(kind for _, kind in found).items()
        },
    )


def _comparisons(world: World, runs: int, chance: Random) -> Iterator[tuple[Comparison, Finding]]:
    for _ in range(runs):
        design = Design(world.nights // 4, int(chance.random() * 7))
        schedule = design.draw(chance)
        values = _ratings(world, schedule, chance)
        compared = compare(schedule, Ratings.of(values), reference_of(design))
        if compared is not None:
            yield compared, finding(compared if enough(schedule, values) else None)


def _ratings(world: World, schedule: int, chance: Random) -> list[int | None]:
    rest = chance.gauss(0, SD)
    values: list[int | None] = []
    for night in range(world.nights):
        legs = MEAN + rest + world.effect * (schedule >> night & 1)
        rated = chance.random() >= world.missing
        values.append(min(10, max(0, round(legs))) if rated else None)
        rest = world.correlation * rest + chance.gauss(0, SD * sqrt(1 - world.correlation**2))
    return values


def tables() -> Iterator[str]:
    """Yield the lines of the README's tables, in Markdown."""
    yield from _false_alarms()
    yield ""
    yield from _powers()
    yield ""
    yield from _endings()


def _false_alarms() -> Iterator[str]:
    yield "28 nights | " + " | ".join(f"{share:.0%} missing" for share in MISSING)
    yield "--- | " + " | ".join("---:" for _ in MISSING)
    for correlation in CORRELATIONS:
        none = [simulate(World(28, 0.0, correlation, share)) for share in MISSING]
        two = [simulate(World(28, -2.0, correlation, share)) for share in MISSING]
        name = f"correlation {correlation:g}"
        yield f"{name}: no effect, p ≤ 5 % | " + _row(rates.significant for rates in none)
        yield f"{name}: no effect, inside the 90 % range | " + _row(r.covered for r in none)
        yield f"{name}: −2 points, inside the 90 % range | " + _row(r.covered for r in two)
        yield f"{name}: −2 points, p ≤ 5 % | " + _row(rates.significant for rates in two)


def _powers() -> Iterator[str]:
    yield "smallest change of §1.6 (SD 2, correlation 0.3) | found, p ≤ 5 % | median width"
    yield "--- | ---: | ---:"
    for nights, effect in ((20, -2.75), (28, -2.25), (40, -1.75)):
        rates = simulate(World(nights, effect, 0.3))
        yield f"{nights} nights, {effect:g} points | {rates.significant:.0%} | {rates.width:.1f}"


def _endings() -> Iterator[str]:
    kinds = [kind for kind in Finding if kind not in {Finding.NOT_ENOUGH, Finding.WITHHELD}]
    yield "truth (SD 2, correlation 0.3) | " + " | ".join(kind.value for kind in kinds)
    yield "--- | " + " | ".join("---:" for _ in kinds)
    for nights in (28, 40):
        for effect in (0.0, -1.0, -2.0):
            rates = simulate(World(nights, effect, 0.3))
            yield f"{nights} nights, {effect:g} points | " + _row(
                rates.findings.get(kind, 0.0) for kind in kinds
            )


def _row(shares: Iterator[float]) -> str:
    return " | ".join(f"{share:.1%}" for share in shares)


if __name__ == "__main__":
    for line in tables():
        print(line if not line else f"| {line} |", flush=True)
