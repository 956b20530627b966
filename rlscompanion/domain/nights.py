"""One Night as the journal tells it: check-in, marks, flare-ups, and how answers were corrected."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from msgspec import Struct

from rlscompanion.domain.check_in import CheckIn, check_in_of
from rlscompanion.domain.checklist import taken
from rlscompanion.domain.episodes import Episode, Retelling, episodes_in, retellings_in
from rlscompanion.domain.evening import Taken
from rlscompanion.domain.journal import (
    Change,
    Entry,
    EntryKind,
    changes_in,
    had_a_drink,
    marks_in,
)
from rlscompanion.domain.night import ONE_DAY


class NightRecord(Struct, frozen=True, dict=True):
    """Everything written down for one Night. A Night without entries is there, and blank."""

    night: date
    entries: tuple[Entry, ...]
    check_in: CheckIn

    @cached_property
    def taken(self) -> Taken:
        """Return which steps were done, and when, and which were skipped."""
        return taken(marks_in(self.entries))

    @cached_property
    def episodes(self) -> tuple[Episode, ...]:
        """Return the flare-ups of the Night as they stand corrected; also those opened by mistake."""
        return episodes_in(self.entries)

    @property
    def retellings(self) -> tuple[Retelling, ...]:
        """Return every correction of a flare-up ever made."""
        return retellings_in(self.entries)

    @property
    def flare_ups(self) -> int:
        """Return how many flare-ups count."""
        return sum(episode.used for episode in self.episodes)

    @property
    def had_a_drink(self) -> bool:
        return had_a_drink(self.entries)

    @property
    def sick_or_away(self) -> bool:
        """Return whether the person called this day unlike others."""
        return self.check_in.sick_or_away

    @property
    def changes(self) -> tuple[Change, ...]:
        """Return every answer of the check-in ever given, corrections included."""
        return changes_in(self.entries, EntryKind.CHECK_IN)


def record_of(night: date, entries: Sequence[Entry], zone: ZoneInfo) -> NightRecord:
    """Return the record of ``night`` after its own ``entries``."""
    return NightRecord(night, tuple(entries), check_in_of(night, entries, zone))


def records_of(
    first: date, last: date, entries: Iterable[Entry], zone: ZoneInfo
) -> tuple[NightRecord, ...]:
    """Return every Night from ``first`` to ``last``, in order, blank ones too."""
    by_night: dict[date, list[Entry]] = {
        first + n * ONE_DAY: [] for n in range((last - first).days + 1)
    }
    for entry in entries:
        if entry.night in by_night:
            by_night[entry.night].append(entry)
    return tuple(record_of(night, own, zone) for night, own in by_night.items())
