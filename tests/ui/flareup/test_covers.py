import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from rlscompanion.ui.flareup.covers import Cover, Covers


def test_the_screen_in_use_stays_open(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    covers = Covers(window)
    covers.lie_over(QGuiApplication.primaryScreen())
    assert QGuiApplication.primaryScreen() not in covers.screens
    covers.lift()
    assert covers.screens == ()


def test_a_screen_that_goes_takes_its_cover_with_it(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    covers = Covers(window)
    screen = QGuiApplication.primaryScreen()
    covers._came(screen)
    covers._came(screen)
    assert covers.screens == (screen,)
    cover = covers._covers[screen]
    with qtbot.waitSignal(cover.destroyed):
        covers._went(screen)
    assert covers.screens == ()


def test_a_cover_follows_a_screen_that_turns(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    covers = Covers(window)
    screen = QGuiApplication.primaryScreen()
    covers._came(screen)
    before = covers._covers[screen]
    before.resize(100, 100)
    covers._came(screen)
    assert covers._covers[screen] is not before
    assert covers._covers[screen].geometry() == screen.geometry()
    covers._went(screen)


def test_the_window_is_laid_over_its_screen_anew_when_screens_have_changed(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    covers = Covers(window)
    screen = QGuiApplication.primaryScreen()
    covers.lie_over(screen)
    window.setGeometry(30, 30, 200, 100)
    window.show()
    screen.geometryChanged.emit(screen.geometry())
    qtbot.waitUntil(lambda: window.geometry() == screen.geometry())
    assert window.isFullScreen()
    covers.lift()
    window.showNormal()
    screen.geometryChanged.emit(screen.geometry())
    assert not covers._settled.isActive()


def test_a_window_that_was_laid_anew_takes_no_screen_along_when_it_goes():
    """Standby may lie beneath it, on the same screens."""
    screen = QGuiApplication.primaryScreen()
    window = QWidget()
    covers = Covers(window)
    covers.lie_over(screen)
    covers._lie_anew()
    covers.lift()
    delete(window)
    assert isValid(screen)


def test_a_cover_is_black_and_takes_no_focus(qtbot: QtBot):
    cover = Cover(QGuiApplication.primaryScreen())
    qtbot.addWidget(cover)
    assert cover.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert cover.geometry() == QGuiApplication.primaryScreen().geometry()
    assert cover.grab().toImage().pixelColor(5, 5).lightness() == 0
