"""Calendaring: the routine for the calendar of a phone, with alarms."""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.planner import Planner
from rlscompanion.domain.recurrence import Series, nights_ahead, series_of
from rlscompanion.services.planning import Planning

NIGHTS: Final = 400
"""A year and some weeks: within them every night is as the planner says, clock changes too."""


class Calendaring(Struct, frozen=True):
    """Over the routine as it stands; what was said of single nights is left out."""

    planning: Planning

    def series(self) -> tuple[Series, ...]:
        """Return the routine as events that come back."""
        planner = self.planner()
        first = self.planning.night_of(self.planning.clock.now())
        evenings = [planner.plan_without_fixes(night) for night in nights_ahead(first, NIGHTS)]
        return series_of(evenings, planner.routine)

    def planner(self) -> Planner:
        """Return the planner whose evenings these are."""
        return replace(self.planning.preview(self.planning.routine()).planner, bedtimes={})
