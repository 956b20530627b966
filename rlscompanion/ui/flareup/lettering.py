"""Letters on the flare-up screen: as large as their place allows, and never small and faint."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from rlscompanion.ui.flareup.look import letters

CENTRE: Final = Qt.AlignmentFlag.AlignCenter
LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
SMALLEST: Final = 8
_FAINT: Final = "ink-2"
_FAINT_FROM: Final = 27.5
"""Fainter letters are for large ones; smaller ones need their contrast (visual.md, night)."""


def fitted(text: str, room: QRect, pixels: float, *, bold: bool, wraps: bool = False) -> QFont:
    """Return the largest letters, up to ``pixels``, in which the whole text is in the room."""
    size = round(pixels)
    while True:
        chosen = letters(size, bold=bold)
        if size <= SMALLEST or text_fits(text, room, chosen, wraps=wraps):
            return chosen
        size -= 1


def text_fits(text: str, room: QRect, chosen: QFont, *, wraps: bool = False) -> bool:
    metrics = QFontMetrics(chosen)
    if not wraps:
        return metrics.horizontalAdvance(text) <= room.width() and (
            metrics.height() <= room.height()
        )
    needs = _wrapped(text, room.width(), metrics)
    return needs.width() <= room.width() and needs.height() <= room.height()


def stacked(
    texts: Sequence[str], room: QRect, pixels: float, *, bold: bool = False
) -> tuple[int, list[QRect]]:
    """Return one size, up to ``pixels``, and a place for each text: one under the other in a room.

    A long text wraps and takes more lines; what is left over lies between the texts.
    """
    size = round(pixels)
    while True:
        chosen = letters(size, bold=bold)
        tall = [wrapped_height(text, room.width(), chosen) for text in texts]
        left_over = room.height() - sum(tall)
        if size <= SMALLEST or left_over >= 0:
            break
        size -= 1
    gap = max(0, left_over) / max(1, len(texts))
    tops = accumulate([room.top() + gap / 2, *(each + gap for each in tall)])
    places = [
        QRect(room.left(), round(top), room.width(), each)
        for top, each in zip(tops, tall, strict=False)
    ]
    return size, places


def wrapped_height(text: str, width: int, chosen: QFont) -> int:
    return _wrapped(text, width, QFontMetrics(chosen)).height()


def _wrapped(text: str, width: int, metrics: QFontMetrics) -> QRect:
    return metrics.boundingRect(QRect(0, 0, width, 10000), int(Qt.TextFlag.TextWordWrap), text)


def legible(token: str, pixels: float) -> str:
    """Return the colour for letters of this size: small ones are never faint."""
    return "ink" if pixels < _FAINT_FROM and token == _FAINT else token


def brush(widget: QWidget) -> QPainter:
    """Return what paints the widget, with smooth edges."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter
