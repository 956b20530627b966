"""Expecting: which reminders are still to come, and the person's quiet until tomorrow."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.quiet import Quiet, read_quiet
from rlscompanion.domain.reminders import Reminder
from rlscompanion.services.planning import Planning, Tonight
from rlscompanion.services.ports import Clock, Fired, Settings

QUIET: Final = "quiet"
"""The key of the setting."""


class Expecting(Struct, frozen=True):
    """Over the plan, what was shown, and the settings. Raises StoreError."""

    planning: Planning
    fired: Fired
    settings: Settings
    clock: Clock

    def quiet(self) -> Quiet | None:
        """Return the quiet time that was asked for last; it may be over."""
        return read_quiet(self.settings.get(QUIET))

    def quiet_until(self) -> datetime | None:
        """Return when reminders speak again; None where they do now."""
        quiet = self.quiet()
        return quiet.until if quiet is not None and quiet.holds(self.clock.now()) else None

    def be_quiet_until_tomorrow(self) -> datetime:
        """Keep quiet until the next wake time: tomorrow begins when the person gets up."""
        now = self.clock.now()
        wake = self.planning.tonight(now).checklist.evening.wake
        if wake <= now:
            wake = self.planning.tonight(now, nights_on=1).checklist.evening.wake
        quiet = self.quiet()
        since = quiet.since if quiet is not None and quiet.holds(now) else now
        self.settings.put(QUIET, Quiet(since, wake).as_text())
        return wake

    def speak_again(self) -> None:
        """End the quiet. What was due in it stays unsaid."""
        quiet = self.quiet()
        now = self.clock.now()
        if quiet is not None and quiet.holds(now):
            self.settings.put(QUIET, quiet.ended(now).as_text())

    def coming(self, at_most: int = 1) -> tuple[Reminder, ...]:
        """Return the next reminders that will be shown, of this Night and the one after it."""
        now = self.clock.now()
        tonight = self.planning.tonight(now)
        over = tonight.planner.calendar.start(tonight.night + ONE_DAY)
        found = [reminder for reminder in self._of(tonight, now) if reminder.due < over]
        if len(found) < at_most:
            found += self._of(self.planning.tonight(now, nights_on=1), now)
        return tuple(found[:at_most])

    def promised(self, at_most: int = 1) -> tuple[Reminder, ...]:
        """Return what may be told of the next reminders: none of a routine that nobody chose."""
        return () if self.planning.is_first_run() else self.coming(at_most)

    def _of(self, tonight: Tonight, now: datetime) -> list[Reminder]:
        said = self.fired.of_night(tonight.night)
        quiet = self.quiet()
        return [
            reminder
            for reminder in tonight.checklist.reminders
            if reminder.due > now
            and reminder.id not in said
            and (quiet is None or not quiet.covers(reminder.due))
        ]
