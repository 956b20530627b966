"""What works here: the parts of this desktop, the next reminders, and why each last one came."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from rlscompanion import VERSION
from rlscompanion.backports import override
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.preferences import Preferences
from rlscompanion.domain.reminder_record import Outcome
from rlscompanion.services.accounting import Account
from rlscompanion.services.calling import ReminderWords, Titles, called
from rlscompanion.services.trying_out import TryingOut
from rlscompanion.ui.pages.settings.keeping import Keeping
from rlscompanion.ui.pages.settings.section import Section
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout

FEW = 6
SAID_FOR_MS = 4000


class WorksSection(Section):
    """The answer to "why did it not come?". Nothing personal is in it."""

    def __init__(self, theme: Theme, keeping: Keeping, trying_out: TryingOut) -> None:
        super().__init__(theme, keeping, self.tr("What works here"))
        self._accounting = trying_out.accounting
        self._account: Account | None = None
        self._all = False
        self._parts = self.say(" ")
        self._next = self.say(" ")
        self._last = self.say(" ")
        self.more = Button(theme, self.tr("Show them all"), icon="down")
        self.more.clicked.connect(self._turn)
        self.copy = Button(theme, self.tr("Copy this"), icon="doc")
        self.copy.clicked.connect(self._copy)
        buttons = FlowLayout()
        buttons.setSpacing(theme.px(12))
        buttons.addWidget(self.more)
        buttons.addWidget(self.copy)
        self.column.addLayout(buttons)

    @override
    def show_preferences(self, preferences: Preferences) -> None:
        super().show_preferences(preferences)
        self._look()

    def _look(self) -> None:
        if self._accounting is None:
            self._parts.setText(self.tr("Not known before the reminders have begun."))
            return
        try:
            account = self._accounting.now()
        except StoreError as problem:
            self._parts.setText(str(problem))
            return
        self._account = account
        self._parts.setText("\n".join(self._works(account)))
        self._next.setText("\n".join(self._coming(account, account.titles)))
        events = self._became(account, account.titles)
        self._last.setText("\n".join(events if self._all else events[: FEW + 1]))
        self.more.setVisible(len(events) > FEW + 1)
        self.more.setText(self.tr("Show fewer") if self._all else self.tr("Show them all"))

    def _turn(self) -> None:
        self._all = not self._all
        self._look()

    def _copy(self) -> None:
        if self._account is None:
            return
        account, names = self._account, self._account.titles_for_anybody
        lines = [f"RLS Companion {VERSION}", *self._works(account)]
        lines += [*self._coming(account, names), *self._became(account, names)]
        QApplication.clipboard().setText("\n".join(lines))
        self.copy.setText(self.tr("Copied"))
        QTimer.singleShot(SAID_FOR_MS, self.copy, lambda: self.copy.setText(self.tr("Copy this")))

    # --------------------------------------------------------------------------- words

    def _works(self, account: Account) -> list[str]:
        names = {
            "notifications": self.tr("Notifications"),
            "tray": self.tr("Tray"),
            "autostart": self.tr("Start with the computer"),
            "sleep_signal": self.tr("Word of sleep and waking"),
        }
        words = {
            True: self.tr("works"),
            False: self.tr("is not there"),
            None: self.tr("is not known"),
        }
        switched = {True: self.tr("is on"), False: self.tr("is off")}
        instead = {
            "notifications": self.tr("reminders come in a small window of our own"),
            "tray": self.tr("start RLS Companion again to see its window"),
            "sleep_signal": self.tr("the clock is looked at every minute"),
        }
        lines: list[str] = []
        for part, name in names.items():
            works = account.works.get(part)
            is_switch = part == "autostart" and works is not None
            line = f"{name}: {switched[works] if is_switch and works is not None else words[works]}"
            if works is False and part in instead:
                line += f"; {instead[part]}"
            lines.append(line)
        return lines

    def _coming(self, account: Account, names: Titles) -> list[str]:
        words = self._reminder_words()
        lines = [self.tr("Next reminders:")]
        if account.quiet_until is not None:
            until = account.quiet_until.astimezone(account.zone)
            lines = [self.tr("Quiet until {0}. Then:").format(f"{until:%a %H:%M}")]
        lines += [
            f"{reminder.due.astimezone(account.zone):%a %H:%M}  "
            f"{called(reminder.id, names, words, account.numbers)}"
            for reminder in account.coming
        ]
        return lines if account.coming else [*lines, self.tr("None is planned.")]

    def _became(self, account: Account, names: Titles) -> list[str]:
        why, words = self._why(), self._reminder_words()
        lines = [
            f"{event.due.astimezone(account.zone):%a %H:%M}  "
            f"{called(event.reminder, names, words, account.numbers)}: {why[event.outcome]}"
            for event in account.events
        ]
        return [self.tr("The last reminders:"), *lines] if lines else []

    def _reminder_words(self) -> ReminderWords:
        return ReminderWords(
            start=self.tr("The evening starts"),
            own=self.tr("A step of your own"),
            own_of_several=self.tr("Step {0} of your own"),
            unnamed=self.tr("A step that is not named here"),
            heads_up=self.tr("{0}, in good time"),
            due=self.tr("{0}, due"),
            repeat=self.tr("{0}, once more"),
            snooze=self.tr("{0}, after a snooze"),
        )

    def _why(self) -> dict[Outcome, str]:
        return {
            Outcome.SHOWN: self.tr("shown"),
            Outcome.SHOWN_TOGETHER: self.tr("shown as one of several"),
            Outcome.IN_WINDOW: self.tr("shown by the app itself, not as a notification"),
            Outcome.TOO_LATE: self.tr("not shown: found too late"),
            Outcome.QUIET: self.tr("not shown: quiet until tomorrow"),
            Outcome.HELD: self.tr("held back: a screen of the night was open"),
            Outcome.ANSWERED: self.tr("not shown: answered before"),
        }
