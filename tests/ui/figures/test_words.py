"""Figures said in words: what is missing is counted, and nothing is called better than it is."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from datetime import date, time, timedelta

from rlscompanion.domain.check_in import Question
from rlscompanion.domain.flare_record import Part
from rlscompanion.domain.insight import (
    Difference,
    Ending,
    NotEnough,
    Quartiles,
    Shift,
    Span,
    WithAndWithout,
    minutes_since_noon,
)
from rlscompanion.services.reviewing import CalendarNight, Comparable, Compared
from rlscompanion.ui.figures.calendar import calendar_chart
from rlscompanion.ui.figures.comparison import comparison_chart, comparison_words, unknown_words
from rlscompanion.ui.figures.flare_ups import (
    ending_sentence,
    endings_chart,
    flare_ups_missing,
    hours_chart,
)
from rlscompanion.ui.figures.trends import onset_chart, shift_words, weekly_chart, weekly_gaps
from rlscompanion.ui.figures.words import missing_words, parts_words

FIRST = date(2026, 11, 1)
DAY = timedelta(days=1)
BATH = Comparable("warm-bath", "Warm bath", may_be_tested=True)


def span(n: int, *figures: float) -> Span:
    found = Quartiles(*figures, nights=6) if figures else None
    return Span(FIRST + 7 * n * DAY, 7, 6 if figures else 2, found)


def compared(done: int, left_out: int, unknown: int = 0) -> Compared:
    def nights(count: int, rating: int) -> tuple[tuple[date, int], ...]:
        return tuple((FIRST + n * DAY, rating) for n in range(count))

    enough = min(done, left_out) >= 5
    return Compared(
        BATH,
        WithAndWithout("warm-bath", nights(done, 3), nights(left_out, 5), unknown),
        Difference(3, 4.5, -2, 0) if enough else NotEnough(min(done, left_out), 5),
    )


def test_legs_that_begin_earlier_are_worth_telling_the_doctor() -> None:
    said = shift_words(Shift(timedelta(minutes=71), 20, 20))
    assert said == (
        "Symptoms have begun about 70 minutes earlier in the last four weeks than before: "
        "worth telling your doctor."
    )


@pytest.mark.parametrize(
    ("minutes", "said"), [(12, "10 minutes earlier"), (-20, "20 minutes later"), (1, "same time")]
)
def test_a_small_shift_is_said_without_more(minutes: int, said: str) -> None:
    words = shift_words(Shift(timedelta(minutes=minutes), 20, 20))
    assert said in words
    assert "doctor" not in words


def test_nothing_is_said_of_a_shift_that_cannot_be_known() -> None:
    assert shift_words(NotEnough(3, 6)) == ""


def test_nights_without_a_note_are_counted() -> None:
    assert missing_words(12, 28) == "12 of 28 nights have no note. They are in no figure."
    assert missing_words(1, 28) == "1 of 28 nights has no note. It is in no figure."
    assert missing_words(0, 1) == "Each of 1 night has a note."
    assert missing_words(0, 0) == "No notes yet. One tap in the morning is enough."


def test_a_week_with_too_few_answers_is_a_gap_that_is_counted() -> None:
    weeks = [span(0, 1, 2, 3), span(1), span(2, 2, 2.5, 4)]
    chart = weekly_chart(weeks, Question.LEGS_FALLING_ASLEEP)
    assert [point.figures for point in chart.spans] == [(1, 2, 3), None, (2, 2.5, 4)]
    assert "too few answers, 2 of 7 nights answered" in chart.points[1]
    assert "median 2.5" in chart.points[2]
    assert weekly_gaps(weeks) == "1 week with fewer than 3 rated nights is a gap."
    assert "Medians from 2 to 2.5." in chart.summary


def test_the_hours_of_the_beginning_bound_its_chart() -> None:
    at = [minutes_since_noon(time(*when)) for when in ((23, 20), (23, 50), (0, 30))]
    chart = onset_chart([span(0, *at), span(1, *at)])
    assert [words for _, words in chart.ticks] == ["23:00", "00:00", "01:00"]
    assert "half the nights 23:20 to 00:30, median 23:50" in chart.points[0]


def test_the_hours_of_a_night_go_across_midnight() -> None:
    chart = hours_chart({23: 4, 2: 1, 7: 1})
    assert [bar.label for bar in chart.bars] == [
        *("21", "22", "23", "00", "01", "02", "03", "04", "05", "06", "07")
    ]
    assert chart.points[2] == "23:00 to 00:00: 4 flare-ups"
    assert "Most from 23:00 to 00:00: 4." in chart.summary


def test_endings_say_what_was_done() -> None:
    found = [
        Ending((Part.MOVE,), 9, 14, 1),
        Ending((Part.MOVE, Part.STRETCH, Part.BREATHE), 2, 3, 0),
        Ending((), 0, 0, 2),
    ]
    chart = endings_chart(found)
    assert chart.points == (
        "Movement alone: better: 9 of 14, 1 without an answer",
        "Movement, stretching and breathing: better: 2 of 3",
        "Nothing to its end: 2 without an answer",
    )
    assert ending_sentence(found) == "Back to bed after movement alone: 9 of 14."


@pytest.mark.parametrize("part", [Part.MOVE, Part.STRETCH, Part.AIDS, Part.BREATHE, Part.PUZZLE])
def test_every_part_has_a_name(part: Part) -> None:
    assert parts_words((part,)).endswith(" alone")


def test_few_flare_ups_are_no_failure() -> None:
    assert flare_ups_missing(NotEnough(0, 5)) == "No flare-up in these weeks. Shown from 5 on."
    assert flare_ups_missing(NotEnough(1, 5)) == "1 flare-up in these weeks. Shown from 5 on."


@pytest.mark.parametrize(
    ("with_it", "without", "said"),
    [
        (2, 9, "3 more nights with a rating with it."),
        (9, 4, "1 more night with a rating without it."),
        (0, 0, "5 more nights with a rating with it, 5 more nights with a rating without it."),
    ],
)
def test_what_is_missing_to_compare_is_said(with_it: int, without: int, said: str) -> None:
    chart = comparison_chart(compared(with_it, without))
    assert comparison_words(compared(with_it, without)) == f"Not enough to compare: {said}"
    assert chart.range is None
    assert chart.with_it.middle is None


def test_with_and_without_has_medians_and_a_range_and_no_verdict() -> None:
    chart = comparison_chart(compared(6, 7))
    said = comparison_words(compared(6, 7))
    assert said == "Median 3 with, 4.5 without. Range of the difference: −2 to 0 points."
    verdicts = {"better", "worse", "hint", "helps", "chance", "effect", "works"}
    assert verdicts.isdisjoint(chart.words.better.split() + chart.words.worse.split())
    assert verdicts.isdisjoint(chart.summary.lower().replace(".", "").split())
    assert len(chart.points) == 13
    assert "2 rated nights" in unknown_words(compared(6, 7, 2))
    assert unknown_words(compared(6, 7)) == ""


def test_each_night_of_the_calendar_is_told_with_its_flare_ups() -> None:
    nights = [
        CalendarNight(date(2026, 10, 31), 4, noted=True, flare_ups=2, sick_or_away=False),
        CalendarNight(date(2026, 11, 1), None, noted=True, flare_ups=0, sick_or_away=True),
        CalendarNight(date(2026, 11, 2), None, noted=False, flare_ups=1, sick_or_away=False),
    ]
    chart = calendar_chart(nights)
    assert [month.first_day for month in chart.months] == [31, 1]
    assert [words.split(": ")[1] for words in chart.points] == [
        "legs at worst 4, 2 flare-ups",
        "legs not rated, sick or away",
        "no note, 1 flare-up",
    ]
    assert "3 nights, 1 rated." in chart.summary
    assert "3 flare-ups in 2 nights." in chart.summary
