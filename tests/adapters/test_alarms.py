import logging
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest
import time_machine

from fakes import FakeClock
from rlscompanion.adapters.alarms import ASLEEP_AT_MOST, HEARTBEAT, SETTLE, SchedulerAlarms
from rlscompanion.adapters.clock import SystemClock
from rlscompanion.services.ports import Alarms, Clock, SleepSignal

LIMIT = 10.0
QUICK = 0.02
NEVER = 3600.0


class Bell:
    """Counts rings; a test waits for the next one."""

    def __init__(self) -> None:
        self.rings = 0
        self.threads: set[str] = set()
        self.then: Callable[[], None] = lambda: None
        self._rang = threading.Semaphore(0)

    def ring(self) -> None:
        self.rings += 1
        self.threads.add(threading.current_thread().name)
        try:
            self.then()
        finally:
            self._rang.release()

    def heard(self, within: float = LIMIT) -> bool:
        return self._rang.acquire(timeout=within)


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def make() -> Iterator["Make"]:
    made: list[SchedulerAlarms] = []

    def make(
        clock: Clock, heartbeat: float, sleep: SleepSignal | None = None, settle: float = QUICK
    ) -> SchedulerAlarms:
        made.append(SchedulerAlarms(clock, heartbeat, settle=settle, sleep=sleep))
        return made[-1]

    yield make
    for alarms in made:
        alarms.stop()


class Make(Protocol):
    def __call__(
        self,
        clock: Clock,
        heartbeat: float,
        sleep: SleepSignal | None = None,
        settle: float = QUICK,
    ) -> SchedulerAlarms: ...


class FakeSleepSignal:
    """Keeps the port SleepSignal. Tells when a test says so."""

    def __init__(self) -> None:
        self.running = threading.Event()
        self.slept: Callable[[], None] = lambda: None
        self.woke: Callable[[], None] = lambda: None

    def start(self, slept: Callable[[], None], woke: Callable[[], None]) -> None:
        self.slept, self.woke = slept, woke
        self.running.set()

    def works(self) -> bool | None:
        return True

    def stop(self) -> None:
        self.running.clear()


def test_it_keeps_the_port(make: Make) -> None:
    alarms: Alarms = make(FakeClock(), NEVER)

    alarms.set(None)


def test_an_alarm_rings_at_its_instant(make: Make, bell: Bell) -> None:
    clock = SystemClock()
    alarms = make(clock, NEVER)
    alarms.start(bell.ring)
    at = clock.now() + timedelta(seconds=0.5)

    alarms.set(at)

    assert bell.heard()
    assert clock.now() >= at


def test_it_rings_on_a_thread_of_its_own(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, NEVER)
    alarms.start(bell.ring)

    alarms.set(clock.now())

    assert bell.heard()
    assert threading.current_thread().name not in bell.threads


def test_an_instant_in_the_past_rings_at_once_and_once(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, QUICK)
    alarms.start(bell.ring)

    alarms.set(clock.now() - timedelta(hours=3))

    assert bell.heard()
    assert not bell.heard(within=10 * QUICK)


def test_an_instant_set_before_the_start_is_not_lost(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, NEVER)

    alarms.set(clock.now())
    alarms.start(bell.ring)

    assert bell.heard()


def test_the_last_instant_set_wins(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, QUICK)
    alarms.start(bell.ring)
    alarms.set(clock.now() + timedelta(minutes=1))

    alarms.set(clock.now() + timedelta(minutes=10))
    clock.advance(timedelta(minutes=5))

    assert not bell.heard(within=10 * QUICK)
    clock.advance(timedelta(minutes=5))
    assert bell.heard()


def test_nothing_rings_once_nothing_is_pending(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, QUICK)
    alarms.start(bell.ring)
    alarms.set(clock.now() + timedelta(minutes=1))

    alarms.set(None)
    clock.advance(timedelta(minutes=2))

    assert not bell.heard(within=10 * QUICK)


