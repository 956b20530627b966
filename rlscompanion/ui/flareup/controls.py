"""What the flare-up screen is made of: real buttons and labels, painted in ember."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from typing_extensions import override

from rlscompanion.ui.flareup.careful import careful
from rlscompanion.ui.flareup.look import colour, draw_icon, letters
from rlscompanion.ui.widgets.breathing_circle import BreathingCircle
from rlscompanion.ui.widgets.countdown_ring import CountdownRing
from rlscompanion.ui.widgets.exercise_figure import ExerciseFigure

_SMALLEST: Final = 8
_FOCUS_ROOM: Final = 8
_FOCUS_LINE: Final = 3
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_ARROWS: Final = frozenset("←→")
_KEY_NEEDS: Final = 60
"""A lower button names no key."""
_FAINT: Final = frozenset({"ink-2"})
_FAINT_FROM: Final = 27.5
"""Fainter letters are for large ones; smaller ones need their contrast (visual.md, night)."""
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def fitted(text: str, room: QRect, pixels: float, *, bold: bool, wraps: bool) -> QFont:
    """Return the largest letters, up to ``pixels``, in which the whole text is in the room."""
    size = round(pixels)
    while True:
        chosen = letters(size, bold=bold)
        if size <= _SMALLEST or text_fits(text, room, chosen, wraps=wraps):
            return chosen
        size -= 1


def legible(token: str, pixels: float) -> str:
    """Return the colour for letters of this size: small ones are never faint."""
    return "ink" if pixels < _FAINT_FROM and token in _FAINT else token


def text_fits(text: str, room: QRect, chosen: QFont, *, wraps: bool) -> bool:
    metrics = QFontMetrics(chosen)
    if not wraps:
        return metrics.horizontalAdvance(text) <= room.width() and (
            metrics.height() <= room.height()
        )
    flags = int(Qt.TextFlag.TextWordWrap)
    needs = metrics.boundingRect(QRect(0, 0, room.width(), 10000), flags, text)
    return needs.width() <= room.width() and needs.height() <= room.height()


class Words(QLabel):
    """A label that draws its whole text as large as its place allows."""

    def __init__(
        self,
        parent: QWidget,
        *,
        token: str = "ink",  # noqa: S107 - the name of a colour
        bold: bool = False,
        wraps: bool = False,
        left: bool = False,
        icon: str = "",
    ) -> None:
        super().__init__(parent)
        self._token = token
        self._bold = bold
        self._wraps = wraps
        self._align = _LEFT if left else _CENTRE
        self._icon = icon
        self._pixels = 16.0

    def set_place(self, place: QRect, pixels: float) -> None:
        self._pixels = pixels
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
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._icon:
            side = self._icon_side()
            draw_icon(
                painter, self._icon, QRectF(0, (self.height() - side) / 2, side, side), "ember"
            )
        chosen = self.letters
        painter.setFont(chosen)
        painter.setPen(colour(legible(self._token, chosen.pixelSize())))
        flags = int(self._align) | (int(Qt.TextFlag.TextWordWrap) if self._wraps else 0)
        painter.drawText(self._text_room(), flags, self.text())

    def _icon_side(self) -> float:
        return min(self._pixels * 1.1, float(self.height()))

    def _text_room(self) -> QRect:
        if not self._icon:
            return self.rect()
        return self.rect().adjusted(round(self._icon_side() + self._pixels * 0.62), 0, 0, 0)


class EmberButton(QPushButton):
    """One big target. ``primary`` has the only fill on the screen."""

    def __init__(self, parent: QWidget, *, primary: bool = False, icon: str = "") -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._primary = primary
        self._icon = icon
        self._icon_first = False
        self._key = ""
        self._pixels = 44.0

    def say(self, text: str, *, icon: str = "", icon_first: bool = False, key: str = "") -> None:
        """Set the words, an icon beside them, and a key named above them."""
        self.setText(text)
        self.setAccessibleName(text)
        self._icon, self._icon_first, self._key = icon, icon_first, key
        self.update()

    def set_place(self, place: QRect, pixels: float) -> None:
        self._pixels = pixels
        self.setGeometry(place)
        self.update()

    @property
    def shows_all(self) -> bool:
        return text_fits(self.text(), self._text_room(), self._letters(), wraps=False)

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = self._face()
        radius = min(28.0, face.height() / 4)
        chosen = self.isCheckable() and self.isChecked()
        painter.setBrush(colour(self._fill()))
        line = 5.0 if chosen else 3.0 if self._primary else 2.0
        token = "ink" if chosen else "ember" if self._primary else "line-strong"
        painter.setPen(QPen(colour(token), line))
        painter.drawRoundedRect(face, radius, radius)
        self._draw_words(painter, face)
        if chosen:
            bar = QRectF(0, 0, face.width() / 4, max(4.0, face.height() / 36))
            bar.moveCenter(QPointF(face.center().x(), face.bottom() - face.height() / 9))
            painter.fillRect(bar, colour("ink"))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("focus"), _FOCUS_LINE))
            around = face.adjusted(-5, -5, 5, 5)
            painter.drawRoundedRect(around, radius + 5, radius + 5)

    def _fill(self) -> str:
        if self.isDown():
            return "line"
        if self.underMouse():
            return "now"
        return "pri-fill" if self._primary else "window"

    def _draw_words(self, painter: QPainter, face: QRectF) -> None:
        chosen = self._letters()
        painter.setFont(chosen)
        painter.setPen(colour("ink"))
        words = painter.fontMetrics().horizontalAdvance(self.text())
        side = chosen.pixelSize() * 0.95 if self._icon else 0
        gap = side * 0.5
        left = face.center().x() - (words + gap + side) / 2
        text = QRectF(self._text_room())
        text.setLeft(left + (side + gap if self._icon_first else 0))
        text.setWidth(words + 2)
        painter.drawText(text, _LEFT, self.text())
        if self._icon:
            icon_left = left if self._icon_first else left + words + gap
            middle = text.center().y()
            box = QRectF(icon_left, middle - side / 2, side, side)
            draw_icon(painter, self._icon, box, "ink")
        if self._names_key(face):
            small = max(20.0, self._pixels / 2)
            painter.setFont(letters(small))
            painter.setPen(colour(legible("ink-2", small)))
            above = QRectF(face.left(), face.top() + face.height() * 0.12, face.width(), text.top())
            painter.drawText(
                above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self._key
            )

    def _names_key(self, face: QRectF) -> bool:
        return bool(self._key) and face.height() >= _KEY_NEEDS

    def _face(self) -> QRectF:
        room = _FOCUS_ROOM
        return QRectF(self.rect()).adjusted(room, room, -room, -room)

    def _text_room(self) -> QRect:
        face = self._face()
        side = self._pixels if self._icon else 0
        face.adjust(12 + side * 0.72, 0, -12 - side * 0.72, 0)
        if self._names_key(face):
            face.setTop(face.top() + face.height() * 0.3)
            face.setHeight(face.height() * 0.82)
        return face.toAlignedRect()

    def _letters(self) -> QFont:
        return fitted(self.text(), self._text_room(), self._pixels, bold=True, wraps=False)


class LinkButton(QPushButton):
    """An underlined word that can be pressed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._pixels = 36.0

    def set_place(self, place: QRect, pixels: float) -> None:
        """Take the width of the words, at most that of the place."""
        self._pixels = pixels
        chosen = fitted(self.text(), place.adjusted(12, 0, -12, 0), pixels, bold=False, wraps=False)
        wide = QFontMetrics(chosen).horizontalAdvance(self.text()) + 24
        self.setGeometry(place.left(), place.top(), min(place.width(), wide), place.height())
        self.update()

    @property
    def shows_all(self) -> bool:
        return text_fits(self.text(), self._room(), self._letters(), wraps=False)

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self._letters()
        painter.setFont(chosen)
        touched = self.underMouse() or self.isDown()
        painter.setPen(colour("ink" if touched else legible("ink-2", chosen.pixelSize())))
        room = self._room()
        painter.drawText(room, _LEFT, self.text())
        metrics = painter.fontMetrics()
        under = room.center().y() + metrics.ascent() // 2 + 5
        painter.setPen(QPen(painter.pen().color(), 2))
        painter.drawLine(
            room.left(), under, room.left() + metrics.horizontalAdvance(self.text()), under
        )
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), _FOCUS_LINE))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 12, 12)

    def _room(self) -> QRect:
        return self.rect().adjusted(12, 0, -12, 0)

    def _letters(self) -> QFont:
        return fitted(self.text(), self._room(), self._pixels, bold=False, wraps=False)


