import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtGui import QColor, QFontMetricsF
from pytestqt.qtbot import QtBot

from rlscompanion.ui.widgets.countdown_ring import CountdownRing, countdown_text

TRACK, ARC, INK = QColor("#2c1700"), QColor("#d9560a"), QColor("#e38b0e")


@pytest.fixture
def ring(qtbot: QtBot) -> CountdownRing:
    made = CountdownRing(TRACK, ARC, INK)
    qtbot.addWidget(made)
    made.resize(472, 472)
    return made


@pytest.mark.parametrize(
    ("left", "text"), [(45, "45"), (44.2, "45"), (0.3, "1"), (0, "0"), (99, "99"), (300, "5:00")]
)
def test_seconds_are_rounded_up_so_that_the_last_one_is_a_one(left: float, text: str):
    assert countdown_text(left) == text


def test_it_says_its_seconds_to_a_screen_reader(ring: CountdownRing):
    ring.show_left(24, 0.5)
    assert ring.accessibleName() == ring.text == "24"


def test_the_arc_empties_from_twelve_o_clock(ring: CountdownRing):
    ring.show_left(10, 0.5)
    picture = ring.grab().toImage()
    assert picture.pixelColor(236 + 228, 236) == ARC
    assert picture.pixelColor(236 - 228, 236) == TRACK


def test_every_digit_has_a_cell_of_its_own(ring: CountdownRing):
    ring.show_left(11, 0.5)
    letters = ring._digit_font()
    assert ring._cell(letters, "1") == ring._cell(letters, "8")
    assert ring._cell(letters, "1") > QFontMetricsF(letters).horizontalAdvance("1")


def test_long_times_stay_inside_the_ring(ring: CountdownRing):
    ring.show_left(600, 1)
    letters = ring._digit_font()
    assert sum(ring._cell(letters, letter) for letter in "10:00") <= 300


def test_only_what_changed_is_painted(ring: CountdownRing):
    between = ring._between(90, 92)
    assert between.width() < 60
    assert between.height() < 60
    assert between.contains(236 + 228, 236)
