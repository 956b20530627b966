"""The bedside card: tonight on one printed page, and what to do when the legs wake you."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from itertools import islice
from typing import Final

from msgspec import Struct

from rlscompanion.domain.flare_record import Part
from rlscompanion.domain.flare_script import Exercise, Script

PICTURES_AT_MOST: Final = 6
LEFT, RIGHT = "left", "right"
SEATED: Final = "seated"


class CardStep(Struct, frozen=True):
    """One line of the evening."""

    at: time
    title: str


class CardPicture(Struct, frozen=True):
    """What to do, and the figure that does it."""

    figure: str
    words: str


class BedsideCard(Struct, frozen=True):
    """Everything that is printed. No pictures: there is only help to be called."""

    night: date
    steps: tuple[CardStep, ...]
    bed: time
    pictures: tuple[CardPicture, ...]
    emergency_number: str
    words: Mapping[str, str]


def pictures_of(script: Script, words: Mapping[str, str]) -> tuple[CardPicture, ...]:
    """Return a person's flare-up in six pictures at most; the last part of it is always there."""
    if not script:
        return ()
    start = CardPicture(SEATED, words["card-start"])
    *others, last = script
    after = tuple(_pictures((last,), words))[:1]
    between = islice(_pictures(others, words), PICTURES_AT_MOST - 1 - len(after))
    return (start, *between, *after)


def _pictures(script: Iterable[Exercise], words: Mapping[str, str]) -> Iterator[CardPicture]:
    for exercise in script:
        if exercise.part is Part.BREATHE:
            first = exercise.guide.cues[0]
            yield CardPicture(first.picture, words["card-breathe"])
            continue
        for cue in exercise.guide.cues:
            if cue.side != RIGHT:
                other = f" {words['card-other-side']}" if cue.side == LEFT else ""
                yield CardPicture(cue.picture, f"{cue.text}{other}")
