from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.flare_record import LEAVABLE, Alcohol, Answer, FlareKind, Part
from rlscompanion.domain.flare_script import (
    EVERY_BURST,
    GENTLEST_BURSTS,
    FlareChoices,
    Script,
    script_for,
)
from rlscompanion.domain.flareup import Course, open_course, puzzles_in
from rlscompanion.domain.guide import duration
from rlscompanion.domain.library import Cue, Guide, Library
from rlscompanion.domain.preferences import BreathingPattern

SECONDS = {
    "move-seated": (20,),
    "move-seated-heels": (20,),
    "move-standing": (45,),
    "move-marching": (45,),
    "walk": (300,),
    "stretch-flare": (25, 25, 25, 25),
    "aid-cold": (600,),
    "aid-massage": (60, 60),
    "aid-compression": (30,),
    "burst-half-squats": (30,),
    "burst-squats": (30,),
    "burst-star-jumps": (30,),
    "burst-running": (30,),
    "breathe-flare": (4, 6),
    "breathe-even": (5.5, 5.5),
    "breathe-holds": (4, 4, 6, 2),
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
    **night: Any,
) -> Script:
    return script_for(LIBRARY, allowed, switched_on, **night)


def ids(of: Script) -> list[str]:
    return [each.guide.id for each in of]


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
        assert script(ALL, ALL, sober=True, clot_now=True) == ()

    def test_puts_an_unlocked_burst_after_the_gentle_moves(self):
        with_burst = script(ALL, ALL, sober=True)
        assert ids(with_burst)[:3] == ["move-seated", "move-standing", "burst-half-squats"]

    @pytest.mark.parametrize(
        ("on", "sober", "bath"),
        [(False, True, None), (True, False, None), (True, True, 29)],
    )
    def test_leaves_the_burst_out(self, on: bool, sober: bool, bath: float | None):  # noqa: FBT001
        chosen = script(ALL, ALL if on else frozenset(), sober=sober, minutes_since_bath=bath)
        assert not BURSTS & set(ids(chosen))

    def test_allows_the_burst_half_an_hour_after_a_bath(self):
        chosen = script(ALL, ALL, sober=True, minutes_since_bath=30)
        assert BURSTS & set(ids(chosen))

    @given(
        st.frozensets(st.sampled_from(STEPS)),
        st.frozensets(st.sampled_from(STEPS)),
        st.fixed_dictionaries(
            {
                "sober": st.booleans(),
                "minutes_since_bath": st.none() | st.floats(0, 200),
                "bursts": st.sampled_from([GENTLEST_BURSTS, EVERY_BURST]),
            }
        ),
    )
    def test_breathing_is_last_and_a_locked_burst_never_there(
        self, allowed: frozenset[str], switched_on: frozenset[str], night: dict[str, Any]
    ):
        chosen = script(allowed, switched_on, **night)
        parts = [each.part for each in chosen]
        assert parts == sorted(parts, key=list(Part).index)
        if "slow-breathing" in allowed:
            assert parts[-1] is Part.BREATHE
        if BURSTS & set(ids(chosen)):
            assert "hard-burst" in allowed & switched_on
            assert night["sober"]
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

    def test_every_part_says_how_long_it_was_followed(self):
        course = first_of_the_night().start(0).advance(20).next(32)
        done, left = [event for event in course.events if event.lasted]
        assert (done.kind, done.guide, done.lasted) == (FlareKind.PART_DONE, "move-seated", 20)
        assert (left.kind, left.guide, left.lasted) == (FlareKind.PART_LEFT, "move-standing", 12)

    def test_what_was_passed_over_or_paused_was_not_followed(self):
        course = first_of_the_night().start(0).advance(65)
        paused = course.next(70).pause(72).go_on(500).next(501).next(503)
        assert paused.next(510).events[-2].lasted == 5 + 2 + 1 + 2 + 7

    def test_left_alone_it_says_so(self):
        assert kinds(first_of_the_night().leave_alone(600))[-1] == ("closed", "left-alone")


