"""What the services need of the outside world, as Protocols. Adapters and fakes keep them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct

from rlscompanion.domain.journal import Entry, EntryKind
from rlscompanion.domain.profile import Profile
from rlscompanion.domain.reminder_record import ReminderEvent
from rlscompanion.domain.routine import Routine, RoutineRevision
from rlscompanion.domain.tone import Tone

if TYPE_CHECKING:
    from rlscompanion.domain.experiment import Experiment


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Return this instant, aware, in UTC."""
        ...

    def zone(self) -> ZoneInfo:
        """Return the zone the person is in, with its IANA key."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards, for timers on screen.

        They go on while the machine sleeps, and setting the clock does not move them.
        """
        ...


class Alarms(Protocol):
    """Calls back at instants. Owns at most one pending instant: the last one set wins."""

    def set(self, at: datetime | None) -> None:
        """Call back at ``at`` (aware); ``None`` means: nothing is pending."""
        ...

    def start(self, ring: Callable[[], None]) -> None:
        """Begin, ringing on a thread of the adapter's own.

        A heartbeat of at most 60 s rings as well where the clock jumped, the zone changed, or an
        instant passed unheard.
        """
        ...

    def stop(self) -> None: ...


class SleepSignal(Protocol):
    """Tells when the machine goes to sleep and when it is back. Not every system has one."""

    def start(self, slept: Callable[[], None], woke: Callable[[], None]) -> None:
        """Begin, calling on a thread of the adapter's own; never blocks.

        ``slept`` comes some moments before the sleep, ``woke`` some moments after it.
        """
        ...

    def works(self) -> bool | None:
        """Return whether somebody would tell; None means not known yet."""
        ...

    def stop(self) -> None: ...


class Answer(StrEnum):
    """What a person can press on a notification."""

    DONE = "done"
    SNOOZE = "snooze"
    SKIP = "skip"
    OPEN = "open"
    FLARE_UP = "flare-up"
    """Open the flare-up screen; that is no answer to a step."""


class Notice(Struct, frozen=True):
    """One notification. ``id`` is ours; showing the same id again replaces the old one."""

    id: str
    title: str
    body: str
    answers: tuple[tuple[Answer, str], ...]
    """What can be pressed, with its label; empty for a plain message."""
    reminders: tuple[str, ...] = ()
    """The ids of the occurrences that it shows."""
    tone: Tone | None = None
    """What sounds once with it."""


class NoticeAnswered(Struct, frozen=True):
    """Somebody pressed something on the notice with this id."""

    id: str
    answer: Answer
    token: str = ""
    """What lets a window come to the front, where the desktop gave one (XDG activation)."""


