"""RLS Companion: a calm evening companion for people with restless legs."""

import os.path
from typing import Final

VERSION: Final = "0.1.0"

# In a bare checkout resources/ lies beside this package; installed, it lies in it.
_checkout = os.path.dirname(__path__[0])  # noqa: PTH120  (pathlib is not needed that early)
if not os.path.isdir(os.path.join(__path__[0], "resources")):  # noqa: PTH112, PTH118
    __path__.append(_checkout)

from rlscompanion.lean_msgspec import load_msgspec  # noqa: E402

load_msgspec()
