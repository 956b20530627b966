from datetime import timedelta
from pathlib import Path

import pytest
from houses import House, local

from rlscompanion.domain.breathing import BreathPattern
from rlscompanion.domain.checklist import MarkKind
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.preferences import BreathingPattern
from rlscompanion.domain.tone import Tone
from rlscompanion.services.standing_by import StandingBy

SECOND = timedelta(seconds=1)


@pytest.fixture
def house(home: Path) -> House:
    return House(home, "2026-11-22 22:00")


@pytest.fixture
def standing_by(house: House) -> StandingBy:
    companion = house.companion
    return StandingBy(
        companion.planning,
        companion.expecting,
        companion.fired,
        companion.preferring,
        house.power,
        house.clock,
    )


def wish(house: House, **wishes: object) -> None:
    house.companion.preferring.change(**wishes)


def at_step(house: House, step: str) -> None:
    house.clock.set(house.state(step).step.start)


@pytest.mark.parametrize(
    ("now", "wake"),
    [
        ("2026-11-22 22:00", "2026-11-23 06:30"),
        ("2026-11-23 02:00", "2026-11-23 06:30"),
        ("2026-11-23 09:00", "2026-11-24 06:30"),
    ],
)
def test_it_lasts_until_the_next_time_to_get_up(
    house: House, standing_by: StandingBy, now: str, wake: str
) -> None:
    house.clock.set(local(now))
    assert standing_by.until() == local(wake)


@pytest.mark.parametrize("mains", [True, False])
@pytest.mark.parametrize("wished", [True, False])
def test_it_keeps_awake_only_if_wished_and_on_mains(
    house: House, standing_by: StandingBy, *, wished: bool, mains: bool
) -> None:
    wish(house, standby_keep_awake=wished)
    house.power.mains = mains
    assert standing_by.keeps_awake() is (wished and mains)


def test_brightness_is_spoken_of_once_in_a_life(house: House, standing_by: StandingBy) -> None:
    assert standing_by.says_brightness()
    assert not standing_by.says_brightness()
    house.restart()
    assert house.companion.preferring.load().brightness_said


def test_a_due_step_is_heard_once_if_it_is_wished(house: House, standing_by: StandingBy) -> None:
    wish(house, standby_tones=True)
    house.clock.set(house.state("slow-breathing").step.start - SECOND)
    standing_by.tone_due()
    assert standing_by.tone_due() is None
    at_step(house, "slow-breathing")
    assert standing_by.tone_due() is Tone.SOFT
    assert standing_by.tone_due() is None


def test_nothing_is_heard_unless_it_is_wished(house: House, standing_by: StandingBy) -> None:
    at_step(house, "slow-breathing")
    assert standing_by.tone_due() is None


def test_quiet_until_tomorrow_holds_for_tones(house: House, standing_by: StandingBy) -> None:
    wish(house, standby_tones=True)
    house.companion.expecting.be_quiet_until_tomorrow()
    at_step(house, "slow-breathing")
    assert standing_by.tone_due() is None


def test_a_tone_claims_no_reminder(house: House, standing_by: StandingBy) -> None:
    wish(house, standby_tones=True)
    at_step(house, "slow-breathing")
    standing_by.tone_due()
    house.reminding.look()
    assert house.titles()


def test_breathing_is_led_by_tones_where_both_are_wished(
    house: House, standing_by: StandingBy
) -> None:
    wish(house, standby_tones=True, tones=True, breathing_minutes=5)
    led = standing_by.breathing()
    assert led is not None
    assert led.starts == house.state("slow-breathing").step.start
    assert led.pattern == BreathPattern(4, 6)
    assert led.seconds == 300
    wish(house, tones=False)
    assert standing_by.breathing() is None
    wish(house, tones=True, standby_tones=False)
    assert standing_by.breathing() is None


def test_no_breath_is_held_in_the_dark(house: House, standing_by: StandingBy) -> None:
    wish(house, standby_tones=True, tones=True, breathing_pattern=BreathingPattern.WITH_HOLDS)
    led = standing_by.breathing()
    assert led is not None
    assert not led.pattern.has_holds


@pytest.mark.parametrize("kind", [MarkKind.DONE, MarkKind.SKIP])
def test_breathing_that_was_answered_is_not_led(
    house: House, standing_by: StandingBy, kind: MarkKind
) -> None:
    wish(house, standby_tones=True, tones=True)
    house.companion.checking_off.mark("slow-breathing", kind)
    assert standing_by.breathing() is None


def test_breathing_that_is_over_is_not_led(house: House, standing_by: StandingBy) -> None:
    wish(house, standby_tones=True, tones=True)
    at_step(house, "slow-breathing")
    house.clock.advance(SECOND)
    assert standing_by.breathing() is None


def test_where_nothing_can_be_read_it_does_the_least(
    house: House, standing_by: StandingBy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise StoreError("The store cannot be read. Free some space.")

    monkeypatch.setattr(type(house.companion.planning), "tonight", broken)
    monkeypatch.setattr(type(house.companion.preferring), "load", broken)
    assert standing_by.until() > house.clock.now()
    assert not standing_by.keeps_awake()
    assert standing_by.tone_due() is None
    assert standing_by.breathing() is None
    assert not standing_by.says_brightness()
