"""A rule such as ``EST5EDT,M3.2.0,M11.1.0`` in the place of a zone's name: a zone that keeps it."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final
from zoneinfo import TZPATH, ZoneInfo, available_timezones

_NAME: Final = re.compile(r"[A-Za-z]{3,}|<[A-Za-z0-9+-]+>")
_RULE: Final = re.compile(
    r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)[+-]?\d{1,2}(?::\d{2}){0,2}"
    r"(?:(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)[^,]*(?:,[^,]+,[^,]+)?)?"
)


@cache
def zone_keeping(rule: str) -> ZoneInfo | None:
    """Return a zone whose clocks follow ``rule`` from now on, or None; reads every zone there is.

    A zone without a place in its name comes first, such as ``EST5EDT``.
    """
    if not _RULE.fullmatch(rule):
        return None
    wanted = _hours(rule)
    keys = sorted(available_timezones(), key=lambda key: ("/" in key, key))
    return next((ZoneInfo(key) for key in keys if _hours(_footer(key)) == wanted), None)


def _hours(rule: str) -> str:
    """Leave out what the rule calls its hours, and a change at two, which goes without saying."""
    return re.sub(r"/0?2(?::00){0,2}(?=,|$)", "", _NAME.sub("~", rule))


def _footer(key: str) -> str:
    """Return the rule at the end of a zone's file: what holds after its last listed change."""
    for read in _places(key):
        try:
            return read.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")
        except UnicodeDecodeError:
            return ""
    return ""


def _places(key: str) -> Iterator[bytes]:
    for folder in TZPATH:
        file = Path(folder) / key
        if file.is_file():
            yield file.read_bytes()
    packed = resources.files("tzdata") / "zoneinfo" / key
    if packed.is_file():
        yield packed.read_bytes()
