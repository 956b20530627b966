"""One line of the routine: when, what, how it reminds, and its switch."""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from rlscompanion.backports import override
from rlscompanion.ui.pages.routine.words import breakable, in_two_lines
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.chips import Chip
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout, natural_width
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.rail_node import NodeState, RailNode
from rlscompanion.ui.widgets.switch import Switch

NARROW_LINE: Final = 260
"""Width of the longest link in one line, at 100 %, where the list is narrow."""


class RowLook(Struct, frozen=True):
    """What a line says. ``on`` None means that there is nothing to switch.

    ``moves`` lets it be dragged on the axis; ``clash`` is the conflict it is in, for those who
    listen.
    """

    title: str
    icon: str
    time: str = ""
    node: NodeState | None = None
    on: bool | None = None
    when: str = ""
    nights: str = ""
    nights_spoken: str = ""
    reminder: str = ""
    rings: bool = True
    repeats: bool = False
    chip: str = ""
    note: str = ""
    link: str = ""
    selected: bool = False
    clash: str = ""
    moves: bool = False
    narrow: bool = False


class _Rings(QWidget):
    """How a step reminds: a bell, words, and whether it repeats."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bell = IconLabel(theme, "bell", 18)
        self._words = Label("", "ink2", wrap=True)
        self._repeat = IconLabel(theme, "repeat", 16)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        for piece in (self._bell, self._words, self._repeat):
            self._line.addWidget(piece)

    @override
    def sizeHint(self) -> QSize:
        """Return the room in which the words stand in one line."""
        pieces = [self._line.itemAt(n) for n in range(self._line.count())]
        widths = [natural_width(each) for each in pieces if each and not each.isEmpty()]
        gaps = self._line.spacing() * (len(widths) - 1)
        return QSize(sum(widths) + gaps, self._line.sizeHint().height())

    def show_look(self, look: RowLook) -> None:
        self._words.setText(look.reminder)
        self._bell.set_icon("bell" if look.rings else "belloff")
        self._repeat.setVisible(look.repeats)
        self._line.setSpacing(self._theme.px(6))
        self.setVisible(bool(look.reminder))


class MarkRow(QWidget):
    """A line of the axis that only says when it is, such as lights out: read, not pressed."""

    def __init__(self, theme: Theme, look: RowLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = look
        self._time, self._node = self._rail = _rail_of(theme)
        self._icon = IconLabel(theme, "")
        self._title = Label("", "row", wrap=True)
        self._card = QHBoxLayout()
        self._card.addWidget(self._icon)
        self._card.addWidget(self._title, 1)
        self._line = QHBoxLayout(self)
        self._line.setSpacing(0)
        self._line.setContentsMargins(0, 0, 0, 0)
        for piece in self._rail:
            self._line.addWidget(piece)
        self._line.addLayout(self._card, 1)
        theme.changed.connect(self._measure)
        self.show_look(look)

    @property
    def look(self) -> RowLook:
        return self._look

    def show_look(self, look: RowLook) -> None:
        """Say something else."""
        self._look = look
        self._time.setText(look.time)
        if look.node is not None:
            self._node.set_state(look.node)
        self._icon.setVisible(not look.narrow)
        self._title.setText(breakable(look.title))
        self._title.setAccessibleName(f"{look.time}, {look.title}")
        self._measure()

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Let the rail begin or end at this row."""
        self._node.set_ends(first=first, last=last)

    def _measure(self) -> None:
        px, narrow = self._theme.px, self._look.narrow
        self.setMinimumHeight(px(48))
        _measure_rail(self._time, self._theme)
        self._card.setContentsMargins(px(4 if narrow else 12), px(3), px(12), px(3))
        self._card.setSpacing(px(8 if narrow else 14))
        self._line.activate()  # or the list would be told the height of the words before
        self.updateGeometry()


