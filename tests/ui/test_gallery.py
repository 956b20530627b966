"""The sheet of all widgets can be made in every light, and sends no white at night."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtWidgets import QAbstractButton
from shiboken6 import delete
from ui.brightness import brightness
from ui.reading import faults

from rlscompanion.ui.gallery import SHEET, Gallery
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode


@pytest.mark.parametrize("mode", list(Mode))
def test_every_widget_stands_on_the_sheet_and_can_be_read(theme: Theme, mode: Mode) -> None:
    theme.apply(mode)
    gallery = Gallery(theme)
    gallery.resize(SHEET)
    gallery.show()
    light = brightness(gallery)
    assert faults(gallery) == []
    assert any(button.hasFocus() for button in gallery.findChildren(QAbstractButton))
    if mode is Mode.NIGHT:
        assert light.brightest <= 0.40
        assert light.bluest <= 14
    delete(gallery)
