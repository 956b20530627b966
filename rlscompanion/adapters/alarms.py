"""Alarms kept by APScheduler."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, cast

from rlscompanion.services.ports import Clock

HEARTBEAT: Final = 30.0
"""Seconds between two looks at the clock."""

JUMP: Final = 5.0
"""Seconds the wall clock may gain or lose on the monotonic one: more is a sleep or a clock step."""

_logger = logging.getLogger(__name__)


class SchedulerAlarms:
    """Keeps the port Alarms.

    APScheduler waits on a clock that stands still while the machine sleeps; the heartbeat finds
    what was due meanwhile, and rings as well when the wall clock or the zone is another one.
    """

    def __init__(self, clock: Clock, heartbeat: float = HEARTBEAT) -> None:
        self._clock = clock
        self._heartbeat = heartbeat
        self._lock = threading.Lock()
        self._pending: datetime | None = None
        self._ring: Callable[[], None] | None = None
        self._scheduler: Any = None
        self._stopped = False
        self._wall = clock.now()
        self._monotonic = clock.monotonic()
        self._zone = ""

    def set(self, at: datetime | None) -> None:
        with self._lock:
            self._pending = at
            self._arm()

    def start(self, ring: Callable[[], None]) -> None:
        with self._lock:
            if self._stopped or self._ring is not None:
                return
            self._ring = ring
            self._wall = self._clock.now()
            self._monotonic = self._clock.monotonic()
        threading.Thread(target=self._start, name="alarms-start", daemon=True).start()

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            scheduler, self._scheduler = self._scheduler, None
        if scheduler is not None:
            # Waits for the scheduler to be between two jobs: shut down amid one, its thread fails.
            scheduler.remove_all_jobs()
            scheduler.shutdown(wait=False)

    def _start(self) -> None:
        # 150 to 250 ms that nobody on the GUI thread should wait for.
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415

        self._zone = self._clock.zone().key
        scheduler = cast("Any", BackgroundScheduler)(
            timezone=UTC,
            # One worker, so two rings never overlap.
            executors={"default": {"type": "threadpool", "max_workers": 1}},
            # The late rule lives in the domain: nothing is dropped here for being late. Two
            # instances: a look asked for during a ring (it may set the next instant) comes after.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 2},
        )
        scheduler.add_job(self._look, "interval", seconds=self._heartbeat, id="heartbeat")
        with self._lock:
            if self._stopped:
                return
            scheduler.start()
            self._scheduler = scheduler
            self._arm()

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

    def _look(self) -> None:
        jumped = self._clock_jumped()
        with self._lock:
            ring = self._ring
            if self._stopped or ring is None:
                return
            due = self._pending is not None and self._pending <= self._clock.now()
            if due:
                self._pending = None
        if not (jumped or due):
            return
        try:
            ring()
        except Exception:
            _logger.exception("What an alarm called has failed")

    def _clock_jumped(self) -> bool:
        wall, monotonic = self._clock.now(), self._clock.monotonic()
        gap = (wall - self._wall).total_seconds() - (monotonic - self._monotonic)
        self._wall, self._monotonic = wall, monotonic

        zone, before = self._clock.zone().key, self._zone
        self._zone = zone
        return abs(gap) > JUMP or zone != before
