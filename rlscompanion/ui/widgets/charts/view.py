"""A chart on the screen: one focus stop, arrow keys from point to point, its words read aloud."""

from collections.abc import Sequence
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.announcing import announce
from rlscompanion.ui.widgets.charts.ink import Ink
from rlscompanion.ui.widgets.labels import Label

LINE: Final = 24


class Chart(Protocol):
    """Something to look at that can also be told."""

    @property
    def summary(self) -> str:
        """The whole chart in words."""
        ...

    @property
    def points(self) -> Sequence[str]:
        """Each point in words, in the order in which the keyboard visits them."""
        ...

    def height(self, width: float, ink: Ink) -> float:
        """Return the height that the chart takes in that width."""
        ...

    def paint(self, painter: QPainter, room: QRectF, ink: Ink, chosen: int | None = None) -> None:
        """Paint it, with a ring round the chosen point."""
        ...


@runtime_checkable
class Placed(Protocol):
    """A chart whose points can be found with the mouse."""

    def places(self, room: QRectF, ink: Ink) -> Sequence[QRectF]:
        """Return where each point is."""
        ...


@runtime_checkable
class InRows(Protocol):
    """A chart with points above and below each other: the arrows up and down work."""

    def next_row(self, point: int, rows: int) -> int:
        """Return the point so many rows below another."""
        ...


class ChartView(QWidget):
    """Shows a chart.

    ``told`` brings the words of the point that the keyboard, or else the mouse, is on.
    """

    told = Signal(str)

    def __init__(
        self, theme: Theme, name: str, chart: Chart, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chart = chart
        self._chosen: int | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._follow)
        self.show_chart(chart)

    @property
    def chart(self) -> Chart:
        return self._chart

    @property
    def chosen(self) -> int | None:
        """Return the point that the keyboard is on."""
        return self._chosen

    def show_chart(self, chart: Chart) -> None:
        """Show another chart."""
        self._chart = chart
        self._forget()
        self.setAccessibleDescription(chart.summary)
        self.updateGeometry()
        self.update()

    def _follow(self) -> None:
        self.updateGeometry()
        self.update()

    @override
    def heightForWidth(self, arg__1: int) -> int:
        return round(self._chart.height(arg__1, Ink.of(self._theme)))

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), self._theme.px(320))
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._chart.paint(painter, QRectF(self.rect()), Ink.of(self._theme), self._chosen)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._chart.points) - 1
        here = self._chosen
        moves = {
            Qt.Key.Key_Right: 0 if here is None else min(here + 1, last),
            Qt.Key.Key_Left: last if here is None else max(here - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if isinstance(self._chart, InRows) and last >= 0:
            from_here = last if here is None else here
            moves[Qt.Key.Key_Up] = self._chart.next_row(from_here, -1)
            moves[Qt.Key.Key_Down] = self._chart.next_row(from_here, 1)
        to = moves.get(Qt.Key(event.key()))
        if to is None or last < 0:
            super().keyPressEvent(event)
            return
        self._go_to(to)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setAccessibleDescription(self._chart.summary)
        self._forget()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        point = self._point_at(event.position())
        if point is not None:
            self.told.emit(self._chart.points[point])
        else:
            self._tell_again()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._tell_again()

    def _point_at(self, at: QPointF) -> int | None:
        if not isinstance(self._chart, Placed):
            return None
        places = self._chart.places(QRectF(self.rect()), Ink.of(self._theme))
        return next((n for n, place in enumerate(places) if place.contains(at)), None)

    def _tell_again(self) -> None:
        self.told.emit("" if self._chosen is None else self._chart.points[self._chosen])

    def _forget(self) -> None:
        self._chosen = None
        self.told.emit("")
        self.update()

    def _go_to(self, point: int) -> None:
        self._chosen = point
        words = self._chart.points[point]
        self.told.emit(words)
        self.setAccessibleDescription(words)
        announce(self, words)
        self.update()


class ToldChart(QWidget):
    """A chart with, under it, the words of the point that the keyboard is on."""

    def __init__(
        self, theme: Theme, name: str, chart: Chart, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.view = ChartView(theme, name, chart)
        self._told = Label("", "body", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        column.addWidget(self._told)
        self.view.told.connect(self._tell)
        theme.changed.connect(self._measure)
        self._theme = theme
        self._measure()

    @property
    def said(self) -> str:
        """Return the words that stand under the chart."""
        return self._told.text()

    def _tell(self, words: str) -> None:
        self._told.setText(words)
        area = self._area()
        if words and area is not None and self.view.hasFocus():
            area.ensureWidgetVisible(self._told)

    def _area(self) -> QScrollArea | None:
        """Return what scrolls the chart."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        return around

    def _measure(self) -> None:
        """Keep room for a line: what stands below does not move when a point is told."""
        self._told.setMinimumHeight(self._theme.px(LINE))
