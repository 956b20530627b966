"""What can be pressed on the flare-up screen: real buttons, painted in ember."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.flareup.careful import careful
from rlscompanion.ui.flareup.lettering import LEFT, brush, fitted, legible, text_fits
from rlscompanion.ui.flareup.look import colour, draw_icon, letters

_FOCUS_ROOM: Final = 8
_FOCUS_LINE: Final = 3
_LEAST_FOCUS_LINE: Final = 2.0
_KEY_NEEDS: Final = 96
"""A lower button names no key."""
_KEY_SHARE: Final = 0.36
"""Of a button's height: what the key above the words takes."""


class NightButton(QPushButton):
    """Takes a place, and draws its words as large as they fit into ``room``."""

    bold = False

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._pixels = 36.0
        self._stroke = 1.0
        self._sparing = False

    def set_place(
        self, place: QRect, pixels: float, *, stroke: float = 1, sparing: bool = False
    ) -> None:
        """Take a place. ``stroke``: how thick lines are; ``sparing``: light is to be saved."""
        self._pixels = pixels
        self._stroke = stroke
        self._sparing = sparing
        self.setGeometry(place)
        self.update()

    @property
    def room(self) -> QRect:
        """Where the words may be."""
        return self.rect()

    @property
    def shows_all(self) -> bool:
        return text_fits(self.text(), self.room, self._letters())

    def _letters(self) -> QFont:
        return fitted(self.text(), self.room, self._pixels, bold=self.bold)

    def _draw_focus(self, painter: QPainter, around: QRectF, radius: float) -> None:
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(
                QPen(colour("focus"), max(_LEAST_FOCUS_LINE, _FOCUS_LINE * self._stroke))
            )
            painter.drawRoundedRect(around, radius, radius)


class EmberButton(NightButton):
    """One big target. ``primary`` has the only fill on the screen."""

    bold = True

    def __init__(self, parent: QWidget, *, primary: bool = False) -> None:
        super().__init__(parent)
        self._primary = primary
        self._icon = ""
        self._icon_first = False
        self._key = ""

    def say(self, text: str, *, icon: str = "", icon_first: bool = False, key: str = "") -> None:
        """Set the words, an icon beside them, and a key named above them."""
        self.setText(text)
        self.setAccessibleName(text)
        self._icon, self._icon_first, self._key = icon, icon_first, key
        self.update()

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = brush(self)
        face = self._face()
        radius = min(28.0, face.height() / 4)
        self._draw_face(painter, face, radius)
        self._draw_words(painter)
        if self._names_key(face):
            self._draw_key(painter, face)
        self._draw_focus(painter, face.adjusted(-5, -5, 5, 5), radius + 5)

    def _draw_face(self, painter: QPainter, face: QRectF, radius: float) -> None:
        chosen = self.isCheckable() and self.isChecked()
        line = 5.0 if chosen else 3.0 if self._primary else 2.0
        token = "ink" if chosen else "ember" if self._primary else "line-strong"
        fill = self._fill()
        painter.setBrush(colour(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour(token), max(1.0, line * self._stroke)))
        painter.drawRoundedRect(face, radius, radius)
        if chosen:
            bar = QRectF(0, 0, face.width() / 4, max(3.0, face.height() / 36))
            bar.moveCenter(QPointF(face.center().x(), face.bottom() - face.height() / 9))
            painter.fillRect(bar, colour("ink"))

    def _fill(self) -> str:
        if self.isDown():
            return "line"
        if self.underMouse():
            return "now"
        return "pri-fill" if self._primary and not self._sparing else ""

    def _draw_words(self, painter: QPainter) -> None:
        chosen = self._letters()
        painter.setFont(chosen)
        painter.setPen(colour("ink"))
        words = painter.fontMetrics().horizontalAdvance(self.text())
        side = chosen.pixelSize() * 0.95 if self._has_icon else 0
        gap = side * 0.5
        text = QRectF(self.room)
        left = self._face().center().x() - (words + gap + side) / 2
        text.setLeft(left + (side + gap if self._icon_first else 0))
        text.setWidth(words + 2)
        painter.drawText(text, LEFT, self.text())
        if self._has_icon:
            icon_left = left if self._icon_first else left + words + gap
            box = QRectF(icon_left, text.center().y() - side / 2, side, side)
            draw_icon(painter, self._icon, box, "ink")

    def _draw_key(self, painter: QPainter, face: QRectF) -> None:
        small = max(20.0, self._pixels / 2)
        above = QRectF(face.left(), face.top() + 4, face.width(), face.height() * _KEY_SHARE - 4)
        painter.setFont(letters(small))
        painter.setPen(colour(legible("ink-2", small)))
        painter.drawText(
            above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, self._key
        )

    def _names_key(self, face: QRectF) -> bool:
        return bool(self._key) and face.height() >= _KEY_NEEDS

    def _face(self) -> QRectF:
        room = _FOCUS_ROOM
        return QRectF(self.rect()).adjusted(room, room, -room, -room)

    @property
    @override
    def room(self) -> QRect:
        return self._room_beside(self._pixels if self._has_icon else 0)

    @property
    def _has_icon(self) -> bool:
        """The words come first: where both do not fit, there is no icon."""
        beside = self._room_beside(self._pixels)
        return bool(self._icon) and text_fits(self.text(), beside, letters(self._pixels, bold=True))

    def _room_beside(self, icon: float) -> QRect:
        face = self._face()
        face.adjust(8 + icon * 0.72, 0, -8 - icon * 0.72, 0)
        if self._names_key(face):
            face.adjust(0, face.height() * _KEY_SHARE, 0, -face.height() * _KEY_SHARE / 2)
        return face.toAlignedRect()


