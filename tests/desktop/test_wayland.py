"""The flare-up on a real Wayland compositor."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from programs import until

from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.journal import EntryKind

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Wayland is for Linux")

LIMIT = 20.0


@pytest.fixture
def compositor(tmp_path: Path) -> Iterator[dict[str, str]]:
    if shutil.which("weston") is None:
        pytest.skip("apt install weston")
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environ = {
        **os.environ,
        "XDG_RUNTIME_DIR": str(runtime),
        "HOME": str(tmp_path),
        "WAYLAND_DISPLAY": "night",
        "QT_QPA_PLATFORM": "wayland",
    }
    for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        environ.pop(name, None)
    command = ["weston", "--backend=headless-backend.so", "--socket=night", "--idle-time=0"]
    own = {name: text for name, text in environ.items() if name != "WAYLAND_DISPLAY"}
    with subprocess.Popen(
        command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as weston:
        until((runtime / "night").exists)
        yield environ
        weston.terminate()


def test_it_opens_and_closes_by_command(compositor: dict[str, str], home: Path) -> None:
    def told() -> list[object]:
        parts = Companion(home_folders(home))
        entries = parts.planning.tonight().entries
        parts.database.close()
        return [entry.body["event"] for entry in entries if entry.kind is EntryKind.FLARE_UP]

    command = [sys.executable, "-m", "rlscompanion", "--home", str(home), "flare-up"]
    with subprocess.Popen(command, env=compositor) as program:
        until(lambda: told() == ["opened"])
        subprocess.run([*command, "--close"], env=compositor, check=True, timeout=LIMIT)
        assert program.wait(LIMIT) == 0
    assert told()[-1] == "closed"
