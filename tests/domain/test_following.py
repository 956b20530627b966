import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.following import Following, Stopwatch, follow
from rlscompanion.domain.guide import cue_count, duration, start_of
from rlscompanion.domain.library import Cue, Guide

STRETCH = Guide(
    "stretch",
    "Stretch",
    (Cue("Left calf", 25, "calf-left"), Cue("Rest", 5, "seated")),
    rounds=2,
)
BREATHE = Guide("breathe", "Breathe", (Cue("In", 4, "breathe"), Cue("Out", 6, "breathe")), rounds=3)
BEGUN = 1000.0


def text(following: Following, at: float) -> str | None:
    cue = following.cue(BEGUN + at)
    return None if cue is None else cue.cue.text


def test_a_guide_goes_on_by_itself_to_its_end() -> None:
    following = follow(STRETCH, BEGUN)
    said = [text(following, at) for at in (0, 24.9, 25, 30, 59.9, 60)]
    assert said == ["Left calf", "Left calf", "Rest", "Left calf", "Rest", None]
    assert following.left(BEGUN + 20) == 40
    assert following.left(BEGUN + 90) == 0


def test_a_pause_lasts_as_long_as_it_likes() -> None:
    paused = follow(STRETCH, BEGUN).pause(BEGUN + 10)
    assert paused.paused
    assert paused.pause(BEGUN + 20) == paused
    assert paused.elapsed(BEGUN + 5000) == 10
    on = paused.go_on(BEGUN + 5000)
    assert not on.paused
    assert on.elapsed(BEGUN + 5001) == 11
    assert on.go_on(BEGUN + 5001) == on


def test_next_and_back_go_to_the_beginning_of_a_cue_and_end_a_pause() -> None:
    following = follow(STRETCH, BEGUN).pause(BEGUN + 10)
    rest = following.next(BEGUN + 20)
    assert (text(rest, 20), rest.paused) == ("Rest", False)
    calf = rest.back(BEGUN + 22)
    assert calf.elapsed(BEGUN + 22) == 0
    assert calf.back(BEGUN + 25).elapsed(BEGUN + 25) == 0


def test_next_from_the_last_cue_is_the_end() -> None:
    following = follow(STRETCH, BEGUN)
    for _ in range(cue_count(STRETCH)):
        assert following.cue(BEGUN) is not None
        following = following.next(BEGUN)
    assert following.cue(BEGUN) is None
    assert following.next(BEGUN).cue(BEGUN) is None


def test_breathing_goes_by_whole_breaths() -> None:
    following = follow(BREATHE, BEGUN)
    assert following.is_breathing
    assert not follow(STRETCH, BEGUN).is_breathing
    second = following.next(BEGUN + 7)
    assert second.elapsed(BEGUN + 7) == 10
    assert second.back(BEGUN + 12).elapsed(BEGUN + 12) == 0


@given(
    st.lists(st.tuples(st.sampled_from(["next", "back", "wait", "pause", "on"]), st.floats(0, 9)))
)
def test_nothing_a_person_presses_leads_outside_the_guide(
    pressed: list[tuple[str, float]],
) -> None:
    at, following = BEGUN, follow(STRETCH, BEGUN)
    for what, later in pressed:
        at += later
        match what:
            case "next":
                following = following.next(at)
            case "back":
                following = following.back(at)
            case "pause":
                following = following.pause(at)
            case "on":
                following = following.go_on(at)
            case _:
                pass
        cue = following.cue(at)
        assert (cue is None) is (following.left(at) == 0)
        if cue is not None:
            assert 0 <= cue.index < cue_count(STRETCH)
            begun = start_of(STRETCH, cue.index)
            assert begun <= following.elapsed(at) + 1e-6 <= duration(STRETCH) + 1e-6


def test_breathing_lasts_as_long_as_was_planned_a_stretch_as_long_as_it_takes() -> None:
    assert follow(BREATHE, BEGUN, minutes=5).left(BEGUN) == 300
    assert follow(BREATHE, BEGUN).left(BEGUN) == 30
    assert follow(STRETCH, BEGUN, minutes=5).left(BEGUN) == 60


@pytest.mark.parametrize("at", [0, 5, 70])
def test_a_stopwatch_never_runs_backwards(at: float) -> None:
    assert Stopwatch(since=60).elapsed(at) == max(0, at - 60)
