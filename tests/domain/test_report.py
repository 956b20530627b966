"""What the report says: figures with their nights, missing as missing, and no advice."""

import re
from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from written_reports import (
    BATH,
    BERLIN,
    DAY,
    LAST,
    NOBODY,
    SOMEBODY,
    WEEKLY,
    WORDS,
    nights,
    writing,
)

from rlscompanion.domain.check_in import CheckIn
from rlscompanion.domain.profile import BloodTest, Medicine
from rlscompanion.domain.report import Period, StepDone, worst_of
from rlscompanion.domain.report_nights import into_the_night
from rlscompanion.domain.report_sheet import COLUMNS, Sheet
from rlscompanion.domain.report_writing import Writing

ADVICE = re.compile(
    r"\b(should|must|take more|increase|stop taking|recommend\w*|try)\b|!", re.IGNORECASE
)


def value(sheet: Sheet, block: str, label: str) -> str:
    return next(row.value for row in sheet.block(block).rows if row.label == label)


def legs(rating: int, began: str | None = None) -> CheckIn:
    said = None if began is None else time.fromisoformat(began)
    return CheckIn(legs_evening=rating, began=said)


# ----------------------------------------------------------------------- the nights


def test_a_night_without_a_rating_is_in_no_figure_and_is_counted_as_blank() -> None:
    sheet = writing(nights({0: legs(4), 1: legs(0), 2: CheckIn(note="slept badly")})).sheet()
    assert "Nights rated: 2 of 28, from 25 Oct to 21 Nov. Blank: 26." in sheet.about[1]
    assert value(sheet, "frequency", "With symptoms") == "1 of 2 rated nights"
    assert value(sheet, "frequency", "Rated 0") == "1 of 2 rated nights"


def test_a_day_sick_or_away_is_left_out_and_counted_apart() -> None:
    away = replace(legs(9), sick_or_away=True)
    sheet = writing(nights({0: legs(2), 1: away})).sheet()
    assert "Nights rated: 1 of 28" in sheet.about[1]
    assert "Blank: 26. Sick or away, left out: 1." in sheet.about[1]
    assert "highest 2" in value(sheet, "severity", "Worst of the night")


def test_what_was_filled_in_later_is_said() -> None:
    late = replace(legs(3), filled_in_late=True)
    assert "later than the next day: 1." in writing(nights({0: late, 1: legs(1)})).sheet().about[1]


def test_the_worst_of_a_night_is_the_highest_of_its_ratings() -> None:
    said = CheckIn(legs_evening=2, legs_falling_asleep=7, legs_in_night=1)
    assert worst_of(nights({0: said}))[LAST] == 7


def test_onsets_round_midnight_have_a_middle_between_them() -> None:
    said = {n: legs(3, wall) for n, wall in enumerate(("23:00", "00:30", "23:45"))}
    sheet = writing(nights(said)).sheet()
    assert value(sheet, "timing", "Legs begin") == "median 23:45, earliest 23:00, n = 3"
    assert value(sheet, "timing", "By the clock") == (
        "0 before 18:00, 0 from 18:00, 2 from 21:00, 1 from midnight"
    )


def test_a_change_is_told_with_the_nights_on_both_sides_and_not_from_few() -> None:
    now = {n: legs(4, "19:30") for n in range(6)}
    before = nights({n: legs(2, "20:40") for n in range(6)})
    told = writing(nights(now), before).sheet()
    assert value(told, "timing", "Change") == (
        "median 70 min earlier than in the 28 nights before (n = 6 and 6)"
    )
    assert "median 4, in the 28 nights before 2" in value(told, "severity", "Change")
    few = writing(nights(now), nights({0: legs(2, "20:40")})).sheet()
    assert value(few, "timing", "Change") == "too few nights to compare with the 28 before"


def test_nights_a_week_come_from_weeks_with_five_rated_nights() -> None:
    said = {n: legs(3) for n in range(5)} | {n: legs(3) for n in range(7, 11)}
    assert writing(nights(said)).figures.frequency.weeks == (5,)


@given(st.dictionaries(st.integers(0, 27), st.integers(0, 10)))
def test_the_counts_of_rated_nights_always_add_up(ratings: dict[int, int]) -> None:
    figures = writing(nights({n: legs(rating) for n, rating in ratings.items()})).figures
    found = figures.frequency
    assert figures.recorded.rated == len(ratings) == found.with_symptoms + found.free
    assert found.troubled <= found.with_symptoms


