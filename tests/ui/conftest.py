"""The application, dressed for the day."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from rlscompanion.ui.theme.theme import Theme


@pytest.fixture(autouse=True)
def _no_window_is_left(qapp: "QApplication") -> "Iterator[None]":
    """Take away what a test has shown: a style sheet would dress it again in the next one."""
    yield
    from PySide6.QtCore import QCoreApplication, QEvent  # noqa: PLC0415

    for window in qapp.topLevelWidgets():
        if window.parent() is None:
            window.hide()
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")


@pytest.fixture
def theme(qapp: "QApplication") -> "Iterator[Theme]":
    from rlscompanion.ui.theme.theme import Theme  # noqa: PLC0415
    from rlscompanion.ui.theme.tokens import Mode  # noqa: PLC0415

    worn = Theme(qapp)
    worn.reduced_motion = True
    worn.apply(Mode.DAY)
    yield worn
    worn.deleteLater()
