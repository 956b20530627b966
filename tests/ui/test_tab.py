"""Tab and Shift+Tab through every screen of the window."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from ui.reading import SMALL, USUAL
from ui.screens import screens

from rlscompanion.bootstrap import made_up
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.pages.journal import JournalPage
from rlscompanion.ui.pages.routine import RoutinePage
from rlscompanion.ui.pages.routine.listing import RoutineList
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import FlareButton
from rlscompanion.ui.widgets.focus_ring import FocusRing

FARTHEST = 120


def pressing(window: MainWindow, key: Qt.Key) -> Iterator[QWidget]:
    """Press a key from the window on, until it comes round; bring where it leads."""
    window.setFocus()
    been: list[QWidget] = []
    for _ in range(FARTHEST):
        QTest.keyClick(QApplication.focusWidget() or window, key)
        for _ in range(4):
            QApplication.processEvents()
        focused = QApplication.focusWidget()
        assert focused is not None, f"nothing has the keyboard after {named(been[-1:])}"
        if focused in been:
            break
        been.append(focused)
        yield focused


def named(stops: list[QWidget]) -> list[str]:
    return [
        stop.accessibleName() or (stop.text() if isinstance(stop, QAbstractButton) else "")
        for stop in stops
    ]


def is_in_sight(stop: QWidget) -> bool:
    """Tell whether what the ring is drawn round is seen: whole, or as much as there is room."""
    (ring,) = stop.window().findChildren(FocusRing)
    target = ring.target
    assert target is not None
    seen = target.visibleRegion().boundingRect()
    whole = target.rect()
    return seen.width() >= whole.width() and (seen.height() >= min(whole.height(), 240))


def can_be_used(window: MainWindow) -> set[QWidget]:
    return {
        each
        for each in window.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
        and each.isVisible()
        and each.isEnabled()
    }


def place(stop: QWidget) -> tuple[QWidget, QRect]:
    """Return what it scrolls with, and where it stands there."""
    whole, above = stop, stop.parentWidget()
    while above is not None:
        if isinstance(above.parentWidget(), QAbstractScrollArea):
            break
        whole, above = above, above.parentWidget()
    return whole, QRect(stop.mapTo(whole, QPoint(0, 0)), stop.size())


def goes_up(one: QWidget, other: QWidget) -> bool:
    """Tell whether Tab goes up again, and not to the top of another column."""
    (whole, here), (same, there) = place(one), place(other)
    up = there.bottom() < here.top() and there.left() <= here.right()
    return whole is same and up and not isinstance(one, FlareButton)


@pytest.mark.parametrize(
    "look",
    [
        (SMALL, 1.0, Mode.DAY),
        (SMALL, 2.0, Mode.DAY),
        (USUAL, 1.0, Mode.DAY),
        (SMALL, 1.0, Mode.NIGHT),
    ],
)
def test_tab_comes_to_every_control_in_sight_and_shift_tab_goes_the_same_way_back(
    theme: Theme, qtbot: QtBot, tmp_path: Path, look: tuple[QSize, float, Mode]
) -> None:
    size, scale, mode = look
    theme.apply(mode, scale)
    found: dict[str, list[str]] = {}
    gone_through: list[set[QWidget]] = []
    for name, window in screens(theme, tmp_path / "home", size):
        usable = can_be_used(window)
        if usable in gone_through:
            continue
        gone_through.append(usable)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        hidden: list[QWidget] = []
        forth: list[QWidget] = []
        for stop in pressing(window, Qt.Key.Key_Tab):
            forth.append(stop)
            if not is_in_sight(stop):
                hidden.append(stop)
        back = list(pressing(window, Qt.Key.Key_Backtab))
        missed = can_be_used(window).difference(forth)
        said = [f"out of sight: {named(hidden)}"] * bool(hidden)
        said += [f"never reached: {named(list(missed))}"] * bool(missed)
        said += [f"another way back: {named(back)}"] * (back[::-1] != forth)
        said += [f"up again: {named(list(two))}" for two in pairwise(forth) if goes_up(*two)]
        if said:
            found[name] = said
    assert found == {}


@pytest.fixture
def pages(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[PageSet]:
    """The made-up companion in a window, its keyboard ready."""
    companion = made_up(tmp_path / "home")
    window = MainWindow(theme)
    made = PageSet(theme, companion, window)
    window.resize(USUAL)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield made
    delete(window)
    companion.database.close()


def press(pages: PageSet, words: str) -> None:
    QApplication.processEvents()
    buttons = pages.window.findChildren(QAbstractButton)
    (button,) = [one for one in buttons if one.isVisible() and words in named([one])]
    button.click()
    QApplication.processEvents()


def ups(pages: PageSet) -> list[list[str]]:
    forth = list(pressing(pages.window, Qt.Key.Key_Tab))
    return [named(list(pair)) for pair in pairwise(forth) if goes_up(*pair)]


def test_tab_goes_down_the_medicines_and_their_times(pages: PageSet) -> None:
    pages.go_to("routine")
    routine = pages.page("routine")
    assert isinstance(routine, RoutinePage)
    for rows in pages.window.findChildren(RoutineList):
        rows.finish()
    routine.list.medicines.click()
    assert ups(pages) == []
    routine.side.medicines.cards[0].add_time.click()
    assert ups(pages) == []
    press(pages, "Add a medicine")
    assert ups(pages) == []


def test_tab_goes_down_what_is_written_for_the_doctor(pages: PageSet) -> None:
    pages.go_to("journal")
    journal = pages.page("journal")
    assert isinstance(journal, JournalPage)
    press(pages, "For your doctor")
    journal.doctor.ferritin.setText("41")
    press(pages, "Keep this result")
    forth = named(list(pressing(pages.window, Qt.Key.Key_Tab)))
    assert any(name.startswith("Remove the test") for name in forth)
    assert ups(pages) == []


def test_the_way_back_of_a_setting_comes_after_the_settings(pages: PageSet) -> None:
    pages.go_to("settings")
    press(pages, "Name supplements")
    forth = named(list(pressing(pages.window, Qt.Key.Key_Tab)))
    assert forth[-1].startswith("Undo")
