"""The screens of the night: at most one of them is open, and nothing bright pops up meanwhile."""

import logging
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rlscompanion.services.ports import StoreError
from rlscompanion.ui.theme.theme import Theme

if TYPE_CHECKING:
    from rlscompanion.bootstrap import Companion
    from rlscompanion.domain.flareup import FlareEvent
    from rlscompanion.services.easing import FlareUp
    from rlscompanion.ui.flareup.screen import FlareUpScreen

log = logging.getLogger(__name__)


class NightScreens(QObject):
    """Opens the flare-up screen over whatever the store is like, and records its course."""

    opened = Signal()
    closed = Signal()
    trouble = Signal(str)
    """One sentence about what could not be recorded."""

    def __init__(self, theme: Theme, companion: "Companion", parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._companion = companion
        self._flare_up: FlareUpScreen | None = None

    @property
    def flare_up(self) -> "FlareUpScreen | None":
        return self._flare_up

    @property
    def is_open(self) -> bool:
        return self._flare_up is not None

    def open_flare_up(self) -> None:
        """Open the flare-up screen; once is enough."""
        from rlscompanion.ui.flareup.screen import FlareUpScreen  # noqa: PLC0415  (when needed)

        if self._flare_up is not None:
            self._flare_up.raise_()
            self._flare_up.activateWindow()
            return
        companion = self._companion
        flare_up = companion.easing.open()
        screen = FlareUpScreen(
            self._theme,
            flare_up.course,
            companion.clock.monotonic,
            companion.library.texts,
            self._emergency_number(),
            reduced_motion=self._theme.reduced_motion,
        )
        self._flare_up = screen
        self.opened.emit()
        screen.recorded.connect(partial(self._record, flare_up))
        screen.closed.connect(self._flare_up_closed)
        screen.open()

    def close(self) -> None:
        """Close whatever is open."""
        if self._flare_up is not None:
            self._flare_up.close()

    def _emergency_number(self) -> str:
        try:
            return self._companion.preferring.load().emergency_number
        except StoreError as problem:
            log.warning("the emergency number could not be read: %s", problem)
            return ""

    def _record(self, flare_up: "FlareUp", event: "FlareEvent") -> None:
        try:
            self._companion.easing.record(flare_up, event)
        except StoreError as problem:
            log.warning("the flare-up could not be recorded: %s", problem)
            self.trouble.emit(str(problem))

    def _flare_up_closed(self) -> None:
        screen, self._flare_up = self._flare_up, None
        if screen is not None:
            screen.deleteLater()
        self.closed.emit()
