"""``status``: the next reminders, what became of the last ones, and what works on this desktop."""

from argparse import Namespace
from typing import Final

from rlscompanion import VERSION
from rlscompanion.adapters import instance
from rlscompanion.adapters.desktop import desktop_now
from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion, Outside
from rlscompanion.commands.answering import print_json
from rlscompanion.domain.reminder_record import KEPT, Outcome, impersonal

NEXT_SHOWN: Final = 5
LAST_PRINTED: Final = 10
WHY: Final = {
    Outcome.SHOWN: "shown",
    Outcome.SHOWN_TOGETHER: "shown as one of several",
    Outcome.IN_WINDOW: "shown in the window: no notification service took it",
    Outcome.TOO_LATE: "not shown: found too late",
    Outcome.QUIET: "not shown: quiet until tomorrow",
    Outcome.HELD: "held back: a screen of the night was open",
    Outcome.ANSWERED: "not shown: answered before",
}


def run(options: Namespace, folders: Folders) -> int:
    parts = Companion(folders)
    zone = parts.clock.zone()
    coming = parts.expecting.coming(NEXT_SHOWN)
    quiet_until = parts.expecting.quiet_until()
    events = parts.reminder_events.newest(KEPT)
    desktop = desktop_now(Outside(folders, parts.clock).autostart)
    told = {
        "version": VERSION,
        "home": str(folders.data.parent),
        "running": instance.is_running(folders.data),
        "quiet_until": quiet_until.astimezone(zone).isoformat() if quiet_until else None,
        "next_reminders": [
            {
                "id": reminder.id,
                "due": reminder.due.astimezone(zone).isoformat(timespec="seconds"),
            }
            for reminder in coming
        ],
        "last_reminders": [
            {
                "id": event.impersonal,
                "due": event.due.astimezone(zone).isoformat(timespec="seconds"),
                "at": event.at.astimezone(zone).isoformat(timespec="seconds"),
                "outcome": event.outcome.value,
            }
            for event in events
        ],
        "desktop": desktop,
    }
    if options.json:
        print_json(told)
        return 0
    print(f"RLS Companion {VERSION}, home {told['home']}")
    print("running" if told["running"] else "not running: reminders arrive only while it runs")
    if quiet_until is not None:
        print(f"quiet until {quiet_until.astimezone(zone):%a %H:%M}")
    for reminder in coming:
        print(f"{reminder.due.astimezone(zone):%a %H:%M}  {impersonal(reminder.id)}")
    for name, works in desktop.items():
        words = {True: "works", False: "is not there", None: "is not known"}[works]
        print(f"{name.replace('_', ' ')} {words}")
    if events:
        print("The last reminders:")
    for event in events[:LAST_PRINTED]:
        print(f"{event.due.astimezone(zone):%a %H:%M}  {event.impersonal}: {WHY[event.outcome]}")
    return 0
