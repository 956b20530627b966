"""The system's time. The only module that asks for it."""

import logging
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ZONE_LASTS: Final = 5.0
"""Seconds for which the zone is not looked up again: the look-up reads several files."""

ELSEWHERE: Final = (
    "system/bin/getprop",
    "var/db/zoneinfo",
    "etc/sysconfig/clock",
    "etc/conf.d/clock",
)
"""Where some systems say their zone, beside the link at etc/localtime and etc/timezone."""

_logger = logging.getLogger(__name__)


def plain_zone(root: Path = Path("/")) -> ZoneInfo | None:
    """Return the zone where it is named in one plain way, and nothing disagrees.

    It is what tzlocal would say, at once. What is odd in any way is left to tzlocal.
    """
    said = os.environ.get("TZ")
    try:
        name = said.removeprefix(":") if said else _linked(root)
        return ZoneInfo(name) if name and not Path(name).is_absolute() else None
    except (OSError, LookupError, ValueError):
        return None


def _linked(root: Path) -> str:
    link, name = root / "etc/localtime", root / "etc/timezone"
    if not link.is_symlink() or any((root / place).exists() for place in ELSEWHERE):
        return ""
    linked = link.resolve().as_posix().partition("/zoneinfo/")[2]
    agreed = not name.exists() or name.read_bytes().strip() == os.fsencode(linked)
    return linked if agreed else ""


def _seconds() -> Callable[[], float]:
    """Return what counts the sleep of the machine too; where nothing does, what counts without."""
    if sys.platform == "win32":
        return time.monotonic
    counts_sleep = getattr(time, "CLOCK_BOOTTIME" if sys.platform == "linux" else "CLOCK_MONOTONIC")
    try:
        time.clock_gettime(counts_sleep)
    except OSError:
        return time.monotonic
    return partial(time.clock_gettime, counts_sleep)


class SystemClock:
    """Keeps the port Clock."""

    def __init__(self) -> None:
        self._zone: ZoneInfo | None = None
        self._zone_until = 0.0
        self._seconds = _seconds()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def zone(self) -> ZoneInfo:
        if self._zone is None or self.monotonic() >= self._zone_until:
            self._zone = self._zone_of_the_system()
            self._zone_until = self.monotonic() + ZONE_LASTS
        return self._zone

    def monotonic(self) -> float:
        return self._seconds()

    def _zone_of_the_system(self) -> ZoneInfo:
        # Without this, tzlocal compares a traveller's new zone with the old one and warns.
        if hasattr(time, "tzset"):
            time.tzset()
            plain = plain_zone()
            if plain is not None:
                return plain
        import tzlocal  # noqa: PLC0415  (slow)

        try:
            return self._with_a_known_key(tzlocal.reload_localzone())
        except (OSError, LookupError, ValueError, Warning) as error:
            by_rule = self._zone_by_rule()
            if by_rule is not None:
                return by_rule
            _logger.warning("The time zone is not known, using UTC: %s", error)
            return ZoneInfo("UTC")

    def _zone_by_rule(self) -> ZoneInfo | None:
        from rlscompanion.adapters.posix_zone import zone_keeping  # noqa: PLC0415  (rare, slow)

        try:
            return zone_keeping(os.environ.get("TZ", "").removeprefix(":"))
        except OSError:
            return None

    def _with_a_known_key(self, zone: ZoneInfo) -> ZoneInfo:
        """Return ``zone`` if it can be stored by its key, else one with the same hours today."""
        try:
            return ZoneInfo(zone.key)
        except (ZoneInfoNotFoundError, ValueError, TypeError):
            ahead = self.now().astimezone(zone).utcoffset() or timedelta()
            hours = round(ahead / timedelta(hours=1))
            _logger.warning("The time zone has no name; taking it as %+d h from UTC", hours)
            # POSIX turns the sign around: Etc/GMT-1 is one hour ahead.
            return ZoneInfo(f"Etc/GMT{-hours:+d}")


class StillClock:
    """Keeps the port Clock: a clock that stands still, for pictures."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at.astimezone(UTC)

    def zone(self) -> ZoneInfo:
        zone = self._at.tzinfo
        return zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")

    def monotonic(self) -> float:
        return 0.0
