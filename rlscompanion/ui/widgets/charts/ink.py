"""What a chart is drawn with: the theme's colours on a screen, black on paper."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from rlscompanion.ui.theme.fonts import font
from rlscompanion.ui.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours by their work, and ``unit``: how long one pixel of the design is."""

    text: QColor
    quiet: QColor
    line: QColor
    grid: QColor
    one: QColor
    """The first of two series: filled circles."""
    two: QColor
    """The second of two series: hollow diamonds."""
    ground: QColor
    ring: QColor
    """Round the point that the keyboard is on."""
    unit: float

    @staticmethod
    def of(theme: Theme) -> "Ink":
        """Return the ink of the present light and text size."""
        colour = theme.color
        return Ink(
            text=colour("ink"),
            quiet=colour("ink-2"),
            line=colour("line-strong"),
            grid=colour("line"),
            one=colour("data-a"),
            two=colour("data-b"),
            ground=colour("surface"),
            ring=colour("focus"),
            unit=theme.scale,
        )

    @staticmethod
    def on_paper(unit: float) -> "Ink":
        """Return black and greys; ``unit`` is in the units of the paper's painter."""
        black, grey, light = QColor("#000000"), QColor("#444444"), QColor("#bbbbbb")
        return Ink(black, grey, grey, light, black, black, QColor("#ffffff"), black, unit)

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
    radius = ink.px(size) / 2
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
