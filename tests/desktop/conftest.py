"""Real parts of a desktop: a bus, an X server, a notification service."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hours import EVENING, where_it_is
from msgspec import Struct
from programs import first_line, running

LIMIT = 10.0

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

# Pressing a button means choosing its line of dunst's menu.
MENU = """#!/bin/sh
grep --max-count=1 --fixed-strings --file={choice}
"""

DUNSTRC = """[global]
dmenu = {menu}
enable_posix_regex = true
"""


class Dunst(Struct, frozen=True):
    """A running dunst, and the fingers that press on what it shows."""

    environ: dict[str, str]
    choice: Path

    def ctl(self, *words: str) -> str:
        done = subprocess.run(
            ["dunstctl", *words],
            env=self.environ,
            capture_output=True,
            text=True,
            check=True,
            timeout=LIMIT,
        )
        return done.stdout.strip()

    def wait_until_displayed(self, count: int) -> None:
        deadline = time.perf_counter() + LIMIT
        while (displayed := int(self.ctl("count", "displayed"))) != count:
            assert time.perf_counter() < deadline, f"{displayed} shown, {count} wanted"

    def history(self) -> list[dict[str, Any]]:
        return json.loads(self.ctl("history"))["data"][0]

    def press(self, label: str) -> None:
        self.choice.write_text(f"#{label} ", "utf-8")
        self.ctl("context")


AT_SPI_PARTS = "apt install at-spi2-core gir1.2-atspi-2.0 python3-gi"
AT_SPI_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
SYSTEM_PYTHON = "/usr/bin/python3"


@pytest.fixture
def private_bus(tmp_path: Path) -> Iterator[str]:
    """Return the address of a bus that nothing can be started on by itself."""
    _needs("dbus-daemon", "dbus")
    config = tmp_path / "bus.conf"
    config.write_text(BUS_CONFIG, "utf-8")
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
    with running(*command, environ=os.environ) as bus:
        yield first_line(bus)


@pytest.fixture
def x_display() -> Iterator[str]:
    """Return the name of an empty X display."""
    _needs("Xvfb", "xvfb")
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with running(*command, environ=os.environ) as server:
        yield f":{first_line(server)}"


@pytest.fixture
def dunst(private_bus: str, x_display: str, tmp_path: Path) -> Iterator[Dunst]:
    _needs("dunst", "dunst")
    _needs("dunstctl", "dunst")
    _needs("dbus-send", "dbus-bin")
    _needs("gdbus", "libglib2.0-bin")
    choice, menu, config = tmp_path / "choice", tmp_path / "menu", tmp_path / "dunstrc"
    menu.write_text(MENU.format(choice=choice), "utf-8")
    menu.chmod(0o700)
    config.write_text(DUNSTRC.format(menu=menu), "utf-8")
    environ = {
        **os.environ,
        "DBUS_SESSION_BUS_ADDRESS": private_bus,
        "DISPLAY": x_display,
        "HOME": str(tmp_path),
    }
    environ.pop("WAYLAND_DISPLAY", None)
    with running("dunst", "-conf", str(config), environ=environ):
        _wait_for_name("org.freedesktop.Notifications", environ)
        yield Dunst(environ, choice)


def _needs(program: str, package: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"apt install {package}")


def _wait_for_name(name: str, environ: dict[str, str]) -> None:
    subprocess.run(
        ["gdbus", "wait", "--session", "--timeout", str(int(LIMIT)), name],
        env=environ,
        check=True,
        timeout=2 * LIMIT,
    )


@pytest.fixture
def at_spi_launcher() -> str:
    """Return the program that starts the bus of screen readers."""
    found = next((each for each in AT_SPI_LAUNCHERS if Path(each).is_file()), "")
    asked = [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    if not found or not shutil.which(SYSTEM_PYTHON):
        pytest.skip(AT_SPI_PARTS)
    if subprocess.run(asked, check=False, capture_output=True).returncode:
        pytest.skip(AT_SPI_PARTS)
    return found


@pytest.fixture
def at_spi_is_up(at_spi_launcher: str) -> Callable[[dict[str, str]], None]:
    """Return what waits until the launcher answers: a program asks it once, when it starts."""
    assert at_spi_launcher
    if not shutil.which("gdbus"):
        pytest.skip("apt install libglib2.0-bin")

    def wait(environ: dict[str, str]) -> None:
        answered = ["gdbus", "wait", "--session", "--timeout", "30", "org.a11y.Bus"]
        subprocess.run(answered, env=environ, check=True, capture_output=True)

    return wait


@pytest.fixture
def read_aloud(private_bus: str, x_display: str, tmp_path: Path) -> dict[str, str]:
    """Return the environment of a desktop on which a screen reader listens in the evening."""
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environ = os.environ | where_it_is(EVENING)
    environ |= {
        "DBUS_SESSION_BUS_ADDRESS": private_bus,
        "DISPLAY": x_display,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "XDG_RUNTIME_DIR": str(runtime),
        "HOME": str(tmp_path),
    }
    environ.pop("WAYLAND_DISPLAY", None)
    return environ
