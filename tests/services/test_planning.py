from datetime import date, time, timedelta

import pytest

from library import nothing_is_locked
from rlscompanion.domain.checklist import MarkKind, Status
from rlscompanion.domain.journal import entry_of_bedtime
from rlscompanion.domain.routine import Routine, RoutineStep, WeekTimes
from use_cases import Home, home, on_the_wall, own

NIGHT = date(2026, 11, 22)


@pytest.fixture
def person() -> Home:
    return home()


def planned(person: Home, day: int, hour: int = 20) -> set[str]:
    tonight = person.planning.tonight(on_the_wall(day, hour))
    return {state.step.id for state in tonight.checklist.states} - {"lights-out"}


def test_a_new_home_has_the_built_in_routine_and_saves_nothing_by_itself(person: Home) -> None:
    assert person.planning.is_first_run()
    assert planned(person, 22) == {"dim-lights", "stretching", "screens-off", "slow-breathing"}
    assert person.planning.is_first_run()
    assert not person.store.journal.written


def test_saving_the_built_in_routine_as_it_is_ends_the_first_run(person: Home) -> None:
    person.planning.save(person.planning.routine())
    assert not person.planning.is_first_run()


def test_saving_what_stands_already_writes_no_revision(person: Home) -> None:
    routine = Routine(steps=(own("soak", 20),))
    for _ in range(3):
        person.planning.save(routine)
    assert len(person.store.routines.revisions()) == 1


def test_the_routine_in_force_at_wake_belongs_to_the_night(person: Home) -> None:
    person.clock.set(on_the_wall(10, 20))
    person.planning.save(Routine(steps=(own("old", 20),)))
    person.clock.set(on_the_wall(23, 6, 29))
    person.planning.save(Routine(steps=(own("new", 20),)))
    assert planned(person, 22) == {"own/new"}
    assert planned(person, 21) == {"own/old"}


def test_a_change_after_wake_holds_from_the_next_night(person: Home) -> None:
    person.clock.set(on_the_wall(10, 20))
    person.planning.save(Routine(steps=(own("old", 20),)))
    person.clock.set(on_the_wall(23, 6, 31))
    person.planning.save(Routine(steps=(own("new", 20),)))
    assert planned(person, 22) == {"own/old"}
    assert planned(person, 23) == {"own/new"}


def test_editing_today_does_not_rewrite_last_week(person: Home) -> None:
    person.clock.set(on_the_wall(10, 20))
    person.planning.save(Routine(steps=(own("old", 20),), bedtime=WeekTimes(time(22))))
    before = person.planning.tonight(on_the_wall(15, 20)).checklist.evening
    person.clock.set(on_the_wall(22, 20))
    person.planning.save(Routine(steps=(own("new", 21),), bedtime=WeekTimes(time(23))))
    assert person.planning.tonight(on_the_wall(15, 20)).checklist.evening == before


def test_editing_again_does_not_rewrite_the_nights_before_the_first_run_either(
    person: Home,
) -> None:
    person.planning.save(Routine(steps=(own("first", 20),)))
    before = planned(person, 15)
    person.clock.advance(timedelta(days=3))
    person.planning.save(Routine(steps=(own("second", 20),)))
    assert planned(person, 15) == before


def test_marks_of_one_night_do_not_show_on_another(person: Home) -> None:
    person.keep(own("soak", 20))
    person.checking_off.mark("own/soak", MarkKind.DONE)
    found = {
        nights_on: person.planning.tonight(nights_on=nights_on).checklist.state("own/soak")
        for nights_on in (-1, 0, 1)
    }
    assert {n: state.status for n, state in found.items() if state is not None} == {
        -1: Status.UNANSWERED,
        0: Status.DONE,
        1: Status.UPCOMING,
    }


def test_a_flare_up_at_twenty_to_one_belongs_to_the_evening_before(person: Home) -> None:
    assert person.planning.night_of(on_the_wall(23, 0, 40)) == NIGHT
    assert person.planning.tonight(on_the_wall(23, 0, 40)).night == NIGHT


def test_a_changed_day_turn_holds_from_the_next_night(person: Home) -> None:
    person.planning.save(Routine())
    person.clock.set(on_the_wall(23, 13))
    person.planning.save(Routine(day_turns=time(15)))
    assert person.planning.night_of(on_the_wall(23, 13)) == date(2026, 11, 23)
    assert person.planning.night_of(on_the_wall(24, 13)) == date(2026, 11, 23)
    assert person.planning.night_of(on_the_wall(24, 15)) == date(2026, 11, 24)


def test_a_preview_shows_a_routine_without_saving_it(person: Home) -> None:
    person.keep(own("soak", 20))
    person.checking_off.mark("own/soak", MarkKind.DONE)
    shown = person.planning.preview(Routine(steps=(own("soak", 20), own("read", 21))))
    assert {state.step.id for state in shown.checklist.states} == {
        "own/soak",
        "own/read",
        "lights-out",
    }
    assert not any(state.status.is_answered for state in shown.checklist.states)
    assert len(person.store.routines.revisions()) == 1


def test_a_drink_locks_the_bath_of_that_night_only(person: Home) -> None:
    person.keep(RoutineStep("warm-bath"), profile=nothing_is_locked(NIGHT))
    person.checking_off.had_a_drink(had=True)
    assert planned(person, 22) == set()
    assert planned(person, 23) == {"warm-bath"}
    person.checking_off.had_a_drink(had=False)
    assert planned(person, 22) == {"warm-bath"}


def test_travelling_changes_the_zone_of_the_plan_and_no_stored_night(person: Home) -> None:
    person.keep(own("soak", 20))
    person.checking_off.mark("own/soak", MarkKind.DONE)
    person.clock.travel("America/New_York")
    tonight = person.planning.tonight()
    assert str(tonight.checklist.evening.zone) == "America/New_York"
    assert {entry.night for entry in person.store.journal.written} == {NIGHT}


def bedtimes(person: Home, *days: int) -> list[str]:
    evenings = [person.planning.tonight(on_the_wall(day, 20)).checklist.evening for day in days]
    return [f"{evening.bedtime.astimezone(evening.zone):%H:%M}" for evening in evenings]


def test_a_bedtime_for_one_night_holds_on_that_night_alone(person: Home) -> None:
    person.keep()
    person.store.journal.append(entry_of_bedtime(NIGHT, time(0, 15), on_the_wall(22, 19)))
    assert bedtimes(person, 21, 22, 23) == ["22:30", "00:15", "22:30"]


def test_the_bedtime_said_last_counts_and_can_be_taken_back(person: Home) -> None:
    person.keep()
    for said, expected in ((time(23), "23:00"), (time(21, 45), "21:45"), (None, "22:30")):
        person.store.journal.append(entry_of_bedtime(NIGHT, said, on_the_wall(22, 19)))
        assert bedtimes(person, 22) == [expected]
