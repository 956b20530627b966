"""Stand-ins that keep the store's ports, with nothing in them but memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from rlscompanion.domain.journal import Entry
from rlscompanion.domain.profile import Profile
from rlscompanion.domain.routine import Routine
from rlscompanion.services.ports import RoutineRevision


class MemoryProfiles:
    """Keeps the port Profiles."""

    def __init__(self) -> None:
        self.saved: list[Profile] = []
        self.when: list[datetime] = []

    def load(self) -> Profile:
        return self.saved[-1] if self.saved else Profile()

    def save(self, profile: Profile, saved: datetime) -> None:
        self.saved.append(profile)
        self.when.append(saved)


class MemoryRoutines:
    """Keeps the port Routines."""

    def __init__(self, profiles: MemoryProfiles) -> None:
        self._profiles = profiles
        self._revisions: list[RoutineRevision] = []

    def revisions(self) -> tuple[RoutineRevision, ...]:
        return tuple(self._revisions)

    def save(self, routine: Routine, saved: datetime, profile: Profile | None = None) -> None:
        self._revisions.append(RoutineRevision(saved, routine))
        if profile is not None:
            self._profiles.save(profile, saved)


class MemoryJournal:
    """Keeps the port Journal."""

    def __init__(self) -> None:
        self.written: list[Entry] = []

    def append(self, *entries: Entry) -> None:
        self.written.extend(entries)

    def entries(self, nights: Sequence[date]) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.written if entry.night in nights)


class MemoryFired:
    """Keeps the port Fired."""

    def __init__(self) -> None:
        self._fired: dict[str, datetime] = {}

    def claim(self, reminder_id: str, at: datetime) -> bool:
        known = reminder_id in self._fired
        self._fired.setdefault(reminder_id, at)
        return not known

    def of_night(self, night: date) -> frozenset[str]:
        return frozenset(name for name in self._fired if name.startswith(f"{night.isoformat()}/"))


class MemorySettings:
    """Keeps the port Settings."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self._values.get(key)

    def all(self) -> dict[str, str]:
        return dict(self._values)

    def put(self, key: str, value: str) -> None:
        self._values[key] = value

    def put_all(self, texts: Mapping[str, str]) -> None:
        self._values.update(texts)


@dataclass(frozen=True)
class MemoryStore:
    """All of them, over one memory."""

    profiles: MemoryProfiles = field(default_factory=MemoryProfiles)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    fired: MemoryFired = field(default_factory=MemoryFired)
    settings: MemorySettings = field(default_factory=MemorySettings)
    routines: MemoryRoutines = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "routines", MemoryRoutines(self.profiles))