class TestChoices:
    def test_lengths_are_those_that_were_chosen(self):
        chosen = script(choices=FlareChoices(move_seconds=60, stretch_seconds=15))
        lengths = {each.guide.id: duration(each.guide) for each in chosen}
        assert lengths == {
            "move-seated": 20,
            "move-standing": 60,
            "stretch-flare": 60,
            "breathe-flare": 120,
        }

    @pytest.mark.parametrize(
        ("pattern", "guide"),
        [
            (BreathingPattern.LONGER_OUT, "breathe-flare"),
            (BreathingPattern.EVEN, "breathe-even"),
            (BreathingPattern.WITH_HOLDS, "breathe-holds"),
        ],
    )
    @pytest.mark.parametrize("minutes", [1, 2, 10])
    def test_breathing_lasts_whole_breaths_of_the_pattern_chosen(
        self, pattern: BreathingPattern, guide: str, minutes: int
    ):
        chosen = script(choices=FlareChoices(breathing_minutes=minutes, pattern=pattern))[-1].guide
        breath = sum(cue.seconds for cue in chosen.cues)
        assert chosen.id == guide
        assert 60 * minutes <= duration(chosen) < 60 * minutes + breath

    def test_the_variants_have_the_same_length(self):
        standing = script(choices=FlareChoices(move_seconds=30))[1]
        assert [duration(guide) for guide in standing.instead] == [30]

    @given(st.frozensets(st.sampled_from([*LEAVABLE, "handstand"])))
    def test_what_is_left_out_is_not_there_but_something_always_is(self, left_out: frozenset[str]):
        chosen = script(ALL, ALL, choices=FlareChoices(left_out=left_out))
        assert chosen
        if not set(LEAVABLE) <= left_out:
            assert not {each.part for each in chosen} & left_out


class TestAlcohol:
    @staticmethod
    def unlocked(**wishes: Any) -> Course:
        sober = script(ALL, ALL, sober=True)
        return open_course(script(ALL, ALL), sober_script=sober, walk=WALK, **wishes)

    @pytest.mark.parametrize("begin", [Course.start, Course.just_move])
    def test_is_asked_before_any_movement(self, begin: Callable[[Course, float], Course]):
        asked = begin(self.unlocked(), 1)
        assert asked.part is Part.ALCOHOL
        assert asked.parts[asked.place] is Part.MOVE
        assert asked.guide is None

    def test_is_asked_too_where_it_opens_at_move(self):
        assert self.unlocked(earlier_tonight=True).part is Part.ALCOHOL

    def test_is_never_asked_without_a_burst(self):
        assert first_of_the_night().start(1).part is Part.MOVE

    def test_no_lets_the_burst_in(self):
        told = self.unlocked().start(1).say_alcohol(Alcohol.NO, 2)
        assert told.part is Part.MOVE
        assert BURSTS & set(ids(told.script))
        assert ("alcohol", "no") in kinds(told)

    @pytest.mark.parametrize("said", [Alcohol.YES, Alcohol.UNKNOWN])
    def test_anything_else_leaves_it_out_and_it_is_not_asked_again(self, said: Alcohol):
        told = self.unlocked().start(1).say_alcohol(said, 2)
        assert not BURSTS & set(ids(told.script))
        again = told.advance(9999).another_round(9999)
        assert again.part is Part.MOVE
        assert not BURSTS & set(ids(again.script))

    def test_unanswered_it_goes_on_by_itself_without_the_burst(self):
        waiting = self.unlocked().start(1)
        assert waiting.advance(20.9) is waiting
        told = waiting.advance(21)
        assert (told.part, told.since) == (Part.MOVE, 21)
        assert not BURSTS & set(ids(told.script))
        assert ("alcohol", "unknown") in kinds(told)

    def test_next_is_no_answer(self):
        assert ("alcohol", "unknown") in kinds(self.unlocked().start(1).next(2))


