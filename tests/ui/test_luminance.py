"""The app obeys the light advice it gives: what a whole window sends, measured in its pictures."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from pathlib import Path

from PySide6.QtGui import QColor, QImage
from ui.brightness import brightness, of_picture
from ui.screens import screens

from rlscompanion.ui.main_window import USUAL
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode


@pytest.mark.parametrize(
    ("mode", "scale", "most"),
    [(Mode.EVENING, 1.0, 0.04), (Mode.EVENING, 2.0, 0.10), (Mode.NIGHT, 1.0, 0.01)],
)
def test_no_screen_sends_more_light_than_its_hour_allows(
    theme: Theme, tmp_path: Path, mode: Mode, scale: float, most: float
) -> None:
    theme.apply(mode, scale)
    means = {
        name: brightness(window).mean for name, window in screens(theme, tmp_path / "home", USUAL)
    }
    assert len(means) > 10
    print(mode, scale, {name: round(mean, 4) for name, mean in means.items()})  # noqa: T201  (-rP)
    assert {name: round(mean, 4) for name, mean in means.items() if mean > most} == {}


def test_no_pixel_of_the_night_is_bright_or_blue(theme: Theme, tmp_path: Path) -> None:
    theme.apply(Mode.NIGHT)
    found = {name: brightness(window) for name, window in screens(theme, tmp_path / "home", USUAL)}
    assert {name for name, light in found.items() if light.brightest > 0.40} == set()
    assert {name for name, light in found.items() if light.bluest > 14} == set()


def test_the_measure_knows_white_black_and_half_of_each() -> None:
    picture = QImage(2, 1, QImage.Format.Format_RGB32)
    picture.setPixelColor(0, 0, QColor("white"))
    picture.setPixelColor(1, 0, QColor("black"))
    light = of_picture(picture)
    assert (round(light.mean, 6), round(light.brightest, 6), light.bluest) == (0.5, 1.0, 255)
