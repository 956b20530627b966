"""How the person wants the flare-up screen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the settings say of it."""

    emergency_number: str = ""
    reduced_motion: bool = False
    in_window: bool = False
    tones: bool = False
    volume: float = 0.4
    """0 to 1."""
