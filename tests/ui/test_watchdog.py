"""The watchdog in processes of their own: it ends them."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from rlscompanion.ui.watchdog import HUNG

LIMIT = 30.0
PROGRAM = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from rlscompanion.adapters.clock import SystemClock
from rlscompanion.ui.watchdog import Watchdog

app = QCoreApplication([])
watchdog = Watchdog(Path(sys.argv[1]), SystemClock().monotonic, app)

def hang_here():
    time.sleep(20)

def spin_here():
    while True:
        pass

{todo}
print("ready", flush=True)
sys.exit(app.exec())
"""


def run(log: Path, todo: str) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(todo=todo), str(log)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("how", ["hang_here", "spin_here"])
def test_a_hung_event_loop_ends_the_process_and_the_log_says_where(
    tmp_path: Path, how: str
) -> None:
    log = tmp_path / "rlscompanion.log"
    process = run(log, f"watchdog.watch(); QTimer.singleShot(50, {how})")
    began = time.perf_counter()
    assert process.wait(LIMIT) == HUNG
    assert time.perf_counter() - began < 15
    said = log.read_text("utf-8")
    assert "did not answer for 3 s" in said
    assert how in said


def test_a_log_that_cannot_be_written_keeps_no_screen_up(tmp_path: Path) -> None:
    process = run(tmp_path / "none" / "log", "watchdog.watch(); QTimer.singleShot(50, hang_here)")
    assert process.wait(LIMIT) == HUNG


@pytest.mark.parametrize(
    "todo",
    [
        pytest.param(
            "watchdog.watch(); QTimer.singleShot(5000, lambda: app.exit(3))", id="it answers"
        ),
        pytest.param(
            "watchdog.watch(); watchdog.rest();"
            "QTimer.singleShot(50, lambda: (time.sleep(5), app.exit(3)))",
            id="no screen is open",
        ),
        pytest.param(
            "watchdog.watch(); QTimer.singleShot(50, lambda: (time.sleep(2.5), app.exit(3)))",
            id="slow, not hung",
        ),
        pytest.param(
            "sys.settrace(lambda *_: None); watchdog.watch();"
            "QTimer.singleShot(50, lambda: (time.sleep(5), app.exit(3)))",
            id="a debugger holds it",
        ),
    ],
)
def test_a_process_that_does_not_hang_is_left_alone(tmp_path: Path, todo: str) -> None:
    assert run(tmp_path / "log", todo).wait(LIMIT) == 3
    assert not (tmp_path / "log").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no signal stops a process there")
def test_a_process_that_was_stopped_for_long_is_left_alone(tmp_path: Path) -> None:
    process = run(
        tmp_path / "log", "watchdog.watch(); QTimer.singleShot(8000, lambda: app.exit(3))"
    )
    process.send_signal(signal.SIGSTOP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(5)
    process.send_signal(signal.SIGCONT)
    assert process.wait(LIMIT) == 3


def test_where_nothing_moves_it_asks_once_in_the_time_it_was_told(tmp_path: Path) -> None:
    todo = (
        "asked = []; watchdog._asked.connect(lambda: asked.append(1)); watchdog.watch(every=2.5);"
        "QTimer.singleShot(6200, lambda: app.exit(len(asked)))"
    )
    assert run(tmp_path / "log", todo).wait(LIMIT) in {1, 2}
