"""Python's cycles are collected in the GUI thread alone.

The collector runs in whichever thread makes it run, and a widget that is taken away in a thread
other than its own ends the program.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

EVERY_MS: Final = 15_000
WORTH_IT: Final = 2_000
"""Objects made and kept since the last time."""
NOW_AND_THEN: Final = 20
"""After so many collections of what is young, one of everything."""


class Collecting(QObject):
    """Switches the collector off for all threads, and does its work when there is time."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._times = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look now and then."""
        self._timer.start()

    @staticmethod
    def leave_what_is_here() -> None:
        """Leave what was loaded for good out of every later collection: they stay short."""
        gc.collect()
        gc.freeze()

    @staticmethod
    def collect_all() -> None:
        """Collect once what was left out as well: most of it may be gone for good."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def look(self) -> None:
        """Collect, if enough was made since the last time."""
        if gc.get_count()[0] < WORTH_IT:
            return
        self._times += 1
        gc.collect(2 if self._times % NOW_AND_THEN == 0 else 1)
