"""``status``: the next reminders, and what works on this desktop."""

import os
from argparse import Namespace
from typing import Final

from rlscompanion import VERSION
from rlscompanion.adapters import instance
from rlscompanion.adapters.desktop import desktop_now
from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.commands.answering import print_json

NEXT_SHOWN: Final = 5


def run(options: Namespace, folders: Folders) -> int:
    parts = Companion(folders)
    now = parts.clock.now()
    zone = parts.clock.zone()
    coming = [
        reminder
        for nights_on in (0, 1)
        for reminder in parts.planning.tonight(now, nights_on=nights_on).checklist.reminders
        if reminder.due > now
    ][:NEXT_SHOWN]
    desktop = desktop_now(os.environ)
    told = {
        "version": VERSION,
        "home": str(folders.data.parent),
        "running": instance.is_running(folders.data),
        "next_reminders": [
            {
                "id": reminder.id,
                "due": reminder.due.astimezone(zone).isoformat(timespec="seconds"),
            }
            for reminder in coming
        ],
        "desktop": desktop,
    }
    if options.json:
        print_json(told)
        return 0
    print(f"RLS Companion {VERSION}, home {told['home']}")
    print("running" if told["running"] else "not running: reminders arrive only while it runs")
    for reminder in coming:
        print(f"{reminder.due.astimezone(zone):%a %H:%M}  {reminder.id}")
    for name, works in desktop.items():
        words = {True: "works", False: "is not there", None: "is not known"}[works]
        print(f"{name.replace('_', ' ')} {words}")
    return 0
