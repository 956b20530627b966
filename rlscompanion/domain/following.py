"""Following a timed step by one clock that never runs backwards: pause, go on, back, next.

Readings named ``at`` are seconds of that clock; between two looks nothing can drift.
"""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.guide import CueShown, cue_at, cue_count, duration, for_minutes, start_of
from rlscompanion.domain.library import Guide

BREATHING: Final = "breathe"
"""The picture of a cue that is breathed."""


class Stopwatch(Struct, frozen=True):
    """Seconds since ``since``, pauses taken out."""

    since: float
    paused_at: float | None = None

    @property
    def paused(self) -> bool:
        return self.paused_at is not None

    def elapsed(self, at: float) -> float:
        return max(0.0, (at if self.paused_at is None else self.paused_at) - self.since)

    def pause(self, at: float) -> "Stopwatch":
        return self if self.paused else replace(self, paused_at=at)

    def go_on(self, at: float) -> "Stopwatch":
        if self.paused_at is None:
            return self
        return Stopwatch(self.since + at - self.paused_at)


class Following(Struct, frozen=True):
    """A guide while it is followed. Going back or on ends a pause."""

    guide: Guide
    watch: Stopwatch

    @property
    def paused(self) -> bool:
        return self.watch.paused

    @property
    def is_breathing(self) -> bool:
        return all(cue.picture == BREATHING for cue in self.guide.cues)

    def elapsed(self, at: float) -> float:
        return self.watch.elapsed(at)

    def left(self, at: float) -> float:
        """Return the seconds to the end of the whole guide."""
        return max(0.0, duration(self.guide) - self.elapsed(at))

    def cue(self, at: float) -> CueShown | None:
        """Return the cue that is on; ``None`` when the guide is over."""
        return cue_at(self.guide, self.elapsed(at))

    def pause(self, at: float) -> "Following":
        return replace(self, watch=self.watch.pause(at))

    def go_on(self, at: float) -> "Following":
        return replace(self, watch=self.watch.go_on(at))

    def next(self, at: float) -> "Following":
        """Go to the next cue, of breathing to the next breath; from the last one to the end."""
        return self._to(self._index(at) + self._stride, at)

    def back(self, at: float) -> "Following":
        """Go to the cue before, of breathing to the breath before; at the first, begin it anew."""
        return self._to(max(0, self._index(at) - self._stride), at)

    @property
    def _stride(self) -> int:
        return len(self.guide.cues) if self.is_breathing else 1

    def _index(self, at: float) -> int:
        """Return the place of the cue that is on, of breathing that of its breath in."""
        cue = self.cue(at)
        index = cue.index if cue is not None else cue_count(self.guide)
        return index - index % self._stride

    def _to(self, index: int, at: float) -> "Following":
        return replace(self, watch=Stopwatch(at - start_of(self.guide, index)))


def follow(guide: Guide, at: float, minutes: float = 0) -> Following:
    """Begin a guide; breathing goes on for as long as was planned, where that is known."""
    following = Following(guide, Stopwatch(at))
    if minutes and following.is_breathing:
        return replace(following, guide=for_minutes(guide, minutes))
    return following