class RoutineRow(QAbstractButton):
    """``clicked`` opens it; the switch and the link in it are stops of their own.

    Most rows are off: what only some of them say is made when it is first said.
    ``nudged`` brings steps of five minutes, later where positive. ``dragged`` brings how far the
    pointer went down since it was pressed, ``dropped`` whether the drag was carried through.
    """

    switched = Signal(bool)
    asked = Signal()
    nudged = Signal(int)
    dragged = Signal(int)
    dropped = Signal(bool)

    def __init__(self, theme: Theme, look: RowLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = look
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self._shown = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setProperty("ring_radius", 12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._rail: tuple[Label, RailNode] | None = None
        self._ends = (False, False)
        self._icon = IconLabel(theme, look.icon)
        self._title = Label("", "row", wrap=True)
        self._chip = Chip("")
        self._when = Label("", "ink2", wrap=True)
        self._nights: Label | None = None
        self._rings: _Rings | None = None
        self._note: Label | None = None
        self._lock: tuple[Button, IconLabel] | None = None
        self.switch = Switch(theme, "")
        self.switch.clicked.connect(self.switched)
        self._build()
        theme.changed.connect(self._measure)
        self.show_look(look)

    @property
    def look(self) -> RowLook:
        return self._look

    @property
    def link(self) -> Button | None:
        """The link that leads to what unlocks the step, where it was locked."""
        return self._lock[0] if self._lock is not None else None

    @property
    def stops(self) -> list[QWidget]:
        """Where the keyboard can stand in the row, in its order."""
        return [self, *filter(None, (self.link,)), self.switch]

    def _build(self) -> None:
        self._head = PairLayout()
        self._head.addWidget(self._title)
        self._head.addWidget(self._chip)
        self._flow = FlowLayout()
        self._flow.addWidget(self._when)
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addStretch(1)
        self._words.addLayout(self._head)
        self._words.addLayout(self._flow)
        self._words.addStretch(1)
        self._card = QHBoxLayout()
        self._card.addWidget(self._icon)
        self._card.addLayout(self._words, 1)
        self._card.addWidget(self.switch)
        self._line = QHBoxLayout(self)
        self._line.setSpacing(0)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addLayout(self._card, 1)

    # ------------------------------------------------------- what only some rows have

    def _show_rail(self, look: RowLook) -> None:
        if self._rail is None and look.node is not None:
            time, node = _rail_of(self._theme)
            self._line.insertWidget(0, time)
            self._line.insertWidget(1, node)
            self._rail = time, node
            first, last = self._ends
            node.set_ends(first=first, last=last)
        if self._rail is None:
            return
        time, node = self._rail
        time.setText(look.time)
        if look.node is not None:
            node.set_state(look.node)
        for piece in self._rail:
            piece.setVisible(look.node is not None)

    def _show_details(self, look: RowLook) -> None:
        if self._nights is None and look.nights:
            self._nights = Label("", "ink2", wrap=True)
            self._flow.addWidget(self._nights)
        if self._rings is None and look.reminder:
            self._rings = _Rings(self._theme)
            self._flow.addWidget(self._rings)
        if self._nights is not None:
            self._nights.setText(look.nights)
            self._nights.setVisible(bool(look.nights))
        if self._rings is not None:
            self._rings.show_look(look)

    def _show_lock(self, look: RowLook) -> None:
        if self._note is None and look.note:
            self._note = Label("", "ink2", wrap=True)
            self._words.insertWidget(self._words.indexOf(self._head) + 1, self._note)
        if self._note is not None:
            self._note.setText(breakable(look.note))
            self._note.setVisible(bool(look.note))
        if self._lock is None and look.link:
            link, lock = Button(self._theme, "", "link"), IconLabel(self._theme, "lock", 24)
            link.clicked.connect(self.asked)
            links = FlowLayout()
            links.addWidget(link)
            self._words.insertLayout(self._words.indexOf(self._flow), links)
            self._card.insertWidget(self._card.indexOf(self.switch), lock)
            self._lock = link, lock
        if self._lock is not None:
            link, lock = self._lock
            link.setText(self._folded(look))
            link.setVisible(bool(look.link))
            link.setAccessibleName(f"{look.title}: {look.link}")
            lock.setVisible(bool(look.link) and not look.on)

    def _folded(self, look: RowLook) -> str:
        """Return the words of the link: on two lines where one would be too long."""
        wide = self.fontMetrics().horizontalAdvance(look.link) > self._theme.px(NARROW_LINE)
        return in_two_lines(look.link) if look.narrow and wide else look.link

    def show_look(self, look: RowLook) -> None:
        """Say something else."""
        self.switch.setChecked(bool(look.on))
        if look == self._look and self._shown:
            return
        self._look, self._shown = look, True
        self._show_rail(look)
        self._show_details(look)
        self._show_lock(look)
        self._icon.set_icon(look.icon, "accent" if look.selected else "ink-2")
        self._icon.setVisible(not look.narrow and bool(look.icon))
        self._title.setText(breakable(look.title))
        self._title.set_role("h2" if look.selected else "row")
        for label, words in (
            (self._chip, look.chip),
            (self._when, look.when),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self.switch.setVisible(look.on is not None and (not look.link or look.on))
        self.switch.setAccessibleName(self.tr("{0}: on").format(look.title))
        shape = Qt.CursorShape
        for piece in self._rail or ():
            piece.setCursor(shape.SizeVerCursor if look.moves else shape.PointingHandCursor)
        self.setAccessibleName(", ".join(filter(None, self._said(look))))
        self.setAccessibleDescription(
            self.tr("The arrow keys up and down move it by 5 minutes.") if look.moves else ""
        )
        self._measure()

    def _said(self, look: RowLook) -> tuple[str, ...]:
        on = {True: self.tr("on"), False: self.tr("off"), None: ""}[look.on]
        clash = self.tr("Conflict: {0}").format(look.clash) if look.clash else ""
        what = (look.time, look.title, on, clash)
        return (*what, look.when, look.nights_spoken, look.reminder, look.note, look.link)

    @property
    def time_width(self) -> int:
        """Return the width of the place for the time."""
        return self._rail[0].width() if self._rail is not None else 0

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Let the rail begin or end at this row."""
        self._ends = (first, last)
        if self._rail is not None:
            self._rail[1].set_ends(first=first, last=last)

    def _measure(self) -> None:
        px, narrow = self._theme.px, self._look.narrow
        self.setMinimumHeight(px(48 if self._look.on is None and not self._look.when else 60))
        if self._rail is not None:
            _measure_rail(self._rail[0], self._theme)
        if self._lock is not None:
            self._lock[0].setText(self._folded(self._look))
        self._card.setContentsMargins(px(4 if narrow else 12), px(3), px(12), px(3))
        self._card.setSpacing(px(8 if narrow else 14))
        self._head.setSpacing(px(12))
        self._flow.setSpacing(px(8 if narrow else 12))
        self._when.setMinimumWidth(0 if narrow else px(132))
        self._line.activate()  # or the list would be told the height of the words before
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return self._line.sizeHint()

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(e.key()))
        if e.key() == Qt.Key.Key_Escape and self._dragging:
            self._end_drag(kept=False)
        elif steps is None:
            super().keyPressEvent(e)
        elif self._look.moves:
            self.nudged.emit(steps)
        else:
            e.ignore()

    @override
    def mousePressEvent(self, e: QMouseEvent) -> None:
        super().mousePressEvent(e)
        if self._look.moves and e.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = e.globalPosition().toPoint()

    @override
    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        if self._pressed_at is None:
            super().mouseMoveEvent(e)
            return
        down = e.globalPosition().toPoint().y() - self._pressed_at.y()
        if not self._dragging and abs(down) >= QApplication.startDragDistance():
            self._dragging = True
            self.setDown(False)
        if self._dragging:
            self.dragged.emit(down)

    @override
    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        if self._dragging:
            self._end_drag(kept=True)
        else:
            self._pressed_at = None
            super().mouseReleaseEvent(e)

    def _end_drag(self, *, kept: bool) -> None:
        self._dragging = False
        self._pressed_at = None
        self.dropped.emit(kept)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        if not (self._look.selected or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("inset"))
        if self._look.selected:
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.setBrush(self._theme.color("surface"))
        left = self._card.geometry().left()
        card = QRectF(left, 0, self.width() - left, self.height()).adjusted(0.5, 1.5, -0.5, -1.5)
        painter.drawRoundedRect(card, self._theme.px(12), self._theme.px(12))


def _rail_of(theme: Theme) -> tuple[Label, RailNode]:
    """Return the time of a line and its node on the axis."""
    time = Label("", "strong")
    time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return time, RailNode(theme)


def _measure_rail(time: Label, theme: Theme) -> None:
    time.setFixedWidth(theme.px(48))
    time.set_role("ink2" if theme.mode is Mode.NIGHT else "strong")


class ClashLine(QWidget):
    """A conflict at its place on the rail, with its one fix; ``pressed`` asks for it."""

    pressed = Signal()

    def __init__(
        self, theme: Theme, what: str, why: str, button: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        folded = theme.mode is Mode.NIGHT and bool(button)
        shown = "" if folded else breakable(why)
        self.banner = Banner(theme, BannerKind.WARN, breakable(what), shown, button=button)
        self.banner.setAccessibleName(what)
        self.banner.setAccessibleDescription(why)
        self.banner.pressed.connect(self.pressed)
        self._room = QWidget()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self._line.addWidget(self._room)
        self._line.addWidget(RailNode(theme, NodeState.CONFLICT))
        self._line.addWidget(self.banner, 1)
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self._room.setFixedWidth(self._theme.px(48))
