"""The screens of the night on real X servers: two monitors, flashes, a process that is killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from programs import until
from PySide6.QtGui import QImage

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="X servers are for Linux")

LIMIT = 20.0
WIDE, TALL = 1024, 768
PARTS = (
    "apt install xserver-xorg-core xserver-xorg-video-dummy x11-xserver-utils xdotool openbox "
    "imagemagick"
)
DUMMY = f"""
Section "Device"
    Identifier "dummy"
    Driver "dummy"
    VideoRam 64000
EndSection
Section "Monitor"
    Identifier "monitor"
    HorizSync 5-200
    VertRefresh 5-200
    Modeline "{WIDE}x{TALL}" 64.11 1024 1080 1184 1344 768 769 772 795
EndSection
Section "Screen"
    Identifier "screen"
    Device "dummy"
    Monitor "monitor"
    DefaultDepth 24
    SubSection "Display"
        Depth 24
        Modes "{WIDE}x{TALL}"
        Virtual {2 * WIDE} {TALL}
    EndSubSection
EndSection
"""
STANDBY = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion, Outside
from rlscompanion.ui.night_screens import NightScreens
from rlscompanion.ui.theme.theme import Theme

app = QApplication([])
app.setQuitOnLastWindowClosed(False)
folders = home_folders(Path(sys.argv[1]))
companion = Companion(folders)
companion.preferring.change(brightness_said=True)
night = NightScreens(companion, Outside(folders, companion.clock), app)
night.closed.connect(app.quit)
night.open_standby()
app.exec()
"""
KEYS_THROUGH = {
    "flare_up": ("space", "Right", "Right", "Right", "Left", "h", "Escape"),
    "standby": ("Escape",),
}
FRAMES = """
import json, signal, sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

app = QGuiApplication([])
screen = app.primaryScreen()
seen = []
going = True
def stop(*_):
    global going
    going = False
signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
while going:
    frame = screen.grabWindow(0).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    small = frame.scaled(16, 10, Qt.AspectRatioMode.IgnoreAspectRatio,
                         Qt.TransformationMode.SmoothTransformation)
    levels = [small.pixelColor(x, y).lightness() for x in range(16) for y in range(10)]
    seen.append(sum(levels) / len(levels) / 255)
print(json.dumps(seen))
"""


class Desk:
    """One X server with a window manager on a white desktop, and a person at it."""

    def __init__(self, display: str, folder: Path) -> None:
        self.home = folder / "home"
        runtime = folder / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        self.environ = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_RUNTIME_DIR": str(runtime),
            "HOME": str(folder),
        }
        for name in ("WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PULSE_SERVER"):
            self.environ.pop(name, None)
        self.program: subprocess.Popen[bytes] | None = None

    def do(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environ, capture_output=True, text=True, timeout=LIMIT, check=False
        )
        return done.stdout.strip()

    def paint(self, colour: str) -> None:
        self.do("xsetroot", "-solid", colour)

    def flare_up(self, *more: str) -> None:
        words = ["-m", "rlscompanion", "--home", str(self.home), "flare-up", *more]
        if more:
            self.do(sys.executable, *words)
        else:
            self.program = subprocess.Popen([sys.executable, *words], env=self.environ)

    def standby(self) -> None:
        command = [sys.executable, "-c", STANDBY, str(self.home)]
        self.program = subprocess.Popen(command, env=self.environ)

    def window(self, name: str) -> tuple[int, int, int, int] | None:
        """Return left, top, width and height of the visible window of this name."""
        found = self.do("xdotool", "search", "--onlyvisible", "--name", f"^{name}").split()
        if not found:
            return None
        told = self.do("xdotool", "getwindowgeometry", "--shell", found[0])
        said = dict(line.split("=") for line in told.splitlines() if "=" in line)
        try:
            return int(said["X"]), int(said["Y"]), int(said["WIDTH"]), int(said["HEIGHT"])
        except KeyError:
            return None

    def lightest(self, left: int = 0, width: int | None = None) -> float:
        """Return the lightest of what is seen there, 0 to 1, every fourth pixel looked at."""
        picture = self.home.parent / "seen.png"
        self.do("import", "-window", "root", str(picture))
        image = QImage(str(picture))
        right = image.width() if width is None else min(image.width(), left + width)
        return max(
            image.pixelColor(x, y).lightnessF()
            for x in range(left, right, 4)
            for y in range(0, image.height(), 4)
        )

    def end(self) -> None:
        if self.program is not None and self.program.poll() is None:
            self.program.kill()
            self.program.wait(LIMIT)


