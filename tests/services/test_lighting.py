"""Which light the app wears: kept before pinned, pinned before the clock."""

from datetime import timedelta
from pathlib import Path

import pytest
from houses import House, local

from rlscompanion.domain.light import Light
from rlscompanion.domain.preferences import PaletteChoice
from rlscompanion.services.lighting import KEY, Lighting


@pytest.fixture
def house(home: Path) -> House:
    return House(home, "2026-11-22 21:00").settle_in()


@pytest.fixture
def lighting(house: House) -> Lighting:
    return house.companion.lighting


@pytest.mark.parametrize(
    ("at", "light"),
    [
        ("2026-11-22 18:00", Light.DAY),
        ("2026-11-22 21:00", Light.EVENING),
        ("2026-11-23 03:00", Light.NIGHT),
        ("2026-11-23 06:30", Light.DAY),
    ],
)
def test_the_clock_says_it(house: House, lighting: Lighting, at: str, light: Light) -> None:
    house.clock.jump(local(at) - house.clock.now())
    assert lighting.now().light is light


def test_it_knows_when_to_look_again(lighting: Lighting) -> None:
    assert lighting.now().until == local("2026-11-22 22:30")


def test_a_kept_light_lasts_until_the_next_wake_time(house: House, lighting: Lighting) -> None:
    lighting.hold(Light.DAY)
    assert (lighting.now().light, lighting.now().held) == (Light.DAY, Light.DAY)
    assert lighting.now().until == local("2026-11-23 06:30")
    house.clock.jump(local("2026-11-23 06:29") - house.clock.now())
    assert lighting.now().light is Light.DAY
    house.clock.jump(local("2026-11-23 23:00") - house.clock.now())
    assert (lighting.now().light, lighting.now().held) == (Light.NIGHT, None)


def test_kept_in_the_morning_it_lasts_until_the_morning_after(
    house: House, lighting: Lighting
) -> None:
    house.clock.jump(local("2026-11-23 07:00") - house.clock.now())
    lighting.hold(Light.EVENING)
    assert lighting.now().until == local("2026-11-24 06:30")


def test_a_kept_light_survives_a_restart_and_can_be_let_go(house: House) -> None:
    house.companion.lighting.hold(Light.NIGHT)
    house.restart()
    assert house.companion.lighting.now().held is Light.NIGHT
    house.companion.lighting.let_go()
    assert house.companion.lighting.now().light is Light.EVENING


def test_a_pinned_light_is_worn_at_any_hour_unless_another_is_kept(
    house: House, lighting: Lighting
) -> None:
    house.companion.preferring.change(palette=PaletteChoice.NIGHT)
    assert (lighting.now().light, lighting.now().until) == (Light.NIGHT, None)
    lighting.hold(Light.DAY)
    assert lighting.now().light is Light.DAY


def test_a_stored_text_that_says_nothing_is_the_clock_again(
    house: House, lighting: Lighting
) -> None:
    house.companion.settings.put(KEY, "dusk forever")
    assert lighting.now().light is Light.EVENING
    assert lighting.now().until == house.clock.now() + timedelta(hours=1, minutes=30)
