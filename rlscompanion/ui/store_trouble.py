"""When what is stored cannot be opened: the way back, and nothing deleted on it."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rlscompanion.domain.mendable import StoreDamagedError, StoreError
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.pages.store_trouble import StoreTroublePage
from rlscompanion.ui.theme.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from rlscompanion.bootstrap import Companion

log = logging.getLogger(__name__)


class StoreTrouble(QObject):
    """Shows the page alone in the window until the store opens."""

    mended = Signal()
    quit_wanted = Signal()

    def __init__(self, theme: Theme, companion: "Companion", window: MainWindow) -> None:
        super().__init__(window)
        self._companion = companion
        self.page = StoreTroublePage(theme)
        window.show_alone(self.page, self.page.again)
        self.page.again_wanted.connect(self.mended)
        self.page.restore_wanted.connect(self._restore)
        self.page.anew_wanted.connect(self._start_anew)
        self.page.quit_wanted.connect(self.quit_wanted)

    def show(self, problem: StoreError) -> None:
        """Say what is the matter, and which ways there are."""
        log.warning("the store cannot be opened: %s", problem)
        damaged = isinstance(problem, StoreDamagedError)
        backup = self._companion.backing_up.newest_good() if damaged else None
        self.page.show_problem(str(problem), damaged=damaged, backup=backup)

    def _restore(self) -> None:
        backing_up = self._companion.backing_up
        day = backing_up.newest_good()
        if day is not None:
            self._try(lambda: backing_up.go_back_to(day))

    def _start_anew(self) -> None:
        self._try(self._companion.backing_up.start_anew)

    def _try(self, act: "Callable[[], object]") -> None:
        try:
            act()
        except StoreError as problem:
            self.show(problem)
            return
        self.mended.emit()
