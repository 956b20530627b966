"""Words on the screen: one label per role of the type scale."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from rlscompanion.ui.widgets.dressing import dress_again

TextRole = Literal[
    "hero",
    "h1",
    "now",
    "card-hero",
    "h2",
    "row",
    "row-past",
    "lead",
    "lead2",
    "body",
    "strong",
    "ink2",
    "caption",
    "warning",
]


class Label(QLabel):
    """Plain text in a role; ``wrap`` lets it run over several lines."""

    def __init__(
        self,
        text: str,
        role: TextRole = "body",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("role", role)

    def set_role(self, role: TextRole) -> None:
        """Change the role; the style sheet looks again."""
        if self.property("role") == role:
            return
        self.setProperty("role", role)
        dress_again(self)
        self.updateGeometry()
