"""What is seen while a guide is followed: a figure and a ring, or the breathing circle."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.domain.guide import CueShown
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.breathing_circle import BreathColours, BreathingCircle
from rlscompanion.ui.widgets.countdown_ring import CountdownRing
from rlscompanion.ui.widgets.exercise_figure import ExerciseFigure, FigureColours

_LARGEST: Final = 300
_LARGEST_AT_NIGHT: Final = 256
_SMALLEST: Final = 84
_GAP: Final = 56
_BREATH_SHAPE: Final = 672 / 600


class Stage(QWidget):
    """Figure and ring side by side, or the breathing circle alone, as large as there is room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._breathing = False
        self._dress()
        theme.changed.connect(self._dress)

    def show_breathing(self, *, breathing: bool) -> None:
        self._breathing = breathing
        self._arrange()

    def show_cue(self, cue: CueShown) -> None:
        self._ring.show_left(cue.left, 1 - cue.fraction)
        self._figure.show_picture(cue.cue.picture)
        self._figure.show_moment(cue.cue.seconds - cue.left)

    def show_breath(self, words: str, fullness: float, breath: int, breaths: int) -> None:
        self._breath.show_breath(words, fullness, breath, breaths)

    def _dress(self) -> None:
        """Make the pieces anew in the present colours: each only knows what it is given."""
        old = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        colour, still = self._theme.color, self._theme.reduced_motion
        self._ring = CountdownRing(colour("track"), colour("accent"), colour("ink"), self)
        figure = FigureColours(
            body=colour("figure"),
            far=_between(colour("figure"), colour("figure-prop")),
            lit=colour("ink"),
            prop=colour("figure-prop"),
            floor=colour("track"),
            window=colour("window"),
        )
        self._figure = ExerciseFigure(figure, still=still, parent=self)
        breath = BreathColours(
            ring=colour("accent"),
            inside=colour("surface"),
            limit=colour("line-strong"),
            words=colour("ink"),
            done=colour("done-bar"),
            window=colour("window"),
        )
        self._breath = BreathingCircle(breath, still=still, parent=self)
        for piece in old:
            piece.hide()
            piece.deleteLater()
        self._arrange()

    def _arrange(self) -> None:
        night = self._theme.mode is Mode.NIGHT
        largest = self._theme.px(_LARGEST_AT_NIGHT if night else _LARGEST)
        gap = self._theme.px(_GAP)
        self.setMinimumHeight(self._theme.px(_SMALLEST))
        width, height = self.width(), self.height()
        for piece, shown in (
            (self._ring, not self._breathing),
            (self._figure, not self._breathing),
            (self._breath, self._breathing),
        ):
            piece.setVisible(shown)
        side = min(height, (width - gap) // 2, largest)
        left, top = (width - 2 * side - gap) // 2, (height - side) // 2
        self._figure.setGeometry(left, top, side, side)
        self._ring.setGeometry(left + side + gap, top, side, side)
        tall = min(height, round(1.3 * largest))
        wide = min(width, round(tall / _BREATH_SHAPE))
        self._breath.setGeometry(QRect((width - wide) // 2, (height - tall) // 2, wide, tall))

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(2 * _SMALLEST + _GAP), self._theme.px(_SMALLEST))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


def _between(one: QColor, other: QColor) -> QColor:
    return QColor(
        (one.red() + other.red()) // 2,
        (one.green() + other.green()) // 2,
        (one.blue() + other.blue()) // 2,
    )
