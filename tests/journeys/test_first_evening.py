"""Somebody's first evening through the real window, from the first start on, by keyboard alone."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import tempfile
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

from houses import House, local
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from ui.reading import words_on

from rlscompanion.domain.checklist import Status
from rlscompanion.domain.routine import BeforeBed, Timing
from rlscompanion.ui.application import Application

FARTHEST = 80
"""How often somebody would press Tab at most."""
BEDTIME = time(23)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class Person:
    """Has a keyboard and eyes; keys go where the desktop would send them."""

    def __init__(self, application: Application, house: House) -> None:
        self.application = application
        self.house = house
        window = application.window
        assert window is not None
        self.window = window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        native = self.window.windowHandle()
        assert native is not None
        QTest.keyClick(native, key, modifier)
        for _ in range(5):
            QApplication.processEvents()

    def stands_at(self) -> str:
        focused = QApplication.focusWidget()
        if focused is None:
            return ""
        words = focused.text() if isinstance(focused, QAbstractButton) else ""
        return focused.accessibleName() or words

    def tab_to(self, words: str) -> None:
        been: list[str] = []
        while words not in self.stands_at():
            been.append(self.stands_at())
            assert len(been) < FARTHEST, f"Tab never comes to {words!r}, but to {been}"
            self.press(Qt.Key.Key_Tab)

    def choose(self, words: str) -> None:
        self.tab_to(words)
        self.read()
        self.press(Qt.Key.Key_Return)

    def read(self) -> None:
        """Take the second that it takes to see what is there."""
        self.house.clock.advance(timedelta(seconds=1))

    def sees(self, words: str) -> bool:
        return any(words in said for said in words_on(self.window))

    def later(self, when: str) -> None:
        """Let time pass, and the window hear of it."""
        self.house.clock.set(local(when))
        self.application._told("changed")
        QApplication.processEvents()

    def bath(self) -> Timing | None:
        step = self.house.companion.planning.routine().step("warm-bath")
        assert step is not None
        return step.when


@pytest.fixture
def person(home: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Person]:
    house = House(home, "2026-11-22 18:00")
    with tempfile.TemporaryDirectory(prefix="rls-") as folder:
        application = Application(qapp, house.companion, house.outside(Path(folder) / "socket"))
        assert application.claim()
        application.open()
        qtbot.waitUntil(lambda: application.reminders is not None)
        window, theme = application.window, application._theme
        assert window is not None
        qtbot.waitUntil(window.isActiveWindow)
        yield Person(application, house)
        application.close()
        delete(application)
        window.close()
        delete(window)
        delete(theme)


def test_a_first_evening_by_keyboard_alone(person: Person) -> None:
    # GIVEN somebody who opens the app for the first time, at six in the evening
    assert person.sees("When do you want to be asleep?")

    # WHEN bedtime is set half an hour later, and the checks are skipped without a test reminder
    person.tab_to("Bedtime")
    for _ in range(6):
        person.press(Qt.Key.Key_Up)
    person.choose("Continue")
    assert person.sees("Worth checking first")
    person.choose("Go to tonight")

    # THEN Tonight says when the evening begins, the routine is kept, the keyboard waits there
    assert person.stands_at() == "Tonight"
    bedtime = person.house.companion.planning.routine().bedtime.every
    assert bedtime == BEDTIME
    assert person.sees("Your evening starts at 20:00")
    assert not person.house.notifier.shown

    # WHEN it has begun, and two steps are ticked one after the other
    person.later("2026-11-22 20:05")
    person.choose("Done: Dim the lights")
    assert person.stands_at() == "Done: Gentle stretching", "the keyboard waits at the next step"
    person.read()
    person.press(Qt.Key.Key_Return)

    # THEN both are done on the disk, and the strip offers the way back
    assert person.house.state("dim-lights").status is Status.DONE
    assert person.house.state("stretching").status is Status.DONE
    assert person.sees("marked done")

    # WHEN the warm bath is switched on, its questions answered with one key
    person.press(Qt.Key.Key_2, CTRL)
    person.choose("Warm bath: Answer")
    person.choose("None of these")
    assert person.sees("Warm bath is on")
    person.choose("Go on")
    person.press(Qt.Key.Key_Escape)

    # AND moved down on its axis with the arrow keys, until it is too near to bed
    person.tab_to("Warm bath, on")
    while "Conflict" not in person.stands_at():
        before = person.bath()
        person.press(Qt.Key.Key_Down)
        assert person.bath() != before, "every press moves it by five minutes"
    near = person.bath()
    assert near == BeforeBed(75)

    # THEN the conflict stands at its place in words, and one key mends it
    assert person.sees("A warm bath fits best 1 to 2 hours before bed")
    person.choose("Move it to")
    mended = person.bath()
    assert isinstance(mended, BeforeBed)
    assert mended.minutes >= 80
    assert not person.sees("A warm bath fits best 1 to 2 hours before bed")

    # AND WHEN that is taken back and done again, the evening follows each time
    person.press(Qt.Key.Key_Z, CTRL)
    assert person.bath() == near
    person.press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert person.bath() == mended

    # AND Tonight shows the bath, with the two ticks as they were
    person.press(Qt.Key.Key_1, CTRL)
    assert person.sees("Warm bath")
    assert person.house.state("dim-lights").status is Status.DONE
