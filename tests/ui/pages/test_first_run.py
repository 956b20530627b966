from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from ui.tab_chain import stops_from

from fakes import FakeClock
from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.routine import built_in_routine
from rlscompanion.services.trying_out import TryingOut
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.opened_window import OpenedWindow
from rlscompanion.ui.pages.first_checks import FirstChecksPage
from rlscompanion.ui.pages.first_run import FirstRunPage
from rlscompanion.ui.pages.help import HelpPage
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.sleep_dial import SleepDial


@pytest.fixture
def home(tmp_path: Path) -> Companion:
    clock = FakeClock(datetime(2026, 11, 22, 17, 0, tzinfo=UTC))
    return Companion(Folders(tmp_path / "data", tmp_path / "logs"), clock)


@pytest.fixture
def page(theme: Theme, home: Companion, qtbot: QtBot) -> Iterator[FirstRunPage]:
    made = FirstRunPage(theme, home.planning, home.library)
    made.resize(1120, 760)
    made.show()
    yield made
    delete(made)  # at once: every widget that lives is dressed anew in the next test


def test_it_shows_tonight_as_it_would_be(page: FirstRunPage):
    assert page.preview.said() == (
        "19:30 Dim the lights",
        "21:10 Gentle stretching",
        "21:30 Screens off",
        "22:10 Slow breathing",
        "22:30 Lights out",
    )


def test_the_preview_follows_the_stepper(page: FirstRunPage, qtbot: QtBot):
    qtbot.keyClick(page.bedtime.findChildren(QLineEdit)[0], Qt.Key.Key_Up)
    assert page.preview.said()[-1] == "22:35 Lights out"
    assert page.preview.said()[0] == "19:35 Dim the lights"


def test_the_preview_follows_what_is_being_typed(page: FirstRunPage, qtbot: QtBot) -> None:
    (field,) = page.bedtime.findChildren(QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "2300")
    assert page.preview.said()[-1] == "23:00 Lights out"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert page.preview.said()[-1] == "22:30 Lights out"


@pytest.mark.parametrize("said", ["22:33", "25:00"])
def test_what_is_said_of_a_typed_time_moves_nothing_beside_it(
    page: FirstRunPage, qtbot: QtBot, said: str
) -> None:
    QApplication.processEvents()
    (wake,) = page.wake.findChildren(QLineEdit)
    (field,) = page.bedtime.findChildren(QLineEdit)
    (area,) = page.findChildren(QScrollArea)
    before = wake.mapTo(page, wake.rect().topLeft())
    field.selectAll()
    qtbot.keyClicks(field, said)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert wake.mapTo(page, wake.rect().topLeft()) == before
    assert area.verticalScrollBar().maximum() == 0


def test_it_says_what_the_app_is_not(page: FirstRunPage, home: Companion):
    said = {label.text() for label in page.findChildren(QLabel) if label.isVisible()}
    assert home.library.texts["consent"] in said


def test_nothing_is_saved_before_continue(page: FirstRunPage, home: Companion, qtbot: QtBot):
    qtbot.keyClick(page.bedtime.findChildren(QLineEdit)[0], Qt.Key.Key_Up)
    assert home.planning.is_first_run()


def test_continue_saves_and_finishes(page: FirstRunPage, home: Companion, qtbot: QtBot):
    qtbot.keyClick(page.bedtime.findChildren(QLineEdit)[0], Qt.Key.Key_Up)
    qtbot.keyClick(page.wake.findChildren(QLineEdit)[0], Qt.Key.Key_Down)
    with qtbot.waitSignal(page.finished, timeout=1000):
        qtbot.keyClick(page.go_on, Qt.Key.Key_Space)
    saved = home.planning.routine()
    assert not home.planning.is_first_run()
    assert (saved.bedtime.every, saved.wake.every) == (time(22, 35), time(6, 25))
    assert saved.steps == built_in_routine(home.library).steps


def test_continue_saves_also_what_nobody_changed(page: FirstRunPage, home: Companion, qtbot: QtBot):
    with qtbot.waitSignal(page.finished, timeout=1000):
        page.go_on.click()
    assert not home.planning.is_first_run()


def test_a_store_that_cannot_save_is_said_in_place(
    page: FirstRunPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object):
        raise StoreError("The disk is full. Make room, then try again.")

    monkeypatch.setattr("rlscompanion.adapters.store.routines.SqliteRoutines.save", refuse)
    with qtbot.assertNotEmitted(page.finished):
        page.go_on.click()
    assert page.trouble.isVisible()
    assert page.trouble.accessibleDescription() == "The disk is full. Make room, then try again."


