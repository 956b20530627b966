"""Which icon stands beside a step."""

from typing import Final

_ICONS: Final = {
    "dim-lights": "dim",
    "stretching": "stretch",
    "screens-off": "screenoff",
    "slow-breathing": "breathe",
    "lights-out": "moon",
    "seated-moves": "seat",
    "standing-moves": "stretch",
    "night-walk": "walk",
    "warm-bath": "bath",
    "contrast-shower": "split",
    "cold": "foot",
    "self-massage": "massage",
    "compression": "sock",
    "hard-burst": "flare",
    "morning-light": "sun",
    "daytime-exercise": "walk",
    "evening-snack": "snack",
    "potassium-food": "snack",
    "passion-flower": "cup",
    "no-caffeine": "cup",
    "no-alcohol": "glass",
    "no-late-training": "stop",
}


def icon_of(step_id: str, *, is_supplement: bool = False) -> str:
    """Return the name of the icon for a step."""
    return _ICONS.get(step_id, "pill" if is_supplement else "pin")
