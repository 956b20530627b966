"""Homes with years of nights in them, written in a few seconds and the same every time."""

from datetime import date, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from houses import local

from fakes import FakeClock
from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.made_up_nights import MadeUp, made_up_nights

LAST_NIGHT: Final = date(2026, 11, 21)
NOW: Final = "2026-11-22 07:30"
NIGHTS_A_YEAR: Final = 365

STEPS: Final = (
    ("no-caffeine", time(13, 0)),
    ("daytime-exercise", time(16, 0)),
    ("evening-snack", time(19, 30)),
    ("dim-lights", time(20, 0)),
    ("warm-bath", time(20, 40)),
    ("self-massage", time(21, 0)),
    ("stretching", time(21, 10)),
    ("screens-off", time(21, 30)),
    ("own/foot-soak", time(21, 45)),
    ("compression", time(21, 50)),
    ("slow-breathing", time(22, 10)),
    ("no-alcohol", time(22, 20)),
    ("lavender", time(22, 25)),
)
"""More than 80,000 marks in twenty years."""


def made_up_years(home: Path, years: int) -> Companion:
    """Return a companion over ``years`` of nights, on the morning after the last of them.

    Each year has some 4,000 marks, 750 flare-ups and 330 check-ins.
    """
    companion = Companion(home_folders(home), FakeClock(local(NOW)))
    companion.planning.save(companion.planning.routine())
    life = MadeUp(ZoneInfo("Europe/Berlin"), STEPS, flare_ups_a_night=2.85)
    companion.journal.append(*made_up_nights(life, LAST_NIGHT, years * NIGHTS_A_YEAR))
    return companion