class SoundButton(LinkButton):
    """Says whether tones sound, with an icon that is crossed out while they do not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)

    @override
    def set_place(self, place: QRect, pixels: float) -> None:
        """Take the width of icon and words, at the right end of the place."""
        self._pixels = pixels
        words = QFontMetrics(letters(pixels)).horizontalAdvance(self.text())
        wide = min(place.width(), round(words + self._side() * 1.4 + 24))
        self.setGeometry(place.right() - wide + 1, place.top(), wide, place.height())
        self.update()

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self._letters()
        touched = self.underMouse() or self.isDown() or self.isChecked()
        token = "ink" if touched else legible("ink-2", chosen.pixelSize())
        side = self._side()
        box = QRectF(12, (self.height() - side) / 2, side, side)
        draw_icon(painter, "sound", box, token)
        if not self.isChecked():
            painter.setPen(QPen(colour("window"), 7))
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.setPen(QPen(colour(token), 3))
            painter.drawLine(box.topLeft(), box.bottomRight())
        painter.setFont(chosen)
        painter.setPen(colour(token))
        painter.drawText(self._room(), _LEFT, self.text())
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), _FOCUS_LINE))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 12, 12)

    @override
    def _room(self) -> QRect:
        return self.rect().adjusted(round(12 + self._side() * 1.4), 0, -8, 0)

    def _side(self) -> float:
        return self._pixels * 1.15


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
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
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
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
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
                painter.drawText(cap, _CENTRE, key)
            left = cap.right() + pixels * 0.55
            wide = painter.fontMetrics().horizontalAdvance(words)
            painter.drawText(QRectF(left, 0, wide + 2, self.height()), _LEFT, words)
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
        while pixels > _SMALLEST and self._wide(pixels) > self.width():
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


class StageRing(CountdownRing):
    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)


class StageBreath(BreathingCircle):
    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)


class StageFigure(ExerciseFigure):
    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