class LinkButton(NightButton):
    """An underlined word that can be pressed. Takes the width of its words."""

    @override
    def set_place(
        self, place: QRect, pixels: float, *, stroke: float = 1, sparing: bool = False
    ) -> None:
        chosen = fitted(self.text(), place.adjusted(12, 0, -12, 0), pixels, bold=False)
        wide = QFontMetrics(chosen).horizontalAdvance(self.text()) + 24
        narrow = QRect(place.topLeft(), place.size())
        narrow.setWidth(min(place.width(), wide))
        super().set_place(narrow, pixels, stroke=stroke, sparing=sparing)

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = brush(self)
        chosen = self._letters()
        painter.setFont(chosen)
        touched = self.underMouse() or self.isDown()
        painter.setPen(colour("ink" if touched else legible("ink-2", chosen.pixelSize())))
        room = self.room
        painter.drawText(room, LEFT, self.text())
        metrics = painter.fontMetrics()
        under = room.center().y() + metrics.ascent() // 2 + 5
        painter.setPen(QPen(painter.pen().color(), 1 if self._sparing else 2))
        painter.drawLine(
            room.left(), under, room.left() + metrics.horizontalAdvance(self.text()), under
        )
        self._draw_focus(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), 12)

    @property
    @override
    def room(self) -> QRect:
        return self.rect().adjusted(12, 0, -12, 0)


class SoundButton(NightButton):
    """Says whether tones sound, with an icon that is crossed out while they do not.

    Sparing it is the icon alone; its name is heard all the same.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)

    @override
    def set_place(
        self, place: QRect, pixels: float, *, stroke: float = 1, sparing: bool = False
    ) -> None:
        """Take the width of icon and words, at the right end of the place."""
        self._pixels = pixels
        words = 0 if sparing else QFontMetrics(letters(pixels)).horizontalAdvance(self.text())
        wide = min(place.width(), max(place.height(), round(words + self._side() * 1.4 + 24)))
        narrow = QRect(place.right() - wide + 1, place.top(), wide, place.height())
        super().set_place(narrow, pixels, stroke=stroke, sparing=sparing)

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = brush(self)
        side = self._side()
        left = (self.width() - side) / 2 if self._sparing else 12
        token = self._draw_name(painter)
        box = QRectF(left, (self.height() - side) / 2, side, side)
        draw_icon(painter, "sound", box, token)
        if not self.isChecked():
            painter.setPen(QPen(colour("window"), side / 4.5))
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.setPen(QPen(colour(token), side / 10.5))
            painter.drawLine(box.topLeft(), box.bottomRight())
        self._draw_focus(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), 12)

    def _draw_name(self, painter: QPainter) -> str:
        """Draw the words, where there are any; return the colour that goes with them."""
        if self._sparing:
            return "ink"
        chosen = self._letters()
        touched = self.underMouse() or self.isDown() or self.isChecked()
        token = "ink" if touched else legible("ink-2", chosen.pixelSize())
        painter.setFont(chosen)
        painter.setPen(colour(token))
        painter.drawText(self.room, LEFT, self.text())
        return token

    @property
    @override
    def room(self) -> QRect:
        return self.rect().adjusted(round(12 + self._side() * 1.4), 0, -8, 0)

    @property
    @override
    def shows_all(self) -> bool:
        return self._sparing or super().shows_all

    def _side(self) -> float:
        return self._pixels * 1.15
