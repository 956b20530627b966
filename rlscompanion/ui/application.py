"""The window's composition root: the application, its pages, tray and signals."""

import logging
import signal
import socket
import sys
from datetime import datetime
from functools import partial
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from rlscompanion import VERSION
from rlscompanion.assets import resources
from rlscompanion.domain.light import Light, light_at, next_change
from rlscompanion.domain.reminders import next_due
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.ports import Answer, Notice, NoticeAnswered, StoreError
from rlscompanion.services.reminding import NoticeWords, Reminding
from rlscompanion.ui.instance_server import InstanceServer
from rlscompanion.ui.main_thread import MainThread
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.pages.help import HelpPage
from rlscompanion.ui.pages.tonight import TonightPage
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.tray import Tray

if TYPE_CHECKING:
    from collections.abc import Callable

    from rlscompanion.bootstrap import Companion, Outside
    from rlscompanion.domain.evening import Fix
    from rlscompanion.domain.flareup import FlareEvent
    from rlscompanion.services.easing import FlareUp
    from rlscompanion.ui.flareup.screen import FlareUpScreen
    from rlscompanion.ui.pages.library import LibraryPage

log = logging.getLogger(__name__)

MODE_OF: Final = {
    Light.DAY: Mode.DAY,
    Light.EVENING: Mode.EVENING,
    Light.NIGHT: Mode.NIGHT,
}
LOOK_AGAIN_AT_LEAST_MS: Final = 60 * 60 * 1000


def run(companion: "Companion", outside: "Outside", *, flare_up: bool) -> int:
    """Open the window (or the flare-up screen first) and stay until the person quits."""
    QApplication.setApplicationName("rlscompanion")
    QApplication.setApplicationDisplayName("RLS Companion")
    QApplication.setApplicationVersion(VERSION)
    QApplication.setDesktopFileName("rlscompanion")
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(QIcon(str(resources() / "icons" / "tray.svg")))
    application = Application(app, companion, outside)
    if not application.claim():
        outside.tell_running("flare-up" if flare_up else "raise")
        return 0
    with _Signals(app):
        application.open(flare_up=flare_up)
        status = app.exec()
    application.close()
    return status


