"""The composition root without Qt: folders, store, services. Reads as a table of contents."""

import logging
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from rlscompanion.adapters import instance
from rlscompanion.adapters.alarms import SchedulerAlarms
from rlscompanion.adapters.clock import StillClock, SystemClock
from rlscompanion.adapters.folders import Folders, home_folders, make
from rlscompanion.adapters.library_files import read_library
from rlscompanion.adapters.notifications import DesktopNotifier
from rlscompanion.adapters.store.database import Database
from rlscompanion.adapters.store.fired import SqliteFired
from rlscompanion.adapters.store.journal import SqliteJournal
from rlscompanion.adapters.store.profiles import SqliteProfiles
from rlscompanion.adapters.store.routines import SqliteRoutines
from rlscompanion.adapters.store.settings import SqliteSettings
from rlscompanion.assets import resources
from rlscompanion.domain.checklist import MarkKind
from rlscompanion.domain.library import Library
from rlscompanion.services.advising import Advising
from rlscompanion.services.arranging import Arranging
from rlscompanion.services.checking_off import CheckingOff
from rlscompanion.services.easing import Easing
from rlscompanion.services.planning import Planning
from rlscompanion.services.ports import Alarms, Clock, Fired, Notifier, Settings
from rlscompanion.services.safekeeping import Safekeeping

LOG_BYTES: Final = 1_000_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Companion:
    """Everything but the window."""

    folders: Folders
    clock: Clock
    library: Library
    database: Database
    fired: Fired
    settings: Settings
    planning: Planning
    advising: Advising
    checking_off: CheckingOff
    arranging: Arranging
    easing: Easing
    safekeeping: Safekeeping


def companion(folders: Folders, clock: Clock | None = None) -> Companion:
    """Put the parts together. Touches no disk but to read the library."""
    clock = clock or SystemClock()
    library = read_library(resources() / "library")
    database = Database(folders.data)
    profiles = SqliteProfiles(database)
    journal = SqliteJournal(database)
    planning = Planning(library, SqliteRoutines(database), profiles, journal, clock)
    advising = Advising(library, profiles, clock)
    return Companion(
        folders=folders,
        clock=clock,
        library=library,
        database=database,
        fired=SqliteFired(database),
        settings=SqliteSettings(database),
        planning=planning,
        advising=advising,
        checking_off=CheckingOff(planning, journal, clock),
        arranging=Arranging(planning, advising, clock),
        easing=Easing(planning, advising, journal, clock),
        safekeeping=Safekeeping(library, planning, advising, profiles, clock),
    )


@contextmanager
def logging_to(logs: Path) -> Generator[None]:
    """Log our own faults with their tracebacks into the log folder; uncaught ones as well."""
    make(logs)
    handler = RotatingFileHandler(
        logs / "rlscompanion.log", maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    hook = sys.excepthook
    sys.excepthook = lambda kind, error, trace: log.critical(
        "a fault of ours", exc_info=(kind, error, trace)
    )
    try:
        yield
    finally:
        sys.excepthook = hook
        root.removeHandler(handler)
        handler.close()


@dataclass(frozen=True, slots=True)
class Outside:
    """What only a running window needs of the world around it."""

    alarms: Alarms
    notifier: Notifier
    socket: Path
    words: frozenset[str]
    tell_running: Callable[[str], bool]


def outside(folders: Folders, clock: Clock) -> Outside:
    """Return the adapters of a resident companion. Nothing is started or loaded yet."""
    return Outside(
        alarms=SchedulerAlarms(clock),
        notifier=DesktopNotifier(str(resources() / "icons" / "tray.svg")),
        socket=instance.socket_path(folders.data),
        words=frozenset(instance.Message),
        tell_running=lambda word: instance.tell(folders.data, instance.Message(word)),
    )


def made_up(home: Path) -> Companion:
    """Return a companion on made-up data and a clock that stands still, for pictures."""
    clock = StillClock(datetime(2026, 11, 22, 20, 20, tzinfo=ZoneInfo("Europe/Berlin")))
    parts = companion(home_folders(home), clock)
    text = (resources() / "library" / "made_up_routine.json").read_text(encoding="utf-8")
    parts.safekeeping.import_routine(text, with_profile=True)
    for step, kind, at in (
        ("evening-snack", MarkKind.SKIP, time(19, 31)),
        ("dim-lights", MarkKind.DONE, time(20, 4)),
    ):
        parts.checking_off.mark(step, kind, datetime.combine(clock.now(), at, clock.zone()))
    return parts
