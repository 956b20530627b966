"""Delivering: a notice goes to the desktop's service, or stays with us if that is wished."""

from collections.abc import Callable

from msgspec import Struct

from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.preferences import Preferences
from rlscompanion.services.ports import Notice, NoticeAnswered, Notifier, Sound
from rlscompanion.services.preferring import Preferring


class Delivering(Struct):
    """Keeps the port Notifier, over another one: what it does not take is shown by ourselves.

    A notice that sounds does so once, wherever it is then shown, and stands in one place only.
    """

    notifier: Notifier
    sound: Callable[[], Sound]
    """Asked for when something sounds: most reminders are silent."""
    preferring: Preferring
    taken: Callable[[str], None] = lambda _: None
    """Called, on any thread, with the id of a notice that a service shows: we need not."""
    is_dark: Callable[[], bool] = lambda: False
    """Whether eyes are used to the dark: then our own dim window shows it, wished or not."""

    def start(
        self,
        answered: Callable[[NoticeAnswered], None],
        gone: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.notifier.start(answered, gone)

    def show(self, notice: Notice, shown: Callable[[bool], None]) -> None:
        wishes = self._wishes()
        if notice.tone is not None:
            sound = self.sound()
            sound.open(wishes.volume / 100)
            sound.play(notice.tone)
        if wishes.own_reminder_window or self.is_dark():
            self.notifier.withdraw(notice.id)
            shown(False)
            return

        def shown_or_not(taken: bool) -> None:  # noqa: FBT001  (the port says so)
            if taken:
                self.taken(notice.id)
            else:
                self.notifier.withdraw(notice.id)
            shown(taken)

        self.notifier.show(notice, shown_or_not)

    def withdraw(self, notice_id: str) -> None:
        self.notifier.withdraw(notice_id)

    def works(self) -> bool | None:
        return self.notifier.works()

    def stop(self) -> None:
        self.notifier.stop()

    def names_shown(self) -> bool:
        """Return whether a notice may name what a person takes."""
        return self._wishes().names_in_notices

    def _wishes(self) -> Preferences:
        try:
            return self.preferring.load()
        except StoreError:
            return Preferences()
