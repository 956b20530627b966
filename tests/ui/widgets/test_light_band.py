import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.light_band import LightBand, LightSpan

WIDE, NAME = 1000, 90
AT_THE_EDGE = 14
"""Where a name begins in a roomy span, in pixels."""


def drawn(theme: Theme, qtbot: QtBot, now: float) -> QImage:
    band = LightBand(theme)
    qtbot.addWidget(band)
    band.resize(WIDE, band.sizeHint().height())
    spans = (
        LightSpan(0, 0.5, "day", "Day", "sun"),
        LightSpan(0.5, 1, "night", "Night", "moon", "22:30"),
    )
    band.show_spans(spans, now)
    return band.grab().toImage()


def name_at(image: QImage, left: int) -> QImage:
    middle = image.height() // 2
    return image.copy(QRect(left, middle - 6, NAME, 12))


@pytest.mark.parametrize("now", [0.01, 0.03, 0.06])
def test_the_mark_of_now_cuts_through_no_name(theme: Theme, qtbot: QtBot, now: float) -> None:
    whole = name_at(drawn(theme, qtbot, now=0.9), AT_THE_EDGE)
    behind = int(now * WIDE) + 10
    assert name_at(drawn(theme, qtbot, now), behind) == whole
