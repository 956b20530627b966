"""The pictures of the exercises and of the breath, painted with care."""

from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent
from typing_extensions import override

from rlscompanion.ui.flareup.careful import careful
from rlscompanion.ui.flareup.look import colour
from rlscompanion.ui.widgets.breathing_circle import BreathingCircle
from rlscompanion.ui.widgets.countdown_ring import CountdownRing
from rlscompanion.ui.widgets.exercise_figure import ExerciseFigure

_STROKE: Final = 10
_DIM_STROKE: Final = 6


class StageRing(CountdownRing):
    def set_place(self, place: QRect, *, dim: bool) -> None:
        """Take a place. ``dim``: a thinner ring and darker digits."""
        self._stroke = _DIM_STROKE if dim else _STROKE
        self._ink = colour("ink-2" if dim else "ink")
        self.setGeometry(place)
        self.update()

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
