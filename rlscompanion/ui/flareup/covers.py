"""Black windows over the other screens."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from rlscompanion.ui.flareup.careful import careful


class Cover(QWidget):
    """Takes no keys and no focus: the flare-up screen keeps them."""

    def __init__(self, screen: QScreen) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setScreen(screen)
        self.setGeometry(screen.geometry())

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), Qt.GlobalColor.black)


class Covers(QObject):
    """Covers every screen but one, follows screens that come, and forgets those that go."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._covers: dict[QScreen, Cover] = {}
        self._open: QScreen | None = None

    @property
    def screens(self) -> tuple[QScreen, ...]:
        return tuple(self._covers)

    def cover_all_but(self, screen: QScreen) -> None:
        if self._open is None:
            app = QGuiApplication.instance()
            if isinstance(app, QGuiApplication):
                app.screenAdded.connect(self._came)
                app.screenRemoved.connect(self._went)
        self._open = screen
        self._went(screen)
        for other in QGuiApplication.screens():
            self._came(other)

    def lift(self) -> None:
        app = QGuiApplication.instance()
        if self._open is not None and isinstance(app, QGuiApplication):
            app.screenAdded.disconnect(self._came)
            app.screenRemoved.disconnect(self._went)
        self._open = None
        for screen in tuple(self._covers):
            self._went(screen)

    def _came(self, screen: QScreen) -> None:
        if screen is not self._open and screen not in self._covers:
            cover = self._covers[screen] = Cover(screen)
            # showFullScreen would also ask for the focus.
            cover.setWindowState(Qt.WindowState.WindowFullScreen)
            cover.show()

    def _went(self, screen: QScreen) -> None:
        """Destroy the cover: an unplugged screen's window would jump onto another one."""
        cover = self._covers.pop(screen, None)
        if cover is not None:
            cover.hide()
            cover.deleteLater()
