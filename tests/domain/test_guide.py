import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.guide import cue_at, cue_count, duration, start_of
from rlscompanion.domain.library import Cue, Guide, Side

CALVES = Guide(
    id="calves",
    title="Calves",
    cues=(
        Cue("Left calf. Heel down.", 25, "calf-left", Side.LEFT),
        Cue("Right calf. Heel down.", 20, "calf-right", Side.RIGHT),
    ),
    rounds=2,
)

guides = st.builds(
    Guide,
    id=st.just("any"),
    title=st.just("Any"),
    cues=st.lists(
        st.builds(Cue, text=st.just("Go"), seconds=st.integers(1, 90), picture=st.just("walk")),
        min_size=1,
        max_size=6,
    ).map(tuple),
    rounds=st.integers(1, 12),
)


def test_a_guide_lasts_all_its_rounds():
    assert duration(CALVES) == 90


@pytest.mark.parametrize(
    ("elapsed", "index", "left", "round_"),
    [
        (-3, 0, 25, 1),
        (0, 0, 25, 1),
        (24.5, 0, 0.5, 1),
        (25, 1, 20, 1),
        (45, 2, 25, 2),
        (89, 3, 1, 2),
    ],
)
def test_the_cue_follows_the_clock(elapsed: float, index: int, left: float, round_: int):
    shown = cue_at(CALVES, elapsed)
    assert shown is not None
    assert (shown.index, shown.left, shown.round) == (index, left, round_)
    assert shown.cue is CALVES.cues[index % 2]


def test_a_finished_guide_shows_nothing():
    assert cue_at(CALVES, 90) is None


@given(guides)
def test_every_cue_is_on_at_its_own_start(guide: Guide):
    for index in range(cue_count(guide)):
        shown = cue_at(guide, start_of(guide, index))
        assert shown is not None
        assert (shown.index, shown.fraction) == (index, 0)
    assert start_of(guide, cue_count(guide)) == duration(guide)


@given(guides, st.floats(0, 7000))
def test_what_is_left_and_what_is_over_make_the_cue(guide: Guide, elapsed: float):
    shown = cue_at(guide, elapsed)
    assert (shown is None) == (elapsed >= duration(guide))
    if shown is not None:
        assert 0 <= shown.fraction < 1
        assert shown.left == pytest.approx(shown.cue.seconds * (1 - shown.fraction))
        assert start_of(guide, shown.index) <= elapsed < start_of(guide, shown.index + 1)
