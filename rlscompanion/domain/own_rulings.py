"""Rulings on own steps: what the gate says of what their names say they are."""

from collections.abc import Sequence
from typing import Final

from rlscompanion.domain.library import Code, Library
from rlscompanion.domain.own_steps import TakesColumn, recognise, why_refused
from rlscompanion.domain.routine import RoutineStep
from rlscompanion.domain.safety import Gate, Reason, Ruling, Verdict, strictest_first

NAME: Final = "name"
"""What a reason names as its condition where the title itself says what a step is."""


def rule_own(gate: Gate, step: RoutineStep) -> Ruling:
    """Return the verdict on an own step, by its name."""
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
