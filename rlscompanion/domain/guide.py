"""Which cue of a guide is on at an elapsed time, and how much of it is left."""

from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.library import Cue, Guide


class CueShown(Struct, frozen=True):
    """One cue of a guide as it runs. ``index`` counts on through all rounds, from 0."""

    index: int
    cue: Cue
    round: int
    """Counted from 1."""
    left: float
    """Seconds."""
    fraction: float
    """How much of the cue is over, 0 to 1."""


def cue_count(guide: Guide) -> int:
    return len(guide.cues) * guide.rounds


def duration(guide: Guide) -> float:
    """Return the seconds of the whole guide, all rounds."""
    return _round_seconds(guide) * guide.rounds


def start_of(guide: Guide, index: int) -> float:
    """Return the elapsed seconds at which the cue ``index`` begins; past the last, the end."""
    if index >= cue_count(guide):
        return duration(guide)
    rounds, cue = divmod(max(0, index), len(guide.cues))
    return rounds * _round_seconds(guide) + sum(each.seconds for each in guide.cues[:cue])


def cue_at(guide: Guide, elapsed: float) -> CueShown | None:
    """Return the cue that is on, the first one before the start, ``None`` when it is over."""
    elapsed = max(0.0, elapsed)
    if elapsed >= duration(guide):
        return None
    whole, into = divmod(elapsed, _round_seconds(guide))
    rounds = int(whole)
    index = 0
    while into >= guide.cues[index].seconds:
        into -= guide.cues[index].seconds
        index += 1
    cue = guide.cues[index]
    return CueShown(
        index=rounds * len(guide.cues) + index,
        cue=cue,
        round=rounds + 1,
        left=cue.seconds - into,
        fraction=into / cue.seconds,
    )


def _round_seconds(guide: Guide) -> float:
    return sum(cue.seconds for cue in guide.cues)


def with_seconds(guide: Guide, seconds: float) -> Guide:
    """Return the guide with every cue shown for ``seconds``."""
    return replace(guide, cues=tuple(replace(cue, seconds=seconds) for cue in guide.cues))


def for_minutes(guide: Guide, minutes: float) -> Guide:
    """Return the guide with as many whole rounds as it takes to fill ``minutes``, at least one."""
    return replace(guide, rounds=max(1, ceil(minutes * 60 / _round_seconds(guide))))
