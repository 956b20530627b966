"""The evening's rail: a line, and on it what became of each step."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.icons import Icons
from rlscompanion.ui.theme.theme import Theme

RAIL_WIDE: Final = 48


class NodeState(StrEnum):
    """How a step stands; every state has a shape of its own."""

    LATER = "later"
    NOW = "now"
    DONE = "done"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"
    LOCKED = "locked"
    UNANSWERED = "unanswered"
    MARK = "mark"
    SELECTED = "selected"
    CONFLICT = "conflict"
    BED = "bed"


_PICTURE = {
    NodeState.DONE: "check",
    NodeState.SKIPPED: "dash",
    NodeState.SNOOZED: "snooze",
    NodeState.LOCKED: "lock",
    NodeState.CONFLICT: "gap",
    NodeState.BED: "moon",
}


class Rail:
    """A piece of the rail with one node, for whoever paints it."""

    def __init__(self, theme: Theme, state: NodeState) -> None:
        self._theme = theme
        self._icons = Icons(theme)
        self.state = state
        self.first = self.last = False
        """Whether the line begins or ends at this node."""

    def paint(self, painter: QPainter, room: QRectF, middle: float, dpr: float) -> None:
        """Paint it in the middle of a room from top to bottom; ``middle`` is the node's height."""
        centre, reach = QPointF(room.center().x(), room.top() + middle), self._radius()
        painter.setPen(QPen(self._theme.color("line"), 2))
        if not self.first:
            painter.drawLine(QPointF(centre.x(), room.top()), centre - QPointF(0, reach))
        if not self.last:
            painter.drawLine(centre + QPointF(0, reach), QPointF(centre.x(), room.bottom()))
        self._paint_ring(painter, centre)
        self._paint_inside(painter, centre, dpr)

    def _radius(self) -> float:
        across = {
            NodeState.LATER: 14,
            NodeState.UNANSWERED: 14,
            NodeState.SELECTED: 14,
            NodeState.MARK: 8,
            NodeState.CONFLICT: 30,
            NodeState.BED: 28,
        }
        return self._theme.px(across.get(self.state, 26)) / 2

    def _paint_ring(self, painter: QPainter, centre: QPointF) -> None:
        theme, state = self._theme, self.state
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(theme.color("line-strong"), 1.25)
        if state in (NodeState.LATER, NodeState.UNANSWERED):
            pen.setWidthF(theme.px(2))
        if state is NodeState.UNANSWERED:
            pen.setDashPattern([1.6, 1.6])
        if state is NodeState.NOW:
            pen = QPen(theme.color("accent"), theme.px(2))
        if state in (NodeState.SELECTED, NodeState.MARK, NodeState.CONFLICT):
            pen = QPen(Qt.PenStyle.NoPen)
            fill = {NodeState.SELECTED: "accent", NodeState.MARK: "line-strong"}
            painter.setBrush(theme.color(fill.get(state, "ember-soft")))
        if state is NodeState.BED:
            painter.setBrush(theme.color("accent-soft"))
        painter.setPen(pen)
        radius = self._radius() - pen.widthF() / 2
        painter.drawEllipse(centre, radius, radius)

    def _paint_inside(self, painter: QPainter, centre: QPointF, dpr: float) -> None:
        if self.state is NodeState.NOW:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawEllipse(centre, self._theme.px(10) / 2, self._theme.px(10) / 2)
        picture = _PICTURE.get(self.state)
        if picture is None:
            return
        side = self._theme.px(16)
        tint = "ember-text" if self.state is NodeState.CONFLICT else "ink"
        drawn = self._icons.pixmap(picture, side, tint, dpr)
        corner = centre - QPointF(side / 2, side / 2)
        whole = QRectF(0, 0, drawn.width(), drawn.height())
        painter.drawPixmap(QRectF(corner.x(), corner.y(), side, side), drawn, whole)


class RailNode(QWidget):
    """A piece of the rail beside something; ``middle`` is the node's height from the top."""

    def __init__(
        self,
        theme: Theme,
        state: NodeState = NodeState.LATER,
        *,
        middle: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rail = Rail(theme, state)
        self._middle = middle
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.updateGeometry)

    @property
    def state(self) -> NodeState:
        return self._rail.state

    def set_state(self, state: NodeState) -> None:
        """Show another state."""
        self._rail.state = state
        self.update()

    def set_ends(self, *, first: bool, last: bool) -> None:
        """Let the line begin or end at this node."""
        self._rail.first, self._rail.last = first, last
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(RAIL_WIDE), self._theme.px(30))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2 if self._middle is None else self._theme.px(self._middle)
        self._rail.paint(painter, QRectF(self.rect()), middle, self.devicePixelRatioF())
