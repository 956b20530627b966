"""Trying out: what the person can try on this desktop before relying on it."""

from collections.abc import Callable
from typing import Final, Protocol

from msgspec import Struct

from rlscompanion.domain.tone import Tone
from rlscompanion.services.accounting import Accounting
from rlscompanion.services.ports import Answer, Autostart, Notice, Sound

TEST_NOTICE: Final = "test"


class Shows(Protocol):
    """Shows a notice, and says whether a service of the desktop took it."""

    def show(self, notice: Notice, shown: Callable[[bool], None]) -> None: ...


class TryingOut(Struct, frozen=True):
    """A part that is None is not there."""

    notifier: Shows | None = None
    sound: Sound | None = None
    autostart: Autostart | None = None
    accounting: Accounting | None = None

    def send_test(
        self, title: str, body: str, buttons: tuple[str, str, str], shown: Callable[[bool], None]
    ) -> None:
        """Send what looks like a reminder; ``shown`` hears, on any thread, who took it.

        Its buttons answer nothing. With them it takes the way of a real one: to a service that can
        show buttons, else to us.
        """
        if self.notifier is None:
            shown(False)
            return
        answers = tuple(zip((Answer.DONE, Answer.SNOOZE, Answer.SKIP), buttons, strict=True))
        self.notifier.show(Notice(TEST_NOTICE, title, body, answers), shown)

    def play(self, volume: int) -> bool:
        """Let a reminder's tone sound at some per cent; tell whether there is a device."""
        if self.sound is None:
            return False
        self.sound.open(volume / 100)
        self.sound.play(Tone.SOFT)
        return self.sound.works() is not False

    @property
    def starts_with_computer(self) -> bool | None:
        """Whether it does; None where there is no way to choose."""
        return None if self.autostart is None else self.autostart.is_on()

    @property
    def start_trouble(self) -> str:
        """One sentence where it looks switched on and is not."""
        return "" if self.autostart is None else self.autostart.trouble()

    def start_with_computer(self, *, on: bool) -> None:
        """Switch it. Raises Mendable."""
        if self.autostart is not None:
            self.autostart.set(on=on)
