"""What a companion without a window holds in memory for weeks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion

HIDDEN = """
import os, sys
from rlscompanion.ui.application import Application
from PySide6.QtCore import QTimer
really_open = Application.open
def tell():
    print(*sorted(name for name, module in sys.modules.items() if module is not None), flush=True)
    os._exit(0)
def open(self, **asked):
    really_open(self, **asked)
    QTimer.singleShot(0, self, tell)
Application.open = open
from rlscompanion.cli import main
main(["--home", sys.argv[1], "--hidden"])
"""
FOR_A_WINDOW = {
    "PySide6.QtNetwork",
    "PySide6.QtSvg",
    "_hashlib",
    "ssl",
    "rlscompanion.ui.main_window",
    "rlscompanion.ui.opened_window",
    "rlscompanion.ui.page_set",
    "rlscompanion.ui.pages",
    "rlscompanion.ui.reminder_window",
    "rlscompanion.ui.widgets.button",
}


@pytest.mark.skipif(sys.platform != "linux", reason="a socket in a runtime folder of its own")
def test_started_hidden_nothing_is_loaded_that_only_a_window_or_a_network_needs(home: Path) -> None:
    parts = Companion(home_folders(home))
    # Without a step no reminder is due now, whatever time it is: that one would have a window.
    parts.planning.save(replace(parts.planning.routine(), steps=()))
    parts.database.close()
    done = subprocess.run(
        [sys.executable, "-c", HIDDEN, str(home)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    loaded = set(done.stdout.split())
    assert "rlscompanion.ui.reminders" in loaded
    assert FOR_A_WINDOW & loaded == set()
