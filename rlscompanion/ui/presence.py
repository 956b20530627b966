"""How the companion is there without its window: the tray, closing the window, quitting."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.preferences import InBackground
from rlscompanion.ui.theme.theme import Theme

if TYPE_CHECKING:
    from rlscompanion.bootstrap import Companion
    from rlscompanion.ui.leaving import LeavingPanel
    from rlscompanion.ui.main_window import MainWindow
    from rlscompanion.ui.tray import Tray

log = logging.getLogger(__name__)


def _is_there_a_tray() -> bool:
    from rlscompanion.ui.tray import Tray  # noqa: PLC0415  (after the first frame)

    return Tray.is_there()


class Presence(QObject):
    """Whoever closes the window stays reachable, or is asked; whoever quits hears what is lost."""

    flare_up_wanted = Signal()
    standby_wanted = Signal()
    window_wanted = Signal()
    quiet_wanted = Signal()
    speech_wanted = Signal()
    quit_wanted = Signal()
    light_wanted = Signal()
    """The menu of the tray is about to be seen."""

    def __init__(
        self,
        theme: Theme,
        companion: "Companion",
        parent: QObject,
        has_tray: Callable[[], bool] = _is_there_a_tray,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._companion = companion
        self.has_tray = has_tray
        self._tray: Tray | None = None
        self._window: MainWindow | None = None
        self._panel: LeavingPanel | None = None
        self._session_ends = False

    def begin(self) -> None:
        """Put the icon up; it shows as soon as there is a tray."""
        from rlscompanion.ui.tray import Tray  # noqa: PLC0415  (after the first frame)

        if not Tray.can_be():
            return
        tray = Tray(self)
        tray.flare_up_wanted.connect(self.flare_up_wanted)
        tray.standby_wanted.connect(self.standby_wanted)
        tray.window_wanted.connect(self.window_wanted)
        tray.quiet_wanted.connect(self.quiet_wanted)
        tray.speech_wanted.connect(self.speech_wanted)
        tray.quit_wanted.connect(self.quit_wanted)
        tray.opened.connect(self.light_wanted)
        self._tray = tray
        self.look()

    def end(self) -> None:
        if self._tray is not None:
            self._tray.hide()

    def attend(self, window: "MainWindow") -> None:
        """Be asked before this window is closed."""
        self._window = window
        window.may_close = self._may_close
        window.on_key("Ctrl+Q", self.quit)

    def leave(self) -> None:
        """Forget the window: it goes."""
        self._window = None
        self._panel = None

    def let_go(self) -> None:
        """Ask nothing any more: the session ends, and a question would hold it up."""
        self._session_ends = True

    def stays_on(self) -> bool:
        """Return whether the companion runs on without a window."""
        return self.has_tray() or self._wish() is InBackground.STAY

    def quit(self) -> None:
        """Say first what will not arrive tonight, if anything; asked twice, go."""
        asked = self._panel is not None and self._panel.isVisible()
        lost = "" if asked else self._lost_in_full()
        if not lost or self._window is None or not self._window.isVisible():
            self.quit_wanted.emit()
        else:
            self._leaving(self._window).ask_whether_to_quit(lost)

    def look(self) -> None:
        """Show in the tray what comes next."""
        if self._tray is None:
            return
        try:
            until = self._companion.expecting.quiet_until()
            self._tray.say(self._coming(until), quiet=until is not None, lost=self._lost())
        except StoreError as problem:
            self._tray.say(str(problem), quiet=False, lost="")

    # ----------------------------------------------------------------- closing, quitting

    def _may_close(self) -> bool:
        """Return whether the window may go; else it has asked."""
        window = self._window
        if self._session_ends or window is None or self.has_tray():
            return True
        if self._wish() is not InBackground.ASK:
            return True
        if self._panel is not None and self._panel.isVisible():
            return True  # closed again instead of answered: it quits, and asks the next time
        self._leaving(window).ask_whether_to_stay()
        return False

    def _leaving(self, window: "MainWindow") -> "LeavingPanel":
        if self._panel is None:
            from rlscompanion.ui.leaving import LeavingPanel  # noqa: PLC0415  (hardly ever)

            self._panel = LeavingPanel(self._theme)
            self._panel.stay_wanted.connect(self._stay)
            self._panel.quit_wanted.connect(self._go)
            window.set_question(self._panel)
        return self._panel

    def _stay(self) -> None:
        if not self.has_tray():
            self._keep(InBackground.STAY)
        self._close_window()

    def _go(self) -> None:
        if not self.has_tray() and self._wish() is InBackground.ASK:
            self._keep(InBackground.QUIT)
        self.quit_wanted.emit()

    def _close_window(self) -> None:
        if self._panel is not None:
            self._panel.hide()
        if self._window is not None:
            self._window.close()

    def _wish(self) -> InBackground:
        try:
            return self._companion.preferring.load().in_background
        except StoreError as problem:
            log.warning("the preferences could not be read: %s", problem)
            return InBackground.ASK

    def _keep(self, wish: InBackground) -> None:
        try:
            self._companion.preferring.change(in_background=wish)
        except StoreError as problem:
            log.warning("what closing does could not be kept: %s", problem)

    # --------------------------------------------------------------------------- words

    def _coming(self, quiet_until: datetime | None) -> str:
        if quiet_until is not None:
            return self.tr("Quiet until {0}").format(self._clock_time(quiet_until))
        coming = self._companion.expecting.promised()
        if not coming and self._companion.planning.is_first_run():
            return self.tr("No reminders yet: no evening is chosen")
        if not coming:
            return self.tr("No more reminders tonight")
        return self.tr("Next reminder at {0}").format(self._clock_time(coming[0].due))

    def _lost(self) -> str:
        """Return what quitting costs, in a few words; nothing where nothing is to come."""
        coming = self._companion.expecting.promised()
        if not coming:
            return ""
        return self.tr("no reminder at {0}, and none after it").format(
            self._clock_time(coming[0].due)
        )

    def _lost_in_full(self) -> str:
        try:
            coming = self._companion.expecting.promised()
        except StoreError as problem:
            log.warning("what comes next is not known: %s", problem)
            return ""
        if not coming:
            return ""
        return self.tr(
            "The reminder at {0} will not arrive, and none after it, until you start it again."
        ).format(self._clock_time(coming[0].due))

    def _clock_time(self, at: datetime) -> str:
        """Return a time of day; with the day, where it is not today's evening or night."""
        clock = self._companion.clock
        zone = clock.zone()
        there, here = at.astimezone(zone), clock.now().astimezone(zone)
        return f"{there:%H:%M}" if there.date() == here.date() else f"{there:%a %H:%M}"
