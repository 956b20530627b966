import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from rlscompanion.ui.flareup.covers import Cover, Covers


def test_the_screen_in_use_stays_open(qtbot: QtBot):
    owner = QObject()
    covers = Covers(owner)
    covers.cover_all_but(QGuiApplication.primaryScreen())
    assert QGuiApplication.primaryScreen() not in covers.screens
    covers.lift()
    assert covers.screens == ()


def test_a_screen_that_goes_takes_its_cover_with_it(qtbot: QtBot):
    owner = QObject()
    covers = Covers(owner)
    screen = QGuiApplication.primaryScreen()
    covers._came(screen)
    covers._came(screen)
    assert covers.screens == (screen,)
    cover = covers._covers[screen]
    with qtbot.waitSignal(cover.destroyed):
        covers._went(screen)
    assert covers.screens == ()


def test_a_cover_is_black_and_takes_no_focus(qtbot: QtBot):
    cover = Cover(QGuiApplication.primaryScreen())
    qtbot.addWidget(cover)
    assert cover.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert cover.geometry() == QGuiApplication.primaryScreen().geometry()
    assert cover.grab().toImage().pixelColor(5, 5).lightness() == 0
