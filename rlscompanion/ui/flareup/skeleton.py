"""Where things are on a flare-up screen of any size: one skeleton, so the eye never hunts."""

from math import copysign
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QRect, QRectF

_WIDTH: Final = 1920
_HEIGHT: Final = 1080
_INSTRUCTION: Final = 130
_INSTRUCTION_WIDTH: Final = 840
_INSTRUCTION_FLOOR: Final = 868
_ACTION: Final = 824
_HINTS: Final = 1004
_TOP_LINE: Final = 76
_NO_FIGURE_BELOW: Final = 640
_NO_HINTS_BELOW: Final = 460
_DIM_BELOW: Final = 0.95
_SPARING_BELOW: Final = 0.72
_SPARSE_BELOW: Final = 0.45
_LOWEST_FLOORS: Final = 0.75
_SPARING_STROKE: Final = 0.5
_SPARSE_STROKE: Final = 0.35
_NARROW_BELOW: Final = 800
_LINK_FLOOR: Final = 140
_BREATH_FLOOR: Final = 240
_FOCUS_ROOM: Final = 8


class Skeleton(Struct, frozen=True):
    """Drawn at 1920 by 1080. Sizes follow ``u`` down to their floors; the stage takes the rest."""

    width: int
    height: int

    @property
    def u(self) -> float:
        return min(self.width / _WIDTH, self.height / _HEIGHT)

    @property
    def dim(self) -> bool:
        """Whether large letters are darker: at their floors they are larger than drawn."""
        return self.u < _DIM_BELOW

    @property
    def sparing(self) -> bool:
        """Whether more light is to be saved: thinner outlines, no fill, fewer words."""
        return self.u < _SPARING_BELOW

    @property
    def is_narrow(self) -> bool:
        """Whether it is taller than wide, and small: lines of small print need two lines there."""
        return self.width < min(self.height, _NARROW_BELOW)

    @property
    def has_small_print(self) -> bool:
        """Whether there is room, and light, for lines that nobody needs at once."""
        return self.u >= _SPARSE_BELOW

    @property
    def stroke(self) -> float:
        """How thick outlines are, beside those drawn."""
        if not self.sparing:
            return min(1.0, self.u)
        return _SPARING_STROKE if self.has_small_print else _SPARSE_STROKE

    @property
    def has_figure(self) -> bool:
        return self.height >= _NO_FIGURE_BELOW

    @property
    def has_hints(self) -> bool:
        """Where nearly nothing fits, the big buttons say enough."""
        return self.height >= _NO_HINTS_BELOW

    def size(self, drawn: float, floor: float = 0) -> float:
        """Return a size as drawn, and not below its floor; floors are lower where all is small."""
        lower = min(1.0, max(_LOWEST_FLOORS, self.u / _SPARSE_BELOW))
        return max(drawn * self.u, floor * lower)

    def y(self, drawn: float) -> float:
        return drawn * self.height / _HEIGHT

    def across(self, top: float, tall: float, *, width: float = 1760) -> QRect:
        """Return a band across the middle: ``top`` and ``tall`` in pixels, ``width`` as drawn."""
        wide = min(self.size(width), self.width - 2 * self.size(40, 16))
        return QRectF((self.width - wide) / 2, top, wide, max(0.0, tall)).toAlignedRect()

    # ------------------------------------------------------------- top and bottom

    @property
    def help_link(self) -> QRect:
        tall = self.size(72, 44)
        top = max(2.0, self.y(_TOP_LINE) - tall / 2)
        wide = max(self.width * 0.34, min(_LINK_FLOOR, self.width * 0.4))
        return QRectF(self.size(44, 12), top, wide, tall).toAlignedRect()

    @property
    def sound(self) -> QRect:
        link = self.help_link
        wide = self.size(300, 150)
        left = self.width - self.size(44, 12) - wide
        return QRectF(left, link.top(), wide, link.height()).toAlignedRect()

    @property
    def bars(self) -> QRect:
        middle = self.help_link.center().y()
        between = self.width - 2 * self.help_link.right() - 8
        wide = min(self.size(480), self.width * 0.28, max(0, between))
        return QRectF((self.width - wide) / 2, middle - 10, wide, 20).toAlignedRect()

    @property
    def hints(self) -> QRect:
        if not self.has_hints:
            return QRect(0, self.height - 8, self.width, 0)
        tall = self.size(56, 40)
        return QRectF(
            self.size(40, 16), self.y(_HINTS) - tall / 2, self.width - 2 * self.size(40, 16), tall
        ).toAlignedRect()

    def actions(self, count: int) -> list[QRect]:
        """Return the places of ``count`` big buttons in a row, with room for their focus ring."""
        tall = self.size(112, 72)
        gap = self.size(40, 16)
        room = (self.width - 2 * self.size(40, 16) - (count - 1) * gap) / max(1, count)
        wide = min(self.size(480, 264), room)
        left = (self.width - count * wide - (count - 1) * gap) / 2
        return [
            _with_focus_room(QRectF(left + place * (wide + gap), self._action_top, wide, tall))
            for place in range(count)
        ]

    @property
    def _action_top(self) -> float:
        return min(self.y(_ACTION), self.hints.top() - self.size(112, 72) - 4)

    # --------------------------------------------------------------- the middle

    @property
    def instruction(self) -> QRect:
        """Narrow for long texts: they are set smaller, so that they do not light up the room."""
        wide = max(_INSTRUCTION_WIDTH * self.u, _INSTRUCTION_FLOOR) / self.u
        return self.across(self._instruction_top, self.size(96, 50), width=wide)

    @property
    def _instruction_top(self) -> float:
        return max(self.y(_INSTRUCTION), self.help_link.bottom() + 2.0)

    @property
    def note(self) -> QRect:
        """The small line under the instruction."""
        tall = self.size(44, 26) * (2 if self.is_narrow else 1)
        return self.across(self.instruction.bottom() + 1, tall, width=1480)

    @property
    def high_note(self) -> QRect:
        """The small line where there is no instruction above it."""
        return self.across(self._instruction_top - self.size(16), self.size(44, 26), width=1480)

    @property
    def stop(self) -> QRect:
        """The stop rule, just above the big button."""
        tall = self.size(44, 26) * (2 if self.is_narrow else 1)
        return self.across(self._action_top - tall - self.size(10, 2), tall, width=1480)

    @property
    def stage(self) -> QRect:
        top = self.note.bottom() + 1
        return self.across(top, self.stop.top() - top)

    @property
    def figure(self) -> QRect:
        return self._square(660, 464)

    @property
    def ring(self) -> QRect:
        return self._square(1240 if self.has_figure else _WIDTH / 2, 452)

    @property
    def breath(self) -> QRect:
        top = self.high_note.bottom() + 4
        wide = max(620, _BREATH_FLOOR / self.u)
        return self.across(top, self.stop.top() - top, width=wide)

    def free(self, top: float, bottom: float, *, width: float = 1760, high: bool = False) -> QRect:
        """Return a band of what is free above the big buttons: two shares of it, 0 to 1.

        It begins under the instruction, or, ``high``, under the top line.
        """
        above = self.help_link.bottom() + 2 if high else self.instruction.bottom() + 4
        room = self._action_top - 8 - above
        return self.across(above + top * room, (bottom - top) * room, width=width)

    def in_a_row(self, band: QRect, count: int, *, widest: float, floor: float) -> list[QRect]:
        """Return ``count`` places side by side in the middle of a band, with focus room."""
        gap = self.size(40, 16)
        wide = min(self.size(widest, floor), (band.width() - (count - 1) * gap) / max(1, count))
        left = (self.width - count * wide - (count - 1) * gap) / 2
        return [
            _with_focus_room(QRectF(left + place * (wide + gap), band.top(), wide, band.height()))
            for place in range(count)
        ]

    @staticmethod
    def rows(band: QRect, count: int) -> list[QRect]:
        """Cut a band into ``count`` rows of one height."""
        tall = band.height() / max(1, count)
        return [
            QRectF(band.left(), band.top() + place * tall, band.width(), tall).toAlignedRect()
            for place in range(count)
        ]

    def _square(self, centre_x: float, side: float) -> QRect:
        stage = self.stage
        side = min(self.size(side, 240), stage.height())
        from_middle = (centre_x - _WIDTH / 2) * self.u
        if from_middle:
            gap = self.size(40, 16)
            side = min(side, (stage.width() - gap) / 2)
            from_middle = copysign(max(abs(from_middle), (side + gap) / 2), from_middle)
        middle = self.width / 2 + from_middle
        top = stage.top() + (stage.height() - side) / 2
        return QRectF(middle - side / 2, top, side, side).toAlignedRect()


def _with_focus_room(place: QRectF) -> QRect:
    room = _FOCUS_ROOM
    return place.toAlignedRect().adjusted(-room, -room, room, room)
