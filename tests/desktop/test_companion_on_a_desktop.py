"""The real program on a real X server, with a real bus and a real notification service."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from programs import until

from rlscompanion.adapters.clock import SystemClock
from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xvfb and dunst are for Linux")

LIMIT = 20.0
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Dunst(Protocol):
    environ: dict[str, str]

    def press(self, label: str) -> None: ...
    def wait_until_displayed(self, count: int) -> None: ...
    def ctl(self, *words: str) -> str: ...


class Desk:
    """A person at this desktop: starts the program, types, looks."""

    def __init__(self, environ: dict[str, str], home: Path, runtime: Path) -> None:
        self.home = home
        self.environ = environ | {
            "QT_QPA_PLATFORM": "xcb",
            "XDG_RUNTIME_DIR": str(runtime),
            "TZ": "UTC",
        }
        self.began = SystemClock().now()
        self.program: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "rlscompanion", "--home", str(self.home), *arguments]
        done = subprocess.run(
            command, env=self.environ, capture_output=True, text=True, timeout=LIMIT, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def told(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def start(self) -> None:
        command = [sys.executable, "-m", "rlscompanion", "--home", str(self.home)]
        self.program = subprocess.Popen(command, env=self.environ)
        until(lambda: self.told("status")["running"])

    def store(self, *steps: dict[str, object]) -> None:
        """Store a routine whose evening is on, whatever the hour of this machine."""
        file = self.home.parent / "routine.json"
        routine = {
            "format": "rlscompanion-routine",
            "version": 1,
            "day_turns": f"{self.began - 3 * HOUR:%H:%M}",
            "bedtime": {"every": f"{self.began + 2 * HOUR:%H:%M}"},
            "wake": {"every": f"{self.began + 4 * HOUR:%H:%M}"},
            "steps": steps,
        }
        file.write_text(json.dumps(routine), encoding="utf-8")
        self.run("routine", "import", str(file))

    def windows(self, name: str) -> list[str]:
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", name],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        return found.stdout.split()

    def key(self, *keys: str) -> None:
        subprocess.run(["xdotool", "key", *keys], env=self.environ, timeout=LIMIT, check=True)

    def size(self) -> tuple[int, int]:
        """Return the size of the window."""
        (window,) = self.windows("RLS Companion")
        said = subprocess.run(
            ["xdotool", "getwindowgeometry", "--shell", window],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=True,
        ).stdout
        found = dict(line.split("=") for line in said.split())
        return int(found["WIDTH"]), int(found["HEIGHT"])

    def resize(self, width: int, height: int) -> None:
        (window,) = self.windows("RLS Companion")
        command = ["xdotool", "windowsize", "--sync", window, str(width), str(height)]
        subprocess.run(command, env=self.environ, timeout=LIMIT, check=True)

    def kill(self) -> None:
        assert self.program is not None
        self.program.send_signal(signal.SIGKILL)
        self.program.wait(LIMIT)

    def kept_place(self) -> str | None:
        """Return what is stored of where the window is."""
        companion = Companion(home_folders(self.home), SystemClock())
        kept = companion.settings.get("window-place")
        companion.database.close()
        return kept

    def end(self) -> None:
        if self.program is not None and self.program.poll() is None:
            self.program.terminate()
            assert self.program.wait(LIMIT) == 0


@pytest.fixture
def desk(dunst: Dunst, home: Path, tmp_path: Path) -> Iterator[Desk]:
    for program, package in (("xdotool", "xdotool"), ("openbox", "openbox")):
        if shutil.which(program) is None:
            pytest.skip(f"apt install {package}")
    runtime = Path(os.environ.get("TMPDIR", "/tmp")) / f"rls{os.getpid()}"  # noqa: S108
    runtime.mkdir(mode=0o700, exist_ok=True)
    sitter = Desk(dunst.environ, home, runtime)
    with subprocess.Popen(["openbox"], env=sitter.environ, stderr=subprocess.DEVNULL) as manager:
        yield sitter
        sitter.end()
        manager.terminate()
    shutil.rmtree(runtime, ignore_errors=True)


def test_a_reminder_arrives_and_its_button_ticks_the_step(desk: Desk, dunst: Dunst) -> None:
    desk.store({"id": "stretching"})
    desk.start()
    due = (SystemClock().now() + timedelta(seconds=10) + MINUTE).replace(second=0)
    desk.store(
        {
            "id": "own/foot-soak",
            "title": "Foot soak",
            "when": {"clock": f"{due:%H:%M}"},
            "minutes": 10,
        }
    )
    (soak,) = [step for step in desk.told("tonight")["steps"] if step["id"] == "own/foot-soak"]
    assert soak["status"] == "upcoming"
    until(lambda: SystemClock().now() >= due, 80)
    dunst.wait_until_displayed(1)
    dunst.press("Done")
    until(
        lambda: (
            {s["id"]: s["status"] for s in desk.told("tonight")["steps"]}["own/foot-soak"] == "done"
        )
    )
    dunst.wait_until_displayed(0)


def test_a_second_process_opens_the_flare_up_screen_in_the_running_one(desk: Desk) -> None:
    desk.store({"id": "stretching"})
    desk.start()
    desk.run("flare-up")
    until(lambda: bool(desk.windows("Flare-up")))
    time.sleep(0.6)
    desk.key("space")
    desk.key("Escape")
    until(lambda: not desk.windows("Flare-up"))
    assert desk.program is not None
    assert desk.program.poll() is None


def test_a_companion_killed_outright_never_blocks_the_next_start(desk: Desk) -> None:
    desk.store({"id": "stretching"})
    desk.start()
    desk.kill()
    assert desk.told("status")["running"] is False
    desk.start()
    until(lambda: bool(desk.windows("RLS Companion")))


def test_a_companion_killed_outright_comes_back_in_the_size_it_had(desk: Desk) -> None:
    desk.store({"id": "stretching"})
    desk.start()
    until(lambda: bool(desk.windows("RLS Companion")))
    until(lambda: desk.size() == (1120, 760))
    before = desk.kept_place()
    desk.resize(960, 640)
    until(lambda: desk.kept_place() != before)
    desk.kill()
    desk.start()
    until(lambda: bool(desk.windows("RLS Companion")))
    until(lambda: desk.size() == (960, 640))


def test_a_second_start_raises_the_first_and_ends(desk: Desk) -> None:
    desk.store({"id": "stretching"})
    desk.start()
    until(lambda: bool(desk.windows("RLS Companion")))
    desk.run()
    assert len(desk.windows("RLS Companion")) == 1


def test_it_quits_in_order_when_asked_by_the_session(desk: Desk) -> None:
    desk.store({"id": "stretching"})
    desk.start()
    desk.end()
    assert desk.told("status")["running"] is False
