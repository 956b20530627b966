"""What every talk over D-Bus needs: connecting, watching for signals, asking with an answer.

dbus-fast is there on Linux only and slow to import: it is imported in the thread that talks.
"""
# ruff: noqa: PLC0415

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dbus_fast import BusType, Message
    from dbus_fast.aio import MessageBus

DBUS: Final = "org.freedesktop.DBus"
DBUS_PATH: Final = "/org/freedesktop/DBus"


class BusRefusedError(Exception):
    """The other side said no. Its text is the error's name only: the rest may quote what was sent."""


def owner_changes(name: str) -> str:
    """Return the rule for the signal that somebody took or left a name."""
    return f"type='signal',sender='{DBUS}',member='NameOwnerChanged',arg0='{name}'"


async def connected(address: str | None, bus_type: "BusType | None" = None) -> "MessageBus":
    """Return a connection to the bus at ``address``, else to the session's or ``bus_type``'s."""
    from dbus_fast import BusType
    from dbus_fast.aio import MessageBus

    bus = MessageBus(bus_address=address, bus_type=bus_type or BusType.SESSION)
    return await bus.connect()


async def listen(bus: "MessageBus", *rules: str) -> None:
    """Ask the bus for the signals that these rules match."""
    for rule in rules:
        await asked_of_bus(bus, "AddMatch", rule)


async def asked_of_bus(bus: "MessageBus", member: str, *texts: str) -> list[Any]:
    """Return what the bus itself answers. Raises BusRefusedError."""
    from dbus_fast import Message

    message = Message(
        destination=DBUS,
        path=DBUS_PATH,
        interface=DBUS,
        member=member,
        signature="s" * len(texts),
        body=list(texts),
    )
    return (await reply(bus, message)).body


async def names_on(bus: "MessageBus") -> frozenset[str]:
    """Return the names that the bus has, or can start."""
    (there,) = await asked_of_bus(bus, "ListNames")
    (startable,) = await asked_of_bus(bus, "ListActivatableNames")
    return frozenset(there) | frozenset(startable)


async def reply(bus: "MessageBus", message: "Message") -> "Message":
    """Return the answer to ``message``. Raises ConnectionError, BusRefusedError."""
    from dbus_fast import MessageType

    if not bus.connected:
        raise ConnectionError("the bus is gone")
    answer = await bus.call(message)
    if answer.message_type is MessageType.ERROR:
        raise BusRefusedError(answer.error_name)
    return answer
