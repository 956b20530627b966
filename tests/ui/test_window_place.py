"""Where a window was is where it comes back, however it ended."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from houses import House
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rlscompanion.domain.mendable import StoreError
from rlscompanion.services.ports import Settings
from rlscompanion.ui.main_window import USUAL, MainWindow
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.window_place import KEY, SETTLED_AFTER_MS, WindowPlace


class Watched:
    """The settings, and who wrote into them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.is_broken = False
        self.wrote: list[int] = []

    def get(self, key: str) -> str | None:
        return self.settings.get(key)

    def all(self) -> Mapping[str, str]:
        return self.settings.all()

    def put_all(self, texts: Mapping[str, str]) -> None:
        self.settings.put_all(texts)

    def put(self, key: str, value: str) -> None:
        if self.is_broken:
            raise StoreError("the disk is full")
        self.wrote.append(threading.get_ident())
        self.settings.put(key, value)


@pytest.fixture
def house(home: Path) -> House:
    return House(home, "2026-11-22 21:00").settle_in()


@pytest.fixture
def settings(house: House) -> Watched:
    return Watched(house.companion.settings)


@pytest.fixture
def window(theme: Theme) -> Iterator[MainWindow]:
    made = MainWindow(theme)
    page = QLabel("Tonight")
    made.add_page("tonight", "Tonight", "tonight", lambda: page)
    yield made
    delete(made)


def seen(window: MainWindow, qtbot: QtBot) -> None:
    window.show()
    qtbot.waitUntil(lambda: window._hears)


def come_to_rest(place: WindowPlace) -> None:
    QApplication.processEvents()
    assert place._resting.isActive()
    assert place._resting.interval() == SETTLED_AFTER_MS
    place._resting.stop()
    place._resting.timeout.emit()
    place._beside.wait()
    QApplication.processEvents()


def size_of_the_next(theme: Theme, settings: Settings) -> QSize:
    again = MainWindow(theme)
    WindowPlace(again, settings, lambda: True)
    size = again.size()
    delete(again)
    return size


def test_the_window_comes_back_in_the_size_it_was_left_in(
    house: House, theme: Theme, window: MainWindow
) -> None:
    settings = house.companion.settings
    WindowPlace(window, settings, lambda: True)
    assert window.size() == USUAL
    window.show()
    window.resize(900, 610)
    window.close()
    assert size_of_the_next(theme, settings) == QSize(900, 610)


def test_a_place_that_says_nothing_is_the_usual_one(house: House, window: MainWindow) -> None:
    house.companion.settings.put(KEY, "no place at all")
    WindowPlace(window, house.companion.settings, lambda: True)
    assert window.size() == USUAL


def test_it_is_kept_as_soon_as_the_window_has_come_to_rest_beside_the_window(
    theme: Theme, window: MainWindow, settings: Watched, house: House, qtbot: QtBot
) -> None:
    place = WindowPlace(window, settings, lambda: True)
    seen(window, qtbot)
    window.resize(910, 620)
    window.resize(900, 610)
    come_to_rest(place)
    assert size_of_the_next(theme, house.companion.settings) == QSize(900, 610)
    assert len(settings.wrote) == 1
    assert settings.wrote != [threading.get_ident()]


def test_a_window_that_is_moved_is_kept_too(
    window: MainWindow, settings: Watched, qtbot: QtBot
) -> None:
    place = WindowPlace(window, settings, lambda: True)
    seen(window, qtbot)
    window.move(window.pos().x() + 40, window.pos().y() + 30)
    come_to_rest(place)
    assert len(settings.wrote) == 1


def test_nothing_is_written_where_nothing_changed(
    window: MainWindow, settings: Watched, qtbot: QtBot
) -> None:
    place = WindowPlace(window, settings, lambda: True)
    seen(window, qtbot)
    window.resize(900, 610)
    come_to_rest(place)
    window.resize(1000, 700)
    window.resize(900, 610)
    come_to_rest(place)
    assert len(settings.wrote) == 1


def test_a_window_that_is_only_opened_waits_for_nothing(
    window: MainWindow, settings: Watched, qtbot: QtBot
) -> None:
    place = WindowPlace(window, settings, lambda: True)
    seen(window, qtbot)
    assert "_resting" not in vars(place)
    assert settings.wrote == []


def test_while_nothing_is_stored_nothing_is_written(
    window: MainWindow, settings: Watched, qtbot: QtBot
) -> None:
    place = WindowPlace(window, settings, lambda: False)
    seen(window, qtbot)
    window.resize(900, 610)
    come_to_rest(place)
    window.close()
    assert settings.wrote == []


def test_what_could_not_be_written_is_written_the_next_time(
    window: MainWindow,
    settings: Watched,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    place = WindowPlace(window, settings, lambda: True)
    seen(window, qtbot)
    settings.is_broken = True
    window.resize(900, 610)
    come_to_rest(place)
    assert "the window's place could not be kept: the disk is full" in caplog.text
    settings.is_broken = False
    window.resize(1000, 700)
    window.resize(900, 610)
    come_to_rest(place)
    assert len(settings.wrote) == 1


def test_closed_before_it_came_to_rest_it_is_kept_once(
    theme: Theme, window: MainWindow, settings: Watched, qtbot: QtBot, house: House
) -> None:
    place = WindowPlace(window, settings, lambda: True)
    seen(window, qtbot)
    window.resize(900, 610)
    QApplication.processEvents()
    window.close()
    assert not place._resting.isActive()
    assert size_of_the_next(theme, house.companion.settings) == QSize(900, 610)
