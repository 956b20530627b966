"""The composition root without Qt: folders, store, services. Reads as a table of contents."""

import logging
import sys
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

from rlscompanion.adapters.clock import SystemClock
from rlscompanion.adapters.folders import Folders, make
from rlscompanion.adapters.library_files import read_library
from rlscompanion.adapters.store.database import Database
from rlscompanion.adapters.store.fired import SqliteFired
from rlscompanion.adapters.store.journal import SqliteJournal
from rlscompanion.adapters.store.profiles import SqliteProfiles
from rlscompanion.adapters.store.routines import SqliteRoutines
from rlscompanion.adapters.store.settings import SqliteSettings
from rlscompanion.assets import resources
from rlscompanion.domain.library import Library
from rlscompanion.services.advising import Advising
from rlscompanion.services.checking_off import CheckingOff
from rlscompanion.services.easing import Easing
from rlscompanion.services.planning import Planning
from rlscompanion.services.ports import Clock, Fired, Settings
from rlscompanion.services.safekeeping import Safekeeping

LOG_BYTES = 1_000_000


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
        easing=Easing(planning, advising, journal, clock),
        safekeeping=Safekeeping(library, planning, advising, profiles, clock),
    )


def log_to(logs: Path) -> None:
    """Log our own faults with their tracebacks into the log folder; also uncaught ones."""
    make(logs)
    handler = RotatingFileHandler(
        logs / "rlscompanion.log", maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    sys.excepthook = lambda kind, error, trace: logging.getLogger(__name__).critical(
        "a fault of ours", exc_info=(kind, error, trace)
    )
