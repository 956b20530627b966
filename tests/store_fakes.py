"""Stand-ins that keep the store's ports, with nothing in them but memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from msgspec.structs import replace

from rlscompanion.adapters.store.reminder_events import ROWS_AT_MOST
from rlscompanion.domain.experiment import Experiment
from rlscompanion.domain.journal import Entry, EntryKind
from rlscompanion.domain.profile import Profile
from rlscompanion.domain.reminder_record import ReminderEvent
from rlscompanion.domain.routine import Routine, RoutineRevision


class MemoryProfiles:
    """Keeps the port Profiles."""

    def __init__(self) -> None:
        self.saved: list[Profile] = []
        self.when: list[datetime] = []

    def load(self) -> Profile:
        return self.saved[-1] if self.saved else Profile()

    def save(self, profile: Profile, saved: datetime, *, settling: bool = False) -> None:
        if settling:
            del self.saved[-1:], self.when[-1:]
        self.saved.append(profile)
        self.when.append(saved)


class MemoryRoutines:
    """Keeps the port Routines."""

    def __init__(self, profiles: MemoryProfiles) -> None:
        self._profiles = profiles
        self._revisions: list[RoutineRevision] = []

    def revisions(self) -> tuple[RoutineRevision, ...]:
        return tuple(self._revisions)

    def save(
        self,
        routine: Routine,
        saved: datetime,
        profile: Profile | None = None,
        *,
        settling: bool = False,
    ) -> None:
        if settling:
            del self._revisions[-1:]
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

    def between(
        self, first: date, last: date, kinds: Collection[EntryKind] = ()
    ) -> tuple[Entry, ...]:
        return tuple(
            entry
            for entry in self.written
            if first <= entry.night <= last and (not kinds or entry.kind in kinds)
        )

    def of_kind(self, kind: EntryKind) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.written if entry.kind is kind)

    def first_night(self) -> date | None:
        return min((entry.night for entry in self.written), default=None)

    def nights_with(
        self, texts: Collection[str], first: date, last: date, kinds: Collection[EntryKind]
    ) -> tuple[date, ...]:
        found = {
            entry.night
            for entry in self.between(first, last)
            if entry.kind in kinds
            and any(text.casefold() in _in_one(entry).casefold() for text in texts)
        }
        return tuple(sorted(found, reverse=True))


def _in_one(entry: Entry) -> str:
    """Return all names and texts that an entry holds."""
    values = (
        " ".join(value) if isinstance(value, tuple) else str(value) for value in entry.body.values()
    )
    return " ".join([*entry.body, *values])


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


class MemoryReminderEvents:
    """Keeps the port ReminderEvents."""

    def __init__(self) -> None:
        self.kept: dict[str, ReminderEvent] = {}

    def put(self, *events: ReminderEvent) -> None:
        for event in events:
            known = self.kept.get(event.reminder)
            if known is None or known.outcome is not event.outcome:
                self.kept.pop(event.reminder, None)
                self.kept[event.reminder] = event
        while len(self.kept) > ROWS_AT_MOST:
            del self.kept[next(iter(self.kept))]

    def newest(self, at_most: int) -> tuple[ReminderEvent, ...]:
        return tuple(reversed(self.kept.values()))[:at_most]


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


class MemoryExperiments:
    """Keeps the port Experiments."""

    def __init__(self) -> None:
        self._kept: dict[int, Experiment] = {}

    def all(self) -> tuple[Experiment, ...]:
        return tuple(self._kept.values())

    def add(self, experiment: Experiment) -> Experiment:
        kept = replace(experiment, id=len(self._kept) + 1)
        self._kept[kept.id] = kept
        return kept

    def save(self, experiment: Experiment) -> None:
        first = self._kept[experiment.id]
        self._kept[experiment.id] = replace(
            experiment,
            plan=first.plan,
            sealed=first.sealed,
            created=first.created,
            run_in=first.run_in,
        )

    def reveal(self, experiment_id: int, number: int, at: datetime) -> None:
        kept = self._kept[experiment_id]
        night = next(a.night for a in kept.assignments if a.number == number)
        if night is not None:
            self._kept[experiment_id] = kept.revealed(night, at)


@dataclass(frozen=True)
class MemoryStore:
    """All of them, over one memory."""

    profiles: MemoryProfiles = field(default_factory=MemoryProfiles)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    fired: MemoryFired = field(default_factory=MemoryFired)
    reminder_events: MemoryReminderEvents = field(default_factory=MemoryReminderEvents)
    settings: MemorySettings = field(default_factory=MemorySettings)
    experiments: MemoryExperiments = field(default_factory=MemoryExperiments)
    routines: MemoryRoutines = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "routines", MemoryRoutines(self.profiles))
