"""``desktop``: the menu entry, its icons and its flare-up action, in place or taken away."""

import os
import sys
from argparse import Namespace

from rlscompanion.adapters.desktop_entry import own_command
from rlscompanion.adapters.folders import Folders
from rlscompanion.adapters.menu_entry import MenuEntry
from rlscompanion.commands.answering import print_json
from rlscompanion.domain.mendable import Mendable


def run(options: Namespace, folders: Folders) -> int:
    if sys.platform in {"win32", "darwin"}:
        raise Mendable("only free desktops have such menu entries; start rlscompanion by its name.")
    menu = MenuEntry(os.environ, own_command(folders))
    files = menu.remove() if options.remove else menu.install()
    if options.json:
        print_json({"files": [str(file) for file in files]})
    elif not files:
        print("There was nothing to remove.")
    else:
        done = "Removed" if options.remove else "In place"
        print("\n".join(f"{done}: {file}" for file in files))
    return 0
