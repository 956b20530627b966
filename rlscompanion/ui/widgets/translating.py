"""The words of a function that belongs to no widget, in the person's language."""

from PySide6.QtCore import QCoreApplication


def tr(words: str) -> str:
    """Return the words in the person's language; ``lupdate`` files them under no context."""
    return QCoreApplication.translate("", words)
