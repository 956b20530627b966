"""The composition root without Qt: folders, store, services. Reads as a table of contents.

Every part is made when it is first asked for, and loaded only then: a printing command is done
before an unneeded import would have ended.
"""
# ruff: noqa: PLC0415

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rlscompanion.adapters import instance
from rlscompanion.adapters.clock import SystemClock
from rlscompanion.adapters.library_files import read_library
from rlscompanion.adapters.store.database import Database
from rlscompanion.adapters.store.journal import SqliteJournal
from rlscompanion.adapters.store.profiles import SqliteProfiles
from rlscompanion.adapters.store.routines import SqliteRoutines
from rlscompanion.adapters.store.tested_nights import is_tested
from rlscompanion.assets import resources
from rlscompanion.services.planning import Arranged, Planning

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, time
    from typing import Self

    from rlscompanion.adapters.folders import Folders
    from rlscompanion.adapters.left_behind import LeftBehind
    from rlscompanion.domain.evidence import Evidence
    from rlscompanion.domain.knowledge import Knowledge
    from rlscompanion.domain.library import Library
    from rlscompanion.domain.night import NightCalendar
    from rlscompanion.domain.routine import Routine
    from rlscompanion.services.advising import Advising
    from rlscompanion.services.arranging import Arranging
    from rlscompanion.services.backing_up import BackingUp
    from rlscompanion.services.calendaring import Calendaring
    from rlscompanion.services.checking_off import CheckingOff
    from rlscompanion.services.consulting import Consulting
    from rlscompanion.services.easing import Easing
    from rlscompanion.services.expecting import Expecting
    from rlscompanion.services.experimenting import Experimenting
    from rlscompanion.services.greeting import Greeting
    from rlscompanion.services.journaling import Journaling
    from rlscompanion.services.lighting import Lighting
    from rlscompanion.services.noting import Noting
    from rlscompanion.services.ports import (
        Alarms,
        Autostart,
        Backups,
        Clock,
        Experiments,
        Fired,
        KeepAwake,
        Notifier,
        Power,
        ReminderEvents,
        Settings,
        SleepSignal,
        Sound,
    )
    from rlscompanion.services.preferring import Preferring
    from rlscompanion.services.reporting import Reporting
    from rlscompanion.services.revealing import Revealing
    from rlscompanion.services.reviewing import Reviewing
    from rlscompanion.services.safekeeping import Safekeeping


A_START_TAKES: Final = 5.0
"""Seconds within which a starting instance listens."""
MADE_UP_NIGHTS: Final = 300


