"""Chosen steps: what the library and the gate say of a step of the routine."""

from collections.abc import Iterator

from msgspec import Struct

from rlscompanion.domain.library import Library, Step
from rlscompanion.domain.routine import LIGHTS_OUT, Routine, RoutineStep, Timing, timing_of
from rlscompanion.domain.safety import Gate, Ruling


class Chosen(Struct, frozen=True):
    """A step of the routine that is on and has a place in an evening, with its verdict."""

    step: RoutineStep
    known: Step | None
    title: str
    ruling: Ruling
    when: Timing
    minutes: int
    substances: frozenset[str]

    @property
    def hands_on(self) -> bool:
        return self.known.hands_on if self.known is not None else self.minutes > 0


def chosen_steps(library: Library, routine: Routine, gate: Gate) -> Iterator[Chosen]:
    """Yield the steps of a routine that are on and have a place in an evening.

    Lights out is planned by itself, whatever the routine says of it.
    """
    for step in routine.steps:
        known = library.steps.get(step.id)
        when = timing_of(step, known)
        offered = known.offered if known is not None else step.is_own
        if when is not None and offered and step.on and step.id != LIGHTS_OUT:
            yield Chosen(
                step=step,
                known=known,
                title=title_of(step, known),
                ruling=rule_step(gate, step),
                when=when,
                minutes=_minutes_of(step, known),
                substances=substances_of(library, step),
            )


def title_of(step: RoutineStep, known: Step | None) -> str:
    return known.title if known is not None else step.title


def rule_step(gate: Gate, step: RoutineStep) -> Ruling:
    """Return the verdict on a chosen step: the library's, or that of an own step's name."""
    known = gate.library.steps.get(step.id)
    if known is not None:
        return gate.rule(known)
    from rlscompanion.domain.own_rulings import rule_own  # noqa: PLC0415  (few have own steps)

    return rule_own(gate, step)


def substances_of(library: Library, step: RoutineStep) -> frozenset[str]:
    """Return the names under which spacing rules know a step."""
    if not step.is_own:
        return frozenset({step.id})
    from rlscompanion.domain.own_steps import substances_in  # noqa: PLC0415  (few have any)

    return substances_in(library, step.title)


def _minutes_of(step: RoutineStep, known: Step | None) -> int:
    if step.minutes is not None:
        return step.minutes
    return known.minutes if known is not None else 0
