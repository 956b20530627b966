"""Accounting for reminders: what comes next, what became of the last ones, what works here."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from rlscompanion.domain.library import Library
from rlscompanion.domain.reminder_record import (
    KEPT,
    NO_NUMBERS,
    Numbers,
    ReminderEvent,
    own_numbers,
    step_of,
)
from rlscompanion.domain.reminders import Reminder
from rlscompanion.services.calling import Titles, titles
from rlscompanion.services.expecting import Expecting
from rlscompanion.services.ports import Clock, ReminderEvents

NEXT_SHOWN: Final = 5

Works = Mapping[str, bool | None]
"""Whether a part of the desktop works, by its name in ``status``; None means not known."""


class Account(Struct, frozen=True):
    """What can be said without a personal word in it. Events are newest first."""

    zone: ZoneInfo
    quiet_until: datetime | None
    coming: tuple[Reminder, ...]
    events: tuple[ReminderEvent, ...]
    works: Works
    titles: Titles = {}
    """As the person wants them said."""
    titles_for_anybody: Titles = {}
    """As they may be read by whoever gets a copy."""
    numbers: Numbers = NO_NUMBERS
    """Of the own steps, which are not named: as they stand in the routine."""


class Accounting(Struct, frozen=True):
    """Over what is expected and what was written down. Raises StoreError."""

    expecting: Expecting
    events: ReminderEvents
    clock: Clock
    works: Callable[[], Works]
    library: Library | None = None
    """Without it no step is named."""
    names_shown: Callable[[], bool] = lambda: False
    """Whether what a person takes may be named."""

    def now(self) -> Account:
        events = self.events.newest(KEPT)
        in_routine = (step.id for step in self.expecting.planning.routine().steps)
        of_events = (step_of(event.reminder) for event in reversed(events))
        return Account(
            self.clock.zone(),
            self.expecting.quiet_until(),
            self.expecting.coming(NEXT_SHOWN),
            events,
            self.works(),
            self._titles(supplements=self.names_shown()),
            self._titles(supplements=False),
            own_numbers((*in_routine, *of_events)),
        )

    def _titles(self, *, supplements: bool) -> Titles:
        return {} if self.library is None else titles(self.library, supplements=supplements)
