"""Letting the style sheet look at a widget again, when what it goes by has changed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def dress_again(widget: QWidget) -> None:
    """Dress a widget by its present properties; one that was not dressed yet will be."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
