"""The keyboard in the window: in the navigation, and Enter."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import NavButton
from rlscompanion.ui.widgets.text_field import TextField


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
