"""How starting feels: measured against a bare Qt window in the same run, never by the clock."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

TRIES = 7
BARE_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""
FIRST_FRAME = """
import sys
from pathlib import Path
from rlscompanion.bootstrap import Companion, outside
from rlscompanion.adapters.folders import home_folders
from PySide6.QtWidgets import QApplication
from rlscompanion.ui.application import Application
app = QApplication([])
parts = Companion(home_folders(Path(sys.argv[1])))
parts.planning.save(parts.planning.routine())
running = Application(app, parts, outside(parts.folders, parts.clock))
running._dress()
running._build_window()
running.show_window()
print(*sorted(name for name in sys.modules))
"""
INSTALLED = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {
    "QT_QPA_PLATFORM": "offscreen"
}
"""As after an installation: pip compiles what it installs, here the first try does."""
LATER = {"apscheduler", "asyncio", "dbus_fast", "importlib.metadata", "msgspec"}
"""What the first frame does not need."""

pytestmark = pytest.mark.skipif(
    sys.gettrace() is not None, reason="measured without coverage: run pytest tests/benchmarks"
)


def best(*command: str) -> float:
    """Return the least time that a command takes, in seconds: the rest is other work's noise."""
    times: list[float] = []
    for _ in range(TRIES):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, *command],
            check=True,
            stdout=subprocess.DEVNULL,
            env=INSTALLED,
        )
        times.append(time.perf_counter() - began)
    return min(times)


def test_printing_tonight_takes_no_longer_than_opening_a_bare_window(home: Path) -> None:
    tonight = best("-m", "rlscompanion", "--home", str(home), "tonight")
    ratio = tonight / best("-c", BARE_WINDOW)
    print(f"tonight : bare window = {ratio:.2f}")
    assert ratio < 1.3, "0.95 where this was written"


def test_nothing_is_loaded_before_the_first_frame_that_it_does_not_need(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME, str(home)],
        check=True,
        capture_output=True,
        text=True,
        env=INSTALLED,
    )
    assert LATER & set(done.stdout.split()) == set()
