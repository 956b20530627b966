"""The window comes back in the size and at the place it was left in."""

import logging
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QObject, QTimer
from PySide6.QtWidgets import QApplication

from rlscompanion.domain.mendable import StoreError
from rlscompanion.ui.main_window import MainWindow

if TYPE_CHECKING:
    from rlscompanion.services.ports import Settings
    from rlscompanion.ui.background import Background

log = logging.getLogger(__name__)

KEY: Final = "window-place"
SETTLED_AFTER_MS: Final = 1000
"""Who drags an edge is not done before."""


class WindowPlace(QObject):
    """Puts the window where it was, and writes down where it is when it has come to rest.

    Beside the window, so that nobody waits for the disk; once more when it is closed. While nothing
    is stored, as before the first answer or after everything was deleted, nothing is written.
    """

    def __init__(
        self, window: MainWindow, settings: "Settings", is_anything_stored: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._is_anything_stored = is_anything_stored
        self._kept = self._known()
        window.restoreGeometry(QByteArray.fromBase64(self._kept.encode()))
        window.placed.connect(self._wait_for_rest)
        window.hidden.connect(self.keep)
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.keep)

    def keep(self) -> None:
        """Write down where the window is, before this returns."""
        self.wait()
        try:
            self._write(self._place())
        except StoreError as problem:
            self._not_kept(str(problem))

    def wait(self) -> None:
        """Wait until what is being written is written; begin nothing more."""
        if "_resting" in vars(self):
            self._resting.stop()
        if "_beside" in vars(self):
            self._beside.wait()

    @cached_property
    def _resting(self) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(SETTLED_AFTER_MS)
        timer.timeout.connect(self._keep_beside)
        return timer

    @cached_property
    def _beside(self) -> "Background":
        from rlscompanion.ui.background import Background  # noqa: PLC0415  (once it is moved)

        return Background(self)

    def _wait_for_rest(self) -> None:
        if self._window.isVisible():
            self._resting.start()

    def _keep_beside(self) -> None:
        place = self._place()
        if place != self._kept:
            self._beside.run(lambda: self._write(place), lambda _: None, self._not_kept)

    def _place(self) -> str:
        return bytes(self._window.saveGeometry().toBase64().data()).decode()

    def _write(self, place: str) -> None:
        if self._is_anything_stored():
            self._settings.put(KEY, place)
            self._kept = place

    def _not_kept(self, problem: str) -> None:
        log.warning("the window's place could not be kept: %s", problem)

    def _known(self) -> str:
        try:
            return self._settings.get(KEY) or ""
        except StoreError as problem:
            log.warning("the window's place could not be read: %s", problem)
            return ""
