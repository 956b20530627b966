"""Notices shown by the desktop's notification service, over D-Bus.

asyncio and dbus-fast are imported in the adapter's own thread: together they cost 150 ms, and
dbus-fast is there on Linux only.
"""
# ruff: noqa: PLC0415

import logging
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Final, assert_never

from msgspec import Struct

from rlscompanion.adapters.message_bus import BusRefusedError
from rlscompanion.adapters.notification_service import (
    NoButtonsError,
    NotificationService,
    call_back,
)
from rlscompanion.services.ports import Notice, NoticeAnswered

if TYPE_CHECKING:
    import asyncio

    from rlscompanion.adapters.left_behind import LeftBehind

LIMIT: Final = 3.0
"""Seconds that anything outside may take."""

_STOP_WITHIN: Final = 0.5

_logger = logging.getLogger(__name__)


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


class DesktopNotifier:
    """Keeps the port Notifier.

    Orders go through one mailbox to one thread: what was asked for first is done first.
    """

    def __init__(
        self,
        icon: str = "",
        bus_address: str | None = None,
        limit: float = LIMIT,
        left_behind: "Callable[[], LeftBehind | None]" = lambda: None,
    ) -> None:
        self._icon = icon
        self._bus_address = bus_address
        self._limit = limit
        self._left_behind = left_behind
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
            call_back(shown, False)

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

            service = NotificationService(
                self._icon,
                self._bus_address,
                answered,
                gone,
                self._heard,
                left_behind=self._left_behind(),
            )
            asyncio.run(self._serve(service))
        except Exception as error:  # noqa: BLE001 - its text may quote a notice
            self._works = False
            _logger.warning("Notifications do not work here: %s", type(error).__name__)
        finally:
            with self._lock:
                self._closed = True
            self._refuse_waiting_shows()

    async def _serve(self, service: NotificationService) -> None:
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

    async def _obey_all(self, service: NotificationService, mail: "asyncio.Event") -> None:
        while True:
            await mail.wait()
            mail.clear()
            while self._orders:
                order = self._orders.popleft()
                if isinstance(order, _Stop):
                    await self._within_limit("leaving", service.withdraw_all())
                    return
                await self._obey(service, order)

    async def _obey(self, service: NotificationService, order: _Show | _Withdraw | _Ask) -> None:
        match order:
            case _Show(notice, shown):
                took = False
                try:
                    took = await self._within_limit("showing", service.show(notice))
                finally:
                    self._works = took
                    call_back(shown, took)
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
            call_back(order.shown, False)

    def _heard(self, there: bool) -> None:  # noqa: FBT001 - it is what was heard
        self._works = False
        if there:
            self._order(_Ask())
