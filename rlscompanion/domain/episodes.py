"""Episodes: what the journal says of a Night's flare-ups, those soon after one another as one.

Every opening of the screen is written down event by event under the instant it ``began``. Openings
within ``SAME_EPISODE`` of the last end are rounds of one episode. A correction is an entry of its
own; nothing recorded is ever changed.
"""

from collections.abc import Iterable, Iterator, Sequence
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
from rlscompanion.domain.mendable import Mendable

SAME_EPISODE: Final = timedelta(minutes=20)
CORRECTED: Final = "corrected"
UNANSWERED: Final = ""
"""In place of an answer: it is taken back."""
_YES, _NO = "yes", "no"


class BadCorrection(Mendable):
    """Times at which a flare-up cannot have been."""


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
    unanswered: bool = False
    """Nothing was said of how it ended, in place of the last answer."""

    def body(self) -> dict[str, BodyValue]:
        """Return the body of the journal entry, of kind ``FLARE_UP``."""
        said: dict[str, BodyValue] = {
            "event": CORRECTED,
            "began": self.episode.isoformat(),
            "new-began": None if self.began is None else self.began.isoformat(),
            "new-ended": None if self.ended is None else self.ended.isoformat(),
            "answer": UNANSWERED if self.unanswered else self.answer and self.answer.value,
            "used": None if self.used is None else (_YES if self.used else _NO),
        }
        return {name: value for name, value in said.items() if value is not None}

    def taking_back(self, before: Episode) -> "Correction":
        """Return the correction after which an episode stands as it stood ``before`` this one."""
        says_ending = self.answer is not None or self.unanswered
        return Correction(
            self.episode,
            began=self.began and before.began,
            ended=self.ended and before.ended,
            answer=before.last_answer if says_ending else None,
            used=None if self.used is None else before.used,
            unanswered=says_ending and before.last_answer is None,
        )


class Retelling(Struct, frozen=True):
    """One correction as it was made: the episode ``before`` and ``after`` it."""

    recorded: datetime
    before: Episode
    after: Episode


class Room(Struct, frozen=True):
    """The time in which an episode can have been."""

    first: datetime
    last: datetime

    def beside(self, episode: Episode, episodes: Iterable[Episode]) -> "Room":
        """Return the part of it that no other episode that counts lies in."""
        others = [one for one in episodes if one.used and one.openings != episode.openings]
        return Room(
            max([self.first, *(one.ended for one in others if one.began <= episode.began)]),
            min([self.last, *(one.began for one in others if one.began > episode.began)]),
        )

    def holds(self, began: datetime, ended: datetime) -> bool:
        return self.first <= began <= ended <= self.last


def checked(said: Correction, episodes: Sequence[Episode], night: Room) -> Correction:
    """Return what takes ``said`` back again. Raises BadCorrection where it cannot have been so."""
    before = next((one for one in episodes if said.episode in one.openings), None)
    if before is None:
        msg = "This flare-up is not in that night: look at the journal again."
        raise BadCorrection(msg)
    after = _corrected(before, before, said)
    if said.began is not None or said.ended is not None:
        if (said.ended or before.ended) < (said.began or before.began):
            msg = "A flare-up ends after it begins: choose a later end, or an earlier beginning."
            raise BadCorrection(msg)
        if not night.holds(after.began, after.ended):
            msg = "These times are not in that night: choose others."
            raise BadCorrection(msg)
        if not night.beside(before, episodes).holds(after.began, after.ended):
            msg = "Another flare-up lies in these times: choose others, or correct that one first."
            raise BadCorrection(msg)
    return said.taking_back(before)


def episodes_in(entries: Iterable[Entry]) -> tuple[Episode, ...]:
    """Return the episodes among the entries of one Night, corrected, in their order."""
    said = [entry for entry in entries if entry.kind is EntryKind.FLARE_UP]
    stands = {episode.openings: episode for episode in _recorded(said)}
    for retold in _retold(said):
        stands[retold.after.openings] = retold.after
    return tuple(sorted(stands.values(), key=lambda each: each.began))


def retellings_in(entries: Iterable[Entry]) -> tuple[Retelling, ...]:
    """Return every correction ever made among the entries of one Night, in their order."""
    return tuple(_retold([entry for entry in entries if entry.kind is EntryKind.FLARE_UP]))


def used_in(entries: Iterable[Entry]) -> tuple[Episode, ...]:
    """Return the episodes that count: not those opened and left at once."""
    return tuple(episode for episode in episodes_in(entries) if episode.used)


def _recorded(said: Sequence[Entry]) -> list[Episode]:
    episodes: list[Episode] = []
    for opening in sorted(map(_opening, _by_opening(said)), key=lambda each: each.began):
        if episodes and opening.began - episodes[-1].ended <= SAME_EPISODE:
            episodes[-1] = _joined(episodes[-1], opening)
        else:
            episodes.append(opening)
    return episodes


def _retold(said: Sequence[Entry]) -> Iterator[Retelling]:
    recorded = _recorded(said)
    stands = {episode.openings: episode for episode in recorded}
    for entry in said:
        if entry.body.get("event") != CORRECTED:
            continue
        correction = _correction(entry)
        for episode in recorded:
            if correction.episode in episode.openings:
                before = stands[episode.openings]
                after = _corrected(before, episode, correction)
                stands[episode.openings] = after
                yield Retelling(entry.recorded, before, after)


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
    """Return both as one; what was left at once makes a flare-up neither longer nor earlier."""
    counted = [each for each in (one, other) if each.used] or [one, other]
    used = counted[0].used
    return Episode(
        began=counted[0].began,
        ended=max(each.ended for each in counted),
        rounds=sum(each.rounds for each in counted) if used else 1,
        parts=one.parts + other.parts,
        answers=one.answers + other.answers,
        used=used,
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
        answer=Answer(str(answer)) if answer else None,
        unanswered=answer == UNANSWERED,
        used=None if used is None else used == _YES,
    )


def _corrected(stands: Episode, recorded: Episode, said: Correction) -> Episode:
    """Return the episode after one more correction; ``recorded`` is what happened on the screen."""
    began = said.began or stands.began
    answers = stands.answers
    if said.answer is not None or said.unanswered:
        answers = (*answers[:-1], said.answer) if said.answer is not None else answers[:-1]
    after = replace(
        stands,
        began=began,
        ended=max(began, said.ended or stands.ended),
        answers=answers,
        used=stands.used if said.used is None else said.used,
        corrected=False,
    )
    return replace(after, corrected=after != recorded)


def _instant(text: BodyValue) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def _number(value: BodyValue) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
