"""Lighting: which light the app wears now, by the clock, by choice, or kept for a while."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from rlscompanion.domain.light import Hold, Light, light_at, next_change
from rlscompanion.domain.preferences import PaletteChoice
from rlscompanion.services.planning import Planning
from rlscompanion.services.preferring import Preferring

if TYPE_CHECKING:
    from rlscompanion.services.ports import Clock, Settings

KEY: Final = "light-hold"


class LightNow(Struct, frozen=True):
    """The light to wear, the one that is kept for a while, and when to look again."""

    light: Light
    held: Light | None
    until: datetime | None
    """When the light changes next; None where nothing is known to change."""


class Lighting(Struct):
    """A kept light goes before a pinned one, and that before the clock."""

    planning: Planning
    preferring: Preferring
    settings: "Settings"
    clock: "Clock"

    def now(self) -> LightNow:
        """Return the light of this moment. Raises StoreError."""
        now = self.clock.now()
        hold = Hold.from_text(self.settings.get(KEY))
        if hold is not None and hold.holds(now):
            return LightNow(hold.light, hold.light, hold.until)
        pinned = self.preferring.load().palette
        if pinned is not PaletteChoice.CLOCK:
            return LightNow(Light(pinned), None, None)
        evening = self.planning.tonight(now).checklist.evening
        return LightNow(light_at(evening, now), None, next_change(evening, now))

    def hold(self, light: Light) -> None:
        """Keep a light until the next wake time. Raises StoreError."""
        now = self.clock.now()
        wake = self.planning.tonight(now).checklist.evening.wake
        if wake <= now:
            wake = self.planning.tonight(now, nights_on=1).checklist.evening.wake
        self.settings.put(KEY, Hold(light, wake).as_text())

    def let_go(self) -> None:
        """Follow the clock, or the pinned light, again. Raises StoreError."""
        self.settings.put(KEY, "")
