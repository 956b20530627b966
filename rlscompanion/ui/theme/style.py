"""The style beneath our style sheets: they look the same on it everywhere."""

from typing import Final

STYLE: Final = ("-style", "Fusion")
"""For the making of the QApplication.

Set later, it would be handed back, and half a thousand names of PySide's be made for it.
"""
