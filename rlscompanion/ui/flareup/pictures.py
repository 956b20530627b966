"""The pictures of the exercises and of the breath, painted with care."""

from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.domain.breathing import breath_at, breaths_in, pattern_of
from rlscompanion.domain.guide import duration
from rlscompanion.domain.library import Guide
from rlscompanion.ui.flareup.careful import careful
from rlscompanion.ui.flareup.look import between, colour
from rlscompanion.ui.widgets.breathing_circle import BreathColours, BreathingCircle
from rlscompanion.ui.widgets.countdown_ring import CountdownRing
from rlscompanion.ui.widgets.exercise_figure import ExerciseFigure, FigureColours

_STROKE: Final = 10
_DIM_STROKE: Final = 6


class StageRing(CountdownRing):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(colour("track"), colour("ember"), colour("ink"), parent)

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
    def __init__(self, parent: QWidget, *, still: bool) -> None:
        colours = BreathColours(
            ring=colour("ember"),
            inside=colour("surface"),
            limit=colour("line-strong"),
            words=colour("ink"),
            done=colour("done-bar"),
            window=colour("window"),
        )
        super().__init__(colours, still=still, parent=parent)

    def show_moment(self, guide: Guide, elapsed: float) -> str:
        """Show ring, words and dots by one clock; the guide's cues are the pattern.

        Return the words of what to do.
        """
        pattern = pattern_of(guide)
        breath = breath_at(pattern, elapsed)
        words = dict(zip([phase for phase, _ in pattern.phases], guide.cues, strict=True))[
            breath.phase
        ].text
        self.show_breath(
            words, breath.fullness, breath.count, breaths_in(pattern, duration(guide)), breath.left
        )
        return words

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)


class StageFigure(ExerciseFigure):
    def __init__(self, parent: QWidget, *, still: bool) -> None:
        colours = FigureColours(
            body=colour("figure"),
            far=between(colour("figure"), colour("figure-prop")),
            lit=colour("ink"),
            prop=colour("figure-prop"),
            floor=colour("track"),
            window=colour("window"),
        )
        super().__init__(colours, still=still, parent=parent)

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
