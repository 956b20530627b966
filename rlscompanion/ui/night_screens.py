"""The screens of the night: at most one of them is open, and nothing bright pops up meanwhile."""

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from rlscompanion.domain.mendable import StoreError
from rlscompanion.ui.watchdog import IN_THE_DARK, Watchdog

if TYPE_CHECKING:
    from rlscompanion.bootstrap import Companion, Outside
    from rlscompanion.domain.flare_record import FlareEvent
    from rlscompanion.services.easing import FlareUp
    from rlscompanion.ui.flareup.help_pages import Sign
    from rlscompanion.ui.flareup.screen import FlareUpScreen
    from rlscompanion.ui.flareup.standby import Standby
    from rlscompanion.ui.flareup.wishes import Wishes

log = logging.getLogger(__name__)

IDLE_MS: Final = 3000
"""After the start: what a flare-up needs is loaded then, so that it opens at once."""
HOLD_AFTER_MS: Final = 1500
"""No screen goes dark so soon, and the first frame waits for no bus."""


class NightScreens(QObject):
    """Opens the flare-up screen over whatever the store is like, and records its course.

    Standby stays beneath a flare-up: whoever goes back to bed finds the room as dark as before.
    """

    opened = Signal()
    closed = Signal()
    """Nothing is open any longer."""
    trouble = Signal(str)
    """One sentence about what could not be recorded."""

    def __init__(self, companion: "Companion", outside: "Outside", parent: QObject) -> None:
        super().__init__(parent)
        self._companion = companion
        self._outside = outside
        self._flare_up: FlareUpScreen | None = None
        self._standby: Standby | None = None
        log_file = companion.folders.logs / "rlscompanion.log"
        self._watchdog = Watchdog(log_file, companion.clock.monotonic, self)
        self._holding = QTimer(self)
        self._holding.setSingleShot(True)
        self._holding.setInterval(HOLD_AFTER_MS)
        self._holding.timeout.connect(self._hold)
        QTimer.singleShot(IDLE_MS, self, _load)

    @property
    def flare_up(self) -> "FlareUpScreen | None":
        return self._flare_up

    @property
    def standby(self) -> "Standby | None":
        return self._standby

    @property
    def is_open(self) -> bool:
        return self._flare_up is not None or self._standby is not None

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
            flare_up.course,
            companion.clock,
            companion.library.texts,
            self._wishes(),
            signs=self._signs,
            sound=lambda: self._outside.sound,
        )
        self._flare_up = screen
        self.opened.emit()
        screen.recorded.connect(partial(self._record, flare_up))
        screen.sound_switched.connect(self._remember_tones)
        screen.running.connect(self._keep_awake)
        screen.closed.connect(self._flare_up_closed)
        if self._standby is not None:
            self._standby.make_way()
        screen.open()
        self._watch()

    def open_standby(self) -> None:
        """Make every screen black until the next time to get up; once is enough."""
        from rlscompanion.services.standing_by import StandingBy  # noqa: PLC0415  (when needed)
        from rlscompanion.ui.flareup.standby import Standby  # noqa: PLC0415

        if self.is_open:
            return
        companion, outside = self._companion, self._outside
        standing_by = StandingBy(
            companion.planning,
            companion.expecting,
            companion.fired,
            companion.preferring,
            outside.power,
            companion.clock,
        )
        standby = Standby(standing_by, outside.sound, outside.keep_awake, companion.clock)
        self._standby = standby
        self.opened.emit()
        standby.flare_up_wanted.connect(self.open_flare_up)
        standby.closed.connect(self._standby_closed)
        standby.open()
        self._watch()
        QTimer.singleShot(0, self, self._make_ready)

    def look(self) -> None:
        """Let Standby do what the time asks for: an alarm went off, or something was answered."""
        if self._standby is not None:
            self._standby.look()

    def close(self) -> None:
        """Close whatever is open."""
        if self._standby is not None:
            self._standby.close()
        if self._flare_up is not None:
            self._flare_up.close()

    def _make_ready(self) -> None:
        """Load and read what a flare-up needs, while the room is dark: a key opens it at once."""
        _load()
        self._companion.easing.open()

    def _watch(self) -> None:
        if self._flare_up is not None:
            self._watchdog.watch()
        elif self._standby is not None:
            self._watchdog.watch(every=IN_THE_DARK)
        else:
            self._watchdog.rest()

    def _wishes(self) -> "Wishes":
        from rlscompanion.domain.preferences import Motion  # noqa: PLC0415  (when needed)
        from rlscompanion.ui.flareup.wishes import Wishes  # noqa: PLC0415
        from rlscompanion.ui.stillness import keeps_still  # noqa: PLC0415

        try:
            preferred = self._companion.preferring.load()
        except StoreError as problem:
            log.warning("the preferences could not be read: %s", problem)
            return Wishes(reduced_motion=keeps_still(Motion.SYSTEM))
        return Wishes(
            emergency_number=preferred.emergency_number,
            reduced_motion=keeps_still(preferred.motion),
            in_window=preferred.flare_in_window,
            tones=preferred.tones,
            volume=preferred.volume / 100,
        )

    def _signs(self) -> "list[Sign]":
        known = self._companion.knowledge
        return [(flag.text, flag.action) for flag in known.red_flags.values()]

    def _remember_tones(self, on: bool) -> None:  # noqa: FBT001  (what the signal carries)
        try:
            self._companion.preferring.change(tones=on)
        except StoreError as problem:
            log.warning("whether tones sound could not be kept: %s", problem)

    def _keep_awake(self, running: bool) -> None:  # noqa: FBT001  (what the signal carries)
        if running:
            self._holding.start()
            return
        self._holding.stop()
        if self._standby is None:
            self._outside.keep_awake.release()
        else:
            self._standby.hold_off()

    def _hold(self) -> None:
        self._outside.keep_awake.hold()

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
        self._watch()
        if self._standby is not None:
            self._standby.come_back()
        else:
            self.closed.emit()

    def _standby_closed(self) -> None:
        standby, self._standby = self._standby, None
        if standby is not None:
            standby.deleteLater()
        self._watch()
        if not self.is_open:
            self.closed.emit()


def _load() -> None:
    from rlscompanion.ui.flareup import pictures, screen  # noqa: F401, PLC0415  # pyright: ignore[reportUnusedImport]
