"""What works on this desktop, asked of its buses: true, false, or None where nobody answers."""

import asyncio
import os
from typing import TYPE_CHECKING, Final

from rlscompanion.adapters.message_bus import connected, names_on
from rlscompanion.adapters.sleep_signal import LOGIND
from rlscompanion.adapters.x_tray import x_tray

if TYPE_CHECKING:
    from dbus_fast import BusType

    from rlscompanion.services.ports import Autostart

ANSWER_SECONDS: Final = 1.0
NOTIFICATIONS: Final = "org.freedesktop.Notifications"
TRAY: Final = "org.kde.StatusNotifierWatcher"


def desktop_now(autostart: "Autostart") -> dict[str, bool | None]:
    """Return what is there now.

    Without a session bus the tray and the notifications are not known: another session may have
    them. A machine without a system bus has no sleep signal.
    """
    session, system = asyncio.run(_names())
    return {
        "tray": _tray(session),
        "notifications": None if session is None else NOTIFICATIONS in session,
        "autostart": autostart.is_on(),
        "sleep_signal": None if system is None else LOGIND in system,
    }


def _tray(session: frozenset[str] | None) -> bool | None:
    """Return whether there is a tray of either kind."""
    either = (None if session is None else TRAY in session, x_tray(os.environ))
    if True in either:
        return True
    return None if None in either else False


async def _names() -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """Return the names that the session's and the system's bus have or can start."""
    try:
        from dbus_fast import BusType  # noqa: PLC0415  (where there is no D-Bus there is none)
    except ImportError:
        return None, frozenset()
    session, system = await asyncio.gather(
        _names_on(BusType.SESSION), _names_on(BusType.SYSTEM), return_exceptions=True
    )
    if isinstance(system, FileNotFoundError | ConnectionRefusedError):
        system = frozenset[str]()
    return (
        None if isinstance(session, BaseException) else session,
        None if isinstance(system, BaseException) else system,
    )


async def _names_on(bus_type: "BusType") -> frozenset[str]:
    async with asyncio.timeout(ANSWER_SECONDS):
        bus = await connected(None, bus_type)
        try:
            return await names_on(bus)
        finally:
            bus.disconnect()
