"""Tab goes through pieces as they stand, whatever was made first."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.rating import Rating
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.stepper import MinuteStepper
from rlscompanion.ui.widgets.tab_order import let_tab_follow


class Pieces:
    """Two buttons round a choice, a rating and a stepper, made from the last to the first."""

    def __init__(self, theme: Theme) -> None:
        self.window = QWidget()
        self.last = QPushButton("Last", self.window)
        self.stepper = MinuteStepper(
            theme, "Minutes", value=1, minimum=0, maximum=5, step=1, text=str, parent=self.window
        )
        self.rating = Rating(theme, "Legs", parent=self.window)
        self.choice = Segmented(
            theme, "Light", [("day", "Day"), ("night", "Night")], current="day", parent=self.window
        )
        self.first = QPushButton("First", self.window)
        column = QVBoxLayout(self.window)
        pieces = (self.first, self.choice, self.rating, self.stepper, self.last)
        for piece in pieces:
            column.addWidget(piece)
        let_tab_follow(pieces)
        self.window.show()
        self.window.activateWindow()

    def names(self, qtbot: QtBot, key: Qt.Key) -> list[str]:
        self.first.setFocus()
        names: list[str] = []
        for _ in range(5):
            focused = QApplication.focusWidget()
            assert focused is not None
            names.append(focused.accessibleName() or str(focused.property("text")))
            qtbot.keyClick(focused, key)
        return names


@pytest.fixture
def pieces(theme: Theme, qtbot: QtBot) -> Iterator[Pieces]:
    made = Pieces(theme)
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    delete(made.window)


def test_tab_goes_as_they_stand(pieces: Pieces, qtbot: QtBot) -> None:
    forth = ["First", "Light: Day", "Legs: 0", "Minutes", "Last"]
    assert pieces.names(qtbot, Qt.Key.Key_Tab) == forth
    back = pieces.names(qtbot, Qt.Key.Key_Backtab)
    assert back == [forth[0], *forth[:0:-1]]


def test_tab_still_does_when_another_is_chosen(pieces: Pieces, qtbot: QtBot) -> None:
    pieces.choice.set_current("night")
    pieces.rating.set_value(7)
    assert pieces.names(qtbot, Qt.Key.Key_Tab) == [
        *("First", "Light: Night", "Legs: 7", "Minutes", "Last")
    ]


@pytest.mark.parametrize("chosen", ["", "night"])
def test_of_answers_that_can_be_taken_back_tab_comes_to_one_from_either_side(
    theme: Theme, qtbot: QtBot, chosen: str
) -> None:
    window = QWidget()
    choices = [("day", "Day"), ("evening", "Evening"), ("night", "Night")]
    choice = Segmented(theme, "Light", choices, current=chosen, clearable=True)
    column = QVBoxLayout(window)
    above, below = QPushButton("Above"), QPushButton("Below")
    for piece in (above, choice, below):
        column.addWidget(piece)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for start, key in ((below, Qt.Key.Key_Backtab), (above, Qt.Key.Key_Tab)):
        start.setFocus()
        qtbot.keyClick(start, key)
        assert choice.button(chosen or "day").hasFocus()
    delete(window)
