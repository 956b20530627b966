"""How often the flare-up screen looks at the clock, and whether the machine slept meanwhile."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer

from rlscompanion.domain.flare_record import Part
from rlscompanion.domain.flareup import Course

if TYPE_CHECKING:
    from rlscompanion.services.ports import Clock

ASLEEP_SECONDS: Final = 5
"""Looked at no more often than this, the machine slept, or stood still."""
FRAME_MS: Final = 22
GLOW_MS: Final = 200
SECOND_MS: Final = 1000


class Pace(QObject):
    """One timer, as slow as will do. ``still``: a picture a second is enough, or a slow glow."""

    def __init__(
        self, clock: "Clock", look: Callable[[], None], parent: QObject, *, still: bool
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._still = still
        self._looked = clock.monotonic()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(look)

    @property
    def beats(self) -> bool:
        return self._timer.isActive()

    @property
    def looked_at(self) -> float:
        """When the clock was looked at last."""
        return self._looked

    def rest(self) -> None:
        self._timer.stop()

    def follow(self, course: Course, elapsed: float) -> None:
        """Beat while there is something to see; at rest nothing wakes."""
        asks = course.part is Part.ALCOHOL
        waits = course.guide is None or course.paused
        if course.closed or (waits and not asks):
            self.rest()
            return
        if not self.beats:
            self._looked = self._clock.monotonic()
        if asks:
            self._timer.start(SECOND_MS)
        elif self._still:
            self._timer.start(SECOND_MS)
            self.meet_the_step(course, elapsed)
        elif not self.beats or self._timer.interval() != FRAME_MS:
            self._timer.start(FRAME_MS)

    def meet_the_step(self, course: Course, elapsed: float) -> None:
        """Where all is still, wake at the next whole step: the words swap in time."""
        if self._still and self.beats:
            step = GLOW_MS if course.part is Part.BREATHE else SECOND_MS
            self._timer.setInterval(max(1, round(step - elapsed * 1000 % step)))

    def slept(self) -> float:
        """Look at the clock; return the seconds since the look before, if it was a sleep, else 0."""
        before, self._looked = self._looked, self._clock.monotonic()
        gap = self._looked - before
        return gap if self.beats and gap >= ASLEEP_SECONDS else 0.0
