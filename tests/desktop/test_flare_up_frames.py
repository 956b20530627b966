"""What a dark room sees: every frame of the flare-up screen on a real X server, recorded."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from light_meter import luminance

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xvfb is for Linux")

LIMIT = 20.0
WIDE, HIGH = 160, 100
"""Each recorded pixel is the mean of 64 of the screen."""


def needs(program: str, package: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"apt install {package}")


@pytest.fixture
def environ(x_display: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    needs("openbox", "openbox")
    needs("ffmpeg", "ffmpeg")
    needs("xdotool", "xdotool")
    made = {
        **os.environ,
        "DISPLAY": x_display,
        "QT_QPA_PLATFORM": "xcb",
        "XDG_RUNTIME_DIR": str(tmp_path),
        "HOME": str(tmp_path),
    }
    for name in ("WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        made.pop(name, None)
    with subprocess.Popen(["openbox"], env=made, stderr=subprocess.DEVNULL) as manager:
        yield made
        manager.terminate()


def frames(recorded: bytes) -> Iterator[tuple[float, float]]:
    """Yield the mean and the brightest luminance of each frame."""
    size = WIDE * HIGH * 3
    for first in range(0, len(recorded) - size + 1, size):
        frame = recorded[first : first + size]
        pixels = [int.from_bytes(frame[n : n + 3]) for n in range(0, size, 3)]
        light = [luminance(pixel) for pixel in pixels]
        yield sum(light) / len(light), max(light)


def press(environ: dict[str, str], *keys: str) -> None:
    for key in keys:
        subprocess.run(["xdotool", "key", key], env=environ, check=True, timeout=LIMIT)
        time.sleep(0.7)


def test_no_frame_flashes_from_opening_to_the_dark_of_back_to_bed(
    environ: dict[str, str], tmp_path: Path
) -> None:
    grab = ["ffmpeg", "-loglevel", "error", "-f", "x11grab", "-framerate", "30"]
    shrink = ["-vf", f"scale={WIDE}:{HIGH}:flags=area", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    file = tmp_path / "frames.rgb"
    recorder = subprocess.Popen(
        [*grab, "-video_size", "1280x800", "-i", environ["DISPLAY"], *shrink, str(file)],
        env=environ,
        stdin=subprocess.DEVNULL,
    )
    companion = [sys.executable, "-m", "rlscompanion", "--home", str(tmp_path / "home")]
    program = subprocess.Popen([*companion, "flare-up"], env=environ)
    try:
        deadline = time.perf_counter() + LIMIT
        search = ["xdotool", "search", "--onlyvisible", "--name", "Flare-up"]
        while subprocess.run(search, env=environ, capture_output=True, check=False).returncode:
            assert time.perf_counter() < deadline, "the screen did not open"
            time.sleep(0.1)
        time.sleep(1.5)
        press(environ, "space", "Right", "Right", *["Right"] * 4, "h", "h", "Left", "Left")
        press(environ, "Right", "3", "p", "Left", "space")
        assert program.wait(LIMIT) == 0
    finally:
        program.kill()
        recorder.send_signal(signal.SIGINT)
        recorder.wait(LIMIT)
    seen = list(frames(file.read_bytes()))
    means = [mean for mean, _ in seen]
    assert len(seen) > 100
    assert max(means) > 0.004, "the screen was recorded"
    assert max(means) <= 0.015
    assert max(brightest for _, brightest in seen) <= 0.40
    rises = [after - before for before, after in pairwise(means)]
    assert max(rises) <= 0.012
    # Going to bed fades: no step down is the whole of it.
    falling = [mean for mean in means if 0.0005 < mean < 0.003]
    assert falling, "it went dark slowly"
