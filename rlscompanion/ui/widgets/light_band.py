"""How the light goes from noon to the next morning, and where in it the present moment is."""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.icons import Icons
from rlscompanion.ui.theme.theme import Theme

_BAR: Final = 40
_ABOVE: Final = 28
"""For the times."""
_BELOW: Final = 6
_RADIUS: Final = 10
_GAP: Final = 2
_MARK: Final = 4
_ICON: Final = 20


class LightSpan(Struct, frozen=True):
    """One light: its share of the band from 0 to 1, its name, its icon, and when it begins."""

    begins: float
    ends: float
    light: str
    """Day, evening or night, as its colour is called."""
    words: str
    icon: str
    at: str = ""


class LightBand(QWidget):
    """Every light by its place, its icon and its name; colour only repeats them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = Icons(theme)
        self._spans: tuple[LightSpan, ...] = ()
        self._now = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("The light of this evening and night"))
        theme.changed.connect(self.updateGeometry)

    def show_spans(self, spans: tuple[LightSpan, ...], now: float) -> None:
        """Show other times; ``now`` is a share of the band."""
        if (spans, now) == (self._spans, self._now):
            return
        self._spans, self._now = spans, now
        said = [f"{span.words} {span.at}".strip() for span in spans]
        self.setAccessibleDescription(", ".join(said))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(px(320), px(_ABOVE) + px(_BAR) + px(_BELOW))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._theme.px
        bar = QRectF(0, px(_ABOVE), self.width(), px(_BAR))
        outline = QPainterPath()
        outline.addRoundedRect(bar, px(_RADIUS), px(_RADIUS))
        for span in self._spans:
            left = bar.left() + span.begins * bar.width()
            room = QRectF(left, bar.top(), (span.ends - span.begins) * bar.width(), bar.height())
            painter.setClipPath(outline)
            gap = px(_GAP) if span.ends < 1 else 0
            self._fill(painter, room.adjusted(0, 0, -gap, 0), f"light-{span.light}")
            painter.setClipping(False)
            self._name(painter, span, room)
        self._times(painter, bar)

    def _name(self, painter: QPainter, span: LightSpan, room: QRectF) -> None:
        """Name a light where its name fits, else show its icon alone."""
        px = self._theme.px
        ink = "on-light-night" if span.light == "night" else "on-light"
        font = self._font(bold=True)
        words = QFontMetricsF(font).horizontalAdvance(span.words)
        side, gap = px(_ICON), px(8)
        if room.width() < side + px(10):
            return
        fits = room.width() >= side + gap + words + px(16)
        left = room.left() + (px(14) if fits and room.width() > words + px(64) else px(6))
        mark = self._now * self.width()
        all_of_it = side + (gap + words if fits else 0)
        if left - px(8) < mark < left + all_of_it + px(8):
            behind = mark + px(10)
            left = behind if behind + all_of_it <= room.right() - px(6) else left
        top = room.center().y() - side / 2
        picture = self._icons.pixmap(span.icon, side, ink, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(left, top), picture)
        if fits:
            painter.setFont(font)
            painter.setPen(self._colour(ink))
            place = room.adjusted(left - room.left() + side + gap, 0, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, span.words)

    def _times(self, painter: QPainter, bar: QRectF) -> None:
        """Write when each light begins, and "Now" where it is in nobody's way."""
        px = self._theme.px
        now = bar.left() + self._now * bar.width()
        bold, plain = self._font(bold=True), self._font(bold=False)
        words = self.tr("Now")
        wide = QFontMetricsF(bold).horizontalAdvance(words)
        said = QRectF(now - wide / 2, 0, wide, px(_ABOVE))
        said.moveLeft(max(said.left(), 0))
        painter.setFont(plain)
        painter.setPen(self._colour("ink-2"))
        metrics = QFontMetricsF(plain)
        for span in self._spans:
            if not span.at:
                continue
            left = bar.left() + span.begins * bar.width()
            left = min(left, bar.right() - metrics.horizontalAdvance(span.at))
            place = QRectF(left, 0, metrics.horizontalAdvance(span.at) + 1, px(_ABOVE))
            if place.adjusted(-px(8), 0, px(8), 0).intersects(said):
                said.moveRight(place.left() - px(8))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, span.at)
        painter.setFont(bold)
        painter.setPen(self._colour("ink"))
        painter.drawText(said.adjusted(0, 0, 1, 0), Qt.AlignmentFlag.AlignVCenter, words)
        mark = QRectF(0, 0, px(_MARK), bar.height() + 2 * px(5))
        mark.moveCenter(QPointF(now, bar.center().y()))
        self._fill(painter, mark.adjusted(-px(2), 0, px(2), 0), "surface")
        self._fill(painter, mark, "ink")

    def _fill(self, painter: QPainter, room: QRectF, colour: str) -> None:
        # For fillRect PySide would make the two hundred names of Qt's ready-made gradients.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(colour))
        painter.drawRect(room)

    def _font(self, *, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.px(16))
        font.setBold(bold)
        return font

    def _colour(self, name: str) -> QColor:
        return self._theme.color(name)
