"""One line that leads somewhere: what it is, a few words of it, an arrow."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.quiet import Quiet


class LinkRow(QAbstractButton):
    """``clicked`` asks to go there. With ``fold`` the few words are left out at night."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        words: str,
        *,
        fold: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hovered = False
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setProperty("ring_radius", 12)
        self._column = QVBoxLayout()
        self._column.addStretch(1)
        self._column.addWidget(Label(title, "strong", wrap=True))
        self._fold = fold
        self._words = Quiet(theme, words)
        self._column.addWidget(self._words)
        self._column.addStretch(1)
        self._line = QHBoxLayout(self)
        self._line.addWidget(IconLabel(theme, icon, 24))
        self._line.addLayout(self._column, 1)
        self._line.addWidget(IconLabel(theme, "right", 18))
        for piece in self.findChildren(QWidget):
            piece.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        px = self._theme.px
        self._line.setContentsMargins(px(14), px(8), px(12), px(8))
        self._line.setSpacing(px(14))
        self._column.setSpacing(0)
        self._words.setVisible(not (self._fold and self._theme.mode is Mode.NIGHT))
        self.setMinimumHeight(px(56))

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        """Go on to the next row, or back, with the arrow keys."""
        if e.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif e.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(e)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._hovered = True
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = False
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        flat = "window" if self._theme.mode is Mode.NIGHT else "surface"
        fill = "line" if self.isDown() else "inset" if self._hovered else flat
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("line"))
        painter.setBrush(self._theme.color(fill))
        radius = self._theme.px(12)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
