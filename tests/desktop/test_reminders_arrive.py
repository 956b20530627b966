"""Reminders on real desktops that have no, a dead or a silent service, and trays that come late."""

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
pytest.importorskip("dbus_fast")

from programs import running, until
from soaking import soak_due

from rlscompanion.adapters.clock import SystemClock
from rlscompanion.adapters.notifications import LIMIT as SERVICE_LIMIT
from rlscompanion.adapters.notifications import DesktopNotifier
from rlscompanion.services.ports import Answer, Notice
from rlscompanion.ui.reminder_window import DEAF_SECONDS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xvfb and D-Bus are for Linux")

LIMIT = 20.0
HERE = Path(__file__).parent
NOTICE = Notice("n", "Foot soak: it is time.", "", ((Answer.DONE, "Done"),))


class Dunst(Protocol):
    environ: dict[str, str]

    def press(self, label: str) -> None: ...
    def wait_until_displayed(self, count: int) -> None: ...
    def ctl(self, *words: str) -> str: ...


class Desk:
    """A person at a desktop on which a foot soak is due, and the program runs hidden."""

    def __init__(self, environ: dict[str, str], home: Path) -> None:
        self.home = home
        self.environ = environ
        self.routine = soak_due(SystemClock().now())
        self.change()

    def change(self, **changes: object) -> None:
        """Let the routine be another from now on."""
        self.routine |= changes
        file = self.home.parent / "routine.json"
        file.write_text(json.dumps(self.routine), encoding="utf-8")
        self.run("routine", "import", str(file))

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", "rlscompanion", "--home", str(self.home)]

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self.command, *arguments],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=True,
        )
        return done.stdout

    def told(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def x(self, *words: str) -> list[str]:
        done = subprocess.run(
            ["xdotool", *words],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        return done.stdout.split()

    def windows(self, name: str) -> list[str]:
        return self.x("search", "--onlyvisible", "--name", name)

    def place(self, window: str) -> dict[str, int]:
        lines = self.x("getwindowgeometry", "--shell", window)
        return {key: int(value) for key, value in (line.split("=") for line in lines)}

    def status_of_the_soak(self) -> str:
        (soak,) = [s for s in self.told("tonight")["steps"] if s["id"] == "own/foot-soak"]
        return soak["status"]


@pytest.fixture
def desk(private_bus: str, x_display: str, home: Path) -> Iterator[Desk]:
    for program, package in (("xdotool", "xdotool"), ("openbox", "openbox")):
        if shutil.which(program) is None:
            pytest.skip(f"apt install {package}")
    with tempfile.TemporaryDirectory(prefix="rls-") as runtime:
        environ = os.environ | {
            "DBUS_SESSION_BUS_ADDRESS": private_bus,
            "DISPLAY": x_display,
            "HOME": str(home.parent),
            "QT_QPA_PLATFORM": "xcb",
            "XDG_RUNTIME_DIR": runtime,
            "XDG_CONFIG_HOME": str(home.parent / "config"),
            "TZ": "UTC",
        }
        environ.pop("WAYLAND_DISPLAY", None)
        with running("openbox", environ=environ):
            yield Desk(environ, home)


def test_a_service_that_never_answers_leaves_it_to_our_own_window_which_ticks_the_step(
    desk: Desk,
) -> None:
    with ExitStack() as stack:
        stack.enter_context(
            running(sys.executable, str(HERE / "silent_service.py"), environ=desk.environ)
        )
        stack.enter_context(running(*desk.command, "--hidden", environ=desk.environ))
        until(lambda: bool(desk.windows("^Reminder$")), LIMIT + 2 * SERVICE_LIMIT)
        (window,) = desk.windows("^Reminder$")
        assert desk.x("getwindowfocus") != [window]
        assert desk.windows("RLS Companion") == []
        place = desk.place(window)
        assert (place["X"] + place["WIDTH"], place["Y"] + place["HEIGHT"]) > (1200, 720)

        done = (str(place["X"] + 55), str(place["Y"] + place["HEIGHT"] - 38))
        time.sleep(DEAF_SECONDS)
        desk.x("mousemove", *done, "click", "1")

        until(lambda: desk.status_of_the_soak() == "done")
        until(lambda: desk.windows("^Reminder$") == [])
        (told,) = [
            event
            for event in desk.told("status")["last_reminders"]
            if event["id"].endswith("own step/due")
        ]
        assert told["outcome"] == "in-window"


def test_without_any_service_our_own_window_comes_and_esc_leaves_the_step_open(
    desk: Desk,
) -> None:
    with running(*desk.command, "--hidden", environ=desk.environ):
        until(lambda: bool(desk.windows("^Reminder$")))
        (window,) = desk.windows("^Reminder$")
        place = desk.place(window)
        desk.x("mousemove", str(place["X"] + 30), str(place["Y"] + 12), "click", "1")
        until(lambda: desk.x("getwindowfocus") == [window])
        desk.x("key", "Escape")
        until(lambda: desk.windows("^Reminder$") == [])
        assert desk.status_of_the_soak() == "due"


def test_started_twice_hidden_the_second_ends_and_shows_nothing(desk: Desk) -> None:
    with running(*desk.command, "--hidden", environ=desk.environ):
        until(lambda: desk.told("status")["running"])
        desk.run("--hidden")
        assert desk.windows("RLS Companion") == []
        desk.run()
        until(lambda: bool(desk.windows("RLS Companion")))


def test_the_icon_comes_with_a_tray_that_comes_late_and_again_with_its_successor(
    desk: Desk,
) -> None:
    host = (sys.executable, str(HERE / "tray_host.py"))
    with running(*desk.command, "--hidden", environ=desk.environ):
        until(lambda: desk.told("status")["running"])
        for _ in range(2):
            with running(*host, environ=desk.environ) as tray:
                assert tray.stdout is not None
                with selectors.DefaultSelector() as selector:
                    selector.register(tray.stdout, selectors.EVENT_READ)
                    assert selector.select(LIMIT), "no icon came"
                assert tray.stdout.readline().startswith(b"icon ")
                assert desk.told("status")["desktop"]["tray"] is True


def test_status_knows_a_tray_that_icons_are_embedded_in(desk: Desk) -> None:
    if shutil.which("trayer") is None:
        pytest.skip("apt install trayer")
    assert desk.told("status")["desktop"]["tray"] is False
    with running("trayer", environ=desk.environ):
        until(lambda: desk.told("status")["desktop"]["tray"] is True)
    until(lambda: desk.told("status")["desktop"]["tray"] is False)


def test_a_click_on_the_notice_brings_the_hidden_window_to_the_front(
    dunst: Dunst, desk: Desk
) -> None:
    with running(*desk.command, "--hidden", environ=desk.environ):
        dunst.wait_until_displayed(1)
        assert desk.windows("RLS Companion") == []
        dunst.ctl("action", "0")
        until(lambda: bool(desk.windows("RLS Companion")))
        until(lambda: desk.x("getactivewindow") == desk.windows("RLS Companion")[-1:])


def test_a_late_notice_opens_the_flare_up_screen_and_comes_back_dim(
    dunst: Dunst, desk: Desk
) -> None:
    soon = SystemClock().now() + timedelta(minutes=30)
    desk.change(bedtime={"every": f"{soon:%H:%M}"})
    with running(*desk.command, "--hidden", environ=desk.environ) as program:
        dunst.wait_until_displayed(1)
        dunst.press("Flare-up")
        until(lambda: bool(desk.windows("Flare-up")))
        dunst.wait_until_displayed(0)
        time.sleep(DEAF_SECONDS)
        desk.x("key", "Escape")
        until(lambda: bool(desk.windows("^Reminder$")))
        assert desk.windows("Flare-up") == []
        dunst.wait_until_displayed(0)
        assert desk.status_of_the_soak() == "due"
        assert program.poll() is None


def test_a_flare_up_that_was_all_there_was_leaves_no_notice_behind(
    dunst: Dunst, desk: Desk
) -> None:
    with running(*desk.command, "flare-up", environ=desk.environ) as program:
        until(lambda: desk.told("status")["running"])
        until(lambda: bool(desk.windows("Flare-up")))
        time.sleep(DEAF_SECONDS)
        desk.x("key", "Escape")
        assert program.wait(LIMIT) == 0
    dunst.wait_until_displayed(0)
    assert dunst.ctl("count", "history") == "0"
    shown = {event["outcome"] for event in desk.told("status")["last_reminders"]}
    assert not shown & {"shown", "shown-together", "in-window"}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_no_notice_outlives_the_program_that_hears_its_buttons(
    dunst: Dunst, desk: Desk, how: signal.Signals
) -> None:
    with running(*desk.command, "--hidden", environ=desk.environ) as program:
        dunst.wait_until_displayed(1)
        program.send_signal(how)
        program.wait(LIMIT)
    if how is signal.SIGKILL:
        dunst.wait_until_displayed(1)
        with running(*desk.command, "--hidden", environ=desk.environ):
            dunst.wait_until_displayed(0)
    dunst.wait_until_displayed(0)


def test_a_service_that_is_killed_and_comes_back_is_used_again(
    dunst: Dunst, private_bus: str
) -> None:
    notifier = DesktopNotifier(bus_address=private_bus)
    notifier.start(lambda _: None)

    def show() -> bool:
        shown: SimpleQueue[bool] = SimpleQueue()
        notifier.show(NOTICE, shown.put)
        return shown.get(timeout=LIMIT)

    assert show()
    dunst.wait_until_displayed(1)
    asked = subprocess.run(
        [
            *("gdbus", "call", "--session", "--dest", "org.freedesktop.DBus"),
            *("--object-path", "/", "--method"),
            "org.freedesktop.DBus.GetConnectionUnixProcessID",
            "org.freedesktop.Notifications",
        ],
        env=dunst.environ,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    )
    os.kill(int(asked.stdout.split()[1].rstrip(",)")), signal.SIGKILL)
    until(lambda: not show())
    with running("dunst", environ=dunst.environ):
        until(show)
        dunst.wait_until_displayed(1)
    notifier.stop()