class Companion:
    """Everything but the window; at the end of a ``with`` block its database is closed."""

    def __init__(self, folders: "Folders", clock: "Clock | None" = None) -> None:
        self.folders = folders
        self.clock = clock or SystemClock()

    def __enter__(self) -> "Self":
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()

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
    def reminder_events(self) -> "ReminderEvents":
        from rlscompanion.adapters.store.reminder_events import SqliteReminderEvents

        return SqliteReminderEvents(self.database)

    @cached_property
    def expecting(self) -> "Expecting":
        from rlscompanion.services.expecting import Expecting

        return Expecting(self.planning, self.fired, self.settings, self.clock)

    @cached_property
    def settings(self) -> "Settings":
        from rlscompanion.adapters.store.settings import SqliteSettings

        return SqliteSettings(self.database)

    @cached_property
    def preferring(self) -> "Preferring":
        from rlscompanion.services.preferring import Preferring

        return Preferring(self.settings)

    @cached_property
    def lighting(self) -> "Lighting":
        from rlscompanion.services.lighting import Lighting

        return Lighting(self.planning, self.preferring, self.settings, self.clock)

    @cached_property
    def planning(self) -> Planning:
        routines = SqliteRoutines(self.database)
        return Planning(
            self.library, routines, self.profiles, self.journal, self.clock, self._arranged
        )

    def _arranged(
        self,
        routine: "Routine",
        night: "date",
        calendar: "NightCalendar",
        bedtimes: "Mapping[date, time]",
    ) -> Arranged:
        """Return the routine as an experiment wants it; without one, nothing of them is loaded."""
        if is_tested(self.database, night):
            return self.revealing.arranged(routine, night, calendar, bedtimes)
        return Arranged(routine)

    @cached_property
    def experiments(self) -> "Experiments":
        from rlscompanion.adapters.store.experiments import SqliteExperiments

        return SqliteExperiments(self.database)

    @cached_property
    def revealing(self) -> "Revealing":
        from rlscompanion.services.revealing import Revealing

        return Revealing(self.library, self.experiments, self.clock)

    @cached_property
    def experimenting(self) -> "Experimenting":
        import secrets

        from rlscompanion.adapters.toml_files import toml
        from rlscompanion.domain.sealing import SEED_BYTES
        from rlscompanion.services.diary_ratings import JournalDiary
        from rlscompanion.services.experimenting import Experimenting

        return Experimenting(
            experiments=self.experiments,
            revealing=self.revealing,
            planning=self.planning,
            advising=self.advising,
            diary=JournalDiary(self.journal, self.clock),
            clock=self.clock,
            seeds=lambda: secrets.token_hex(SEED_BYTES),
            words=toml(resources() / "library" / "experiments.toml")["text"],
        )

    @cached_property
    def advising(self) -> "Advising":
        from rlscompanion.services.advising import Advising

        return Advising(self.library, self.profiles, self.clock)

    @cached_property
    def arranging(self) -> "Arranging":
        from rlscompanion.services.arranging import Arranging

        return Arranging(self.planning, self.advising, self.clock)

    @cached_property
    def backups(self) -> "Backups":
        from rlscompanion.adapters.store.backups import SqliteBackups

        return SqliteBackups(self.database)

    @cached_property
    def backing_up(self) -> "BackingUp":
        from rlscompanion.services.backing_up import BackingUp

        return BackingUp(self.backups, self.clock)

    @cached_property
    def calendaring(self) -> "Calendaring":
        from rlscompanion.services.calendaring import Calendaring

        return Calendaring(self.planning)

    def write_calendar(self, file: Path, *, hide_names: bool) -> int:
        """Write the routine for the calendar of a phone; return how many steps are in it.

        Over a connection of its own: it may be called from any thread.
        """
        from rlscompanion.adapters.calendar_file import calendar_file
        from rlscompanion.adapters.files import write_whole

        with Companion(self.folders, self.clock) as own:
            series = own.calendaring.series()
        now, zone = self.clock.now(), self.clock.zone()
        write_whole(file, calendar_file(series, zone, now, hide_names=hide_names))
        return len({one.step for one in series})

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

        return Easing(self.planning, self.journal, self.clock, self.preferring.load)

    @cached_property
    def greeting(self) -> "Greeting":
        from rlscompanion.services.greeting import Greeting

        return Greeting(self.journaling, self.fired, self.preferring.load)

    @cached_property
    def journaling(self) -> "Journaling":
        from rlscompanion.services.journaling import Journaling

        return Journaling(
            self.planning,
            self.advising,
            self.checking_off,
            self.journal,
            self.settings,
            self.clock,
        )

    @cached_property
    def noting(self) -> "Noting":
        from rlscompanion.services.noting import Noting

        return Noting(self.planning, self.advising, self.journal, self.clock)

    @cached_property
    def reviewing(self) -> "Reviewing":
        from rlscompanion.services.reviewing import Reviewing

        return Reviewing(self.journaling, self.experiments)

    @cached_property
    def reporting(self) -> "Reporting":
        from rlscompanion.adapters.toml_files import toml
        from rlscompanion.services.reporting import Reporting

        return Reporting(
            journaling=self.journaling,
            noting=self.noting,
            experimenting=lambda: self.experimenting,
            easing=lambda: self.easing,
            preferences=self.preferring.load,
            settings=self.settings,
            words=toml(resources() / "library" / "report.toml")["text"],
        )

    @staticmethod
    def save_file(file: Path, content: bytes) -> None:
        """Write a file that the person asked for: all of it, or nothing. Raises Mendable."""
        from rlscompanion.adapters.files import write_whole

        write_whole(file, content)

    @cached_property
    def safekeeping(self) -> "Safekeeping":
        from rlscompanion.services.safekeeping import Safekeeping

        return Safekeeping(self.library, self.planning, self.advising, self.profiles, self.clock)


