"""One course as it is followed: by one clock, with its tones, and told as it happens."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from rlscompanion.domain.flare_record import Part
from rlscompanion.domain.flareup import ALONE_SECONDS, Course
from rlscompanion.ui.flareup.pace import Pace
from rlscompanion.ui.flareup.sounding import Sounding

if TYPE_CHECKING:
    from rlscompanion.services.ports import Clock

DEAF_SECONDS: Final = 0.5


class Run(QObject):
    """``begin`` sets its clock to nothing; seconds named ``at`` count from there."""

    changed = Signal(object)
    """The course is another one; brings the ``Course`` before."""
    looked = Signal()
    """The clock was looked at: there may be another moment to show."""
    recorded = Signal(object)
    """One ``FlareEvent``."""
    timed = Signal(bool)
    """Whether a timer runs: then somebody follows it without touching anything."""
    deserted = Signal()
    """Nobody has been there for ten minutes."""

    def __init__(
        self, course: Course, clock: "Clock", tones: Sounding, parent: QObject, *, still: bool
    ) -> None:
        super().__init__(parent)
        self._course = course
        self._clock = clock
        self._tones = tones
        self._began = clock.monotonic()
        self._alive_at = 0.0
        self._deaf_until = DEAF_SECONDS
        self._told = 0
        self._slept = False
        self._timed = False
        self._stands_still = False
        self._pace = Pace(clock, self.tick, self, still=still)
        self._alone = QTimer(self)
        self._alone.setSingleShot(True)
        self._alone.timeout.connect(self.leave_if_alone)

    @property
    def course(self) -> Course:
        return self._course

    @property
    def at(self) -> float:
        return max(0.0, self._clock.monotonic() - self._began)

    @property
    def ticking(self) -> bool:
        return self._pace.beats

    @property
    def deaf(self) -> bool:
        """Whether it is too early: what was typed or clicked for something else must not answer."""
        return self.at < self._deaf_until

    @property
    def slept(self) -> bool:
        """Whether it is paused because the machine slept."""
        return self._slept

    def begin(self) -> None:
        self._began = self._clock.monotonic()
        self.live()
        self.leave_if_alone()
        self._tell()

    def lead(self, on: Callable[[Course, float], Course]) -> bool:
        """Let the person lead the course on; tell whether anything came of it."""
        self.live()
        return self._become(on(self._course, self.at))

    def live(self) -> None:
        """Take a sign of life."""
        self._alive_at = self.at

    def tick(self) -> None:
        """Look at the clock, and go on where a time is over."""
        if self._slept_meanwhile():
            return
        at = self.at
        if self._course.guide is not None:
            self._alive_at = at
        self._become(self._course.advance(at))
        self._tones.follow(self._course, at)
        self.looked.emit()
        self._pace.meet_the_step(self._course, self._course.elapsed(self.at))

    def keep_time(self, *, seen: bool) -> None:
        """Tick only while there is something to see."""
        if seen:
            self._pace.follow(self._course, self._course.elapsed(self.at))
        else:
            self._pace.rest()
        self._say_whether_timed()

    def stand_still(self) -> None:
        """Wait for ``go_on``, unless it is paused anyway. Nothing is said of it."""
        self._stands_still = self._course.guide is not None and not self._course.paused
        if self._stands_still:
            self._course = self._course.pause(self.at)
        self._tones.hush()

    def go_on(self) -> None:
        if self._stands_still:
            self._stands_still = False
            self._course = self._course.go_on(self.at)

    def leave(self) -> None:
        """Write down that it is over."""
        self._end(self._course.leave(self.at))
        self._pace.rest()
        self._tones.hush()

    def close(self) -> None:
        self._pace.rest()
        self._alone.stop()
        self._say_whether_timed()
        self._tones.close()
        self._end(self._course.leave(self.at))

    def leave_if_alone(self) -> None:
        """Leave ten minutes after the last sign of life; a part that runs is one."""
        alone = self.at - self._alive_at
        if alone >= ALONE_SECONDS:
            self._desert()
        elif not self._course.closed:
            self._alone.start(max(1, round((ALONE_SECONDS - alone) * 1000)))

    def _slept_meanwhile(self) -> bool:
        """Tell whether the machine slept since the last look; then what runs is paused there."""
        last_look = self._pace.looked_at - self._began
        gap = self._pace.slept()
        if not gap or self._course.paused:
            return False
        if gap >= ALONE_SECONDS:
            self._desert()
        elif self._course.guide is None:
            return False
        else:
            self._slept = True
            self._become(self._course.pause(max(0.0, last_look)))
        return True

    def _desert(self) -> None:
        self._end(self._course.leave_alone(self.at))
        self.deserted.emit()

    def _become(self, course: Course) -> bool:
        before = self._course
        if course is before:
            return False
        self._course = course
        if course.part is Part.AFTER and before.part is not Part.AFTER:
            self._deaf_until = self.at + DEAF_SECONDS
        if not course.paused:
            self._slept = False
        if course.paused != before.paused:
            self._tones.hush()
        self._tell()
        self.changed.emit(before)
        self._tones.follow(course, self.at)
        return True

    def _end(self, course: Course) -> None:
        self._course = course
        self._tell()

    def _tell(self) -> None:
        events = self._course.events[self._told :]
        self._told += len(events)
        for event in events:
            self.recorded.emit(event)

    def _say_whether_timed(self) -> None:
        if self._pace.beats != self._timed:
            self._timed = self._pace.beats
            self.timed.emit(self._timed)
