"""Standing by: what the dark screen at the bedside does, until when, and what is heard meanwhile.

It opens whatever the store is like: where nothing can be read it does the least.
"""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct, field

from rlscompanion.domain.breathing import BreathPattern
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.preferences import BreathingPattern, Preferences
from rlscompanion.domain.reminders import Reminder, due_now
from rlscompanion.domain.routine import Sound
from rlscompanion.domain.tone import Tone
from rlscompanion.services.expecting import Expecting
from rlscompanion.services.planning import Planning
from rlscompanion.services.ports import Clock, Fired, Power
from rlscompanion.services.preferring import Preferring

BREATHING: Final = "slow-breathing"
WHERE_NO_WAKE_IS_KNOWN: Final = timedelta(hours=8)
IN_THE_DARK: Final = {BreathingPattern.EVEN: BreathPattern(5.5, 5.5)}
"""Nobody reads "stop if dizzy" on a black screen: breath is not held there."""


class BreathingByEar(Struct, frozen=True):
    """Slow breathing that is led by tones alone. ``starts`` is in UTC."""

    starts: datetime
    pattern: BreathPattern
    seconds: float


class StandingBy(Struct):
    """One Standby, from its opening to its end."""

    planning: Planning
    expecting: Expecting
    fired: Fired
    preferring: Preferring
    power: Power
    clock: Clock
    _heard: set[str] = field(default_factory=set[str])

    def until(self) -> datetime:
        """Return the next time to get up."""
        now = self.clock.now()
        try:
            wake = self.planning.tonight(now).checklist.evening.wake
            if wake <= now:
                wake = self.planning.tonight(now, nights_on=1).checklist.evening.wake
        except Mendable:
            return now + WHERE_NO_WAKE_IS_KNOWN
        return wake

    def preferences(self) -> Preferences:
        try:
            return self.preferring.load()
        except Mendable:
            return Preferences()

    def keeps_awake(self) -> bool:
        """Return whether lock and sleep are held off: it is wished, and there is mains power."""
        return self.preferences().standby_keep_awake and self.power.on_mains()

    def says_brightness(self) -> bool:
        """Return whether the screen's own brightness is to be spoken of: once in a life."""
        if self.preferences().brightness_said:
            return False
        try:
            self.preferring.change(brightness_said=True)
        except Mendable:
            return False
        return True

    def tone_due(self) -> Tone | None:
        """Return the one tone for all that became due since the last time, if it is wished."""
        if not self.preferences().standby_tones:
            return None
        try:
            new = [reminder for reminder in self._due() if reminder.id not in self._heard]
        except Mendable:
            return None
        if not new:
            return None
        self._heard.update(reminder.id for reminder in new)
        rings = any(reminder.sound is Sound.BELL for reminder in new)
        return Tone.BELL if rings else Tone.SOFT

    def breathing(self) -> BreathingByEar | None:
        """Return tonight's slow breathing, if tones are to lead it and it is still to begin."""
        preferences = self.preferences()
        if not (preferences.standby_tones and preferences.tones):
            return None
        try:
            state = self.planning.tonight().checklist.state(BREATHING)
        except Mendable:
            return None
        if state is None or state.status.is_answered:
            return None
        starts = state.snoozed_until or state.step.start
        if starts <= self.clock.now():
            return None
        return BreathingByEar(
            starts,
            IN_THE_DARK.get(preferences.breathing_pattern, BreathPattern()),
            preferences.breathing_minutes * 60.0,
        )

    def _due(self) -> tuple[Reminder, ...]:
        now = self.clock.now()
        tonight = self.planning.tonight(now)
        quiet = self.expecting.quiet()
        return tuple(
            reminder
            for reminder in due_now(
                tonight.checklist.reminders, self.fired.of_night(tonight.night), now
            )
            if quiet is None or not (quiet.holds(now) or quiet.covers(reminder.due))
        )
