"""The nights as a table for a spreadsheet: one row each, worked out from the journal."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from rlscompanion.domain.check_in import Question, Value
from rlscompanion.domain.journal import Entry
from rlscompanion.domain.nights import NightRecord, record_of

MINUTE: Final = timedelta(minutes=1)
_ANYWHERE: Final = ZoneInfo("UTC")
_OF_THE_NIGHT: Final = ("flare-ups", "flare-up-minutes", "steps-done", "steps-skipped", "alcohol")


def table_of_nights(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    """Yield the names of the columns, then a row for each Night of ``entries``, which are in order.

    An empty cell means: nothing was said.
    """
    yield ("night", *(question.value for question in Question), *_OF_THE_NIGHT)
    for night, own in groupby(entries, key=lambda entry: entry.night):
        yield _row(record_of(night, tuple(own), _ANYWHERE))


def _row(record: NightRecord) -> tuple[str, ...]:
    used = [episode for episode in record.episodes if episode.used]
    minutes = sum((episode.ended - episode.began for episode in used), timedelta()) / MINUTE
    return (
        record.night.isoformat(),
        *(_said(record.check_in.answer(question)) for question in Question),
        str(len(used)),
        str(round(minutes)) if used else "",
        " ".join(sorted(record.taken.done)),
        " ".join(sorted(record.taken.skipped)),
        "yes" if record.had_a_drink else "",
    )


def _said(value: Value) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case tuple():
            return "; ".join(value)
        case _:
            return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)
