"""Widgets that nobody holds any more go in the GUI thread, whoever makes how much of what."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from rlscompanion.ui.collecting import WORTH_IT, Collecting


class Knot(QWidget):
    """Holds itself, so that only the collector takes it away."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def allocate() -> int:
    return len([[n] for n in range(50 * WORTH_IT)])


def test_a_widget_is_collected_in_the_gui_thread_alone(qapp: QApplication) -> None:
    collecting = Collecting(qapp)
    gc.collect()
    gone: list[threading.Thread] = []
    knot = Knot()
    weakref.finalize(knot, lambda: gone.append(threading.current_thread()))
    del knot

    with ThreadPoolExecutor(1) as worker:
        worker.submit(allocate).result()
    assert gone == []

    kept = [QObject() for _ in range(2 * WORTH_IT)]
    collecting.look()
    assert gone == [threading.main_thread()]
    assert kept
    collecting.deleteLater()


def test_little_garbage_waits(qapp: QApplication) -> None:
    collecting = Collecting(qapp)
    gc.collect()
    gone: list[bool] = []
    knot = Knot()
    weakref.finalize(knot, lambda: gone.append(True))
    del knot
    collecting.look()
    assert gone == []
    gc.collect()
    assert gone == [True]
    collecting.deleteLater()
