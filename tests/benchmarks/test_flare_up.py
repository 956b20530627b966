"""How the flare-up screen feels at 1080p in software: frames, work per frame, opening, memory."""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import shiboken6
from houses import House
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from fakes import FakeClock
from rlscompanion.adapters.library_files import read_library
from rlscompanion.assets import resources
from rlscompanion.domain.flare_script import script_for
from rlscompanion.domain.flareup import open_course
from rlscompanion.ui.collecting import Collecting
from rlscompanion.ui.flareup.screen import FlareUpScreen
from rlscompanion.ui.flareup.wishes import Wishes

FULL_HD = (1920, 1080)
A_FRAME = timedelta(milliseconds=22)
FRAMES = 200
OPENINGS = 300
LIBRARY = read_library(resources() / "library")

pytestmark = pytest.mark.skipif(
    sys.gettrace() is not None, reason="measured without coverage: run pytest tests/benchmarks"
)


def seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def work_of(work: Callable[[], None]) -> float:
    """Return the seconds of a core that ``work`` takes, whatever else the machine does."""
    began = time.thread_time()
    work()
    return time.thread_time() - began


def everything(app: QApplication, screen: QWidget) -> None:
    """Repaint the whole screen."""
    screen.update()
    for child in screen.findChildren(QWidget):
        child.update()
    app.processEvents()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def screen(
    qapp: QApplication, clock: FakeClock, request: pytest.FixtureRequest
) -> Iterator[FlareUpScreen]:
    course = open_course(script_for(LIBRARY, {request.param}, ())).start(0)
    made = FlareUpScreen(course, clock, LIBRARY.texts, Wishes())
    made.resize(*FULL_HD)
    made.show()
    made.resize(*FULL_HD)
    qapp.processEvents()
    yield made
    made.close()
    shiboken6.delete(made)


@pytest.mark.parametrize(
    "screen", ["slow-breathing", "standing-moves", "stretching"], indirect=True
)
def test_a_frame_paints_only_what_changed(
    qapp: QApplication, screen: FlareUpScreen, clock: FakeClock
) -> None:
    def frame() -> None:
        clock.advance(A_FRAME)
        screen.tick()
        qapp.processEvents()

    frames = sorted(work_of(frame) for _ in range(FRAMES))
    whole = statistics.median(work_of(lambda: everything(qapp, screen)) for _ in range(20))
    median = statistics.median(frames)
    busy = median / A_FRAME.total_seconds()
    print(
        f"work of a frame: median {median * 1000:.2f} ms, p99 {frames[-2] * 1000:.2f} ms, "
        f"{busy:.0%} of one core at {1 / A_FRAME.total_seconds():.0f} frames a second; "
        f"frame : whole screen = {median / whole:.2f}"
    )
    assert median < whole


@pytest.fixture
def house(home: Path) -> House:
    return House(home, "2026-11-23 00:40")


def test_a_warm_opening_takes_no_longer_than_some_repaints_of_the_screen(
    qapp: QApplication, house: House
) -> None:
    companion = house.companion
    companion.planning.save(companion.planning.routine())

    opened: list[float] = []
    painted: list[float] = []

    def open_and_close() -> None:
        began = time.perf_counter()
        flare_up = companion.easing.open()
        screen = FlareUpScreen(flare_up.course, companion.clock, LIBRARY.texts, Wishes())
        screen.open()
        qapp.processEvents()
        opened.append(time.perf_counter() - began)
        painted.append(seconds(lambda: everything(qapp, screen)))
        screen.close()
        shiboken6.delete(screen)

    for _ in range(12):
        open_and_close()
    warm, repaint = statistics.median(opened[2:]), statistics.median(painted)
    print(
        f"from request to first frame: warm {warm * 1000:.0f} ms, the first time "
        f"{opened[0] * 1000:.0f} ms; warm opening : repaint = {warm / repaint:.1f}"
    )
    assert warm < 40 * repaint


def test_opening_and_closing_leaves_no_memory_behind(qapp: QApplication, clock: FakeClock) -> None:
    statm = Path("/proc/self/statm")
    if not statm.exists():
        pytest.skip("resident memory is read from /proc")

    def resident() -> float:
        gc.collect()
        return int(statm.read_text(encoding="ascii").split()[1]) * 4096 / 2**20

    def times(count: int) -> None:
        collecting = Collecting(qapp)
        for _ in range(count):
            collecting.look()
            course = open_course(script_for(LIBRARY, {"seated-moves", "slow-breathing"}, ()))
            screen = FlareUpScreen(course, clock, LIBRARY.texts, Wishes())
            screen.open()
            qapp.processEvents()
            screen.close()
            screen.deleteLater()
            qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    times(100)
    before = resident()
    times(OPENINGS)
    grown = resident() - before
    print(f"{OPENINGS} openings: {grown:+.1f} MiB")
    assert grown < 5
