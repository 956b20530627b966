"""Work on other threads leaves the widgets to their own."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import gc
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from PySide6.QtWidgets import QApplication

from rlscompanion.ui.main_thread import beside


def test_no_widget_is_collected_in_another_thread(qapp: QApplication) -> None:
    assert gc.isenabled()
    both = Barrier(2, timeout=10)

    def work(turn: int) -> list[bool]:
        seen: list[bool] = []
        with beside():
            both.wait()
            seen.append(gc.isenabled())
            if turn:
                both.wait()
                seen.append(gc.isenabled())
        if not turn:
            both.wait()
        return seen

    with ThreadPoolExecutor(2) as threads:
        found = [*threads.map(work, (0, 1))]
    assert found == [[False], [False, False]]
    assert not gc.isenabled()
    qapp.processEvents()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off(qapp: QApplication) -> None:
    gc.disable()
    try:
        with beside():
            pass
        qapp.processEvents()
        assert not gc.isenabled()
    finally:
        gc.enable()
