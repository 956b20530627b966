"""The tray icon, where there is a tray. Everything in it is in the window as well."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from rlscompanion.assets import resources

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusServiceWatcher

_HOST = "org.kde.StatusNotifierWatcher"


class Tray(QObject):
    """Signals what was chosen. It is there before its host is, and comes back with it."""

    flare_up_wanted = Signal()
    standby_wanted = Signal()
    window_wanted = Signal()
    quiet_wanted = Signal()
    speech_wanted = Signal()
    quit_wanted = Signal()
    opened = Signal()
    """Its menu is about to be seen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._words = ""
        self._menu = QMenu()
        self._menu.aboutToShow.connect(self.opened)
        self._next = self._menu.addAction("")
        self._next.setEnabled(False)
        self._next.setVisible(False)
        self._menu.addAction(self.tr("Flare-up")).triggered.connect(self.flare_up_wanted)
        standby = self._menu.addAction(self.tr("Standby: black screens until you get up"))
        standby.triggered.connect(self.standby_wanted)
        self._menu.addAction(self.tr("Tonight")).triggered.connect(self.window_wanted)
        self._menu.addSeparator()
        self._quiet = self._menu.addAction(self.tr("Quiet until tomorrow"))
        self._quiet.triggered.connect(self.quiet_wanted)
        self._speech = self._menu.addAction(self.tr("Let reminders come again"))
        self._speech.triggered.connect(self.speech_wanted)
        self._speech.setVisible(False)
        self._menu.addSeparator()
        self._quit = self._menu.addAction(self.tr("Quit"))
        self._quit.triggered.connect(self.quit_wanted)
        self._icon = self._put_up()
        self._host = self._watch_for_host()

    @staticmethod
    def is_there() -> bool:
        """Return whether this desktop has a tray now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @staticmethod
    def can_be() -> bool:
        """Return whether there could ever be one: not where nothing is shown to anybody."""
        return QGuiApplication.platformName() not in {"offscreen", "minimal"}

    def say(self, words: str, *, quiet: bool, lost: str) -> None:
        """Show what comes next, whether it is quiet, and what would be ``lost`` by quitting."""
        self._words = words
        self._next.setText(words)
        self._next.setVisible(bool(words))
        self._quiet.setVisible(not quiet)
        self._speech.setVisible(quiet)
        self._quit.setText(self.tr("Quit: {0}").format(lost) if lost else self.tr("Quit"))
        self._icon.setToolTip(self._tip())

    def hide(self) -> None:
        self._icon.hide()

    def _put_up(self) -> QSystemTrayIcon:
        icon = QSystemTrayIcon(QIcon(str(resources() / "icons" / "tray.svg")), self)
        icon.setToolTip(self._tip())
        icon.setContextMenu(self._menu)
        icon.activated.connect(self._activated)
        icon.show()
        return icon

    def _watch_for_host(self) -> "QDBusServiceWatcher | None":
        """Qt follows a host that goes and comes back; one that comes late it does not see."""
        if sys.platform != "linux":
            return None
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher  # noqa: PLC0415

        watch_for = QDBusServiceWatcher.WatchModeFlag.WatchForRegistration
        host = QDBusServiceWatcher(_HOST, QDBusConnection.sessionBus(), watch_for, self)
        host.serviceRegistered.connect(self._host_came)
        return host

    def _host_came(self) -> None:
        if not self._icon.geometry().isEmpty():
            return  # it is seen in a tray of the older kind
        self._icon.hide()
        self._icon.deleteLater()
        self._icon = self._put_up()

    def _tip(self) -> str:
        name = self.tr("RLS Companion")
        return f"{name}\n{self._words}".strip()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.window_wanted.emit()
