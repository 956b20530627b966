"""A notification service for tests: it takes its name, and never answers anything."""

import asyncio

from dbus_fast.aio import MessageBus


async def serve() -> None:
    bus = await MessageBus().connect()
    bus.add_message_handler(
        lambda message: message.interface == "org.freedesktop.Notifications" or None
    )
    await bus.request_name("org.freedesktop.Notifications")
    await bus.wait_for_disconnect()


asyncio.run(serve())
