"""What to do, one act after the other: a list with its figures beside it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.labels import Label

_INDENT: Final = 32


class _Act(Label):
    """One act; its figure is painted, so that a listener hears number and words as one."""

    def __init__(self, theme: Theme, number: int, of: int, words: str) -> None:
        super().__init__(words, "lead", wrap=True)
        self._theme = theme
        self._number = f"{number}."
        self.setAccessibleName(self.tr("Step {0} of {1}: {2}").format(number, of, words))
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setContentsMargins(self._theme.px(_INDENT), 0, 0, 0)

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        super().paintEvent(arg__1)
        painter = QPainter(self)
        painter.setPen(self._theme.color("accent"))
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        place = QRect(0, 0, self._theme.px(_INDENT), self.height())
        painter.drawText(
            place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._number
        )


class Acts(QWidget):
    """All of them, in their order."""

    def __init__(self, theme: Theme, acts: Sequence[str]) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(self.tr("What to do, one after the other: {0}").format(len(acts)))
        self._column = QVBoxLayout(self)
        for number, words in enumerate(acts, 1):
            self._column.addWidget(_Act(theme, number, len(acts), words))
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self._column.setSpacing(self._theme.px(6))
        self._column.setContentsMargins(0, 0, 0, self._theme.px(4))
