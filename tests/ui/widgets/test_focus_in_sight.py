"""What has the keyboard is in sight."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.focus_ring import FocusRing
from rlscompanion.ui.widgets.scroller import Scroller


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    FocusRing(theme, made)
    column = QVBoxLayout()
    for n in range(12):
        button = QPushButton(f"Button {n}")
        button.setMinimumHeight(44)
        column.addWidget(button)
    QVBoxLayout(made).addWidget(Scroller(column))
    made.resize(300, 200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    delete(made)


def _button(window: QWidget, n: int) -> QPushButton:
    return next(one for one in window.findChildren(QPushButton) if one.text() == f"Button {n}")


@pytest.mark.parametrize("n", [3, 7, 11, 0])
def test_what_is_given_the_keyboard_is_brought_into_sight_whole(window: QWidget, n: int) -> None:
    _button(window, 5).setFocus()
    button = _button(window, n)
    button.setFocus(Qt.FocusReason.OtherFocusReason)
    QApplication.processEvents()
    assert button.visibleRegion().boundingRect() == button.rect()


def test_of_a_field_the_whole_is_brought_into_sight_with_its_ring(window: QWidget) -> None:
    field = QLineEdit()
    field.setMinimumHeight(60)
    (scroller,) = window.findChildren(Scroller)
    layout = scroller.inner.layout()
    assert layout is not None
    layout.addWidget(field)
    layout.addWidget(QPushButton("Below"))
    QApplication.processEvents()
    _button(window, 11).setFocus()
    QApplication.processEvents()
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert field.visibleRegion().boundingRect() == field.rect()
    ring = next(one for one in window.findChildren(FocusRing))
    assert ring.height() > field.height()


def test_of_what_is_higher_than_the_window_the_top_is_shown(window: QWidget) -> None:
    tall = _button(window, 8)
    tall.setMinimumHeight(500)
    _button(window, 0).setFocus()
    QApplication.processEvents()
    tall.setFocus(Qt.FocusReason.OtherFocusReason)
    QApplication.processEvents()
    seen = tall.visibleRegion().boundingRect()
    assert seen.top() == 0
    assert seen.height() > 100


def test_a_click_moves_nothing_under_the_pointer(window: QWidget, qtbot: QtBot) -> None:
    (scroller,) = window.findChildren(Scroller)
    cut = next(
        one
        for one in window.findChildren(QPushButton)
        if 0 < one.visibleRegion().boundingRect().height() < one.height()
    )
    pressed: list[bool] = []
    cut.clicked.connect(lambda: pressed.append(True))
    before = scroller.verticalScrollBar().value()
    top = cut.visibleRegion().boundingRect().center()
    qtbot.mouseClick(cut, Qt.MouseButton.LeftButton, pos=top)
    QApplication.processEvents()
    assert pressed == [True]
    assert scroller.verticalScrollBar().value() == before


@pytest.mark.parametrize("n", [0, 5, 11])
def test_in_letters_of_another_size_it_is_still_in_sight(
    window: QWidget, theme: Theme, n: int
) -> None:
    def grow() -> None:
        for one in window.findChildren(QPushButton):
            one.setMinimumHeight(theme.px(44))

    theme.changed.connect(grow)
    button = _button(window, n)
    button.setFocus()
    QApplication.processEvents()
    for scale in (2.0, 1.25, 1.75):
        theme.apply(Mode.DAY, scale)
        for _ in range(4):
            QApplication.processEvents()
        assert button.visibleRegion().boundingRect() == button.rect()


def test_another_light_in_letters_of_the_same_size_scrolls_nothing(
    window: QWidget, theme: Theme
) -> None:
    (scroller,) = window.findChildren(Scroller)
    _button(window, 0).setFocus()
    QApplication.processEvents()
    bar = scroller.verticalScrollBar()
    bar.setValue(bar.maximum())
    theme.apply(Mode.NIGHT)
    for _ in range(4):
        QApplication.processEvents()
    assert bar.value() == bar.maximum()
