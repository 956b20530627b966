"""A day and a night of a companion that is left alone, in accelerated time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from evenings import WorldsAlarms
from houses import House

DAY = timedelta(days=1).total_seconds()


class Resident:
    """A companion in its house, with alarms that wait and beat as the real ones do."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.looks = 0
        self.writes = 0
        house.settle_in()
        self.alarms = WorldsAlarms(house.clock, house.clock.monotonic(), beats=True)
        house.reminding.alarms = self.alarms
        self.alarms.start(self._look)
        house.companion.database._open().set_trace_callback(self._count)

    def _look(self) -> None:
        self.looks += 1
        self.house.reminding.look()

    def _count(self, statement: str) -> None:
        self.writes += statement == "COMMIT"

    def begin(self) -> None:
        self._look()

    def stay(self, seconds: float) -> None:
        self.alarms.pass_time(seconds)

    @property
    def notices(self) -> list[str]:
        return [f"{notice.id} {len(notice.reminders)}" for notice in self.house.notifier.shown]


@pytest.fixture
def resident(home: Path) -> Iterator[Resident]:
    house = House(home, "2026-11-22 18:00")
    yield Resident(house)
    house.companion.database.close()


def test_a_day_costs_six_looks_and_nine_writes_for_four_notices(resident: Resident) -> None:
    # GIVEN the four built-in steps, and nobody at the desk
    resident.begin()

    # WHEN a day and a night go by
    resident.stay(DAY)

    # THEN it looked at the start, at each reminder and at noon
    assert resident.looks == 6
    # AND showed each reminder once, two of them in one notice
    assert resident.notices == [
        "2026-11-22/dim-lights 2",
        "2026-11-22/stretching 1",
        "2026-11-22/screens-off 1",
        "2026-11-22/slow-breathing 1",
    ]
    # AND wrote down each claim, and of each notice what became of it
    assert resident.writes == 5 + 4


def test_a_week_alone_grows_nothing_but_the_record(resident: Resident) -> None:
    resident.begin()
    resident.stay(7 * DAY)
    assert resident.looks == 1 + 7 * 5
    assert len(resident.notices) == 7 * 4
    assert len(resident.house.reminding._showing) <= 4
    assert len(resident.house.reminding._told) <= 5
    assert len(resident.house.companion.reminder_events.newest(1000)) == 7 * 5


def test_a_night_asleep_costs_two_looks_and_shows_nothing_in_the_morning(
    resident: Resident,
) -> None:
    # GIVEN a lid closed at six in the evening and opened at half past seven, with no sleep signal
    resident.begin()
    resident.house.clock.jump(timedelta(hours=13.5))

    # WHEN the heartbeat finds it
    resident.stay(60)

    # THEN nothing of last night is shown, and one write says why
    assert resident.looks == 2
    assert resident.notices == []
    assert resident.writes == 1


def test_an_afternoon_with_nothing_to_do_writes_nothing(resident: Resident) -> None:
    resident.begin()
    resident.stay(80 * 60)
    assert (resident.looks, resident.writes) == (1, 0)
