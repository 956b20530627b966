"""How the person wants the app itself to be: one frozen value, every field with its default.

Stored as short texts by key. A text that says nothing sensible gives the default of its field, so
that a bad value can never lock a person out.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from msgspec import Struct

TEXT_SIZES: Final = (100, 115, 130, 150, 175, 200)
LONGEST_TEXT: Final = 200


class PaletteChoice(StrEnum):
    """Which light the app puts on: that of the clock, or always the same one."""

    CLOCK = "clock"
    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"


class Motion(StrEnum):
    """Whether things on screen move: as the desktop says, never, or as drawn."""

    SYSTEM = "system"
    REDUCED = "reduced"
    FULL = "full"


class BreathingPattern(StrEnum):
    """Seconds in and out; with four figures: in, hold, out, hold."""

    LONGER_OUT = "4-6"
    EVEN = "5.5-5.5"
    WITH_HOLDS = "4-4-6-2"


class InBackground(StrEnum):
    """What closing the window does where there is no tray."""

    ASK = "ask"
    STAY = "stay"
    QUIT = "quit"


class Preferences(Struct, frozen=True):
    """Units are in the names; percentages are whole."""

    text_size: int = 100
    palette: PaletteChoice = PaletteChoice.CLOCK
    motion: Motion = Motion.SYSTEM
    emergency_number: str = ""
    report_name: str = ""
    names_in_notices: bool = False
    """Whether a notification may name a supplement."""
    own_reminder_window: bool = False
    morning_reminder: bool = False
    in_background: InBackground = InBackground.ASK
    volume: int = 40
    tones: bool = False
    """Whether the flare-up screen and guides sound."""
    move_seconds: int = 45
    stretch_seconds: int = 25
    breathing_minutes: int = 2
    breathing_pattern: BreathingPattern = BreathingPattern.LONGER_OUT
    left_out_parts: frozenset[str] = frozenset()
    """Parts of the flare-up script that this person does not want, by their id."""
    flare_in_window: bool = False
    standby_keep_awake: bool = False
    standby_tones: bool = False
    brightness_said: bool = False
    """Whether "turn your screen's brightness down" was said once."""


Value: TypeAlias = int | str | bool | frozenset[str]

RANGES: Final = {
    "text_size": (TEXT_SIZES[0], TEXT_SIZES[-1]),
    "volume": (0, 100),
    "move_seconds": (30, 60),
    "stretch_seconds": (15, 45),
    "breathing_minutes": (1, 10),
}
"""The smallest and largest whole number of each field that has one."""

_DEFAULTS: Final = Preferences()
_YES, _NO = "yes", "no"


def key_of(field: str) -> str:
    """Return the key a field is stored under: ``text-size`` for ``text_size``."""
    return field.replace("_", "-")


def as_texts(preferences: Preferences) -> dict[str, str]:
    """Return every preference as a text by its key."""
    return {
        key_of(field): _text(getattr(preferences, field)) for field in Preferences.__struct_fields__
    }


def from_texts(texts: Mapping[str, str]) -> Preferences:
    """Return the preferences that texts say; what is missing or makes no sense is the default."""
    given: dict[str, Value] = {}
    for field in Preferences.__struct_fields__:
        text = texts.get(key_of(field))
        value = None if text is None else _value(field, text)
        if value is not None:
            given[field] = value
    return Preferences(**given)  # pyright: ignore[reportArgumentType]  (each has its default's type)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    return str(value)


def _value(field: str, text: str) -> Value | None:
    default: Value = getattr(_DEFAULTS, field)
    if isinstance(default, bool):
        return {_YES: True, _NO: False}.get(text)
    if isinstance(default, int):
        return _whole_number(field, text)
    if isinstance(default, frozenset):
        return frozenset(text.split())
    if isinstance(default, StrEnum):
        kind = type(default)
        return kind(text) if text in set(kind) else None
    return text if len(text) <= LONGEST_TEXT else None


def _whole_number(field: str, text: str) -> int | None:
    if not text.isdecimal() or not text.isascii():
        return None
    low, high = RANGES[field]
    number = int(text[:9])
    if field == "text_size" and number not in TEXT_SIZES:
        return None
    return number if low <= number <= high else None
