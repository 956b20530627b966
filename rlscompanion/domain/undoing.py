"""What was said of a Night and still stands, in the order in which it was said."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from rlscompanion.domain.checklist import MarkKind
from rlscompanion.domain.journal import Entry, EntryKind


class Said(Struct, frozen=True):
    """A mark on a step; without a step it is "I had a drink"."""

    step: str = ""


A_DRINK: Final = Said()


def standing_sayings(entries: Iterable[Entry]) -> tuple[Said, ...]:
    """Return what nobody took back among the entries of one Night, the newest last."""
    stands: list[Said] = []
    for entry in entries:
        match entry.kind:
            case EntryKind.MARK:
                said = Said(str(entry.body["step"]))
                taken_back = entry.body["mark"] == MarkKind.UNDO.value
            case EntryKind.DRINK:
                said = A_DRINK
                taken_back = entry.body["had"] != "yes"
            case _:
                continue
        if not taken_back:
            stands.append(said)
        elif said in stands:
            newest = max(place for place, one in enumerate(stands) if one == said)
            del stands[newest]
    return tuple(stands)
