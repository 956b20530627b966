"""Ember colours, letters and icons of the flare-up screen, whatever light the rest is in."""

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QFont, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgRenderer

from rlscompanion.assets import resources
from rlscompanion.ui.theme.fonts import font
from rlscompanion.ui.theme.tokens import Mode, load_tokens

_CURSOR: Final = 32
_ARROW: Final = ((2, 2), (2, 24), (8, 18), (12, 27), (16, 25), (12, 17), (20, 17))


@cache
def _tokens():
    return load_tokens()[Mode.NIGHT]


def colour(name: str) -> QColor:
    return QColor(_tokens().colour(name))


def between(one: QColor, other: QColor) -> QColor:
    return QColor(
        (one.red() + other.red()) // 2,
        (one.green() + other.green()) // 2,
        (one.blue() + other.blue()) // 2,
    )


def letters(pixels: float, *, bold: bool = False) -> QFont:
    chosen = font(max(1, round(pixels)))
    chosen.setBold(bold)
    return chosen


def draw_icon(painter: QPainter, name: str, box: QRectF, colour_token: str) -> None:
    drawing = _drawing(name).replace("currentColor", _tokens().colour(colour_token))
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, box)


def ember_cursor() -> QCursor:
    """Return an arrow that is no white spot in a dark room."""
    picture = QPixmap(_CURSOR, _CURSOR)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour("window"), 2))
    painter.setBrush(colour("figure"))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in _ARROW]))
    painter.end()
    return QCursor(picture, 2, 2)


@cache
def _drawing(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
