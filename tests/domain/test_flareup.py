from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.flareup import (
    Answer,
    Course,
    FlareKind,
    Part,
    Script,
    open_course,
    script_for,
)
from rlscompanion.domain.guide import duration
from rlscompanion.domain.library import Cue, Guide, Library

SECONDS = {
    "move-seated": (20,),
    "move-standing": (45,),
    "move-marching": (45,),
    "walk": (300,),
    "stretch-flare": (25, 25, 25, 25),
    "aid-cold": (600,),
    "aid-massage": (60, 60),
    "aid-compression": (30,),
    "burst-half-squats": (30,),
    "burst-squats": (30,),
    "breathe-flare": (120,),
}
BURSTS = {name for name in SECONDS if name.startswith("burst")}
STEPS = [
    "seated-moves",
    "standing-moves",
    "night-walk",
    "stretching",
    "cold",
    "self-massage",
    "compression",
    "hard-burst",
    "slow-breathing",
]
ALL = frozenset(STEPS)

LIBRARY = Library(
    steps={},
    conditions={},
    cells={},
    notes=(),
    code_texts={},
    rule_texts={},
    spacing=(),
    guides={
        name: Guide(name, name, tuple(Cue("Go", each, "walk") for each in seconds))
        for name, seconds in SECONDS.items()
    },
    names={},
    texts={},
)
WALK = LIBRARY.guides["walk"]


def script(
    allowed: frozenset[str] = ALL - {"hard-burst"},
    switched_on: frozenset[str] = frozenset(),
    *,
    had_alcohol: bool | None = None,
    minutes_since_bath: float | None = None,
    clot_now: bool = False,
    burst: str = "burst-half-squats",
) -> Script:
    return script_for(
        LIBRARY,
        allowed,
        switched_on,
        had_alcohol=had_alcohol,
        minutes_since_bath=minutes_since_bath,
        clot_now=clot_now,
        burst=burst,
    )


def ids(of: Script) -> list[str]:
    return [guide.id for _, guide in of]


def first_of_the_night(of: Script | None = None) -> Course:
    return open_course(script() if of is None else of, walk=WALK, earlier_tonight=False)


def kinds(course: Course) -> list[tuple[str, str]]:
    return [(event.kind, event.detail) for event in course.events]


class TestScript:
    def test_is_gentle_by_default(self):
        assert ids(script()) == ["move-seated", "move-standing", "stretch-flare", "breathe-flare"]

    def test_has_the_aids_that_are_switched_on_and_allowed(self):
        aids = script(ALL - {"cold"}, frozenset({"cold", "self-massage"}))
        assert ids(aids) == [
            "move-seated",
            "move-standing",
            "stretch-flare",
            "aid-massage",
            "breathe-flare",
        ]

    def test_falls_back_to_seated_moves_then_breathing(self):
        assert ids(script(frozenset({"seated-moves", "slow-breathing"}))) == [
            "move-seated",
            "breathe-flare",
        ]

    def test_is_help_only_with_a_possible_clot(self):
        assert script(ALL, ALL, had_alcohol=False, clot_now=True) == ()

    def test_puts_an_unlocked_burst_after_the_gentle_moves(self):
        with_burst = script(ALL, ALL, had_alcohol=False)
        assert ids(with_burst)[:3] == ["move-seated", "move-standing", "burst-half-squats"]

    @pytest.mark.parametrize(
        ("on", "alcohol", "bath"),
        [(False, False, None), (True, None, None), (True, True, None), (True, False, 29)],
    )
    def test_leaves_the_burst_out(self, on: bool, alcohol: bool | None, bath: float | None):  # noqa: FBT001
        chosen = script(
            ALL,
            ALL if on else frozenset(),
            had_alcohol=alcohol,
            minutes_since_bath=bath,
        )
        assert not BURSTS & set(ids(chosen))

    def test_allows_the_burst_half_an_hour_after_a_bath(self):
        chosen = script(ALL, ALL, had_alcohol=False, minutes_since_bath=30)
        assert BURSTS & set(ids(chosen))

    @given(
        st.frozensets(st.sampled_from(STEPS)),
        st.frozensets(st.sampled_from(STEPS)),
        st.fixed_dictionaries(
            {
                "had_alcohol": st.sampled_from([None, True, False]),
                "minutes_since_bath": st.none() | st.floats(0, 200),
                "burst": st.sampled_from(sorted(BURSTS)),
            }
        ),
    )
    def test_breathing_is_last_and_a_locked_burst_never_there(
        self, allowed: frozenset[str], switched_on: frozenset[str], night: dict[str, Any]
    ):
        chosen = script(allowed, switched_on, **night)
        parts = [part for part, _ in chosen]
        assert parts == sorted(parts, key=list(Part).index)
        if "slow-breathing" in allowed:
            assert parts[-1] is Part.BREATHE
        if BURSTS & set(ids(chosen)):
            assert "hard-burst" in allowed & switched_on
            assert night["had_alcohol"] is False
            bath = night["minutes_since_bath"]
            assert bath is None or bath >= 30


