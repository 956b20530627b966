from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from library import nothing_is_locked
from rlscompanion.domain.checklist import MarkKind, Status
from rlscompanion.domain.evening import Fix
from rlscompanion.domain.profile import Medicine
from rlscompanion.domain.routine import AtClock, RoutineStep
from rlscompanion.services.checking_off import Marked, Refused, TooClose
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
    taken_back = [person.checking_off.undo() for _ in range(4)]
    assert [one and one.title for one in taken_back] == ["Soak", "", "Read", None]
    tonight = person.planning.tonight()
    assert not tonight.planner.gate.alcohol
    assert status(person, "own/read") is not Status.DONE


def test_what_is_no_longer_planned_does_not_stop_the_undo_of_what_is(person: Home) -> None:
    person.checking_off.mark("own/read", MarkKind.DONE)
    person.checking_off.mark("own/soak", MarkKind.SKIP)
    person.keep(own("read", 20, 30))
    taken_back = person.checking_off.undo()
    assert taken_back is not None
    assert taken_back.title == "Read"


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


@pytest.fixture
def crowded() -> Home:
    """Return a home with magnesium at 21:30, too soon after a medicine at 19:45."""
    person = home()
    at = on_the_wall(22, 19, 45).time()
    told = nothing_is_locked(NIGHT)
    gabapentin = Medicine("Gabapentin", "gabapentinoid", (at,))
    person.keep(
        RoutineStep("magnesium", when=AtClock(on_the_wall(22, 21, 30).time())),
        own("read", 20, 30),
        profile=replace(told, medicines=(gabapentin,)),
    )
    return person


def moved_by_its_fix(person: Home) -> Marked:
    (conflict,) = person.planning.tonight().checklist.evening.conflicts
    assert conflict.fix is not None
    return person.checking_off.move(conflict.fix)


def test_the_fix_of_tonight_moves_the_step_for_tonight_alone(crowded: Home) -> None:
    marked = moved_by_its_fix(crowded)
    evening = marked.tonight.checklist.evening
    step = evening.step("magnesium")
    assert step is not None
    assert (step.start, evening.conflicts) == (on_the_wall(22, 21, 45), ())
    (saved,) = crowded.store.routines.revisions()
    assert saved.routine == crowded.planning.routine()
    tomorrow = crowded.planning.tonight(nights_on=1).checklist.evening
    assert len(tomorrow.conflicts) == 1


def test_what_was_moved_is_reminded_of_once_at_its_new_time(crowded: Home) -> None:
    moved_by_its_fix(crowded)
    state = crowded.planning.tonight().checklist.state("magnesium")
    assert state is not None
    assert [(one.id, one.due) for one in state.reminders] == [
        ("2026-11-22/magnesium/snooze-1", on_the_wall(22, 21, 45))
    ]


def test_a_moved_step_goes_back_and_there_again(crowded: Home) -> None:
    moved_by_its_fix(crowded)
    taken_back = crowded.checking_off.undo()
    assert taken_back is not None
    assert len(crowded.planning.tonight().checklist.evening.conflicts) == 1
    crowded.checking_off.redo(taken_back)
    assert not crowded.planning.tonight().checklist.evening.conflicts


def test_no_step_is_moved_to_a_time_that_has_passed(crowded: Home) -> None:
    crowded.clock.advance(timedelta(minutes=50))
    (conflict,) = crowded.planning.tonight().checklist.evening.conflicts
    assert conflict.fix is not None
    assert conflict.fix.when == AtClock(on_the_wall(22, 21, 50).time())
    with pytest.raises(Refused, match="passed"):
        crowded.checking_off.move(Fix("magnesium", AtClock(on_the_wall(22, 21, 45).time())))


def test_where_no_time_is_left_tonight_nothing_is_proposed(crowded: Home) -> None:
    crowded.keep(
        RoutineStep("magnesium", when=AtClock(on_the_wall(22, 21, 30).time())),
        own("read", 20, 30),
        profile=replace(
            nothing_is_locked(NIGHT),
            medicines=(Medicine("Gabapentin", "gabapentinoid", (on_the_wall(22, 22).time(),)),),
        ),
    )
    (conflict,) = crowded.planning.tonight().checklist.evening.conflicts
    assert conflict.fix is None


@pytest.mark.parametrize("said", ["a tick", "a drink"])
def test_what_was_taken_back_can_be_said_again_as_of_when_it_was_said(
    person: Home, said: str
) -> None:
    if said == "a tick":
        person.checking_off.mark("own/read", MarkKind.DONE, on_the_wall(22, 20, 40))
    else:
        person.checking_off.had_a_drink(had=True)
    before = person.planning.tonight()
    taken_back = person.checking_off.undo()
    assert taken_back is not None
    assert person.planning.tonight().checklist != before.checklist or said == "a drink"
    person.checking_off.redo(taken_back)
    after = person.planning.tonight()
    assert (after.checklist, after.planner.gate) == (before.checklist, before.planner.gate)


def test_nothing_of_last_night_is_said_again_tonight(person: Home) -> None:
    person.checking_off.mark("own/read", MarkKind.DONE)
    taken_back = person.checking_off.undo()
    assert taken_back is not None
    person.clock.advance(timedelta(days=1))
    with pytest.raises(Refused, match="Another night"):
        person.checking_off.redo(taken_back)
