"""``status``: the next reminders, what became of the last ones, and what works on this desktop."""

from argparse import Namespace
from typing import Final

from rlscompanion import VERSION
from rlscompanion.adapters import instance
from rlscompanion.adapters.desktop import desktop_now
from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion, Outside
from rlscompanion.commands.answering import print_json
from rlscompanion.domain.reminder_record import Outcome
from rlscompanion.services.accounting import Account, Accounting
from rlscompanion.services.calling import ReminderWords, called
from rlscompanion.services.telling import account_told

WHY: Final = {
    Outcome.SHOWN: "shown",
    Outcome.SHOWN_TOGETHER: "shown as one of several",
    Outcome.IN_WINDOW: "shown by the app itself: no notification service took it, or by choice",
    Outcome.TOO_LATE: "not shown: found too late",
    Outcome.QUIET: "not shown: quiet until tomorrow",
    Outcome.HELD: "held back: a screen of the night was open",
    Outcome.ANSWERED: "not shown: answered before",
}


def run(options: Namespace, folders: Folders) -> int:
    with Companion(folders) as parts:
        autostart = Outside(folders, parts.clock).autostart
        account = Accounting(
            parts.expecting,
            parts.reminder_events,
            parts.clock,
            lambda: desktop_now(autostart),
            parts.library,
            lambda: parts.preferring.load().names_in_notices,
        ).now()
        last_backup = next(iter(parts.backing_up.days()), None)
    home, running = str(folders.data.parent), instance.is_running(folders.data)
    if options.json:
        told = {
            "version": VERSION,
            "home": home,
            "running": running,
            "last_backup": last_backup.isoformat() if last_backup else None,
        }
        print_json(told | account_told(account))
        return 0
    print(f"RLS Companion {VERSION}, home {home}")
    print("running" if running else "not running: reminders arrive only while it runs")
    print(f"last automatic backup: {last_backup or 'none yet'}")
    _print(account)
    if trouble := autostart.trouble():
        print(trouble)
    return 0


def _print(account: Account) -> None:
    zone = account.zone
    if account.quiet_until is not None:
        print(f"quiet until {account.quiet_until.astimezone(zone):%a %H:%M}")
    for reminder in account.coming:
        name = called(reminder.id, account.titles, ReminderWords(), account.numbers)
        print(f"{reminder.due.astimezone(zone):%a %H:%M}  {name}")
    for name, works in account.works.items():
        known = ("is on", "is off") if name == "autostart" else ("works", "is not there")
        words = {True: known[0], False: known[1], None: "is not known"}[works]
        print(f"{name.replace('_', ' ')} {words}")
    if account.events:
        print("The last reminders:")
    for event in account.events:
        name = called(event.reminder, account.titles, ReminderWords(), account.numbers)
        print(f"{event.due.astimezone(zone):%a %H:%M}  {name}: {WHY[event.outcome]}")
