"""The places to go, all of them in sight in any window; Flare-up below them."""

from enum import Enum, auto
from itertools import count
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import FlareButton, NavButton
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label

WIDE, RAIL = 208, 96
SIDE: Final = 8
MARK: Final = 32
GAP: Final = 4


class Words(Enum):
    """Where the word of a place stands."""

    BESIDE = auto()
    UNDER = auto()
    TOOLTIP = auto()


class Shape(Struct, frozen=True):
    """A way to lay the places out, in pixels at 100 %. Flare-up keeps its word in each."""

    words: Words
    row: int
    """Height of a place."""
    flare: int
    """Height of Flare-up."""
    edge: int
    """Room above and below everything, and before Flare-up."""
    from_width: int = 0
    """Of the window."""
    to_width: int = 10_000
    mark: bool = False
    columns: int = 1

    @property
    def width(self) -> int:
        return WIDE if self.words is Words.BESIDE else RAIL

    def height(self, top: int, low: int) -> int:
        """Return what so many places need, ``low`` of them beside Flare-up."""
        rows = -(-top // self.columns) + low
        mark = MARK + self.edge if self.mark else 0
        return mark + rows * (self.row + GAP) + 3 * self.edge + self.flare


SHAPES: Final = (
    Shape(Words.BESIDE, 48, 64, 20, from_width=1000, mark=True),
    Shape(Words.BESIDE, 48, 64, 12, from_width=1000),
    Shape(Words.UNDER, 62, 76, 20, from_width=640, to_width=1000, mark=True),
    Shape(Words.UNDER, 62, 76, 12, from_width=640),
    Shape(Words.UNDER, 52, 76, 10, from_width=640),
    Shape(Words.TOOLTIP, 46, 76, 16, to_width=1000, mark=True),
    Shape(Words.TOOLTIP, 46, 76, 8),
    Shape(Words.TOOLTIP, 42, 72, 6, columns=2),
)
"""From the roomiest to the one that fits the smallest window at the largest text."""


def shape_for(width: float, height: float, top: int, low: int) -> Shape:
    """Return the roomiest shape for a window of that size in pixels at 100 %."""
    fitting = (
        shape
        for shape in SHAPES
        if shape.from_width <= width < shape.to_width and shape.height(top, low) <= height
    )
    return next(fitting, SHAPES[-1])


class _Place(Struct, frozen=True):
    button: NavButton
    words: str
    short: str
    low: bool


class Navigation(QWidget):
    """``wanted`` brings the name of the place that was chosen."""

    wanted = Signal(str)
    passed = Signal(str)
    """As ``wanted``, where the arrow keys come by it on their way."""
    flare_up_wanted = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._places: dict[str, _Place] = {}
        self._group = QButtonGroup(self)
        self._window = QSize()
        self._arranged: tuple[Shape, float, int] | None = None
        self.setObjectName("nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = IconLabel(theme, "mark", 24, "accent")
        self._name = Label(name, "strong")
        self._flare = FlareButton(theme)
        self._flare.clicked.connect(self.flare_up_wanted)
        self._flare.setAccessibleName(self.tr("Flare-up: open the night screen"))
        self._brand = QHBoxLayout()
        self._brand.addWidget(self._mark)
        self._brand.addWidget(self._name, 1)
        self._top = QGridLayout()
        self._low = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._brand)
        self._column.addLayout(self._top)
        self._column.addStretch(1)
        self._column.addLayout(self._low)
        self._column.addWidget(self._flare)

    def add_place(self, name: str, words: str, short: str, icon: str, *, low: bool) -> None:
        """Add a place; ``short`` are its words for the rail, ``low`` puts it beside Flare-up."""
        button = NavButton(self._theme, words, icon, parent=self)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: self._choose(name))
        self._group.addButton(button)
        self._places[name] = _Place(button, words, short or words, low)
        if low:
            self._low.addWidget(button)
        if self.isVisible():
            self._arrange()

    @property
    def stops(self) -> list[QWidget]:
        """Return where the keyboard can stand, in its order: Flare-up at once."""
        return [self._flare, *(place.button for place in self._places.values())]

    def take_focus(self) -> None:
        """Take the keyboard to where one is."""
        for place in self._places.values():
            if place.button.isChecked():
                place.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_place(self, name: str) -> None:
        """Show where one is."""
        for other, place in self._places.items():
            here = other == name
            place.button.setChecked(here)
            # Tab stops where one is; the arrow keys go on from there.
            stop = Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus
            place.button.setFocusPolicy(stop)
        if self._is_held_elsewhere(name):
            self._places[name].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, name: str) -> None:
        # Qt presses what an arrow key leads to before it gives it the keyboard.
        chosen = self.passed if self._is_held_elsewhere(name) else self.wanted
        chosen.emit(name)

    def _is_held_elsewhere(self, name: str) -> bool:
        """Return whether the keyboard is at another place."""
        return any(
            place.button.hasFocus() for other, place in self._places.items() if other != name
        )

    def fit(self, window: QSize) -> None:
        """Take the roomiest shape for a window of that size."""
        self._window = window
        self._arrange()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._arrange()
        super().showEvent(event)

    def _arrange(self) -> None:
        px, scale = self._theme.px, self._theme.scale
        low = sum(place.low for place in self._places.values())
        top = len(self._places) - low
        shape = shape_for(self._window.width() / scale, self._window.height() / scale, top, low)
        if (shape, scale, len(self._places)) == self._arranged:
            return
        self._arranged = (shape, scale, len(self._places))
        edge, words = px(shape.edge), shape.words
        self.setFixedWidth(px(shape.width))
        self._column.setContentsMargins(px(SIDE), edge, px(SIDE), edge)
        self._column.setSpacing(0)
        self._top.setSpacing(px(GAP))
        self._low.setSpacing(px(GAP))
        self._low.setContentsMargins(0, px(GAP), 0, edge)
        self._mark.setVisible(shape.mark)
        self._name.setVisible(shape.mark and words is Words.BESIDE)
        middle = (shape.width - 24) // 2 - SIDE
        indent = 13 if words is Words.BESIDE else middle
        self._brand.setContentsMargins(px(indent), 0, 0, edge if shape.mark else 0)
        self._brand.setSpacing(px(14))
        self._flare.set_compact(compact=words is not Words.BESIDE)
        self._flare.setFixedHeight(px(shape.flare))
        positions = (divmod(n, shape.columns) for n in count())
        for place in self._places.values():
            self._write(place, shape)
            if not place.low:
                self._top.addWidget(place.button, *next(positions))

    def _write(self, place: _Place, shape: Shape) -> None:
        button, words = place.button, shape.words
        button.set_compact(compact=words is not Words.BESIDE, bare=words is Words.TOOLTIP)
        button.setFixedHeight(self._theme.px(shape.row))
        button.setToolTip(place.words if words is Words.TOOLTIP else "")
        button.setText(place.short if words is Words.UNDER else place.words)
        if button.sizeHint().width() > self._theme.px(shape.width - 2 * SIDE):
            button.setText(place.short)
