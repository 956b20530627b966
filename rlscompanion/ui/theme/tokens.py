"""The named colours of the three lights, as ``resources/themes/tokens.json`` has them."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, json

from rlscompanion.assets import resources


class Mode(StrEnum):
    """Paper by day, lamp-light in the evening, embers at night."""

    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"


class Tokens(Struct, frozen=True):
    """The colours of one light, by name."""

    mode: Mode
    colours: Mapping[str, str]

    def colour(self, name: str) -> str:
        """Return the colour as ``#RRGGBB``."""
        return self.colours[name]


def load_tokens() -> dict[Mode, Tokens]:
    """Read the colours of every light."""
    text = (resources() / "themes" / "tokens.json").read_bytes()
    table = json.decode(text, type=dict[Mode, dict[str, str]])
    return {mode: Tokens(mode, colours) for mode, colours in table.items()}
