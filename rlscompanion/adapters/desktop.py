"""What works on this desktop, asked of its buses: true, false, or None where nobody answers."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

ANSWER_SECONDS: Final = 1.0
NOTIFICATIONS: Final = "org.freedesktop.Notifications"
TRAY: Final = "org.kde.StatusNotifierWatcher"


def desktop_now(environ: Mapping[str, str]) -> dict[str, bool | None]:
    """Return what is there now. ``sleep_signal`` is None until the app listens to it."""
    names = asyncio.run(_session_names())
    config = Path(environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser())
    return {
        "tray": None if names is None else TRAY in names,
        "notifications": None if names is None else NOTIFICATIONS in names,
        "autostart": (config / "autostart" / "rlscompanion.desktop").is_file(),
        "sleep_signal": None,
    }


async def _session_names() -> set[str] | None:
    """Return the names that the session bus has or can start; None where there is no bus."""
    with suppress(Exception):
        return await asyncio.wait_for(_ask_for_names(), ANSWER_SECONDS)
    return None


async def _ask_for_names() -> set[str]:
    from dbus_fast import Message  # noqa: PLC0415  (where there is no D-Bus there is no package)
    from dbus_fast.aio import MessageBus  # noqa: PLC0415

    bus = await MessageBus().connect()
    try:
        names: set[str] = set()
        for member in ("ListNames", "ListActivatableNames"):
            reply = await bus.call(
                Message(
                    destination="org.freedesktop.DBus",
                    path="/org/freedesktop/DBus",
                    interface="org.freedesktop.DBus",
                    member=member,
                )
            )
            if reply.body:
                names.update(reply.body[0])
        return names
    finally:
        bus.disconnect()
