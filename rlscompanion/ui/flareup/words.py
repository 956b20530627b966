"""What is only read on the flare-up screen: words, the bars of the parts, the hints of keys."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.flareup.careful import careful
from rlscompanion.ui.flareup.lettering import (
    CENTRE,
    LEFT,
    SMALLEST,
    brush,
    fitted,
    legible,
    text_fits,
)
from rlscompanion.ui.flareup.look import colour, draw_icon, letters

_ARROWS: Final = frozenset("←→")


class Words(QLabel):
    """A label that draws its whole text as large as its place allows."""

    def __init__(
        self,
        parent: QWidget,
        *,
        faint: bool = False,
        bold: bool = False,
        wraps: bool = False,
        left: bool = False,
        icon: str = "",
    ) -> None:
        super().__init__(parent)
        self._faint = faint
        self._bold = bold
        self._wraps = wraps
        self._align = LEFT if left else CENTRE
        self._icon = icon
        self._pixels = 16.0
        self._dim = False

    def set_place(self, place: QRect, pixels: float, *, dim: bool = False) -> None:
        self._pixels = pixels
        self._dim = dim
        self.setGeometry(place)
        self.update()

    @property
    def letters(self) -> QFont:
        return fitted(
            self.text(), self._text_room(), self._pixels, bold=self._bold, wraps=self._wraps
        )

    @property
    def shows_all(self) -> bool:
        return text_fits(self.text(), self._text_room(), self.letters, wraps=self._wraps)

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = brush(self)
        if self._icon:
            side = self._icon_side()
            draw_icon(
                painter, self._icon, QRectF(0, (self.height() - side) / 2, side, side), "ember"
            )
        chosen = self.letters
        painter.setFont(chosen)
        token = "ink-2" if self._faint or self._dim else "ink"
        painter.setPen(colour(legible(token, chosen.pixelSize())))
        flags = int(self._align) | (int(Qt.TextFlag.TextWordWrap) if self._wraps else 0)
        painter.drawText(self._text_room(), flags, self.text())

    def _icon_side(self) -> float:
        return min(self._pixels * 1.1, float(self.height()))

    def _text_room(self) -> QRect:
        if not self._icon:
            return self.rect()
        return self.rect().adjusted(round(self._icon_side() + self._pixels * 0.62), 0, 0, 0)


class Bars(QWidget):
    """One bar a part: over, on, to come."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._now = 0
        self._count = 0

    def show_part(self, now: int, count: int, words: str) -> None:
        if (now, count) == (self._now, self._count):
            return
        self._now, self._count = now, count
        self.setAccessibleName(words)
        self.update()

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = brush(self)
        painter.setPen(Qt.PenStyle.NoPen)
        u = self.width() / 480
        wide, gap, tall = 56 * u, 12 * u, max(4.0, 6 * u)
        left = (self.width() - self._count * wide - (self._count - 1) * gap) / 2
        for place in range(self._count):
            token = "ember" if place == self._now else "done-bar" if place < self._now else "track"
            painter.setBrush(colour(token))
            box = QRectF(left + place * (wide + gap), (self.height() - tall) / 2, wide, tall)
            painter.drawRoundedRect(box, tall / 2, tall / 2)


class KeyHints(QLabel):
    """Which key does what, in a row. Arrows are drawn as icons: the typeface has none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hints: tuple[tuple[str, str], ...] = ()
        self._pixels = 28.0

    def set_place(self, place: QRect, pixels: float) -> None:
        self._pixels = pixels
        self.setGeometry(place)
        self.update()

    def show_hints(self, *hints: tuple[str, str]) -> None:
        if hints != self._hints:
            self._hints = hints
            self.setText("  ".join(f"{key} {words}" for key, words in hints))
            self.update()

    @property
    def shows_all(self) -> bool:
        return self._wide(self._pixels) <= self.width()

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = brush(self)
        pixels = self._fitting()
        painter.setFont(letters(pixels))
        left = (self.width() - self._wide(pixels)) / 2
        tall = min(pixels * 1.64, self.height() - 2.0)
        for key, words in self._hints:
            cap = QRectF(left, (self.height() - tall) / 2, self._cap_wide(key, pixels), tall)
            painter.setPen(QPen(colour("done-bar"), 1.5))
            painter.drawRoundedRect(cap, pixels / 3, pixels / 3)
            token = legible("ink-2", pixels)
            painter.setPen(colour(token))
            if key in _ARROWS:
                self._draw_arrow(painter, cap.center(), pixels, leftwards=key == "←")
            else:
                painter.drawText(cap, CENTRE, key)
            left = cap.right() + pixels * 0.55
            wide = painter.fontMetrics().horizontalAdvance(words)
            painter.drawText(QRectF(left, 0, wide + 2, self.height()), LEFT, words)
            left += wide + pixels * 1.6

    @staticmethod
    def _draw_arrow(painter: QPainter, centre: QPointF, pixels: float, *, leftwards: bool) -> None:
        side = pixels * 0.95
        painter.save()
        painter.translate(centre)
        if leftwards:
            painter.rotate(180)
        box = QRectF(-side / 2, -side / 2, side, side)
        draw_icon(painter, "arrow", box, legible("ink-2", pixels))
        painter.restore()

    def _fitting(self) -> float:
        pixels = self._pixels
        while pixels > SMALLEST and self._wide(pixels) > self.width():
            pixels -= 1
        return pixels

    def _wide(self, pixels: float) -> float:
        metrics = QFontMetrics(letters(pixels))
        caps = sum(self._cap_wide(key, pixels) for key, _ in self._hints)
        words = sum(metrics.horizontalAdvance(words) for _, words in self._hints)
        count = len(self._hints)
        return caps + words + pixels * (0.55 * count + 1.6 * (count - 1))

    @staticmethod
    def _cap_wide(key: str, pixels: float) -> float:
        inside = pixels if key in _ARROWS else QFontMetrics(letters(pixels)).horizontalAdvance(key)
        return max(inside + pixels * 0.9, pixels * 1.64)
