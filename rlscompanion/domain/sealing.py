"""Drawing the plan of an experiment once, sealing it, and seeing whether it was changed."""

from datetime import date
from hashlib import sha256
from random import Random
from typing import Final

from rlscompanion.domain.experiment import Experiment, Outcome, Plan, arms_of
from rlscompanion.domain.randomisation import BLOCK, GENERATOR, Design, Reference, reference

SEED_BYTES: Final = 16


def drawn_plan(
    step: str,
    outcome: Outcome,
    question: str,
    *,
    nights: int,
    first_night: date,
    seed: str,
    expectation: int,
) -> Plan:
    """Return a plan whose arms follow from ``seed`` alone, which must be unguessable."""
    design = Design(nights // BLOCK, first_night.weekday())
    schedule = design.draw(_chance(seed))
    return Plan(
        step=step,
        outcome=outcome,
        question=question,
        first_night=first_night,
        seed=seed,
        generator=GENERATOR,
        expectation=expectation,
        arms=arms_of(schedule, nights),
    )


def seal_of(plan: Plan) -> str:
    """Return the SHA-256 of the canonical text, as ``sha256sum`` would print it."""
    return sha256(plan.text().encode()).hexdigest()


def is_intact(experiment: Experiment) -> bool:
    """Return whether the plan is the one that was sealed, and drawn from its seed."""
    plan = experiment.plan
    if seal_of(plan) != experiment.sealed:
        return False
    # A generator of another version drew another schedule from the same seed.
    return plan.generator != GENERATOR or plan.design.draw(_chance(plan.seed)) == plan.schedule


def reference_of(plan: Plan) -> Reference:
    """Return the reference set of a plan's test; the same plan always has the same one."""
    return reference(plan.design, _chance(f"{plan.seed} reference"))


def _chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311  (the seed comes from ``secrets``)
