from datetime import date, timedelta

import pytest

from library import nothing_is_locked
from rlscompanion.domain.checklist import MarkKind, Status
from rlscompanion.domain.profile import Medicine
from rlscompanion.domain.routine import AtClock, RoutineStep
from rlscompanion.services.checking_off import Refused, TooClose
from use_cases import Home, home, on_the_wall, own

NIGHT = date(2026, 11, 22)


@pytest.fixture
def person() -> Home:
    """Return a home with an own step at 20:30 and one that lasts into now, 21:00."""
    person = home()
    person.keep(own("soak", 20, 50, minutes=20), own("read", 20, 30), own("walk", 8))
    return person


@pytest.fixture
def careful() -> Home:
    """Return a home with zinc at 18:00 and iron at 21:00, both allowed."""
    person = home()
    person.keep(
        RoutineStep("zinc", when=AtClock(on_the_wall(22, 18).time())),
        RoutineStep("iron", when=AtClock(on_the_wall(22, 21).time())),
        profile=nothing_is_locked(NIGHT),
    )
    return person


def status(person: Home, step: str = "own/soak") -> Status:
    state = person.planning.tonight().checklist.state(step)
    assert state is not None
    return state.status


def test_done_and_skip_are_recorded_with_when_they_hold_and_when_they_were_said(
    person: Home,
) -> None:
    earlier = on_the_wall(22, 20, 55)
    marked = person.checking_off.mark("own/soak", MarkKind.DONE, earlier)
    assert (marked.night, marked.status, marked.at) == (NIGHT, Status.DONE, earlier)
    (entry,) = person.store.journal.written
    assert (entry.at, entry.recorded) == (earlier, person.clock.now())
    assert person.checking_off.mark("own/soak", MarkKind.SKIP).status is Status.SKIPPED


def test_saying_the_same_again_now_records_nothing_more(person: Home) -> None:
    for kind in (MarkKind.DONE, MarkKind.SKIP):
        for _ in range(2):
            person.checking_off.mark("own/soak", kind)
    assert len(person.store.journal.written) == 2


def test_a_step_that_is_not_planned_is_refused_and_the_planned_ones_are_named(
    person: Home,
) -> None:
    for step in ("warm-bath", "nonsense", "own/nothing"):
        with pytest.raises(Refused, match=f"{step} is not planned .*own/soak"):
            person.checking_off.mark(step, MarkKind.DONE)
    assert not person.store.journal.written


def test_lights_out_takes_no_tick(person: Home) -> None:
    with pytest.raises(Refused, match="takes no tick"):
        person.checking_off.mark("lights-out", MarkKind.DONE)


@pytest.mark.parametrize("hour", [12, 20, 21, 23])
def test_a_tick_is_taken_in_any_state(person: Home, hour: int) -> None:
    at = on_the_wall(22, hour)
    assert person.checking_off.mark("own/soak", MarkKind.DONE, at).status is Status.DONE


def test_a_tick_the_morning_after_still_belongs_to_the_night(person: Home) -> None:
    person.clock.set(on_the_wall(23, 11, 59))
    marked = person.checking_off.mark("own/soak", MarkKind.DONE)
    assert (marked.night, marked.status) == (NIGHT, Status.DONE)
    person.clock.set(on_the_wall(24, 9))
    late = person.checking_off.mark("own/read", MarkKind.SKIP, on_the_wall(22, 21))
    assert (late.night, late.status) == (NIGHT, Status.SKIPPED)


def test_snooze_is_ten_minutes_from_now(person: Home) -> None:
    marked = person.checking_off.mark("own/soak", MarkKind.SNOOZE)
    assert marked.status is Status.UPCOMING
    assert marked.snoozed_until == person.clock.now() + timedelta(minutes=10)
    person.clock.advance(timedelta(minutes=10))
    assert status(person) is Status.DUE


def test_what_is_answered_cannot_be_snoozed(person: Home) -> None:
    for kind, said in ((MarkKind.DONE, "done already"), (MarkKind.SKIP, "skipped")):
        person.checking_off.mark("own/soak", kind)
        with pytest.raises(Refused, match=said):
            person.checking_off.mark("own/soak", MarkKind.SNOOZE)
    assert len(person.store.journal.written) == 2


def test_a_snooze_past_wake_is_refused(person: Home) -> None:
    person.clock.set(on_the_wall(23, 6, 20))
    with pytest.raises(Refused, match="wake"):
        person.checking_off.mark("own/soak", MarkKind.SNOOZE)
    person.clock.set(on_the_wall(23, 6, 19))
    assert person.checking_off.mark("own/soak", MarkKind.SNOOZE).snoozed_until


def test_a_step_of_the_morning_may_be_snoozed_after_wake(person: Home) -> None:
    person.clock.set(on_the_wall(23, 8, 5))
    assert person.checking_off.mark("own/walk", MarkKind.SNOOZE).status is Status.UPCOMING


def test_a_snooze_that_would_break_a_spacing_rule_is_refused_with_it(careful: Home) -> None:
    careful.clock.set(on_the_wall(22, 18, 55))
    with pytest.raises(Refused, match=r"(?s)iron.*[Ll]eave it out tonight"):
        careful.checking_off.mark("zinc", MarkKind.SNOOZE)
    assert not careful.store.journal.written


