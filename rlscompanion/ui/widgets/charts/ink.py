"""What a chart is drawn with: the theme's colours on a screen, black on paper."""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from rlscompanion.ui.theme.fonts import font
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

HEAT: Final = ("heat-0", "heat-1", "heat-2", "heat-3")
NIGHT_GRAIN: Final = 0.75


class Ink(Struct, frozen=True):
    """Colours by their work, and ``unit``: how long one pixel of the design is."""

    text: QColor
    quiet: QColor
    line: QColor
    grid: QColor
    one: QColor
    """The first of two series: filled circles."""
    two: QColor
    """The second of two series: hollow diamonds."""
    fill: QColor
    """Of large shapes, whose edge is ``one``: dark at night."""
    ground: QColor
    ring: QColor
    """Round the point that the keyboard is on."""
    band: QColor
    heat: tuple[QColor, QColor, QColor, QColor]
    """From calm to worst, by lightness."""
    on_heat: tuple[QColor, QColor, QColor, QColor]
    """What is written on each of them."""
    unit: float
    grain: float = 1.0
    """Of the size of a dot; smaller at night."""

    @staticmethod
    def of(theme: Theme) -> "Ink":
        """Return the ink of the present light and text size."""
        colour = theme.color
        night = theme.mode is Mode.NIGHT
        heat = ("heat-0", "heat-0", "heat-1", "heat-2") if night else HEAT
        on_heat = "heat-on-lo" if night else "heat-on-hi"
        calm, low, high, worst = map(colour, heat)
        figure = colour("heat-on-lo")
        return Ink(
            text=colour("ink"),
            quiet=colour("ink" if night else "ink-2"),
            line=colour("line-strong"),
            grid=colour("line"),
            one=colour("data-b" if night else "data-a"),
            two=colour("data-b"),
            fill=colour("heat-1" if night else "data-a"),
            ground=colour("card"),
            ring=colour("focus"),
            band=colour("band"),
            heat=(calm, low, high, worst),
            on_heat=(figure, figure, figure, colour(on_heat)),
            unit=theme.scale,
            grain=NIGHT_GRAIN if night else 1.0,
        )

    @staticmethod
    def on_paper(unit: float) -> "Ink":
        """Return black and greys; ``unit`` is in the units of the paper's painter."""
        black, dark, grey = QColor("#000000"), QColor("#444444"), QColor("#999999")
        light, pale, white = QColor("#bbbbbb"), QColor("#dddddd"), QColor("#ffffff")
        return Ink(
            text=black,
            quiet=dark,
            line=dark,
            grid=light,
            one=black,
            two=black,
            fill=black,
            ground=white,
            ring=black,
            band=pale,
            heat=(white, pale, grey, dark),
            on_heat=(black, black, black, white),
            unit=unit,
        )

    def px(self, n: float) -> float:
        return n * self.unit

    def pen(self, colour: QColor, width: float = 1.0) -> QPen:
        pen = QPen(colour, self.px(width))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        return pen

    def font(self, size: float = 15, *, bold: bool = False) -> QFont:
        chosen = QFont(font(max(1, round(self.px(size)))))
        chosen.setBold(bold)
        return chosen


def dot(painter: QPainter, ink: Ink, at: QPointF, size: float = 12) -> None:
    """Paint a filled circle: the first series."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.one)
    radius = ink.px(size * ink.grain) / 2
    painter.drawEllipse(at, radius, radius)


def diamond(painter: QPainter, ink: Ink, at: QPointF, size: float = 14) -> None:
    """Paint a hollow diamond: the second series."""
    painter.setPen(ink.pen(ink.two, 2))
    painter.setBrush(ink.ground)
    r = ink.px(size) / 2
    corners = (QPointF(0, -r), QPointF(r, 0), QPointF(0, r), QPointF(-r, 0))
    painter.drawPolygon([at + corner for corner in corners])


def ring(painter: QPainter, ink: Ink, at: QPointF, size: float = 24) -> None:
    """Paint what shows that the keyboard is on this point."""
    painter.setPen(ink.pen(ink.ring, 2.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = ink.px(size) / 2
    painter.drawEllipse(at, radius, radius)


def filled(painter: QPainter, ink: Ink, room: QRectF) -> None:
    """Paint a large rectangle that counts for something."""
    painter.setPen(ink.pen(ink.one, 2))
    painter.setBrush(ink.fill)
    painter.drawRect(room)


def outline(painter: QPainter, pen: QPen, room: QRectF, corner: float = 0) -> None:
    """Paint the edge of a rectangle."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(room, corner, corner)


def write(
    painter: QPainter,
    ink: Ink,
    room: QRectF,
    words: str,
    flags: Qt.AlignmentFlag,
    *,
    size: float = 15,
) -> None:
    """Paint a few words in the quiet colour."""
    painter.setFont(ink.font(size))
    painter.setPen(ink.quiet)
    painter.drawText(room, flags, words)
