"""Sleep and resume as logind tells it: python-dbusmock's logind on a bus of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from queue import Empty, SimpleQueue

import pytest
from programs import until

from fakes import FakeClock
from rlscompanion.adapters.alarms import SchedulerAlarms
from rlscompanion.adapters.clock import SystemClock
from rlscompanion.adapters.sleep_signal import LOGIND, LogindSleepSignal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="logind is a Linux program")

LIMIT = 10.0
NEVER = 3600.0
SYSTEM_PYTHON = "/usr/bin/python3"


class Logind:
    """A logind that goes to sleep when told."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [SYSTEM_PYTHON, "-m", "dbusmock", "--template", "logind"],
            env=os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": self.address},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._gdbus("wait", "--timeout", "10", LOGIND)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(LIMIT)
            self._process = None

    def say(self, *, falls_asleep: bool) -> None:
        self._gdbus(
            "call",
            "--dest",
            LOGIND,
            "--object-path",
            "/org/freedesktop/login1",
            "--method",
            "org.freedesktop.DBus.Mock.EmitSignal",
            f"{LOGIND}.Manager",
            "PrepareForSleep",
            "b",
            f"[<{str(falls_asleep).lower()}>]",
        )

    def _gdbus(self, verb: str, *words: str) -> None:
        subprocess.run(
            ["gdbus", verb, "--address", self.address, *words],
            check=True,
            timeout=2 * LIMIT,
            stdout=subprocess.DEVNULL,
        )


@pytest.fixture
def logind(private_bus: str) -> Iterator[Logind]:
    there = subprocess.run(
        [SYSTEM_PYTHON, "-c", "import dbusmock"], check=False, stderr=subprocess.DEVNULL
    )
    if there.returncode:
        pytest.skip("apt install python3-dbusmock libglib2.0-bin")
    mock = Logind(private_bus)
    yield mock
    mock.stop()


class Listener:
    """Hears what the signal says, in order."""

    def __init__(self, address: str) -> None:
        self.heard: SimpleQueue[str] = SimpleQueue()
        self.signal = LogindSleepSignal(address)

    def start(self) -> None:
        self.signal.start(lambda: self.heard.put("slept"), lambda: self.heard.put("woke"))

    def next(self) -> str:
        return self.heard.get(timeout=LIMIT)


@pytest.fixture
def listener(private_bus: str) -> Iterator[Listener]:
    made = Listener(private_bus)
    yield made
    made.signal.stop()


def test_it_tells_of_the_sleep_and_of_the_resume(logind: Logind, listener: Listener) -> None:
    logind.start()
    listener.start()
    until(lambda: listener.signal.works() is True, LIMIT)

    for _ in range(2):
        logind.say(falls_asleep=True)
        logind.say(falls_asleep=False)

    assert [listener.next() for _ in range(4)] == ["slept", "woke", "slept", "woke"]


def test_a_logind_that_comes_later_and_goes_is_seen(logind: Logind, listener: Listener) -> None:
    listener.start()
    until(lambda: listener.signal.works() is False, LIMIT)

    logind.start()
    until(lambda: listener.signal.works() is True, LIMIT)
    logind.say(falls_asleep=False)
    assert listener.next() == "woke"

    logind.stop()
    until(lambda: listener.signal.works() is False, LIMIT)


def test_others_cannot_pretend_that_the_machine_slept(logind: Logind, listener: Listener) -> None:
    logind.start()
    listener.start()
    until(lambda: listener.signal.works() is True, LIMIT)

    logind._gdbus(
        "emit",
        "--object-path",
        "/org/freedesktop/login1",
        "--signal",
        f"{LOGIND}.Manager.PrepareForSleep",
        "true",
    )
    logind.say(falls_asleep=False)

    assert listener.next() == "woke"
    with pytest.raises(Empty):
        listener.heard.get_nowait()


def test_after_a_resume_what_came_due_rings_within_five_seconds_and_not_at_once(
    logind: Logind, private_bus: str
) -> None:
    """The heartbeat is an hour away: only the signal can have brought it."""
    logind.start()
    clock, system = FakeClock(), SystemClock()
    rang: SimpleQueue[float] = SimpleQueue()
    signal = LogindSleepSignal(private_bus)
    alarms = SchedulerAlarms(clock, NEVER, sleep=signal)
    alarms.start(lambda: rang.put(system.monotonic()))
    alarms.set(clock.now() + timedelta(hours=1))
    until(lambda: signal.works() is True, LIMIT)

    logind.say(falls_asleep=True)
    clock.jump(timedelta(hours=8))
    woke = system.monotonic()
    logind.say(falls_asleep=False)

    after = rang.get(timeout=LIMIT) - woke
    alarms.stop()
    assert 2.0 < after < 5.0
    assert rang.empty()
