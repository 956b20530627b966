"""One of many, in a list that opens; turning the wheel over it changes nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from rlscompanion.backports import override


class ChoiceBox(QComboBox):
    """Choices as (key, words); ``chosen`` brings the key that a person chose."""

    chosen = Signal(str)

    def __init__(
        self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        for key, words in choices:
            self.addItem(words, key)
        self.activated.connect(self._tell)

    @property
    def key(self) -> str:
        return str(self.currentData())

    def set_key(self, key: str) -> None:
        """Choose without telling anyone; an unknown key changes nothing."""
        place = self.findData(key)
        if place >= 0:
            self.setCurrentIndex(place)

    def _tell(self) -> None:
        self.chosen.emit(self.key)

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()
