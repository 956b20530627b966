"""What a real program shows depends on the hour: an evening has its card and its reminders."""

from datetime import UTC

from rlscompanion.adapters.clock import SystemClock

EVENING = 21
"""With a card in Tonight, and a reminder that is due."""
AFTERNOON = 14
"""Nothing is to be done."""


def where_it_is(hour: int) -> dict[str, str]:
    """Return the environment of a zone in which it is now in this hour of the day, 0 to 23."""
    east = (hour - SystemClock().now().astimezone(UTC).hour + 12) % 24 - 12
    return {"TZ": f"Etc/GMT{-east:+d}"}
