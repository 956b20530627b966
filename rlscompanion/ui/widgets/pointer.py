"""What slid away from under the pointer is told so: Qt says it only as the pointer moves, or never."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget


def let_pointer_go(pieces: Iterable[QWidget]) -> None:
    """Let each piece see that the pointer is not on it any more, where it is not."""
    pointer = QCursor.pos()
    for piece in pieces:
        if piece.underMouse() and not piece.rect().contains(piece.mapFromGlobal(pointer)):
            piece.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
            QApplication.sendEvent(piece, QEvent(QEvent.Type.Leave))
            piece.update()