def test_tab_goes_from_bedtime_to_wake_to_continue(page: FirstRunPage):
    fields = [page.bedtime.focusProxy(), page.wake.focusProxy()]
    assert stops_from(page.bedtime) == [*fields, page.go_on, page.help]


def test_the_first_field_is_ready_when_the_window_comes_up(
    theme: Theme, home: Companion, qtbot: QtBot
):
    window = MainWindow(theme)
    asking = FirstRunPage(theme, home.planning, home.library)
    window.show_alone(asking, asking.bedtime)
    window.come_up()
    qtbot.waitUntil(window.isActiveWindow)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field is asking.bedtime.focusProxy()
    assert field.selectedText() == "22:30"
    qtbot.keyClicks(field, "21:45")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is asking.wake.focusProxy()
    assert asking.bedtime.value == time(21, 45)
    delete(window)


def _spoken(one: QAccessibleInterface) -> Iterator[str]:
    name = one.text(QAccessible.Text.Name)
    if name:
        yield name
    for n in range(one.childCount()):
        child = one.child(n)
        if not child.state().invisible:
            yield from _spoken(child)


def test_it_is_read_aloud_from_the_question_to_continue(page: FirstRunPage, home: Companion):
    order = [
        "When do you want to be asleep?",
        "You can change this any time.",
        "Bedtime",
        "Wake up",
        "Your evening",
        home.library.texts["consent"],
        "Continue",
    ]
    said = list(dict.fromkeys(_spoken(QAccessible.queryAccessibleInterface(page))))
    assert [words for words in said if words in order] == order


def test_one_hour_in_bed_is_one_hour(theme: Theme):
    dial = SleepDial(theme, bedtime=time(23, 0), wake=time(0, 0))
    assert dial.hours() == "1 hour"


def test_the_dial_moves_what_the_steppers_move(page: FirstRunPage, qtbot: QtBot):
    (dial,) = page.findChildren(SleepDial)
    assert dial.accessibleDescription() == "Bedtime 22:30, wake up 06:30: 8 hours in bed"
    centre = QPointF(dial.rect().center())
    bed = (centre + QPointF(-49, -118)).toPoint()
    midnight = (centre + QPointF(0, -128)).toPoint()
    qtbot.mousePress(dial, Qt.MouseButton.LeftButton, pos=bed)
    qtbot.mouseMove(dial, midnight)
    qtbot.mouseRelease(dial, Qt.MouseButton.LeftButton, pos=midnight)
    assert page.bedtime.value == time(0)
    assert page.preview.said()[-1] == "00:00 Lights out"


@pytest.mark.parametrize("wake", [time(6, 30), time(22, 25)])
def test_how_long_the_night_is_stands_clear_of_the_rings_marks(
    theme: Theme, wake: time, qtbot: QtBot
) -> None:
    dial = SleepDial(theme, bedtime=time(22, 30), wake=wake)
    qtbot.addWidget(dial)
    drawn = dial.grab().toImage()
    ground = drawn.pixel(drawn.width() // 2, drawn.height() // 2 - 60)
    for beside in (-84, 84):
        x = drawn.width() // 2 + beside
        assert {drawn.pixel(x, drawn.height() // 2 + dy) for dy in range(-30, 20)} == {ground}


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [(900, 600), (1120, 760), (1600, 1000)])
def test_nothing_is_cut_sideways(
    page: FirstRunPage, theme: Theme, scale: float, size: tuple[int, int]
):
    theme.apply(Mode.DAY, scale)
    page.resize(*size)
    for _ in range(3):
        QApplication.processEvents()
    (area,) = page.findChildren(QScrollArea)
    inner = area.widget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= area.viewport().width()
    for piece in inner.findChildren(QWidget):
        if piece.isVisible():
            assert piece.mapTo(inner, QPoint(piece.width(), 0)).x() <= inner.width(), piece


def test_when_to_get_help_is_one_click_from_both_first_screens_and_leads_back(
    theme: Theme, home: Companion, qtbot: QtBot
) -> None:
    opened = OpenedWindow(theme, home, TryingOut)
    window = opened.window
    window.resize(1120, 760)
    window.show()
    opened.fill()
    for kind in (FirstRunPage, FirstChecksPage):
        (asking,) = [one for one in window.findChildren(kind) if one.isVisible()]
        qtbot.mouseClick(asking.help, Qt.MouseButton.LeftButton)
        (signs,) = [one for one in window.findChildren(HelpPage) if one.isVisible()]
        assert not asking.isVisible()
        if kind is FirstRunPage:
            qtbot.keyClick(signs, Qt.Key.Key_Escape)
        else:
            signs.first.button().click()
        assert asking.isVisible()
        asking.go_on.click()
    delete(window)
