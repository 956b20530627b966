"""After the data was replaced the program starts again in its own place, with nothing remembered."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import subprocess
import sys
from pathlib import Path

from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.checklist import MarkKind

GOES_BACK = """
import os, sys
from PySide6.QtCore import QTimer
from rlscompanion.cli import main
from rlscompanion.ui.daily_backup import DailyBackup

def start(self):
    application = self.parent()
    section = application.pages.page("settings").data
    backing_up = application._companion.backing_up
    day = backing_up.days()[0]
    section._replace(lambda: backing_up.go_back_to(day))

def started_again(program, command):
    print(*command[-2:], flush=True)
    os._exit(0)

DailyBackup.start = start
os.execv = started_again
sys.exit(main(["--home", sys.argv[1]]))
"""


def test_going_back_starts_the_program_again_for_the_same_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    parts = Companion(home_folders(home))
    parts.planning.save(parts.planning.routine())
    parts.backing_up.make()
    parts.checking_off.mark("stretching", MarkKind.DONE)
    parts.database.close()

    done = subprocess.run(
        [sys.executable, "-c", GOES_BACK, str(home)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )

    assert done.stdout.split() == ["--home", str(home)], done.stderr
    parts = Companion(home_folders(home))
    assert parts.journal.entries([parts.planning.tonight().night]) == ()
    assert len(parts.backing_up.kept()) == 1
    parts.database.close()
