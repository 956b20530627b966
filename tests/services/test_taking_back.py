"""Undo and redo of what was arranged, over a store in memory."""

from datetime import date, time, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.profile import Answer, Medicine
from rlscompanion.domain.routine import AtClock, BeforeBed, ReminderSetting, RoutineStep
from rlscompanion.services.admitting import NeedsAnswers
from rlscompanion.services.arranging import Arranging
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.taking_back import SETTLES_SECONDS, ChangeKind
from use_cases import Home, home

PAUSE: Final = timedelta(seconds=SETTLES_SECONDS + 1)
NIGHT: Final = date(2026, 11, 22)


class Person(Struct, frozen=True):
    home: Home
    arranging: Arranging

    def stands(self) -> object:
        journal = self.home.planning.tonight().planner.bedtimes
        return self.home.planning.routine(), self.home.advising.profile(), dict(journal)

    def chosen(self, step_id: str) -> RoutineStep:
        found = self.home.planning.routine().step(step_id)
        assert found is not None
        return found

    def pause(self) -> None:
        self.home.clock.advance(PAUSE)

    @property
    def revisions(self) -> int:
        return len(self.home.store.routines.revisions())


def a_person() -> Person:
    one = home()
    one.planning.save(one.planning.routine())
    return Person(one, Arranging(one.planning, one.advising, one.clock))


@pytest.fixture
def person() -> Person:
    return a_person()


DEEDS: Final = (
    lambda made: made.switch_on("evening-snack"),
    lambda made: made.switch_off("stretching"),
    lambda made: made.set_when("stretching", BeforeBed(90)),
    lambda made: made.set_when("dim-lights", AtClock(time(20))),
    lambda made: made.set_minutes("stretching", 25),
    lambda made: made.every_other_night("screens-off"),
    lambda made: made.set_reminder("stretching", ReminderSetting(lead=10)),
    lambda made: made.add_own("Foot soak", BeforeBed(75), 10),
    lambda made: made.set_bedtime(time(23, 0)),
    lambda made: made.set_bedtime_tonight(time(23, 45)),
    lambda made: made.set_wake(time(7)),
    lambda made: made.set_medicines((Medicine("Neurontin", "gabapentinoid", (time(21),)),)),
    lambda made: made.answer("warm-bath", {"falls": Answer.YES}),
)


@given(st.lists(st.sampled_from(DEEDS), max_size=8), st.booleans())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_undoing_everything_goes_back_to_the_start_and_redoing_to_the_end(deeds, pauses):
    person = a_person()
    start = person.stands()
    for deed in deeds:
        deed(person.arranging)
        if pauses:
            person.pause()
    end = person.stands()
    while person.arranging.undo() is not None:
        pass
    assert person.stands() == start
    while person.arranging.redo() is not None:
        pass
    assert person.stands() == end


def test_undo_says_what_it_took_back_and_writes_a_revision_of_its_own(person: Person):
    person.arranging.set_when("stretching", BeforeBed(90))
    assert person.revisions == 2
    change = person.arranging.undo()
    assert change is not None
    assert (change.kind, change.of) == (ChangeKind.MOVED, "Gentle stretching")
    assert person.revisions == 3
    assert person.arranging.undo() is None


def test_a_new_change_forgets_what_was_undone(person: Person):
    person.arranging.set_when("stretching", BeforeBed(90))
    person.arranging.undo()
    person.arranging.set_minutes("stretching", 25)
    assert person.arranging.redo() is None


def test_clicks_in_one_go_are_one_revision_and_one_undo(person: Person):
    before = person.stands()
    for minutes in (85, 90, 95, 100):
        person.arranging.set_when("stretching", BeforeBed(minutes))
        assert person.chosen("stretching").when == BeforeBed(minutes)
        person.home.clock.advance(timedelta(seconds=1))
    assert person.revisions == 2
    person.arranging.undo()
    assert person.stands() == before


def test_after_a_pause_or_on_another_step_a_change_of_its_own_begins(person: Person):
    person.arranging.set_when("stretching", BeforeBed(85))
    person.pause()
    person.arranging.set_when("stretching", BeforeBed(90))
    person.arranging.set_when("dim-lights", BeforeBed(200))
    person.arranging.set_minutes("dim-lights", 5)
    assert person.revisions == 5
    assert len(person.arranging.history.past) == 4


def test_clicking_there_and_back_leaves_nothing_to_undo(person: Person):
    person.arranging.set_minutes("stretching", 10)
    person.pause()
    person.arranging.set_when("stretching", BeforeBed(85))
    person.arranging.set_when("stretching", BeforeBed(90))
    stands = person.home.planning.routine()
    person.arranging.set_when("stretching", BeforeBed(85))
    assert stands != person.home.planning.routine()
    assert len(person.arranging.history.past) == 2


def test_what_settles_never_replaces_what_another_hand_saved(person: Person):
    person.arranging.set_when("stretching", BeforeBed(85))
    other = replace(person.home.planning.routine(), day_turns=time(13))
    person.home.planning.save(other)
    person.arranging.set_when("stretching", BeforeBed(90))
    assert person.revisions == 4
    assert other in [revision.routine for revision in person.home.store.routines.revisions()]


def test_undo_is_refused_where_another_hand_changed_the_same_since(person: Person):
    person.arranging.set_when("stretching", BeforeBed(85))
    person.home.planning.save(replace(person.home.planning.routine(), day_turns=time(13)))
    stands = person.stands()
    with pytest.raises(Refused, match="changed elsewhere"):
        person.arranging.undo()
    assert person.stands() == stands
    assert person.arranging.undo() is None


def test_undo_leaves_alone_what_it_did_not_change(person: Person):
    person.arranging.set_when("stretching", BeforeBed(85))
    person.home.advising.answer({"falls": Answer.YES})
    person.arranging.undo()
    assert person.home.advising.profile().answers["falls"].answer is Answer.YES


def test_answers_and_what_they_switched_on_go_back_together(person: Person):
    asked = person.arranging.switch_on("warm-bath")
    assert isinstance(asked, NeedsAnswers)
    before = person.stands()
    person.arranging.answer("warm-bath", dict.fromkeys((c.id for c in asked.conditions), Answer.NO))
    assert person.chosen("warm-bath").on
    person.arranging.undo()
    assert person.stands() == before


def test_a_bedtime_for_tonight_is_undone_too(person: Person):
    person.arranging.set_bedtime_tonight(time(23, 45))
    assert person.arranging.view().tonight == time(23, 45)
    person.arranging.undo()
    assert person.arranging.view().tonight is None
    assert f"{person.arranging.view().bed:%H:%M}" == "22:30"
