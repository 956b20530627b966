"""The pages as pictures under each other, in the colours of the present light."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme

WIDEST: Final = 760
A_PAGE: Final = 1.414
"""Height to width, before a picture is there."""


class PageView(QWidget):
    """One page. The keyboard can stop at it; what stands on it is its description."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = QImage()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, picture: QImage, name: str, words: str) -> None:
        self._picture = picture
        self.setAccessibleName(name)
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()

    @override
    def heightForWidth(self, arg__1: int) -> int:
        if self._picture.isNull():
            return round(arg__1 * A_PAGE)
        return round(arg__1 * self._picture.height() / self._picture.width())

    @override
    def sizeHint(self) -> QSize:
        width = self._theme.px(WIDEST)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(240), 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect())
        if not self._picture.isNull():
            painter.drawImage(room, self._picture)
        painter.setPen(self._theme.color("line"))
        painter.drawRect(room.adjusted(0.5, 0.5, -0.5, -0.5))


class Preview(QWidget):
    """All pages."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.pages: list[PageView] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_pages(self, pictures: Sequence[QImage], words: Sequence[str]) -> None:
        """Show pictures, each with what stands on it."""
        while len(self.pages) > len(pictures):
            self.pages.pop().deleteLater()
        while len(self.pages) < len(pictures):
            page = PageView(self._theme)
            self.pages.append(page)
            self._column.addWidget(page)
        self._column.setSpacing(self._theme.px(16))
        of = len(pictures)
        for n, (page, picture) in enumerate(zip(self.pages, pictures, strict=True)):
            name = self.tr("Page {0} of {1}").format(n + 1, of)
            page.show_picture(picture, name, words[n] if n < len(words) else "")
