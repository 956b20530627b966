"""Tones by the course's own clock, told a little ahead, so that they come on time."""

from collections.abc import Callable
from typing import Final, TypeAlias

from rlscompanion.domain.breathing import pattern_of
from rlscompanion.domain.flare_record import Part
from rlscompanion.domain.flareup import Course
from rlscompanion.domain.guide import start_of
from rlscompanion.domain.tone import Tone
from rlscompanion.domain.tones import TONE_OF
from rlscompanion.services.ports import Sound

AHEAD_SECONDS: Final = 0.4
"""More than lies ready at the device."""

_Moment: TypeAlias = tuple[Part, int, int, int]
"""What is on: the part, the round, the place in the script, the cue."""


class Chimes:
    """Loads and opens the sound when it is switched on, and not before."""

    def __init__(self, sound: Callable[[], Sound], volume: float) -> None:
        self._load = sound
        self._sound: Sound | None = None
        self._volume = volume
        self._on = False
        self._sounding: _Moment | None = None
        self._told: _Moment | None = None
        """What was told ahead of its time."""

    @property
    def on(self) -> bool:
        return self._on

    def switch(self, *, on: bool) -> None:
        if on:
            self._sound = self._sound or self._load()
            self._sound.open(self._volume)
        elif self._on:
            self.hush()
        self._on = on

    def follow(self, course: Course, at: float) -> None:
        """Let sound what has begun at ``at``, and tell what begins soon."""
        if not self._on or course.paused or course.closed:
            return
        now = _moment(course, at)
        if now not in {self._sounding, self._told}:
            self._play(course, at, 0)
        self._sounding = now
        soon = course.advance(at + AHEAD_SECONDS)
        then = _moment(soon, at + AHEAD_SECONDS)
        if then not in {now, self._told}:
            self._told = then
            begins = soon.since + (0 if soon.guide is None else start_of(soon.guide, then[3]))
            self._play(soon, begins, max(0.0, begins - at))

    def hush(self) -> None:
        """Be silent until something is followed again."""
        self._sounding = self._told = None
        if self._sound is not None:
            self._sound.hush()

    def close(self) -> None:
        self._on = False
        if self._sound is not None:
            self._sound.close()
            self._sound = None

    def _play(self, course: Course, at: float, after: float) -> None:
        tone, seconds = _tone(course, at)
        if tone is not None and self._sound is not None:
            self._sound.play(tone, seconds, after)


def _moment(course: Course, at: float) -> _Moment:
    cue = course.cue(at)
    return (course.part, course.round, course.index, -1 if cue is None else cue.index)


def _tone(course: Course, at: float) -> tuple[Tone | None, float | None]:
    """Return the tone of what is on, and its seconds where it lasts as long as its cue."""
    cue, guide = course.cue(at), course.guide
    if course.part is not Part.BREATHE or cue is None or guide is None:
        return (None if course.part is Part.START else Tone.CUE), None
    phase, _ = pattern_of(guide).phases[cue.index % len(guide.cues)]
    return TONE_OF.get(phase), cue.left
