"""The lock held off by a real wakepy on a real bus, from a process that may die."""

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Self

import pytest
from programs import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a session bus is for Linux")

LIMIT = 15.0
HOLDING = """
import sys
from rlscompanion.adapters.keep_awake import WakepyKeepAwake
keep = WakepyKeepAwake()
for word in sys.stdin:
    getattr(keep, word.strip())()
"""


class ScreenSaver:
    """A screen saver of the desktop: who holds it off, by the connection that asked."""

    def __init__(self, address: str) -> None:
        self.holders: dict[str, int] = {}
        self._address = address
        self._ready = threading.Event()
        self._done: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(LIMIT)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        assert self._done is not None
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(LIMIT)

    async def _serve(self) -> None:
        from dbus_fast import Message, MessageType  # noqa: PLC0415
        from dbus_fast.aio import MessageBus  # noqa: PLC0415

        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        bus = await MessageBus(self._address).connect()

        def answer(message: Message) -> Message | None:
            sender = message.sender or ""
            if message.member == "Inhibit":
                self.holders[sender] = len(self.holders) + 1
                return Message.new_method_return(message, "u", [self.holders[sender]])
            if message.member == "UnInhibit":
                self.holders.pop(sender, None)
                return Message.new_method_return(message)
            if message.member == "NameOwnerChanged" and not message.body[2]:
                self.holders.pop(message.body[0], None)
            return None

        bus.add_message_handler(answer)
        await bus.request_name("org.freedesktop.ScreenSaver")
        await bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=["type='signal',member='NameOwnerChanged'"],
                message_type=MessageType.METHOD_CALL,
            )
        )
        self._ready.set()
        await self._done.wait()
        bus.disconnect()


class Sleeper:
    """A process that holds and releases when it is told to."""

    def __init__(self, address: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLDING],
            env={"DBUS_SESSION_BUS_ADDRESS": address, "PATH": "/usr/bin:/bin"},
            stdin=subprocess.PIPE,
            text=True,
        )

    def tell(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()


@pytest.fixture
def saver(private_bus: str) -> Iterator[ScreenSaver]:
    pytest.importorskip("dbus_fast")
    with ScreenSaver(private_bus) as saver:
        yield saver


@pytest.fixture
def sleeper(private_bus: str, saver: ScreenSaver) -> Iterator[Sleeper]:
    sleeper = Sleeper(private_bus)
    yield sleeper
    sleeper.process.kill()
    sleeper.process.communicate()


def test_the_lock_is_held_off_until_released(saver: ScreenSaver, sleeper: Sleeper) -> None:
    sleeper.tell("hold")
    until(lambda: len(saver.holders) == 1, LIMIT)
    sleeper.tell("hold")
    sleeper.tell("release")
    until(lambda: not saver.holders, LIMIT)
    sleeper.tell("release")
    sleeper.tell("hold")
    until(lambda: len(saver.holders) == 1, LIMIT)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
def test_however_the_process_ends_the_lock_ends_with_it(
    saver: ScreenSaver, sleeper: Sleeper, how: signal.Signals
) -> None:
    sleeper.tell("hold")
    until(lambda: len(saver.holders) == 1, LIMIT)
    sleeper.process.send_signal(how)
    sleeper.process.wait(LIMIT)
    until(lambda: not saver.holders, LIMIT)


def test_twenty_nights_leave_no_connection_behind(
    private_bus: str, saver: ScreenSaver, sleeper: Sleeper
) -> None:
    def connections() -> int:
        listed = subprocess.run(
            ["dbus-send", f"--bus={private_bus}", "--print-reply", "--dest=org.freedesktop.DBus",
             "/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames"],
            capture_output=True, text=True, check=True, timeout=LIMIT,
        )  # fmt: skip
        return listed.stdout.count('string ":')

    before = connections()
    for _ in range(20):
        sleeper.tell("hold")
        until(lambda: len(saver.holders) == 1, LIMIT)
        sleeper.tell("release")
        until(lambda: not saver.holders, LIMIT)
    until(lambda: connections() == before, LIMIT)
