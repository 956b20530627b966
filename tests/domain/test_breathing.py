import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.breathing import BreathPattern, Phase, breath_at, breaths_in, pattern_of
from rlscompanion.domain.library import Cue, Guide

patterns = st.builds(BreathPattern, st.floats(1, 10), st.floats(1, 10))


@pytest.mark.parametrize(
    ("elapsed", "phase", "fullness", "count", "left"),
    [
        (0, Phase.IN, 0, 1, 4),
        (2, Phase.IN, 0.5, 1, 2),
        (4, Phase.OUT, 1, 1, 6),
        (7, Phase.OUT, 0.5, 1, 3),
        (10, Phase.IN, 0, 2, 4),
        (119, Phase.OUT, 0.067, 12, 1),
    ],
)
def test_four_in_six_out(elapsed: float, phase: Phase, fullness: float, count: int, left: float):
    breath = breath_at(BreathPattern(), elapsed)
    assert (breath.phase, breath.count, breath.left) == (phase, count, left)
    assert breath.fullness == pytest.approx(fullness, abs=0.001)


def test_two_minutes_are_twelve_breaths():
    assert breaths_in(BreathPattern(), 120) == 12


def test_a_breath_that_has_begun_counts():
    assert breaths_in(BreathPattern(), 121) == 13
    assert breaths_in(BreathPattern(), 3) == 1


@given(patterns, st.floats(0, 3600))
def test_fullness_stays_between_empty_and_full(pattern: BreathPattern, elapsed: float):
    assert 0 <= breath_at(pattern, elapsed).fullness <= 1


@given(patterns, st.floats(0, 3600))
def test_fullness_never_jumps(pattern: BreathPattern, elapsed: float):
    before, after = breath_at(pattern, elapsed), breath_at(pattern, elapsed + 0.01)
    assert abs(before.fullness - after.fullness) < 0.02


def test_a_breath_takes_time():
    with pytest.raises(ValueError, match="takes time"):
        BreathPattern(4, 0)


WITH_HOLDS = BreathPattern(4, 6, full_seconds=4, empty_seconds=2)


@pytest.mark.parametrize(
    ("elapsed", "phase", "fullness", "left"),
    [
        (0, Phase.IN, 0, 4),
        (4, Phase.FULL, 1, 4),
        (7.5, Phase.FULL, 1, 0.5),
        (8, Phase.OUT, 1, 6),
        (14, Phase.EMPTY, 0, 2),
        (16, Phase.IN, 0, 4),
    ],
)
def test_holds_keep_the_breath_where_it_is(
    elapsed: float, phase: Phase, fullness: float, left: float
):
    breath = breath_at(WITH_HOLDS, elapsed)
    assert (breath.phase, breath.fullness, breath.left) == (phase, fullness, left)


def test_only_the_pattern_with_holds_has_holds():
    assert WITH_HOLDS.has_holds
    assert not BreathPattern(5.5, 5.5).has_holds


def guide_of(*seconds: float) -> Guide:
    return Guide("any", "Any", tuple(Cue("Breathe", each, "breathe") for each in seconds))


def test_a_guide_says_its_pattern():
    assert pattern_of(guide_of(5.5, 5.5)) == BreathPattern(5.5, 5.5)
    assert pattern_of(guide_of(4, 4, 6, 2)) == WITH_HOLDS
    with pytest.raises(ValueError, match="two cues, or four"):
        pattern_of(guide_of(4, 4, 4))


def test_a_hold_takes_no_negative_time():
    with pytest.raises(ValueError, match="no time, or some"):
        BreathPattern(4, 6, full_seconds=-1)
