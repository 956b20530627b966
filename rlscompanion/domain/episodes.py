"""Episodes: what the journal says of a Night's flare-ups, those soon after one another as one.

Every opening of the screen is written down event by event under the instant it ``began``. Openings
within ``SAME_EPISODE`` of the last end are rounds of one episode. A correction is an entry of its
own; nothing recorded is ever changed.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.flare_record import (
    LEFT_ALONE,
    NOT_USED,
    NOT_USED_SECONDS,
    Answer,
    FlareKind,
    Part,
)
from rlscompanion.domain.journal import BodyValue, Entry, EntryKind

SAME_EPISODE: Final = timedelta(minutes=20)
CORRECTED: Final = "corrected"
_YES, _NO = "yes", "no"


class PartTaken(Struct, frozen=True):
    """A part of the script that was begun: its guide, and how many seconds it was followed."""

    part: Part
    guide: str
    seconds: float
    done: bool
    """To its end."""


class Episode(Struct, frozen=True):
    """One flare-up as the person lived it."""

    began: datetime
    ended: datetime
    rounds: int
    parts: tuple[PartTaken, ...]
    answers: tuple[Answer, ...]
    used: bool
    """False where it was opened and left at once."""
    openings: tuple[datetime, ...]
    """When the screen was opened; the first one names the episode in corrections."""
    corrected: bool = False

    @property
    def done(self) -> tuple[PartTaken, ...]:
        return tuple(part for part in self.parts if part.done)

    @property
    def last_answer(self) -> Answer | None:
        return self.answers[-1] if self.answers else None


class Correction(Struct, frozen=True):
    """What the person says of an episode afterwards; ``None`` leaves a field as it was."""

    episode: datetime
    """The first of its openings."""
    began: datetime | None = None
    ended: datetime | None = None
    answer: Answer | None = None
    """How it ended, in place of the last answer."""
    used: bool | None = None
    """False takes the episode out of the count: opened by mistake."""

    def body(self) -> dict[str, BodyValue]:
        """Return the body of the journal entry, of kind ``FLARE_UP``."""
        said: dict[str, BodyValue] = {
            "event": CORRECTED,
            "began": self.episode.isoformat(),
            "new-began": None if self.began is None else self.began.isoformat(),
            "new-ended": None if self.ended is None else self.ended.isoformat(),
            "answer": None if self.answer is None else self.answer.value,
            "used": None if self.used is None else (_YES if self.used else _NO),
        }
        return {name: value for name, value in said.items() if value is not None}


def episodes_in(entries: Iterable[Entry]) -> tuple[Episode, ...]:
    """Return the episodes among the entries of one Night, corrected, in their order."""
    said = [entry for entry in entries if entry.kind is EntryKind.FLARE_UP]
    episodes: list[Episode] = []
    for opening in sorted(map(_opening, _by_opening(said)), key=lambda each: each.began):
        if episodes and opening.began - episodes[-1].ended <= SAME_EPISODE:
            episodes[-1] = _joined(episodes[-1], opening)
        else:
            episodes.append(opening)
    corrections = [_correction(entry) for entry in said if entry.body.get("event") == CORRECTED]
    return tuple(_corrected(episode, corrections) for episode in episodes)


def used_in(entries: Iterable[Entry]) -> tuple[Episode, ...]:
    """Return the episodes that count: not those opened and left at once."""
    return tuple(episode for episode in episodes_in(entries) if episode.used)


def _by_opening(said: Sequence[Entry]) -> Iterable[list[Entry]]:
    openings: dict[str, list[Entry]] = {}
    for entry in said:
        if entry.body.get("event") != CORRECTED:
            openings.setdefault(str(entry.body.get("began")), []).append(entry)
    return openings.values()


def _opening(entries: Sequence[Entry]) -> Episode:
    began = _instant(entries[0].body.get("began")) or entries[0].at
    happened = [(str(entry.body.get("event")), entry) for entry in entries]
    parts = tuple(
        PartTaken(
            Part(str(entry.body.get("detail"))),
            str(entry.body.get("guide") or ""),
            _number(entry.body.get("lasted")),
            event == FlareKind.PART_DONE,
        )
        for event, entry in happened
        if event in {FlareKind.PART_DONE, FlareKind.PART_LEFT}
    )
    return Episode(
        began=began,
        ended=max(began, *_moments(happened)),
        rounds=1 + sum(event == FlareKind.ROUND for event, _ in happened),
        parts=parts,
        answers=tuple(
            Answer(str(entry.body.get("detail")))
            for event, entry in happened
            if event == FlareKind.ANSWERED
        ),
        used=_was_used(happened),
        openings=(began,),
    )


def _moments(happened: Sequence[tuple[str, Entry]]) -> Iterable[datetime]:
    """Return when things happened; that nobody was there any more is nothing that happened."""
    return (
        entry.at
        for event, entry in happened
        if event == FlareKind.OPENED or entry.body.get("detail") != LEFT_ALONE
    )


def _was_used(happened: Sequence[tuple[str, Entry]]) -> bool:
    """Tell by how it closed; where the program ended first, by what was done."""
    closed = [entry for event, entry in happened if event == FlareKind.CLOSED]
    if closed:
        return closed[-1].body.get("detail") != NOT_USED
    return any(
        event in {FlareKind.PART_DONE, FlareKind.ANSWERED}
        or _number(entry.body.get("seconds")) >= NOT_USED_SECONDS
        for event, entry in happened
    )


def _joined(one: Episode, other: Episode) -> Episode:
    both = [each.rounds for each in (one, other) if each.used]
    return Episode(
        began=one.began,
        ended=max(one.ended, other.ended),
        rounds=sum(both) if both else 1,
        parts=one.parts + other.parts,
        answers=one.answers + other.answers,
        used=bool(both),
        openings=one.openings + other.openings,
    )


def _correction(entry: Entry) -> Correction:
    body = entry.body
    answer = body.get("answer")
    used = body.get("used")
    return Correction(
        episode=_instant(body.get("began")) or entry.at,
        began=_instant(body.get("new-began")),
        ended=_instant(body.get("new-ended")),
        answer=None if answer is None else Answer(str(answer)),
        used=None if used is None else used == _YES,
    )


def _corrected(episode: Episode, corrections: Iterable[Correction]) -> Episode:
    for said in corrections:
        if said.episode not in episode.openings:
            continue
        began = said.began or episode.began
        answers = episode.answers
        if said.answer is not None:
            answers = (*answers[:-1], said.answer)
        episode = replace(
            episode,
            began=began,
            ended=max(began, said.ended or episode.ended),
            answers=answers,
            used=episode.used if said.used is None else said.used,
            corrected=True,
        )
    return episode


def _instant(text: BodyValue) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def _number(value: BodyValue) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
