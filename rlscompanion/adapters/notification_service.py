"""The desktop's notification service, as seen from an event loop: who shows what, who pressed what.

asyncio and dbus-fast are imported in the thread that talks: see notifications.
"""
# ruff: noqa: PLC0415

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from rlscompanion.adapters.message_bus import (
    DBUS,
    BusRefusedError,
    asked_of_bus,
    connected,
    listen,
    owner_changes,
    reply,
)
from rlscompanion.adapters.notification_messages import (
    PATH,
    PRESSED_THE_NOTICE_ITSELF,
    SERVICE,
    asking,
    showing,
    withdrawing,
)
from rlscompanion.services.ports import Answer, Notice, NoticeAnswered

if TYPE_CHECKING:
    import asyncio

    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

    from rlscompanion.adapters.left_behind import LeftBehind

_GONE_WITHIN: Final = 0.25
"""Seconds that a bus may take to let us go."""
_RULES: Final = (
    f"type='signal',interface='{SERVICE}',path='{PATH}'",
    owner_changes(SERVICE),
)

_logger = logging.getLogger(__name__)
_Value = TypeVar("_Value")


class NoButtonsError(Exception):
    """The service cannot show what can be pressed."""


class NotificationService:
    """The notification service, as seen from the event loop."""

    def __init__(
        self,
        icon: str,
        bus_address: str | None,
        answered: Callable[[NoticeAnswered], None],
        gone: Callable[[str], None],
        heard: Callable[[bool], None],
        *,
        left_behind: "LeftBehind | None" = None,
    ) -> None:
        self._icon = icon
        self._bus_address = bus_address
        self._answered = answered
        self._gone = gone
        self._heard = heard
        self._left_behind = left_behind
        self._run = ""
        """Which run of which service it is that gives the numbers."""
        self._bus: MessageBus | None = None
        self._watching: asyncio.Task[None] | None = None
        self._owner: str | None = None
        self._capabilities: frozenset[str] | None = None
        self._server_ids: dict[str, int] = {}
        self._answerable: dict[int, str] = {}
        self._showing: dict[int, str | None] = {}
        """The notice by the serial of its Notify; None once nobody waits for it any more."""
        self._tokens: dict[int, str] = {}
        """What a service gave for the press that it reports next."""

    async def ask(self) -> None:
        await self._ready()

    async def show(self, notice: Notice) -> None:
        bus, capabilities = await self._ready()
        if notice.answers and "actions" not in capabilities:
            raise NoButtonsError
        replaces = self._server_ids.get(notice.id, 0)
        message = showing(notice, capabilities, replaces=replaces, icon=self._icon)
        message.serial = bus.next_serial()
        self._showing[message.serial] = notice.id
        try:
            await reply(bus, message)
        finally:
            if message.serial in self._showing:
                self._showing[message.serial] = None

    async def withdraw(self, notice_id: str) -> None:
        server_id = self._server_ids.pop(notice_id, None)
        if server_id is None or self._bus is None:
            return
        self._answerable.pop(server_id, None)
        try:
            await reply(self._bus, withdrawing(server_id))
        except BusRefusedError:
            _logger.debug("A notice was gone before it was withdrawn")
        self._keep_what_stands()

    async def withdraw_all(self) -> None:
        for notice_id in list(self._server_ids):
            await self.withdraw(notice_id)

    async def close(self) -> None:
        import asyncio

        if self._bus is not None and self._watching is not None:
            self._bus.disconnect()
            await asyncio.wait({self._watching}, timeout=_GONE_WITHIN)

    async def _ready(self) -> "tuple[MessageBus, frozenset[str]]":
        bus = self._bus
        if bus is None or not bus.connected:
            bus = await self._connect()
        if self._capabilities is None:
            told = await reply(bus, asking())
            self._owner = told.sender
            self._capabilities = frozenset(told.body[0])
            await self._withdraw_left_behind(bus)
        return bus, self._capabilities

    async def _withdraw_left_behind(self, bus: "MessageBus") -> None:
        """Take away what a companion that was killed has left: nobody would hear its buttons."""
        if self._left_behind is None:
            return
        (bus_id,) = await asked_of_bus(bus, "GetId")
        self._run = f"{bus_id} {self._owner}"
        for server_id in self._left_behind.of(self._run) - set(self._server_ids.values()):
            try:
                await reply(bus, withdrawing(server_id))
            except BusRefusedError:
                _logger.debug("A notice of an earlier run was gone already")
        self._keep_what_stands()

    def _keep_what_stands(self) -> None:
        if self._left_behind is not None and self._run:
            self._left_behind.keep(self._run, self._server_ids.values())

    async def _connect(self) -> "MessageBus":
        import asyncio

        self._forget()
        bus = await connected(self._bus_address)
        self._bus = bus
        self._watching = asyncio.ensure_future(self._watch(bus))
        bus.add_message_handler(self._hear)
        await listen(bus, *_RULES)
        return bus

    async def _watch(self, bus: "MessageBus") -> None:
        try:
            await bus.wait_for_disconnect()
        except Exception as error:  # noqa: BLE001 - a bus may end in any way
            _logger.warning("The session bus is gone: %s", type(error).__name__)
        if self._bus is bus:
            self._bus = None
            self._forget()
            self._heard(False)

    def _forget(self) -> None:
        self._owner = None
        self._capabilities = None
        self._server_ids.clear()
        self._answerable.clear()
        self._tokens.clear()

    def _hear(self, message: "Message") -> None:
        """Take in whatever comes, before the task that waits for a reply goes on.

        A service may answer Notify and report a pressed button in one breath.
        """
        from dbus_fast import MessageType

        if message.message_type is MessageType.SIGNAL:
            self._hear_signal(message)
        elif message.reply_serial in self._showing:
            notice_id = self._showing.pop(message.reply_serial)
            if message.message_type is MessageType.METHOD_RETURN:
                self._came_up(message.body[0], notice_id)

    def _hear_signal(self, message: "Message") -> None:
        match message.sender, message.member, message.body:
            case (sender, "NameOwnerChanged", [_, _, new_owner]) if sender == DBUS:
                self._forget()
                self._heard(bool(new_owner))
            case (sender, "ActivationToken", [server_id, token]) if sender == self._owner:
                if server_id in self._answerable:
                    self._tokens[server_id] = token
            case (sender, "ActionInvoked", [server_id, key]) if sender == self._owner:
                self._pressed(server_id, key)
            case (sender, "NotificationClosed", [server_id, _]) if sender == self._owner:
                gone = self._answerable.pop(server_id, None)
                self._tokens.pop(server_id, None)
                if gone is not None:
                    call_back(self._gone, gone)
                standing = {k: shown for k, shown in self._server_ids.items() if shown != server_id}
                if standing != self._server_ids:
                    self._server_ids = standing
                    self._keep_what_stands()
            case _:
                pass

    def _came_up(self, server_id: int, notice_id: str | None) -> None:
        if notice_id is not None:
            self._answerable.pop(self._server_ids.get(notice_id, 0), None)
            self._server_ids[notice_id] = server_id
            self._answerable[server_id] = notice_id
            self._keep_what_stands()
        elif self._bus is not None:
            # Came up so late that the person has been told in another way by now.
            bus = cast("Any", self._bus)
            bus.send(withdrawing(server_id)).add_done_callback(_look_at)

    def _pressed(self, server_id: int, key: str) -> None:
        pressed = Answer.OPEN if key == PRESSED_THE_NOTICE_ITSELF else key
        if pressed not in set(Answer):
            return
        notice_id = self._answerable.pop(server_id, None)
        if notice_id is not None:
            token = self._tokens.pop(server_id, "")
            call_back(self._answered, NoticeAnswered(notice_id, Answer(pressed), token))


def _look_at(sent: "asyncio.Future[Any]") -> None:
    """Retrieve what became of it, else asyncio complains that nobody did."""
    if not sent.cancelled():
        sent.exception()


def call_back(callback: Callable[[_Value], None], value: _Value) -> None:
    """Call it; what fails in it is a fault of ours, and not the service's."""
    try:
        callback(value)
    except Exception:
        _logger.exception("What was to hear of a notice has failed")
