"""A part of a panel: a heading, then pieces in a column, some with their name beside them."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.flow_layout import PairLayout
from rlscompanion.ui.widgets.labels import Label


class Part(QWidget):
    """Without a heading; ``ruled`` sets it apart by a line."""

    def __init__(self, theme: Theme, heading: str = "", *, ruled: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._pairs: list[PairLayout] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        if ruled:
            rule = QFrame()
            rule.setProperty("role", "rule")
            self.column.addWidget(rule)
        if heading:
            self.column.addWidget(Label(heading, "strong", wrap=True))
        theme.changed.connect(self._measure_part)
        self._measure_part()

    def add(self, *pieces: QWidget) -> None:
        for piece in pieces:
            self.column.addWidget(piece)

    def add_named(self, name: Label, piece: QWidget) -> None:
        """Add a piece with its name before it, or above it where room is short."""
        pair = PairLayout()
        pair.addWidget(name)
        pair.addWidget(piece)
        pair.setSpacing(self._theme.px(12))
        self._pairs.append(pair)
        self.column.addLayout(pair)

    def _measure_part(self) -> None:
        self.column.setSpacing(self._theme.px(8))
        for pair in self._pairs:
            pair.setSpacing(self._theme.px(12))