def test_a_start_is_recorded_once_survives_and_is_taken_back(person: Home) -> None:
    for _ in range(2):
        marked = person.checking_off.mark("own/soak", MarkKind.START)
        assert marked.status is Status.DUE
    (entry,) = person.store.journal.written
    assert entry.body["mark"] == "start"
    person.checking_off.mark("own/soak", MarkKind.UNDO)
    state = person.planning.tonight().checklist.state("own/soak")
    assert state is not None
    assert not state.is_running


def test_a_start_that_would_break_a_spacing_rule_is_refused_and_can_be_left_out(
    careful: Home,
) -> None:
    careful.clock.set(on_the_wall(22, 19, 30))
    with pytest.raises(TooClose, match=r"2 hours from iron.*Leave it out tonight") as refused:
        careful.checking_off.mark("zinc", MarkKind.START)
    assert refused.value.step == "zinc"
    assert not careful.store.journal.written


def test_what_is_answered_cannot_be_started(person: Home) -> None:
    person.checking_off.mark("own/soak", MarkKind.DONE)
    with pytest.raises(Refused, match="undo it first"):
        person.checking_off.mark("own/soak", MarkKind.START)


def test_undo_takes_back_what_was_said_last_of_whatever_it_was(person: Home) -> None:
    person.checking_off.mark("own/read", MarkKind.DONE)
    person.checking_off.had_a_drink(had=True)
    person.checking_off.mark("own/soak", MarkKind.START)
    assert [person.checking_off.undo_last() for _ in range(4)] == ["Soak", "", "Read", None]
    tonight = person.planning.tonight()
    assert not tonight.planner.gate.alcohol
    assert status(person, "own/read") is not Status.DONE


def test_what_is_no_longer_planned_does_not_stop_the_undo_of_what_is(person: Home) -> None:
    person.checking_off.mark("own/read", MarkKind.DONE)
    person.checking_off.mark("own/soak", MarkKind.SKIP)
    person.keep(own("read", 20, 30))
    assert person.checking_off.undo_last() == "Read"


def test_done_is_always_recorded_with_the_rule_it_breaks_and_the_rest_planned_anew(
    careful: Home,
) -> None:
    at = on_the_wall(22, 20)
    marked = careful.checking_off.mark("zinc", MarkKind.DONE, at)
    assert marked.status is Status.DONE
    assert any("2 hours" in words for words in marked.broken)
    (conflict,) = careful.planning.tonight().checklist.evening.conflicts
    assert conflict.steps[0] == "iron"
    assert conflict.fix is not None
    assert conflict.fix.step == "iron"


def test_a_skipped_step_done_late_all_the_same_shows_the_rule_it_breaks(careful: Home) -> None:
    careful.checking_off.mark("zinc", MarkKind.SKIP)
    marked = careful.checking_off.mark("zinc", MarkKind.DONE, on_the_wall(22, 20))
    assert (marked.status, bool(marked.broken)) == (Status.DONE, True)


def test_done_in_time_breaks_nothing(careful: Home) -> None:
    marked = careful.checking_off.mark("zinc", MarkKind.DONE, on_the_wall(22, 18, 30))
    assert marked.broken == ()


def test_undo_goes_back_mark_by_mark_and_then_says_there_is_nothing(person: Home) -> None:
    before = status(person)
    for kind in (MarkKind.SNOOZE, MarkKind.SKIP, MarkKind.DONE):
        person.checking_off.mark("own/soak", kind)
    undone = [person.checking_off.mark("own/soak", MarkKind.UNDO).status for _ in range(3)]
    assert undone == [Status.SKIPPED, Status.UPCOMING, before]
    with pytest.raises(Refused, match="nothing to undo"):
        person.checking_off.mark("own/soak", MarkKind.UNDO)
    assert len(person.store.journal.written) == 6


def test_undo_of_last_night_leaves_tonight_alone(person: Home) -> None:
    person.checking_off.mark("own/soak", MarkKind.DONE)
    with pytest.raises(Refused, match="nothing to undo"):
        person.checking_off.mark("own/soak", MarkKind.UNDO, on_the_wall(21, 21))
    assert status(person) is Status.DONE


def test_i_had_a_drink_is_said_once_and_can_be_taken_back(person: Home) -> None:
    for had in (False, True, True, False, True):
        person.checking_off.had_a_drink(had=had)
    assert [entry.body["had"] for entry in person.store.journal.written] == ["yes", "no", "yes"]
    assert person.planning.tonight().planner.gate.alcohol
    assert not person.planning.tonight(nights_on=1).planner.gate.alcohol


def test_a_medicine_keeps_a_snooze_away_from_its_time() -> None:
    person = home()
    profile = nothing_is_locked(NIGHT)
    at = on_the_wall(22, 23, 5).time()
    with_medicine = Medicine("Gabapentin", "gabapentinoid", (at,))
    person.keep(RoutineStep("magnesium", when=AtClock(on_the_wall(22, 21).time())), profile=profile)
    assert person.checking_off.mark("magnesium", MarkKind.SNOOZE)
    person.advising.set_medicines((with_medicine,))
    with pytest.raises(Refused, match="gabapentin"):
        person.checking_off.mark("magnesium", MarkKind.SNOOZE)
