"""Where the power comes from, as the Linux kernel says."""

from pathlib import Path
from typing import Final

SUPPLIES: Final = Path("/sys/class/power_supply")
_BATTERY: Final = "Battery"
_OF_A_DEVICE: Final = "Device"
"""The scope of a mouse's or a headset's battery."""


class SystemPower:
    """Keeps the port Power.

    Not known counts as a battery: a screen held awake all night can empty one. A machine without a
    battery of its own can only be on mains.
    """

    def __init__(self, supplies: Path = SUPPLIES) -> None:
        self._supplies = supplies

    def on_mains(self) -> bool:
        try:
            supplies = [supply for supply in self._supplies.iterdir() if _feeds_the_machine(supply)]
        except OSError:
            return False
        batteries = [supply for supply in supplies if _says(supply, "type") == _BATTERY]
        plugs = [supply for supply in supplies if supply not in batteries]
        if any(_says(plug, "online") == "1" for plug in plugs):
            return True
        if plugs and batteries:
            return False
        return all(_says(battery, "status") == "Charging" for battery in batteries)


def _feeds_the_machine(supply: Path) -> bool:
    return _says(supply, "scope") != _OF_A_DEVICE


def _says(supply: Path, about: str) -> str:
    try:
        return (supply / about).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
