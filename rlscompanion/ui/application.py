"""The window's composition root: the application, its pages, tray and signals."""

import logging
import signal
import socket
import sys
from functools import partial
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from rlscompanion import VERSION
from rlscompanion.assets import resources
from rlscompanion.domain.reminders import next_due
from rlscompanion.services.ports import Notice, StoreError
from rlscompanion.ui.instance_server import InstanceServer
from rlscompanion.ui.light import LightOfTheHour
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.night_screens import NightScreens
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.reminders import Reminders
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.tray import Tray

if TYPE_CHECKING:
    from collections.abc import Callable

    from rlscompanion.bootstrap import Companion, Outside
    from rlscompanion.services.reminding import Reminding

log = logging.getLogger(__name__)


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
    """Owns the window, the tray, the screens of the night and the reminders of a companion."""

    def __init__(self, app: QApplication, companion: "Companion", outside: "Outside") -> None:
        super().__init__(app)
        self._app = app
        self._companion = companion
        self._theme = Theme(app)
        self._server = InstanceServer(outside.socket, outside.words, self)
        self._server.received.connect(self._told)
        self._light = LightOfTheHour(self._theme, companion.planning, companion.clock, self)
        self._reminders = Reminders(companion, outside, self)
        self._night = NightScreens(self._theme, companion, self)
        self._window: MainWindow | None = None
        self._pages: PageSet | None = None
        self._tray: Tray | None = None
        self._connect()

    @property
    def window(self) -> MainWindow | None:
        return self._window

    @property
    def night(self) -> NightScreens:
        return self._night

    @property
    def reminding(self) -> "Reminding":
        return self._reminders.service

    def claim(self) -> bool:
        """Become the one instance of this home."""
        return self._server.listen()

    def open(self, *, flare_up: bool = False) -> None:
        """Show what was asked for; what the first frame does not need comes after it."""
        self._light.look()
        if flare_up:
            self._night.open_flare_up()
            QTimer.singleShot(0, self, self._build_window_behind)
        else:
            self._build_window()
            self.show_window()
        QTimer.singleShot(0, self, self._reminders.start)

    def close(self) -> None:
        """Leave nothing behind: alarms, notices, socket, database."""
        self._night.close()
        self._reminders.stop()
        if self._tray is not None:
            self._tray.hide()
        self._server.close()
        self._companion.database.close()

    def _connect(self) -> None:
        self._reminders.rung.connect(self._changed)
        self._reminders.answered.connect(self._changed)
        self._reminders.window_wanted.connect(self.show_window)
        self._reminders.not_shown.connect(self._show_notice)
        self._reminders.withdrawn.connect(self._withdraw_notice)
        self._reminders.trouble.connect(self._say)
        self._night.opened.connect(partial(self._reminders.hold, held=True))
        self._night.closed.connect(self._night_screen_closed)
        self._night.trouble.connect(self._say)

    # ------------------------------------------------------------------ the window

    def _build_window(self) -> None:
        window = MainWindow(self._theme)
        self._window = window
        window.flare_up_wanted.connect(self._night.open_flare_up)
        window.hidden.connect(self._window_closed)
        window.on_key("Ctrl+Q", self._app.quit)
        if self._companion.planning.is_first_run():
            self._begin_first_run(window)
        else:
            self._add_pages(window)
        if Tray.is_there():
            self._tray = Tray(window)
            self._tray.flare_up_wanted.connect(self._night.open_flare_up)
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
        pages = PageSet(self._theme, self._companion, window)
        pages.changed.connect(self._changed)
        pages.notice_answered.connect(self._reminders.answer)
        self._pages = pages
        QTimer.singleShot(0, pages, pages.make_all)

    def show_window(self) -> None:
        """Bring the window up, whatever became of it."""
        if self._window is not None:
            self._window.come_up()

    def _window_closed(self) -> None:
        if self._tray is None and not self._night.is_open:
            self._app.quit()

    def _night_screen_closed(self) -> None:
        self._reminders.hold(held=False)
        self._changed()
        seen = self._window is not None and self._window.isVisible()
        if self._tray is None and not seen:
            # Opened for this alone: no window lights up at three in the morning.
            self._app.quit()

    def _changed(self) -> None:
        """Something was answered or rearranged, here or by the command line."""
        self._reminders.look()
        if self._pages is not None:
            self._pages.refresh()
        self._say_next()
        self._light.look()

    def _say(self, words: str) -> None:
        if self._pages is not None:
            self._pages.say(words)

    def _show_notice(self, notice: Notice) -> None:
        if self._pages is not None:
            self._pages.show_notice(notice)

    def _withdraw_notice(self, notice_id: str) -> None:
        if self._pages is not None:
            self._pages.withdraw_notice(notice_id)

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
