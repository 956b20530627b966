"""A screen that cannot be painted must not stay: it would cover the room in the dark."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

_log = logging.getLogger(__name__)

Painting = TypeVar("Painting", bound=Callable[..., None])


def careful(paint: Painting) -> Painting:
    """Log what ``paintEvent`` raises, and close the window."""

    @wraps(paint)
    def paint_or_close(widget: QWidget, event: QPaintEvent) -> None:
        try:
            paint(widget, event)
        except Exception:  # noqa: BLE001 - whatever it was, the room must not stay dark
            _log.exception("The flare-up screen cannot be painted, so it closes.")
            window = widget.window()
            QTimer.singleShot(0, window, window.close)

    return cast("Painting", paint_or_close)
