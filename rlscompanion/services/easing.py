"""Easing: one flare-up at night, its script for this person, and its record in the journal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from rlscompanion.domain.flareup import Course, FlareEvent, open_course, script_for
from rlscompanion.domain.journal import Entry, EntryKind, flare_ups_in, had_a_drink
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.night import NightCalendar
from rlscompanion.services.planning import Planning, Tonight
from rlscompanion.services.ports import Clock, Journal

BATH: Final = "warm-bath"
GENTLEST: Final = frozenset({"seated-moves", "slow-breathing"})


@dataclass(frozen=True, slots=True)
class FlareUp:
    """One flare-up that was opened: which Night it belongs to and when it began."""

    night: date
    began: datetime
    course: Course


@dataclass(frozen=True, slots=True)
class Easing:
    """Over the journal as well."""

    planning: Planning
    journal: Journal
    clock: Clock

    def open(self) -> FlareUp:
        """Return a flare-up made for this person and this Night.

        Where nothing stored can be read it is the gentlest one: nobody is turned away at night.
        """
        now = self.clock.now()
        try:
            tonight = self.planning.tonight(now)
        except Mendable:
            return self._gentlest(now)
        return self._made_for(tonight, now)

    def _gentlest(self, now: datetime) -> FlareUp:
        script = script_for(
            self.planning.library, GENTLEST, frozenset(), had_alcohol=None, clot_now=False
        )
        night = NightCalendar(self.clock.zone()).night_of(now)
        return FlareUp(night, now, open_course(script, walk=None, earlier_tonight=False))

    def _made_for(self, tonight: Tonight, now: datetime) -> FlareUp:
        gate = tonight.planner.gate
        allowed = frozenset(
            step.id
            for step in gate.library.steps.values()
            if step.offered and not gate.rule(step).locks
        )
        switched_on = frozenset(step.id for step in tonight.planner.routine.steps if step.on)
        script = script_for(
            gate.library,
            allowed,
            switched_on,
            had_alcohol=had_a_drink(tonight.entries) or None,
            minutes_since_bath=_minutes_since_bath(tonight, now),
            clot_now=gate.counts("clot-now"),
        )
        course = open_course(
            script,
            walk=gate.library.guides["walk"] if "night-walk" in allowed else None,
            earlier_tonight=flare_ups_in(tonight.entries) > 0,
        )
        return FlareUp(tonight.night, now, course)

    def record(self, flare_up: FlareUp, event: FlareEvent) -> None:
        """Write down what happened, as it happens."""
        now = self.clock.now()
        body: dict[str, str | float | None] = {
            "event": event.kind.value,
            "detail": event.detail,
            "guide": event.guide,
            "seconds": round(event.at, 1),
            "began": flare_up.began.isoformat(),
        }
        self.journal.append(Entry(flare_up.night, EntryKind.FLARE_UP, now, now, body))


def _minutes_since_bath(tonight: Tonight, now: datetime) -> float | None:
    state = tonight.checklist.state(BATH)
    if state is None or state.marked_at is None or state.marked_at > now:
        return None
    return (now - state.marked_at) / timedelta(minutes=1)
