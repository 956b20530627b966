import gc

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPixmap

from rlscompanion.assets import resources
from rlscompanion.ui.theme.icons import Icons, UnknownIconError
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode


def colours(pixmap: QPixmap) -> set[str]:
    image = pixmap.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(p.rgb()).name() for p in pixels if p.alpha() == 255}


@pytest.mark.parametrize("dpr", [1.0, 1.5, 2.0, 3.0])
def test_icons_have_a_pixel_for_every_dot_of_the_screen(theme: Theme, dpr: float):
    drawn = Icons(theme).pixmap("moon", 24, dpr=dpr)
    assert drawn.size() == QSize(24, 24) * dpr
    assert drawn.devicePixelRatio() == dpr


def test_icons_are_tinted_with_the_token_of_the_present_light(theme: Theme):
    icons = Icons(theme)
    for mode in Mode:
        theme.apply(mode)
        assert theme.colour("accent").lower() in colours(icons.pixmap("stop", 24, "accent", 2.0))


def test_a_drawn_icon_is_remembered(theme: Theme):
    first = Icons(theme).pixmap("bath", 24, "ink")
    assert Icons(theme).pixmap("bath", 24, "ink").cacheKey() == first.cacheKey()
    assert Icons(theme).pixmap("bath", 24, "accent").cacheKey() != first.cacheKey()


def test_an_icon_for_a_button_is_dull_when_disabled(theme: Theme):
    icon = Icons(theme).icon("check", "accent")
    dull = icon.pixmap(QSize(28, 20), QIcon.Mode.Disabled)
    assert theme.colour("accent").lower() in colours(icon.pixmap(QSize(28, 20)))
    assert theme.colour("accent").lower() not in colours(dull)


def test_an_unknown_name_is_said(theme: Theme):
    with pytest.raises(UnknownIconError, match="unicorn"):
        Icons(theme).pixmap("unicorn", 24)


def test_every_icon_can_be_drawn(theme: Theme):
    for file in (resources() / "icons").glob("*.svg"):
        assert Icons(theme).pixmap(file.stem, 24, "ink").toImage() != QPixmap(24, 24).toImage()
        assert colours(Icons(theme).pixmap(file.stem, 48, "ink")), file.stem


@pytest.mark.parametrize("dpr", [1.0, 1.25, 2.0, 3.0])
def test_an_icon_of_a_button_is_as_fine_as_the_screen(theme: Theme, dpr: float):
    drawn = Icons(theme).icon("moon").pixmap(QSize(28, 20), dpr)
    assert drawn.size() == QSize(28, 20) * dpr
    assert drawn.devicePixelRatio() == dpr


def test_an_icon_stands_at_the_left_of_its_room(theme: Theme):
    drawn = Icons(theme).icon("stop", "accent").pixmap(QSize(40, 20)).toImage()
    assert any(drawn.pixelColor(x, 10).alpha() for x in range(20))
    assert not any(drawn.pixelColor(x, 10).alpha() for x in range(20, 40))


def test_an_icon_outlives_what_made_it(theme: Theme):
    icon = QIcon(Icons(theme).icon("stop", "accent"))
    gc.collect()
    assert theme.colour("accent").lower() in colours(icon.pixmap(QSize(20, 20)))
