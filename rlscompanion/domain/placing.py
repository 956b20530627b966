"""Placing: which of the chosen steps belong to a Night, and where each starts.

Steps are placed backwards from bedtime. Clock steps never move; overlapping hands-on steps that
hang on bedtime move earlier.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.chosen import Chosen
from rlscompanion.domain.evening import LeftOut, PlannedStep, Taken
from rlscompanion.domain.library import Code, Kind, Moment
from rlscompanion.domain.limits import BLOOD_TEST_PAUSE, Limits
from rlscompanion.domain.routine import LIGHTS_OUT, AtClock, BeforeBed, ReminderSetting
from rlscompanion.domain.safety import CALMING, Gate, Ruling, Verdict
from rlscompanion.domain.timetable import NightTimes

TWO_CALMING: Final = "X2"


class Placed(Struct, frozen=True):
    """The steps of a Night in order of time, lights out among them, and what is left out."""

    steps: tuple[PlannedStep, ...]
    left_out: tuple[LeftOut, ...]


class Placing(Struct, frozen=True):
    """Places chosen steps on any Night; what was done counts whatever speaks against it."""

    gate: Gate
    limits: Limits

    def place(self, among: Iterable[Chosen], times: NightTimes, said: Taken) -> Placed:
        """Return which steps belong to a Night of which ``said`` was said, and where."""
        wanted: list[PlannedStep] = []
        left_out: list[LeftOut] = []
        for chosen in among:
            if not chosen.step.nights.includes(times.night):
                continue
            if chosen.step.id in said.done:
                wanted.append(_planned(chosen, times, said))
            elif chosen.ruling.locks:
                left_out.append(LeftOut(chosen.step.id, chosen.title, chosen.ruling))
            else:
                step = _planned(chosen, times, said)
                if self.limits.is_before_blood_test(step):
                    left_out.append(self._blocked(step, BLOOD_TEST_PAUSE))
                else:
                    wanted.append(step)
        doubles = _doubles(wanted, said)
        left_out += [self._blocked(step, TWO_CALMING) for step in doubles]
        placed = kept_apart([step for step in wanted if step not in doubles], times.begins)
        placed.append(self._lights_out(times.bedtime))
        placed.sort(key=lambda step: (step.start, step.is_mark))
        return Placed(tuple(placed), tuple(left_out))

    def _blocked(self, step: PlannedStep, rule: str) -> LeftOut:
        """Return a step that is left out of this Night by a rule that only a Night can break."""
        reasons = (*step.ruling.reasons, self.gate.reason(rule, Code.BLOCK))
        ruling = replace(step.ruling, verdict=Verdict.BLOCKED, reasons=reasons, questions=())
        return LeftOut(step.id, step.title, ruling)

    def _lights_out(self, bedtime: datetime) -> PlannedStep:
        known = self.gate.library.steps[LIGHTS_OUT]
        return PlannedStep(
            id=known.id,
            title=known.title,
            kind=known.kind,
            moment=known.moment,
            nominal=bedtime,
            start=bedtime,
            end=bedtime,
            when=BeforeBed(0),
            hands_on=False,
            ruling=Ruling(known.id, Verdict.FINE),
            reminder=ReminderSetting(on=False),
            substances=frozenset(),
            known=known,
        )


def _planned(chosen: Chosen, times: NightTimes, said: Taken) -> PlannedStep:
    """Return a step at its own time, or where it was moved for this Night; there it stays."""
    known = chosen.known
    start = times.start_of(chosen.when)
    planned = PlannedStep(
        id=chosen.step.id,
        title=chosen.title,
        kind=known.kind if known else Kind.HABIT,
        moment=known.moment if known else Moment.EVENING,
        nominal=start,
        start=start,
        end=start + timedelta(minutes=chosen.minutes),
        when=chosen.when,
        hands_on=chosen.hands_on,
        ruling=chosen.ruling,
        reminder=chosen.step.reminder,
        substances=chosen.substances,
        known=known,
    )
    moved = said.moved.get(planned.id)
    if moved is None or not times.begins <= moved < times.ends:
        return planned
    return planned.meant_for(moved, AtClock(moved.astimezone(times.calendar.zone).time()))


def _doubles(wanted: Iterable[PlannedStep], said: Taken) -> list[PlannedStep]:
    """Return what X2 blocks: of two calming supplements in one night the later.

    What was done comes before what is only planned; what was skipped is not in the way.
    """
    calming = [
        step
        for step in wanted
        if step.id not in said.skipped and not step.substances.isdisjoint(CALMING)
    ]
    calming.sort(key=lambda step: (step.id not in said.done, step.start))
    return [step for step in calming[1:] if step.id not in said.done]


def kept_apart(wanted: Sequence[PlannedStep], begins: datetime) -> list[PlannedStep]:
    """Return the steps with overlapping hands-on ones moved earlier, none to before ``begins``.

    The order of their starts is kept; clock steps stay where they are.
    """
    hands_on = [step for step in wanted if step.hands_on]
    fixed = [(step.start, step.end) for step in hands_on if isinstance(step.when, AtClock)]
    movable = [step for step in hands_on if isinstance(step.when, BeforeBed)]
    movable.sort(key=lambda step: (step.start, step.id), reverse=True)
    starts: dict[str, datetime] = {}
    next_start: datetime | None = None
    for step in movable:
        start = step.start if next_start is None else min(step.start, next_start - step.length)
        start = _latest_free_start(start, step.length, fixed)
        if start >= begins:
            starts[step.id] = next_start = start
    return [step.starting(starts.get(step.id, step.start)) for step in wanted]


def _latest_free_start(
    start: datetime, length: timedelta, taken: Sequence[tuple[datetime, datetime]]
) -> datetime:
    while True:
        end = start + length
        blocking = [begin for begin, until in taken if start < until and begin < end]
        if not blocking:
            return start
        start = min(blocking) - length
