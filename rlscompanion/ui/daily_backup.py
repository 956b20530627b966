"""The backup of the day: made beside the window, as soon as a day has none."""

import logging
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from rlscompanion.services.backing_up import BackingUp
from rlscompanion.ui.background import Background

if TYPE_CHECKING:
    from datetime import date

log = logging.getLogger(__name__)

LOOK_MS: Final = 15 * 60 * 1000


class DailyBackup(QObject):
    """Looks now and then; what fails is tried again at the next look, and said once a day."""

    trouble = Signal(str)
    """One sentence for the person."""

    def __init__(self, backing_up: BackingUp, parent: QObject) -> None:
        super().__init__(parent)
        self._backing_up = backing_up
        self._background = Background(self)
        self._said: date | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look for the first time, and from now on."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Make no other; wait for the one that is being made."""
        self._timer.stop()
        self._background.wait()

    def look(self) -> None:
        """Begin today's backup if it is due."""
        if not self._background.is_busy and self._backing_up.is_due():
            self._background.run(self._backing_up.make, lambda _: None, self._failed)

    def _failed(self, problem: str) -> None:
        log.warning("no backup could be made: %s", problem)
        today = self._backing_up.today()
        if self._said != today:
            self._said = today
            self.trouble.emit(self.tr("Today's backup could not be made. {0}").format(problem))
