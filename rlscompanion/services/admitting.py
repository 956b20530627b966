"""Admitting: whether the gate lets a step be switched on, and what is missing where it does not."""

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.chosen import rule_step, title_of
from rlscompanion.domain.library import Condition
from rlscompanion.domain.profile import Answer
from rlscompanion.domain.routine import RoutineStep
from rlscompanion.domain.safety import Gate, Ruling, Verdict
from rlscompanion.services.routine_view import lacks_blood_test


class SwitchedOn(Struct, frozen=True):
    """It is on; the ruling still says what to take care of."""

    step: str
    title: str
    ruling: Ruling


class NeedsAnswers(Struct, frozen=True):
    """It stays off until these are answered."""

    step: str
    title: str
    conditions: tuple[Condition, ...]
    why: tuple[str, ...] = ()
    """What a yes would mean for the step, for each of the conditions."""


class Locked(Struct, frozen=True):
    """It stays off: blocked, or to be asked about first."""

    step: str
    title: str
    ruling: Ruling

    @property
    def lacks_blood_test(self) -> bool:
        return lacks_blood_test(self.ruling)


class SignsFirst(Struct, frozen=True):
    """It stays off until the signs to get help for were read: hard exercise comes after them."""

    step: str
    title: str


Outcome = SwitchedOn | NeedsAnswers | Locked | SignsFirst


def admit(gate: Gate, step: RoutineStep) -> Outcome:
    """Return what comes of switching a step on."""
    title = title_of(step, gate.library.steps.get(step.id))
    ruling = rule_step(gate, step)
    if ruling.verdict is Verdict.QUESTIONS:
        asked = tuple(
            condition
            for condition in gate.library.conditions.values()
            if condition.id in ruling.questions
        )
        why = tuple(_if_yes(gate, step, condition.id) for condition in asked)
        return NeedsAnswers(step.id, title, asked, why)
    if ruling.locks:
        return Locked(step.id, title, ruling)
    return SwitchedOn(step.id, title, ruling)


def _if_yes(gate: Gate, step: RoutineStep, condition: str) -> str:
    profile = gate.profile.answered(condition, Answer.YES, gate.today)
    reasons = rule_step(replace(gate, profile=profile), step).reasons
    return next((reason.text for reason in reasons if reason.condition == condition), "")
