"""Which light the hour asks of the app itself: the app obeys the light advice it gives (G23)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from msgspec import Struct

from rlscompanion.domain.evening import Evening

DIM_BEFORE_BED: Final = timedelta(hours=3)


class Light(StrEnum):
    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"


class Hold(Struct, frozen=True):
    """A light that the person keeps for a while, whatever the clock says."""

    light: Light
    until: datetime

    def holds(self, now: datetime) -> bool:
        return now < self.until

    def as_text(self) -> str:
        """Return it as one short text, for the store."""
        return f"{self.light} {self.until.isoformat()}"

    @classmethod
    def from_text(cls, text: str | None) -> "Hold | None":
        """Return what ``as_text`` wrote; None for any other text."""
        light, _, until = (text or "").partition(" ")
        if light not in set(Light):
            return None
        try:
            at = datetime.fromisoformat(until)
        except ValueError:
            return None
        return cls(Light(light), at) if at.tzinfo is not None else None


def light_at(evening: Evening, now: datetime) -> Light:
    """Return the light at ``now``: night from bedtime to wake, evening three hours before."""
    if evening.bedtime <= now < evening.wake:
        return Light.NIGHT
    if evening.bedtime - DIM_BEFORE_BED <= now < evening.bedtime:
        return Light.EVENING
    return Light.DAY


def next_change(evening: Evening, now: datetime) -> datetime | None:
    """Return when the light changes next, as far as this evening knows."""
    changes = (evening.bedtime - DIM_BEFORE_BED, evening.bedtime, evening.wake)
    return next((change for change in changes if change > now), None)