@given(st.integers(1, 12), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_the_period_before_ends_where_this_one_begins(weeks: int, last: date) -> None:
    period = Period.of_weeks(weeks, last)
    assert period.nights == period.before.nights == 7 * weeks
    assert period.before.last + DAY == period.first


def test_a_flare_up_after_midnight_stands_in_its_own_night() -> None:
    assert into_the_night(LAST, datetime(2026, 11, 22, 1, 30, tzinfo=UTC), BERLIN) == 14.5 * 60


# ----------------------------------------------------------------------- the person


def full() -> Writing:
    said = {n: CheckIn(3, 4, 2, time(20), 25, 1, 6, ("caffeine",)) for n in range(20)}
    steps = (
        StepDone("Gentle stretching", 20, 26, is_supplement=False),
        StepDone("Magnesium", 10, 14, is_supplement=True),
    )
    return writing(
        nights(said), person=SOMEBODY, weekly=WEEKLY, steps=steps, tests=(BATH,), thresholds=True
    )


def test_a_clinician_who_reads_the_text_knows_all_of_it() -> None:
    text = full().sheet().as_text()
    for said in (
        "Marlene Brandt, born 1968",
        "Nights rated: 20 of 28, from 25 Oct to 21 Nov",
        "Diary kept since 1 Sep 2026",
        "median 4",
        "median 20:00",
        "after about 30 min of sitting still (21 Nov)",
        "worse than last month (14 Nov)",
        "Arms too: yes (21 Nov)",
        "on 3, 2 of 7 days",
        "Gentle stretching 20 of 26",
        "Gabapentin: 300 mg, 21:30 (Gabapentin or pregabalin)",
        "Magnesium: ticked 10 of 14 planned evenings",
        "Caffeine after noon: 20 of 20 nights",
        "14 Oct 2026: ferritin 62 µg/L, TSAT 18 %, Labor Mitte",
        "AASM 2025",
        "Yes: Kidney disease",
        "Not known: Diabetes",
        "1.: Is it the medicine?",
        "Goal for this visit: Sleep until four",
        "The bath, falling asleep, 20 Oct to 16 Nov: Nights with the bath were better",
        "26 of 28 nights rated, 90 % range −2.3 to −0.7. Expected 6 of 10. Not blinded.",
        "not a validated scale",
        "Nothing in it is a diagnosis",
    ):
        assert said in text


def test_an_empty_diary_says_so_and_invents_nothing() -> None:
    sheet = writing().sheet()
    assert "Nights rated: 0 of 28" in sheet.about[1]
    assert "Blank: 28." in sheet.about[1]
    for name in ("frequency", "severity", "body"):
        assert {row.value for row in sheet.block(name).rows if row.label != WORDS["against"]} == {
            WORDS["none"]
        }
    assert value(sheet, "context", "Not answered") == "2 of 2 questions"


def test_the_guideline_stands_there_only_when_it_is_switched_on() -> None:
    assert "AASM" not in replace(full(), thresholds=False).sheet().as_text()


def test_a_test_that_is_not_over_shows_no_result() -> None:
    running = replace(BATH, sentence=None, low=None, high=None)
    text = writing(tests=(running,)).sheet().as_text()
    assert "Not over: no result before the end. Not blinded." in text
    assert "90 %" not in text


def test_an_appointment_has_no_figures() -> None:
    person = replace(NOBODY, blood_tests=(BloodTest(date(2026, 12, 1)),))
    assert value(writing(person=person).sheet(), "blood", "1 Dec 2026") == "no figures yet"


def test_a_medicine_without_a_dose_says_so() -> None:
    person = replace(NOBODY, medicines=(Medicine("Iron", "other"),), classes={"other": "other"})
    assert value(writing(person=person).sheet(), "medicines", "Iron") == "no dose written (other)"


def test_words_of_the_person_with_braces_are_left_alone() -> None:
    person = replace(SOMEBODY, name="{n} {0}", visit=replace(SOMEBODY.visit, goal="{nights}"))
    text = writing(person=person).sheet().as_text()
    assert "{n} {0}, born 1968" in text
    assert "{nights}" in text


def test_no_sentence_of_the_report_advises() -> None:
    assert [words for words in WORDS.values() if ADVICE.search(words)] == []


def test_the_table_has_a_cell_for_every_head() -> None:
    sheet = full().sheet()
    assert len(sheet.heads) == len(COLUMNS)
    assert {len(night.cells) for night in sheet.nights} == {len(COLUMNS)}


def test_a_shortened_block_says_how_many_rows_are_left_out() -> None:
    block = full().sheet().block("severity")
    short = block.shortened(3, "{n} more")
    assert [row.value for row in short.rows[2:]] == [f"{len(block.rows) - 2} more"]
    assert block.shortened(len(block.rows), "{n} more") is block