class TestCourse:
    def test_begins_at_the_start_and_moves_first(self):
        course = first_of_the_night()
        assert course.part is Part.START
        course = course.start(3)
        assert (course.part, course.elapsed(5)) == (Part.MOVE, 2)
        assert kinds(course) == [("opened", "start"), ("part-begun", "move")]

    def test_the_second_of_a_night_opens_at_move(self):
        course = open_course(script(), walk=WALK, earlier_tonight=True)
        assert course.part is Part.MOVE
        assert Part.START not in course.parts
        assert course.back(1).part is Part.MOVE

    def test_has_five_parts(self):
        assert first_of_the_night().parts == (
            Part.START,
            Part.MOVE,
            Part.STRETCH,
            Part.BREATHE,
            Part.AFTER,
        )

    def test_goes_on_by_itself_to_the_question(self):
        course = first_of_the_night().start(0).advance(20 + 45 + 100 + 120)
        assert course.part is Part.AFTER
        assert [event.at for event in course.events] == [0, 0, 20, 20, 65, 65, 165, 165, 285, 285]

    def test_the_next_part_begins_when_the_last_ended_not_when_somebody_looked(self):
        course = first_of_the_night().start(0).advance(20.4)
        assert course.elapsed(20.4) == pytest.approx(0.4)

    def test_just_move_leaves_the_rest_out(self):
        course = first_of_the_night().just_move(0)
        assert course.parts == (Part.START, Part.MOVE, Part.AFTER)
        assert course.advance(65).part is Part.AFTER

    def test_next_goes_cue_by_cue_then_to_the_next_part(self):
        course = first_of_the_night().start(0).next(1).next(2)
        assert course.part is Part.STRETCH
        cue = course.next(3).cue(3)
        assert cue is not None
        assert cue.index == 1
        assert course.next(3).next(4).next(5).next(6).part is Part.BREATHE
        assert course.next(3).next(4).next(5).next(6).next(7).part is Part.AFTER

    def test_what_was_passed_over_is_not_done(self):
        course = first_of_the_night().start(0).next(1)
        assert FlareKind.PART_DONE not in [event.kind for event in course.events]

    def test_back_returns_to_the_last_cue_of_the_part_before(self):
        course = first_of_the_night().start(0).next(1).next(2).next(3).next(4).next(5).next(6)
        assert course.part is Part.BREATHE
        back = course.back(7)
        cue = back.cue(7)
        assert back.part is Part.STRETCH
        assert cue is not None
        assert (cue.index, cue.left) == (3, 25)

    def test_back_from_the_first_cue_is_the_start(self):
        assert first_of_the_night().start(0).back(1).part is Part.START

    def test_a_pause_stops_the_clock(self):
        course = first_of_the_night().start(0).pause(5)
        assert course.advance(900) is course
        assert course.elapsed(900) == 5
        assert course.go_on(900).elapsed(901) == 6

    def test_worse_offers_the_walk_the_puzzle_and_help(self):
        course = first_of_the_night().start(0).advance(999)
        assert not course.answer(Answer.BETTER, 999).needs_more
        assert course.answer(Answer.WORSE, 999).needs_more

    def test_two_rounds_offer_them_too(self):
        again = first_of_the_night().start(0).advance(999).another_round(999)
        assert (again.part, again.round) == (Part.MOVE, 2)
        assert again.advance(9999).needs_more

    def test_the_walk_leads_back_to_the_question(self):
        course = first_of_the_night().start(0).advance(999).answer(Answer.WORSE, 999)
        walking = course.walk_slowly(1000)
        assert walking.guide is WALK
        assert walking.advance(1300).part is Part.AFTER
        assert walking.back(1001).part is Part.AFTER

    def test_no_walk_without_leave_of_the_gate(self):
        course = open_course(script(), walk=None, earlier_tonight=False).start(0).advance(999)
        assert course.walk_slowly(1000) is course

    def test_the_same_answer_twice_is_one(self):
        course = first_of_the_night().start(0).advance(999).answer(Answer.SAME, 999)
        assert course.answer(Answer.SAME, 1000) is course

    def test_left_within_ten_seconds_was_not_used(self):
        assert kinds(first_of_the_night().leave(9.9))[-1] == ("closed", "not-used")
        assert kinds(first_of_the_night().leave(10))[-1] == ("closed", "used")

    def test_help_only_goes_nowhere_and_can_be_left(self):
        course = open_course((), walk=WALK, earlier_tonight=True)
        assert course.part is Part.HELP
        assert course.start(1).next(1).back(1).just_move(1).advance(99).another_round(99) is course
        assert course.leave(1).closed


