"""The composition root without Qt: folders, store, services. Reads as a table of contents.

Every part is made when it is first asked for, and loaded only then: a printing command is done
before an unneeded import would have ended.
"""
# ruff: noqa: PLC0415

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rlscompanion.adapters.clock import SystemClock
from rlscompanion.adapters.library_files import read_library
from rlscompanion.adapters.store.database import Database
from rlscompanion.adapters.store.journal import SqliteJournal
from rlscompanion.adapters.store.profiles import SqliteProfiles
from rlscompanion.adapters.store.routines import SqliteRoutines
from rlscompanion.assets import resources
from rlscompanion.services.planning import Planning

if TYPE_CHECKING:
    from collections.abc import Callable

    from rlscompanion.adapters.folders import Folders
    from rlscompanion.domain.evidence import Evidence
    from rlscompanion.domain.knowledge import Knowledge
    from rlscompanion.domain.library import Library
    from rlscompanion.services.advising import Advising
    from rlscompanion.services.arranging import Arranging
    from rlscompanion.services.checking_off import CheckingOff
    from rlscompanion.services.consulting import Consulting
    from rlscompanion.services.easing import Easing
    from rlscompanion.services.ports import Alarms, Clock, Fired, Notifier, Settings
    from rlscompanion.services.preferring import Preferring
    from rlscompanion.services.safekeeping import Safekeeping


class Companion:
    """Everything but the window."""

    def __init__(self, folders: "Folders", clock: "Clock | None" = None) -> None:
        self.folders = folders
        self.clock = clock or SystemClock()

    @cached_property
    def library(self) -> "Library":
        return read_library(resources() / "library")

    @cached_property
    def knowledge(self) -> "Knowledge":
        from rlscompanion.adapters.knowledge_files import read_knowledge

        return read_knowledge(resources() / "library")

    @cached_property
    def evidence(self) -> "Evidence":
        from rlscompanion.adapters.evidence_files import read_evidence

        return read_evidence(resources() / "library")

    @cached_property
    def database(self) -> Database:
        return Database(self.folders.data)

    @cached_property
    def profiles(self) -> SqliteProfiles:
        return SqliteProfiles(self.database)

    @cached_property
    def journal(self) -> SqliteJournal:
        return SqliteJournal(self.database)

    @cached_property
    def fired(self) -> "Fired":
        from rlscompanion.adapters.store.fired import SqliteFired

        return SqliteFired(self.database)

    @cached_property
    def settings(self) -> "Settings":
        from rlscompanion.adapters.store.settings import SqliteSettings

        return SqliteSettings(self.database)

    @cached_property
    def preferring(self) -> "Preferring":
        from rlscompanion.services.preferring import Preferring

        return Preferring(self.settings)

    @cached_property
    def planning(self) -> Planning:
        routines = SqliteRoutines(self.database)
        return Planning(self.library, routines, self.profiles, self.journal, self.clock)

    @cached_property
    def advising(self) -> "Advising":
        from rlscompanion.services.advising import Advising

        return Advising(self.library, self.profiles, self.clock)

    @cached_property
    def arranging(self) -> "Arranging":
        from rlscompanion.services.arranging import Arranging

        return Arranging(self.planning, self.advising, self.clock)

    @cached_property
    def consulting(self) -> "Consulting":
        from rlscompanion.services.consulting import Consulting

        return Consulting(self.library, self.knowledge, self.evidence, self.advising)

    @cached_property
    def checking_off(self) -> "CheckingOff":
        from rlscompanion.services.checking_off import CheckingOff

        return CheckingOff(self.planning, self.journal, self.clock)

    @cached_property
    def easing(self) -> "Easing":
        from rlscompanion.services.easing import Easing

        return Easing(self.planning, self.journal, self.clock)

    @cached_property
    def safekeeping(self) -> "Safekeeping":
        from rlscompanion.services.safekeeping import Safekeeping

        return Safekeeping(self.library, self.planning, self.advising, self.profiles, self.clock)


class Outside:
    """What only a running window needs of the world around it. Nothing is started yet."""

    def __init__(
        self,
        alarms: "Alarms",
        notifier: "Notifier",
        socket: Path,
        words: frozenset[str],
        tell_running: "Callable[[str], bool]",
    ) -> None:
        self.alarms = alarms
        self.notifier = notifier
        self.socket = socket
        self.words = words
        self.tell_running = tell_running


def outside(folders: "Folders", clock: "Clock") -> Outside:
    """Return the adapters of a resident companion."""
    from rlscompanion.adapters import instance
    from rlscompanion.adapters.alarms import SchedulerAlarms
    from rlscompanion.adapters.notifications import DesktopNotifier

    return Outside(
        alarms=SchedulerAlarms(clock),
        notifier=DesktopNotifier(str(resources() / "icons" / "tray.svg")),
        socket=instance.socket_path(folders.data),
        words=frozenset(instance.Message),
        tell_running=lambda word: instance.tell(folders.data, instance.Message(word)),
    )


def made_up(home: Path) -> Companion:
    """Return a companion on made-up data and a clock that stands still, for pictures."""
    from datetime import datetime, time
    from zoneinfo import ZoneInfo

    from rlscompanion.adapters.clock import StillClock
    from rlscompanion.adapters.folders import home_folders
    from rlscompanion.domain.checklist import MarkKind

    clock = StillClock(datetime(2026, 11, 22, 20, 20, tzinfo=ZoneInfo("Europe/Berlin")))
    parts = Companion(home_folders(home), clock)
    text = (resources() / "library" / "made_up_routine.json").read_text(encoding="utf-8")
    parts.safekeeping.import_routine(text, with_profile=True)
    for step, kind, at in (
        ("evening-snack", MarkKind.SKIP, time(19, 31)),
        ("dim-lights", MarkKind.DONE, time(20, 4)),
    ):
        parts.checking_off.mark(step, kind, datetime.combine(clock.now(), at, clock.zone()))
    return parts
