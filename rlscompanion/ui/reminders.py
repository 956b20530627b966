"""Reminders on this desktop: as notifications, and in the window where no service takes them."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rlscompanion.services.checking_off import Refused
from rlscompanion.services.ports import Answer, NoticeAnswered, StoreError
from rlscompanion.services.reminding import NoticeWords, Reminding
from rlscompanion.ui.main_thread import MainThread

if TYPE_CHECKING:
    from rlscompanion.bootstrap import Companion, Outside


class Reminders(QObject):
    """Joins the reminding service to the adapters, in the GUI thread."""

    rung = Signal()
    """An alarm went off: look at everything that depends on the time."""
    answered = Signal()
    """A notice was answered, and what it stands for is recorded."""
    window_wanted = Signal()
    not_shown = Signal(object)
    """A Notice that no service took."""
    withdrawn = Signal(str)
    """The notice with this id, if it stands in the window, is answered."""
    trouble = Signal(str)
    """One sentence for the person."""

    def __init__(self, companion: "Companion", outside: "Outside", parent: QObject) -> None:
        super().__init__(parent)
        self._outside = outside
        self._main_thread = MainThread(self)
        self.service = Reminding(
            planning=companion.planning,
            checking_off=companion.checking_off,
            expecting=companion.expecting,
            fired=companion.fired,
            events=companion.reminder_events,
            alarms=outside.alarms,
            notifier=outside.notifier,
            clock=companion.clock,
            words=self._words(),
            not_shown=self._main_thread.taking(self.not_shown.emit),
            withdrawn=self.withdrawn.emit,
        )

    def start(self) -> None:
        """Listen to the desktop and the alarms, and look for the first time."""
        self._outside.notifier.start(self._main_thread.taking(self.answer))
        self._outside.alarms.start(lambda: self._main_thread.later(self.rung.emit))
        self.look()

    def stop(self) -> None:
        self._outside.alarms.stop()
        self._outside.notifier.stop()

    def hold(self, *, held: bool) -> None:
        """Let nothing bright pop up while a screen of the night is open."""
        self.service.held = held

    def look(self) -> None:
        """Show what is due, withdraw what is answered, set the next alarm."""
        try:
            self.service.look()
        except StoreError as problem:
            self.trouble.emit(str(problem))

    def answer(self, given: NoticeAnswered) -> None:
        """Take what was pressed on a notice, wherever it was shown."""
        if given.answer is Answer.OPEN:
            self.window_wanted.emit()
            return
        try:
            self.service.answer(given)
        except (Refused, StoreError) as problem:
            self.trouble.emit(str(problem))
            self.window_wanted.emit()
        self.answered.emit()

    def _words(self) -> NoticeWords:
        due = self.tr("{0}: it is time.")
        soon = self.tr("{0} at {1}.")
        starts = self.tr("Your evening starts now.")

        def in_good_time(title: str, start: datetime) -> str:
            return soon.format(title, f"{start:%H:%M}")

        return NoticeWords(
            evening_starts=lambda: starts,
            due=due.format,
            soon=in_good_time,
            done=self.tr("Done"),
            all_done=self.tr("All done"),
            snooze=self.tr("Snooze 10 min"),
            skip=self.tr("Skip tonight"),
        )
