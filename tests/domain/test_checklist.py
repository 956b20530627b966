from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library import LIBRARY, nothing_is_locked
from rlscompanion.domain.checklist import (
    Checklist,
    Mark,
    MarkKind,
    Status,
    StepState,
    checklist,
    standing_marks,
    taken,
)
from rlscompanion.domain.evening import Evening
from rlscompanion.domain.night import NightCalendar
from rlscompanion.domain.planner import Planner
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    ReminderSetting,
    Routine,
    RoutineStep,
)
from rlscompanion.domain.safety import Gate

NIGHT = date(2026, 11, 22)
SOAK = "own/soak"


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def an_evening() -> Evening:
    steps = (
        RoutineStep(
            SOAK,
            title="Soak",
            when=BeforeBed(120),
            minutes=40,
            reminder=ReminderSetting(lead=5, repeat_every=10, repeat_at_most=1),
        ),
        RoutineStep("own/read", title="Read", when=BeforeBed(60), minutes=5),
        RoutineStep("own/walk", title="Walk", when=AtClock(time(8))),
    )
    gate = Gate(LIBRARY, nothing_is_locked(NIGHT), NIGHT)
    calendar = NightCalendar(ZoneInfo("Europe/Berlin"))
    return Planner(LIBRARY, Routine(steps=steps), gate, calendar).plan(NIGHT)


EVENING = an_evening()
BEGIN = EVENING.steps[0].start


def status(n: float, *marks: Mark, step: str = SOAK) -> Status:
    state = checklist(EVENING, marks, BEGIN + minutes(n)).state(step)
    assert state is not None
    return state.status


def mark(kind: MarkKind, n: float = 0, step: str = SOAK) -> Mark:
    at = BEGIN + minutes(n)
    return Mark(step, kind, at, at + minutes(10) if kind is MarkKind.SNOOZE else None)


def test_a_step_is_due_from_its_start_until_the_later_of_its_end_and_its_last_reminder() -> None:
    assert [status(n) for n in (-0.01, 0, 39.99, 40)] == [
        Status.UPCOMING,
        Status.DUE,
        Status.DUE,
        Status.UNANSWERED,
    ]
    read = EVENING.step("own/read")
    assert read is not None
    begin = (read.start - BEGIN).total_seconds() / 60
    assert status(begin + 19.99, step="own/read") is Status.DUE
    assert status(begin + 20, step="own/read") is Status.UNANSWERED


def test_lights_out_is_never_asked_to_be_answered_before_wake() -> None:
    found = checklist(EVENING, (), EVENING.wake - minutes(1)).state("lights-out")
    assert found is not None
    assert found.status is Status.DUE
    assert not found.reminders


@pytest.mark.parametrize("n", [-60, 0, 20, 300, 3000])
def test_a_mark_wins_in_any_state(n: float) -> None:
    assert status(n, mark(MarkKind.DONE, n)) is Status.DONE
    assert status(n, mark(MarkKind.SKIP, n)) is Status.SKIPPED


def test_the_last_mark_is_what_holds() -> None:
    assert status(5, mark(MarkKind.SKIP), mark(MarkKind.DONE, 2)) is Status.DONE
    assert status(5, mark(MarkKind.DONE), mark(MarkKind.SKIP, 2)) is Status.SKIPPED


def test_an_answered_step_asks_for_no_more_reminders() -> None:
    for kind in (MarkKind.DONE, MarkKind.SKIP):
        state = checklist(EVENING, [mark(kind)], BEGIN).state(SOAK)
        assert state is not None
        assert not state.reminders
        assert state.status.is_answered
        assert state.marked_at == BEGIN


def test_a_snoozed_step_is_upcoming_then_due_then_unanswered() -> None:
    snooze = mark(MarkKind.SNOOZE, 5)
    state = checklist(EVENING, [snooze], BEGIN + minutes(6)).state(SOAK)
    assert state is not None
    assert (state.status, state.snoozed_until) == (Status.UPCOMING, BEGIN + minutes(15))
    assert [reminder.id for reminder in state.reminders] == ["2026-11-22/own/soak/snooze-1"]
    assert status(15, snooze) is Status.DUE
    assert status(54.99, snooze) is Status.DUE
    assert status(55, snooze) is Status.UNANSWERED


def test_the_number_of_a_snooze_never_repeats_even_after_undo() -> None:
    marks = [
        mark(MarkKind.SNOOZE, 1),
        mark(MarkKind.UNDO, 2),
        mark(MarkKind.SNOOZE, 3),
        mark(MarkKind.SNOOZE, 4),
    ]
    seen: list[str] = []
    for n in (1, 3, 4):
        state = checklist(EVENING, marks[:n], BEGIN + minutes(5)).state(SOAK)
        assert state is not None
        seen += [reminder.id for reminder in state.reminders]
    assert seen == [f"2026-11-22/own/soak/snooze-{k}" for k in (1, 2, 3)]


def test_undoing_a_snooze_brings_the_step_s_own_reminders_back() -> None:
    marks = [mark(MarkKind.SNOOZE, 1), mark(MarkKind.UNDO, 2)]
    assert checklist(EVENING, marks, BEGIN).reminders == checklist(EVENING, (), BEGIN).reminders


def test_undo_takes_back_the_last_mark_again_and_again() -> None:
    marks = [mark(MarkKind.SNOOZE), mark(MarkKind.SKIP), mark(MarkKind.DONE)]
    kinds = [Status.DONE, Status.SKIPPED, Status.UPCOMING, Status.DUE, Status.DUE]
    for undone, expected in enumerate(kinds):
        assert status(5, *marks, *[mark(MarkKind.UNDO, 4)] * undone) is expected


