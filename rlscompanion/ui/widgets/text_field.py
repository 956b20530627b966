"""One line to type in. Ctrl+Z is the page's own where there is no typing to take back."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from rlscompanion.backports import override

_Keys = QKeySequence.StandardKey


class TextField(QLineEdit):
    """A line edit claims undo and redo from its window even while it has nothing to undo.

    Enter ends here: what takes the keyboard next is not pressed by the same key.
    """

    @override
    def event(self, arg__1: QEvent) -> bool:
        if isinstance(arg__1, QKeyEvent) and arg__1.type() == QEvent.Type.ShortcutOverride:
            idle = (arg__1.matches(_Keys.Undo) and not self.isUndoAvailable()) or (
                arg__1.matches(_Keys.Redo) and not self.isRedoAvailable()
            )
            if idle:
                arg__1.ignore()
                return False
        return super().event(arg__1)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        super().keyPressEvent(arg__1)
        if arg__1.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            arg__1.accept()
