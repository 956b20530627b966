"""The sleep signal of systemd-logind (or elogind), over the system's D-Bus.

asyncio and dbus-fast are imported in the adapter's own thread, which otherwise waits for the bus:
it wakes for a sleep and for nothing else.
"""
# ruff: noqa: PLC0415

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from rlscompanion.adapters.message_bus import (
    DBUS,
    connected,
    listen,
    names_on,
    owner_changes,
)

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

LOGIND: Final = "org.freedesktop.login1"
LIMIT: Final = 3.0
"""Seconds that the bus may take to answer."""

_STOP_WITHIN: Final = 1.0
_RULES: Final = (
    f"type='signal',sender='{LOGIND}',interface='{LOGIND}.Manager',member='PrepareForSleep'",
    owner_changes(LOGIND),
)

_logger = logging.getLogger(__name__)


class LogindSleepSignal:
    """Keeps the port SleepSignal."""

    def __init__(self, bus_address: str | None = None) -> None:
        self._bus_address = bus_address
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._end: Callable[[], object] | None = None
        self._stopped = False
        self._works: bool | None = None
        self._slept: Callable[[], None] = _nothing
        self._woke: Callable[[], None] = _nothing

    def start(self, slept: Callable[[], None], woke: Callable[[], None]) -> None:
        with self._lock:
            if self._thread is not None or self._stopped:
                return
            self._slept, self._woke = slept, woke
            self._thread = threading.Thread(target=self._run, name="sleep-signal", daemon=True)
            self._thread.start()

    def works(self) -> bool | None:
        return self._works

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            if self._end is not None:
                self._end()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(_STOP_WITHIN)

    def _run(self) -> None:
        import asyncio

        try:
            asyncio.run(self._listen())
        except Exception as error:  # noqa: BLE001 - a machine without D-Bus is no fault of ours
            _logger.info("No sleep signal here: %s", type(error).__name__)
        finally:
            self._works = False

    async def _listen(self) -> None:
        import asyncio

        from dbus_fast import BusType

        loop = asyncio.get_running_loop()
        async with asyncio.timeout(LIMIT):
            bus = await connected(self._bus_address, BusType.SYSTEM)
        try:
            with self._lock:
                self._end = partial(loop.call_soon_threadsafe, bus.disconnect)
                if self._stopped:
                    return
            async with asyncio.timeout(LIMIT):
                bus.add_message_handler(self._hear)
                await listen(bus, *_RULES)
                self._works = LOGIND in await names_on(bus)
            await _closed(bus)
        finally:
            with self._lock:
                self._end = None
            bus.disconnect()

    def _hear(self, message: "Message") -> None:
        from dbus_fast import MessageType

        if message.message_type is not MessageType.SIGNAL:
            return
        match message.sender, message.member, message.body:
            case (sender, "NameOwnerChanged", [name, _, owner]) if (
                sender == DBUS and name == LOGIND
            ):
                self._works = bool(owner)
            case (_, "PrepareForSleep", [bool() as falls_asleep]) if message.interface == (
                f"{LOGIND}.Manager"
            ):
                _call(self._slept if falls_asleep else self._woke)
            case _:
                pass


async def _closed(bus: "MessageBus") -> None:
    try:
        await bus.wait_for_disconnect()
    except Exception as error:  # noqa: BLE001 - a bus may end in any way
        _logger.warning("The system bus is gone: %s", type(error).__name__)


def _call(callback: Callable[[], None]) -> None:
    try:
        callback()
    except Exception:
        _logger.exception("What was to hear of a sleep has failed")


def _nothing() -> None:
    pass