TRANSITIONS: list[Callable[[Course, float], Course]] = [
    Course.start,
    Course.just_move,
    Course.next,
    Course.back,
    Course.pause,
    Course.go_on,
    Course.advance,
    Course.finish,
    Course.another_round,
    Course.walk_slowly,
    lambda course, at: course.answer(Answer.WORSE, at),
    lambda course, at: course.answer(Answer.BETTER, at),
]
walks_through = st.lists(st.tuples(st.sampled_from(TRANSITIONS), st.floats(0, 200)), max_size=30)


@given(
    st.frozensets(st.sampled_from(STEPS)),
    st.booleans(),
    walks_through,
)
def test_from_any_state_one_step_leaves_and_nothing_comes_after(
    allowed: frozenset[str],
    earlier: bool,  # noqa: FBT001
    walked: list[tuple[Callable[[Course, float], Course], float]],
):
    course = open_course(script(allowed, ALL), walk=WALK, earlier_tonight=earlier)
    at = 0.0
    for transition, passed in walked:
        at += passed
        course = transition(course, at)
        assert course.elapsed(at) >= 0
        assert course.part in {*course.parts, Part.MOVE, Part.START}
    left = course.leave(at)
    assert left.closed
    assert left.events[-1].kind is FlareKind.CLOSED
    assert [event.at for event in left.events] == sorted(event.at for event in left.events)
    for transition in TRANSITIONS:
        assert transition(left, at + 1) is left
    assert left.leave(at + 1) is left


@given(st.frozensets(st.sampled_from(STEPS)), st.frozensets(st.sampled_from(STEPS)))
def test_left_alone_it_takes_the_sum_of_its_guides(
    allowed: frozenset[str], switched_on: frozenset[str]
):
    chosen = script(allowed, switched_on, had_alcohol=False)
    course = open_course(chosen, walk=WALK, earlier_tonight=False).start(2)
    total = sum(duration(guide) for _, guide in chosen)
    ended = course.advance(2 + total)
    if chosen:
        assert ended.part is Part.AFTER
        assert ended.events[-1].at == 2 + total
        assert course.advance(2 + total - 0.5).part is chosen[-1][0]
