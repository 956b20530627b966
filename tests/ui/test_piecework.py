"""Long work waits for the person, and is done in pieces."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rlscompanion.ui.piecework import Piecework


class Work:
    """Counts its pieces."""

    def __init__(self, pieces: int) -> None:
        self.left = pieces

    def pieces(self) -> Iterator[None]:
        while self.left:
            self.left -= 1
            yield


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_all_of_it_is_done_without_being_asked_again(window: QWidget, qtbot: QtBot):
    work, piecework = Work(5), Piecework(window)
    piecework.begin(work.pieces())
    assert work.left == 5, "the first piece waits too"
    qtbot.waitUntil(lambda: piecework.is_done)
    assert work.left == 0


def test_between_two_pieces_the_window_answers(window: QWidget, qtbot: QtBot):
    work, piecework = Work(50), Piecework(window)
    seen: list[int] = []

    def pieces() -> Iterator[None]:
        for _ in work.pieces():
            QTimer.singleShot(0, window, lambda: seen.append(work.left))
            yield

    piecework.begin(pieces())
    qtbot.waitUntil(lambda: piecework.is_done)
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen[0] > 40


def test_a_press_puts_off_what_is_left(window: QWidget, qtbot: QtBot):
    work, piecework = Work(10_000_000), Piecework(window)
    piecework.begin(work.pieces())
    qtbot.waitUntil(lambda: work.left < 10_000_000)
    native = window.windowHandle()
    assert native is not None
    QTest.keyClick(native, Qt.Key.Key_Tab)
    left = work.left
    for _ in range(20):
        QApplication.processEvents()
    assert work.left == left


def test_what_cannot_wait_is_done_at_once(window: QWidget):
    work, piecework = Work(3), Piecework(window)
    piecework.begin(work.pieces())
    piecework.finish()
    assert work.left == 0
    assert piecework.is_done
