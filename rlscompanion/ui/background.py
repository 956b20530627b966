"""Work that would keep the window waiting: done beside it, one piece after the other."""

import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QThreadPool

from rlscompanion.domain.mendable import Mendable
from rlscompanion.ui.main_thread import MainThread

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")


class Background(QObject):
    """What came of the work is told in the thread this lives in."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._main = MainThread(self)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting = 0

    @property
    def is_busy(self) -> bool:
        return self._waiting > 0

    def run(
        self,
        work: Callable[[], _Result],
        done: Callable[[_Result], None],
        failed: Callable[[str], None],
    ) -> None:
        """Do ``work``, then call ``done`` with its result, or ``failed`` with one sentence."""
        self._waiting += 1

        def attempt() -> None:
            try:
                result = work()
            except Mendable as problem:
                words = str(problem)
                self._main.later(lambda: self._over(lambda: failed(words)))
            except Exception:
                log.exception("a fault of ours")
                words = self.tr("Something went wrong inside. It is written down in the log.")
                self._main.later(lambda: self._over(lambda: failed(words)))
            else:
                self._main.later(lambda: self._over(lambda: done(result)))

        self._pool.start(attempt)

    def wait(self) -> None:
        """Wait until all work is done; what came of it is told when events are next handled."""
        self._pool.waitForDone()

    def _over(self, tell: Callable[[], None]) -> None:
        self._waiting -= 1
        tell()
