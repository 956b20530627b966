"""The window comes back in the size and at the place it was left in."""

import logging
from typing import Final

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication

from rlscompanion.services.ports import Settings, StoreError
from rlscompanion.ui.main_window import MainWindow

log = logging.getLogger(__name__)

KEY: Final = "window-place"


def remember_place(window: MainWindow, settings: Settings) -> None:
    """Put the window where it was, and write down where it is whenever it is closed."""
    try:
        known = settings.get(KEY) or ""
    except StoreError as problem:
        log.warning("the window's place could not be read: %s", problem)
        known = ""
    window.restoreGeometry(QByteArray.fromBase64(known.encode()))

    def keep() -> None:
        place = bytes(window.saveGeometry().toBase64().data()).decode()
        try:
            settings.put(KEY, place)
        except StoreError as problem:
            log.warning("the window's place could not be kept: %s", problem)

    window.hidden.connect(keep)
    app = QApplication.instance()
    if app is not None:
        app.aboutToQuit.connect(keep)
