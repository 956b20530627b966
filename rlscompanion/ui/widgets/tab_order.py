"""The way of Tab through pieces that were made in another order than they stand."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def let_tab_follow(pieces: Iterable[QWidget]) -> None:
    """Let Tab go from piece to piece in this order, and through all that is in each."""
    stops = [stop for piece in pieces for stop in _stops(piece)]
    for one, other in pairwise(stops):
        QWidget.setTabOrder(one, other)


def _stops(piece: QWidget) -> Iterator[QWidget]:
    """Return where the keyboard can ever stand in it.

    What hands the keyboard on to a part of itself, such as a stepper, goes as a whole: Tab comes to
    it from where it stands itself, not from where that part does.
    """
    proxy = piece.focusProxy()
    hands_on = proxy is not None and piece.isAncestorOf(proxy)
    if hands_on or piece.focusPolicy() != Qt.FocusPolicy.NoFocus:
        yield piece
    if hands_on:
        return
    for child in piece.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield from _stops(child)
