"""Every widget of ours in its states on one sheet, to be looked at in each light."""

from collections.abc import Sequence
from datetime import time
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.breathing_circle import BreathColours, BreathingCircle
from rlscompanion.ui.widgets.button import Button, FlareButton, Kind
from rlscompanion.ui.widgets.chips import Chip, ChoiceChip, Pill, SourceChip
from rlscompanion.ui.widgets.countdown_ring import CountdownRing
from rlscompanion.ui.widgets.day_toggles import DayToggles
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.focus_ring import FocusRing
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.rail_node import NodeState
from rlscompanion.ui.widgets.rating import Rating
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.sleep_dial import SleepDial
from rlscompanion.ui.widgets.stepper import MinuteStepper, TimeStepper
from rlscompanion.ui.widgets.switch import Switch
from rlscompanion.ui.widgets.timeline_row import RowText, row_for
from rlscompanion.ui.widgets.undo_strip import UndoStrip

SHEET: Final = QSize(1680, 1180)
ROW_WORDS: Final = 90
"""Width of the words before a row."""
KINDS: Final[tuple[Kind, ...]] = (
    "primary",
    "secondary",
    "quiet",
    "link",
    "warn",
    "small",
    "source",
)
RING: Final = 150
BREATH: Final = 230
RATING: Final = 84


class Gallery(QWidget):
    """A specimen sheet, not a screen: nothing on it does anything."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._hovered: list[Button] = []
        self._focused = Button(theme, "")
        self.setObjectName("gallery")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(40, 32, 40, 32)
        columns.setSpacing(48)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        columns.addLayout(self._left, 9)
        columns.addLayout(self._right, 5)
        self._left.addWidget(Label(f"Components, {theme.mode}", "h1"))
        for state in ("usual", "hover", "pressed", "disabled"):
            self._row(f"Buttons, {state}", self._buttons(state))
        self._row("Flare-up", [FlareButton(theme)])
        self._row("Switch", self._switches())
        self._row("Chips", self._chips())
        self._left.addWidget(self._rating())
        self._row("Choice", self._choices())
        self._row("Nights", [DayToggles(theme, "Nights", days=frozenset({"mon", "tue", "sun"}))])
        self._row("Fields", self._fields())
        self._left.addWidget(self._conflict())
        self._left.addWidget(self._strip())
        self._left.addStretch(1)
        self._add_rows()
        self._add_rings()
        self._right.addStretch(1)
        self._ring = FocusRing(theme, self)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._pose)

    def _pose(self) -> None:
        """Take on what needs a shown window: the keyboard on one button, the pointer on others."""
        self._focused.setFocus(Qt.FocusReason.TabFocusReason)
        for button in self._hovered:
            button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
            button.update()

    def _row(self, words: str, pieces: Sequence[QWidget]) -> None:
        line = QHBoxLayout()
        said = Label(words, "caption", wrap=True)
        said.setFixedWidth(self._theme.px(ROW_WORDS))
        line.addWidget(said)
        flow = FlowLayout()
        flow.setSpacing(self._theme.px(10))
        for piece in pieces:
            flow.addWidget(piece)
        line.addLayout(flow, 1)
        self._left.addLayout(line)

    def _buttons(self, state: str) -> list[QWidget]:
        made: list[QWidget] = []
        for kind in KINDS:
            button = Button(self._theme, kind.capitalize(), kind, icon="check")
            if state == "usual" and kind == "primary":
                self._focused = button
            if state == "hover":
                self._hovered.append(button)
            button.setDown(state == "pressed")
            button.setEnabled(state != "disabled")
            made.append(button)
        return made

    def _switches(self) -> list[QWidget]:
        made: list[QWidget] = []
        for on in (True, False):
            for usable in (True, False):
                switch = Switch(self._theme, "Reminder")
                switch.setChecked(on)
                switch.setEnabled(usable)
                made.append(switch)
        pressed = Switch(self._theme, "Reminder")
        pressed.setChecked(True)
        pressed.setDown(True)
        made.append(pressed)
        return made

    def _chips(self) -> list[QWidget]:
        picked = ChoiceChip(self._theme, "Long sitting")
        picked.setChecked(True)
        return [
            Chip("Guideline"),
            SourceChip(self._theme, "Small trials"),
            Pill("Now"),
            picked,
            ChoiceChip(self._theme, "Alcohol", icon="glass"),
        ]

    def _rating(self) -> Rating:
        rating = Rating(self._theme, "Legs in the evening", low="calm", high="worst")
        rating.setMinimumHeight(self._theme.px(RATING))
        rating.set_value(4)
        return rating

    def _choices(self) -> list[QWidget]:
        choices = [("before", "Before bed"), ("clock", "Fixed time")]
        return [
            Segmented(self._theme, "When", choices, current="before"),
            TimeStepper(self._theme, "Bedtime", value=time(22, 30)),
            MinuteStepper(self._theme, "Early", value=0),
        ]

    def _fields(self) -> list[QWidget]:
        field, empty, off = QLineEdit("Own words"), QLineEdit(), QLineEdit("Off")
        empty.setPlaceholderText("For example 112")
        off.setEnabled(False)
        ticked, open_box = QCheckBox("Ticked"), QCheckBox("Open")
        ticked.setChecked(True)
        for each in (field, empty, off):
            each.setFixedWidth(self._theme.px(150))
        return [field, empty, off, ticked, open_box]

    def _conflict(self) -> Banner:
        return Banner(
            self._theme,
            BannerKind.WARN,
            "Magnesium is too close to gabapentin.",
            "Keep 2 hours apart. Ask your pharmacist.",
            icon="gap",
            button="Move it to 19:15",
        )

    def _strip(self) -> UndoStrip:
        strip = UndoStrip(self._theme)
        strip.offer("Dim the lights", "marked done")
        return strip

    def _add_rows(self) -> None:
        rows = QVBoxLayout()
        rows.setSpacing(0)
        for n, state in enumerate(NodeState):
            at = f"{17 + n // 2}:{30 * (n % 2):02}"
            text = RowText(at, "moon", state.capitalize(), "as it looks", state)
            rows.addWidget(row_for(self._theme, text))
        self._right.addLayout(rows)

    def _add_rings(self) -> None:
        colour, px = self._theme.color, self._theme.px
        ring = CountdownRing(colour("track"), colour("ember"), colour("ink"))
        ring.setFixedSize(px(RING), px(RING))
        ring.show_left(32, 0.7)
        colours = ("ember", "surface", "line-strong", "ink", "done-bar", "window")
        breath = BreathingCircle(BreathColours(*map(colour, colours)))
        breath.show_breath("Breathe in", 0.7, 2, 6)
        breath.setFixedSize(px(BREATH), px(BREATH))
        line = QHBoxLayout()
        line.addWidget(ring)
        line.addWidget(breath)
        line.addStretch(1)
        self._right.addLayout(line)
        dial = SleepDial(self._theme, bedtime=time(22, 30), wake=time(6, 30))
        self._right.addWidget(dial)
