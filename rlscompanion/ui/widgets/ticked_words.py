"""A box to tick, with words that may be long."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.widgets.labels import Label


class Tick(QCheckBox):
    """The box alone; its words stand beside it and may run over several lines."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 3 // 2, super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class TickedWords(QWidget):
    """A tick box whose words wrap; a click on the words ticks too."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tick = Tick()
        self.tick.setAccessibleName(words)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        self._words = Label(words, wrap=True)
        self._line.addWidget(self._words, 1, Qt.AlignmentFlag.AlignTop)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def layout_gap(self) -> int:
        """Return the room between the box and its words."""
        return self._line.spacing()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Polish, QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self._measure()
        return super().event(event)

    def _measure(self) -> None:
        """Let the first line stand at the height of the box."""
        above = (self.tick.sizeHint().height() - self._words.fontMetrics().height()) // 2
        self._words.setContentsMargins(0, above, 0, above // 2)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.tick.click()
