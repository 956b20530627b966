"""Setting text: words to lines of a width, and how high that is."""

from functools import cached_property
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from rlscompanion.ui.widgets.charts.ink import Ink

LEADING: Final = 1.25
"""From line to line, in sizes of the type."""


class Set(Struct, frozen=True):
    """Words set in lines. ``cut`` says that some did not fit and the last line ends in dots."""

    lines: tuple[str, ...]
    cut: bool


class Type(Struct, frozen=True, dict=True):
    """A size and weight, in points; lengths are in the units of the ink."""

    ink: Ink
    size: float
    bold: bool = False

    @cached_property
    def font(self) -> QFont:
        font = self.ink.font(self.size, bold=self.bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    @cached_property
    def metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.font)

    @property
    def leading(self) -> float:
        return self.ink.px(self.size * LEADING)

    def set(self, text: str, width: float, at_most: int | None = None) -> Set:
        """Set ``text`` into lines no wider than ``width``, ``at_most`` of them."""
        layout = QTextLayout(text, self.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[tuple[int, int]] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            starts.append((line.textStart(), line.textLength()))
        layout.endLayout()
        lines = [_part(text, start, length) for start, length in starts]
        if at_most is None or len(lines) <= at_most:
            return Set(tuple(lines), cut=False)
        rest = _part(text, starts[at_most - 1][0], None)
        last = self.metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
        return Set((*lines[: at_most - 1], last), cut=True)

    def draw(self, painter: QPainter, x: float, top: float, lines: tuple[str, ...]) -> float:
        """Draw lines from ``top`` down; return where the next would begin."""
        painter.setFont(self.font)
        for line in lines:
            painter.drawText(QPointF(x, top + self.metrics.ascent()), line)
            top += self.leading
        return top

    def draw_right(self, painter: QPainter, right: float, top: float, line: str) -> None:
        self.draw(painter, right - self.metrics.horizontalAdvance(line), top, (line,))

    def draw_middle(self, painter: QPainter, centre: float, top: float, line: str) -> None:
        self.draw(painter, centre - self.metrics.horizontalAdvance(line) / 2, top, (line,))


def _part(text: str, start: int, length: int | None) -> str:
    """Return a part of a text by Qt's counting, in which rare letters count twice."""
    encoded = text.encode("utf-16-le")
    end = None if length is None else 2 * (start + length)
    return encoded[2 * start : end].decode("utf-16-le", errors="replace").strip()
