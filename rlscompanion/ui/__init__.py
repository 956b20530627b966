"""Everything that knows Qt."""

from rlscompanion.ui.lean_pyside import load_pyside

load_pyside()
