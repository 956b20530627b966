"""What became of each reminder, and why: the answer to "why did it not come?"."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

from rlscompanion.domain.routine import OWN

KEPT: Final = 50
"""So many of them a person is shown."""


class Outcome(StrEnum):
    """What became of a reminder."""

    SHOWN = "shown"
    SHOWN_TOGETHER = "shown-together"
    """In one notice with others."""
    IN_WINDOW = "in-window"
    """No notification service took it."""
    TOO_LATE = "too-late"
    QUIET = "quiet"
    """The person had asked for quiet until tomorrow."""
    HELD = "held"
    """A screen of the night was open."""
    ANSWERED = "answered"
    """Done or skipped before its time."""


class ReminderEvent(Struct, frozen=True):
    """What became of one occurrence: ``at`` is when that was found, in UTC."""

    reminder: str
    due: datetime
    at: datetime
    outcome: Outcome

    @property
    def impersonal(self) -> str:
        """Return the reminder's id without what a person has called a step."""
        return impersonal(self.reminder)


def impersonal(reminder: str) -> str:
    """Return a reminder's id with "own step" in the place of an own step's name."""
    night, _, rest = reminder.partition("/")
    if not rest.startswith(OWN):
        return reminder
    return f"{night}/own step/{rest.rpartition('/')[2]}"
