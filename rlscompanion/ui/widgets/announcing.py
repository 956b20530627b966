"""Saying something to a screen reader that nothing on the screen has the focus for."""

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say ``words``, as said by ``widget``."""
    # Dozens of roles and states come with it: not before there is something to say.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
