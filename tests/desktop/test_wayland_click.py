"""A click on a notice, on a Wayland compositor that lets nobody come forward without a token."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from programs import LIMIT, first_line, running, until
from soaking import soak_due

from rlscompanion.adapters.clock import SystemClock
from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Wayland is for Linux")

HERE = Path(__file__).parent
NOBODY = 65534
AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
"""Sway does not run for root, as whom CI runs."""
SWAY = "output HEADLESS-1 mode 1280x800\nfocus_on_window_activation focus\n"
MAKO = "anchor=top-right\non-button-left=invoke-default-action\ndefault-timeout=0\n"
ON_THE_NOTICE = ("1200", "40")


@pytest.fixture
def sway(private_bus: str, tmp_path: Path) -> Iterator[Mapping[str, str]]:
    """Return the environment of a headless Wayland desktop with a mouse and mako."""
    for program in ("sway", "mako", "setpriv", "dbus-monitor", "gdbus"):
        if shutil.which(program) is None:
            pytest.skip("apt install sway mako-notifier util-linux dbus-bin libglib2.0-bin")
    with ExitStack() as stack:
        theirs = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rls-")))
        ours = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rls-")))
        (theirs / "config").write_text(SWAY, "utf-8")
        (tmp_path / "mako").write_text(MAKO, "utf-8")
        is_root = os.getuid() == 0
        if is_root:
            os.chown(theirs, NOBODY, NOBODY)
        environ = os.environ | {
            "DBUS_SESSION_BUS_ADDRESS": private_bus,
            "HOME": str(tmp_path),
            "TZ": "UTC",
        }
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            environ.pop(name, None)
        compositor = environ | {
            "XDG_RUNTIME_DIR": str(theirs),
            "WLR_BACKENDS": "headless",
            "WLR_RENDERER": "pixman",
            "WLR_LIBINPUT_NO_DEVICES": "1",
        }
        command = ("sway", "-c", str(theirs / "config"))
        stack.enter_context(running(*(AS_NOBODY if is_root else ()), *command, environ=compositor))
        until(lambda: bool(list(theirs.glob("sway-ipc.*"))))
        until(lambda: bool([file for file in theirs.glob("wayland-*") if file.is_socket()]))
        (screen,) = (file for file in theirs.glob("wayland-*") if file.is_socket())
        (talk,) = theirs.glob("sway-ipc.*")
        desktop = environ | {
            "WAYLAND_DISPLAY": str(screen),
            "SWAYSOCK": str(talk),
            "XDG_RUNTIME_DIR": str(ours),
            "QT_QPA_PLATFORM": "wayland",
        }
        mouse = (sys.executable, str(HERE / "wayland_pointer.py"))
        assert first_line(stack.enter_context(running(*mouse, environ=desktop))) == "plugged in"
        stack.enter_context(running("mako", "-c", str(tmp_path / "mako"), environ=desktop))
        waits = ("gdbus", "wait", "--session", "--timeout", "10", "org.freedesktop.Notifications")
        subprocess.run(waits, env=desktop, check=True, timeout=LIMIT)
        yield desktop


@pytest.fixture
def soak(home: Path) -> Path:
    """Return a home in which a step is due."""
    routine = soak_due(SystemClock().now())
    parts = Companion(home_folders(home))
    parts.safekeeping.import_routine(json.dumps(routine), with_profile=False)
    parts.database.close()
    return home


@contextmanager
def written(file: Path, *command: str, environ: Mapping[str, str]) -> Generator[None]:
    """Run a program as long as the block lasts, and write down all that it says."""
    with (
        file.open("wb") as log,
        subprocess.Popen(command, env=environ, stdout=log, stderr=log) as process,
    ):
        try:
            yield
        finally:
            process.terminate()


def told(desktop: Mapping[str, str], *words: str) -> Any:
    done = subprocess.run(
        words, env=desktop, check=True, capture_output=True, text=True, timeout=LIMIT
    )
    return json.loads(done.stdout)


def windows(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if part.get("app_id"):
        yield part
    for inner in (*part["nodes"], *part["floating_nodes"]):
        yield from windows(inner)


def test_a_click_on_the_notice_brings_the_hidden_window_up_with_the_token_of_the_service(
    sway: Mapping[str, str], soak: Path, tmp_path: Path
) -> None:
    def focused() -> list[str]:
        tree = told(sway, "swaymsg", "-t", "get_tree")
        return [window["app_id"] for window in windows(tree) if window["focused"]]

    def click() -> None:
        told(sway, "swaymsg", "-r", "seat", "-", "cursor", "set", *ON_THE_NOTICE)
        for act in ("press", "release"):
            told(sway, "swaymsg", "-r", "seat", "-", "cursor", act, "button1")

    def is_pressed() -> bool:
        click()
        return "member=ActionInvoked" in heard.read_text("utf-8")

    said, heard = tmp_path / "wayland.log", tmp_path / "bus.log"
    program = (sys.executable, "-m", "rlscompanion", "--home", str(soak), "--hidden")
    listen = ("dbus-monitor", "interface='org.freedesktop.Notifications'")
    with ExitStack() as stack:
        stack.enter_context(written(heard, *listen, environ=sway))
        stack.enter_context(written(said, *program, environ={**sway, "WAYLAND_DEBUG": "client"}))
        until(lambda: "member=Notify" in heard.read_text("utf-8"))
        assert focused() == []
        until(is_pressed)
        until(lambda: focused() == ["rlscompanion"])
    (token,) = re.findall(
        r"member=ActivationToken\s+uint32 \d+\s+string \"(.+)\"", heard.read_text("utf-8")
    )
    assert f'activate("{token}", wl_surface' in said.read_text("utf-8", "replace")
