"""The keyboard in the navigation."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import NavButton


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
