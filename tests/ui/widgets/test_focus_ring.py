import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from datetime import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.focus_ring import FocusRing
from rlscompanion.ui.widgets.stepper import TimeStepper


class Window(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.one, self.two = QPushButton("One"), QPushButton("Two")
        self.bedtime = TimeStepper(theme, "Bedtime", value=time(22, 30))
        column = QVBoxLayout(self)
        for widget in (self.one, self.two, self.bedtime):
            column.addWidget(widget)
        self.ring = FocusRing(theme, self)


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> Window:
    made = Window(theme)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_the_ring_goes_with_the_keyboard(window: Window, qtbot: QtBot):
    window.one.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(window.one, Qt.Key.Key_Tab)
    assert window.ring.target is window.two
    assert window.ring.isVisible()
    assert window.ring.geometry().contains(window.two.geometry().adjusted(-5, -5, 5, 5))


def test_the_ring_has_the_colour_of_the_token(window: Window, theme: Theme):
    window.one.setFocus(Qt.FocusReason.TabFocusReason)
    spot = window.one.geometry().center()
    spot.setY(window.one.geometry().top() - 5)
    assert window.grab().toImage().pixelColor(spot) == theme.color("focus")


def test_a_field_between_its_ends_is_ringed_as_a_whole(window: Window):
    window.bedtime.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.ring.target is not None
    assert window.ring.target.size() == window.bedtime.size()
    assert window.ring.target.parentWidget() is window.bedtime


def test_the_ring_follows_a_moved_widget(window: Window):
    window.one.setFocus(Qt.FocusReason.TabFocusReason)
    before = window.ring.geometry()
    window.one.move(window.one.x() + 20, window.one.y())
    assert window.ring.geometry().x() > before.x()


def test_a_click_needs_no_ring_and_the_next_key_brings_it(window: Window, qtbot: QtBot):
    qtbot.mouseClick(window.two, Qt.MouseButton.LeftButton)
    window.ring.hide()
    qtbot.keyClick(window.two, Qt.Key.Key_Shift)
    assert window.ring.isVisible()


def test_pressing_what_has_the_ring_takes_it_off_until_the_next_key(
    window: Window, qtbot: QtBot
) -> None:
    window.one.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.ring.isVisible()
    qtbot.mousePress(window.one, Qt.MouseButton.LeftButton)
    assert not window.ring.isVisible()
    qtbot.mouseRelease(window.one, Qt.MouseButton.LeftButton)
    qtbot.keyClick(window.one, Qt.Key.Key_Shift)
    assert window.ring.isVisible()


def test_the_ring_lets_go_of_what_is_deleted(window: Window, qtbot: QtBot):
    window.two.setFocus(Qt.FocusReason.TabFocusReason)
    window.two.deleteLater()
    qtbot.waitUntil(lambda: window.ring.target is not window.two, timeout=1000)
    assert not window.grab().isNull()
