"""Reminders on this desktop: as notifications, else in a window of our own, else in the window."""

import logging
import os
from collections.abc import Callable
from datetime import datetime
from math import inf
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from rlscompanion.domain.mendable import StoreError
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.delivering import Delivering
from rlscompanion.services.ports import Answer, Notice, NoticeAnswered
from rlscompanion.services.reminding import NoticeWords, Reminding
from rlscompanion.ui.main_thread import MainThread

if TYPE_CHECKING:
    from rlscompanion.bootstrap import Companion, Outside
    from rlscompanion.ui.reminder_window import ReminderWindow
    from rlscompanion.ui.theme.theme import Theme

ACTIVATION: Final = "XDG_ACTIVATION_TOKEN"
TOKEN_LASTS_MS: Final = 2000
CHECK_IN: Final = "check-in"
DIM_FOR: Final = 10 * 60.0
"""Seconds after a screen of the night in which no bright notification comes: people go to bed."""

log = logging.getLogger(__name__)


class Reminders(QObject):
    """Joins the reminding service to the adapters, in the GUI thread."""

    rung = Signal()
    """An alarm went off: look at everything that depends on the time."""
    answered = Signal()
    """A notice was answered, and what it stands for is recorded."""
    window_wanted = Signal()
    flare_up_wanted = Signal()
    not_shown = Signal(object)
    """A Notice that no service took, and that our own window could not show."""
    withdrawn = Signal(str)
    """The notice with this id, if it stands in the window, is answered."""
    trouble = Signal(str)
    """One sentence for the person."""
    light_wanted = Signal()
    """Our own window is about to be seen."""

    def __init__(
        self, theme: "Theme", companion: "Companion", outside: "Outside", parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._companion = companion
        self._clock = companion.clock
        self._outside = outside
        self._window: ReminderWindow | None = None
        self._dark = False
        """Whether a screen of the night is open."""
        self._dim_until = -inf
        self._main_thread = MainThread(self)
        self.notifier = Delivering(
            outside.notifier,
            lambda: outside.sound,
            companion.preferring,
            self._main_thread.taking(self._take_back),
            is_dark=lambda: self._clock.monotonic() < self._dim_until,
        )
        self.service = Reminding(
            planning=companion.planning,
            checking_off=companion.checking_off,
            expecting=companion.expecting,
            fired=companion.fired,
            events=companion.reminder_events,
            alarms=outside.alarms,
            notifier=self.notifier,
            clock=companion.clock,
            words=self._words(),
            not_shown=self._main_thread.taking(self._show_ourselves),
            withdrawn=self._take_back,
            names_shown=self.notifier.names_shown,
            also_at=companion.greeting.next,
        )

    def start(self) -> None:
        """Listen to the desktop and the alarms, and look for the first time."""
        taking = self._main_thread.taking
        self._outside.notifier.start(taking(self.answer), taking(self._gone))
        self._outside.alarms.start(lambda: self._main_thread.later(self.rung.emit))
        self.look()

    def stop(self) -> None:
        self._outside.alarms.stop()
        self._outside.notifier.stop()
        if self._window is not None:
            self._window.clear()
            self._window.deleteLater()
            self._window = None

    @property
    def windows(self) -> "tuple[ReminderWindow, ...]":
        """Our own window, once it was needed."""
        return () if self._window is None else (self._window,)

    def hold(self, *, unasked: bool, dark: bool) -> None:
        """Remind of nothing that nobody asked for; where it is ``dark``, let nothing be seen."""
        self.service.hold(held=unasked or dark, unasked=unasked)
        if self._dark and not dark:
            self._dim_until = self._clock.monotonic() + DIM_FOR
        self._dark = dark
        if self._window is not None:
            self._window.hold(held=dark)

    def look(self) -> None:
        """Show what is due, withdraw what is answered, set the next alarm."""
        try:
            self.service.look()
            self._greet()
        except StoreError as problem:
            self.trouble.emit(str(problem))

    def _greet(self) -> None:
        """Ask once in the morning how the night was; a click brings the window with the card."""
        if self.service.held or self._companion.greeting.claim(self._clock.now()) is None:
            return
        title, body = self.tr("How was last night?"), self.tr("It takes 30 seconds.")
        self.show(Notice(CHECK_IN, title, body, ()), lambda _: None)

    def answer(self, given: NoticeAnswered) -> None:
        """Take what was pressed on a notice, wherever it was shown."""
        if given.answer is Answer.OPEN:
            self._bring_forward(given.token)
            self.window_wanted.emit()
            return
        if given.answer is Answer.FLARE_UP:
            self._bring_forward(given.token)
            self.flare_up_wanted.emit()
            return
        try:
            self.service.answer(given)
        except (Refused, StoreError) as problem:
            self.trouble.emit(str(problem))
            self.window_wanted.emit()
        self.answered.emit()

    def _bring_forward(self, token: str) -> None:
        """Let what opens next come to the front where the desktop wants a token for that."""
        if token:
            os.environ[ACTIVATION] = token
            # Qt takes it when the window is really there; no other program is to inherit it.
            QTimer.singleShot(TOKEN_LASTS_MS, self, lambda: os.environ.pop(ACTIVATION, None))

    def be_quiet(self) -> None:
        """Show nothing until the next time to get up."""
        self._try(self.service.quiet_until_tomorrow)

    def speak_again(self) -> None:
        """Let reminders come again; what was due meanwhile does not."""
        self._try(self.service.speak_again)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except StoreError as problem:
            self.trouble.emit(str(problem))

    def show(self, notice: Notice, shown: Callable[[bool], None]) -> None:
        """Show a notice that stands for no step, the way reminders are shown now."""

        def taken(by_a_service: bool) -> None:  # noqa: FBT001  (the port says so)
            if not by_a_service:
                self._main_thread.later(lambda: self._show_ourselves(notice))
            shown(by_a_service)

        self.notifier.show(notice, taken)

    def _show_ourselves(self, notice: Notice) -> None:
        if self._window is None:
            from rlscompanion.ui.reminder_window import ReminderWindow  # noqa: PLC0415  (if at all)

            self.light_wanted.emit()
            self._window = ReminderWindow(self._theme, self._clock.monotonic)
            self._window.answered.connect(self.answer)
            self._window.put_away.connect(self._gone)
            self._window.not_seen.connect(self._cannot_be_seen)
            self._window.hold(held=self._dark)
        self._window.show_notice(notice)

    def _cannot_be_seen(self, notice: Notice) -> None:
        log.warning("our own reminder window cannot be shown here")
        self.not_shown.emit(notice)

    def _gone(self, notice_id: str) -> None:
        self.service.gone(notice_id)

    def _take_back(self, notice_id: str) -> None:
        if self._window is not None:
            self._window.withdraw(notice_id)
        self.withdrawn.emit(notice_id)

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
            unnamed=self.tr("A step of your evening"),
            done=self.tr("Done"),
            all_done=self.tr("All done"),
            snooze=self.tr("Snooze 10 min"),
            skip=self.tr("Skip tonight"),
            flare_up=self.tr("Flare-up"),
        )
