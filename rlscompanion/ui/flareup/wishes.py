"""How the person wants the flare-up screen."""

from msgspec import Struct


class Wishes(Struct, frozen=True):
    """What the settings say of it."""

    emergency_number: str = ""
    reduced_motion: bool = False
    in_window: bool = False
    tones: bool = False
    volume: float = 0.4
    """0 to 1."""