class Application(QObject):
    """Owns the window, the tray, the flare-up screen and the reminders of a running companion."""

    def __init__(self, app: QApplication, companion: "Companion", outside: "Outside") -> None:
        super().__init__(app)
        self._app = app
        self._companion = companion
        self._outside = outside
        self._theme = Theme(app)
        self._main_thread = MainThread(self)
        self._server = InstanceServer(outside.socket, outside.words, self)
        self._server.received.connect(self._told)
        self._window: MainWindow | None = None
        self._tonight: TonightPage | None = None
        self._library: LibraryPage | None = None
        self._tray: Tray | None = None
        self._flare_up: FlareUpScreen | None = None
        self._banner: Notice | None = None
        self._light_timer = QTimer(self)
        self._light_timer.setSingleShot(True)
        self._light_timer.timeout.connect(self._dress)
        self._reminding = self._build_reminding()

    @property
    def window(self) -> MainWindow | None:
        return self._window

    @property
    def flare_up_screen(self) -> "FlareUpScreen | None":
        return self._flare_up

    @property
    def reminding(self) -> Reminding:
        return self._reminding

    def claim(self) -> bool:
        """Become the one instance of this home."""
        return self._server.listen()

    def open(self, *, flare_up: bool = False) -> None:
        """Show what was asked for; what the first frame does not need comes after it."""
        self._dress()
        if flare_up:
            self.show_flare_up()
            QTimer.singleShot(0, self._build_window_behind)
        else:
            self._build_window()
            self.show_window()
        QTimer.singleShot(0, self._begin_reminding)

    def close(self) -> None:
        """Leave nothing behind: alarms, notices, socket, database."""
        if self._flare_up is not None:
            self._flare_up.close()
        self._outside.alarms.stop()
        self._outside.notifier.stop()
        if self._tray is not None:
            self._tray.hide()
        self._server.close()
        self._companion.database.close()

    # ------------------------------------------------------------------ the window

    def _build_window(self) -> None:
        window = MainWindow(self._theme)
        self._window = window
        window.flare_up_wanted.connect(self.show_flare_up)
        window.hidden.connect(self._window_closed)
        window.on_key("Ctrl+Q", self._app.quit)
        if self._companion.planning.is_first_run():
            self._begin_first_run(window)
        else:
            self._add_pages(window)
        if Tray.is_there():
            self._tray = Tray(window)
            self._tray.flare_up_wanted.connect(self.show_flare_up)
            self._tray.window_wanted.connect(self.show_window)
            self._tray.quit_wanted.connect(self._app.quit)
        self._say_next()

    def _build_window_behind(self) -> None:
        """Build the window behind the flare-up screen, which stays whatever becomes of it."""
        try:
            self._build_window()
        except StoreError as problem:
            log.warning("the window could not be built: %s", problem)

    def _begin_first_run(self, window: MainWindow) -> None:
        from rlscompanion.ui.pages.first_run import FirstRunPage  # noqa: PLC0415  (once in a life)

        page = FirstRunPage(self._theme, self._companion.planning, self._companion.library)
        window.show_alone(page)

        def finished() -> None:
            self._add_pages(window)
            window.leave(page, "tonight")
            self._changed()

        page.finished.connect(finished)

    def _add_pages(self, window: MainWindow) -> None:
        companion = self._companion
        tonight = TonightPage(
            self._theme, companion.planning, companion.checking_off, companion.clock
        )
        tonight.changed.connect(self._changed)
        tonight.fix_wanted.connect(self._fix)
        tonight.source_wanted.connect(self._show_source)
        self._tonight = tonight
        window.on_key("Ctrl+Z", tonight.undo)
        window.add_page("tonight", self.tr("Tonight"), "tonight", tonight)
        QTimer.singleShot(0, self._add_later_pages)

    def _add_later_pages(self) -> None:
        # After Tonight.
        from rlscompanion.ui.pages.library import LibraryPage  # noqa: PLC0415
        from rlscompanion.ui.pages.routine import RoutinePage  # noqa: PLC0415

        window = self._window
        assert window is not None, "pages are added to a window"  # noqa: S101
        companion = self._companion
        routine = RoutinePage(self._theme, companion.arranging, companion.library)
        routine.changed.connect(self._changed)
        window.add_page("routine", self.tr("Routine"), "routine", routine)
        library = LibraryPage(self._theme, lambda: companion.consulting)
        self._library = library
        window.add_page("library", self.tr("Library"), "book", library)
        call = companion.library.texts["help-call"]
        helping = HelpPage(self._theme, call, lambda: companion.knowledge)
        words, short = self.tr("When to get help"), self.tr("Get help")
        window.add_page("help", words, "help", helping, short=short, low=True)

        def add(step: str) -> None:
            window.go_to("routine")
            routine.open_step(step)

        library.add_wanted.connect(add)
        library.help_wanted.connect(lambda: window.go_to("help"))

    def _show_source(self, step: str) -> None:
        if self._window is not None and self._library is not None:
            self._window.go_to("library")
            self._library.open_step(step)

    def show_window(self) -> None:
        """Bring the window up, whatever became of it."""
        if self._window is not None:
            self._window.come_up()

    def _window_closed(self) -> None:
        if self._tray is None and self._flare_up is None:
            self._app.quit()

    def _fix(self, fix: "Fix") -> None:
        try:
            self._companion.arranging.apply(fix)
        except (Refused, StoreError) as problem:
            self._say(str(problem))
        self._changed()

    def _changed(self) -> None:
        """Something was answered or rearranged, here or by the command line."""
        self._look()
        if self._tonight is not None:
            self._tonight.refresh()
        self._say_next()
        self._dress()

    def _say(self, words: str) -> None:
        if self._tonight is not None:
            self._tonight.say(words)

    def _say_next(self) -> None:
        if self._tray is None:
            return
        try:
            checklist = self._companion.planning.tonight().checklist
        except StoreError as problem:
            self._tray.say_next(str(problem))
            return
        coming = next_due(checklist.reminders, checklist.now)
        if coming is None:
            self._tray.say_next(self.tr("No more reminders tonight"))
        else:
            at = coming.due.astimezone(checklist.evening.zone)
            self._tray.say_next(self.tr("Next reminder at {0}").format(f"{at:%H:%M}"))

    def _dress(self) -> None:
        """Put on the light of the hour, and come back when it changes."""
        try:
            evening = self._companion.planning.tonight().checklist.evening
        except StoreError as problem:
            log.warning("the light of the hour is not known: %s", problem)
            self._theme.apply(Mode.NIGHT, self._theme.scale)
            return
        now = self._companion.clock.now()
        self._theme.apply(MODE_OF[light_at(evening, now)], self._theme.scale)
        change = next_change(evening, now)
        wait = LOOK_AGAIN_AT_LEAST_MS
        if change is not None:
            wait = min(wait, int((change - now).total_seconds() * 1000) + 500)
        self._light_timer.start(wait)

    # ------------------------------------------------------------------- reminders

    def _build_reminding(self) -> Reminding:
        companion = self._companion
        due = self.tr("{0}: it is time.")
        soon = self.tr("{0} at {1}.")
        starts = self.tr("Your evening starts now.")

        def in_good_time(title: str, start: datetime) -> str:
            return soon.format(title, f"{start:%H:%M}")

        return Reminding(
            planning=companion.planning,
            checking_off=companion.checking_off,
            fired=companion.fired,
            alarms=self._outside.alarms,
            notifier=self._outside.notifier,
            clock=companion.clock,
            words=NoticeWords(
                evening_starts=lambda: starts,
                due=due.format,
                soon=in_good_time,
                done=self.tr("Done"),
                all_done=self.tr("All done"),
                snooze=self.tr("Snooze 10 min"),
                skip=self.tr("Skip tonight"),
            ),
            not_shown=self._main_thread.taking(self._show_banner),
            withdrawn=self._withdraw_banner,
        )

    def _begin_reminding(self) -> None:
        self._outside.notifier.start(self._main_thread.taking(self._answered))
        self._outside.alarms.start(lambda: self._main_thread.later(self._rung))
        self._look()

    def _rung(self) -> None:
        self._changed()

    def _look(self) -> None:
        try:
            self._reminding.look()
        except StoreError as problem:
            self._say(str(problem))

    def _answered(self, given: NoticeAnswered) -> None:
        if given.answer is Answer.OPEN:
            self.show_window()
            return
        try:
            self._reminding.answer(given)
        except (Refused, StoreError) as problem:
            self._say(str(problem))
            self.show_window()
        self._changed()

    def _show_banner(self, notice: Notice) -> None:
        """No notification service took it: say it in the window."""
        self._banner = notice
        if self._tonight is not None:
            self._tonight.show_notice(notice, self._answered)

    def _withdraw_banner(self, notice_id: str) -> None:
        if self._banner is not None and self._banner.id == notice_id:
            self._banner = None
            if self._tonight is not None:
                self._tonight.hide_notice()

    # -------------------------------------------------------------------- flare-up

    def show_flare_up(self) -> None:
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
        self._reminding.held = True
        screen.recorded.connect(partial(self._record, flare_up))
        screen.closed.connect(self._flare_up_closed)
        screen.open()

    def _emergency_number(self) -> str:
        try:
            return self._companion.settings.get("emergency-number") or ""
        except StoreError as problem:
            log.warning("the emergency number could not be read: %s", problem)
            return ""

    def _record(self, flare_up: "FlareUp", event: "FlareEvent") -> None:
        try:
            self._companion.easing.record(flare_up, event)
        except StoreError as problem:
            log.warning("the flare-up could not be recorded: %s", problem)
            self._say(str(problem))

    def _flare_up_closed(self) -> None:
        screen, self._flare_up = self._flare_up, None
        if screen is not None:
            screen.deleteLater()
        self._reminding.held = False
        self._changed()
        seen = self._window is not None and self._window.isVisible()
        if self._tray is None and not seen:
            # Opened for this alone: no window lights up at three in the morning.
            self._app.quit()

    # ------------------------------------------------------------------- instances

    def _told(self, word: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "raise": self.show_window,
            "flare-up": self.show_flare_up,
            "close-flare-up": self._close_flare_up,
            "changed": self._changed,
        }
        acts[word]()

    def _close_flare_up(self) -> None:
        if self._flare_up is not None:
            self._flare_up.close()


class _Signals:
    """Ctrl+C and SIGTERM quit in order: Python's handlers run only when Qt gives way."""

    def __init__(self, app: QApplication) -> None:
        self._app = app

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
        QTimer.singleShot(0, self._app.quit)
