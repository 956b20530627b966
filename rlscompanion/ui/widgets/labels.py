"""Words on the screen: one label per role of the type scale, and one that may be shortened."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

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


class ElidedLabel(Label):
    """One line that ends in … where room is short; the whole text is the tooltip."""

    def __init__(
        self, text: str, role: TextRole = "body", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def shown_text(self) -> str:
        """Return what there is room for."""
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip("" if self.shown_text() == self.text() else self.text())

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), self.shown_text())
