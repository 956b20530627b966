"""``calendar``: the routine as a calendar file for the phone."""

from argparse import Namespace
from typing import TYPE_CHECKING

from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.commands.answering import print_json

if TYPE_CHECKING:
    from pathlib import Path


def run(options: Namespace, folders: Folders) -> int:
    file: Path = options.file
    with Companion(folders) as parts:
        steps = parts.write_calendar(file, hide_names=options.hide_names)
    if options.json:
        print_json({"file": str(file), "steps": steps, "zone": parts.clock.zone().key})
    else:
        print(f"{steps} steps are in {file}. Import it into your calendar; again after a change.")
        print("What you took out of the routine stays there until you delete it.")
    return 0
