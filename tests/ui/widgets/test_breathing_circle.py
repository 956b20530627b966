import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from rlscompanion.ui.widgets.breathing_circle import BreathColours, BreathingCircle

RING, DONE, WINDOW = QColor("#d9560a"), QColor("#6a3200"), QColor("#080400")
COLOURS = BreathColours(
    ring=RING,
    inside=QColor("#120900"),
    limit=QColor("#a85200"),
    words=QColor("#e38b0e"),
    done=DONE,
    window=WINDOW,
)


def circle(qtbot: QtBot, *, still: bool = False) -> BreathingCircle:
    made = BreathingCircle(COLOURS, still=still)
    qtbot.addWidget(made)
    made.resize(600, 672)
    return made


def test_it_widens_from_200_to_292(qtbot: QtBot):
    made = circle(qtbot)
    made.show_breath("Breathe in", 0, 1, 12)
    assert made.radius == 200
    made.show_breath("Breathe out", 1, 1, 12)
    assert made.radius == 292
    assert made.grab().toImage().pixelColor(300 + 286, 300) == RING


def test_with_reduced_motion_the_ring_stays_and_the_words_swap(qtbot: QtBot):
    made = circle(qtbot, still=True)
    made.show_breath("Breathe in", 0, 1, 12)
    radius = made.radius
    made.show_breath("Breathe out", 1, 1, 12)
    assert made.radius == radius
    assert made.words == made.accessibleName() == "Breathe out"


def test_there_are_as_many_dots_as_breaths(qtbot: QtBot):
    made = circle(qtbot)
    made.show_breath("Breathe in", 0.5, 3, 6)
    picture = made.grab().toImage()
    at = [picture.pixelColor(round(300 + (place - 3.5) * 44), 641) for place in range(1, 7)]
    assert at[:3] == [DONE, DONE, RING]
    assert at[3:] == [WINDOW] * 3
