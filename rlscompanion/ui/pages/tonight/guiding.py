"""The guide in the window: of which step it is, and where a guide that was left goes on."""

from PySide6.QtCore import QObject, Signal

from rlscompanion.domain.following import Following, follow
from rlscompanion.domain.library import Guide
from rlscompanion.services.ports import Clock
from rlscompanion.ui.pages.tonight.guide_view import GuideView
from rlscompanion.ui.theme.theme import Theme


class Guiding(QObject):
    """At most one guide is open. ``finished`` carries the step's id."""

    finished = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._left: dict[str, Following] = {}
        self.step: str | None = None
        """The step whose guide is open."""
        self.view = GuideView(theme, clock.monotonic)
        self.view.finished.connect(self._finish)
        self.view.left.connect(self._leave)

    def follow(self, title: str, guide: Guide, minutes: float, stop: str) -> None:
        """Begin the guide of the open step, or go on where it was left; ``stop`` is its stop rule."""
        if self.step is not None:
            following = self._left.pop(self.step, None)
            following = following or follow(guide, self._clock.monotonic(), minutes)
            self.view.follow(title, following, stop)

    def close(self) -> None:
        """Keep the place in the guide, to go on with it."""
        if self.step is None:
            return
        following = self.view.leave()
        if following is not None:
            self._left[self.step] = following
        self.step = None

    def forget(self) -> None:
        """Forget the places, as a new night begins."""
        self._left.clear()

    def _leave(self) -> None:
        self.close()
        self.left.emit()

    def _finish(self) -> None:
        step, self.step = self.step, None
        if step is not None:
            self._left.pop(step, None)
            self.finished.emit(step)
