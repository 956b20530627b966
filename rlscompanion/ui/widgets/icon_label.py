"""An icon among words: drawn when painted, so it is always sharp and in the present colours."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.icons import QUIET, Icons
from rlscompanion.ui.theme.theme import Theme


class IconLabel(QWidget):
    """A picture of what stands beside it in words; screen readers need not hear it twice."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        size: int = 24,
        colour_token: str = QUIET,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = Icons(theme)
        self._name = name
        self._size = size
        self._token = colour_token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_icon(self, name: str, colour_token: str = "") -> None:
        """Show another icon, or the same in another colour."""
        self._name = name
        self._token = colour_token or self._token
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = self._theme.px(self._size)
        return QSize(side, side)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._name:
            return
        side = self._theme.px(self._size)
        picture = self._icons.pixmap(self._name, side, self._token, self.devicePixelRatioF())
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        QPainter(self).drawPixmap(left, top, picture)
