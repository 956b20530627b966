from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from houses import House, local
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from ui.resting import unrest

from rlscompanion.domain.tone import Tone
from rlscompanion.services.standing_by import StandingBy
from rlscompanion.ui.flareup.standby import Standby

BRIGHTEST = 0.40
DARK = 0.01
SECOND = timedelta(seconds=1)


@pytest.fixture
def house(home: Path) -> House:
    return House(home, "2026-11-22 22:00")


@pytest.fixture
def standby(qtbot: QtBot, house: House) -> Iterator[Callable[[], Standby]]:
    """Open Standby in this house, with words already said once."""
    house.companion.preferring.change(brightness_said=True)
    opened: list[Standby] = []

    def open_it() -> Standby:
        companion = house.companion
        standing_by = StandingBy(
            companion.planning,
            companion.expecting,
            companion.fired,
            companion.preferring,
            house.power,
            house.clock,
        )
        made = Standby(standing_by, house.sound, house.keep_awake, house.clock)
        opened.append(made)
        made.open()
        return made

    yield open_it
    for made in opened:
        made.close()
        made.deleteLater()


def awake(house: House) -> None:
    """Let the deaf half second pass."""
    house.clock.advance(SECOND)


def luminance(colour: QColor) -> float:
    def linear(share: float) -> float:
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_nothing_is_lit_and_there_is_no_pointer(standby: Callable[[], Standby]) -> None:
    screen = standby()
    picture = screen.grab().toImage()
    black = {
        picture.pixel(x, y) & 0xFFFFFF
        for x in range(0, picture.width(), 3)
        for y in range(0, picture.height(), 3)
    }
    assert black == {0}
    assert screen.cursor().shape() is Qt.CursorShape.BlankCursor
    assert screen.geometry() == QGuiApplication.primaryScreen().geometry()


def test_the_brightness_is_spoken_of_once_dimly_and_not_for_long(
    standby: Callable[[], Standby], house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rlscompanion.ui.flareup.standby.WORDS_STAY_MS", 1)
    house.companion.preferring.change(brightness_said=False)
    first = standby()
    assert first.speaks
    picture = first.grab().toImage().scaled(QSize(480, 270))
    lights = [
        luminance(picture.pixelColor(x, y))
        for x in range(picture.width())
        for y in range(picture.height())
    ]
    assert sum(lights) / len(lights) <= DARK
    assert max(lights) <= BRIGHTEST
    qtbot.waitUntil(lambda: not first.speaks)
    first.close()
    assert not standby().speaks


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_A, Qt.Key.Key_F5, Qt.Key.Key_Shift])
def test_any_key_opens_the_flare_up(
    standby: Callable[[], Standby], house: House, qtbot: QtBot, key: Qt.Key
) -> None:
    screen = standby()
    awake(house)
    with qtbot.waitSignal(screen.flare_up_wanted):
        QTest.keyClick(screen, key)


def test_a_tap_opens_the_flare_up(
    standby: Callable[[], Standby], house: House, qtbot: QtBot
) -> None:
    screen = standby()
    awake(house)
    with qtbot.waitSignal(screen.flare_up_wanted):
        QTest.mouseClick(screen, Qt.MouseButton.LeftButton)


def test_the_key_that_opened_standby_opens_nothing_more(
    standby: Callable[[], Standby], qtbot: QtBot
) -> None:
    screen = standby()
    with qtbot.assertNotEmitted(screen.flare_up_wanted):
        QTest.keyClick(screen, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_MonBrightnessDown, Qt.Key.Key_VolumeDown, Qt.Key.Key_Alt]
)
def test_the_screen_can_be_dimmed_and_the_sound_turned_down(
    standby: Callable[[], Standby], house: House, qtbot: QtBot, key: Qt.Key
) -> None:
    screen = standby()
    awake(house)
    with qtbot.assertNotEmitted(screen.flare_up_wanted):
        screen.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier(0)))


def test_esc_leaves_at_once(standby: Callable[[], Standby], qtbot: QtBot) -> None:
    screen = standby()
    with qtbot.waitSignal(screen.closed), qtbot.assertNotEmitted(screen.flare_up_wanted):
        QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert not screen.isVisible()