class TestAnotherRound:
    @staticmethod
    def after(answer: Answer | None, of: Script | None = None) -> Course:
        course = first_of_the_night(of).start(0).advance(999)
        return course if answer is None else course.answer(answer, 999)

    @pytest.mark.parametrize("answer", [None, Answer.BETTER])
    def test_is_the_same_where_nothing_speaks_against_it(self, answer: Answer | None):
        assert self.after(answer).another_round(1000).script == script()

    def test_moves_another_way_where_it_did_not_help(self):
        again = self.after(Answer.SAME).another_round(1000)
        assert ids(again.script) == [
            "move-seated-heels",
            "move-marching",
            "stretch-flare",
            "breathe-flare",
        ]

    def test_leaves_the_stretches_out_after_worse(self):
        again = self.after(Answer.WORSE).another_round(1000)
        assert ids(again.script) == ["move-seated-heels", "move-marching", "breathe-flare"]

    def test_always_has_something(self):
        only_stretching = script(frozenset({"stretching"}))
        again = self.after(Answer.WORSE, only_stretching).another_round(1000)
        assert ids(again.script) == ["stretch-flare"]

    def test_comes_back_to_the_first_way(self):
        course = self.after(Answer.SAME).another_round(1000).advance(9999)
        again = course.answer(Answer.SAME, 9999).another_round(10000)
        assert ids(again.script) == ids(script())


class TestPuzzle:
    def test_is_another_one_each_time_and_leads_back(self):
        after = first_of_the_night().start(0).advance(999).answer(Answer.WORSE, 999)
        one = after.puzzle_on(1000)
        other = one.puzzle_on(1001)
        assert (one.part, other.part) == (Part.PUZZLE, Part.PUZZLE)
        assert one.puzzle != other.puzzle
        assert other.back(1002).part is Part.AFTER
        assert other.back(1002).answered is Answer.WORSE
        assert other.another_round(1003).part is Part.MOVE

    def test_puzzles_are_those_of_the_texts(self):
        assert puzzles_in({"puzzle-1": "Count.", "gentler": "So.", "puzzle-2": "Name."}) == (
            "Count.",
            "Name.",
        )


@given(st.lists(st.floats(0.001, 90), min_size=20, max_size=80), st.integers(1, 10))
def test_nothing_drifts_however_irregularly_somebody_looks(ticks: list[float], minutes: int):
    """One clock: looked at now and then for half an hour, it stands where one look puts it."""
    chosen = script(choices=FlareChoices(breathing_minutes=minutes))
    ticking = opened = open_course(chosen).start(0)
    at = 0.0
    for passed in (*ticks, 1800):
        at = min(1800, at + passed)
        ticking = ticking.advance(at)
        once = opened.advance(at)
        assert (ticking.part, ticking.since) == (once.part, once.since)
        assert ticking.cue(at) == once.cue(at)
    assert ticking.events == opened.advance(at).events


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
    lambda course, at: course.say_alcohol(Alcohol.NO, at),
    lambda course, at: course.say_alcohol(Alcohol.YES, at),
    Course.puzzle_on,
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
    course = open_course(
        script(allowed, ALL),
        sober_script=script(allowed, ALL, sober=True) if "hard-burst" in allowed else None,
        walk=WALK,
        earlier_tonight=earlier,
    )
    at = 0.0
    for transition, passed in walked:
        at += passed
        course = transition(course, at)
        assert course.elapsed(at) >= 0
        assert course.part in {*course.parts, Part.MOVE, Part.START, Part.ALCOHOL, Part.PUZZLE}
        assert 0 <= course.place < len(course.parts)
        assert all(event.lasted >= 0 for event in course.events)
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
    chosen = script(allowed, switched_on, sober=True)
    course = open_course(chosen, walk=WALK, earlier_tonight=False).start(2)
    total = sum(duration(each.guide) for each in chosen)
    ended = course.advance(2 + total)
    if chosen:
        assert ended.part is Part.AFTER
        assert ended.events[-1].at == 2 + total
        assert course.advance(2 + total - 0.5).part is chosen[-1].part
