"""Which nights are looked at, and how nights with and without a step are told apart."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from houses import House, local

from library import nothing_is_locked
from rlscompanion.domain.check_in import Question, entry_of
from rlscompanion.domain.checklist import Mark, MarkKind
from rlscompanion.domain.experiment import Arm, Outcome
from rlscompanion.domain.insight import Difference, NotEnough, Shift
from rlscompanion.domain.journal import Entry, entry_of_mark
from rlscompanion.domain.night import Day
from rlscompanion.domain.routine import AtClock, OnDays, Routine, RoutineStep
from rlscompanion.domain.weekly import WeeklyQuestion
from rlscompanion.services.experimenting import Wish
from rlscompanion.services.reviewing import Comparable, Review, Stretch

LAST = date(2026, 11, 21)
DAY = timedelta(days=1)
BATH = Comparable("warm-bath", "Warm bath", may_be_tested=True)
AT_NINE = AtClock(time(21))
LEGS = Question.LEGS_FALLING_ASLEEP


class Home:
    """A house on the morning after ``LAST``."""

    def __init__(self, home: Path) -> None:
        self.house = House(home, "2026-11-22 10:00")
        self.reviewing = self.house.companion.reviewing

    def write(self, *entries: Entry) -> None:
        self.house.companion.journal.append(*entries)

    def rate(self, back: int, legs: int, question: Question = LEGS) -> None:
        self.write(entry_of(LAST - back * DAY, question, legs, self.house.clock.now()))

    def mark(self, back: int, kind: MarkKind, step: str = "warm-bath") -> None:
        at = self.house.clock.now() - (back + 1) * DAY
        self.write(entry_of_mark(LAST - back * DAY, Mark(step, kind, at), at))

    def chooses(self, *steps: RoutineStep) -> None:
        """Save a routine long ago: it holds on every night."""
        now = self.house.clock.now()
        self.house.clock.set(now - 200 * DAY)
        self.house.companion.planning.save(Routine(steps=steps))
        self.house.clock.set(now)

    def review(self, stretch: Stretch = Stretch.TWELVE_WEEKS) -> Review:
        return self.reviewing.review(stretch)


@pytest.fixture
def at_home(home: Path) -> Home:
    return Home(home)


@pytest.mark.parametrize(
    "begun", ["2026-11-22 08:00", "2026-11-22 11:59", "2026-11-22 18:00", "2026-11-23 02:00"]
)
def test_the_night_before_the_first_is_in_no_count(home: Path, begun: str) -> None:
    house = House(home, begun)
    house.companion.planning.save(Routine(steps=()))
    first = house.companion.reviewing.review(Stretch.FOUR_WEEKS)
    assert (first.nights, first.without_note) == (0, 0)
    assert house.companion.reviewing.calendar(first) == ()
    assert house.companion.journaling.first_night() == LAST + DAY
    house.clock.set(local("2026-11-23 10:00"))
    then = house.companion.reviewing.review(Stretch.FOUR_WEEKS)
    assert (then.nights, then.without_note) == (1, 1)
    assert [one.night for one in house.companion.reviewing.calendar(then)] == [LAST + DAY]


def test_a_weekly_check_on_the_first_morning_makes_no_night_of_the_one_before(home: Path) -> None:
    house = House(home, "2026-11-22 08:00")
    house.companion.planning.save(Routine(steps=()))
    house.companion.noting.say_weekly(LAST, WeeklyQuestion.ARMS, "no")
    assert house.companion.reviewing.review(Stretch.FOUR_WEEKS).nights == 0
    house.companion.journal.append(entry_of(LAST, LEGS, 4, house.clock.now()))
    assert house.companion.reviewing.review(Stretch.FOUR_WEEKS).nights == 1


def test_where_nothing_was_ever_kept_no_night_is_behind(home: Path) -> None:
    review = House(home, "2026-11-22 10:00").companion.reviewing.review(Stretch.YEAR)
    assert (review.nights, review.without_note) == (0, 0)


def test_a_night_before_the_first_counts_once_something_is_said_of_it(at_home: Home) -> None:
    at_home.house.companion.planning.save(Routine(steps=()))
    at_home.rate(0, 4)
    assert (at_home.review().nights, at_home.review().without_note) == (1, 0)


@pytest.mark.parametrize("stretch", Stretch)
def test_no_night_before_the_first_one_counts_as_missing(at_home: Home, stretch: Stretch) -> None:
    for back in (0, 2, 4):
        at_home.rate(back, 3)
    review = at_home.review(stretch)
    assert (review.nights, review.without_note) == (5, 2)


def test_only_the_weeks_that_were_chosen_are_looked_at(at_home: Home) -> None:
    at_home.rate(399, 3)
    at_home.rate(0, 3)
    assert [at_home.review(stretch).nights for stretch in Stretch] == [28, 84, 364]


def test_the_beginning_is_compared_with_the_month_before_in_the_shortest_stretch_too(
    at_home: Home,
) -> None:
    now = at_home.house.clock.now()
    for back in range(56):
        began = time(21, 0) if back < 28 else time(22, 10)
        at_home.write(entry_of(LAST - back * DAY, Question.BEGAN, began, now))
    assert at_home.review(Stretch.FOUR_WEEKS).shift == Shift(timedelta(minutes=70), 28, 28)


def test_the_calendar_is_twelve_months_and_the_same_however_much_was_read(at_home: Home) -> None:
    for back in range(0, 500, 3):
        at_home.rate(back, back % 11)
        at_home.mark(back, MarkKind.DONE)
    nights = at_home.reviewing.calendar(at_home.review())
    assert (nights[0].night, nights[-1].night) == (date(2025, 12, 1), LAST)
    assert [night.legs for night in nights[-4:]] == [3, None, None, 0]
    for stretch in Stretch:
        assert at_home.reviewing.calendar(at_home.review(stretch)) == nights


def test_a_step_is_left_out_where_it_was_skipped_or_not_in_the_routine(at_home: Home) -> None:
    at_home.chooses(RoutineStep("warm-bath", nights=OnDays(frozenset({Day.SAT}))))
    at_home.rate(0, 1)  # Saturday, in the routine, nothing said
    at_home.rate(1, 6)  # Friday, not in the routine
    at_home.rate(7, 5)
    at_home.mark(7, MarkKind.SKIP)
    at_home.rate(14, 2)
    at_home.mark(14, MarkKind.DONE)
    nights = at_home.reviewing.compare(at_home.review(), BATH).nights
    assert [rating for _, rating in nights.done] == [2]
    assert sorted(rating for _, rating in nights.left_out) == [5, 6]
    assert nights.unknown == 1


def test_medians_and_the_range_come_with_five_nights_on_each_side(at_home: Home) -> None:
    at_home.chooses(RoutineStep("warm-bath"))
    for back in range(9):
        at_home.rate(back, 3 if back % 2 else 5)
        at_home.mark(back, MarkKind.DONE if back % 2 else MarkKind.SKIP)
    review = at_home.review()
    assert at_home.reviewing.compare(review, BATH).figures == NotEnough(4, 5)
    at_home.rate(9, 3)
    at_home.mark(9, MarkKind.DONE)
    figures = at_home.reviewing.compare(at_home.review(), BATH).figures
    assert figures == Difference(3, 5, -2, -2)


def test_supplements_and_marks_are_not_compared_night_by_night(at_home: Home) -> None:
    at_home.chooses(
        RoutineStep("magnesium"),
        RoutineStep("own/zinc", title="Zinc tablet", when=AT_NINE),
        RoutineStep("own/foot-soak", title="Foot soak", when=AT_NINE),
        RoutineStep("warm-bath"),
        RoutineStep("stretching", on=False),
    )
    at_home.rate(0, 3)
    steps = at_home.review().steps
    assert [(step.step, step.may_be_tested) for step in steps] == [
        ("own/foot-soak", False),
        ("warm-bath", True),
    ]


def test_a_step_that_was_done_before_is_compared_although_it_left_the_routine(
    at_home: Home,
) -> None:
    at_home.chooses(RoutineStep("warm-bath"))
    at_home.mark(3, MarkKind.DONE, "stretching")
    assert [step.step for step in at_home.review().steps] == ["warm-bath", "stretching"]


def test_a_step_under_test_is_left_out_until_the_test_is_over(at_home: Home) -> None:
    companion = at_home.house.companion
    companion.profiles.save(nothing_is_locked(LAST), at_home.house.clock.now())
    at_home.chooses(RoutineStep("warm-bath"))
    for back in range(8):
        at_home.rate(back, 4 + back % 3)
    test = companion.experimenting.start(Wish("warm-bath", Outcome.FALLING_ASLEEP, 20, 5))
    review = at_home.review()
    assert (review.steps, review.under_test) == ((), ("Warm bath",))
    companion.experimenting.stop()
    assert [step.step for step in at_home.review().steps] == ["warm-bath"]
    assert test.id


def test_a_night_that_a_test_left_out_counts_as_without(at_home: Home) -> None:
    companion = at_home.house.companion
    companion.profiles.save(nothing_is_locked(LAST), at_home.house.clock.now())
    at_home.chooses(RoutineStep("warm-bath"))
    for back in range(8):
        at_home.rate(back, 4 + back % 3)
    before = at_home.reviewing.compare(at_home.review(), BATH).nights
    test = companion.experimenting.start(Wish("warm-bath", Outcome.FALLING_ASLEEP, 20, 5))
    without = next(one for one in test.assignments if one.arm is Arm.WITHOUT)
    assert without.night is not None
    companion.experiments.reveal(test.id, without.number, at_home.house.clock.now())
    at_home.house.clock.advance(30 * DAY)
    now = at_home.house.clock.now()
    at_home.write(entry_of(without.night, LEGS, 9, now))
    after = at_home.reviewing.compare(at_home.review(), BATH).nights
    assert (without.night, 9) in after.left_out
    assert after.unknown == before.unknown
