"""Greeting: one reminder of the morning's check-in, for those who wish for it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct

from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.preferences import Preferences
from rlscompanion.services.journaling import Journaling
from rlscompanion.services.ports import Fired

LATE: Final = timedelta(hours=4)
"""Found later than that it is not shown: the morning is over."""


class Greeting(Struct, frozen=True):
    """Over the journal, what was shown, and the person's wish. Raises StoreError."""

    journaling: Journaling
    fired: Fired
    preferences: Callable[[], Preferences]

    def next(self, now: datetime) -> datetime | None:
        """Return when to look again; None where no reminder is wished."""
        if not self.preferences().morning_reminder:
            return None
        tonight = self.journaling.planning.night_of(now)
        mornings = (self.journaling.reminder_at(tonight + n * ONE_DAY) for n in (-1, 0, 1))
        return min((at for at in mornings if at > now), default=None)

    def claim(self, now: datetime) -> date | None:
        """Return the Night to ask about now, once: it is recorded as shown."""
        if not self.preferences().morning_reminder:
            return None
        night = self.journaling.offer(now)
        if night is None:
            return None
        due = self.journaling.reminder_at(night)
        shown = due <= now < due + LATE and self.fired.claim(f"{night}/check-in/due", now)
        return night if shown else None
