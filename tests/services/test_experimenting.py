"""A test on oneself from the first question to the verdict, on a clock that a test moves."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from itertools import count

import pytest
from msgspec import Struct, field
from msgspec.structs import replace

from fakes import FakeClock
from library import LIBRARY, nothing_is_locked
from rlscompanion.adapters.toml_files import toml
from rlscompanion.assets import resources
from rlscompanion.domain.experiment import (
    Adherence,
    Arm,
    Ask,
    Beside,
    Experiment,
    Finding,
    NoExperiment,
    Outcome,
    Phase,
    State,
)
from rlscompanion.domain.journal import entry_of_bedtime
from rlscompanion.domain.night import Day
from rlscompanion.domain.profile import Answer
from rlscompanion.domain.routine import OnDays, Routine, RoutineStep
from rlscompanion.services.advising import Advising
from rlscompanion.services.experimenting import Experimenting, Wish
from rlscompanion.services.judging import ArmNotes
from rlscompanion.services.planning import Planning
from rlscompanion.services.revealing import Revealing
from store_fakes import MemoryStore
from use_cases import on_the_wall

DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)
BATH = Wish("warm-bath", Outcome.FALLING_ASLEEP, nights=28, expectation=7)


class Diary(Struct):
    """Keeps the ratings of a made-up diary."""

    kept: dict[date, int] = field(default_factory=dict[date, int])

    noted: dict[date, Beside] = field(default_factory=dict[date, Beside])

    def ratings(self, outcome: Outcome, nights: Sequence[date]) -> Mapping[date, int]:  # noqa: ARG002
        return {night: self.kept[night] for night in nights if night in self.kept}

    def beside(self, nights: Sequence[date]) -> Mapping[date, Beside]:
        return {night: self.noted[night] for night in nights if night in self.noted}


class Person:
    """A person with a bath in the routine, a diary, and nothing that locks a step."""

    def __init__(self, *, diary_nights: int = 10, rating: int = 5) -> None:
        self.clock = FakeClock(on_the_wall(22, 10))  # in the morning: the Night is still the 21st
        self.store = MemoryStore()
        self.diary = Diary({TODAY - n * DAY: rating + n % 3 for n in range(1, diary_nights + 1)})
        self.store.profiles.save(nothing_is_locked(TODAY), self.clock.now())
        steps = (RoutineStep("warm-bath", nights=OnDays(frozenset({Day.MON}))),)
        self.store.routines.save(Routine(steps=steps), self.clock.now())
        revealing = Revealing(LIBRARY, self.store.experiments, self.clock)
        self.planning = Planning(
            LIBRARY,
            self.store.routines,
            self.store.profiles,
            self.store.journal,
            self.clock,
            revealing.arranged,
        )
        seeds = count()
        self.experimenting = Experimenting(
            experiments=self.store.experiments,
            revealing=revealing,
            planning=self.planning,
            advising=Advising(LIBRARY, self.store.profiles, self.clock),
            diary=self.diary,
            clock=self.clock,
            seeds=lambda: f"seed {next(seeds)}",
            words=toml(resources() / "library" / "experiments.toml")["text"],
        )

    def answer(self, condition: str, answer: Answer) -> None:
        profile = self.store.profiles.load().answered(condition, answer, TODAY)
        self.store.profiles.save(profile, self.clock.now())

    def rate_all(self, experiment: Experiment, with_it: int, without: int) -> None:
        for a in experiment.assignments:
            if a.night is not None:
                self.diary.kept[a.night] = with_it if a.arm is Arm.WITH else without

    def on(self, night: int, hour: int, minute: int = 0) -> None:
        """Move to a wall time, ``night`` days after 22 November."""
        self.clock.set(on_the_wall(22, hour, minute) + night * DAY)

    def current(self) -> Experiment:
        found = self.experimenting.current()
        assert found is not None
        return found

    def plans_bath(self, nights_on: int = 0) -> bool:
        evening = self.planning.tonight(nights_on=nights_on).checklist.evening
        return evening.step("warm-bath") is not None


# ------------------------------------------------------------------- choosing


def test_only_reversible_steps_of_one_night_may_be_tested() -> None:
    assert {choice.step for choice in Person().experimenting.choices()} == {
        "stretching",
        "screens-off",
        "slow-breathing",
        "warm-bath",
        "self-massage",
        "no-caffeine",
        "no-alcohol",
        "no-late-training",
    }


@pytest.mark.parametrize("step", ["iron", "magnesium", "own/foot-soak", "nothing"])
def test_no_supplement_medicine_or_own_step_is_tested(step: str) -> None:
    with pytest.raises(NoExperiment):
        Person().experimenting.start(replace(BATH, step=step))


@pytest.mark.parametrize("answer", [Answer.YES, Answer.UNKNOWN])
def test_nothing_is_tested_in_pregnancy(answer: Answer) -> None:
    person = Person()
    person.answer("pregnant", answer)
    assert not any(choice.is_open for choice in person.experimenting.choices())
    with pytest.raises(NoExperiment):
        person.experimenting.start(BATH)


@pytest.mark.parametrize("answer", [Answer.YES, Answer.UNKNOWN])
@pytest.mark.parametrize("on_dialysis", [True, None])
def test_nothing_is_tested_on_dialysis_nor_before_that_is_said(
    answer: Answer, *, on_dialysis: bool | None
) -> None:
    person = Person()
    person.answer("kidney-disease", answer)
    assert person.experimenting.asks_about_dialysis()
    with pytest.raises(NoExperiment, match="dialysis"):
        person.experimenting.start(replace(BATH, on_dialysis=on_dialysis))


def test_with_kidney_disease_and_no_dialysis_a_step_open_to_the_person_is_tested() -> None:
    person = Person()
    person.answer("kidney-disease", Answer.YES)
    test = person.experimenting.start(replace(BATH, on_dialysis=False))
    assert person.experimenting.progress(test).ask is None


def test_kidney_disease_that_comes_up_during_a_test_asks_to_end_it() -> None:
    person = Person()
    test = person.experimenting.start(BATH)
    person.clock.advance(3 * DAY)
    person.experimenting.answer("kidney-disease", Answer.YES)
    assert person.experimenting.progress(test).ask is Ask.STOP_BECAUSE_BLOCKED


def test_not_answered_about_pregnancy_counts_as_the_stricter_case() -> None:
    person = Person()
    profile = person.store.profiles.load()
    answers = {name: given for name, given in profile.answers.items() if name != "pregnant"}
    person.store.profiles.save(replace(profile, answers=answers), person.clock.now())
    assert not any(choice.is_open for choice in person.experimenting.choices())
    question = person.experimenting.question()
    assert question is not None
    assert question.id == "pregnant"
    person.experimenting.answer("pregnant", Answer.NO)
    assert person.experimenting.question() is None
    assert all(choice.is_open for choice in person.experimenting.choices())


def test_a_locked_step_is_not_tested() -> None:
    person = Person()
    person.answer("severe-heart-failure", Answer.YES)
    bath = next(c for c in person.experimenting.choices() if c.step == "warm-bath")
    assert not bath.is_open


def test_what_the_clinician_set_is_not_tested() -> None:
    with pytest.raises(NoExperiment, match="clinician"):
        Person().experimenting.start(replace(BATH, clinician_set=True))


@pytest.mark.parametrize(
    "wish",
    [replace(BATH, nights=21), replace(BATH, expectation=11), replace(BATH, expectation=-1)],
)
def test_lengths_and_expectations_are_those_offered(wish: Wish) -> None:
    with pytest.raises(NoExperiment):
        Person().experimenting.start(wish)


def test_seven_ordinary_nights_come_first() -> None:
    with pytest.raises(NoExperiment, match="there are 6"):
        Person(diary_nights=6).experimenting.start(BATH)
    assert Person(diary_nights=7).experimenting.start(BATH).run_in.rated == 7


def test_too_few_symptoms_to_improve_start_no_test() -> None:
    with pytest.raises(NoExperiment, match="too few symptoms"):
        Person(rating=0).experimenting.start(BATH)


def test_what_can_be_found_depends_on_the_own_diary() -> None:
    calm, wild = Person(), Person()
    wild.diary.kept = {night: 10 * (n % 2) for n, night in enumerate(wild.diary.kept)}
    at = Outcome.FALLING_ASLEEP
    assert calm.experimenting.findable(at, 28) < wild.experimenting.findable(at, 28)
    assert Person(diary_nights=0).experimenting.findable(at, 28) == 2.25


# ------------------------------------------------------------------- starting


def test_a_test_begins_with_the_next_night_that_is_not_told_yet() -> None:
    person = Person()
    assert person.experimenting.start(BATH).plan.first_night == TODAY
    late = Person()
    late.on(0, 21)
    assert late.experimenting.start(BATH).plan.first_night == TODAY + DAY


def test_one_test_at_a_time() -> None:
    person = Person()
    person.experimenting.start(BATH)
    with pytest.raises(NoExperiment, match="One test at a time"):
        person.experimenting.start(replace(BATH, step="stretching"))


def test_each_test_is_drawn_from_a_new_seed_and_all_are_listed() -> None:
    person = Person()
    one = person.experimenting.start(BATH)
    person.experimenting.stop()
    two = person.experimenting.start(BATH)
    assert one.plan.seed != two.plan.seed
    assert [test.plan.seed for test in person.experimenting.all()] == ["seed 0", "seed 1"]


def test_nights_of_a_test_are_no_run_in_for_the_next() -> None:
    person = Person()
    person.rate_all(person.experimenting.start(BATH), 5, 5)
    person.on(29, 13)
    assert person.experimenting.run_in(Outcome.FALLING_ASLEEP).rated == 0


# -------------------------------------------------------------- night by night


def test_only_tonight_is_told_and_only_at_its_time() -> None:
    person = Person()
    test = person.experimenting.start(BATH)
    for n, assignment in enumerate(test.assignments[:12]):
        person.on(n, 16, 59)
        assert person.plans_bath(), "until it is told, both arms look the same"
        assert person.experimenting.progress(person.current()).arm is None
        person.on(n, 17)
        progress = person.experimenting.progress(person.current())
        assert progress.arm is assignment.arm
        assert person.plans_bath() is (assignment.arm is Arm.WITH)
        assert person.plans_bath(nights_on=1), "tomorrow stays closed"
        told = [a.number for a in person.current().assignments if a.revealed is not None]
        assert told == list(range(1, n + 2))


def test_tonight_says_what_it_is_once_it_is_told() -> None:
    person = Person()
    test = person.experimenting.start(BATH)
    person.on(0, 16, 59)
    tested = person.planning.tonight().tested
    assert tested is not None
    assert (tested.step, tested.name, tested.arm) == ("warm-bath", "the bath", None)
    assert tested.told_at == on_the_wall(22, 17)
    person.on(0, 17)
    tested = person.planning.tonight().tested
    assert tested is not None
    assert tested.arm == test.assignments[0].arm.value
    tomorrow = person.planning.tonight(nights_on=1).tested
    assert tomorrow is not None
    assert tomorrow.arm is None


def test_an_earlier_bedtime_for_tonight_alone_tells_it_earlier() -> None:
    person = Person()
    person.experimenting.start(BATH)
    person.on(0, 13)
    bedtime = entry_of_bedtime(TODAY, time(18), person.clock.now())
    person.store.journal.append(bedtime)
    tested = person.planning.tonight().tested
    assert tested is not None
    assert on_the_wall(22, 15) <= tested.told_at < on_the_wall(22, 17)
    assert person.experimenting.progress(person.current()).reveals_at == tested.told_at
    person.clock.set(tested.told_at)
    assert person.experimenting.progress(person.current()).arm is not None


def test_asking_for_an_evening_to_come_tells_nothing() -> None:
    person = Person()
    test = person.experimenting.start(BATH)
    for assignment in test.assignments:
        assert assignment.night is not None
        later = person.planning.tonight(on_the_wall(22, 22) + (assignment.night - TODAY))
        assert later.checklist.evening.step("warm-bath") is not None
    assert all(a.revealed is None for a in person.current().assignments)


def test_a_night_with_the_step_has_it_on_a_weekday_that_is_off() -> None:
    person = Person()
    test = person.experimenting.start(BATH)
    for n, assignment in enumerate(test.assignments):
        person.on(n, 18)
        assert person.plans_bath() is (assignment.arm is Arm.WITH)


def test_a_step_that_the_gate_locks_stays_out_on_a_night_with_it() -> None:
    person = Person()
    test = person.experimenting.start(BATH)
    person.answer("severe-heart-failure", Answer.YES)
    with_it = next(n for n, a in enumerate(test.assignments) if a.arm is Arm.WITH)
    person.on(with_it, 18)
    assert not person.plans_bath()
    assert person.experimenting.progress(person.current()).ask is Ask.STOP_BECAUSE_BLOCKED


def test_past_evenings_stay_as_they_were() -> None:
    person = Person()
    test = person.experimenting.start(BATH)
    person.on(5, 13)
    planned = [
        person.planning.tonight(on_the_wall(22, 22) + n * DAY).checklist.evening.step("warm-bath")
        for n in range(5)
    ]
    assert [step is not None for step in planned] == [
        a.arm is Arm.WITH for a in test.assignments[:5]
    ]


def test_the_evening_is_the_routine_again_when_the_test_is_over() -> None:
    person = Person()
    person.experimenting.start(BATH)
    person.on(0, 13)
    person.experimenting.stop()
    assert not person.plans_bath(), "the 22nd is a Sunday, the routine has the bath on Mondays"


def test_progress_holds_no_result() -> None:
    person = Person()
    test = person.experimenting.start(BATH)
    person.rate_all(test, 2, 8)
    person.on(9, 20)
    progress = person.experimenting.progress(person.current())
    assert (progress.phase, progress.begun, progress.nights) == (Phase.RUNNING, 10, 28)
    with pytest.raises(NoExperiment, match="when the test is over"):
        person.experimenting.result(person.current())


def test_what_became_of_a_night_is_asked_apart() -> None:
    person = Person()
    test = person.experimenting.start(BATH)
    person.on(2, 20)
    unsaid = person.experimenting.progress(person.current()).unsaid
    assert [a.night for a in unsaid] == [TODAY, TODAY + DAY]
    first = test.assignments[0]
    said = Adherence.PARTLY if first.arm is Arm.WITH else Adherence.NOT_DONE
    person.experimenting.say(TODAY, said)
    assert [a.night for a in person.experimenting.progress(person.current()).unsaid] == [
        TODAY + DAY
    ]


def test_nights_to_come_take_no_answer() -> None:
    person = Person()
    person.experimenting.start(BATH)
    with pytest.raises(NoExperiment):
        person.experimenting.say(TODAY + 3 * DAY, Adherence.NOT_DONE)


# ------------------------------------------------------------ pausing, ending


def test_a_pause_gives_the_evenings_back_and_goes_on_with_a_whole_block() -> None:
    person = Person()
    person.experimenting.start(BATH)
    person.on(5, 20)
    person.experimenting.pause()
    assert person.experimenting.progress(person.current()).phase is Phase.PAUSED
    person.on(9, 20)
    again = person.experimenting.resume()
    waiting = [a for a in again.assignments if a.block == 3]
    assert waiting[0].night == TODAY + 10 * DAY, "the 9th evening is past telling"
    assert person.experimenting.progress(again).nights == 24


def test_a_medicine_change_ends_the_test_and_leaves_its_block_out() -> None:
    person = Person()
    person.rate_all(person.experimenting.start(BATH), 2, 6)
    person.on(22, 20)
    ended = person.experimenting.stop(State.ENDED_BY_MEDICINE)
    result = person.experimenting.result(ended)
    assert result.prefix == "Ended on night 20, because a medicine changed."
    assert result.rated == 20


def test_a_stop_in_the_morning_keeps_the_night_that_was_slept() -> None:
    person = Person()
    person.rate_all(person.experimenting.start(BATH), 2, 6)
    person.on(18, 9)
    morning = person.experimenting.stop()
    assert person.experimenting.result(morning).prefix == "Stopped early by you on night 18."


def test_a_test_stopped_early_with_nights_enough_is_analysed() -> None:
    person = Person()
    person.rate_all(person.experimenting.start(BATH), 2, 6)
    person.on(20, 20)
    result = person.experimenting.result(person.experimenting.stop())
    assert result.prefix == "Stopped early by you on night 20."
    assert result.finding is Finding.BETTER
    assert (result.rated, result.missing) == (20, 0), "nights that never came are not missing"


def test_a_test_stopped_with_too_few_nights_shows_ratings_only() -> None:
    person = Person()
    person.rate_all(person.experimenting.start(BATH), 2, 6)
    person.on(12, 20)
    result = person.experimenting.result(person.experimenting.stop())
    assert result.finding is Finding.NOT_ENOUGH
    assert result.compared is None
    assert sum(dot.rating is not None for dot in result.dots) == 12


def test_stopping_because_it_feels_worse_withholds_the_verdict() -> None:
    person = Person()
    person.rate_all(person.experimenting.start(BATH), 9, 3)
    person.on(20, 20)
    result = person.experimenting.result(person.experimenting.stop(State.STOPPED_WORSE))
    assert result.finding is Finding.WITHHELD
    assert result.compared is None
    assert str(result.sentence).startswith("No verdict.")


def test_going_on_in_spite_of_bad_nights_is_kept() -> None:
    person = Person()
    test = person.experimenting.start(BATH)
    person.rate_all(test, 10, 10)
    person.on(6, 20)
    assert person.experimenting.progress(person.current()).ask is Ask.STOP_BECAUSE_WORSE
    person.experimenting.go_on()
    assert person.experimenting.progress(person.current()).ask is None


# --------------------------------------------------------------------- result


def finished(with_it: int, without: int) -> tuple[Person, Experiment]:
    person = Person()
    test = person.experimenting.start(BATH)
    person.rate_all(test, with_it, without)
    person.on(28, 12)
    return person, person.experimenting.all()[0]


def test_the_verdict_comes_with_the_two_lines_always() -> None:
    person, test = finished(3, 5)
    result = person.experimenting.result(test)
    assert result.finding is Finding.BETTER
    assert result.sentence.lead == "Nights with the bath were better:"
    assert len(result.notes) == 2
    assert result.notes[0].startswith("You knew which nights were which.")
    assert result.notes[1].startswith("This is about you, these weeks.")
    assert result.prefix == ""


def test_there_is_no_result_before_noon_after_the_last_night() -> None:
    person, test = finished(3, 5)
    person.on(28, 11, 59)
    with pytest.raises(NoExperiment):
        person.experimenting.result(test)


def test_the_same_result_comes_out_each_time() -> None:
    person, test = finished(4, 5)
    assert person.experimenting.result(test) == person.experimenting.result(test)


def test_missing_nights_are_counted_and_never_zero() -> None:
    person, test = finished(4, 6)
    for a in test.assignments[:5]:
        assert a.night is not None
        del person.diary.kept[a.night]
    result = person.experimenting.result(test)
    assert (result.rated, result.missing) == (23, 5)
    assert result.compared is not None
    assert (result.compared.with_mean, result.compared.without_mean) == (4, 6)


def test_what_else_was_noted_is_shown_beside_without_a_verdict() -> None:
    person, test = finished(3, 5)
    for n, a in enumerate(test.assignments):
        if a.night is not None:
            minutes = None if n < 4 else 20 if a.arm is Arm.WITH else 45
            person.diary.noted[a.night] = Beside(minutes, 1 if a.arm is Arm.WITHOUT else 0)
    beside = person.experimenting.result(test).beside
    assert beside[Arm.WITH] == ArmNotes(0, 0, 20)
    assert beside[Arm.WITHOUT] == ArmNotes(14, 14, 45)


def test_swapped_nights_count_as_assigned_and_are_counted() -> None:
    person, test = finished(4, 6)
    night = next(a.night for a in test.assignments if a.arm is Arm.WITHOUT)
    assert night is not None
    person.experimenting.say(night, Adherence.DID_IT_ANYWAY)
    result = person.experimenting.result(person.experimenting.all()[0])
    assert result.swapped == 1
    assert result.compared is not None
    assert result.compared.without_nights == 14


def test_a_plan_changed_after_the_start_is_said_and_earns_no_verdict() -> None:
    person, test = finished(3, 5)
    plan = replace(test.plan, arms=tuple(reversed(test.plan.arms)))
    result = person.experimenting.result(replace(test, plan=plan))
    assert not result.intact
    assert result.finding is Finding.WITHHELD
    assert "changed after the start" in str(result.sentence)


def test_the_export_holds_the_plan_and_its_hash_closed_while_it_runs() -> None:
    person = Person()
    test = person.experimenting.start(BATH)
    person.on(3, 20)
    person.plans_bath()
    running = person.experimenting.exported(person.current())
    assert "plan" not in running
    opened = base64.b64decode(str(running["plan_base64"]))
    assert hashlib.sha256(opened).hexdigest() == running["plan_sha256"] == test.sealed
    nights = running["nights"]
    assert isinstance(nights, list)
    assert [night["arm"] for night in nights].count(None) == 27
    person.on(28, 12)
    over = person.experimenting.exported(person.experimenting.all()[0])
    assert hashlib.sha256(str(over["plan"]).encode()).hexdigest() == over["plan_sha256"]
