"""When to get help: the lines that matter most, readable in any light."""

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.labels import Label

LINES = 6


class HelpPage(QWidget):
    """The six lines of the night; the whole list comes with the library."""

    def __init__(
        self, theme: Theme, texts: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        inner = QWidget()
        inner.setObjectName("page")
        self._lines = QVBoxLayout(inner)
        self._lines.addWidget(Label(self.tr("Get urgent help now"), "h2", wrap=True))
        for n in range(1, LINES + 1):
            self._lines.addWidget(Label(texts[f"help-night-{n}"], "lead", wrap=True))
        self._lines.addWidget(Label(texts["help-call"], "card-hero", wrap=True))
        self._lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        self._column = QVBoxLayout(self)
        self._column.addWidget(Label(self.tr("When to get help"), "h1", wrap=True))
        self._column.addWidget(scroll, 1)
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(40), px(32), px(40), px(24))
        self._column.setSpacing(px(16))
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(px(14))
