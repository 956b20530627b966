"""The morning ratings of one outcome, as they stand in the journal, for an experiment to judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rlscompanion.domain.check_in import Question, check_in_of
from rlscompanion.domain.experiment import Outcome
from rlscompanion.services.ports import Clock, Journal

if TYPE_CHECKING:
    from rlscompanion.domain.journal import Entry


@dataclass(frozen=True, slots=True)
class JournalRatings:
    """Over the journal. A night without the rating is not in the answer, and is never 0."""

    journal: Journal
    clock: Clock

    def __call__(self, outcome: Outcome, nights: Sequence[date]) -> Mapping[date, int]:
        own: dict[date, list[Entry]] = {}
        for entry in self.journal.entries(nights):
            own.setdefault(entry.night, []).append(entry)
        zone = self.clock.zone()
        found: dict[date, int] = {}
        for night, entries in own.items():
            rating = check_in_of(night, entries, zone).answer(Question(outcome.value))
            if isinstance(rating, int):
                found[night] = rating
        return found
