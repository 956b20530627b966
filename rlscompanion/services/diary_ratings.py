"""What an experiment reads in the journal: the ratings that decide, and what is shown beside."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from rlscompanion.domain.check_in import Question, check_in_of
from rlscompanion.domain.experiment import Beside, Outcome
from rlscompanion.domain.journal import flare_ups_in
from rlscompanion.services.ports import Clock, Journal

if TYPE_CHECKING:
    from rlscompanion.domain.journal import Entry


class JournalDiary(Struct, frozen=True):
    """Over the journal. A night without the rating is not in the answer, and is never 0."""

    journal: Journal
    clock: Clock

    def ratings(self, outcome: Outcome, nights: Sequence[date]) -> Mapping[date, int]:
        question, zone = Question(outcome.value), self.clock.zone()
        said = {
            night: check_in_of(night, entries, zone).answer(question)
            for night, entries in self._own(nights).items()
        }
        return {night: rating for night, rating in said.items() if isinstance(rating, int)}

    def beside(self, nights: Sequence[date]) -> Mapping[date, Beside]:
        zone = self.clock.zone()
        return {
            night: Beside(
                check_in_of(night, entries, zone).minutes_to_fall_asleep, flare_ups_in(entries)
            )
            for night, entries in self._own(nights).items()
        }

    def _own(self, nights: Sequence[date]) -> "dict[date, list[Entry]]":
        own: dict[date, list[Entry]] = {}
        for entry in self.journal.entries(nights):
            own.setdefault(entry.night, []).append(entry)
        return own
