"""A first-time user arranges the evening in the real window: real store, a clock that is told."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from datetime import time
from pathlib import Path

from houses import House
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.profile import Answer, Medicine
from rlscompanion.domain.routine import BeforeBed, RoutineStep, Timing
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.pages.library import LibraryPage
from rlscompanion.ui.pages.library.step import StepSheet
from rlscompanion.ui.pages.routine import RoutinePage
from rlscompanion.ui.pages.routine.row import RoutineRow
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button


@pytest.fixture
def house(home: Path) -> House:
    return House(home, "2026-11-22 18:00").settle_in()


class Person:
    """Somebody in front of the window."""

    def __init__(self, house: House, qtbot: QtBot, qapp: QApplication) -> None:
        self.house, self.qtbot = house, qtbot
        theme = Theme(qapp)
        theme.reduced_motion = True
        theme.apply(Mode.DAY)
        self.window = MainWindow(theme)
        qtbot.addWidget(self.window)
        self.pages = PageSet(theme, house.companion, self.window)
        self.window.resize(1280, 824)
        self.window.show()
        self.window.activateWindow()
        self.window.go_to("routine")
        page = self.pages.page("routine")
        assert isinstance(page, RoutinePage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            QApplication.processEvents()

    def row(self, key: str) -> RoutineRow:
        self.settle()
        found = self.page.list.row(key)
        assert found is not None, f"{key} is not in the list"
        return found

    def link(self, key: str) -> Button:
        found = self.row(key).link
        assert found is not None, f"{key} is not locked"
        return found

    def drag(self, key: str, down: int) -> None:
        row = self.row(key)
        begin = QPoint(20, row.height() // 2)
        self.qtbot.mousePress(row, Qt.MouseButton.LeftButton, pos=begin)
        for part in (down // 2, down):
            self.qtbot.mouseMove(row, begin + QPoint(0, part))
        self.qtbot.mouseRelease(row, Qt.MouseButton.LeftButton, pos=begin + QPoint(0, down))
        self.settle()

    def press(self, keys: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, keys, modifier)
        self.settle()

    def chosen(self, key: str) -> RoutineStep:
        found = self.house.companion.planning.routine().step(key)
        assert found is not None, f"{key} is not in the routine"
        return found

    def when(self, key: str) -> Timing | None:
        return self.chosen(key).when

    def tonight(self) -> dict[str, str]:
        evening = self.house.companion.planning.tonight().checklist.evening
        return {step.id: f"{step.start.astimezone(evening.zone):%H:%M}" for step in evening.steps}


@pytest.fixture
def person(house: House, qtbot: QtBot, qapp: QApplication) -> Person:
    return Person(house, qtbot, qapp)


def test_the_bath_is_moved_gets_into_conflict_is_mended_and_taken_back(person: Person) -> None:
    # GIVEN somebody who takes gabapentin, and who switches the bath on
    person.house.companion.arranging.set_medicines(
        (Medicine("Gabapentin", "gabapentinoid", (time(22),)),)
    )
    person.link("warm-bath").click()
    assert person.page.side.panel is person.page.side.questions
    for question in person.page.side.questions.rows:
        assert question.answer is None
    person.page.side.questions.none.click()
    person.page.side.verdict.close_it.click()
    assert person.row("warm-bath").look.time == "20:50"
    assert person.page.list.clash_lines() == ()

    # WHEN the bath is dragged down below the stretching, too near to bed and to the medicine
    far = person.row("stretching").geometry().center().y()
    person.drag("warm-bath", far - person.row("warm-bath").geometry().center().y() + 50)

    # THEN the conflict stands at its place, in words, with one way to mend it
    assert person.chosen("warm-bath").on
    moved = person.when("warm-bath")
    assert isinstance(moved, BeforeBed)
    assert moved.minutes < 80
    line = person.page.list.clash_lines()[0]
    assert line.banner.accessibleName().startswith("Warm bath")
    assert person.row("warm-bath").y() < line.y()
    assert "Conflict: Warm bath" in person.row("warm-bath").accessibleName()

    # AND WHEN that is pressed, no conflict is left, and the evening follows
    line.banner.button().click()
    assert person.page.list.clash_lines() == ()
    mended = person.when("warm-bath")
    assert person.tonight()["warm-bath"] == person.row("warm-bath").look.time

    # AND WHEN it is all taken back with Ctrl+Z, and brought again with Ctrl+Shift+Z
    person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert person.when("warm-bath") == moved
    person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert person.row("warm-bath").look.time == "20:50"
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    person.press(Qt.Key.Key_Z, both)
    person.press(Qt.Key.Key_Z, both)
    assert person.when("warm-bath") == mended


def test_undo_goes_back_over_health_answers_from_inside_a_field(person: Person) -> None:
    profile = person.house.companion.advising.profile
    person.link("warm-bath").click()
    person.page.side.questions.none.click()
    assert {given.answer for given in profile().answers.values()} == {Answer.NO}
    person.page.side.verdict.close_it.click()
    person.page.side.inspector.before.setFocus()
    person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert profile().answers == {}
    assert not person.row("warm-bath").look.on


def test_bedtime_for_tonight_only_and_the_next_evening_is_as_ever(person: Person) -> None:
    # GIVEN a late evening, set for tonight only
    before = person.tonight()
    person.page.list.head.nights.set_key("tonight")
    person.page.list.head.nights.chosen.emit("tonight")
    person.page.list.bedtime.setFocus()
    for _ in range(12):
        person.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    person.settle()

    # THEN tonight follows by an hour: on the page, in the reminders, and for the command line
    assert person.row("stretching").look.time == "22:10"
    person.house.reminding.look()
    assert person.tonight()["lights-out"] == "23:30"
    elsewhere = Companion(home_folders(person.house.home), person.house.clock)
    assert elsewhere.planning.tonight().checklist.evening.bedtime.hour == 22  # UTC
    assert '"every": "22:30"' in elsewhere.safekeeping.export_routine(with_profile=True)
    assert "23:30" not in elsewhere.safekeeping.export_routine(with_profile=True)
    elsewhere.database.close()
    person.house.wait_until("2026-11-22 22:11")
    assert any("stretching" in notice.id for notice in person.house.notifier.shown)

    # AND the next evening is back to normal, after a restart too
    person.house.wait_until("2026-11-23 18:00")
    person.page.refresh()
    assert person.tonight() == before
    assert person.row("stretching").look.time == "21:10"


def test_nothing_that_was_clicked_is_lost_when_the_program_is_killed(person: Person) -> None:
    # GIVEN some clicks in one go, none of them waited for
    person.page.list.bedtime.setFocus()
    for _ in range(4):
        person.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)

    # WHEN another program looks at the disk at once, as after a kill
    elsewhere = Companion(home_folders(person.house.home), person.house.clock)

    # THEN all of it is there, as one revision
    assert elsewhere.planning.routine().bedtime.every == time(22, 50)
    assert len(elsewhere.planning.routines.revisions()) == 2
    elsewhere.database.close()


def library_adds(person: Person, step: str) -> StepSheet:
    """Press the button on a step's page of the library."""
    person.pages.show_source(step)
    person.settle()
    library = person.pages.page("library")
    assert isinstance(library, LibraryPage)
    sheet = library.sheet
    assert isinstance(sheet, StepSheet)
    person.qtbot.mouseClick(sheet.add, Qt.MouseButton.LeftButton)
    person.settle()
    return sheet