@pytest.mark.parametrize("by", [timedelta(hours=8), timedelta(hours=-1), timedelta(seconds=6)])
def test_the_heartbeat_rings_when_the_wall_clock_has_jumped(
    make: Make, bell: Bell, by: timedelta
) -> None:
    clock = FakeClock()
    alarms = make(clock, QUICK)
    alarms.start(bell.ring)

    clock.jump(by)

    assert bell.heard()
    assert not bell.heard(within=10 * QUICK)


def test_the_heartbeat_rings_in_another_zone(make: Make, bell: Bell) -> None:
    clock = FakeClock(zone="Europe/Berlin")
    alarms = make(clock, QUICK)
    alarms.set(clock.now())
    alarms.start(bell.ring)
    assert bell.heard()

    clock.travel("Pacific/Auckland")

    assert bell.heard()


def test_the_heartbeat_rings_what_came_due_during_a_sleep(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, QUICK)
    alarms.start(bell.ring)
    alarms.set(clock.now() + timedelta(hours=2))

    clock.jump(timedelta(hours=8))

    assert bell.heard()
    assert not bell.heard(within=10 * QUICK)


def test_the_heartbeat_is_silent_while_nothing_happens(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, QUICK)
    alarms.start(bell.ring)

    clock.advance(timedelta(hours=1))

    assert not bell.heard(within=20 * QUICK)


def test_a_ring_may_set_the_next_instant(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, NEVER)
    bell.then = lambda: alarms.set(clock.now()) if bell.rings < 4 else None
    alarms.start(bell.ring)

    alarms.set(clock.now())

    assert all(bell.heard() for _ in range(4))
    assert not bell.heard(within=0.2)


