"""The named colours of the three lights, as ``resources/themes/tokens.json`` has them."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import cast

from msgspec import Struct

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
    text = (resources() / "themes" / "tokens.json").read_text(encoding="utf-8")
    table = cast("dict[str, dict[str, str]]", json.loads(text))
    return {mode: Tokens(mode, table[mode]) for mode in Mode}