@pytest.mark.parametrize("width", [1120, 1280])
def test_a_step_is_added_from_the_library_at_once_with_its_way_back(
    person: Person, width: int
) -> None:
    person.window.resize(width, 760)
    library_adds(person, "evening-snack")
    assert person.window.place == "routine"
    assert person.chosen("evening-snack").on
    assert person.page.foot.strip.is_offering()
    assert person.row("evening-snack").hasFocus()
    person.pages.show_source("evening-snack")
    person.settle()
    library = person.pages.page("library")
    assert isinstance(library, LibraryPage)
    sheet = library.sheet
    assert isinstance(sheet, StepSheet)
    assert not sheet.add.isVisible()
    assert sheet.there.isVisible()
    person.qtbot.mouseClick(sheet.there, Qt.MouseButton.LeftButton)
    assert person.window.place == "routine"
    assert person.page.side.inspector.step == "evening-snack"
    assert person.chosen("evening-snack").on


def test_a_step_with_questions_opens_them_from_the_library_and_is_on_after_them(
    person: Person,
) -> None:
    person.window.resize(1120, 760)
    library_adds(person, "warm-bath")
    assert person.page.side.panel is person.page.side.questions
    assert person.page.side.questions.isVisible()
    person.page.side.questions.none.click()
    assert person.chosen("warm-bath").on


def test_hard_exercise_added_from_the_library_opens_the_signs_first(person: Person) -> None:
    library_adds(person, "hard-burst")
    assert person.window.place == "help"
