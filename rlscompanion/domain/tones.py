"""Soft tones: rising to breathe in, falling to breathe out, low at a change of cue.

Pure synthesis. Every tone begins and ends at nothing and never steps: no clicks. It is a glide with
a little of its octave, so that small loudspeakers carry it, and it is never louder than ``LOUDEST``.
"""

from array import array
from collections.abc import Iterable
from functools import cached_property
from math import cos, exp, pi, sin
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.breathing import BreathPattern, Phase, breath_at
from rlscompanion.domain.tone import Tone

RATE: Final = 16_000
"""Samples a second: far above what these tones hold, and cheap to compute."""
LOUDEST: Final = 0.25
"""Of full scale, about -12 dB: what a sleeping room bears, whatever volume is asked for."""
RAMP_SECONDS: Final = 0.04
SHORTEST_SECONDS: Final = 2 * RAMP_SECONDS
FULL_SCALE: Final = 32_767
_RAMP: Final = round(RAMP_SECONDS * RATE)
_OCTAVE_SHARE: Final = 0.2
_A_MOMENT: Final = 1e-6


class Voice(Struct, frozen=True):
    """How a tone sounds: hertz from and to, its own length, and how fast it dies away."""

    begins: float
    ends: float
    seconds: float
    fades: float = 0.0
    """How many times its level falls by e within its length; 0 keeps the level."""


VOICES: Final = {
    Tone.RISE: Voice(196.0, 293.7, 4.0),
    Tone.FALL: Voice(293.7, 196.0, 6.0),
    Tone.CUE: Voice(146.8, 146.8, 0.35),
    Tone.SOFT: Voice(261.6, 261.6, 0.9, fades=2.5),
    Tone.BELL: Voice(523.3, 523.3, 1.8, fades=5.0),
}
TONE_OF: Final = {Phase.IN: Tone.RISE, Phase.OUT: Tone.FALL}


class Sounding(Struct, frozen=True, dict=True):
    """One tone as it is played. Sample ``n`` depends on nothing but ``n``: it can be streamed."""

    voice: Voice
    seconds: float
    volume: float = 1.0
    """0 to 1 of ``LOUDEST``."""

    @cached_property
    def count(self) -> int:
        """Return how many samples it has."""
        return round(max(self.seconds, SHORTEST_SECONDS) * RATE)

    def block(self, first: int, count: int) -> "array[int]":
        """Return 16-bit samples from ``first`` on; past its end the tone is silent."""
        stop = min(first + count, self.count)
        samples = array("h", (self._sample(n) for n in range(first, stop)))
        return samples + array("h", bytes(2 * (count - len(samples))))

    def _sample(self, n: int) -> int:
        length = self.count / RATE
        at = n / RATE
        voice = self.voice
        # The phase is the integral of a pitch that goes evenly from one end to the other.
        turns = at * (voice.begins + (voice.ends - voice.begins) * at / (2 * length))
        angle = 2 * pi * turns
        wave = (sin(angle) + _OCTAVE_SHARE * sin(2 * angle)) / (1 + _OCTAVE_SHARE)
        level = exp(-voice.fades * at / length) if voice.fades else 1.0
        return round(FULL_SCALE * self._peak * self._ramp(n) * level * wave)

    @cached_property
    def _peak(self) -> float:
        return LOUDEST * min(max(self.volume, 0.0), 1.0)

    def _ramp(self, n: int) -> float:
        return _rise(min(n, self.count - 1 - n) / _RAMP)


def sounding(tone: Tone, seconds: float | None = None, volume: float = 1.0) -> Sounding:
    """Return ``tone`` at its own length, or at this one."""
    voice = VOICES[tone]
    return Sounding(voice, voice.seconds if seconds is None else seconds, volume)


class Take(Struct, frozen=True):
    """A tone placed on a stream: its sample 0 is sample ``first`` of the stream."""

    sounding: Sounding
    first: int
    cut: int | None = None
    """From here it fades within ``RAMP_SECONDS``."""

    def cut_from(self, sample: int) -> "Take":
        """Return it fading from ``sample`` on, if it did not before."""
        cut = sample if self.cut is None else min(self.cut, sample)
        return replace(self, cut=cut)

    @property
    def end(self) -> int:
        """Return the first sample of the stream after it."""
        end = self.first + self.sounding.count
        if self.cut is None:
            return end
        return max(self.first, min(end, self.cut + _RAMP))

    def block(self, first: int, count: int) -> "array[int]":
        """Return its part in ``count`` samples of the stream."""
        start = max(first, self.first)
        stop = min(first + count, self.end)
        if stop <= start:
            return array("h", bytes(2 * count))
        heard = self.sounding.block(start - self.first, stop - start)
        if self.cut is not None and stop > self.cut:
            for n in range(max(start, self.cut), stop):
                heard[n - start] = round(heard[n - start] * _rise(1 - (n - self.cut) / _RAMP))
        lead, tail = start - first, first + count - stop
        return array("h", bytes(2 * lead)) + heard + array("h", bytes(2 * tail))


def mixed(takes: Iterable[Take], first: int, count: int) -> "array[int]":
    """Return ``count`` samples of the stream. One tone fading as the next rises adds up to one."""
    heard = [take.block(first, count) for take in takes if _touches(take, first, count)]
    if len(heard) == 1:
        return heard[0]
    quiet = array("h", bytes(2 * count))
    for block in heard:
        for n, sample in enumerate(block):
            quiet[n] = min(max(quiet[n] + sample, -FULL_SCALE), FULL_SCALE)
    return quiet


def _touches(take: Take, first: int, count: int) -> bool:
    return take.first < first + count and take.end > first


def _rise(share: float) -> float:
    return (1 - cos(pi * min(max(share, 0.0), 1.0))) / 2


class ToneDue(Struct, frozen=True):
    """A tone of a breath: in how many seconds it begins, and how long it lasts."""

    tone: Tone
    after: float
    seconds: float


def next_breath_tone(pattern: BreathPattern, elapsed: float) -> ToneDue:
    """Return the tone of the next breath or half breath after ``elapsed``; holds are silent."""
    at = elapsed
    while True:
        at += breath_at(pattern, at).left
        begun = breath_at(pattern, at + _A_MOMENT)
        tone = TONE_OF.get(begun.phase)
        if tone is not None:
            return ToneDue(tone, at - elapsed, begun.left)
