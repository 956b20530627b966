from itertools import pairwise

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QRect

from rlscompanion.ui.flareup.skeleton import Skeleton

SIZES = [
    (640, 360),
    (900, 600),
    (1024, 640),
    (1366, 768),
    (1920, 1080),
    (2560, 1440),
    (1080, 1920),
    (540, 960),
    (360, 640),
    (3840, 1080),
]


def test_at_full_hd_everything_is_where_it_was_drawn():
    drawn = Skeleton(1920, 1080)
    assert drawn.u == 1
    assert drawn.instruction.top() == 130
    assert drawn.actions(1)[0].adjusted(8, 8, -8, -8) == QRect(720, 824, 480, 112)
    assert drawn.ring.width() == 452


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_from_top_to_bottom_nothing_lies_over_anything(size: tuple[int, int]):
    s = Skeleton(*size)
    screen = QRect(0, 0, *size)
    button = s.actions(1)[0].adjusted(8, 8, -8, -8)
    down = [s.help_link, s.instruction, s.note, s.stage, s.stop, button, s.hints]
    for above, below in pairwise(down):
        assert above.bottom() <= below.top() + 1
    for place in (*down, s.figure, s.ring, s.breath, s.sound, s.bars):
        assert screen.contains(place) or place.isEmpty()
    assert s.stage.height() >= 100
    least = 72 if s.has_small_print else 54
    for count in (1, 2, 3):
        assert all(screen.contains(place) for place in s.actions(count))
        assert all(place.height() - 16 >= least for place in s.actions(count))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_corners_do_not_meet_the_bars(size: tuple[int, int]):
    s = Skeleton(*size)
    assert not s.help_link.intersects(s.bars)
    assert not s.sound.intersects(s.bars)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_figure_and_ring_stand_side_by_side(size: tuple[int, int]):
    s = Skeleton(*size)
    if s.has_figure:
        assert not s.figure.intersects(s.ring)
    else:
        assert abs(s.ring.center().x() - size[0] // 2) <= 1
