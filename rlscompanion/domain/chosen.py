"""Chosen steps: what the library and the gate say of a step of the routine."""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from rlscompanion.domain.library import Code, Library, Step
from rlscompanion.domain.own_steps import (
    MINERALS_OF_ALL,
    TakesColumn,
    recognise,
    substances_in,
    why_refused,
)
from rlscompanion.domain.routine import LIGHTS_OUT, Routine, RoutineStep, Timing, timing_of
from rlscompanion.domain.safety import Gate, Reason, Ruling, Verdict, strictest_first

MULTIVITAMIN: Final = MINERALS_OF_ALL
NAME: Final = "name"
"""What a reason names as its condition where the title itself says what a step is."""


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
    match recognise(gate.library, step.title):
        case TakesColumn(steps):
            return _strictest(step.id, [gate.rule(gate.library.steps[name]) for name in steps])
        case _:
            return _by_name_alone(gate.library, step)


def _strictest(step_id: str, rulings: Sequence[Ruling]) -> Ruling:
    """Return one ruling for all that a step holds: the strictest verdict, every reason."""
    verdict = min((ruling.verdict for ruling in rulings), key=lambda found: found.strictness)
    asked = [name for ruling in rulings for name in ruling.questions]
    return Ruling(
        step=step_id,
        verdict=verdict,
        reasons=strictest_first(reason for ruling in rulings for reason in ruling.reasons),
        questions=tuple(dict.fromkeys(asked)) if verdict is Verdict.QUESTIONS else (),
        spacing=tuple(dict.fromkeys(rule for ruling in rulings for rule in ruling.spacing)),
    )


def _by_name_alone(library: Library, step: RoutineStep) -> Ruling:
    """Return the verdict on what has no column: never planned where its title names a medicine."""
    why = why_refused(library, step.title)
    if why is None:
        return Ruling(step.id, Verdict.UNCHECKED)
    words = library.rule_texts["own-name"].format(why=why.rstrip("."))
    return Ruling(step.id, Verdict.BLOCKED, (Reason(NAME, Code.BLOCK, words),))


def substances_of(library: Library, step: RoutineStep) -> frozenset[str]:
    """Return the names under which spacing rules know a step."""
    return substances_in(library, step.title) if step.is_own else frozenset({step.id})


def _minutes_of(step: RoutineStep, known: Step | None) -> int:
    if step.minutes is not None:
        return step.minutes
    return known.minutes if known is not None else 0
