"""Words on the screen: one label per role of the type scale."""

from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from rlscompanion.ui.widgets.dressing import dress_again

MAY_BREAK: Final = "\u200b"
"""May stand in a long word; nobody wants to hear it."""
_LONG: Final = 16
_PIECE: Final = 9
"""Letters of a word that may be broken, and between two places where it may be."""

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


def breakable(words: str) -> str:
    """Return words of which the very long may be broken: unbroken they would be cut."""
    return " ".join(_broken(word) if len(word) >= _LONG else word for word in words.split(" "))


def _broken(word: str) -> str:
    starts = range(0, len(word), _PIECE)
    return MAY_BREAK.join(word[start : start + _PIECE] for start in starts)
