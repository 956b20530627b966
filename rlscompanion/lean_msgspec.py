"""msgspec loaded without what nobody here asks of it."""

import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, Final, cast

from rlscompanion.reading_later import reading_later

_NOT_ASKED: Final = {"msgspec.inspect", "msgspec.toml", "msgspec.yaml", "textwrap"}


def load_msgspec() -> None:
    """Load msgspec, with ``typing`` alone: it asks the slow typing_extensions first.

    Where it is not installed, whoever needs it will say so.
    """
    without = "typing_extensions" not in sys.modules
    if without:
        sys.modules["typing_extensions"] = cast("Any", None)
    try:
        with reading_later(_NOT_ASKED), suppress(ModuleNotFoundError):
            import_module("msgspec")
    finally:
        if without:
            del sys.modules["typing_extensions"]