def test_a_ring_that_fails_is_logged_and_the_next_one_comes(
    make: Make, bell: Bell, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("out of order")

    clock = FakeClock()
    alarms = make(clock, NEVER)
    bell.then = fail
    alarms.start(bell.ring)
    alarms.set(clock.now())
    assert bell.heard()

    alarms.set(clock.now())

    assert bell.heard()
    assert "out of order" in caplog.text


def test_stopping_before_the_start_does_no_harm(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, QUICK)

    alarms.stop()
    alarms.start(bell.ring)
    alarms.set(clock.now())

    assert not bell.heard(within=10 * QUICK)


def test_stopping_right_after_the_start_leaves_nothing_running(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, QUICK)
    alarms.start(bell.ring)

    alarms.stop()
    alarms.set(clock.now())

    assert not bell.heard(within=10 * QUICK)


def test_stopped_while_it_begins_it_begins_nothing_more(
    make: Make, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    scheduler = "apscheduler.schedulers.background.BackgroundScheduler"
    monkeypatch.setattr(scheduler, lambda **asked: made.append(asked))
    clock = FakeClock()
    alarms = make(clock, NEVER)
    monkeypatch.setattr(clock, "zone", lambda: alarms.stop() or ZoneInfo("UTC"))
    alarms.start(bell.ring)
    for thread in threading.enumerate():
        if thread.name == "heartbeat":
            thread.join(LIMIT)
    assert made == []


def test_stopping_does_not_wait_for_a_ring(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, NEVER)
    ringing, go_on = threading.Event(), threading.Event()

    def take_long() -> None:
        ringing.set()
        go_on.wait(LIMIT)

    bell.then = take_long
    alarms.start(bell.ring)
    alarms.set(clock.now())
    assert ringing.wait(LIMIT)

    stopping = threading.Thread(target=alarms.stop)
    stopping.start()
    stopping.join(1.0)

    assert not stopping.is_alive()
    go_on.set()


def test_a_ring_may_stop_the_alarms(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, QUICK)
    bell.then = alarms.stop
    alarms.start(bell.ring)

    alarms.set(clock.now())

    assert bell.heard()
    clock.jump(timedelta(hours=8))
    assert not bell.heard(within=10 * QUICK)


def test_many_threads_may_set_at_once(
    make: Make, bell: Bell, caplog: pytest.LogCaptureFixture
) -> None:
    clock = FakeClock()
    alarms = make(clock, NEVER)
    alarms.start(bell.ring)

    def set_many() -> None:
        for minutes in range(50):
            alarms.set(clock.now() + timedelta(days=365, minutes=minutes))
            alarms.set(None)

    threads = [threading.Thread(target=set_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LIMIT)

    alarms.set(clock.now())
    assert bell.heard()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_the_machine_has_some_seconds_to_come_back_and_five_are_not_passed() -> None:
    assert 2 <= SETTLE <= 3
    assert HEARTBEAT <= 60


def test_nothing_rings_in_the_first_moments_after_a_sleep(make: Make, bell: Bell) -> None:
    clock = FakeClock()
    alarms = make(clock, QUICK, settle=20 * QUICK)
    alarms.start(bell.ring)
    alarms.set(clock.now() + timedelta(hours=2))

    clock.jump(timedelta(hours=8))

    assert not bell.heard(within=10 * QUICK)
    assert bell.heard()


def test_the_end_of_a_sleep_rings_without_waiting_for_the_heartbeat(make: Make, bell: Bell) -> None:
    clock, sleep = FakeClock(), FakeSleepSignal()
    alarms = make(clock, NEVER, sleep)
    alarms.start(bell.ring)
    assert sleep.running.wait(LIMIT)

    sleep.slept()
    clock.jump(timedelta(hours=8))
    sleep.woke()

    assert bell.heard()
    assert not bell.heard(within=10 * QUICK)


def test_signal_and_heartbeat_together_ring_once(make: Make, bell: Bell) -> None:
    clock, sleep = FakeClock(), FakeSleepSignal()
    alarms = make(clock, 5 * QUICK, sleep)
    alarms.start(bell.ring)
    assert sleep.running.wait(LIMIT)

    sleep.slept()
    clock.jump(timedelta(hours=8))
    sleep.woke()

    assert bell.heard()
    assert not bell.heard(within=20 * QUICK)


def test_nothing_rings_while_the_machine_falls_asleep(make: Make, bell: Bell) -> None:
    clock, sleep = FakeClock(), FakeSleepSignal()
    alarms = make(clock, QUICK, sleep)
    alarms.start(bell.ring)
    assert sleep.running.wait(LIMIT)

    sleep.slept()
    alarms.set(clock.now())

    assert not bell.heard(within=10 * QUICK)
    sleep.woke()
    assert bell.heard()


def test_a_sleep_that_never_comes_silences_nothing_for_long(make: Make, bell: Bell) -> None:
    clock, sleep = FakeClock(), FakeSleepSignal()
    alarms = make(clock, QUICK, sleep)
    alarms.start(bell.ring)
    assert sleep.running.wait(LIMIT)

    sleep.slept()
    alarms.set(clock.now())
    clock.advance(timedelta(seconds=ASLEEP_AT_MOST))

    assert bell.heard()


def test_stopping_ends_the_sleep_signal_and_does_not_wait_for_the_settle(
    make: Make, bell: Bell
) -> None:
    clock, sleep = FakeClock(), FakeSleepSignal()
    alarms = make(clock, NEVER, sleep, settle=NEVER)
    alarms.start(bell.ring)
    assert sleep.running.wait(LIMIT)
    clock.jump(timedelta(hours=8))
    sleep.woke()

    alarms.stop()

    assert not sleep.running.is_set()
    assert not bell.heard(within=10 * QUICK)


def test_a_clock_set_back_does_not_stop_the_heartbeat(make: Make, bell: Bell) -> None:
    clock = SystemClock()
    alarms = make(clock, QUICK)
    alarms.start(bell.ring)
    alarms.set(clock.now())
    assert bell.heard()

    for hours in (2, 4):
        with time_machine.travel(clock.now() - timedelta(hours=hours), tick=True):
            assert bell.heard(), "the jump back was not found"
        assert bell.heard(), "the jump forward was not found"
