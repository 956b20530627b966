"""Where things are on a flare-up screen of any size: one skeleton, so the eye never hunts."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF

_WIDTH: Final = 1920
_HEIGHT: Final = 1080
_INSTRUCTION: Final = (144, 262)
_INSTRUCTION_WIDTH: Final = 840
_INSTRUCTION_FLOOR: Final = 868
_STAGE: Final = (276, 772)
_CAPTION: Final = (764, 810)
_ACTION: Final = 824
_NO_FIGURE_BELOW: Final = 640
_FOCUS_ROOM: Final = 8


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Drawn at 1920 by 1080. Sizes follow ``u``; heights above one another follow the screen."""

    width: int
    height: int

    @property
    def u(self) -> float:
        return min(self.width / _WIDTH, self.height / _HEIGHT)

    @property
    def has_figure(self) -> bool:
        return self.height >= _NO_FIGURE_BELOW

    def size(self, drawn: float, floor: float = 0) -> float:
        return max(drawn * self.u, floor)

    def y(self, drawn: float) -> float:
        return drawn * self.height / _HEIGHT

    def band(self, top: float, bottom: float, *, width: float = 1760) -> QRect:
        """Return a band across the middle between two drawn heights."""
        wide = min(self.size(width), self.width - 2 * self.size(40, 16))
        return QRectF(
            (self.width - wide) / 2, self.y(top), wide, self.y(bottom) - self.y(top)
        ).toAlignedRect()

    @property
    def instruction(self) -> QRect:
        """Narrow for long texts: they are set smaller, so that they do not light up the room."""
        wide = max(_INSTRUCTION_WIDTH * self.u, _INSTRUCTION_FLOOR)
        return self.band(*_INSTRUCTION, width=wide / self.u)

    @property
    def stage(self) -> QRect:
        return self.band(*_STAGE)

    @property
    def caption(self) -> QRect:
        return self.band(*_CAPTION)

    @property
    def figure(self) -> QRect:
        return self._square(660, 496)

    @property
    def ring(self) -> QRect:
        return self._square(1240 if self.has_figure else _WIDTH / 2, 472)

    @property
    def breath(self) -> QRect:
        return self.band(140, 812, width=620)

    @property
    def help_link(self) -> QRect:
        tall = self.size(72, 44)
        return QRectF(
            self.size(44, 12), self.y(76) - tall / 2, self.width * 0.36, tall
        ).toAlignedRect()

    @property
    def bars(self) -> QRect:
        return QRectF(
            self.width / 2 - self.size(240), self.y(76) - 10, self.size(480), 20
        ).toAlignedRect()

    @property
    def hints(self) -> QRect:
        tall = self.size(56, 40)
        return QRectF(
            self.size(40, 16), self.y(1004) - tall / 2, self.width - 2 * self.size(40, 16), tall
        ).toAlignedRect()

    def actions(self, count: int) -> list[QRect]:
        """Return the places of ``count`` big buttons in a row, with room for their focus ring."""
        tall = self.size(112, 72)
        gap = self.size(40, 16)
        room = (self.width - 2 * self.size(40, 16) - (count - 1) * gap) / count
        wide = min(self.size(480, 264), room)
        left = (self.width - count * wide - (count - 1) * gap) / 2
        top = min(self.y(_ACTION), self.hints.top() - tall - 4)
        return [
            QRectF(left + place * (wide + gap), top, wide, tall)
            .toAlignedRect()
            .adjusted(-_FOCUS_ROOM, -_FOCUS_ROOM, _FOCUS_ROOM, _FOCUS_ROOM)
            for place in range(count)
        ]

    def answers(self, top: float, bottom: float) -> list[QRect]:
        """Return the places of the three answers."""
        gap = self.size(40, 16)
        wide = self.size(460, 240)
        left = (self.width - 3 * wide - 2 * gap) / 2
        return [
            QRectF(left + place * (wide + gap), self.y(top), wide, self.y(bottom) - self.y(top))
            .toAlignedRect()
            .adjusted(-_FOCUS_ROOM, -_FOCUS_ROOM, _FOCUS_ROOM, _FOCUS_ROOM)
            for place in range(3)
        ]

    def rows(self, count: int, top: float, bottom: float, *, width: float) -> list[QRect]:
        """Cut a band into ``count`` rows of one height."""
        band = self.band(top, bottom, width=width)
        tall = band.height() / count
        return [
            QRectF(band.left(), band.top() + place * tall, band.width(), tall).toAlignedRect()
            for place in range(count)
        ]

    def _square(self, centre_x: float, side: float) -> QRect:
        side = min(self.size(side, 240), self.stage.height())
        middle = self.width / 2 + (centre_x - _WIDTH / 2) * self.u
        stage = self.stage
        return QRectF(
            middle - side / 2, stage.top() + (stage.height() - side) / 2, side, side
        ).toAlignedRect()
