import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.breathing import BreathPattern, Phase, breath_at, breaths_in

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
