"""Words that stand back by day and evening; small text at night is full ink."""

from PySide6.QtWidgets import QWidget

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.labels import Label


class Quiet(Label):
    """Always wrapped."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, wrap=True, parent=parent)
        self._theme = theme
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.set_role("body" if self._theme.mode is Mode.NIGHT else "ink2")
