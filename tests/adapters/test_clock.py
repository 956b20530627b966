import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import TZPATH, ZoneInfo

import pytest
import tzlocal
from tzlocal import unix

from rlscompanion.adapters import clock
from rlscompanion.adapters.clock import SystemClock, plain_zone

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


@pytest.mark.skipif(sys.platform != "linux", reason="the clock that is asked is of Linux")
def test_a_sleep_of_the_machine_counts(own_zone: pytest.MonkeyPatch) -> None:
    seconds = {time.CLOCK_BOOTTIME: 100.0}
    own_zone.setattr(time, "clock_gettime", seconds.__getitem__)
    system = SystemClock()
    before = system.monotonic()

    seconds[time.CLOCK_BOOTTIME] += 3600

    assert system.monotonic() - before == 3600


@pytest.mark.skipif(sys.platform == "win32", reason="there the plain one counts a sleep")
def test_where_no_clock_counts_a_sleep_the_seconds_still_run(own_zone: pytest.MonkeyPatch) -> None:
    def none_here(_: int) -> float:
        raise OSError

    own_zone.setattr(time, "clock_gettime", none_here)
    system = SystemClock()

    assert system.monotonic() <= system.monotonic()


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
    own_zone.setattr(clock, "plain_zone", lambda: None)
    own_zone.setattr(tzlocal, "reload_localzone", lambda: nameless)

    zone = SystemClock().zone()

    now = SystemClock().now()
    assert now.astimezone(zone).utcoffset() == timedelta(hours=14)
    assert ZoneInfo(zone.key) == zone


ZONES = next((folder for folder in map(Path, TZPATH) if (folder / "Europe/Berlin").exists()), None)


@pytest.fixture
def root(tmp_path: Path, own_zone: pytest.MonkeyPatch) -> Path:
    """Return the root of a system that links to Berlin's hours."""
    if ZONES is None:
        pytest.skip("the system has no time zones: apt install tzdata")
    own_zone.delenv("TZ", raising=False)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/localtime").symlink_to(ZONES / "Europe/Berlin")
    return tmp_path


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_link_names_the_zone(root: Path) -> None:
    assert plain_zone(root) == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("text", ["Europe/Berlin", "Europe/Berlin\n", " Europe/Berlin \r\n"])
def test_a_name_beside_the_link_may_say_the_same(root: Path, text: str) -> None:
    write(root / "etc/timezone", text)

    assert plain_zone(root) == unix._get_localzone(str(root)) == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("text", ["Europe/Paris", "Europe/Berlin # home", "", "Ünder/Waterland"])
def test_a_name_that_says_anything_else_is_left_to_tzlocal(root: Path, text: str) -> None:
    write(root / "etc/timezone", text)

    assert plain_zone(root) is None


@pytest.mark.parametrize("place", clock.ELSEWHERE)
def test_a_system_that_says_its_zone_elsewhere_is_left_to_tzlocal(root: Path, place: str) -> None:
    write(root / place, 'ZONE="Pacific/Auckland"')

    assert plain_zone(root) is None


def test_a_file_in_the_place_of_the_link_is_left_to_tzlocal(root: Path) -> None:
    link = root / "etc/localtime"
    hours = link.read_bytes()
    link.unlink()
    link.write_bytes(hours)

    assert plain_zone(root) is None


@pytest.mark.parametrize(
    "target", ["nowhere", "/usr/share/zoneinfo/Middle-earth/Shire", "/usr/share/zoneinfo/", "/"]
)
def test_a_link_to_no_zone_is_left_to_tzlocal(root: Path, target: str) -> None:
    link = root / "etc/localtime"
    link.unlink()
    link.symlink_to(target)

    assert plain_zone(root) is None


@pytest.mark.parametrize("said", ["Asia/Kolkata", ":Asia/Kolkata"])
def test_what_the_environment_says_goes_before_the_link(
    root: Path, own_zone: pytest.MonkeyPatch, said: str
) -> None:
    own_zone.setenv("TZ", said)

    assert plain_zone(root) == unix._get_localzone(str(root)) == ZoneInfo("Asia/Kolkata")


@pytest.mark.parametrize(
    "said", [":", "/etc/localtime", "EST5EDT,M3.2.0,M11.1.0", "Middle-earth/Shire", "../passwd"]
)
def test_what_is_odd_in_the_environment_is_left_to_tzlocal(
    root: Path, own_zone: pytest.MonkeyPatch, said: str
) -> None:
    own_zone.setenv("TZ", said)

    assert plain_zone(root) is None
