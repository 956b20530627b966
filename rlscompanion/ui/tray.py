"""The tray icon, where there is a tray. Everything in it is in the window as well."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from rlscompanion.assets import resources


class Tray(QObject):
    """Signals what was chosen."""

    flare_up_wanted = Signal()
    standby_wanted = Signal()
    window_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._menu = QMenu(parent)
        self._next = self._menu.addAction("")
        self._next.setEnabled(False)
        self._next.setVisible(False)
        self._menu.addAction(self.tr("Flare-up")).triggered.connect(self.flare_up_wanted)
        standby = self._menu.addAction(self.tr("Standby: black screens until you get up"))
        standby.triggered.connect(self.standby_wanted)
        self._menu.addAction(self.tr("Tonight")).triggered.connect(self.window_wanted)
        self._menu.addSeparator()
        quitting = self._menu.addAction(self.tr("Quit: no reminders until you start it again"))
        quitting.triggered.connect(self.quit_wanted)
        self._icon = QSystemTrayIcon(QIcon(str(resources() / "icons" / "tray.svg")), self)
        self._icon.setToolTip(self.tr("RLS Companion"))
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.show()

    @staticmethod
    def is_there() -> bool:
        """Return whether this desktop has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def say_next(self, words: str) -> None:
        """Show the next reminder in the menu and on the icon."""
        self._next.setText(words)
        self._next.setVisible(bool(words))
        self._icon.setToolTip(f"{self.tr('RLS Companion')}\n{words}".strip())

    def hide(self) -> None:
        self._icon.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.window_wanted.emit()
