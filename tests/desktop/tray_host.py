"""A tray host for tests: takes every icon, and prints a line for each."""

import asyncio

from dbus_fast import PropertyAccess
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_property, method


class Watcher(ServiceInterface):
    """As much of org.kde.StatusNotifierWatcher as an icon asks for."""

    def __init__(self) -> None:
        super().__init__("org.kde.StatusNotifierWatcher")

    @method()
    def RegisterStatusNotifierItem(self, service: "s") -> None:  # noqa: N802, F821  # pyright: ignore[reportUndefinedVariable]
        print(f"icon {service}", flush=True)  # noqa: T201

    @dbus_property(access=PropertyAccess.READ)
    def IsStatusNotifierHostRegistered(self) -> "b":  # noqa: N802, F821  # pyright: ignore[reportUndefinedVariable]
        return True

    @dbus_property(access=PropertyAccess.READ)
    def ProtocolVersion(self) -> "i":  # noqa: N802, F821  # pyright: ignore[reportUndefinedVariable]
        return 0


async def serve() -> None:
    bus = await MessageBus().connect()
    bus.export("/StatusNotifierWatcher", Watcher())
    await bus.request_name("org.kde.StatusNotifierWatcher")
    await bus.wait_for_disconnect()


asyncio.run(serve())