def test_it_ends_at_the_time_to_get_up(
    standby: Callable[[], Standby], house: House, qtbot: QtBot
) -> None:
    screen = standby()
    house.clock.set(local("2026-11-23 06:30") - SECOND)
    screen.look()
    assert screen.isVisible()
    house.clock.advance(SECOND)
    with qtbot.waitSignal(screen.closed):
        screen.look()


def test_it_sets_one_timer_and_that_to_the_time_to_get_up(standby: Callable[[], Standby]) -> None:
    screen = standby()
    wait = timedelta(milliseconds=screen._timer.remainingTime())
    assert abs(wait - timedelta(hours=8.5)) <= 2 * SECOND


def test_in_the_dark_nothing_goes_on(standby: Callable[[], Standby]) -> None:
    standby()
    assert unrest() == {}


def test_nothing_goes_on_while_words_stand_there(
    standby: Callable[[], Standby], house: House
) -> None:
    house.companion.preferring.change(brightness_said=False)
    assert standby().speaks
    assert unrest() == {}


@pytest.mark.parametrize("way", ["escape", "close", "wake"])
def test_lock_and_sleep_are_held_off_if_wished_and_given_back_on_every_way_out(
    standby: Callable[[], Standby], house: House, way: str
) -> None:
    house.companion.preferring.change(standby_keep_awake=True)
    screen = standby()
    assert house.keep_awake.held
    if way == "escape":
        QTest.keyClick(screen, Qt.Key.Key_Escape)
    elif way == "close":
        screen.close()
    else:
        house.clock.set(local("2026-11-23 06:30"))
        screen.look()
    assert not house.keep_awake.held


def test_unplugged_in_the_night_the_machine_may_sleep(
    standby: Callable[[], Standby], house: House
) -> None:
    house.companion.preferring.change(standby_keep_awake=True)
    screen = standby()
    house.power.mains = False
    screen.look()
    assert not house.keep_awake.held
    house.power.mains = True
    screen.come_back()
    assert house.keep_awake.held


def test_a_due_step_is_heard_as_one_soft_tone_at_the_persons_volume(
    standby: Callable[[], Standby], house: House
) -> None:
    house.companion.preferring.change(standby_tones=True, volume=30)
    screen = standby()
    house.clock.set(house.state("slow-breathing").step.start)
    screen.look()
    screen.look()
    assert house.sound.played == [(Tone.SOFT, None, 0.0)]
    assert house.sound.volume == pytest.approx(0.3)
    screen.close()
    assert not house.sound.is_open


def test_what_was_due_before_is_not_heard_afterwards(
    standby: Callable[[], Standby], house: House
) -> None:
    house.companion.preferring.change(standby_tones=True)
    house.clock.set(house.state("slow-breathing").step.start + SECOND)
    standby().look()
    assert house.sound.played == []


def test_breathing_begins_by_tones_at_its_time(
    standby: Callable[[], Standby], house: House
) -> None:
    house.companion.preferring.change(standby_tones=True, tones=True)
    screen = standby()
    house.clock.set(house.state("slow-breathing").step.start)
    screen.look()
    assert [tone for tone, _, _ in house.sound.played] == [Tone.SOFT, Tone.RISE]
    screen.make_way()
    assert house.sound.sounding is None


def test_no_breathing_begins_beneath_a_flare_up_and_its_step_is_heard(
    standby: Callable[[], Standby], house: House
) -> None:
    house.companion.preferring.change(standby_tones=True, tones=True)
    screen = standby()
    screen.make_way()
    house.clock.set(house.state("slow-breathing").step.start)
    screen.look()
    assert [tone for tone, _, _ in house.sound.played] == [Tone.SOFT]
    assert not screen._timer.isActive()
    screen.come_back()
    assert [tone for tone, _, _ in house.sound.played] == [Tone.SOFT, Tone.RISE]


def test_no_breathing_begins_after_a_sleep_of_hours(
    standby: Callable[[], Standby], house: House
) -> None:
    house.companion.preferring.change(standby_tones=True, tones=True)
    screen = standby()
    house.clock.jump(timedelta(hours=3))
    screen.look()
    assert house.sound.played == []
