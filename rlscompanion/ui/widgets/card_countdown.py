"""How much is left of a step that runs, on its card."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.countdown_ring import CountdownRing
from rlscompanion.ui.widgets.labels import Label

_RING: Final = 56
_RING_STROKE: Final = 34
"""In the units of the ring's own drawing, which is 472 wide."""


class CardCountdown(QWidget):
    """A small ring that empties, and beside it in words how much is left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = Label("", "lead", wrap=True)
        self._ring: CountdownRing | None = None
        self._left, self._share = 0.0, 1.0
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self._words, 1)
        theme.changed.connect(self._dress)
        self._dress()

    def show_left(self, words: str, left: float, share: float) -> None:
        self._left, self._share = left, share
        self._words.setText(words)
        if self._ring is not None:
            self._ring.show_left(left, share)

    def _dress(self) -> None:
        """Make the ring anew in the present colours and size: it only knows what it is given."""
        theme, old = self._theme, self._ring
        ring = CountdownRing(
            theme.color("track"),
            theme.color("accent"),
            theme.color("ink"),
            digits=False,
            stroke=_RING_STROKE,
        )
        ring.setFixedSize(theme.px(_RING), theme.px(_RING))
        self._line.insertWidget(0, ring)
        self._line.setSpacing(theme.px(16))
        self._ring = ring
        ring.show_left(self._left, self._share)
        if old is not None:
            old.hide()
            old.deleteLater()
