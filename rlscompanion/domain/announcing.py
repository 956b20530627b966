"""How a reminder is announced: with which tone, and whether it may name its step."""

from collections.abc import Iterable
from typing import Final

from rlscompanion.domain.evening import PlannedStep
from rlscompanion.domain.library import Kind
from rlscompanion.domain.own_steps import DRINKS
from rlscompanion.domain.reminders import Reminder
from rlscompanion.domain.routine import Sound
from rlscompanion.domain.tone import Tone

_DRINKS: Final = frozenset(DRINKS.values())


def is_private(step: PlannedStep) -> bool:
    """Return whether a step's name tells what a person takes; a drink is no secret."""
    known_by_name = step.known is None and bool(step.substances - _DRINKS)
    return step.kind is Kind.SUPPLEMENT or known_by_name


def tone_of(reminders: Iterable[Reminder]) -> Tone | None:
    """Return the one tone for all of them; None where every one is silent."""
    wished = {reminder.sound for reminder in reminders}
    if Sound.BELL in wished:
        return Tone.BELL
    return Tone.SOFT if Sound.SOFT in wished else None
