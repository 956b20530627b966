"""What is kept of a flare-up: its parts, what was said of it, how it closed.

Seconds named ``at`` count from the moment the screen was opened.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct

NOT_USED_SECONDS: Final = 10


class Part(StrEnum):
    START = "start"
    ALCOHOL = "alcohol"
    """A question before a hard burst, and only then."""
    MOVE = "move"
    STRETCH = "stretch"
    AIDS = "aids"
    BREATHE = "breathe"
    AFTER = "after"
    PUZZLE = "puzzle"
    HELP = "help"
    """The only part there is when nothing may be offered."""


LEAVABLE: Final = (Part.MOVE, Part.STRETCH, Part.AIDS, Part.BREATHE)
"""The parts that a person may leave out for good."""


class Answer(StrEnum):
    """To "How are your legs?"."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class Alcohol(StrEnum):
    """To "Any alcohol tonight?"."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class FlareKind(StrEnum):
    OPENED = "opened"
    ALCOHOL = "alcohol"
    PART_BEGUN = "part-begun"
    PART_DONE = "part-done"
    PART_LEFT = "part-left"
    ANSWERED = "answered"
    ROUND = "round"
    CLOSED = "closed"


USED: Final = "used"
NOT_USED: Final = "not-used"
LEFT_ALONE: Final = "left-alone"


class FlareEvent(Struct, frozen=True):
    """One thing for the record.

    ``detail`` is the part, the answer, the round's number, or how it closed (used, not-used,
    left-alone). ``lasted`` are the seconds of a part that is done or left, without pauses.
    """

    kind: FlareKind
    detail: str
    at: float
    guide: str = ""
    lasted: float = 0
