"""The flare-up with closed eyes: by keyboard, and what the screen reader's bus hears of it."""

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from rlscompanion.adapters.library_files import read_library
from rlscompanion.assets import resources

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from programs import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is for Linux")

PARTS = "apt install at-spi2-core gir1.2-atspi-2.0 python3-gi xdotool openbox"
SYSTEM_PYTHON = "/usr/bin/python3"
LISTENER = Path(__file__).with_name("hear_bus.py")
LIBRARY = read_library(resources() / "library")
LIMIT = 30.0
DEAF = 0.6


class Ear:
    """What was heard so far, one list for what was said and one for where the keyboard came."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.said: list[str] = []
        self.focus: list[str] = []
        self.ready = threading.Event()
        self._process = process
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            kind, text = json.loads(line)
            if kind == "ready":
                self.ready.set()
            else:
                {"said": self.said, "focus": self.focus}[kind].append(text)


class Person:
    """At a keyboard, eyes closed."""

    def __init__(self, environ: dict[str, str], ear: Ear) -> None:
        self.environ = environ
        self.ear = ear

    def press(self, key: str) -> None:
        subprocess.run(["xdotool", "key", key], env=self.environ, check=True, timeout=LIMIT)

    def presses_and_hears(self, key: str, *texts: str) -> None:
        """Press a key; each of these is said then, and nothing else."""
        before = len(self.ear.said)
        self.press(key)
        until(lambda: len(self.ear.said) >= before + len(texts), LIMIT)
        assert self.ear.said[before:] == list(texts)


@pytest.fixture
def person(
    at_spi_launcher: str,
    at_spi_is_up: Callable[[dict[str, str]], None],
    read_aloud: dict[str, str],
    tmp_path: Path,
) -> Iterator[Person]:
    if not all(map(shutil.which, ("xdotool", "openbox"))):
        pytest.skip(PARTS)
    environ = read_aloud
    companion = [sys.executable, "-m", "rlscompanion", "--home", str(tmp_path / "home")]
    with ExitStack() as running:

        def started(*command: str, says: int = subprocess.DEVNULL) -> "subprocess.Popen[str]":
            process = running.enter_context(
                subprocess.Popen(
                    command, env=environ, stdout=says, stderr=subprocess.DEVNULL, text=True
                )
            )
            running.callback(process.terminate)  # killed, the launcher would leave its bus behind
            return process

        started(at_spi_launcher, "--launch-immediately")
        at_spi_is_up(environ)
        started("openbox")
        listener = started(SYSTEM_PYTHON, str(LISTENER), says=subprocess.PIPE)
        ear = Ear(listener)
        running.callback(ear.thread.join, LIMIT)
        running.callback(listener.kill)
        assert ear.ready.wait(LIMIT)
        started(*companion, "flare-up")
        yield Person(environ, ear)


def cues(guide: str) -> list[str]:
    return [cue.text for cue in LIBRARY.guides[guide].cues]


def test_the_whole_flare_up_is_heard_by_keyboard_each_instruction_once(person: Person) -> None:
    ear = person.ear
    first = f"{LIBRARY.texts['flareup-start']} {LIBRARY.texts['flareup-red-flag']}"
    until(lambda: first in ear.focus, LIMIT)
    time.sleep(DEAF)
    way = [*cues("move-seated"), *cues("move-standing"), *cues("stretch-flare")]
    person.presses_and_hears("space", way[0])
    for text in way[1:]:
        person.presses_and_hears("Right", text)
    person.presses_and_hears("space", "Paused. Space goes on.")
    person.presses_and_hears("space", way[-1])
    signs = [LIBRARY.texts[f"help-night-{number}"] for number in range(1, 7)]
    get_help = " ".join(("When to get help", *signs, LIBRARY.texts["help-call"]))
    person.presses_and_hears("h", get_help)
    person.presses_and_hears("Left", way[-1])
    person.presses_and_hears("Right", "Breathe in")
    person.presses_and_hears("Right", "How are your legs?")
    assert ear.said.count("Breathe in") == 1
    for text in way[:-1]:
        assert ear.said.count(text) == 1
    # Each answer and each button is found with Tab, by name.
    ear.focus.clear()
    time.sleep(DEAF)
    for _ in range(7):
        person.press("Tab")
    until(
        lambda: {"Better", "Same", "Worse", "Back to bed", "Another round"} <= {*ear.focus}, LIMIT
    )
