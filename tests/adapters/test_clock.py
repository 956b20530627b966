import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import tzlocal

from rlscompanion.adapters import clock
from rlscompanion.adapters.clock import SystemClock

if TYPE_CHECKING:
    from rlscompanion.services import ports


@pytest.fixture(autouse=True)
def own_zone() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch
    time.tzset()


def test_it_keeps_the_port() -> None:
    system: ports.Clock = SystemClock()

    assert system.now().utcoffset() == timedelta()


def test_now_is_this_instant() -> None:
    before = datetime.fromtimestamp(time.time_ns() / 1e9, UTC)

    assert abs(SystemClock().now() - before) < timedelta(seconds=5)


def test_monotonic_seconds_never_run_backwards() -> None:
    system = SystemClock()

    seconds = [system.monotonic() for _ in range(100)]

    assert seconds == sorted(seconds)


@pytest.mark.parametrize("key", ["Europe/Berlin", "Pacific/Auckland", "Asia/Kolkata", "UTC"])
def test_the_zone_has_its_key(own_zone: pytest.MonkeyPatch, key: str) -> None:
    own_zone.setenv("TZ", key)

    assert SystemClock().zone() == ZoneInfo(key)


def test_a_traveller_gets_the_new_zone_without_a_restart(own_zone: pytest.MonkeyPatch) -> None:
    own_zone.setattr(clock, "ZONE_LASTS", 0.0)
    system = SystemClock()
    own_zone.setenv("TZ", "Europe/Berlin")
    assert system.zone().key == "Europe/Berlin"

    own_zone.setenv("TZ", "Pacific/Auckland")

    assert system.zone().key == "Pacific/Auckland"


def test_the_zone_is_not_looked_up_for_every_question(own_zone: pytest.MonkeyPatch) -> None:
    own_zone.setenv("TZ", "Europe/Berlin")
    system = SystemClock()
    system.zone()

    own_zone.setenv("TZ", "Pacific/Auckland")

    assert system.zone().key == "Europe/Berlin"


@pytest.mark.parametrize(
    ("rule", "winter", "summer"),
    [
        ("EST5EDT,M3.2.0,M11.1.0", -5, -4),
        ("EST5EDT,M3.2.0/2,M11.1.0/02:00:00", -5, -4),
        ("MEZ-1MESZ,M3.5.0,M10.5.0/3", 1, 2),
        (":CET-1CEST,M3.5.0,M10.5.0/3", 1, 2),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", 13, 12),
        ("<+03>-3", 3, 3),
    ],
)
def test_a_rule_in_the_place_of_a_name_is_kept(
    own_zone: pytest.MonkeyPatch, rule: str, winter: int, summer: int
) -> None:
    own_zone.setenv("TZ", rule)

    zone = SystemClock().zone()

    offsets = [datetime(2027, month, 10, 12, tzinfo=zone).utcoffset() for month in (1, 7)]
    assert offsets == [timedelta(hours=winter), timedelta(hours=summer)]
    assert ZoneInfo(zone.key) == zone


@pytest.mark.parametrize("rule", ["AAA7BBB,M1.1.0,M2.1.0", "../../etc/passwd", "A" * 10_000])
def test_a_rule_that_no_zone_keeps_counts_as_utc(own_zone: pytest.MonkeyPatch, rule: str) -> None:
    own_zone.setenv("TZ", rule)

    assert SystemClock().zone() == ZoneInfo("UTC")


def test_an_unknown_zone_counts_as_utc(own_zone: pytest.MonkeyPatch) -> None:
    own_zone.setenv("TZ", "Middle-earth/Shire")

    assert SystemClock().zone() == ZoneInfo("UTC")


def test_a_zone_without_a_name_keeps_its_hours(own_zone: pytest.MonkeyPatch) -> None:
    with resources.files("tzdata").joinpath("zoneinfo/Pacific/Kiritimati").open("rb") as file:
        nameless = ZoneInfo.from_file(file, key="local")
    own_zone.setattr(tzlocal, "reload_localzone", lambda: nameless)

    zone = SystemClock().zone()

    now = SystemClock().now()
    assert now.astimezone(zone).utcoffset() == timedelta(hours=14)
    assert ZoneInfo(zone.key) == zone