class Notifier(Protocol):
    """Shows notices. Never blocks the caller; every call to the outside has a time limit."""

    def start(
        self,
        answered: Callable[[NoticeAnswered], None],
        gone: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Begin; both are called on a thread of the adapter's own.

        ``gone`` gets the id of a notice that was put away, or whose time on the screen is over.
        """
        ...

    def show(self, notice: Notice, shown: Callable[[bool], None]) -> None:
        """Show, then call ``shown`` with whether a service took it (False: fall back)."""
        ...

    def withdraw(self, notice_id: str) -> None: ...

    def works(self) -> bool | None:
        """Return whether a service was there when last asked; None means not known."""
        ...

    def stop(self) -> None:
        """End, and withdraw what stands: nobody would hear its buttons."""
        ...


class Sound(Protocol):
    """Soft tones, one at a time. Never blocks the caller; without a device it stays silent."""

    def open(self, volume: float = 1.0) -> None:
        """Get a device ready, once; again it only sets the volume: 0 to 1 of the capped loudness."""
        ...

    def play(self, tone: Tone, seconds: float | None = None, after: float = 0.0) -> None:
        """Let ``tone`` sound, ``after`` seconds from now, in place of any other.

        It lasts ``seconds``, or its own length. What is told some tenths of a second ahead comes
        on time to a few milliseconds, however busy the caller then is. Not opened: nothing.
        """
        ...

    def hush(self) -> None:
        """Fade what sounds within a few hundredths of a second; what was to come does not."""
        ...

    def close(self) -> None:
        """Fade out, and give the device back."""
        ...

    def works(self) -> bool | None:
        """Return whether there was a device when last opened; None means not known."""
        ...


class KeepAwake(Protocol):
    """Holds off the lock and the sleep of this machine. Never blocks; ends with the process."""

    def hold(self) -> None:
        """Hold them off until released; holding twice is holding once."""
        ...

    def release(self) -> None:
        """Let the machine lock and sleep again; releasing twice is no error."""
        ...

    def works(self) -> bool | None:
        """Return whether the desktop agreed when last asked; None means not known."""
        ...


class Power(Protocol):
    """Where the machine gets its power from."""

    def on_mains(self) -> bool:
        """Return whether it is known to run on mains; not known counts as a battery."""
        ...


class Autostart(Protocol):
    """Whether the companion starts with the computer."""

    def is_on(self) -> bool | None:
        """Return what holds; None where this system offers no way."""
        ...

    def trouble(self) -> str:
        """Return one sentence where it looks switched on and is not; else nothing."""
        ...

    def set(self, *, on: bool) -> None:
        """Switch it. Raises Mendable with one sentence where that does not work."""
        ...


class Routines(Protocol):
    """Routine revisions in the order in which they were saved. Raises StoreError."""

    def revisions(self) -> tuple[RoutineRevision, ...]: ...

    def save(
        self,
        routine: Routine,
        saved: datetime,
        profile: Profile | None = None,
        *,
        settling: bool = False,
    ) -> None:
        """Write a revision, and with it the profile where one is given: both, or neither.

        ``settling`` goes on with the change that the newest revision holds, and replaces that one.
        """
        ...


class Profiles(Protocol):
    """The newest profile; an empty one at first. Raises StoreError."""

    def load(self) -> Profile: ...

    def save(self, profile: Profile, saved: datetime, *, settling: bool = False) -> None:
        """Write a revision; ``settling`` replaces the newest, whose change goes on."""
        ...


class Journal(Protocol):
    """Entries in the order in which they were written down. Raises StoreError."""

    def append(self, *entries: Entry) -> None:
        """Write all of them, or none; on return they are on the disk."""
        ...

    def entries(self, nights: Sequence[date]) -> tuple[Entry, ...]: ...

    def between(
        self, first: date, last: date, kinds: Collection[EntryKind] = ()
    ) -> tuple[Entry, ...]:
        """Return the entries of the nights from ``first`` to ``last``, of all kinds if none named.

        Both nights are included.
        """
        ...

    def of_kind(self, kind: EntryKind) -> tuple[Entry, ...]:
        """Return every entry of a kind. Quick for kinds that are seldom written."""
        ...

    def first_night(self) -> date | None:
        """Return the oldest night with an entry."""
        ...

    def nights_with(
        self, texts: Collection[str], first: date, last: date, kinds: Collection[EntryKind]
    ) -> tuple[date, ...]:
        """Return the nights, newest first, on which one of ``texts`` may have been written.

        Every night with such a text is among them, in whatever case it was written; some others
        may be.
        """
        ...


class Fired(Protocol):
    """Which reminders were shown. Raises StoreError."""

    def claim(self, reminder_id: str, at: datetime) -> bool:
        """Record that it is shown now; False where it was recorded before."""
        ...

    def of_night(self, night: date) -> frozenset[str]: ...


class ReminderEvents(Protocol):
    """What became of the reminders of late. Raises StoreError."""

    def put(self, *events: ReminderEvent) -> None:
        """Write what became of reminders; one that was there with another outcome moves to the end.

        May be called from any thread. The oldest are forgotten.
        """
        ...

    def newest(self, at_most: int) -> tuple[ReminderEvent, ...]:
        """Return the events written last, newest first."""
        ...


class Settings(Protocol):
    """Settings of the app itself. Raises StoreError."""

    def get(self, key: str) -> str | None: ...

    def all(self) -> Mapping[str, str]: ...

    def put(self, key: str, value: str) -> None: ...

    def put_all(self, texts: Mapping[str, str]) -> None:
        """Write all of them, or none."""
        ...


class Experiments(Protocol):
    """Experiments on oneself, in the order in which they were started. Raises StoreError."""

    def all(self) -> "tuple[Experiment, ...]": ...

    def add(self, experiment: "Experiment") -> "Experiment":
        """Write a new one with its sealed plan; return it with its id."""
        ...

    def save(self, experiment: "Experiment") -> None:
        """Write what became of it. Its plan and its seal stay as they were written first."""
        ...

    def reveal(self, experiment_id: int, number: int, at: datetime) -> None:
        """Write when the arm of a night was first told; the first moment stays."""
        ...


class Backups(Protocol):
    """Copies of everything that is stored. Raises StoreError, and then nothing has changed."""

    def days(self) -> tuple[date, ...]:
        """Return the days that have a backup, the newest first."""
        ...

    def kept(self) -> tuple[Path, ...]:
        """Return what was replaced, or copied before a migration, the newest first."""
        ...

    def make(self, day: date) -> bool:
        """Make the backup of ``day`` if there is none; return whether one was made."""
        ...

    def write(self, file: Path) -> None:
        """Write a checked copy to ``file``: all of it, or nothing."""
        ...

    def newest_good(self, today: date) -> date | None:
        """Return the newest day whose backup is whole; days after today count as the oldest."""
        ...

    def file_of(self, day: date) -> Path: ...

    def restore(self, file: Path, at: datetime) -> Path | None:
        """Put a backup in the place of what is stored; return where that is kept."""
        ...

    def start_anew(self, at: datetime) -> Path | None:
        """Set what is stored aside, whatever it is like; return where it is kept."""
        ...

    def export_to(self, folder: Path) -> None:
        """Write everything as documented text into a folder that is new or empty."""
        ...

    def import_from(self, folder: Path, at: datetime) -> Path | None:
        """Put an export in the place of what is stored; return where that is kept."""
        ...

    def delete_everything(self) -> None:
        """Delete what is stored, and every backup of it."""
        ...
