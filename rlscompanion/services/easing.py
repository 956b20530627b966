"""Easing: one flare-up at night, its script for this person, and its record in the journal."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.episodes import Correction, Room, checked, episodes_in, used_in
from rlscompanion.domain.flare_record import Alcohol, FlareEvent, FlareKind
from rlscompanion.domain.flare_script import (
    EVERY_BURST,
    GENTLEST_BURSTS,
    HOLD_ON_CONDITIONS,
    FlareChoices,
    Script,
    burst_is_open,
    script_for,
)
from rlscompanion.domain.flareup import Course, open_course
from rlscompanion.domain.journal import BodyValue, Entry, EntryKind
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.night import ONE_DAY, NightCalendar
from rlscompanion.domain.preferences import Preferences
from rlscompanion.domain.safety import Gate
from rlscompanion.services.planning import Planning, Tonight

if TYPE_CHECKING:
    from rlscompanion.services.ports import Clock, Journal

BATH: Final = "warm-bath"
WALK: Final = "night-walk"
GENTLEST: Final = frozenset({"seated-moves", "slow-breathing"})


class FlareUp(Struct, frozen=True):
    """One flare-up that was opened: which Night it belongs to and when it began."""

    night: date
    began: datetime
    course: Course


class Easing(Struct, frozen=True):
    """Over the journal as well. ``preferences`` says how the person wants the screen."""

    planning: Planning
    journal: "Journal"
    clock: "Clock"
    preferences: Callable[[], Preferences] = Preferences

    def open(self) -> FlareUp:
        """Return a flare-up made for this person and this Night.

        Where nothing stored can be read it is the gentlest one: nobody is turned away at night.
        """
        now = self.clock.now()
        try:
            tonight = self.planning.tonight(now)
            choices = FlareChoices.preferred(self.preferences())
        except Mendable:
            return self._gentlest(now)
        return self._made_for(tonight, choices, now)

    def _gentlest(self, now: datetime) -> FlareUp:
        script = script_for(self.planning.library, GENTLEST, ())
        night = NightCalendar(self.clock.zone()).night_of(now)
        return FlareUp(night, now, open_course(script))

    def _made_for(self, tonight: Tonight, choices: FlareChoices, now: datetime) -> FlareUp:
        gate = tonight.planner.gate
        switched_on = frozenset(step.id for step in tonight.planner.routine.steps if step.on)
        bath = _minutes_since_bath(tonight, now)

        def made(allowed: frozenset[str], *, sober: bool) -> Script:
            return script_for(
                gate.library,
                allowed,
                switched_on,
                sober=sober,
                minutes_since_bath=bath,
                clot_now=gate.counts("clot-now"),
                bursts=_bursts(gate),
                choices=choices,
            )

        allowed = _allowed(gate)
        script, sober_script = made(allowed, sober=False), None
        if burst_is_open(allowed, switched_on, bath) and not gate.alcohol:
            without = script
            sober_script = made(allowed, sober=True)
            if sober_script == without:
                sober_script = None
            else:
                script = made(_allowed(replace(gate, alcohol=True)), sober=False)
        earlier = len(used_in(tonight.entries))
        course = open_course(
            script,
            sober_script=sober_script,
            walk=gate.library.guides["walk"] if WALK in allowed else None,
            walk_stop=gate.library.steps[WALK].stop,
            earlier_tonight=earlier > 0,
            puzzle=tonight.night.toordinal() + 5 * earlier,
        )
        return FlareUp(tonight.night, now, course)

    def record(self, flare_up: FlareUp, event: FlareEvent) -> None:
        """Write down what happened, as it happens. A drink is one for the whole Night."""
        now = self.clock.now()
        body: dict[str, BodyValue] = {
            "event": event.kind.value,
            "detail": event.detail,
            "guide": event.guide,
            "seconds": round(event.at, 1),
            "lasted": round(event.lasted, 1),
            "began": flare_up.began.isoformat(),
        }
        entries = [Entry(flare_up.night, EntryKind.FLARE_UP, now, now, body)]
        if event.kind is FlareKind.ALCOHOL and event.detail == Alcohol.YES:
            entries.append(Entry(flare_up.night, EntryKind.DRINK, now, now, {"had": "yes"}))
        self.journal.append(*entries)

    def room(self, night: date) -> Room:
        """Return the time in which a flare-up of ``night`` can have been."""
        calendar = self.planning.calendar()
        ends = min(calendar.start(night + ONE_DAY), self.clock.now())
        return Room(calendar.start(night), ends)

    def correct(self, night: date, said: Correction) -> Correction:
        """Write down what the person says of an episode afterwards; return what takes it back.

        Raises BadCorrection.
        """
        episodes = episodes_in(self.journal.entries([night]))
        back = checked(said, episodes, self.room(night))
        self._say(night, said)
        return back

    def take_back(self, night: date, back: Correction) -> None:
        """Let stand what stood before; what was said stays in the history."""
        self._say(night, back)

    def _say(self, night: date, said: Correction) -> None:
        now = self.clock.now()
        self.journal.append(Entry(night, EntryKind.FLARE_UP, now, now, said.body()))


def _allowed(gate: Gate) -> frozenset[str]:
    return frozenset(
        step.id
        for step in gate.library.steps.values()
        if step.offered and not gate.rule(step).locks
    )


def _bursts(gate: Gate) -> tuple[str, ...]:
    return GENTLEST_BURSTS if any(map(gate.counts, HOLD_ON_CONDITIONS)) else EVERY_BURST


def _minutes_since_bath(tonight: Tonight, now: datetime) -> float | None:
    state = tonight.checklist.state(BATH)
    if state is None or state.marked_at is None or state.marked_at > now:
        return None
    return (now - state.marked_at) / timedelta(minutes=1)
