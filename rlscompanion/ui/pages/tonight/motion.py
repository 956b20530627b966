"""How the Now card goes from one step to the next: it closes here and opens there."""

from typing import Final

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal
from PySide6.QtWidgets import QVBoxLayout

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.unfolding import Ground, Unfolding, between

LASTS_MS: Final = 240
_RADIUS: Final = 16
_RAIL: Final = 48


class CardMotion(QObject):
    """At most one card is on its way; all that it does works from the beginning."""

    moved = Signal()
    """Something has another height now."""

    def __init__(self, theme: Theme, lines: QVBoxLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = lines
        self._opening: Unfolding | None = None
        self._least = 0
        self._veil: Ground | None = None
        self._closing: Ground | None = None
        self._most = 0
        self.course = QVariantAnimation(self)
        self.course.setDuration(LASTS_MS)
        self.course.setStartValue(0.0)
        self.course.setEndValue(1.0)
        self.course.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self.course.valueChanged.connect(self._show)
        self.course.finished.connect(self.finish)

    @property
    def left_above(self) -> int:
        """So many pixels are still to close above the card that opens."""
        opening, closing = self._opening, self._closing
        if opening is None or closing is None or closing.y() > opening.y():
            return 0
        return closing.height()

    def close(self, place: int, most: int, left: int) -> None:
        """Close ``most`` pixels of a card before the line at ``place``."""
        self._closing, self._most = self._ground(left, goes=True), most
        self._lines.insertWidget(place, self._closing)
        self._closing.setFixedHeight(most)
        self._closing.show()

    def open(self, slot: Unfolding, least: int, left: int) -> None:
        """Open a card from ``least`` pixels on."""
        self._opening, self._least = slot, least
        slot.open_from(least, 0)
        self._veil = self._ground(left)
        self._veil.setParent(slot)
        self._veil.setGeometry(0, 0, slot.width(), slot.whole)
        self._veil.show()

    def begin(self) -> None:
        self.course.start()

    def finish(self) -> None:
        """Be there at once."""
        self.course.stop()
        if self._opening is not None:
            self._opening.open_from(0, 1)
        for ground in (self._veil, self._closing):
            if ground is not None:
                ground.hide()
                self._lines.removeWidget(ground)
                ground.deleteLater()
        self._opening = self._veil = self._closing = None
        self.moved.emit()

    def _ground(self, left: int, *, goes: bool = False) -> Ground:
        px, colour = self._theme.px, self._theme.color
        rail = (left - px(_RAIL) // 2, colour("line")) if goes else None
        return Ground(colour("now"), left, px(_RADIUS), rail)

    def _show(self, share: object) -> None:
        if not isinstance(share, float):
            return
        if self._opening is not None:
            self._opening.open_from(self._least, share)
        if self._veil is not None:
            self._veil.fade(1 - share)
        if self._closing is not None:
            self._closing.fade((1 - share) ** 2)
            self._closing.setFixedHeight(between(self._most, 0, share))
        self.moved.emit()
