"""A rating from 0 to 10: eleven buttons in a row, nothing chosen until somebody chooses."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.labels import Label

TOP: Final = 10
SIDE, SMALLEST_SIDE, GAP, SMALLEST_GAP = 48, 44, 6, 3
LEAST_SIDE = 38
"""Two rows in the smallest window with the largest text: still 76 real pixels."""
ROW_OF: Final = 6
"""So many stand in the first row, where all in one have no room."""
TEN_KEY: Final = Qt.Key.Key_Minus
TAKING: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class RatingButton(QPushButton):
    """One figure; pressed again, it is taken back. The chosen one has a bar under it."""

    def __init__(self, theme: Theme, figure: int, parent: QWidget) -> None:
        super().__init__(str(figure), parent)
        self._theme = theme
        self.figure = figure
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("kind", "rating")
        self.setProperty("ring_radius", 12)

    def choose(self, *, chosen: bool) -> None:
        """Choose it, or take the choice back, which Qt allows in no radio group."""
        self.setAutoExclusive(False)
        self.setChecked(chosen)
        self.setAutoExclusive(True)

    @override
    def nextCheckState(self) -> None:
        self.choose(chosen=not self.isChecked())

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        super().paintEvent(arg__1)
        if not self.isChecked():
            return
        px = self._theme.px
        bar = QRectF(0, 0, px(18), px(3))
        bar.moveCenter(QRectF(self.rect()).center())
        bar.moveBottom(self.height() - px(6))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("on-pri"))
        painter.drawRoundedRect(bar, px(1.5), px(1.5))


class _Figures(QWidget):
    """Places the buttons: in one row, or in two where one has no room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons: tuple[RatingButton, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def place(self) -> None:
        px, width = self._theme.px, self.width()
        wrapped, side = self._wraps(width), px(SIDE)
        across = ROW_OF if wrapped else TOP + 1
        side = min(side, (width + px(SMALLEST_GAP)) // across - px(SMALLEST_GAP))
        pitch = min(side + px(GAP), (width - side) / (across - 1))
        for button in self.buttons:
            row, column = divmod(button.figure, across)
            button.setGeometry(round(column * pitch), row * px(SIDE + GAP), side, px(SIDE))

    def _wraps(self, width: int) -> bool:
        px = self._theme.px
        return width < (TOP + 1) * px(SMALLEST_SIDE) + TOP * px(SMALLEST_GAP)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, arg__1: int) -> int:
        px = self._theme.px
        return px(SIDE) + (px(SIDE + GAP) if self._wraps(arg__1) else 0)

    @override
    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize((TOP + 1) * px(SIDE) + TOP * px(GAP), px(SIDE))

    @override
    def minimumSizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(ROW_OF * px(LEAST_SIDE + SMALLEST_GAP), px(SIDE))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()


class Rating(QFrame):
    """``changed`` brings the figure, or None where it was taken back.

    Keys: 0 to 9, and - for 10; the arrows move, Enter takes. What was given by key asks to go on.
    """

    changed = Signal(object)
    typed = Signal()
    """A figure was given by its key: the next question may take the keyboard."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        low: str = "",
        high: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.tr("0 to 10. Keys 0 to 9, minus for 10."))
        self._figures = _Figures(theme)
        self.buttons = tuple(self._button(figure, name, low, high) for figure in range(TOP + 1))
        self._figures.buttons = self.buttons
        self._low, self._high = Label(low, "caption"), Label(high, "caption")
        self._ends = QHBoxLayout()
        self._ends.addWidget(self._low)
        self._ends.addStretch(1)
        self._ends.addWidget(self._high)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._figures)
        self._column.addLayout(self._ends)
        self._low.setVisible(bool(low))
        self._high.setVisible(bool(high))
        self.setFocusPolicy(_BY_CLICK)  # without one, Qt puts it in no order
        self.setFocusProxy(self.buttons[0])
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def value(self) -> int | None:
        return next((one.figure for one in self.buttons if one.isChecked()), None)

    def set_value(self, value: int | None) -> None:
        """Show a figure, or none; says nothing to anyone."""
        for button in self.buttons:
            if button.isChecked() != (button.figure == value):
                button.choose(chosen=button.figure == value)
        self._one_stop()

    def _button(self, figure: int, name: str, low: str, high: str) -> RatingButton:
        made = RatingButton(self._theme, figure, self._figures)
        end = {0: low, TOP: high}.get(figure, "").removeprefix(str(figure)).strip()
        made.setAccessibleName(f"{name}: {figure}{f', {end}' if end else ''}")
        made.clicked.connect(lambda: self._chosen(made))
        return made

    def _chosen(self, chosen: RatingButton) -> None:
        for button in self.buttons:
            if button is not chosen and button.isChecked():
                button.choose(chosen=False)
        self._one_stop()
        self.changed.emit(self.value)

    def _one_stop(self) -> None:
        """Let Tab stop once: at the chosen figure, else at the first."""
        value = self.value or 0
        for button in self.buttons:
            policy = Qt.FocusPolicy.StrongFocus if button.figure == value else _BY_CLICK
            button.setFocusPolicy(policy)
        self.setFocusProxy(self.buttons[value])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        figure = TOP if event.key() == TEN_KEY else event.key() - Qt.Key.Key_0
        plain = event.modifiers() in {_NONE, Qt.KeyboardModifier.KeypadModifier}
        focused = next((one for one in self.buttons if one.hasFocus()), None)
        if event.isAutoRepeat() or not plain:
            super().keyPressEvent(event)
        elif event.key() in TAKING and focused is not None:
            self._take(focused)
        elif 0 <= figure <= TOP:
            self._press(self.buttons[figure])
        else:
            super().keyPressEvent(event)

    def _take(self, button: RatingButton) -> None:
        """Take a figure and go on; one that is chosen stays so."""
        if not button.isChecked():
            button.click()
        self.typed.emit()

    def _press(self, button: RatingButton) -> None:
        taken_back = button.isChecked()
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        button.click()
        if not taken_back:
            self.typed.emit()

    def _measure(self) -> None:
        self._column.setSpacing(self._theme.px(4))
        self._figures.updateGeometry()
        self._figures.place()
        self._one_stop()


_NONE: Final = Qt.KeyboardModifier.NoModifier
_BY_CLICK: Final = Qt.FocusPolicy.ClickFocus
