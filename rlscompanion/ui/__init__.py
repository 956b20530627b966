"""Everything that knows Qt."""

import builtins

_plain_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401  # pyright: ignore[reportUnusedImport]

# PySide6 wraps import to read the source of every later module in search of ``__feature__``,
# which nobody here uses: 20 ms of the start, and all that source kept in memory.
builtins.__import__ = _plain_import
