"""What became of each reminder, and why: the answer to "why did it not come?"."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
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


Numbers = Mapping[str, int]
"""What each own step is told apart by, by its id; none where there is only one."""

NO_NUMBERS: Final[Numbers] = MappingProxyType({})


def step_of(reminder: str) -> str:
    """Return the step that a reminder's id tells of."""
    return reminder.partition("/")[2].rpartition("/")[0]


def own_numbers(steps: Iterable[str]) -> Numbers:
    """Return the numbers of the own steps among ``steps``, in their order."""
    own = dict.fromkeys(step for step in steps if step.startswith(OWN))
    return {step: n for n, step in enumerate(own, 1)} if len(own) > 1 else NO_NUMBERS


def impersonal(reminder: str, numbers: Numbers = NO_NUMBERS) -> str:
    """Return a reminder's id with "own step", and its number, in the place of its name."""
    step = step_of(reminder)
    if not step.startswith(OWN):
        return reminder
    night, occasion = reminder.partition("/")[0], reminder.rpartition("/")[2]
    own = f"own step {numbers[step]}" if step in numbers else "own step"
    return f"{night}/{own}/{occasion}"
