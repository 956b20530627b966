"""The time that is left of a running step, on its card."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from rlscompanion.domain.checklist import StepState
from rlscompanion.domain.following import Stopwatch
from rlscompanion.services.ports import Clock
from rlscompanion.ui.pages.tonight.timeline import Timeline
from rlscompanion.ui.pages.tonight.words import Words, is_timed

_SECOND_MS: Final = 1000


class Countdown:
    """Counts by the monotonic clock; how long the step ran before, the wall says."""

    def __init__(self, page: QWidget, timeline: Timeline, words: Words, clock: Clock) -> None:
        self._page = page
        self._timeline = timeline
        self._words = words
        self._clock = clock
        self._watch: tuple[StepState, Stopwatch] | None = None
        self._timer = QTimer(page)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self.show)

    @property
    def paused(self) -> bool:
        return self._watch is not None and self._watch[1].paused

    def keep(self, current: StepState | None) -> None:
        """Count the step that has the card, if it runs and takes a known time."""
        if current is None or not current.is_running or not is_timed(current):
            self._watch = None
        elif self._watch is not None and self._watch[0].started_at == current.started_at:
            self._watch = (current, self._watch[1])
        else:
            ran = (self._clock.now() - current.begins).total_seconds()
            self._watch = (current, Stopwatch(self._clock.monotonic() - max(0.0, ran)))

    def show(self) -> None:
        """Show what is left, and go on each second while there is something to see."""
        card = self._timeline.card
        if self._watch is None or card is None:
            self.stop()
            if card is not None:
                card.hide_countdown()
            return
        state, watch = self._watch
        whole = state.length.total_seconds()
        left = max(0.0, whole - watch.elapsed(self._clock.monotonic()))
        card.show_countdown(self._words.left(left), left, left / whole)
        if left and not watch.paused and self._page.isVisible():
            self._timer.start()
        else:
            self.stop()

    def stop(self) -> None:
        """Nobody sees it."""
        self._timer.stop()

    def pause_or_go_on(self) -> None:
        if self._watch is not None:
            state, watch = self._watch
            at = self._clock.monotonic()
            self._watch = (state, watch.go_on(at) if watch.paused else watch.pause(at))
