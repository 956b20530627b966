"""The window comes back in the size and at the place it was left in."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QObject
from PySide6.QtWidgets import QApplication

from rlscompanion.domain.mendable import StoreError
from rlscompanion.ui.main_window import MainWindow

if TYPE_CHECKING:
    from rlscompanion.services.ports import Settings

log = logging.getLogger(__name__)

KEY: Final = "window-place"


class WindowPlace(QObject):
    """Puts the window where it was, and writes down where it is whenever it is closed.

    While nothing is stored, as before the first answer or after everything was deleted, nothing is
    written either.
    """

    def __init__(
        self, window: MainWindow, settings: "Settings", is_anything_stored: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._is_anything_stored = is_anything_stored
        window.restoreGeometry(QByteArray.fromBase64(self._known().encode()))
        window.hidden.connect(self.keep)
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.keep)

    def keep(self) -> None:
        """Write down where the window is."""
        place = bytes(self._window.saveGeometry().toBase64().data()).decode()
        try:
            if self._is_anything_stored():
                self._settings.put(KEY, place)
        except StoreError as problem:
            log.warning("the window's place could not be kept: %s", problem)

    def _known(self) -> str:
        try:
            return self._settings.get(KEY) or ""
        except StoreError as problem:
            log.warning("the window's place could not be read: %s", problem)
            return ""
