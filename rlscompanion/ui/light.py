"""The light of the hour: the palette that the clock asks for, in the size the person chose."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from rlscompanion.backports import override
from rlscompanion.domain.light import Light
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.preferences import TEXT_SIZES
from rlscompanion.services.lighting import Lighting, LightNow
from rlscompanion.ui.stillness import keeps_still
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

if TYPE_CHECKING:
    from rlscompanion.ui.main_window import MainWindow
    from rlscompanion.ui.widgets.cross_fade import CrossFade
    from rlscompanion.ui.widgets.light_chip import LightChip

log = logging.getLogger(__name__)

MODE_OF: Final = {
    Light.DAY: Mode.DAY,
    Light.EVENING: Mode.EVENING,
    Light.NIGHT: Mode.NIGHT,
}
LIGHT_OF: Final = {mode: light for light, mode in MODE_OF.items()}
DARKER: Final = (Mode.DAY, Mode.EVENING, Mode.NIGHT)
LOOK_AGAIN_AT_LEAST: Final = timedelta(hours=1)
A_LITTLE_AFTER: Final = timedelta(milliseconds=500)


class LightOfTheHour(QObject):
    """Dresses the theme, and comes back when the light changes."""

    trouble = Signal(str)
    """One sentence about a light or a size that could not be kept."""

    def __init__(self, theme: Theme, lighting: Lighting, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lighting = lighting
        self._window: MainWindow | None = None
        self._fade: CrossFade | None = None
        self._chip: LightChip | None = None
        self._waiting = False
        self._is_held = False
        self._is_on = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Put a light on, where there is none yet: something is about to be seen."""
        if not self._is_on:
            self.look()

    def go_on(self) -> None:
        """Look again, where there is a light: in the background nothing wears one."""
        if self._is_on:
            self.look()

    def attend(self, window: "MainWindow") -> None:
        """Let the light change softly in this window, and be kept from its corner."""
        from rlscompanion.ui.widgets.light_chip import LightChip  # noqa: PLC0415  (with a window)

        self._window = window
        self._chip = LightChip(self._theme)
        self._chip.keep_wanted.connect(self._keep)
        self._chip.follow_wanted.connect(self._follow)
        window.set_corner(self._chip)
        for keys, act in (
            ("Ctrl++", self._larger),
            ("Ctrl+=", self._larger),
            ("Ctrl+-", self._smaller),
            ("Ctrl+0", self._usual_size),
        ):
            window.on_key(keys, act)
        if self._timer.isActive():
            self._show_in_corner()
        else:
            self.look()

    def leave(self) -> None:
        """Forget the window: it goes."""
        self._window = self._fade = self._chip = None
        self._waiting = False

    def look(self, *, by_hand: bool = False) -> None:
        """Put on the light of this moment. What cannot be known is night: the darkest."""
        self._is_on = True
        try:
            found = self._lighting.now()
            preferences = self._lighting.preferring.load()
        except StoreError as problem:
            log.warning("the light of the hour is not known: %s", problem)
            self._wear(Mode.NIGHT, self._theme.scale)
            return
        mode = MODE_OF[found.light]
        self._theme.reduced_motion = keeps_still(preferences.motion)
        scale = preferences.text_size / 100
        self._waiting = not by_hand and self._would_startle(mode)
        if self._waiting and self._window is not None:
            self._window.installEventFilter(self)
        self._wear(self._theme.mode if self._waiting else mode, scale)
        self._is_held = found.held is not None
        self._show_in_corner()
        self._come_back(found)

    def _show_in_corner(self) -> None:
        if self._chip is not None and self._window is not None:
            self._chip.show_light(self._theme.mode, held=self._is_held)
            self._window.place_corner()

    def _come_back(self, found: LightNow) -> None:
        wait = LOOK_AGAIN_AT_LEAST
        if found.until is not None:
            wait = min(wait, found.until - self._lighting.clock.now() + A_LITTLE_AFTER)
        self._timer.start(wait // timedelta(milliseconds=1))

    def _would_startle(self, mode: Mode) -> bool:
        """Tell whether a window that nobody works in would grow lighter."""
        window = self._window
        if window is None or not window.isVisible() or window.isActiveWindow():
            return False
        return DARKER.index(mode) < DARKER.index(self._theme.mode)

    def _wear(self, mode: Mode, scale: float) -> None:
        window, still = self._window, self._theme.reduced_motion
        if mode is self._theme.mode or still or window is None or not window.isVisible():
            self._theme.apply(mode, scale)
            return
        fade = self._fade_over(window)
        fade.cover()
        self._theme.apply(mode, scale)
        fade.clear_up()

    def _fade_over(self, window: "MainWindow") -> "CrossFade":
        if self._fade is None:
            from rlscompanion.ui.widgets.cross_fade import CrossFade  # noqa: PLC0415  (when wanted)

            self._fade = CrossFade(window)
        return self._fade

    # ------------------------------------------------------------- the person's wish

    def _keep(self, mode: Mode) -> None:
        self._try(lambda: self._lighting.hold(LIGHT_OF[mode]))

    def _follow(self) -> None:
        self._try(self._lighting.let_go)

    def _larger(self) -> None:
        self._size(next((size for size in TEXT_SIZES if size > self._percent()), TEXT_SIZES[-1]))

    def _smaller(self) -> None:
        below = [size for size in TEXT_SIZES if size < self._percent()]
        self._size(below[-1] if below else TEXT_SIZES[0])

    def _usual_size(self) -> None:
        self._size(TEXT_SIZES[0])

    def _percent(self) -> int:
        return round(self._theme.scale * 100)

    def _size(self, percent: int) -> None:
        self._try(lambda: self._lighting.preferring.change(text_size=percent))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except StoreError as problem:
            self.trouble.emit(str(problem))
        self.look(by_hand=True)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowActivate:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self.look)
        return False
