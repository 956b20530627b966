"""Memory that is free in this process, and could be the system's."""

import ctypes
import sys
from contextlib import suppress


def give_back() -> None:
    """Let the system have what is free. The GNU C library keeps it otherwise; others do not."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
