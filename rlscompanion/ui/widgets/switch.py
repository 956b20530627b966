"""On or off, told by the knob's side and by a bar, not by colour alone."""

from PySide6.QtCore import Property, QEasingCurve, QPoint, QPropertyAnimation, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode


class Switch(QCheckBox):
    """A check box painted as a switch: role, keyboard and name stay a check box's."""

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place = 0.0
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("ring_radius", 15)
        self._glide = QPropertyAnimation(self, b"place", self)
        self._glide.setDuration(160)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.toggled.connect(self._move_knob)
        theme.changed.connect(self.updateGeometry)

    def _get_place(self) -> float:
        return self._place

    def _set_place(self, place: float) -> None:
        self._place = place
        self.update()

    place = Property(float, _get_place, _set_place)

    def _move_knob(self, on: bool) -> None:  # noqa: FBT001
        self._glide.stop()
        if self._theme.reduced_motion or not self.isVisible():
            self._set_place(float(on))
            return
        self._glide.setEndValue(float(on))
        self._glide.start()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(52), self._theme.px(30))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_track(painter)
        self._paint_knob(painter)

    def _paint_track(self, painter: QPainter) -> None:
        on, usable = self.isChecked(), self.isEnabled()
        pen = QPen(self._colour("accent" if on and usable else "line-strong"), 1.5)
        if not usable:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        filled = on and usable
        painter.setBrush(self._colour("pri-fill") if filled else Qt.BrushStyle.NoBrush)
        if self.isDown():
            painter.setBrush(self._colour("line"))
        track = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        if on:
            mark = "on-pri" if usable and not self.isDown() else "ink-2"
            painter.setPen(QPen(self._colour(mark), self._theme.px(2)))
            x, half = self.width() * 0.29, self.height() * 0.17
            middle = self.height() / 2
            painter.drawLine(
                QRectF(x, middle - half, 0, 2 * half).topLeft(),
                QRectF(x, middle + half, 0, 0).topLeft(),
            )

    def _paint_knob(self, painter: QPainter) -> None:
        side = self._theme.px(22) if self.isChecked() else self._theme.px(18)
        edge = (self.height() - side) / 2
        left = edge + self._place * (self.width() - side - 2 * edge)
        lit = self.isChecked() and self.isEnabled()
        colour = "accent" if lit and self.isDown() else "knob-on" if lit else "line-strong"
        knob = QRectF(left, edge, side, side)
        if self._theme.mode is Mode.NIGHT:  # outlines, no bright fills
            wide = self._theme.px(3)
            painter.setPen(QPen(self._colour(colour), wide))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            knob.adjust(wide / 2, wide / 2, -wide / 2, -wide / 2)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour(colour))
        painter.drawEllipse(knob)

    def _colour(self, name: str) -> QColor:
        return self._theme.color(name)
