"""Ends a process whose event loop hangs while a screen of the night covers the desktop."""

import faulthandler
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

BEAT: Final = 1.0
"""Seconds between two questions."""
PATIENCE: Final = 3
"""Beats without an answer after which nobody waits any longer."""
IN_THE_DARK: Final = 30.0
"""Seconds between two questions where nothing moves: as seldom as the alarms look at the clock."""
LATE: Final = 0.5
"""Seconds by which a beat may be late. Later: this process did not run, nor did its event loop."""
HUNG: Final = 70
"""The exit status: a fault of ours."""


class Watchdog(QObject):
    """Watches while told to. Asks from a thread of its own; the event loop answers.

    What explains a silence is not a hang: in a suspended or stopped process the watchdog itself
    stands still, and under a Python debugger it does not count.
    """

    _asked = Signal()

    def __init__(
        self,
        log: Path,
        monotonic: Callable[[], float],
        parent: QObject,
        end: Callable[[int], object] = os._exit,
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._monotonic = monotonic
        self._end = end
        self._lock = threading.Condition()
        self._watching = False
        self._every = BEAT
        self._unanswered = 0
        self._traced = False
        self._thread: threading.Thread | None = None
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def watch(self, every: float = BEAT) -> None:
        """Begin, from the thread that is watched; a question without an answer is asked again soon.

        ``every`` is in seconds.
        """
        with self._lock:
            self._watching = True
            self._every = every
            self._traced = sys.gettrace() is not None
            self._unanswered = 0
            if self._thread is None:
                self._thread = threading.Thread(target=self._ask, name="watchdog", daemon=True)
                self._thread.start()
            self._lock.notify_all()

    def rest(self) -> None:
        with self._lock:
            self._watching = False
            self._lock.notify_all()

    def _answer(self) -> None:
        with self._lock:
            self._unanswered = 0
            self._traced = sys.gettrace() is not None

    def _ask(self) -> None:
        while self._wait_a_beat():
            self._asked.emit()

    def _wait_a_beat(self) -> bool:
        """Return whether to go on watching."""
        with self._lock:
            asked = self._unanswered > 0
            late = self._pass(BEAT if asked else self._every)
            if asked and not self._unanswered:
                late = self._pass(self._every - BEAT) or late
            if not self._watching:
                self._thread = None
                return False
            if late or self._traced:
                self._unanswered = 0
            hung = self._unanswered >= PATIENCE
            self._unanswered += 1
        if hung:
            self._bite()
        return not hung

    def _pass(self, seconds: float) -> bool:
        """Let time pass, less if it is to be watched closer or no more; tell if it was longer."""
        began = self._monotonic()
        self._lock.wait_for(lambda: not self._watching or self._every < seconds, seconds)
        return self._monotonic() - began > seconds + LATE

    def _bite(self) -> None:
        """Write where every thread hangs, then end. No lock of the logging is waited for."""
        with suppress(OSError), self._log.open("a", encoding="utf-8") as log:
            log.write("CRITICAL rlscompanion.ui.watchdog: the screen did not answer for 3 s\n")
            log.flush()
            faulthandler.dump_traceback(log, all_threads=True)
            os.fsync(log.fileno())
        self._end(HUNG)
