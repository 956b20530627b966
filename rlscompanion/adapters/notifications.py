"""Notices shown by the desktop's notification service, over D-Bus.

asyncio and dbus-fast are imported in the adapter's own thread: together they cost 150 ms, and
dbus-fast is there on Linux only.
"""
# ruff: noqa: PLC0415

import html
import logging
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, assert_never, cast

from msgspec import Struct

from rlscompanion.adapters.message_bus import (
    DBUS,
    BusRefusedError,
    connected,
    listen,
    owner_changes,
    reply,
)
from rlscompanion.services.ports import Answer, Notice, NoticeAnswered

if TYPE_CHECKING:
    import asyncio

    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

APP_NAME: Final = "RLS Companion"
LIMIT: Final = 3.0
"""Seconds that anything outside may take."""

_STOP_WITHIN: Final = 0.5
_SERVICE: Final = "org.freedesktop.Notifications"
_PATH: Final = "/org/freedesktop/Notifications"
_RULES: Final = (
    f"type='signal',interface='{_SERVICE}',path='{_PATH}'",
    owner_changes(_SERVICE),
)
_PRESSED_THE_NOTICE_ITSELF: Final = "default"
_NORMAL_URGENCY: Final = 1
_AS_LONG_AS_THE_SERVICE_LIKES: Final = -1

_logger = logging.getLogger(__name__)
_Value = TypeVar("_Value")


class _Show(Struct, frozen=True):
    notice: Notice
    shown: Callable[[bool], None]


class _Withdraw(Struct, frozen=True):
    notice_id: str


class _Ask(Struct, frozen=True):
    """Find out whether a service is there."""


class _Stop(Struct, frozen=True):
    pass


_Order = _Show | _Withdraw | _Ask | _Stop


class NoButtonsError(Exception):
    """The service cannot show what can be pressed."""


class DesktopNotifier:
    """Keeps the port Notifier.

    Orders go through one mailbox to one thread: what was asked for first is done first.
    """

    def __init__(
        self, icon: str = "", bus_address: str | None = None, limit: float = LIMIT
    ) -> None:
        self._icon = icon
        self._bus_address = bus_address
        self._limit = limit
        self._lock = threading.Lock()
        self._orders: deque[_Order] = deque()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._wake: Callable[[], object] | None = None
        self._cut_short: Callable[[], object] | None = None
        self._works: bool | None = None

    def start(
        self,
        answered: Callable[[NoticeAnswered], None],
        gone: Callable[[str], None] = lambda _: None,
    ) -> None:
        with self._lock:
            if self._thread is not None or self._closed:
                return
            self._orders.append(_Ask())
            self._thread = threading.Thread(
                target=self._run, args=(answered, gone), name="notifications", daemon=True
            )
            self._thread.start()

    def show(self, notice: Notice, shown: Callable[[bool], None]) -> None:
        if not self._order(_Show(notice, shown)):
            _call_back(shown, False)

    def withdraw(self, notice_id: str) -> None:
        self._order(_Withdraw(notice_id))

    def works(self) -> bool | None:
        return self._works

    def stop(self) -> None:
        self._order(_Stop())
        with self._lock:
            self._closed = True
            if self._cut_short is not None:
                self._cut_short()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(2 * _STOP_WITHIN)

    def _order(self, order: _Order) -> bool:
        with self._lock:
            if self._closed or self._thread is None:
                return False
            self._orders.append(order)
            if self._wake is not None:
                self._wake()
            return True

    def _run(self, answered: Callable[[NoticeAnswered], None], gone: Callable[[str], None]) -> None:
        try:
            import asyncio

            service = _Service(self._icon, self._bus_address, answered, gone, self._heard)
            asyncio.run(self._serve(service))
        except Exception as error:  # noqa: BLE001 - its text may quote a notice
            self._works = False
            _logger.warning("Notifications do not work here: %s", type(error).__name__)
        finally:
            with self._lock:
                self._closed = True
            self._refuse_waiting_shows()

    async def _serve(self, service: "_Service") -> None:
        import asyncio

        loop = asyncio.get_running_loop()
        mail = asyncio.Event()
        mail.set()
        obeying = asyncio.ensure_future(self._obey_all(service, mail))

        def cut_short() -> None:
            loop.call_later(_STOP_WITHIN, obeying.cancel)

        with self._lock:
            self._wake = partial(loop.call_soon_threadsafe, mail.set)
            self._cut_short = partial(loop.call_soon_threadsafe, cut_short)
            if self._closed:
                cut_short()
        try:
            await asyncio.wait({obeying})
            if not obeying.cancelled():
                obeying.result()
        finally:
            with self._lock:
                self._wake = self._cut_short = None
            await service.close()

    async def _obey_all(self, service: "_Service", mail: "asyncio.Event") -> None:
        while True:
            await mail.wait()
            mail.clear()
            while self._orders:
                order = self._orders.popleft()
                if isinstance(order, _Stop):
                    return
                await self._obey(service, order)

    async def _obey(self, service: "_Service", order: _Show | _Withdraw | _Ask) -> None:
        match order:
            case _Show(notice, shown):
                took = False
                try:
                    took = await self._within_limit("showing", service.show(notice))
                finally:
                    self._works = took
                    _call_back(shown, took)
            case _Withdraw(notice_id):
                await self._within_limit("withdrawing", service.withdraw(notice_id))
            case _Ask():
                self._works = await self._within_limit("asking", service.ask())
            case _:
                assert_never(order)

    async def _within_limit(self, what: str, work: Awaitable[None]) -> bool:
        import asyncio

        try:
            async with asyncio.timeout(self._limit):
                await work
        except TimeoutError:
            _logger.warning("The notification service hangs (%s)", what)
            self._refuse_waiting_shows()
            return False
        except NoButtonsError:
            _logger.info("The notification service here has no buttons")
            return False
        except BusRefusedError as error:
            _logger.warning("The notification service refused (%s): %s", what, error)
            return False
        except Exception as error:  # noqa: BLE001 - its text may quote a notice
            _logger.warning("No notification service (%s): %s", what, type(error).__name__)
            return False
        return True

    def _refuse_waiting_shows(self) -> None:
        """Let those who wait fall back now instead of after one more time limit each."""
        with self._lock:
            waiting = [order for order in self._orders if isinstance(order, _Show)]
            for order in waiting:
                self._orders.remove(order)
        for order in waiting:
            _call_back(order.shown, False)

    def _heard(self, there: bool) -> None:  # noqa: FBT001 - it is what was heard
        self._works = False
        if there:
            self._order(_Ask())


