"""Alarms kept by APScheduler."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, cast

from msgspec import Struct

from rlscompanion.services.ports import Clock, SleepSignal

HEARTBEAT: Final = 30.0
"""Seconds between two looks at the clock."""

SETTLE: Final = 2.5
"""Seconds after a sleep in which the desktop comes back to itself and nothing rings."""

ASLEEP_AT_MOST: Final = 15.0
"""Seconds awake after which a sleep that was announced did not come: nobody waits for its end."""

JUMP: Final = 5.0
"""Seconds the wall clock may gain or lose on the monotonic one: more is a sleep or a clock step."""

_logger = logging.getLogger(__name__)


class _Seen(Struct, frozen=True):
    """What the clocks said when they were last looked at together."""

    wall: datetime
    monotonic: float
    zone: str


class SchedulerAlarms:
    """Keeps the port Alarms.

    APScheduler waits on a clock that stands still while the machine sleeps, and runs nothing for
    an hour where the wall clock is set back by one. So the heartbeat is a thread of its own: it
    finds what was due meanwhile, and a wall clock or a zone that is another one. Where the system
    tells the end of a sleep, ``sleep`` brings the same look at once.
    """

    def __init__(
        self,
        clock: Clock,
        heartbeat: float = HEARTBEAT,
        *,
        settle: float = SETTLE,
        sleep: SleepSignal | None = None,
    ) -> None:
        self._clock = clock
        self._heartbeat = heartbeat
        self._settle = settle
        self._sleep = sleep
        self._lock = threading.Lock()
        self._pending: datetime | None = None
        self._ring: Callable[[], None] | None = None
        self._scheduler: Any = None
        self._stopped = threading.Event()
        self._asleep_since: float | None = None
        self._seen = _Seen(clock.now(), clock.monotonic(), "")

    def set(self, at: datetime | None) -> None:
        with self._lock:
            self._pending = at
            self._arm()

    def start(self, ring: Callable[[], None]) -> None:
        with self._lock:
            if self._stopped.is_set() or self._ring is not None:
                return
            self._ring = ring
        threading.Thread(target=self._run, name="heartbeat", daemon=True).start()

    def stop(self) -> None:
        with self._lock:
            self._stopped.set()
            scheduler, self._scheduler = self._scheduler, None
        if scheduler is not None:
            # Waits for the scheduler to be between two jobs: shut down amid one, its thread fails.
            scheduler.remove_all_jobs()
            scheduler.shutdown(wait=False)
        if self._sleep is not None:
            self._sleep.stop()

    def _run(self) -> None:
        # 150 to 250 ms that nobody on the GUI thread should wait for.
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415

        self._remember()
        with self._lock:
            # Quit meanwhile, Python may be ending, and lets nobody make threads any more.
            if self._stopped.is_set():
                return
            self._scheduler = cast("Any", BackgroundScheduler)(
                timezone=UTC,
                # One worker, so two rings never overlap.
                executors={"default": {"type": "threadpool", "max_workers": 1}},
                # The late rule lives in the domain: nothing is dropped here for being late. Two
                # instances: a look asked for during a ring (it may set the next) comes after.
                job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 2},
            )
            self._scheduler.start()
            self._arm()
        if self._sleep is not None:
            self._sleep.start(self._slept, self._woke)
        while not self._stopped.wait(self._heartbeat):
            if self._is_due() or self._has_jumped():
                self._look_soon()
            else:
                self._remember()

    def _arm(self) -> None:
        if self._scheduler is None:
            return
        if self._pending is None:
            if self._scheduler.get_job("alarm") is not None:
                self._scheduler.remove_job("alarm")
            return
        past = self._pending <= self._clock.now()
        self._scheduler.add_job(
            self._look,
            "date",
            run_date=None if past else self._pending,
            id="alarm",
            replace_existing=True,
        )

    def _slept(self) -> None:
        self._asleep_since = self._clock.monotonic()

    def _woke(self) -> None:
        self._asleep_since = None
        self._look_soon()

    def _look_soon(self) -> None:
        with self._lock:
            if self._scheduler is not None:
                self._scheduler.add_job(self._look, "date", id="look", replace_existing=True)

    def _look(self) -> None:
        if self._is_falling_asleep():
            # A notice now would be gone before anybody saw it. The heartbeat looks again.
            return
        jumped = self._has_jumped()
        if jumped:
            self._stopped.wait(self._settle)
            self._remember()
        if not (jumped or self._is_due()):
            return
        with self._lock:
            ring = self._ring
            if self._stopped.is_set() or ring is None:
                return
            if self._is_due():
                self._pending = None
        try:
            ring()
        except Exception:
            _logger.exception("What an alarm called has failed")

    def _is_due(self) -> bool:
        pending = self._pending
        return pending is not None and pending <= self._clock.now()

    def _is_falling_asleep(self) -> bool:
        since = self._asleep_since
        return since is not None and self._clock.monotonic() - since < ASLEEP_AT_MOST

    def _has_jumped(self) -> bool:
        """Return whether the zone is another one, or the wall clock gained or lost."""
        seen = self._seen
        passed = (self._clock.now() - seen.wall).total_seconds()
        gap = passed - (self._clock.monotonic() - seen.monotonic)
        return abs(gap) > JUMP or self._clock.zone().key != seen.zone

    def _remember(self) -> None:
        self._seen = _Seen(self._clock.now(), self._clock.monotonic(), self._clock.zone().key)
