"""Black windows over the other screens."""

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.ui.flareup.careful import careful

SETTLE_MS: Final = 150
"""After a change of screens: the desktop changes several things, one after the other."""


def screen_in_use() -> QScreen:
    """Return the pointer's screen; on Wayland nobody may know it, so the primary one."""
    if QGuiApplication.platformName().startswith("wayland"):
        return QGuiApplication.primaryScreen()
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()


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
    """Belongs to the window that fills one screen; covers the others, and follows every change.

    Screens come, go, turn and move. A new one is covered at once; when they have settled, the
    window is laid over its screen anew, wherever the window manager has put it meanwhile.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._covers: dict[QScreen, Cover] = {}
        self._open: QScreen | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._lie_anew)

    @property
    def screens(self) -> tuple[QScreen, ...]:
        return tuple(self._covers)

    def lie_over(self, screen: QScreen) -> None:
        """Let the window fill ``screen``, and cover all others."""
        if self._open is None:
            self._follow_changes()
        self._open = screen
        self._window.setScreen(screen)
        self._window.setGeometry(screen.geometry())
        self._went(screen)
        for other in QGuiApplication.screens():
            self._came(other)
        self._window.showFullScreen()

    def lift(self) -> None:
        app = QGuiApplication.instance()
        if self._open is not None and isinstance(app, QGuiApplication):
            app.screenAdded.disconnect(self._added)
            app.screenRemoved.disconnect(self._removed)
            for each in QGuiApplication.screens():
                each.geometryChanged.disconnect(self._settled.start)
        self._open = None
        self._settled.stop()
        for screen in tuple(self._covers):
            self._went(screen)

    def _follow_changes(self) -> None:
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._added)
            app.screenRemoved.connect(self._removed)
        for each in QGuiApplication.screens():
            each.geometryChanged.connect(self._settled.start)

    def _added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._settled.start)
        self._came(screen)
        self._settled.start()

    def _removed(self, screen: QScreen) -> None:
        self._went(screen)
        self._settled.start()

    def _came(self, screen: QScreen) -> None:
        cover = self._covers.get(screen)
        if cover is not None and cover.geometry() != screen.geometry():
            self._went(screen)
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

    def _lie_anew(self) -> None:
        if self._open is not None and QGuiApplication.screens():
            here = QGuiApplication.screenAt(self._window.geometry().center())
            self.lie_over(here or QGuiApplication.primaryScreen())
