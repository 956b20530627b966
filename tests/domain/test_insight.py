"""Figures over nights: what is missing is missing, and little is said of few nights."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rlscompanion.domain.check_in import CheckIn, Question
from rlscompanion.domain.checklist import Mark, MarkKind
from rlscompanion.domain.episodes import Episode, PartTaken
from rlscompanion.domain.flare_record import Answer, Part
from rlscompanion.domain.insight import (
    FLARE_UPS_COUNTED,
    NIGHTS_EACH_WAY,
    Difference,
    NotEnough,
    Shift,
    WithAndWithout,
    difference,
    endings,
    flare_ups_by_hour,
    minutes_since_noon,
    onset_shift,
    onset_trend,
    quartiles,
    wall_time,
    weekly_trend,
    with_and_without,
)
from rlscompanion.domain.journal import entry_of_mark
from rlscompanion.domain.nights import NightRecord

UTC_ZONE = ZoneInfo("UTC")
FIRST = date(2026, 9, 1)
AT = datetime(2026, 9, 1, 22, tzinfo=UTC)
ratings = st.lists(st.none() | st.integers(0, 10), min_size=1, max_size=80)
some = st.lists(st.integers(0, 10), min_size=NIGHTS_EACH_WAY, max_size=30)


def night(n: int, check_in: CheckIn, *marks: Mark) -> NightRecord:
    day = FIRST + timedelta(days=n)
    return NightRecord(day, tuple(entry_of_mark(day, mark, mark.at) for mark in marks), check_in)


def nights(values: Sequence[int | None]) -> tuple[NightRecord, ...]:
    return tuple(night(n, CheckIn(legs_falling_asleep=v)) for n, v in enumerate(values))


def began(*at: time | None) -> tuple[NightRecord, ...]:
    return tuple(night(n, CheckIn(began=wall)) for n, wall in enumerate(at))


def episode(*parts: Part, answer: Answer | None = None, hour: int = 1) -> Episode:
    at = AT.replace(hour=hour)
    return Episode(
        began=at,
        ended=at + timedelta(minutes=5),
        rounds=1,
        parts=tuple(PartTaken(part, "", 45, done=True) for part in parts),
        answers=() if answer is None else (answer,),
        used=True,
        openings=(at,),
    )


def split(one: Sequence[int], other: Sequence[int]) -> WithAndWithout:
    return WithAndWithout(
        "warm-bath",
        tuple((FIRST + timedelta(days=n), v) for n, v in enumerate(one)),
        tuple((FIRST + timedelta(days=100 + n), v) for n, v in enumerate(other)),
        0,
    )


@given(ratings)
def test_a_missing_night_is_in_no_figure_and_is_counted(values: list[int | None]) -> None:
    trend = weekly_trend(nights(values), Question.LEGS_FALLING_ASLEEP)
    if isinstance(trend, NotEnough):
        assert trend.have < trend.need
        return
    whole = values[len(values) % 7 :]
    for n, week in enumerate(trend):
        given_ = [v for v in whole[7 * n : 7 * n + 7] if v is not None]
        assert week.answered == len(given_)
        assert (week.figures is None) == (len(given_) < 3)
        if week.figures is not None:
            assert week.figures.middle == median(given_)
            assert min(given_) <= week.figures.lower <= week.figures.upper <= max(given_)


def test_a_day_sick_or_away_is_left_out() -> None:
    away = tuple(night(n, CheckIn(legs_falling_asleep=9, sick_or_away=True)) for n in range(28))
    assert weekly_trend(away, Question.LEGS_FALLING_ASLEEP) == NotEnough(0, 2)


def test_legs_that_begin_after_midnight_begin_later_than_those_before() -> None:
    assert minutes_since_noon(time(0, 30)) > minutes_since_noon(time(23, 50))


@given(st.times())
def test_a_clock_time_survives_being_counted_from_noon(wall: time) -> None:
    assert wall_time(minutes_since_noon(wall)) == wall.replace(second=0, microsecond=0)


def test_legs_that_begin_70_minutes_earlier_are_worth_telling() -> None:
    records = began(*[time(22, 40)] * 28, *[time(21, 30)] * 28)
    assert onset_shift(records) == Shift(timedelta(minutes=70), 28, 28)
    shift = onset_shift(records)
    assert isinstance(shift, Shift)
    assert shift.worth_telling


def test_a_few_minutes_are_not_worth_telling() -> None:
    shift = onset_shift(began(*[time(22, 40)] * 28, *[time(22, 20)] * 28))
    assert isinstance(shift, Shift)
    assert not shift.worth_telling


def test_five_onsets_are_too_few_to_compare() -> None:
    assert onset_shift(began(*[time(22)] * 28, *[time(21)] * 5, *[None] * 23)) == NotEnough(5, 6)


def test_onsets_are_told_by_fortnight() -> None:
    trend = onset_trend(began(*[time(23)] * 14, *[time(22)] * 14))
    assert not isinstance(trend, NotEnough)
    assert [wall_time(span.figures.middle) for span in trend if span.figures is not None] == [
        time(23),
        time(22),
    ]


def test_endings_are_told_by_what_was_done() -> None:
    told = endings(
        [
            *[episode(Part.MOVE, answer=Answer.BETTER)] * 9,
            *[episode(Part.MOVE, answer=Answer.SAME)] * 4,
            episode(Part.MOVE),
            episode(Part.STRETCH, Part.MOVE, answer=Answer.BETTER),
        ]
    )
    assert not isinstance(told, NotEnough)
    assert [(e.parts, e.better, e.answered, e.unanswered) for e in told] == [
        ((Part.MOVE,), 9, 13, 1),
        ((Part.MOVE, Part.STRETCH), 1, 1, 0),
    ]


@pytest.mark.parametrize("count", range(FLARE_UPS_COUNTED))
def test_little_is_said_of_few_flare_ups(count: int) -> None:
    few = [episode(Part.MOVE)] * count
    assert endings(few) == NotEnough(count, FLARE_UPS_COUNTED)
    assert isinstance(flare_ups_by_hour(few, UTC_ZONE), NotEnough)


def test_an_unanswered_step_counts_on_neither_side() -> None:
    at = AT
    records = [
        night(0, CheckIn(legs_falling_asleep=2), Mark("warm-bath", MarkKind.DONE, at)),
        night(1, CheckIn(legs_falling_asleep=6), Mark("warm-bath", MarkKind.SKIP, at)),
        night(2, CheckIn(legs_falling_asleep=7)),
        night(3, CheckIn(legs_falling_asleep=5)),
        night(4, CheckIn(), Mark("warm-bath", MarkKind.DONE, at)),
    ]
    planned = {FIRST + timedelta(days=n): frozenset({"warm-bath"}) for n in (0, 1, 2, 4)}
    found = with_and_without(
        records,
        "warm-bath",
        Question.LEGS_FALLING_ASLEEP,
        lambda day: planned.get(day, frozenset()),
    )
    assert [rating for _, rating in found.done] == [2]
    assert [rating for _, rating in found.left_out] == [6, 5]
    assert found.unknown == 1


@given(some, some)
def test_the_range_holds_the_difference_and_turns_round_with_it(
    one: list[int], other: list[int]
) -> None:
    there, back = difference(split(one, other)), difference(split(other, one))
    assert isinstance(there, Difference)
    assert isinstance(back, Difference)
    assert there.low <= median(a - b for a in one for b in other) <= there.high
    assert (there.low, there.high) == (-back.high, -back.low)


def test_equal_nights_differ_by_nothing() -> None:
    same = difference(split([4] * 9, [4] * 9))
    assert same == Difference(4, 4, 0, 0)


def test_four_nights_on_a_side_are_too_few() -> None:
    assert difference(split([1] * 4, [5] * 20)) == NotEnough(4, NIGHTS_EACH_WAY)


def test_nothing_answered_has_no_quartiles() -> None:
    assert quartiles([]) is None
