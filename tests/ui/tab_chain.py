"""The chain that Tab follows, as Qt keeps it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def chain_from(start: QWidget) -> list[QWidget]:
    """Return all that follows ``start`` until it comes round.

    PySide takes each widget for a child of the one that named it: it is given back to its parent,
    or it would lose the items of its layouts together with the other.
    """
    chain: list[QWidget] = []
    widget = start.nextInFocusChain()
    while widget is not None and widget is not start:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    for each in (start, *chain):
        each.setParent(each.parentWidget())
    return chain


def stops_from(start: QWidget) -> list[QWidget]:
    """Return where the keyboard can stand now, in the order of Tab."""
    return [
        each
        for each in chain_from(start)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
