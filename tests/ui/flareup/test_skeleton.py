import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QRect

from rlscompanion.ui.flareup.skeleton import Skeleton

SIZES = [
    (900, 600),
    (1024, 640),
    (1366, 768),
    (1920, 1080),
    (2560, 1440),
    (1080, 1920),
    (3840, 1080),
]


def test_at_full_hd_everything_is_where_it_was_drawn():
    drawn = Skeleton(1920, 1080)
    assert drawn.u == 1
    assert drawn.instruction.top() == 144
    assert (drawn.stage.top(), drawn.stage.bottom()) == (276, 771)
    assert drawn.actions(1)[0].adjusted(8, 8, -8, -8) == QRect(720, 824, 480, 112)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_everything_is_on_the_screen_and_big_enough(size: tuple[int, int]):
    s = Skeleton(*size)
    screen = QRect(0, 0, *size)
    places = [s.instruction, s.stage, s.figure, s.ring, s.breath, s.help_link, s.hints]
    for place in (*places, *s.actions(3), *s.answers(306, 514)):
        assert screen.contains(place)
    for count in (1, 2, 3):
        assert all(place.height() - 16 >= 72 for place in s.actions(count))
        assert s.actions(count)[0].bottom() <= s.hints.top() + 8


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_figure_and_ring_stand_side_by_side(size: tuple[int, int]):
    s = Skeleton(*size)
    if s.has_figure:
        assert not s.figure.intersects(s.ring)
    else:
        assert abs(s.ring.center().x() - size[0] // 2) <= 1
