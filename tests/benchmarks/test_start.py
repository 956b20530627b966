"""How starting feels: measured against a bare Qt window in the same run, never by the clock."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from hours import EVENING, where_it_is

from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion

TRIES = 11
BARE_WINDOW = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, lambda: os._exit(0))
app = QApplication([])
window = Window()
window.resize(1120, 760)
window.show()
app.exec()
"""
WINDOW_WITH_A_WORD = """
import os
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel
class Window(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))
app = QApplication([])
window = Window("Hello", alignment=Qt.AlignmentFlag.AlignCenter)
window.resize(1120, 760)
window.show()
app.exec()
"""
"""The least that says something: with a font, and with the names of Qt that every window needs."""
FIRST_FRAME = """
import gc, os, sys
gc.disable()
from rlscompanion.ui.application import Application
def to_the_first_frame(application):
    from rlscompanion.reading_later import is_unread
    print(*(name for name in sys.modules if not is_unread(name)))
    for part in ("PySide6.QtGui", "PySide6.QtWidgets"):
        print(*(f"{part}.{name}" for name in vars(sys.modules[part])), flush=True)
    os._exit(0)
Application._begin_the_rest = to_the_first_frame
from rlscompanion.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""The command as a person gives it. Like the bare window it ends with its frame, untidied."""
WINDOW, FLARE_UP = (), ("flare-up",)
INSTALLED = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
"""As after an installation: pip compiles what it installs, here the first try does."""
NOWHERE = {"QT_QPA_PLATFORM": "offscreen"}
LATER = {
    "apscheduler",
    "argparse",
    "ast",
    "asyncio",
    "bz2",
    "dataclasses",
    "dbus_fast",
    "hashlib",
    "importlib.metadata",
    "inspect",
    "json",
    "logging.handlers",
    "lzma",
    "PySide6.QtGui.QGradient",
    "PySide6.QtNetwork",
    "PySide6.QtWidgets.QStyle",
    "rlscompanion.adapters.alarms",
    "rlscompanion.adapters.keep_awake",
    "rlscompanion.adapters.library_sources",
    "rlscompanion.adapters.notifications",
    "rlscompanion.adapters.store.copies",
    "rlscompanion.domain.fixing",
    "rlscompanion.domain.own_steps",
    "rlscompanion.domain.reminder_record",
    "rlscompanion.domain.tones",
    "rlscompanion.domain.undoing",
    "rlscompanion.services.checking_off",
    "rlscompanion.services.ports",
    "rlscompanion.services.reminding",
    "rlscompanion.ui.flareup.pictures",
    "rlscompanion.ui.other_pages",
    "rlscompanion.ui.pages.tonight.messages",
    "rlscompanion.ui.pages.tonight.ticking",
    "rlscompanion.ui.piecework",
    "rlscompanion.ui.readying",
    "rlscompanion.ui.widgets.breathing_circle",
    "rlscompanion.ui.widgets.caret",
    "rlscompanion.ui.widgets.countdown_ring",
    "rlscompanion.ui.widgets.cross_fade",
    "rlscompanion.ui.widgets.exercise_figure",
    "rlscompanion.ui.widgets.focus_ring",
    "rlscompanion.ui.widgets.undo_strip",
    "msgspec.inspect",
    "shibokensupport.feature",
    "shibokensupport.signature.errorhandler",
    "shibokensupport.signature.layout",
    "shibokensupport.signature.lib.enum_sig",
    "shibokensupport.signature.lib.pyi_generator",
    "shibokensupport.signature.lib.tool",
    "shibokensupport.signature.mapping",
    "shibokensupport.signature.parser",
    "selectors",
    "shutil",
    "socket",
    "tomli",
    "traceback",
    "typing_extensions",
}
"""What the first frame does not need: modules, and classes of Qt that name hundreds of things."""

pytestmark = pytest.mark.skipif(
    sys.gettrace() is not None, reason="measured without coverage: run pytest tests/benchmarks"
)


def best(*commands: tuple[str, ...], screen: dict[str, str] = NOWHERE) -> list[float]:
    """Return the least processor time that each command takes, in seconds.

    They take turns, and processor time counts: a busy machine is unfair to nobody.
    """
    least = [float("inf")] * len(commands)
    for _ in range(TRIES):
        for place, command in enumerate(commands):
            process = subprocess.Popen(
                [sys.executable, *command], stdout=subprocess.DEVNULL, env=INSTALLED | screen
            )
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            assert process.returncode == 0
            least[place] = min(least[place], used.ru_utime + used.ru_stime)
    return least


@pytest.fixture
def lived_in(home: Path) -> Path:
    """Return a home where the first run is over."""
    parts = Companion(home_folders(home))
    parts.planning.save(parts.planning.routine())
    parts.database.close()
    return home


@pytest.fixture(params=["on no screen", "on an X server"])
def screen(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Yield what makes Qt paint on no screen at all, or on a real X server."""
    if request.param == "on no screen":
        yield NOWHERE
        return
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is missing: apt install xvfb")
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{server.stdout.readline().strip()}"}
        server.terminate()


def test_printing_tonight_takes_no_longer_than_opening_a_bare_window(home: Path) -> None:
    bare, tonight = best(
        ("-c", BARE_WINDOW), ("-m", "rlscompanion", "--home", str(home), "tonight")
    )
    print(f"tonight : bare window = {tonight / bare:.2f}")
    assert tonight / bare < 1.3, "0.95 where this was written"


def test_the_first_frame_comes_soon_after_that_of_a_bare_window(
    lived_in: Path, screen: dict[str, str]
) -> None:
    bare, word, window, flare_up = best(
        ("-c", BARE_WINDOW),
        ("-c", WINDOW_WITH_A_WORD),
        ("-c", FIRST_FRAME, "--home", str(lived_in), *WINDOW),
        ("-c", FIRST_FRAME, "--home", str(lived_in), *FLARE_UP),
        screen=screen | where_it_is(EVENING),
    )
    for name, least in (("an empty window", bare), ("a window with one word", word)):
        print(f"Tonight : {name} = {window / least:.2f}, flare-up = {flare_up / least:.2f}")
    assert window / bare < 1.9, "1.6 where this was written"
    assert flare_up / bare < 1.7, "1.3 where this was written"


@pytest.mark.parametrize("arguments", [WINDOW, FLARE_UP])
def test_nothing_is_loaded_before_the_first_frame_that_it_does_not_need(
    lived_in: Path, arguments: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME, "--home", str(lived_in), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=INSTALLED | NOWHERE | where_it_is(EVENING),
    )
    loaded = set(done.stdout.split())
    assert ("rlscompanion.ui.widgets.now_card" in loaded) == (arguments == WINDOW)
    assert LATER & loaded == set()
