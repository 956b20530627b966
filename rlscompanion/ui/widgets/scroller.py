"""A column that scrolls up and down, never sideways."""

from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractSlider, QFrame, QLayout, QScrollArea, QScrollBar, QWidget

_Turn = QAbstractSlider.SliderAction
_TURNS: Final = {
    Qt.Key.Key_PageDown: _Turn.SliderPageStepAdd,
    Qt.Key.Key_PageUp: _Turn.SliderPageStepSub,
    Qt.Key.Key_Home: _Turn.SliderToMinimum,
    Qt.Key.Key_End: _Turn.SliderToMaximum,
}


class Scroller(QScrollArea):
    """Takes a layout; the keyboard stays with what is in it."""

    def __init__(self, column: QLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # For one that Qt made itself, PySide would load every class of widget there is.
        self.setViewport(QWidget())
        self.setVerticalScrollBar(QScrollBar(Qt.Orientation.Vertical))
        self._inner = QWidget()
        self._inner.setObjectName("page")
        self._inner.setLayout(column)
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def inner(self) -> QWidget:
        """Return what is scrolled."""
        return self._inner

    def scroll_to(self, piece: QWidget, *, above: int = 0) -> None:
        """Bring a piece of the column to the top, with some room above it."""
        top = piece.mapTo(self._inner, QPoint(0, 0)).y()
        self.verticalScrollBar().setValue(top - above)

    def would_move(self, more: int) -> bool:
        """Tell whether what is seen would move down if there were so much more room below."""
        bar = self.verticalScrollBar()
        return bar.value() > max(0, bar.maximum() - more)

    def turn(self, key: int) -> bool:
        """Turn the page for a key such as Page Down; tell whether it is such a key."""
        turn = next((turn for one, turn in _TURNS.items() if one == key), None)
        if turn is None:
            return False
        self.verticalScrollBar().triggerAction(turn)
        return True
