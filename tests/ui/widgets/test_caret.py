"""The caret leaks no light at night, and stands where the next letter goes."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from ui.brightness import brightness

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.caret import Caret, CaretMark

Fields = tuple[QWidget, QLineEdit, QPlainTextEdit]


@pytest.fixture
def fields(theme: Theme, qtbot: QtBot) -> Iterator[Fields]:
    window = QWidget()
    window.resize(400, 300)
    line, text = QLineEdit(), QPlainTextEdit()
    column = QVBoxLayout(window)
    column.addWidget(line)
    column.addWidget(text)
    Caret(theme, window)
    theme.apply(Mode.NIGHT)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window, line, text
    delete(window)


@pytest.mark.parametrize("at", [1, 2])
def test_no_pixel_of_a_field_is_white_or_blue_at_night(fields: Fields, at: int) -> None:
    window, field = fields[0], fields[at]
    field.setFocus()
    light = brightness(window)
    assert light.brightest <= 0.40
    assert light.bluest <= 14


def test_it_goes_where_the_next_letter_goes(fields: Fields, theme: Theme, qtbot: QtBot) -> None:
    window, line, _ = fields
    line.setFocus()
    (mark,) = window.findChildren(CaretMark)
    places: list[int] = []
    for letter in "calm":
        qtbot.keyClicks(line, letter)
        places.append(mark.place().x())
        assert brightness(window).brightest <= 0.40
    assert places == sorted(set(places))
    qtbot.keyClick(line, Qt.Key.Key_Home)
    assert mark.place().x() < places[0]
    assert brightness(window).brightest <= 0.40


def test_it_leaves_with_the_field_or_with_the_keyboard(fields: Fields) -> None:
    window, line, text = fields
    line.setFocus()
    text.setFocus()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    (mark,) = window.findChildren(CaretMark)
    assert text.isAncestorOf(mark)
    delete(text)
    assert not window.findChildren(CaretMark)
    line.setFocus()
    assert window.findChildren(CaretMark)
