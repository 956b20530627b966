"""How punctual reminders are, and what it costs to have the companion in the background."""

import os
import selectors
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from rlscompanion.adapters.alarms import SchedulerAlarms
from rlscompanion.adapters.clock import SystemClock

pytestmark = [
    pytest.mark.skipif(
        sys.gettrace() is not None, reason="measured without coverage: run pytest tests/benchmarks"
    ),
    pytest.mark.skipif(sys.platform != "linux", reason="measured by /proc"),
]

REMINDERS = 200
APART = timedelta(milliseconds=40)
LATE_AT_MOST = 1.0

SETTLE_SECONDS = 12
MEASURED_SECONDS = 60
LIMIT = 20.0

BARE_TRAY = """
import sys
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
app = QApplication([])
app.setQuitOnLastWindowClosed(False)
tray = QSystemTrayIcon(QIcon(sys.argv[1]))
menu = QMenu()
menu.addAction("Quit", app.quit)
tray.setContextMenu(menu)
tray.show()
app.exec()
"""
RESIDENT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion, Outside
from rlscompanion.ui.application import Application
app = QApplication([])
app.setQuitOnLastWindowClosed(False)
parts = Companion(home_folders(Path(sys.argv[1])))
parts.planning.save(parts.planning.routine())
running = Application(app, parts, Outside(parts.folders, parts.clock))
assert running.claim()
running.open()
QTimer.singleShot(2000, lambda: running.window.setVisible(False))
app.exec()
"""


def test_of_two_hundred_reminders_ninety_nine_in_a_hundred_come_within_a_second() -> None:
    clock = SystemClock()
    alarms = SchedulerAlarms(clock)
    late: list[float] = []
    done = threading.Event()
    due = [clock.now() + timedelta(seconds=2) + n * APART for n in range(REMINDERS)]
    waiting: Iterator[datetime] = iter(due)
    current = next(waiting)

    def ring() -> None:
        nonlocal current
        late.append((clock.now() - current).total_seconds())
        if len(late) == REMINDERS:
            done.set()
            return
        current = next(waiting)
        alarms.set(current)

    alarms.start(ring)
    alarms.set(current)
    assert done.wait(2 + REMINDERS * APART.total_seconds() + 30)
    alarms.stop()
    late.sort()
    p99 = late[int(0.99 * REMINDERS) - 1]
    print(f"{REMINDERS} reminders: late by {late[REMINDERS // 2]:.3f} s, p99 {p99:.3f} s")
    assert late[0] >= 0, "never early"
    assert p99 <= LATE_AT_MOST


@dataclass(frozen=True)
class Cost:
    """What a process has used so far."""

    pss: int
    """KiB."""
    cpu: float
    """Milliseconds."""
    switches: int

    @classmethod
    def of(cls, pid: int) -> "Cost":
        folder = Path("/proc") / str(pid)
        rollup = (folder / "smaps_rollup").read_text()
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        ticks = int(fields[11]) + int(fields[12])
        switches = 0
        for task in (folder / "task").iterdir():
            for line in (task / "status").read_text().splitlines():
                if "ctxt_switches" in line:
                    switches += int(line.split()[1])
        return cls(
            next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")),
            1000 * ticks / os.sysconf("SC_CLK_TCK"),
            switches,
        )


@contextmanager
def running(
    *command: str, environ: dict[str, str] | None = None, says: bool = False
) -> Generator[tuple[int, str]]:
    with subprocess.Popen(
        command,
        env=environ or dict(os.environ),
        stdout=subprocess.PIPE if says else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            said = ""
            if process.stdout is not None:
                with selectors.DefaultSelector() as selector:
                    selector.register(process.stdout, selectors.EVENT_READ)
                    assert selector.select(LIMIT), f"{command[0]} says nothing"
                said = process.stdout.readline().decode().strip()
            yield process.pid, said
            assert process.poll() is None, f"{command!r} ended by itself"
        finally:
            process.terminate()
            process.wait(LIMIT)


@pytest.fixture
def desktop() -> Iterator[dict[str, str]]:
    for program, package in (("Xvfb", "xvfb"), ("dbus-daemon", "dbus")):
        if shutil.which(program) is None:
            pytest.skip(f"apt install {package}")
    screen = ("Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
    bus = ("dbus-daemon", "--session", "--nofork", "--print-address=1")
    with running(*screen, says=True) as (_, number), running(*bus, says=True) as (_, address):
        yield os.environ | {
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "DBUS_SESSION_BUS_ADDRESS": address,
        }


def test_in_the_background_it_is_nearly_as_quiet_as_a_bare_tray_program(
    desktop: dict[str, str], home: Path
) -> None:
    icon = Path(__file__).parents[2] / "resources" / "icons" / "tray.svg"
    bare = running(sys.executable, "-c", BARE_TRAY, str(icon), environ=desktop)
    resident = running(sys.executable, "-c", RESIDENT, str(home), environ=desktop)
    with bare as (bare_pid, _), resident as (resident_pid, _):
        time.sleep(SETTLE_SECONDS)
        before = Cost.of(bare_pid), Cost.of(resident_pid)
        time.sleep(MEASURED_SECONDS)
        after = Cost.of(bare_pid), Cost.of(resident_pid)
    ratio = after[1].pss / after[0].pss
    for name, begin, end in zip(("bare tray", "companion"), before, after, strict=True):
        print(
            f"{name}: {end.pss / 1024:.0f} MiB PSS, {end.cpu - begin.cpu:.0f} ms CPU, "
            f"{end.switches - begin.switches} context switches in {MEASURED_SECONDS} s"
        )
    print(f"companion : bare tray = {ratio:.2f} in PSS")
    assert ratio < 2.0
    # A process that others push aside is switched more often: what is its own is far less.
    assert after[1].switches - before[1].switches <= 60
    assert after[1].cpu - before[1].cpu <= 60
