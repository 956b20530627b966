"""Breathing led by tones alone, for a screen that is black."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from rlscompanion.domain.breathing import BreathPattern
from rlscompanion.domain.tones import TONE_OF, next_breath_tone
from rlscompanion.services.ports import Sound

AHEAD: Final = 0.4
"""Seconds by which a tone is told before it sounds: it is then on time, however busy this is."""
_A_MOMENT: Final = 0.01


class BreathingByTones(QObject):
    """Wakes once a phase, and not at all when it is over."""

    def __init__(self, sound: Sound, monotonic: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._sound = sound
        self._monotonic = monotonic
        self._pattern = BreathPattern()
        self._began = 0.0
        self._told = 0.0
        self._ends = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tell_next)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def start(self, pattern: BreathPattern, seconds: float, *, after: float = 0.0) -> None:
        """Lead whole breaths for ``seconds``, the first one ``after`` seconds from now."""
        self._pattern = pattern
        self._began = self._monotonic() + after
        self._told = 0.0
        whole = max(1, round(seconds / pattern.seconds))
        self._ends = whole * pattern.seconds
        (phase, lasts), *_ = pattern.phases
        self._sound.play(TONE_OF[phase], lasts, after)
        self._wait_for_the_next()

    def stop(self) -> None:
        if self.running:
            self._timer.stop()
            self._sound.hush()

    def _wait_for_the_next(self) -> None:
        due = next_breath_tone(self._pattern, self._told + _A_MOMENT)
        at = self._told + _A_MOMENT + due.after
        if at < self._ends - _A_MOMENT:
            self._told = at
            wait = self._began + at - AHEAD - self._monotonic()
            self._timer.start(max(0, round(wait * 1000)))

    def _tell_next(self) -> None:
        begun = next_breath_tone(self._pattern, self._told - _A_MOMENT)
        after = self._began + self._told - self._monotonic()
        late = max(0.0, -after)
        if late < begun.seconds:
            self._sound.play(begun.tone, begun.seconds - late, max(0.0, after))
        self._wait_for_the_next()