def test_undo_takes_back_nothing_of_another_step() -> None:
    other = mark(MarkKind.UNDO, 1, step="own/read")
    assert status(5, mark(MarkKind.DONE), other) is Status.DONE


def state(n: float, *marks: Mark, step: str = SOAK) -> StepState:
    found = checklist(EVENING, marks, BEGIN + minutes(n)).state(step)
    assert found is not None
    return found


def test_a_step_that_runs_is_due_and_asks_for_no_reminder() -> None:
    start = mark(MarkKind.START, -10)
    running = state(-9, start)
    assert (running.status, running.is_running) == (Status.DUE, True)
    assert (running.started_at, running.begins) == (BEGIN - minutes(10), BEGIN - minutes(10))
    assert running.reminders == ()


def test_a_started_step_is_unanswered_once_its_length_and_its_late_limit_are_over() -> None:
    start = mark(MarkKind.START, 5)
    assert state(5 + 40 + 19.99, start).is_running
    late = state(5 + 40 + 20, start)
    assert (late.status, late.is_running) == (Status.UNANSWERED, False)


def test_undoing_a_start_and_snoozing_after_it_end_the_run() -> None:
    start = mark(MarkKind.START, 1)
    assert state(2, start, mark(MarkKind.UNDO, 2)) == state(2)
    snoozed = state(3, start, mark(MarkKind.SNOOZE, 2))
    assert (snoozed.status, snoozed.started_at) == (Status.UPCOMING, None)


def test_a_tick_after_a_start_is_done_and_undone_it_runs_again() -> None:
    marks = [mark(MarkKind.START, 1), mark(MarkKind.DONE, 30)]
    assert state(31, *marks).status is Status.DONE
    assert state(31, *marks, mark(MarkKind.UNDO, 31)).is_running


@pytest.mark.parametrize(("n", "late"), [(-30, False), (0, False), (39.99, False), (40, True)])
def test_an_answer_after_its_time_is_known_as_late(n: float, *, late: bool) -> None:
    for kind in (MarkKind.DONE, MarkKind.SKIP):
        assert state(500, mark(kind, n)).marked_late is late
    assert not state(500, mark(MarkKind.SNOOZE, 39), mark(MarkKind.DONE, 60)).marked_late


def test_what_runs_is_current_though_another_step_is_due() -> None:
    assert current(61, mark(MarkKind.START, 59)) == SOAK
    both = mark(MarkKind.START, 59), mark(MarkKind.START, 60, step="own/read")
    assert current(61, *both) == "own/read"


def current(n: float, *marks: Mark) -> str | None:
    found = checklist(EVENING, marks, BEGIN + minutes(n)).current
    return found.step.id if found is not None else None


def test_the_current_step_is_the_due_one_that_began_last() -> None:
    assert current(-1) is None
    assert current(0) == SOAK
    assert current(61, mark(MarkKind.SNOOZE, 40)) == "own/read"


def test_once_the_evening_began_the_next_step_is_current_where_none_is_due() -> None:
    assert current(1, mark(MarkKind.DONE)) == "own/read"
    assert current(50) == "own/read"
    assert current(119, mark(MarkKind.DONE), mark(MarkKind.DONE, step="own/read")) == "own/walk"
    assert current(121, mark(MarkKind.DONE), mark(MarkKind.DONE, step="own/read")) is None


def test_what_is_still_asked_for_is_in_order_of_time_with_the_evening_s_start() -> None:
    found = checklist(EVENING, (), BEGIN).reminders
    assert [reminder.due for reminder in found] == sorted(reminder.due for reminder in found)
    assert "2026-11-22/evening/start" in {reminder.id for reminder in found}
    assert len({reminder.id for reminder in found}) == len(found)


all_marks = st.lists(
    st.builds(
        mark,
        st.sampled_from(MarkKind),
        st.integers(-300, 1500),
        st.sampled_from([SOAK, "own/read", "own/walk"]),
    ),
    max_size=8,
)


@given(all_marks, st.integers(-600, 3000))
@settings(deadline=None, derandomize=True, max_examples=400)
def test_every_step_has_a_status_at_every_instant_and_is_never_done_without_a_mark(
    marks: list[Mark], n: int
) -> None:
    found: Checklist = checklist(EVENING, marks, BEGIN + minutes(n))
    assert [state.step for state in found.states] == list(EVENING.steps)
    said = taken(marks)
    for state in found.states:
        standing = standing_marks(marks, state.step.id)
        last = standing[-1].kind if standing else None
        assert (state.status is Status.DONE) is (last is MarkKind.DONE)
        assert (state.status is Status.SKIPPED) is (last is MarkKind.SKIP)
        assert (state.step.id in said.done) is (state.status is Status.DONE)
        assert (state.step.id in said.skipped) is (state.status is Status.SKIPPED)
        if state.status is Status.DONE:
            assert said.done[state.step.id] == state.marked_at == standing[-1].at


@given(all_marks, st.integers(-600, 3000), st.integers(0, 600))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_time_alone_only_moves_a_step_from_upcoming_to_due_to_unanswered(
    marks: list[Mark], n: int, more: int
) -> None:
    order = [Status.UPCOMING, Status.DUE, Status.UNANSWERED]
    now: datetime = BEGIN + minutes(n)
    before, after = checklist(EVENING, marks, now), checklist(EVENING, marks, now + minutes(more))
    for one, two in zip(before.states, after.states, strict=True):
        if one.status.is_answered:
            assert two.status is one.status
        else:
            assert order.index(one.status) <= order.index(two.status)
