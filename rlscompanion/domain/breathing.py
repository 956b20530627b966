"""Slow breathing: the phase, the fullness and the count at an elapsed time."""

from enum import StrEnum
from math import cos, pi
from typing import Final

from msgspec import Struct

from rlscompanion.domain.library import Guide

_LONGEST: Final = 60.0
_A_ROUNDING: Final = 1e-9


class Phase(StrEnum):
    """In the order of a breath. The holds are left out of most patterns."""

    IN = "in"
    FULL = "full"
    """Held with the lungs full."""
    OUT = "out"
    EMPTY = "empty"
    """Held with the lungs empty."""


class BreathPattern(Struct, frozen=True):
    """Seconds of each phase; without holds unless they are asked for."""

    in_seconds: float = 4
    out_seconds: float = 6
    full_seconds: float = 0
    empty_seconds: float = 0

    def __post_init__(self):
        if not (0 < self.in_seconds <= _LONGEST and 0 < self.out_seconds <= _LONGEST):
            raise ValueError("A breath takes time, in and out.")
        if not (0 <= self.full_seconds <= _LONGEST and 0 <= self.empty_seconds <= _LONGEST):
            raise ValueError("A hold takes no time, or some.")

    @property
    def phases(self) -> tuple[tuple[Phase, float], ...]:
        """The phases that take time, with their seconds."""
        every = (self.in_seconds, self.full_seconds, self.out_seconds, self.empty_seconds)
        return tuple((phase, each) for phase, each in zip(Phase, every, strict=True) if each > 0)

    @property
    def has_holds(self) -> bool:
        return bool(self.full_seconds or self.empty_seconds)

    @property
    def seconds(self) -> float:
        return self.in_seconds + self.full_seconds + self.out_seconds + self.empty_seconds


class Breath(Struct, frozen=True):
    """One moment of breathing."""

    phase: Phase
    fullness: float
    """0 is empty, 1 is full."""
    count: int
    """Which breath this is, from 1."""
    left: float
    """Seconds of this phase."""


def breath_at(pattern: BreathPattern, elapsed: float) -> Breath:
    whole, into = divmod(max(0.0, elapsed), pattern.seconds)
    breaths = int(whole)
    *before, (phase, seconds) = pattern.phases
    for each, lasts in before:
        # What rounding leaves of a phase is no moment of it.
        if into < lasts - _A_ROUNDING:
            phase, seconds = each, lasts
            break
        into -= lasts
    into = min(max(0.0, into), seconds)
    return Breath(phase, _fullness(phase, into / seconds), breaths + 1, seconds - into)


def breaths_in(pattern: BreathPattern, seconds: float) -> int:
    """Return how many breaths begin within ``seconds``, at least one."""
    whole = int(seconds // pattern.seconds)
    return max(1, whole + (seconds > whole * pattern.seconds))


def pattern_of(guide: Guide) -> BreathPattern:
    """Return how a guide breathes: its cues are in and out, or in, full, out and empty."""
    match [cue.seconds for cue in guide.cues]:
        case [inwards, outwards]:
            return BreathPattern(inwards, outwards)
        case [inwards, full, outwards, empty]:
            return BreathPattern(inwards, outwards, full, empty)
        case _:
            raise ValueError(f"{guide.id}: a breath has two cues, or four with holds.")


def _fullness(phase: Phase, share: float) -> float:
    match phase:
        case Phase.IN:
            return _in_out_sine(share)
        case Phase.FULL:
            return 1.0
        case Phase.OUT:
            return 1 - _in_out_sine(share)
        case Phase.EMPTY:
            return 0.0


def _in_out_sine(share: float) -> float:
    return (1 - cos(pi * min(1.0, share))) / 2
