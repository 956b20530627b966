"""The first run: one question, tonight as it would be, and what this app is not."""

from datetime import time
from functools import partial
from itertools import pairwise
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from rlscompanion.backports import override
from rlscompanion.domain.evening import Evening
from rlscompanion.domain.library import Kind, Library
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.routine import Routine, WeekTimes, built_in_routine
from rlscompanion.services.planning import Planning
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.sleep_dial import SleepDial
from rlscompanion.ui.widgets.step_icons import icon_of
from rlscompanion.ui.widgets.stepper import TimeStepper

WIDEST: Final = 1040
SIDE_BY_SIDE_FROM: Final = 840
"""Of width, at 100 %: below that the preview stands under the question."""
DIAL_FROM: Final = 740
"""Of height: below that the steppers do."""
SHORT_BELOW: Final = 680


class FirstRunPage(QWidget):
    """``finished`` follows the routine that Continue saved."""

    finished = Signal()
    help_wanted = Signal()

    def __init__(
        self, theme: Theme, planning: Planning, library: Library, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._planning = planning
        self._library = library
        self._built_in = built_in_routine(library)
        self.bedtime = self._stepper(self.tr("Bedtime"), self._built_in.bedtime.every)
        self.wake = self._stepper(self.tr("Wake up"), self._built_in.wake.every)
        self.preview = EveningPreview(theme)
        self.trouble = Banner(theme, BannerKind.WARN, "", icon="stop")
        self.trouble.hide()
        self.go_on = Button(theme, self.tr("Continue"), "primary")
        self.go_on.clicked.connect(self._save)
        self._build(library.texts["consent"])
        theme.changed.connect(self._measure)
        self._measure()
        self._show_preview()

    def routine(self) -> Routine:
        """Return the routine as it would be saved."""
        return replace(
            self._built_in,
            bedtime=WeekTimes(self.bedtime.value),
            wake=WeekTimes(self.wake.value),
        )

    # --------------------------------------------------------------------- building

    def _stepper(self, name: str, value: time) -> TimeStepper:
        made = TimeStepper(self._theme, name, value=value, snap=True)
        made.changed.connect(self._show_preview)
        made.typed.connect(partial(self._preview_typed, name))
        return made

    def _build(self, consent: str) -> None:
        self._mark = IconLabel(self._theme, "mark", 24, "accent")
        self._brand = QHBoxLayout()
        self._brand.addWidget(self._mark)
        self._brand_name = Label("RLS Companion", "strong")
        self._brand.addWidget(self._brand_name)
        self._brand.addStretch(1)
        self.help = Button(self._theme, self.tr("When to get help"), "link")
        self.help.clicked.connect(self.help_wanted)
        self._brand.addWidget(self.help)
        self._names = QVBoxLayout()
        self._question = Label(self.tr("When do you want to be asleep?"), "hero", wrap=True)
        self._names.addWidget(self._question)
        self._lead = Label(self.tr("You can change this any time."), "lead2", wrap=True)
        self._names.addWidget(self._lead)
        self._dial = SleepDial(self._theme, bedtime=self.bedtime.value, wake=self.wake.value)
        self._dial.bedtime_moved.connect(partial(self._move, self.bedtime))
        self._dial.wake_moved.connect(partial(self._move, self.wake))
        self._steppers = FlowLayout(even=True)
        for icon, name, stepper in (
            ("moon", self.tr("Bedtime"), self.bedtime),
            ("sun", self.tr("Wake up"), self.wake),
        ):
            self._steppers.addWidget(_Named(self._theme, icon, name, stepper))
        self._left = QVBoxLayout()
        self._left.addWidget(self._dial, 0, Qt.AlignmentFlag.AlignHCenter)
        self._left.addLayout(self._steppers)
        self._left.addStretch(1)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.addLayout(self._left, 1)
        self._middle.addWidget(self.preview, 1)
        self._consent = Label(consent, "ink2", wrap=True)
        self._column = QVBoxLayout()
        for part in (self._brand, self._names):
            self._column.addLayout(part)
        self._column.addWidget(self.trouble)
        self._column.addLayout(self._middle, 1)
        self._end = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._end.addWidget(self._consent, 1)
        self._end.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addLayout(self._end)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(self._column)
        self._scroll = QScrollArea()
        self._scroll.setWidget(page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        for one, other in pairwise((self.bedtime, self.wake, self.go_on, self.help)):
            QWidget.setTabOrder(one, other)

    def _measure(self) -> None:
        px = self._theme.px
        side_by_side = self.width() >= px(SIDE_BY_SIDE_FROM)
        direction = QBoxLayout.Direction
        across = direction.LeftToRight if side_by_side else direction.TopToBottom
        self._middle.setDirection(across)
        self._end.setDirection(across)
        self._dial.setVisible(side_by_side and self.height() >= px(DIAL_FROM))
        short = self.height() < px(SHORT_BELOW)
        night = self._theme.mode is Mode.NIGHT
        self._question.set_role("h1" if night else "hero")
        for secondary in (self._mark, self._brand_name, self._lead):
            secondary.setVisible(not night)
        self.preview.set_short(short=short)
        edge = 56 if side_by_side else 24
        spare = max(self.width() - px(WIDEST + 2 * edge), 0) // 2
        self._column.setContentsMargins(
            px(edge) + spare, px(8 if short else 20), px(edge) + spare, px(16 if short else 24)
        )
        self._column.setSpacing(px(16))
        self._brand.setSpacing(px(12))
        self._names.setSpacing(px(4))
        self._middle.setSpacing(px(40))
        self._end.setSpacing(px(24))
        self._left.setSpacing(px(16))
        self._steppers.setSpacing(px(16))
        self.go_on.setMinimumSize(px(150), px(56))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    # ------------------------------------------------------------- showing, saving

    def _show_preview(self) -> None:
        self._preview(self.bedtime.value, self.wake.value)

    def _preview_typed(self, name: str, at: time) -> None:
        if name == self.wake.accessibleName():
            self._preview(self.bedtime.value, at)
        else:
            self._preview(at, self.wake.value)

    def _preview(self, bedtime: time, wake: time) -> None:
        routine = replace(self._built_in, bedtime=WeekTimes(bedtime), wake=WeekTimes(wake))
        try:
            evening = self._planning.preview(routine).checklist.evening
        except StoreError as problem:
            self._say(str(problem))
            return
        self.preview.show_evening(evening)
        self._dial.show_times(bedtime, wake)

    def _move(self, stepper: TimeStepper, at: time) -> None:
        stepper.set_value(at)
        self._show_preview()

    def _save(self) -> None:
        self.trouble.hide()
        try:
            self._planning.save(self.routine())
        except StoreError as problem:
            self._say(str(problem))
            return
        self.finished.emit()

    def _say(self, problem: str) -> None:
        self.trouble.show_words(self.tr("That did not save. Try again."), problem)
        self.trouble.show()


class EveningPreview(QFrame):
    """Tonight in its own light: lamp-light on a card, also by day."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: list[_Line] = []
        self._short = False
        self._title = Label(self.tr("Your evening"), "h2", wrap=True)
        self._lead = Label(self.tr("A calm start. Add or drop steps later."), wrap=True)
        self._title.setProperty("tone", "preview")
        self._lead.setProperty("tone", "preview-quiet")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self._lead)
        self._list = QVBoxLayout()
        self._column.addLayout(self._list)
        self._column.addStretch(1)
        theme.changed.connect(self._dress)
        self._dress()

    def show_evening(self, evening: Evening) -> None:
        """Show the steps of an evening, bedtime last."""
        steps = evening.steps
        while len(self._lines) < len(steps):
            line = _Line(self._theme)
            self._lines.append(line)
            self._list.addWidget(line)
        for n, line in enumerate(self._lines):
            line.setVisible(n < len(steps))
        said: list[str] = []
        for line, step in zip(self._lines, steps, strict=False):
            at = f"{step.start.astimezone(evening.zone):%H:%M}"
            icon = icon_of(step.id, is_supplement=step.kind is Kind.SUPPLEMENT)
            line.show_words(at, icon, step.title)
            said.append(f"{at} {step.title}")
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(", ".join(said))
        self._dress()

    def set_short(self, *, short: bool) -> None:
        """Stand closer together where the window is short."""
        if short != self._short:
            self._short = short
            self._dress()

    def said(self) -> tuple[str, ...]:
        """Return the lines as words."""
        return tuple(line.words() for line in self._lines if not line.isHidden())

    def _dress(self) -> None:
        px = self._theme.px
        edge = px(20 if self._short else 28)
        self._lead.setVisible(self._theme.mode is not Mode.NIGHT)
        self._column.setContentsMargins(px(32), edge, px(32), edge)
        self._column.setSpacing(px(4))
        self._list.setContentsMargins(0, px(8 if self._short else 16), 0, 0)
        self._list.setSpacing(px(4))
        for line in self._lines:
            line.setMinimumHeight(px(40 if self._short else 48))
            line.dress()
        self.update()

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        day = self._theme.mode is Mode.DAY
        painter.setPen(QPen(Qt.PenStyle.NoPen) if day else QPen(self._theme.color("line"), 1))
        painter.setBrush(self._theme.color("preview"))
        radius = self._theme.px(24)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class _Line(QWidget):
    """A time, an icon, a title."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture = ""
        self._time = Label("", "lead")
        self._icon = IconLabel(theme, "", 24)
        self._title = Label("", "row", wrap=True)
        self._time.setProperty("tone", "preview-quiet")
        self._title.setProperty("tone", "preview")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self._time)
        self._line.addWidget(self._icon)
        self._line.addWidget(self._title, 1)

    def show_words(self, at: str, icon: str, title: str) -> None:
        self._time.setText(at)
        self._picture = icon
        self._title.setText(title)

    def words(self) -> str:
        return f"{self._time.text()} {self._title.text()}"

    def dress(self) -> None:
        px = self._theme.px
        self._time.setMinimumWidth(px(52))
        self._line.setSpacing(px(22))
        self._icon.set_icon(self._picture, "preview-icon")


class _Named(QWidget):
    """A stepper under its icon and word."""

    def __init__(self, theme: Theme, icon: str, name: str, stepper: TimeStepper) -> None:
        super().__init__()
        self._theme = theme
        self._head = QHBoxLayout()
        self._head.addWidget(IconLabel(theme, icon, 20, "ink"))
        self._head.addWidget(Label(name, "strong"))
        self._head.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addWidget(stepper)
        self._column.addStretch(1)
        self._stepper = stepper
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        px = self._theme.px
        self._head.setSpacing(px(10))
        self._column.setSpacing(px(8))
        self._stepper.setFixedWidth(px(212))