def sit_down(server: list[str], folder: Path) -> Iterator[Desk]:
    for program in ("openbox", "xdotool", "xsetroot", "import"):
        if shutil.which(program) is None:
            pytest.skip(PARTS)
    reading, writing = os.pipe()
    command = [*server, "-displayfd", str(writing), "-nolisten", "tcp"]
    with subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as x_server:
        os.close(writing)
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        if not number:
            x_server.wait(LIMIT)
            pytest.skip(f"{server[0]} does not start here; {PARTS}, as root")
        desk = Desk(f":{number}", folder)
        with subprocess.Popen(["openbox"], env=desk.environ, stderr=subprocess.DEVNULL) as manager:
            until(lambda: "window id" in desk.do("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"))
            desk.paint("white")
            yield desk
            desk.end()
            manager.terminate()
        x_server.terminate()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sit at one screen."""
    if shutil.which("Xvfb") is None:
        pytest.skip("apt install xvfb")
    yield from sit_down(["Xvfb", "-screen", "0", "1280x800x24"], tmp_path)


@pytest.fixture
def two_screens(tmp_path: Path) -> Iterator[Desk]:
    """Sit at two screens that can be plugged and unplugged."""
    if shutil.which("Xorg") is None:
        pytest.skip(PARTS)
    config = tmp_path / "dummy.conf"
    config.write_text(DUMMY, "utf-8")
    server = ["Xorg", "-config", str(config), "-noreset", "-novtswitch", "-sharevts"]
    for desk in sit_down([*server, "-logfile", str(tmp_path / "log")], tmp_path):
        if "DUMMY1" not in desk.do("xrandr"):
            pytest.skip(PARTS)
        desk.do("xrandr", "--addmode", "DUMMY1", f"{WIDE}x{TALL}")
        plug(desk, "DUMMY1", "--right-of", "DUMMY0")
        yield desk


def plug(desk: Desk, screen: str, *where: str) -> None:
    desk.do("xrandr", "--output", screen, "--mode", f"{WIDE}x{TALL}", *where)
    desk.paint("white")


def unplug(desk: Desk, screen: str) -> None:
    desk.do("xrandr", "--output", screen, "--off")


LEFT, RIGHT = (0, 0, WIDE, TALL), (WIDE, 0, WIDE, TALL)


def is_whole(desk: Desk, place: tuple[int, int, int, int]) -> bool:
    """Return whether the guide fills one screen and the rest is black."""
    if desk.window("Flare-up") != place:
        return False
    other = WIDE if place == LEFT else 0
    return desk.lightest(other, WIDE) == 0 and 0 < desk.lightest(place[0], WIDE) < 1


def test_the_flare_up_stays_whole_whatever_the_screens_do(two_screens: Desk) -> None:
    desk = two_screens
    desk.do("xdotool", "mousemove", str(WIDE + 300), "300")
    desk.flare_up()
    until(lambda: is_whole(desk, RIGHT))
    unplug(desk, "DUMMY1")
    until(lambda: desk.window("Flare-up") == LEFT and 0 < desk.lightest() < 1)
    plug(desk, "DUMMY1", "--right-of", "DUMMY0")
    until(lambda: is_whole(desk, LEFT))
    unplug(desk, "DUMMY0")
    until(lambda: desk.window("Flare-up") == LEFT and 0 < desk.lightest() < 1)
    plug(desk, "DUMMY0", "--left-of", "DUMMY1")
    until(lambda: is_whole(desk, RIGHT) or is_whole(desk, LEFT))
    desk.flare_up("--close")
    until(lambda: desk.window("Flare-up") is None)
    assert desk.lightest(0, WIDE) == desk.lightest(WIDE, WIDE) == 1


def test_standby_stays_black_whatever_the_screens_do(two_screens: Desk) -> None:
    desk = two_screens
    desk.standby()
    until(lambda: desk.window("Standby") is not None and desk.lightest() == 0)
    for screen, where in (
        ("DUMMY1", ("--right-of", "DUMMY0")),
        ("DUMMY0", ("--left-of", "DUMMY1")),
    ):
        unplug(desk, screen)
        until(lambda: desk.lightest() == 0)
        plug(desk, screen, *where)
        until(lambda: desk.lightest(0, WIDE) == desk.lightest(WIDE, WIDE) == 0)
    time.sleep(0.6)
    desk.do("xdotool", "key", "space")
    until(lambda: desk.window("Flare-up") is not None and desk.lightest() > 0)
    time.sleep(0.6)
    desk.do("xdotool", "key", "Escape")
    until(lambda: desk.window("Flare-up") is None and desk.lightest() == 0)
    desk.do("xdotool", "key", "Escape")
    until(lambda: desk.window("Standby") is None)
    assert desk.lightest(0, WIDE) == desk.lightest(WIDE, WIDE) == 1


@pytest.mark.parametrize(("pointer", "place"), [(300, LEFT), (WIDE + 300, RIGHT)])
def test_over_standby_the_guide_is_seen_where_the_pointer_is_whatever_the_screens_do(
    two_screens: Desk, pointer: int, place: tuple[int, int, int, int]
) -> None:
    desk = two_screens
    desk.do("xdotool", "mousemove", str(pointer), "300")
    desk.standby()
    until(lambda: desk.window("Standby") is not None and desk.lightest() == 0)
    time.sleep(0.6)
    desk.do("xdotool", "key", "space")
    until(lambda: is_whole(desk, place))
    gone, other = ("DUMMY0", "DUMMY1") if place == RIGHT else ("DUMMY1", "DUMMY0")
    unplug(desk, gone)
    until(lambda: desk.window("Flare-up") is not None and 0 < desk.lightest() < 1)
    plug(desk, gone, "--left-of" if place == RIGHT else "--right-of", other)
    time.sleep(0.6)
    until(lambda: is_whole(desk, LEFT) or is_whole(desk, RIGHT))
    desk.do("xdotool", "key", "Escape")
    until(lambda: desk.window("Flare-up") is None and desk.lightest() == 0)


@pytest.mark.parametrize("what", ["flare_up", "standby"])
def test_killed_outright_it_leaves_the_desktop_as_it_was(desk: Desk, what: str) -> None:
    def state() -> tuple[str, str]:
        return desk.do("xset", "q"), desk.do("xrandr")

    before = state()
    getattr(desk, what)()
    until(lambda: desk.lightest() < 1)
    assert desk.program is not None
    desk.program.send_signal(signal.SIGKILL)
    desk.program.wait(LIMIT)
    until(lambda: desk.lightest() == 1)
    assert state() == before
    with subprocess.Popen(
        [sys.executable, "-c", KEYS], env=desk.environ, stdout=subprocess.PIPE, text=True
    ) as listener:
        assert listener.stdout is not None
        assert listener.stdout.readline() == "ready\n"
        desk.do("xdotool", "key", "--delay", "50", "a", "a", "a")
        assert listener.stdout.readline() == "heard\n"


KEYS = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

app = QApplication([])
field = QLineEdit()
field.textChanged.connect(lambda _: (print("heard", flush=True), app.quit()))
field.show()
field.activateWindow()
QTimer.singleShot(700, lambda: print("ready", flush=True))
app.exec()
"""


@pytest.mark.parametrize("what", ["flare_up", "standby"])
def test_nothing_flashes_when_it_opens_or_closes(desk: Desk, what: str) -> None:
    desk.paint("black")
    with subprocess.Popen(
        [sys.executable, "-c", FRAMES], env=desk.environ, stdout=subprocess.PIPE, text=True
    ) as camera:
        assert camera.stdout is not None
        assert camera.stdout.readline() == "ready\n"
        name = {"flare_up": "Flare-up", "standby": "Standby"}[what]
        getattr(desk, what)()
        until(lambda: desk.window(name) is not None)
        for key in KEYS_THROUGH[what]:
            time.sleep(0.7)
            desk.do("xdotool", "key", key)
        until(lambda: desk.window(name) is None)
        time.sleep(0.5)
        camera.terminate()
        frames: list[float] = json.loads(camera.stdout.read())
    assert desk.lightest() == 0
    print(f"{what}: {len(frames)} frames, the brightest {max(frames):.4f}")  # noqa: T201
    assert len(frames) > 40
    assert max(frames) <= 0.06
