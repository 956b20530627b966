import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rlscompanion.adapters import display
from rlscompanion.adapters.display import DisplayProblem, display_problem

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux is probed")

LIMIT = 10.0


def qt_folder() -> Path:
    found = importlib.util.find_spec("PySide6")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "Qt"


@pytest.fixture
def runtime() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:
        yield Path(folder)


@pytest.fixture
def compositor(runtime: Path) -> Iterator[str]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(os.fspath(runtime / "wayland-7"))
        server.listen()
        yield "wayland-7"


@pytest.fixture
def doctored_qt(tmp_path: Path) -> Path:
    """Return a plugin that really needs a library nobody has, in place of libGL."""
    (tmp_path / "plugins" / "platforms").mkdir(parents=True)
    (tmp_path / "lib").symlink_to(qt_folder() / "lib")
    plugin = tmp_path / "plugins" / "platforms" / "libqoffscreen.so"
    whole = (qt_folder() / "plugins" / "platforms" / "libqoffscreen.so").read_bytes()
    assert b"\0libGL.so.1\0" in whole
    plugin.write_bytes(whole.replace(b"\0libGL.so.1\0", b"\0libXY.so.1\0"))
    return plugin


def test_no_display_at_all_is_one_line_that_says_so() -> None:
    problem = display_problem({})

    assert problem is not None
    assert problem.message.startswith("no display found: DISPLAY and WAYLAND_DISPLAY are not set")
    assert "\n" not in problem.message


def test_a_dead_x_display_is_named() -> None:
    problem = display_problem({"DISPLAY": ":4711"})

    assert problem == DisplayProblem(
        "no display found: nothing answers at DISPLAY=:4711", no_display=True
    )


def test_a_dead_compositor_is_named(runtime: Path) -> None:
    problem = display_problem({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(runtime)})

    assert problem == DisplayProblem(
        "no display found: nothing answers at WAYLAND_DISPLAY=wayland-9", no_display=True
    )


@pytest.mark.usefixtures("qt_libraries")
def test_an_x_server_that_answers_is_no_problem(tmp_path: Path) -> None:
    if shutil.which("Xvfb") is None:
        pytest.skip("apt install xvfb")
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdout is not None
        name = f":{server.stdout.readline().strip()}"
        problem = display_problem({"DISPLAY": name})
        server.terminate()

    assert problem is None


@pytest.mark.usefixtures("qt_libraries")
def test_a_compositor_that_answers_is_no_problem(runtime: Path, compositor: str) -> None:
    by_name = {"WAYLAND_DISPLAY": compositor, "XDG_RUNTIME_DIR": str(runtime)}
    by_path = {"WAYLAND_DISPLAY": str(runtime / compositor)}

    assert display_problem(by_name) is None
    assert display_problem(by_path) is None


@pytest.mark.usefixtures("qt_libraries")
def test_a_dead_x_display_beside_a_compositor_is_no_problem(runtime: Path, compositor: str) -> None:
    environ = {
        "WAYLAND_DISPLAY": compositor,
        "XDG_RUNTIME_DIR": str(runtime),
        "DISPLAY": ":4711",
    }

    assert display_problem(environ) is None
    assert display_problem({**environ, "QT_QPA_PLATFORM": "wayland;xcb"}) is None


def test_a_platform_that_was_asked_for_is_the_one_that_counts(
    runtime: Path, compositor: str
) -> None:
    environ = {
        "WAYLAND_DISPLAY": compositor,
        "XDG_RUNTIME_DIR": str(runtime),
        "DISPLAY": ":4711",
        "QT_QPA_PLATFORM": "xcb",
    }

    problem = display_problem(environ)

    assert problem is not None
    assert "QT_QPA_PLATFORM=xcb" in problem.message


@pytest.mark.usefixtures("qt_libraries")
@pytest.mark.parametrize("platform", ["offscreen", "minimal", "offscreen:size=800x600"])
def test_a_platform_without_a_display_needs_none(platform: str) -> None:
    assert display_problem({"QT_QPA_PLATFORM": platform}) is None


@pytest.mark.usefixtures("qt_libraries")
def test_a_library_that_is_really_missing_is_found_without_harm(doctored_qt: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from rlscompanion.adapters import display;"
        "print(display._loading_problem('offscreen', [Path(sys.argv[1])]).message)"
    )

    asked = subprocess.run(
        [sys.executable, "-c", code, str(doctored_qt)],
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT,
    )

    assert asked.stdout == "Qt needs libXY.so.1\n"


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libxkbcommon.so.0", "libxkbcommon0"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ],
)
def test_a_missing_library_comes_with_the_package_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, library: str, package: str
) -> None:
    def load(name: str) -> None:
        if name.endswith(("libqxcb.so", library)):
            raise OSError(f"{library}: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(display.ctypes, "CDLL", load)
    monkeypatch.setattr(display, "_x_answers", lambda _: True)

    problem = display_problem({"DISPLAY": ":0"})

    assert problem == DisplayProblem(
        f"Qt needs {library}; on Debian or Ubuntu: apt install {package}"
    )


def test_all_missing_libraries_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> None:
        if "libqxcb" in name or name in {"libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0"}:
            raise OSError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(display.ctypes, "CDLL", load)
    monkeypatch.setattr(display, "_x_answers", lambda _: True)

    problem = display_problem({"DISPLAY": ":0"})

    assert problem == DisplayProblem(
        "Qt needs libEGL.so.1, libglib-2.0.so.0, libgthread-2.0.so.0;"
        " on Debian or Ubuntu: apt install libegl1 libglib2.0-0"
    )


def test_another_reason_why_qt_cannot_be_loaded_is_passed_on() -> None:
    assert display._explained("xcb", "libc.so.6: version `GLIBC_2.99' not found") == DisplayProblem(
        "Qt cannot be loaded: libc.so.6: version `GLIBC_2.99' not found"
    )


def test_qt_that_is_not_installed_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    assert display_problem({"QT_QPA_PLATFORM": "offscreen"}) == DisplayProblem(
        "Qt is not installed; run: pip install PySide6-Essentials"
    )


def test_elsewhere_than_on_linux_nothing_is_probed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    assert display_problem({}) is None


def test_probing_does_not_import_qt() -> None:
    code = (
        "import sys; from rlscompanion.adapters.display import display_problem;"
        "display_problem({'QT_QPA_PLATFORM': 'offscreen'});"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken'))])"
    )

    asked = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=LIMIT
    )

    assert asked.stdout == "[]\n"
