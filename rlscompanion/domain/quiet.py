"""Quiet until tomorrow: nothing is shown, and what was due meanwhile stays unsaid afterwards."""

from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

AT_MOST: Final = timedelta(hours=48)
"""Until the wake of the next Night is never farther: beyond it, a clock was wrong."""


class Quiet(Struct, frozen=True):
    """From the instant at which somebody asked for it to the wake that ends it, in UTC."""

    since: datetime
    until: datetime

    def holds(self, now: datetime) -> bool:
        """Return whether it is quiet at ``now``; a clock set back does not end it."""
        return timedelta() < self.until - now <= AT_MOST

    def covers(self, due: datetime) -> bool:
        """Return whether a reminder due then is never shown, not even late."""
        return self.since <= due < self.until

    def ended(self, now: datetime) -> "Quiet":
        """Return it as it was, over by ``now``."""
        return replace(self, until=min(self.until, now))

    def as_text(self) -> str:
        return f"{self.since.isoformat()}/{self.until.isoformat()}"


def read_quiet(text: str | None) -> Quiet | None:
    """Return the quiet time that ``as_text`` wrote; None for anything else."""
    since, _, until = (text or "").partition("/")
    try:
        return Quiet(
            datetime.fromisoformat(since).astimezone(UTC),
            datetime.fromisoformat(until).astimezone(UTC),
        )
    except (ValueError, OverflowError):
        return None
