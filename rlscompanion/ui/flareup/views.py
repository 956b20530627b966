"""What can be on the flare-up screen at a time."""

from enum import StrEnum

from rlscompanion.domain.flare_record import Part


class View(StrEnum):
    START = "start"
    ALCOHOL = "alcohol"
    EXERCISE = "exercise"
    BREATHE = "breathe"
    AFTER = "after"
    PUZZLE = "puzzle"
    HELP = "help"
    SIGNS = "signs"
    """The whole list of signs, page by page."""


_VIEWS = {
    Part.START: View.START,
    Part.ALCOHOL: View.ALCOHOL,
    Part.BREATHE: View.BREATHE,
    Part.AFTER: View.AFTER,
    Part.PUZZLE: View.PUZZLE,
    Part.HELP: View.HELP,
}


def view_of(part: Part) -> View:
    return _VIEWS.get(part, View.EXERCISE)
