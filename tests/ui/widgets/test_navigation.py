"""Every place is in sight and in reach, in any window and at any size of text."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from rlscompanion.ui.main_window import SMALLEST, USUAL, MainWindow
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import FlareButton, NavButton
from rlscompanion.ui.widgets.navigation import shape_for

PLACES = {
    "tonight": "Tonight",
    "routine": "Routine",
    "journal": "Journal",
    "insights": "Insights",
    "library": "Library",
    "settings": "Settings",
    "help": "When to get help",
}
SIZES = (SMALLEST, QSize(1120, 600), USUAL, QSize(2000, 600), QSize(1920, 1080))
FINGER = 44


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> MainWindow:
    made = MainWindow(theme)
    qtbot.addWidget(made)
    pages = {name: QWidget() for name in PLACES}
    for name, words in PLACES.items():
        short, low = ("Get help", True) if name == "help" else ("", False)
        icon = "chart" if name == "insights" else "book" if name == "library" else name
        made.add_page(name, words, icon, lambda name=name: pages[name], short=short, low=low)
    return made


def _buttons(window: MainWindow) -> list[QToolButton]:
    return [*window.findChildren(NavButton), *window.findChildren(FlareButton)]


def _area(button: QToolButton, window: QWidget) -> QRect:
    return QRect(button.mapTo(window, QPoint()), button.size())


@pytest.mark.parametrize("scale", [1.0, 1.15, 1.3, 1.5, 1.75, 2.0])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
def test_all_places_and_flare_up_are_seen_at_a_glance(
    theme: Theme, window: MainWindow, size: QSize, scale: float
) -> None:
    theme.apply(Mode.DAY, scale)
    window.resize(size)
    window.show()
    QApplication.processEvents()
    areas = {button.accessibleName(): _area(button, window) for button in _buttons(window)}
    assert len(areas) == len(PLACES) + 1
    for button in _buttons(window):
        area = areas[button.accessibleName()]
        assert button.visibleRegion().boundingRect() == button.rect(), button.accessibleName()
        assert window.rect().contains(area), button.accessibleName()
        assert min(area.width(), area.height()) >= FINGER
        assert button.sizeHint().width() <= button.width(), button.text()
        assert button.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly or (
            button.toolTip() == button.accessibleName()
        )
    for one, other in combinations(areas, 2):
        assert not areas[one].intersects(areas[other]), (one, other)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_arrow_keys_lead_from_the_first_place_to_each_other(
    theme: Theme, window: MainWindow, scale: float
) -> None:
    theme.apply(Mode.DAY, scale)
    window.resize(SMALLEST)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    first = window.findChildren(NavButton)[0]
    first.setFocus()
    reached, waiting = {window.place}, [window.place]
    arrows = (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left)
    buttons = dict(zip(PLACES, window.findChildren(NavButton), strict=True))
    while waiting:
        place = waiting.pop()
        for key in arrows:
            window.go_to(place)
            buttons[place].setFocus()
            QTest.keyClick(buttons[place], key)
            if window.place not in reached:
                reached.add(window.place)
                waiting.append(window.place)
    assert reached == set(PLACES)


def test_every_place_has_a_key_of_its_own(window: MainWindow, qtbot: QtBot) -> None:
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: bool(window.findChildren(QShortcut)))
    for n, place in enumerate(PLACES, 1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + n), Qt.KeyboardModifier.ControlModifier)
        assert window.place == place


@given(
    width=st.floats(450, 4000),
    height=st.floats(300, 3000),
    more=st.floats(0, 500),
)
def test_a_higher_window_never_shows_less(width: float, height: float, more: float) -> None:
    shape, higher = (shape_for(width, h, 6, 1) for h in (height, height + more))
    assert shape.height(6, 1) <= height
    assert higher.height(6, 1) >= shape.height(6, 1)
