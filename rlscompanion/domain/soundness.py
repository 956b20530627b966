"""Whether an entry can be read at all: what came from a file may hold anything."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Final

from rlscompanion.domain.checklist import MarkKind
from rlscompanion.domain.journal import BodyValue, EntryKind

_MARKS: Final = frozenset(kind.value for kind in MarkKind)
_INSTANTS: Final = ("began", "new-began", "new-ended")


def is_sound(kind: EntryKind, body: Mapping[str, BodyValue]) -> bool:
    """Return whether the readers of ``kind`` can read ``body``."""
    match kind:
        case EntryKind.MARK:
            return (
                isinstance(body.get("step"), str)
                and body.get("mark") in _MARKS
                and ("until" not in body or _is_instant(body["until"]))
            )
        case EntryKind.FLARE_UP:
            return _is_sound_flare_up(body)
        case EntryKind.DRINK:
            return isinstance(body.get("had"), str)
        case EntryKind.BEDTIME:
            return _is_time(body.get("bedtime"))
        case _:
            return True  # an answer that says nothing sensible counts as not given


def _is_sound_flare_up(body: Mapping[str, BodyValue]) -> bool:
    from rlscompanion.domain.flare_record import Answer, FlareKind, Part  # noqa: PLC0415  (2 ms)

    event, detail, answer = body.get("event"), body.get("detail"), body.get("answer")
    if not isinstance(event, str):
        return False
    if event in {FlareKind.PART_DONE, FlareKind.PART_LEFT} and detail not in set(Part):
        return False
    if event == FlareKind.ANSWERED and detail not in set(Answer):
        return False
    if answer and answer not in set(Answer):  # an empty one takes an answer back
        return False
    return all(_is_instant(body[name]) for name in _INSTANTS if body.get(name) is not None)


def _is_instant(value: BodyValue) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).utcoffset() is not None
    except ValueError:
        return False


def _is_time(value: BodyValue) -> bool:
    try:
        return isinstance(value, str) and (not value or time.fromisoformat(value).tzinfo is None)
    except ValueError:
        return False
