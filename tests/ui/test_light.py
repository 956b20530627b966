"""The light of a window: by the clock, kept from its corner, never brighter on its own."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator
from pathlib import Path

from houses import House, local
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rlscompanion.domain.preferences import Motion, PaletteChoice
from rlscompanion.ui.light import LightOfTheHour
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.cross_fade import CrossFade
from rlscompanion.ui.widgets.light_chip import LightChip


@pytest.fixture
def house(home: Path) -> House:
    return House(home, "2026-11-22 21:00").settle_in()


@pytest.fixture
def window(theme: Theme) -> Iterator[MainWindow]:
    made = MainWindow(theme)
    page = QLabel("Tonight")
    made.add_page("tonight", "Tonight", "tonight", lambda: page)
    yield made
    delete(made)


@pytest.fixture
def light(theme: Theme, house: House, window: MainWindow) -> Iterator[LightOfTheHour]:
    owner = QObject()
    made = LightOfTheHour(theme, house.companion.lighting, owner)
    made.attend(window)
    yield made
    delete(owner)


def move_to(house: House, at: str, light: LightOfTheHour) -> None:
    house.clock.jump(local(at) - house.clock.now())
    light.look()


def chip(window: MainWindow) -> LightChip:
    (found,) = window.findChildren(LightChip)
    return found


def choose(window: MainWindow, words: str) -> None:
    actions = {action.text(): action for action in chip(window).choices().findChildren(QAction)}
    actions[words].trigger()


def test_the_clock_dresses_the_window(house: House, light: LightOfTheHour, theme: Theme) -> None:
    assert theme.mode is Mode.EVENING
    move_to(house, "2026-11-22 23:00", light)
    assert theme.mode is Mode.NIGHT


def test_a_light_is_kept_from_the_corner_until_the_next_wake_time(
    house: House, light: LightOfTheHour, theme: Theme, window: MainWindow
) -> None:
    choose(window, "Keep day light until I wake")
    assert theme.mode is Mode.DAY
    assert chip(window).text() == "Day light, kept"
    move_to(house, "2026-11-23 05:00", light)
    assert theme.mode is Mode.DAY
    move_to(house, "2026-11-23 23:30", light)
    assert theme.mode is Mode.NIGHT
    assert chip(window).text() == "Night light"


def test_the_chip_stays_in_its_corner_whatever_it_says(
    light: LightOfTheHour, window: MainWindow
) -> None:
    window.show()
    for words in ("Keep evening light until I wake", "Follow the clock"):
        choose(window, words)
        assert chip(window).geometry().right() == window.width() - 40 - 1
        assert chip(window).width() >= chip(window).sizeHint().width()


def test_the_clock_gets_the_light_back(
    light: LightOfTheHour, theme: Theme, window: MainWindow
) -> None:
    choose(window, "Keep night light until I wake")
    choose(window, "Follow the clock")
    assert theme.mode is Mode.EVENING


def test_a_window_nobody_works_in_grows_no_lighter_until_it_is_wanted(
    house: House, light: LightOfTheHour, theme: Theme, window: MainWindow, qtbot: QtBot
) -> None:
    move_to(house, "2026-11-23 03:00", light)
    window.show()
    other = QLabel("Another window")
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    move_to(house, "2026-11-23 07:00", light)
    assert theme.mode is Mode.NIGHT
    window.activateWindow()
    qtbot.waitUntil(lambda: theme.mode is Mode.DAY)


def test_a_hidden_window_takes_any_light_at_once(
    house: House, light: LightOfTheHour, theme: Theme
) -> None:
    move_to(house, "2026-11-23 03:00", light)
    move_to(house, "2026-11-23 07:00", light)
    assert theme.mode is Mode.DAY


def test_what_cannot_be_known_is_night(
    house: House, light: LightOfTheHour, theme: Theme, tmp_path: Path
) -> None:
    house.companion.database.close()
    house.companion.database.path.write_bytes(b"not a database, " * 4096)
    light.look()
    assert theme.mode is Mode.NIGHT


def test_the_text_grows_and_shrinks_by_key_and_stays_so(
    house: House, light: LightOfTheHour, theme: Theme, window: MainWindow, qtbot: QtBot
) -> None:
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    sizes: list[int] = []
    for key in (Qt.Key.Key_Minus, Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert house.companion.preferring.load().text_size == round(theme.scale * 100)
        sizes.append(house.companion.preferring.load().text_size)
    assert sizes == [100, 115, 130, 115, 100]


def test_the_old_light_fades_unless_things_are_to_keep_still(
    house: House, light: LightOfTheHour, theme: Theme, window: MainWindow
) -> None:
    window.show()
    house.companion.preferring.change(motion=Motion.REDUCED, palette=PaletteChoice.NIGHT)
    light.look()
    assert theme.mode is Mode.NIGHT
    assert theme.reduced_motion
    assert not window.findChildren(CrossFade)
    house.companion.preferring.change(motion=Motion.FULL, palette=PaletteChoice.EVENING)
    light.look(by_hand=True)
    (fade,) = window.findChildren(CrossFade)
    assert fade.isVisible()
    assert fade.size() == window.size()
