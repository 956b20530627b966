"""Whether tones sound, and which: off until switched on, and loaded no earlier."""

from typing import TYPE_CHECKING

from rlscompanion.domain.flareup import Course

if TYPE_CHECKING:
    from collections.abc import Callable

    from rlscompanion.services.ports import Sound
    from rlscompanion.ui.flareup.chimes import Chimes


class Sounding:
    """Without ``sound`` it is silent, though it can be switched all the same."""

    def __init__(self, sound: "Callable[[], Sound] | None", volume: float) -> None:
        self._load = sound
        self._volume = volume
        self._chimes: Chimes | None = None
        self._on = False

    @property
    def on(self) -> bool:
        return self._on

    def switch(self, *, on: bool) -> None:
        self._on = on
        if on and self._chimes is None and self._load is not None:
            from rlscompanion.ui.flareup.chimes import Chimes  # noqa: PLC0415  (few want it)

            self._chimes = Chimes(self._load, self._volume)
        if self._chimes is not None:
            self._chimes.switch(on=on)

    def follow(self, course: Course, at: float) -> None:
        """Let sound what has begun at ``at``, and tell what begins soon."""
        if self._chimes is not None:
            self._chimes.follow(course, at)

    def hush(self) -> None:
        """Be silent until something is followed again."""
        if self._chimes is not None and self._chimes.on:
            self._chimes.hush()

    def close(self) -> None:
        if self._chimes is not None:
            self._chimes.close()
