"""Our line icons, tinted with a token and sharp on any screen."""

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from rlscompanion.assets import resources
from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme

QUIET: Final = "ink-2"
"""The colour of an icon that only stands beside its word."""


class UnknownIconError(KeyError):
    """No icon has this name."""


class Icons:
    """Draws icons in the theme's present colours; Qt's pixmap cache remembers them."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def pixmap(self, name: str, size: int, colour_token: str = QUIET, dpr: float = 1.0) -> QPixmap:
        """Return the icon, ``size`` logical pixels wide and high."""
        drawn = _drawn(name, QSize(size, size) * dpr, self._theme.colour(colour_token))
        drawn.setDevicePixelRatio(dpr)
        return drawn

    def icon(self, name: str, colour_token: str = QUIET) -> QIcon:
        """Return the icon for a button, at the left of the room that the button leaves for it.

        It is drawn when it is seen: few are, of all that a window has.
        """
        return QIcon(_Drawing(name, self._theme.colour(colour_token), self._theme.colour(QUIET)))


class _Drawing(QIconEngine):
    """Draws an icon whenever Qt asks for it, as fine as the screen is."""

    def __init__(self, name: str, colour: str, dull: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._dull = dull

    @override
    def clone(self) -> QIconEngine:
        return _Drawing(self._name, self._colour, self._dull)

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        dpr = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, dpr))

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    @override
    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        colour = self._dull if mode is QIcon.Mode.Disabled else self._colour
        drawn = _drawn(self._name, size * scale, colour)
        drawn.setDevicePixelRatio(scale)
        return drawn


@cache
def _drawing(name: str) -> str:
    file = resources() / "icons" / f"{name}.svg"
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UnknownIconError(f"no icon named {name!r} in {file.parent}") from None


def _drawn(name: str, room: QSize, colour: str) -> QPixmap:
    """Return an icon at the left of ``room``, which is in pixels of the screen."""
    key = f"rlscompanion/{name}/{colour}/{room.width()}x{room.height()}"
    drawn = QPixmap()
    if QPixmapCache.find(key, drawn):
        return drawn
    svg = _drawing(name).replace("currentColor", colour)
    drawn = QPixmap(room)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(room.width(), room.height())
    square = QRectF(0, (room.height() - side) / 2, side, side)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, square)
    painter.end()
    QPixmapCache.insert(key, drawn)
    return drawn
