import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.rating import Rating

_Key = Qt.Key


@pytest.fixture
def rating(theme: Theme, qtbot: QtBot) -> Rating:
    made = Rating(theme, "Legs", low="0 calm", high="10 worst")
    qtbot.addWidget(made)
    made.resize(588, 120)
    made.show()
    return made


def heard(rating: Rating) -> list[object]:
    values: list[object] = []
    rating.changed.connect(values.append)
    return values


def test_nothing_is_chosen_until_somebody_chooses(rating: Rating) -> None:
    assert rating.value is None
    assert [button.text() for button in rating.buttons] == [str(n) for n in range(11)]


def test_one_tap_answers_another_one_replaces_it_and_the_same_takes_it_back(
    rating: Rating,
) -> None:
    values = heard(rating)
    for figure in (4, 0, 0):
        rating.buttons[figure].click()
    assert values == [4, 0, None]
    assert rating.value is None


@pytest.mark.parametrize(
    ("key", "figure"), [(_Key.Key_0, 0), (_Key.Key_7, 7), (_Key.Key_9, 9), (_Key.Key_Minus, 10)]
)
def test_each_figure_has_a_key_that_answers_and_asks_to_go_on(
    rating: Rating, qtbot: QtBot, key: Qt.Key, figure: int
) -> None:
    typed: list[bool] = []
    rating.typed.connect(lambda: typed.append(True))
    values = heard(rating)
    qtbot.keyClick(rating.buttons[3], key)
    qtbot.keyClick(rating.buttons[3], key)
    assert values == [figure, None]
    assert typed == [True]


@pytest.mark.parametrize("key", [_Key.Key_Return, _Key.Key_Enter])
def test_enter_takes_the_figure_that_has_the_keyboard_and_goes_on(
    rating: Rating, qtbot: QtBot, key: Qt.Key
) -> None:
    went_on: list[bool] = []
    rating.typed.connect(lambda: went_on.append(True))
    values = heard(rating)
    with qtbot.waitActive(rating):
        rating.activateWindow()
    rating.buttons[3].setFocus()
    qtbot.keyClick(rating.buttons[3], key)
    assert (values, went_on) == ([3], [True])
    qtbot.keyClick(rating.buttons[3], key)
    assert (rating.value, values) == (3, [3]), "it takes nothing back"
    assert went_on == [True, True]


def test_keys_with_ctrl_are_left_to_the_window(rating: Rating, qtbot: QtBot) -> None:
    values = heard(rating)
    qtbot.keyClick(rating.buttons[0], _Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert values == []


def test_what_is_shown_is_told_to_nobody(rating: Rating) -> None:
    values = heard(rating)
    for value in (6, 6, 0, None):
        rating.set_value(value)
        assert rating.value == value
    assert values == []


def test_a_screen_reader_finds_named_radio_buttons(rating: Rating) -> None:
    faces = [QAccessible.queryAccessibleInterface(button) for button in rating.buttons]
    assert {face.role() for face in faces} == {QAccessible.Role.RadioButton}
    names = [face.text(QAccessible.Text.Name) for face in faces]
    assert (names[0], names[4], names[10]) == ("Legs: 0, calm", "Legs: 4", "Legs: 10, worst")
    rating.set_value(4)
    assert faces[4].state().checked
    assert not faces[3].state().checked


def test_tab_stops_once_at_what_is_chosen(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second = Rating(theme, "One"), Rating(theme, "Two")
    column.addWidget(first)
    column.addWidget(second)
    second.set_value(5)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus()
    assert QApplication.focusWidget() is first.buttons[0]
    qtbot.keyClick(first.buttons[0], _Key.Key_Tab)
    assert QApplication.focusWidget() is second.buttons[5]


@pytest.mark.parametrize(("width", "rows"), [(588, 1), (520, 1), (400, 2)])
def test_eleven_buttons_never_need_more_than_their_place(
    rating: Rating, width: int, rows: int
) -> None:
    rating.resize(width, 200)
    QApplication.processEvents()
    tops = {button.y() for button in rating.buttons}
    assert len(tops) == rows
    assert all(button.width() >= 44 for button in rating.buttons)
    assert all(button.visibleRegion().boundingRect() == button.rect() for button in rating.buttons)
    assert max(button.geometry().right() for button in rating.buttons) < width
