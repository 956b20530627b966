"""A place that opens from the height of a line to that of what it holds."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rlscompanion.backports import override

_UNBOUNDED: Final = (1 << 24) - 1
"""Qt's own word for it, which PySide does not name."""


class Unfolding(QWidget):
    """Holds one widget at its whole height, and shows as much of it as is open."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.setProperty("clips", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)

    @property
    def whole(self) -> int:
        """The height once it is open."""
        return self._content.heightForWidth(self.width())

    def open_from(self, least: int, share: float) -> None:
        """Show ``least`` pixels for a share of 0, all of it for 1."""
        if share < 1:
            whole = self.whole
            self._content.setMinimumHeight(whole)
            self.setFixedHeight(between(min(least, whole), whole, share))
        else:
            self._content.setMinimumHeight(0)
            self.setMinimumHeight(0)
            self.setMaximumHeight(_UNBOUNDED)


class Ground(QWidget):
    """The ground of a card without its words: over it as it comes, in its place as it goes.

    ``rail`` is the line beside a card that goes: its middle and its colour.
    """

    def __init__(
        self, ground: QColor, left: int, radius: int, rail: tuple[int, QColor] | None = None
    ) -> None:
        super().__init__()
        self._ground = ground
        self.left = left
        self._radius = radius
        self._rail = rail
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def fade(self, share: float) -> None:
        """Be there for 1, gone for 0."""
        self._ground.setAlphaF(share)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground)
        above = -self._radius if self._rail is not None else 0  # what goes has no upper corners
        card = QRectF(self.rect()).adjusted(self.left, above, 0, 0)
        painter.drawRoundedRect(card, self._radius, self._radius)
        if self._rail is not None:
            middle, colour = self._rail
            painter.fillRect(QRectF(middle - 1, 0, 2, self.height()), colour)


def tall(piece: QWidget, width: int) -> int:
    """Return how high something would be at a width, shown or not."""
    if not piece.hasHeightForWidth():
        return piece.sizeHint().height()
    return max(piece.heightForWidth(width), piece.minimumHeight())


def between(low: int, high: int, share: float) -> int:
    """Return a whole number on the way from one to another."""
    return round(low + (high - low) * share)
