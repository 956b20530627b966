"""The window's composition root: the application, its pages, tray and signals."""

import logging
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from rlscompanion import VERSION
from rlscompanion.assets import resources
from rlscompanion.ui.collecting import Collecting
from rlscompanion.ui.first_frame import FirstFrame
from rlscompanion.ui.instance_server import InstanceServer
from rlscompanion.ui.theme.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from rlscompanion.bootstrap import Companion, Outside
    from rlscompanion.services.accounting import Works
    from rlscompanion.services.ports import Notice, NoticeAnswered
    from rlscompanion.services.trying_out import TryingOut
    from rlscompanion.ui.daily_backup import DailyBackup
    from rlscompanion.ui.light import LightOfTheHour
    from rlscompanion.ui.main_window import MainWindow
    from rlscompanion.ui.night_screens import NightScreens
    from rlscompanion.ui.opened_window import OpenedWindow
    from rlscompanion.ui.page_set import PageSet
    from rlscompanion.ui.presence import Presence
    from rlscompanion.ui.reminders import Reminders
    from rlscompanion.ui.system_signals import SystemSignals
    from rlscompanion.ui.theme.theme import Theme

log = logging.getLogger(__name__)

SETTLED_AFTER_MS: Final = 5000
"""Every page is made ready by then."""

LET_GO_AFTER_MS: Final = 5000
"""Whoever closed the window by mistake finds it as it was; later only where they were."""

BEGIN_ANEW: Final = 75
"""The status of a run after which the program is to be started again: the data was replaced."""


def run(companion: "Companion", outside: "Outside", *, flare_up: bool, hidden: bool = False) -> int:
    """Open the window (or the flare-up screen first) and stay until the person quits.

    ``hidden``: no window until somebody wants one.
    """
    QApplication.setApplicationName("rlscompanion")
    QApplication.setApplicationDisplayName("RLS Companion")
    QApplication.setApplicationVersion(VERSION)
    QApplication.setDesktopFileName("rlscompanion")
    app = QApplication([*sys.argv[:1], *STYLE])
    app.setQuitOnLastWindowClosed(False)
    application = Application(app, companion, outside)
    if not application.claim():
        if not hidden:
            outside.tell_running("flare-up" if flare_up else "raise")
        return 0
    application.open(flare_up=flare_up, hidden=hidden)
    QTimer.singleShot(SETTLED_AFTER_MS, application, application.settle)
    status = app.exec()
    application.close()
    return status


