"""Calling a reminder by its name: what a person would say instead of an id."""

from collections.abc import Mapping

from msgspec import Struct

from rlscompanion.domain.library import Kind, Library
from rlscompanion.domain.reminder_record import NO_NUMBERS, Numbers, step_of
from rlscompanion.domain.routine import OWN

Titles = Mapping[str, str]
"""What each step may be called, by its id; a step that is missing is not named."""


class ReminderWords(Struct, frozen=True):
    """The words; ``{0}`` is the step."""

    start: str = "The evening starts"
    own: str = "A step of your own"
    own_of_several: str = "Step {0} of your own"
    unnamed: str = "A step that is not named here"
    heads_up: str = "{0}, in good time"
    due: str = "{0}, due"
    repeat: str = "{0}, once more"
    snooze: str = "{0}, after a snooze"


def titles(library: Library, *, supplements: bool) -> Titles:
    """Return what the steps are called; those that tell what a person takes only if wished."""
    return {
        name: step.title
        for name, step in library.steps.items()
        if supplements or step.kind is not Kind.SUPPLEMENT
    }


def called(
    reminder: str, titles: Titles, words: ReminderWords, numbers: Numbers = NO_NUMBERS
) -> str:
    """Return what a reminder is called, by its id. What a person named is never told."""
    step, occasion = step_of(reminder), reminder.rpartition("/")[2]
    if occasion == "start":
        return words.start
    if step in numbers:
        name = words.own_of_several.format(numbers[step])
    else:
        name = words.own if step.startswith(OWN) else titles.get(step, words.unnamed)
    kind, _, _ = occasion.partition("-")
    says = {"heads": words.heads_up, "repeat": words.repeat, "snooze": words.snooze}
    return says.get(kind, words.due).format(name)
