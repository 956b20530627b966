"""The light of the hour: the palette that the clock asks for, in the size the person chose."""

import logging
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QObject, QTimer

from rlscompanion.domain.light import Light, light_at, next_change
from rlscompanion.services.planning import Planning
from rlscompanion.services.ports import Clock, StoreError
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

log = logging.getLogger(__name__)

MODE_OF: Final = {
    Light.DAY: Mode.DAY,
    Light.EVENING: Mode.EVENING,
    Light.NIGHT: Mode.NIGHT,
}
LOOK_AGAIN_AT_LEAST: Final = timedelta(hours=1)
A_LITTLE_AFTER: Final = timedelta(milliseconds=500)


class LightOfTheHour(QObject):
    """Dresses the theme, and comes back when the light changes."""

    def __init__(self, theme: Theme, planning: Planning, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._planning = planning
        self._clock = clock
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def look(self) -> None:
        """Put on the light of this moment. What cannot be known is night: the darkest."""
        try:
            evening = self._planning.tonight().checklist.evening
        except StoreError as problem:
            log.warning("the light of the hour is not known: %s", problem)
            self._theme.apply(Mode.NIGHT, self._theme.scale)
            return
        now = self._clock.now()
        self._theme.apply(MODE_OF[light_at(evening, now)], self._theme.scale)
        change = next_change(evening, now)
        wait = LOOK_AGAIN_AT_LEAST
        if change is not None:
            wait = min(wait, change - now + A_LITTLE_AFTER)
        self._timer.start(wait // timedelta(milliseconds=1))
