from itertools import pairwise
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.breathing import BreathPattern, Phase, breath_at
from rlscompanion.domain.tone import Tone
from rlscompanion.domain.tones import (
    FULL_SCALE,
    LOUDEST,
    RAMP_SECONDS,
    RATE,
    VOICES,
    Take,
    mixed,
    next_breath_tone,
    sounding,
)

TONES = st.sampled_from(Tone)
LENGTHS = st.floats(0.08, 0.4)


def whole(tone: Tone, seconds: float | None = None, volume: float = 1.0) -> list[int]:
    played = sounding(tone, seconds, volume)
    return list(played.block(0, played.count))


def largest_step_of_a_clean_tone(tone: Tone) -> float:
    """Return the most that two neighbours of the steepest partials may differ, in full scale."""
    pitch = max(VOICES[tone].begins, VOICES[tone].ends)
    ramp = pi / 2 / (RAMP_SECONDS * RATE)
    return LOUDEST * (2 * pi * pitch * 1.4 / 1.2 / RATE + ramp)


@pytest.mark.parametrize("tone", Tone)
def test_a_tone_has_no_click_at_either_end_nor_inside(tone: Tone) -> None:
    samples = whole(tone)
    assert samples[0] == samples[-1] == 0
    steps = [abs(b - a) for a, b in pairwise(samples)]
    assert max(steps) <= FULL_SCALE * largest_step_of_a_clean_tone(tone) + 1
    assert max(steps[:8] + steps[-8:]) <= FULL_SCALE * LOUDEST / 100


@given(TONES, LENGTHS, st.floats(-1.0, 20.0))
def test_no_volume_asked_for_is_louder_than_the_cap(
    tone: Tone, seconds: float, volume: float
) -> None:
    assert max(map(abs, whole(tone, seconds, volume))) <= FULL_SCALE * LOUDEST + 1


def test_volume_nought_is_silence() -> None:
    assert set(whole(Tone.BELL, volume=0.0)) == {0}


@given(TONES, LENGTHS, st.integers(50, 4000))
def test_a_tone_streamed_in_blocks_is_the_tone_at_once(
    tone: Tone, seconds: float, size: int
) -> None:
    played = sounding(tone, seconds)
    streamed = [
        sample
        for first in range(0, played.count + size, size)
        for sample in played.block(first, size)
    ]
    assert streamed[: played.count] == list(played.block(0, played.count))
    assert not any(streamed[played.count :])


def pitch(samples: list[int]) -> float:
    """Return hertz, from the times that the wave rises through nothing."""
    ups = [n for n, (a, b) in enumerate(pairwise(samples)) if a < 0 <= b]
    return RATE * (len(ups) - 1) / (ups[-1] - ups[0])


def test_breathing_in_rises_breathing_out_falls_and_a_cue_is_below_both() -> None:
    tenth = RATE // 10
    rise, fall, cue = whole(Tone.RISE), whole(Tone.FALL), whole(Tone.CUE)
    assert pitch(rise[: tenth * 3]) < pitch(rise[-tenth * 3 :])
    assert pitch(fall[: tenth * 3]) > pitch(fall[-tenth * 3 :])
    assert pitch(cue) < min(pitch(rise[: tenth * 3]), pitch(fall[-tenth * 3 :]))


@given(TONES, TONES, st.integers(0, RATE // 3))
def test_one_tone_in_place_of_another_is_never_louder_and_never_steps(
    before: Tone, after: Tone, change: int
) -> None:
    takes = [
        Take(sounding(before, 0.3), 0).cut_from(change),
        Take(sounding(after, 0.2), change),
    ]
    heard = list(mixed(takes, 0, RATE))
    assert max(map(abs, heard)) <= FULL_SCALE * LOUDEST + 2
    bound = sum(largest_step_of_a_clean_tone(tone) for tone in (before, after))
    steps = [abs(b - a) for a, b in pairwise(heard)]
    assert max(steps) <= FULL_SCALE * bound + 2


def test_a_tone_cut_short_is_silent_a_ramp_later() -> None:
    take = Take(sounding(Tone.FALL), 100).cut_from(RATE)
    assert take.end == RATE + round(RAMP_SECONDS * RATE)
    assert not any(take.block(take.end, 200))
    assert any(take.block(take.end - 400, 300))


def test_a_tone_cut_before_it_began_is_never_heard() -> None:
    take = Take(sounding(Tone.FALL), RATE).cut_from(10)
    assert not any(take.block(0, 3 * RATE))


@given(
    st.floats(0.0, 400.0),
    st.sampled_from([BreathPattern(), BreathPattern(5.5, 5.5), BreathPattern(3.0, 7.0)]),
)
def test_every_phase_of_a_breath_has_its_tone_at_its_edge(
    elapsed: float, pattern: BreathPattern
) -> None:
    due = next_breath_tone(pattern, elapsed)
    assert due.after == pytest.approx(breath_at(pattern, elapsed).left)
    begun = breath_at(pattern, elapsed + due.after + 0.001)
    assert due.tone is {Phase.IN: Tone.RISE, Phase.OUT: Tone.FALL}[begun.phase]
    assert due.seconds == pytest.approx(begun.left, abs=0.01)
