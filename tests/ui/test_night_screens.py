from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from houses import House, local
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rlscompanion.ui.flareup.screen import FlareUpScreen
from rlscompanion.ui.night_screens import NightScreens
from rlscompanion.ui.theme.theme import Theme

SECOND = timedelta(seconds=1)


@pytest.fixture
def house(home: Path) -> House:
    return House(home, "2026-11-22 22:00")


@pytest.fixture
def night(qtbot: QtBot, theme: Theme, house: House, tmp_path: Path) -> Iterator[NightScreens]:
    owner = QObject()
    screens = NightScreens(house.companion, house.outside(tmp_path / "socket"), owner)
    yield screens
    screens.close()


def test_a_key_in_standby_opens_the_flare_up_and_back_to_bed_is_dark_again(
    night: NightScreens, house: House, qtbot: QtBot
) -> None:
    night.open_standby()
    standby = night.standby
    assert standby is not None
    house.clock.advance(SECOND)
    QTest.keyClick(standby, Qt.Key.Key_Space)
    assert night.flare_up is not None
    assert standby.isVisible()
    house.clock.advance(SECOND)
    QTest.keyClick(night.flare_up, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: night.flare_up is None)
    assert night.standby is standby
    assert night.is_open
    with qtbot.waitSignal(night.closed):
        QTest.keyClick(standby, Qt.Key.Key_Escape)
    assert not night.is_open


def test_leaving_from_outside_leaves_everything(night: NightScreens, house: House) -> None:
    night.open_standby()
    house.clock.advance(SECOND)
    night.open_flare_up()
    night.close()
    assert not night.is_open
    assert not house.keep_awake.held
    assert not house.sound.is_open


def run_over_standby(night: NightScreens, house: House, qtbot: QtBot) -> FlareUpScreen:
    """Have a part of a flare-up run, with Standby beneath it."""
    night.open_standby()
    night.open_flare_up()
    assert night.flare_up is not None
    house.clock.advance(SECOND)
    QTest.keyClick(night.flare_up, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: house.keep_awake.held)
    return night.flare_up


def test_the_time_to_get_up_ends_standby_once_the_flare_up_over_it_is_left(
    night: NightScreens, house: House, qtbot: QtBot
) -> None:
    house.companion.preferring.change(tones=True)
    run_over_standby(night, house, qtbot)
    house.clock.set(local("2026-11-23 06:30"))
    night.look()
    assert night.flare_up is not None
    assert house.keep_awake.held
    assert house.sound.is_open
    told: list[bool] = []
    night.closed.connect(lambda: told.append(night.is_open))
    night.flare_up.close()
    assert told == [False], "once, and when nothing is open any longer"
    assert not house.keep_awake.held
    assert not house.sound.is_open


def test_standby_beneath_a_running_part_leaves_the_screen_awake(
    night: NightScreens, house: House, qtbot: QtBot
) -> None:
    run_over_standby(night, house, qtbot)
    night.look()
    assert house.keep_awake.held


def test_a_pause_over_standby_lets_the_screen_sleep_unless_standby_keeps_it(
    night: NightScreens, house: House, qtbot: QtBot
) -> None:
    QTest.keyClick(run_over_standby(night, house, qtbot), Qt.Key.Key_Space)
    assert not house.keep_awake.held


def test_a_flare_up_over_standby_gives_back_only_what_standby_does_not_want(
    night: NightScreens, house: House
) -> None:
    house.companion.preferring.change(standby_keep_awake=True)
    night.open_standby()
    night.open_flare_up()
    assert night.flare_up is not None
    night.flare_up.close()
    assert house.keep_awake.held
    night.close()
    assert not house.keep_awake.held


def test_standby_opens_once_and_never_over_a_flare_up(night: NightScreens) -> None:
    night.open_flare_up()
    night.open_standby()
    assert night.standby is None


def test_the_watchdog_watches_while_a_screen_is_open_and_no_longer(night: NightScreens) -> None:
    night.open_flare_up()
    assert night._watchdog._watching
    assert night._watchdog._every <= 1
    night.close()
    assert not night._watchdog._watching
    night.open_standby()
    assert night._watchdog._watching
    assert night._watchdog._every >= 30


def test_the_sound_switched_on_at_night_is_on_the_next_time(
    night: NightScreens, house: House
) -> None:
    night.open_flare_up()
    assert night.flare_up is not None
    assert not house.sound.is_open
    house.clock.advance(SECOND)
    QTest.keyClick(night.flare_up, Qt.Key.Key_S)
    assert house.sound.is_open
    assert house.companion.preferring.load().tones
    night.close()
    assert not house.sound.is_open
    night.open_flare_up()
    assert house.sound.is_open


def test_the_screen_stays_awake_while_a_timer_runs_and_no_longer(
    night: NightScreens, house: House, qtbot: QtBot
) -> None:
    night.open_flare_up()
    assert night.flare_up is not None
    house.clock.advance(SECOND)
    QTest.keyClick(night.flare_up, Qt.Key.Key_Space)
    assert not house.keep_awake.held, "the first frame waits for no bus"
    qtbot.waitUntil(lambda: house.keep_awake.held)
    QTest.keyClick(night.flare_up, Qt.Key.Key_Space)
    assert not house.keep_awake.held
    QTest.keyClick(night.flare_up, Qt.Key.Key_Space)
    night.close()
    assert not night._holding.isActive()
    assert not house.keep_awake.held


def test_as_a_window_it_is_one_and_covers_nothing(night: NightScreens, house: House) -> None:
    house.companion.preferring.change(flare_in_window=True)
    night.open_flare_up()
    assert night.flare_up is not None
    assert not night.flare_up.isFullScreen()
    assert (night.flare_up.width(), night.flare_up.height()) == (900, 600)


def test_the_whole_list_of_signs_is_read_when_it_is_asked_for(
    night: NightScreens, house: House
) -> None:
    night.open_flare_up()
    assert night.flare_up is not None
    house.clock.advance(SECOND)
    QTest.keyClick(night.flare_up, Qt.Key.Key_H)
    assert "knowledge" not in vars(house.companion)
    QTest.keyClick(night.flare_up, Qt.Key.Key_H)
    assert "knowledge" in vars(house.companion)
