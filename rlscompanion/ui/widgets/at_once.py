"""Changing many pieces of a layout, and arranging them once."""

from collections.abc import Generator
from contextlib import contextmanager

from PySide6.QtWidgets import QLayout


@contextmanager
def at_once(layout: QLayout) -> Generator[None]:
    """Hold a layout still meanwhile: each piece shown or hidden would arrange all of it anew."""
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.invalidate()
        layout.activate()
