"""The keyboard in the window: in the navigation, and Enter."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import NavButton
from rlscompanion.ui.widgets.text_field import TextField

SOME_ROUNDS = 20


def test_tab_comes_to_the_place_where_one_is_and_to_no_other(theme: Theme, qtbot: QtBot):
    window = MainWindow(theme)
    pages = {name: QWidget() for name in ("tonight", "routine", "journal")}
    for name, page in pages.items():
        window.add_page(name, name, name, lambda page=page: page)
    window.show()
    for name in ("tonight", "journal", "routine"):
        window.go_to(name)
        stops = [
            button.text()
            for button in window.findChildren(NavButton)
            if button.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        assert stops == [name]
    delete(window)


def test_enter_in_a_field_presses_nothing_that_it_leads_to(theme: Theme, qtbot: QtBot):
    window, page = MainWindow(theme), QWidget()
    field, button = TextField(), QPushButton("Yes")
    column = QVBoxLayout(page)
    for piece in (field, button):
        column.addWidget(piece)
    window.add_page("page", "page", "mark", lambda: page)
    window.show()
    window.go_to("page")
    qtbot.waitActive(window)
    field.returnPressed.connect(button.setFocus)
    pressed: list[None] = []
    button.clicked.connect(lambda: pressed.append(None))
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.focusWidget() is button
    assert pressed == []
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert pressed == [None]
    delete(window)


def test_arrow_keys_stay_in_the_page_at_either_end(theme: Theme, qtbot: QtBot):
    window, stops = _with_a_page_of_two(theme, qtbot)
    first, last = stops
    first.setFocus()
    for key, stop in (
        (Qt.Key.Key_Up, first),
        (Qt.Key.Key_Down, last),
        (Qt.Key.Key_Down, last),
        (Qt.Key.Key_Up, first),
    ):
        qtbot.keyClick(window.focusWidget(), key)
        assert window.focusWidget() is stop
    delete(window)


def test_what_arrow_keys_went_over_goes_once_it_is_let_go(theme: Theme, qtbot: QtBot):
    window, (first, _) = _with_a_page_of_two(theme, qtbot)
    page = first.parentWidget()
    assert page is not None
    column = page.layout()
    assert column is not None
    pieces = len(QApplication.allWidgets())
    cards: list[QFrame] = []
    for _ in range(SOME_ROUNDS):
        for _ in range(2):
            cards.append(QFrame(page))
            _put(cards[-1], QPushButton("Yes"), QSpinBox())
            column.addWidget(cards[-1])
        QApplication.processEvents()
        first.setFocus()
        qtbot.keyClick(first, Qt.Key.Key_Down)
        cards.pop(0).setParent(None)
    while cards:
        cards.pop().setParent(None)
    assert len(QApplication.allWidgets()) == pieces
    delete(window)


def _with_a_page_of_two(theme: Theme, qtbot: QtBot) -> tuple[MainWindow, list[QPushButton]]:
    window, page = MainWindow(theme), QWidget()
    stops = [QPushButton("First"), QPushButton("Last")]
    _put(page, *stops)
    window.add_page("page", "page", "mark", lambda: page)
    window.show()
    qtbot.waitActive(window)
    for _ in range(10):  # it follows its keys after the first frame
        QApplication.processEvents()
    return window, stops


def _put(whole: QWidget, *pieces: QWidget) -> None:
    column = QVBoxLayout(whole)
    for piece in pieces:
        column.addWidget(piece)