class Application(QObject):
    """Owns the window, the tray, the screens of the night and the reminders of a companion."""

    def __init__(self, app: QApplication, companion: "Companion", outside: "Outside") -> None:
        super().__init__(app)
        self._app = app
        self._companion = companion
        self._outside = outside
        self._collecting = Collecting(self)
        self._server = InstanceServer(outside.socket, outside.words, self)
        self._server.received.connect(self._told)
        self._reminders: Reminders | None = None
        self._daily_backup: DailyBackup | None = None
        self._signals: SystemSignals | None = None
        self._opened: OpenedWindow | None = None
        self._began_hidden = False
        self._last_place = ""
        self._letting_go = QTimer(self)
        self._letting_go.setSingleShot(True)
        self._letting_go.setInterval(LET_GO_AFTER_MS)
        self._letting_go.timeout.connect(self._rest)

    @property
    def window(self) -> "MainWindow | None":
        """There is none until somebody wants it, and none while it is closed to the tray."""
        return None if self._opened is None else self._opened.window

    @property
    def pages(self) -> "PageSet | None":
        return None if self._opened is None else self._opened.pages

    @property
    def reminders(self) -> "Reminders | None":
        """There are none before the first frame."""
        return self._reminders

    def claim(self) -> bool:
        """Become the one instance of this home."""
        return self._server.claim()

    # The first frame is painted before any of these is loaded that it does not need.

    @cached_property
    def night(self) -> "NightScreens":
        from rlscompanion.ui.night_screens import NightScreens  # noqa: PLC0415

        night = NightScreens(self._companion, self._outside, self)
        night.opened.connect(self._hold_reminders)
        night.closed.connect(self._night_screen_closed)
        night.trouble.connect(self._say)
        return night

    @cached_property
    def _theme(self) -> "Theme":
        from rlscompanion.ui.theme.theme import Theme  # noqa: PLC0415

        return Theme(self._app, in_parts=True)

    @cached_property
    def _light(self) -> "LightOfTheHour":
        from rlscompanion.ui.light import LightOfTheHour  # noqa: PLC0415

        light = LightOfTheHour(self._theme, self._companion.lighting, self)
        light.trouble.connect(self._say)
        return light

    @cached_property
    def presence(self) -> "Presence":
        """The tray, and what happens to who closes the window or quits."""
        from rlscompanion.ui.presence import Presence  # noqa: PLC0415

        presence = Presence(self._theme, self._companion, self)
        presence.flare_up_wanted.connect(self._open_flare_up)
        presence.standby_wanted.connect(self._open_standby)
        presence.window_wanted.connect(self.show_window)
        presence.light_wanted.connect(self._light.begin)
        presence.quiet_wanted.connect(self._be_quiet)
        presence.speech_wanted.connect(self._speak_again)
        presence.quit_wanted.connect(self.quit)
        self._app.commitDataRequest.connect(presence.let_go)
        return presence

    def open(self, *, flare_up: bool = False, hidden: bool = False) -> None:
        """Show what was asked for; what the first frame does not need comes after it."""
        if hidden:
            self._began_hidden = True
            self._begin_in_background()
            return
        if flare_up:
            self.night.open_flare_up()
            first = self.night.flare_up
        else:
            self.show_window()
            first = self.window
        if first is None:
            self._begin_the_rest()
        else:
            FirstFrame(first, self._begin_the_rest)

    def settle(self) -> None:
        """Everything is loaded: what stays is not looked at again, what is free goes back."""
        self._collecting.leave_what_is_here()
        if self._opened is None:
            self._outside.give_memory_back()

    def close(self) -> None:
        """Leave nothing behind: alarms, notices, socket, database."""
        self.night.close()
        if self._reminders is not None:
            self._reminders.stop()
        if self._daily_backup is not None:
            self._daily_backup.stop()
        self.presence.end()
        self._server.close()
        if self._signals is not None:
            self._signals.let_go()
        self._companion.database.close()

    def _open_flare_up(self) -> None:
        self.night.open_flare_up()

    def _open_standby(self) -> None:
        self.night.open_standby()

    # ------------------------------------------------------------------ the window

    def _open_window(self) -> "OpenedWindow":
        from rlscompanion.ui.opened_window import OpenedWindow  # noqa: PLC0415  (when wanted)

        self._light.begin()
        opened = OpenedWindow(self._theme, self._companion, self._trying_out)
        self._opened = opened
        window = opened.window
        window.flare_up_wanted.connect(self._open_flare_up)
        window.hidden.connect(self._window_closed)
        opened.changed.connect(self._changed)
        opened.notice_answered.connect(self._answered)
        opened.standby_wanted.connect(self._open_standby)
        opened.light_wanted.connect(self._light.look)
        opened.first_run_over.connect(self._hold_reminders)
        opened.replaced.connect(self._begin_anew)
        opened.quit_wanted.connect(self.quit)
        self.presence.attend(window)
        self._light.attend(window)
        opened.fill(self._last_place)
        return opened

    def _begin_anew(self) -> None:
        self._app.exit(BEGIN_ANEW)

    def _begin_the_rest(self) -> None:
        """Load what the first frame did not need."""
        self._begin_in_background()
        if self._opened is not None:
            self._opened.make_ready()

    def _begin_in_background(self) -> None:
        from PySide6.QtGui import QIcon  # noqa: PLC0415  (after the first frame)

        from rlscompanion.ui.system_signals import SystemSignals  # noqa: PLC0415

        self._app.setWindowIcon(QIcon(str(resources() / "icons" / "tray.svg")))
        self._signals = SystemSignals(self.quit, self)
        self._collecting.start()
        self.presence.begin()
        if not self._server.listen():
            log.warning("later starts cannot be heard: no socket at %s", self._outside.socket)
        self._begin_reminding()
        self._begin_backing_up()

    def _trying_out(self) -> "TryingOut":
        from rlscompanion.services.accounting import Accounting  # noqa: PLC0415  (when asked for)
        from rlscompanion.services.trying_out import TryingOut  # noqa: PLC0415

        outside = self._outside
        companion = self._companion
        accounting = Accounting(
            companion.expecting,
            companion.reminder_events,
            companion.clock,
            self._works,
            companion.library,
            lambda: companion.preferring.load().names_in_notices,
        )
        shows = self._reminders or outside.notifier
        return TryingOut(shows, outside.sound, outside.autostart, accounting)

    def _works(self) -> "Works":
        outside = self._outside
        return {
            "tray": self.presence.has_tray(),
            "notifications": outside.notifier.works(),
            "autostart": outside.autostart.is_on(),
            "sleep_signal": outside.sleep_signal.works(),
        }

    def show_window(self) -> None:
        """Bring the window up, whatever became of it; it is made where there is none."""
        self._letting_go.stop()
        self._have_window().come_up()

    def _have_window(self) -> "MainWindow":
        if self._opened is None:
            opened = self._open_window()
            if self._reminders is not None:
                FirstFrame(opened.window, opened.make_ready)
            return opened.window
        return self._opened.window

    def _window_closed(self) -> None:
        if self._opened is not None:
            self._opened.keep_what_is_typed()
        if not self.night.is_open and not self.presence.stays_on():
            self.quit()
        else:
            self._letting_go.start()

    def _rest(self) -> None:
        """Keep nothing of what was closed but where the person was in it."""
        opened = self._opened
        if self.night.is_open or (opened is not None and opened.window.isVisible()):
            return
        if opened is None or opened.is_under_way():
            self._clear_up()
            return
        self._last_place = opened.window.place
        self._opened = None
        self.presence.leave()
        self._light.leave()
        opened.window.destroyed.connect(self._clear_up)
        opened.let_go()

    def _clear_up(self) -> None:
        # After all that is being destroyed, with the wrappers that Python has of it.
        QTimer.singleShot(0, self, self._give_memory_back)

    def _give_memory_back(self) -> None:
        from PySide6.QtGui import QPixmapCache  # noqa: PLC0415  (after the first frame)

        self._theme.forget_gone()
        QPixmapCache.clear()
        self._collecting.collect_all()
        self._outside.give_memory_back()

    def _begin_reminding(self) -> None:
        from rlscompanion.ui.reminders import Reminders  # noqa: PLC0415  (after the first frame)

        reminders = Reminders(self._theme, self._companion, self._outside, self)
        reminders.light_wanted.connect(self._light.begin)
        reminders.rung.connect(self._changed)
        reminders.answered.connect(self._changed)
        reminders.window_wanted.connect(self.show_window)
        reminders.flare_up_wanted.connect(self._open_flare_up)
        reminders.not_shown.connect(self._show_notice)
        reminders.withdrawn.connect(self._withdraw_notice)
        reminders.trouble.connect(self._say)
        self._reminders = reminders
        self._hold_reminders()
        reminders.start()

    def _begin_backing_up(self) -> None:
        from rlscompanion.ui.daily_backup import DailyBackup  # noqa: PLC0415  (after all others)

        backup = DailyBackup(self._companion.backing_up, self)
        backup.trouble.connect(self._say)
        self._daily_backup = backup
        if self._reminders is not None:
            self._reminders.rung.connect(backup.look)
        backup.start()

    def _hold_reminders(self) -> None:
        if self._reminders is not None:
            self._reminders.hold(unasked=self._is_beginning(), dark=self.night.is_open)

    def _is_beginning(self) -> bool:
        """Return whether there is no routine that a person chose, in a window or without one."""
        from rlscompanion.domain.mendable import StoreError  # noqa: PLC0415  (the first frame)

        try:
            chosen = not self._companion.planning.is_first_run()
        except StoreError:
            return True
        return not chosen or (self._opened is not None and self._opened.is_beginning)

    def _night_screen_closed(self) -> None:
        is_seen = self.window is not None and self.window.isVisible()
        if not is_seen and not self._began_hidden and not self.presence.stays_on():
            # Opened for this alone: no window lights up at three in the morning, and no reminder
            # comes that nobody would be there to answer.
            self.quit()
            return
        self._changed()
        if not is_seen:
            self._letting_go.start()

    def _changed(self) -> None:
        """Something was answered or rearranged, here or by the command line."""
        self.night.look()
        self._hold_reminders()
        if self._reminders is not None:
            self._reminders.look()
        if self._opened is not None:
            self._opened.refresh()
        self.presence.look()
        self._light.go_on()

    def _say(self, words: str) -> None:
        if self.pages is not None:
            self.pages.say(words)

    def _answered(self, given: "NoticeAnswered") -> None:
        if self._reminders is not None:
            self._reminders.answer(given)

    def _show_notice(self, notice: "Notice") -> None:
        self._have_window()
        if self.pages is not None:
            self.pages.show_notice(notice)

    def _withdraw_notice(self, notice_id: str) -> None:
        if self.pages is not None:
            self.pages.withdraw_notice(notice_id)

    def _be_quiet(self) -> None:
        if self._reminders is not None:
            self._reminders.be_quiet()
            self._changed()

    def _speak_again(self) -> None:
        if self._reminders is not None:
            self._reminders.speak_again()
            self._changed()

    def quit(self) -> None:
        """End; the window, which Qt closes first, asks nothing any more."""
        self.presence.let_go()
        self._app.quit()

    # ------------------------------------------------------------------- instances

    def _told(self, word: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "raise": self.show_window,
            "flare-up": self._open_flare_up,
            "close-flare-up": self.night.close,
            "changed": self._changed,
        }
        acts[word]()
