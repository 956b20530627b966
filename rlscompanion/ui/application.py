"""The window's composition root: the application, its pages, tray and signals."""

import logging
import signal
import socket
import sys
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from rlscompanion import VERSION
from rlscompanion.assets import resources
from rlscompanion.services.accounting import Accounting, Works
from rlscompanion.services.ports import Notice, NoticeAnswered, StoreError
from rlscompanion.services.trying_out import TryingOut
from rlscompanion.ui.collecting import Collecting
from rlscompanion.ui.first_frame import FirstFrame
from rlscompanion.ui.instance_server import InstanceServer
from rlscompanion.ui.light import LightOfTheHour
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.night_screens import NightScreens
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.presence import Presence
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.window_place import WindowPlace

if TYPE_CHECKING:
    from collections.abc import Callable

    from rlscompanion.bootstrap import Companion, Outside
    from rlscompanion.ui.daily_backup import DailyBackup
    from rlscompanion.ui.reminders import Reminders

log = logging.getLogger(__name__)

SETTLED_AFTER_MS: Final = 5000
"""Every page is made ready by then."""

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
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(QIcon(str(resources() / "icons" / "tray.svg")))
    application = Application(app, companion, outside)
    if not application.claim():
        if not hidden:
            outside.tell_running("flare-up" if flare_up else "raise")
        return 0
    with _Signals(application.quit):
        application.open(flare_up=flare_up, hidden=hidden)
        QTimer.singleShot(SETTLED_AFTER_MS, app, Collecting.leave_what_is_here)
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
        self._theme = Theme(app)
        self._server = InstanceServer(outside.socket, outside.words, self)
        self._server.received.connect(self._told)
        self._light = LightOfTheHour(self._theme, companion.lighting, self)
        self._reminders: Reminders | None = None
        self._daily_backup: DailyBackup | None = None
        self._night = NightScreens(self._theme, companion, outside, self)
        self._window: MainWindow | None = None
        self._pages: PageSet | None = None
        self._beginning = False
        self._presence = Presence(self._theme, companion, self)
        self._connect()

    @property
    def window(self) -> MainWindow | None:
        return self._window

    @property
    def night(self) -> NightScreens:
        return self._night

    @property
    def reminders(self) -> "Reminders | None":
        """There are none before the first frame."""
        return self._reminders

    def claim(self) -> bool:
        """Become the one instance of this home."""
        return self._server.claim()

    @property
    def presence(self) -> Presence:
        return self._presence

    def open(self, *, flare_up: bool = False, hidden: bool = False) -> None:
        """Show what was asked for; what the first frame does not need comes after it."""
        self._light.look()
        if hidden:
            self._begin_in_background()
            return
        if flare_up:
            self._night.open_flare_up()
            first = self._night.flare_up
        else:
            self._build_window()
            self.show_window()
            first = self._window
        if first is None:
            self._begin_the_rest()
        else:
            FirstFrame(first, self._begin_the_rest)

    def close(self) -> None:
        """Leave nothing behind: alarms, notices, socket, database."""
        self._night.close()
        if self._reminders is not None:
            self._reminders.stop()
        if self._daily_backup is not None:
            self._daily_backup.stop()
        self._presence.end()
        self._server.close()
        self._companion.database.close()

    def _connect(self) -> None:
        self._night.opened.connect(self._hold_reminders)
        self._night.closed.connect(self._night_screen_closed)
        self._night.trouble.connect(self._say)
        self._light.trouble.connect(self._say)
        self._presence.flare_up_wanted.connect(self._night.open_flare_up)
        self._presence.standby_wanted.connect(self._night.open_standby)
        self._presence.window_wanted.connect(self.show_window)
        self._presence.quiet_wanted.connect(self._be_quiet)
        self._presence.speech_wanted.connect(self._speak_again)
        self._presence.quit_wanted.connect(self.quit)
        self._app.commitDataRequest.connect(self._presence.let_go)

    # ------------------------------------------------------------------ the window

    def _build_window(self) -> None:
        window = MainWindow(self._theme)
        self._window = window
        window.flare_up_wanted.connect(self._night.open_flare_up)
        window.hidden.connect(self._window_closed)
        self._presence.attend(window)
        self._light.attend(window)
        WindowPlace(window, self._companion.settings)
        try:
            self._fill(window)
        except StoreError as problem:
            self._show_trouble(window, problem)

    def _fill(self, window: MainWindow) -> None:
        if self._companion.planning.is_first_run():
            self._begin_first_run(window)
        else:
            self._add_pages(window)

    def _show_trouble(self, window: MainWindow, problem: StoreError) -> None:
        from rlscompanion.ui.store_trouble import StoreTrouble  # noqa: PLC0415  (hardly ever)

        trouble = StoreTrouble(self._theme, self._companion, window)
        trouble.show(problem)

        def try_again() -> None:
            try:
                self._fill(window)
            except StoreError as still:
                trouble.show(still)
                return
            if self._pages is not None:
                window.leave(trouble.page, "tonight")
                self._pages.make_all()
            trouble.deleteLater()
            self._changed()

        trouble.mended.connect(try_again)
        trouble.quit_wanted.connect(self.quit)

    def _begin_the_rest(self) -> None:
        """Load what the first frame did not need: behind the flare-up screen, the window."""
        self._have_window()
        self._begin_in_background()
        if self._pages is not None:
            self._pages.make_all()

    def _begin_in_background(self) -> None:
        self._collecting.start()
        self._presence.begin()
        if not self._server.listen():
            log.warning("later starts cannot be heard: no socket at %s", self._outside.socket)
        self._begin_reminding()
        self._begin_backing_up()

    def _begin_first_run(self, window: MainWindow) -> None:
        from rlscompanion.ui.pages.first_run import FirstRunPage  # noqa: PLC0415  (once in a life)

        self._beginning = True
        page = FirstRunPage(self._theme, self._companion.planning, self._companion.library)
        window.show_alone(page)

        def answered() -> None:
            self._light.look()
            self._go_on_with_first_run(window)
            page.deleteLater()

        page.finished.connect(answered)

    def _go_on_with_first_run(self, window: MainWindow) -> None:
        from rlscompanion.ui.pages.first_checks import FirstChecksPage  # noqa: PLC0415

        checks = self._companion.evidence.checks
        page = FirstChecksPage(self._theme, self._trying_out(), checks)
        window.show_alone(page)
        page.go_on.setFocus()

        def finished() -> None:
            self._beginning = False
            self._hold_reminders()
            self._add_pages(window).make_all()
            window.leave(page, "tonight")
            self._changed()

        page.finished.connect(finished)

    def _add_pages(self, window: MainWindow) -> PageSet:
        pages = PageSet(self._theme, self._companion, window, self._trying_out)
        pages.changed.connect(self._changed)
        pages.notice_answered.connect(self._answered)
        pages.standby_wanted.connect(self._night.open_standby)
        pages.replaced.connect(lambda: self._app.exit(BEGIN_ANEW))
        self._pages = pages
        return pages

    def _trying_out(self) -> TryingOut:
        outside = self._outside
        companion = self._companion
        accounting = Accounting(
            companion.expecting, companion.reminder_events, companion.clock, self._works
        )
        shows = self._reminders or outside.notifier
        return TryingOut(shows, outside.sound, outside.autostart, accounting)

    def _works(self) -> Works:
        outside = self._outside
        return {
            "tray": self._presence.has_tray(),
            "notifications": outside.notifier.works(),
            "autostart": outside.autostart.is_on(),
            "sleep_signal": outside.sleep_signal.works(),
        }

    def show_window(self) -> None:
        """Bring the window up, whatever became of it; the first time it is made."""
        self._have_window().come_up()

    def _have_window(self) -> MainWindow:
        if self._window is None:
            self._build_window()
            if self._pages is not None:
                self._pages.make_all()
        assert self._window is not None, "it was built"  # noqa: S101
        return self._window

    def _window_closed(self) -> None:
        if not self._night.is_open and not self._presence.stays_on():
            self.quit()

    def _begin_reminding(self) -> None:
        from rlscompanion.ui.reminders import Reminders  # noqa: PLC0415  (after the first frame)

        reminders = Reminders(self._theme, self._companion, self._outside, self)
        reminders.rung.connect(self._changed)
        reminders.answered.connect(self._changed)
        reminders.window_wanted.connect(self.show_window)
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
            self._reminders.hold(held=self._night.is_open or self._beginning)

    def _night_screen_closed(self) -> None:
        self._hold_reminders()
        self._changed()
        seen = self._window is not None and self._window.isVisible()
        if not seen and not self._presence.stays_on():
            # Opened for this alone: no window lights up at three in the morning.
            self.quit()

    def _changed(self) -> None:
        """Something was answered or rearranged, here or by the command line."""
        self._night.look()
        if self._reminders is not None:
            self._reminders.look()
        if self._pages is not None:
            self._pages.refresh()
        self._presence.look()
        self._light.look()

    def _say(self, words: str) -> None:
        if self._pages is not None:
            self._pages.say(words)

    def _answered(self, given: NoticeAnswered) -> None:
        if self._reminders is not None:
            self._reminders.answer(given)

    def _show_notice(self, notice: Notice) -> None:
        self._have_window()
        if self._pages is not None:
            self._pages.show_notice(notice)

    def _withdraw_notice(self, notice_id: str) -> None:
        if self._pages is not None:
            self._pages.withdraw_notice(notice_id)

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
        self._presence.let_go()
        self._app.quit()

    # ------------------------------------------------------------------- instances

    def _told(self, word: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "raise": self.show_window,
            "flare-up": self._night.open_flare_up,
            "close-flare-up": self._night.close,
            "changed": self._changed,
        }
        acts[word]()


class _Signals:
    """Ctrl+C and SIGTERM quit in order: Python's handlers run only when Qt gives way."""

    def __init__(self, end: "Callable[[], None]") -> None:
        self._end = end

    def __enter__(self) -> None:
        self._ours, self._pythons = socket.socketpair()
        self._ours.setblocking(False)
        self._pythons.setblocking(False)
        self._woken = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read)
        self._woken.activated.connect(self._wake)
        self._old_fd = signal.set_wakeup_fd(self._pythons.fileno())
        self._old = {
            kind: signal.signal(kind, self._quit) for kind in (signal.SIGINT, signal.SIGTERM)
        }

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._old.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_fd)
        self._woken.setEnabled(False)
        self._ours.close()
        self._pythons.close()

    def _wake(self) -> None:
        self._ours.recv(64)

    def _quit(self, _number: int, _frame: FrameType | None) -> None:
        # Before the event loop runs, quit() would be forgotten; a timer waits for it.
        QTimer.singleShot(0, self._end)
