"""One reminder of the morning's check-in, where it is wished, in its time, and never twice."""

from pathlib import Path

import pytest
from houses import House, local

from rlscompanion.domain.check_in import Question


@pytest.fixture
def house(home: Path) -> House:
    made = House(home, "2026-11-20 18:00").settle_in()
    made.companion.preferring.change(morning_reminder=True)
    return made


def claimed(house: House, at: str) -> str:
    house.clock.set(local(at))
    night = house.companion.greeting.claim(house.clock.now())
    return "" if night is None else night.isoformat()


def test_it_comes_once_after_waking_also_after_a_restart(house: House) -> None:
    assert claimed(house, "2026-11-21 06:59") == ""
    assert claimed(house, "2026-11-21 07:00") == "2026-11-20"
    house.restart()
    assert claimed(house, "2026-11-21 07:05") == ""
    assert claimed(house, "2026-11-22 07:00") == "2026-11-21"


def test_nobody_is_asked_who_did_not_wish_it(house: House) -> None:
    house.companion.preferring.change(morning_reminder=False)
    assert claimed(house, "2026-11-21 07:00") == ""
    assert house.companion.greeting.next(house.clock.now()) is None


def test_what_was_answered_already_is_not_asked(house: House) -> None:
    house.clock.set(local("2026-11-21 06:40"))
    night = house.companion.journaling.last_night()
    house.companion.journaling.say(night, Question.LEGS_EVENING, 3)
    assert claimed(house, "2026-11-21 07:00") == ""


def test_when_the_morning_is_over_it_is_too_late(house: House) -> None:
    assert claimed(house, "2026-11-21 11:00") == ""


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-20 23:50", "2026-11-21 07:00"),
        ("2026-11-21 06:59", "2026-11-21 07:00"),
        ("2026-11-21 07:00", "2026-11-22 07:00"),
    ],
)
def test_it_says_when_to_look_again(house: House, now: str, then: str) -> None:
    house.clock.set(local(now))
    assert house.companion.greeting.next(house.clock.now()) == local(then)


def test_the_alarm_is_set_for_it(house: House) -> None:
    house.reminding.also_at = house.companion.greeting.next
    house.clock.set(local("2026-11-21 06:45"))
    house.reminding.look()
    assert house.alarms.pending == local("2026-11-21 07:00")
