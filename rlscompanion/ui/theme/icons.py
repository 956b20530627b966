"""Our line icons, tinted with a token and sharp on any screen."""

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from rlscompanion.assets import resources
from rlscompanion.ui.theme.theme import Theme

QUIET: Final = "ink-2"
"""The colour of an icon that only stands beside its word."""


class UnknownIconError(KeyError):
    """No icon has this name."""


@cache
def _drawing(name: str) -> str:
    file = resources() / "icons" / f"{name}.svg"
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UnknownIconError(f"no icon named {name!r} in {file.parent}") from None


class Icons:
    """Draws icons in the theme's present colours; Qt's pixmap cache remembers them."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def pixmap(self, name: str, size: int, colour_token: str = QUIET, dpr: float = 1.0) -> QPixmap:
        """Return the icon, ``size`` logical pixels wide and high."""
        return self._drawn(name, QSize(size, size), colour_token, dpr)

    def icon(self, name: str, size: int, colour_token: str = QUIET, *, gap: int = 0) -> QIcon:
        """Return the icon for a button; ``gap`` leaves room before the button's words."""
        room = QSize(size + gap, size)
        made = QIcon()
        for dpr in sorted({1.0, self._finest()}):
            made.addPixmap(self._drawn(name, room, colour_token, dpr))
            dull = self._drawn(name, room, QUIET, dpr)
            made.addPixmap(dull, QIcon.Mode.Disabled)
        return made

    @staticmethod
    def _finest() -> float:
        app = QGuiApplication.instance()
        return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0

    def _drawn(self, name: str, room: QSize, colour_token: str, dpr: float) -> QPixmap:
        colour = self._theme.colour(colour_token)
        key = f"rlscompanion/{name}/{colour}/{room.width()}x{room.height()}@{dpr}"
        drawn = QPixmap()
        if QPixmapCache.find(key, drawn):
            return drawn
        drawn = QPixmap(room * dpr)
        drawn.setDevicePixelRatio(dpr)
        drawn.fill(Qt.GlobalColor.transparent)
        drawing = _drawing(name).replace("currentColor", colour)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = QRectF(0, 0, room.height(), room.height())
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, square)
        painter.end()
        QPixmapCache.insert(key, drawn)
        return drawn