class _Service:
    """The notification service, as seen from the event loop."""

    def __init__(
        self,
        icon: str,
        bus_address: str | None,
        answered: Callable[[NoticeAnswered], None],
        gone: Callable[[str], None],
        heard: Callable[[bool], None],
    ) -> None:
        self._icon = icon
        self._bus_address = bus_address
        self._answered = answered
        self._gone = gone
        self._heard = heard
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
        message = self._notify(notice, capabilities)
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
            await reply(self._bus, _message("CloseNotification", "u", [server_id]))
        except BusRefusedError:
            _logger.debug("A notice was gone before it was withdrawn")

    async def close(self) -> None:
        import asyncio

        if self._bus is not None and self._watching is not None:
            self._bus.disconnect()
            await asyncio.wait({self._watching}, timeout=_STOP_WITHIN / 2)

    async def _ready(self) -> "tuple[MessageBus, frozenset[str]]":
        bus = self._bus
        if bus is None or not bus.connected:
            bus = await self._connect()
        if self._capabilities is None:
            told = await reply(bus, _message("GetCapabilities"))
            self._owner = told.sender
            self._capabilities = frozenset(told.body[0])
        return bus, self._capabilities

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

    def _notify(self, notice: Notice, capabilities: frozenset[str]) -> "Message":
        from dbus_fast import Variant

        body = _sendable(notice.body)
        actions: list[str] = []
        if "actions" in capabilities:
            labels = dict(notice.answers)
            actions = [_PRESSED_THE_NOTICE_ITSELF, _sendable(labels.get(Answer.OPEN, ""))]
            for answer, label in notice.answers:
                actions += [answer.value, _sendable(label)]
        return _message(
            "Notify",
            "susssasa{sv}i",
            [
                APP_NAME,
                self._server_ids.get(notice.id, 0),
                self._icon,
                _sendable(notice.title),
                html.escape(body, quote=False) if "body-markup" in capabilities else body,
                actions,
                {
                    "desktop-entry": Variant("s", "rlscompanion"),
                    "category": Variant("s", "reminder"),
                    "urgency": Variant("y", _NORMAL_URGENCY),
                    "suppress-sound": Variant("b", True),
                },
                _AS_LONG_AS_THE_SERVICE_LIKES,
            ],
        )

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
                    _call_back(self._gone, gone)
                self._server_ids = {
                    notice_id: shown
                    for notice_id, shown in self._server_ids.items()
                    if shown != server_id
                }
            case _:
                pass

    def _came_up(self, server_id: int, notice_id: str | None) -> None:
        if notice_id is not None:
            self._answerable.pop(self._server_ids.get(notice_id, 0), None)
            self._server_ids[notice_id] = server_id
            self._answerable[server_id] = notice_id
        elif self._bus is not None:
            # Came up so late that the person has been told in another way by now.
            bus = cast("Any", self._bus)
            bus.send(_message("CloseNotification", "u", [server_id])).add_done_callback(_look_at)

    def _pressed(self, server_id: int, key: str) -> None:
        pressed = Answer.OPEN if key == _PRESSED_THE_NOTICE_ITSELF else key
        if pressed not in set(Answer):
            return
        notice_id = self._answerable.pop(server_id, None)
        if notice_id is not None:
            token = self._tokens.pop(server_id, "")
            _call_back(self._answered, NoticeAnswered(notice_id, Answer(pressed), token))


def _message(member: str, signature: str = "", body: list[Any] | None = None) -> "Message":
    from dbus_fast import Message

    return Message(
        destination=_SERVICE,
        path=_PATH,
        interface=_SERVICE,
        member=member,
        signature=signature,
        body=body or [],
    )


def _look_at(sent: "asyncio.Future[Any]") -> None:
    """Retrieve what became of it, else asyncio complains that nobody did."""
    if not sent.cancelled():
        sent.exception()


def _sendable(text: str) -> str:
    """Return ``text`` without what makes a bus hang up: NUL, and half characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _call_back(callback: Callable[[_Value], None], value: _Value) -> None:
    try:
        callback(value)
    except Exception:
        _logger.exception("What was to hear of a notice has failed")