class Outside:
    """What only a running window needs of the world around it. Nothing is started yet."""

    def __init__(self, folders: "Folders", clock: "Clock") -> None:
        self._folders = folders
        self._clock = clock

    @cached_property
    def alarms(self) -> "Alarms":
        from rlscompanion.adapters.alarms import SchedulerAlarms

        return SchedulerAlarms(self._clock, sleep=self.sleep_signal)

    @cached_property
    def sleep_signal(self) -> "SleepSignal":
        from rlscompanion.adapters.sleep_signal import LogindSleepSignal

        return LogindSleepSignal()

    @cached_property
    def notifier(self) -> "Notifier":
        from rlscompanion.adapters.notifications import DesktopNotifier

        icon = str(resources() / "icons" / "tray.svg")
        return DesktopNotifier(icon, left_behind=self._left_behind)

    def _left_behind(self) -> "LeftBehind | None":
        from rlscompanion.adapters.left_behind import LeftBehind

        try:
            return LeftBehind(self.socket.with_suffix(".notices"))
        except OSError:
            return None

    @cached_property
    def sound(self) -> "Sound":
        from rlscompanion.adapters.sound import MiniaudioSound

        return MiniaudioSound(self._clock)

    @cached_property
    def keep_awake(self) -> "KeepAwake":
        from rlscompanion.adapters.keep_awake import WakepyKeepAwake

        return WakepyKeepAwake()

    @cached_property
    def power(self) -> "Power":
        from rlscompanion.adapters.power import SystemPower

        return SystemPower()

    @cached_property
    def autostart(self) -> "Autostart":
        import os

        from rlscompanion.adapters.autostart import XdgAutostart
        from rlscompanion.adapters.desktop_entry import own_command

        return XdgAutostart(os.environ, own_command(self._folders))

    @cached_property
    def socket(self) -> Path:
        """Where the one instance of this home listens. Raises OSError where that cannot be."""
        return instance.socket_path(self._folders.data)

    @property
    def words(self) -> frozenset[str]:
        """What the one instance understands."""
        return frozenset(instance.Message)

    @staticmethod
    def give_memory_back() -> None:
        """Let the system have what is free: much was closed at once."""
        from rlscompanion.adapters.memory import give_back

        give_back()

    def tell_running(self, word: str) -> bool:
        """Tell the one instance, which may be starting just now; return whether it answered."""
        message = instance.Message(word)
        return instance.tell(self._folders.data, message, patience=A_START_TAKES)


def made_up(home: Path) -> Companion:
    """Return a companion on made-up data and a clock that stands still, for pictures."""
    from datetime import datetime, time
    from zoneinfo import ZoneInfo

    from rlscompanion.adapters.clock import StillClock
    from rlscompanion.adapters.folders import home_folders
    from rlscompanion.domain.checklist import MarkKind
    from rlscompanion.domain.made_up_nights import MadeUp, made_up_nights
    from rlscompanion.domain.night import ONE_DAY

    clock = StillClock(datetime(2026, 11, 22, 20, 20, tzinfo=ZoneInfo("Europe/Berlin")))
    parts = Companion(home_folders(home), clock)
    text = (resources() / "library" / "made_up_routine.json").read_text(encoding="utf-8")
    parts.safekeeping.import_routine(text, with_profile=True)
    last_night = clock.now().astimezone(clock.zone()).date() - ONE_DAY
    parts.journal.append(*made_up_nights(MadeUp(clock.zone()), last_night, MADE_UP_NIGHTS))
    for step, kind, at in (
        ("evening-snack", MarkKind.SKIP, time(19, 31)),
        ("dim-lights", MarkKind.DONE, time(20, 4)),
    ):
        parts.checking_off.mark(step, kind, datetime.combine(clock.now(), at, clock.zone()))
    return parts
