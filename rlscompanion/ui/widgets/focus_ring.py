"""The ring round what has the keyboard: three pixels wide, three pixels off."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme

_WIDTH: Final = 3
_OFF: Final = 3
_RADIUS: Final = 12
_SETTLED_MS: Final = 400
"""So long everything moves with another size of the letters."""
_MOVES: Final = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}
)


class FocusRing(QWidget):
    """One per window, over everything in it; style sheets cannot draw outside a widget.

    A widget may set ``ring_radius`` (unscaled); a frame round a field may set ``ring_here``, a
    place that shows only a part of what it holds ``clips``.
    A click needs no ring, the next key brings it. What gets the keyboard without a click is
    brought into sight, and again as the letters get another size.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
        self._scale = theme.scale
        self._settling = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        theme.changed.connect(self._follow_theme)
        self._follow()

    @property
    def target(self) -> QWidget | None:
        return self._target

    def _follow(self) -> None:
        # It takes neither widget: PySide would wrap one that is just being destroyed.
        new = QApplication.focusWidget()
        self._let_go()
        if new is None or new is self.window() or new.window() is not self.window():
            self.hide()
            return
        self._watch(new)
        target = new
        while (above := target.parentWidget()) is not None and above.property("ring_here"):
            target = above
        self._target = target
        clicked = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if not clicked:
            QTimer.singleShot(0, self, self._bring_into_sight)
        self.setVisible(_is_typed_in(new) or not clicked)
        self._place()

    def _follow_theme(self) -> None:
        self._place()
        if self._scale != self._theme.scale:
            self._scale = self._theme.scale
            self._settling.start()
            QTimer.singleShot(0, self, self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        """Scroll to what has the keyboard, once its place is known."""
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            return
        above = target.parentWidget()
        while above is not None and above is not self.window():
            if isinstance(above, QScrollArea):
                _scroll_to(above, target, self._theme.px(_OFF + _WIDTH))
            above = above.parentWidget()

    def _watch(self, widget: QWidget) -> None:
        link: QWidget | None = widget
        while link is not None:
            link.installEventFilter(self)
            self._watched.append(link)
            link = link.parentWidget() if link is not self.window() else None

    def _let_go(self) -> None:
        for widget in filter(isValid, self._watched):
            widget.removeEventFilter(self)
        self._watched.clear()
        self._target = None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.Hide and watched is self._target:
            self._let_go()
            self.hide()
        elif kind in _MOVES:
            self._place()
            if self._settling.isActive():
                self._bring_into_sight()
        elif kind == QEvent.Type.MouseButtonPress and watched is self._target:
            self.setVisible(_is_typed_in(watched))
        elif kind == QEvent.Type.KeyPress and self._target is not None and self.isHidden():
            self.show()
            self._place()
        return False

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target):
            return
        if not target.isVisible():
            self.setGeometry(0, 0, 0, 0)
            return
        away = self._theme.px(_OFF) + self._theme.px(_WIDTH)
        corner = target.mapTo(self.window(), QPoint(0, 0))
        ring = QRect(corner, target.size()).adjusted(-away, -away, away, away)
        self.setGeometry(ring & self._open_to_view(target, away))
        self.raise_()
        self.update()

    def _open_to_view(self, target: QWidget, away: int) -> QRect:
        view = self.window().rect()
        above = target.parentWidget()
        while above is not None and above is not self.window():
            if isinstance(above, QAbstractScrollArea):
                port = above.viewport()
                inside = QRect(port.mapTo(self.window(), QPoint(0, 0)), port.size())
                view &= inside.adjusted(-away, 0, away, 0)
            elif above.property("clips"):
                view &= QRect(above.mapTo(self.window(), QPoint(0, 0)), above.size())
            above = above.parentWidget()
        return view

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        target = self._target
        if target is None or not isValid(target):
            return
        width, off = self._theme.px(_WIDTH), self._theme.px(_OFF)
        corner = self.mapFrom(self.window(), target.mapTo(self.window(), QPoint(0, 0)))
        out = off + width / 2
        ring = QRectF(QRect(corner, target.size())).adjusted(-out, -out, out, out)
        stated: object = target.property("ring_radius")
        radius = self._theme.px(stated if isinstance(stated, int) else _RADIUS) + out
        radius = min(radius, ring.height() / 2, ring.width() / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("focus"), width))
        painter.drawRoundedRect(ring, radius, radius)


def _is_typed_in(widget: QObject) -> bool:
    return isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit)


def _scroll_to(area: QScrollArea, target: QWidget, margin: int) -> None:
    """Show all of the target; of one that is higher than the area, its top if most is hidden."""
    inside, room = area.widget(), area.viewport().height()
    if inside is not None and target.height() <= room:
        # Of a field, ensureWidgetVisible would show the line with the cursor alone.
        middle = target.mapTo(inside, target.rect().center())
        across = min(target.width(), area.viewport().width()) // 2
        area.ensureVisible(middle.x(), middle.y(), across, target.height() // 2 + margin)
    elif target.visibleRegion().boundingRect().height() < room // 2:
        bar = area.verticalScrollBar()
        top = target.mapTo(area.viewport(), QPoint(0, 0)).y()
        bar.setValue(bar.value() + top - margin)
