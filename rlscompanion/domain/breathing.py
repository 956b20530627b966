"""Slow breathing: the phase, the fullness and the count at an elapsed time."""

from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi


class Phase(StrEnum):
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class BreathPattern:
    """Seconds in and out, without holds."""

    in_seconds: float = 4
    out_seconds: float = 6

    def __post_init__(self):
        if self.in_seconds <= 0 or self.out_seconds <= 0:
            raise ValueError("A breath takes time, in and out.")

    @property
    def seconds(self) -> float:
        return self.in_seconds + self.out_seconds


@dataclass(frozen=True, slots=True)
class Breath:
    """One moment of breathing."""

    phase: Phase
    fullness: float
    """0 is empty, 1 is full."""
    count: int
    """Which breath this is, from 1."""
    left: float
    """Seconds of this phase."""


def breath_at(pattern: BreathPattern, elapsed: float) -> Breath:
    elapsed = max(0.0, elapsed)
    breaths = int(elapsed // pattern.seconds)
    into = elapsed - breaths * pattern.seconds
    if into < pattern.in_seconds:
        return Breath(
            phase=Phase.IN,
            fullness=_in_out_sine(into / pattern.in_seconds),
            count=breaths + 1,
            left=pattern.in_seconds - into,
        )
    out = into - pattern.in_seconds
    return Breath(
        phase=Phase.OUT,
        fullness=1 - _in_out_sine(out / pattern.out_seconds),
        count=breaths + 1,
        left=pattern.out_seconds - out,
    )


def breaths_in(pattern: BreathPattern, seconds: float) -> int:
    """Return how many breaths begin within ``seconds``, at least one."""
    whole = int(seconds // pattern.seconds)
    return max(1, whole + (seconds > whole * pattern.seconds))


def _in_out_sine(share: float) -> float:
    return (1 - cos(pi * min(1.0, share))) / 2
