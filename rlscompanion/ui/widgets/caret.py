"""The mark where the next letter goes: Qt inverts what is under its own, which is white at night."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme

_BESIDE: Final = 5
"""Qt's rectangle for a line's caret begins so many pixels left of it."""
_WIDTH: Final = 2


class Caret(QObject):
    """One per window: puts a mark over Qt's own caret wherever it goes. It does not blink."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._mark: CaretMark | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setCursorFlashTime(0)
            app.focusChanged.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        # It takes neither widget: PySide would wrap one that is just being destroyed.
        new = QApplication.focusWidget()
        mark, self._mark = self._mark, None
        if mark is not None and isValid(mark):
            mark.hide()
            mark.deleteLater()
        field = isinstance(new, QLineEdit | QTextEdit | QPlainTextEdit)
        if field and self._window.isAncestorOf(new):
            self._mark = CaretMark(self._theme, new)


class CaretMark(QWidget):
    """Lies over a field, is painted after it, and goes with it."""

    def __init__(self, theme: Theme, field: QLineEdit | QTextEdit | QPlainTextEdit) -> None:
        ground = field if isinstance(field, QLineEdit) else field.viewport()
        super().__init__(ground)
        self._theme = theme
        self._field = field
        self._ground = ground
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground.installEventFilter(self)
        self.setGeometry(ground.rect())
        self.show()

    def place(self) -> QRect:
        """Return where the mark is: over all of Qt's own."""
        field = self._field
        if not isinstance(field, QLineEdit):
            return field.cursorRect().adjusted(0, 0, _WIDTH - 1, 0)
        found: object = field.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        assert isinstance(found, QRect), "as Qt documents it"  # noqa: S101
        return QRect(found.x() + _BESIDE, found.y(), _WIDTH, found.height())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._ground.rect())
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.place(), self._theme.color("ink"))
