"""Planning an evening of thirty steps, measured against a yardstick of plain Python."""

import sys
from datetime import date, time
from timeit import timeit
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from library import LIBRARY, nothing_is_locked
from rlscompanion.domain.night import NightCalendar
from rlscompanion.domain.planner import Planner
from rlscompanion.domain.profile import Medicine, Profile
from rlscompanion.domain.routine import AtClock, BeforeBed, Routine, RoutineStep
from rlscompanion.domain.safety import Gate

pytestmark = pytest.mark.skipif(
    sys.gettrace() is not None, reason="measured without coverage: run pytest tests/benchmarks"
)

NIGHT = date(2026, 11, 22)
CALENDAR = NightCalendar(ZoneInfo("Europe/Berlin"))
YARDSTICK_NUMBERS = 100_000
AT_MOST = 2.0
"""So many times the yardstick, which takes 1 ms where Python is fast and 1.5 ms where it is slow."""

PEACEFUL = [
    "dim-lights",
    "stretching",
    "screens-off",
    "slow-breathing",
    "warm-bath",
    "contrast-shower",
    "self-massage",
    "morning-light",
    "daytime-exercise",
    "evening-snack",
    "no-caffeine",
    "no-alcohol",
    "no-late-training",
    "glycine",
    "vitamin-c",
    "vitamin-b6",
    "vitamin-d",
    "omega-3",
    "taurine",
    "potassium-food",
    "l-theanine",
]


def thirty(*special: RoutineStep) -> Routine:
    steps = [*map(RoutineStep, PEACEFUL), *special]
    soaks = [
        RoutineStep(f"own/soak-{n}", title=f"Soak {n}", when=BeforeBed(300 + 15 * n), minutes=10)
        for n in range(30 - len(steps))
    ]
    return Routine(steps=(*steps, *soaks))


def medicines(*made: Medicine) -> Profile:
    return replace(nothing_is_locked(NIGHT), medicines=made)


WITHOUT_CONFLICTS = (
    thirty(RoutineStep("magnesium", when=AtClock(time(15))), RoutineStep("compression")),
    medicines(Medicine("Gabapentin", "gabapentinoid", (time(22, 30),))),
)
WITH_CONFLICTS = (
    thirty(
        RoutineStep("compression"),
        RoutineStep("magnesium"),
        RoutineStep("iron", when=AtClock(time(21))),
        RoutineStep("zinc", when=AtClock(time(20, 30))),
        RoutineStep("magnesium-skin"),
    ),
    medicines(
        Medicine("Gabapentin", "gabapentinoid", (time(21, 30),)),
        Medicine("Levothyroxine", "levothyroxine", (time(7),)),
        Medicine("Calcium", "calcium"),
    ),
)


def plan(routine: Routine, profile: Profile) -> int:
    gate = Gate(LIBRARY, profile, NIGHT)
    evening = Planner(LIBRARY, routine, gate, CALENDAR).plan(NIGHT)
    assert len(evening.steps) == 31
    return len(evening.conflicts)


@pytest.mark.parametrize(
    ("routine", "profile", "conflicts"),
    [(*WITHOUT_CONFLICTS, 0), (*WITH_CONFLICTS, 9)],
    ids=["without conflicts", "with conflicts"],
)
def test_an_evening_of_thirty_steps_is_planned_at_once(
    routine: Routine, profile: Profile, conflicts: int
) -> None:
    assert plan(routine, profile) == conflicts
    planning: list[float] = []
    yardstick: list[float] = []
    for _ in range(40):  # side by side, so that a busy machine slows both
        planning.append(timeit(lambda: plan(routine, profile), number=2))
        yardstick.append(timeit(lambda: sum(range(YARDSTICK_NUMBERS)), number=2))
    ratio = min(planning) / min(yardstick)
    assert ratio < AT_MOST, f"{ratio:.2f} yardsticks"
