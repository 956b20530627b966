"""The report and the bedside card over a real house: plans, ticks, tests, the gate."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from houses import House, local
from msgspec.structs import replace

from library import nothing_is_locked
from rlscompanion.domain.check_in import Question, entry_of
from rlscompanion.domain.checklist import MarkKind
from rlscompanion.domain.experiment import Arm, Outcome
from rlscompanion.domain.profile import Answer
from rlscompanion.domain.report_sheet import Sheet
from rlscompanion.domain.routine import BeforeBed, RoutineStep
from rlscompanion.services.experimenting import Wish
from rlscompanion.services.reporting import Wanted

DAY = timedelta(days=1)


@pytest.fixture
def house(home: Path) -> House:
    made = House(home, "2026-11-01 10:00")
    made.companion.profiles.save(nothing_is_locked(date(2026, 11, 1)), made.clock.now())
    routine = made.companion.planning.routine()
    for step in ("stretching", "magnesium"):
        routine = routine.with_step(RoutineStep(step))
    made.companion.planning.save(routine)
    return made


def value(sheet: Sheet, block: str, label: str) -> str:
    return next(row.value for row in sheet.block(block).rows if row.label == label)


def test_steps_are_told_as_ticked_of_the_evenings_that_planned_them(house: House) -> None:
    for day in (1, 2, 3):
        house.clock.set(local(f"2026-11-0{day} 22:00"))
        house.companion.checking_off.mark("stretching", MarkKind.DONE)
        if day > 1:
            house.companion.checking_off.mark("magnesium", MarkKind.DONE)
    house.clock.set(local("2026-11-15 10:00"))
    sheet = house.companion.reporting.report(Wanted(2))
    assert "Gentle stretching 3 of 14" in value(sheet, "relief", "Evening steps")
    assert value(sheet, "medicines", "Magnesium") == "ticked 2 of 14 planned evenings"
    assert [len(night.supplements) for night in sheet.nights[:3]] == [0, 1, 1]


def test_a_supplement_by_an_own_name_is_told_with_the_supplements(house: House) -> None:
    own = RoutineStep("own/mg", title="Magnesium citrate", when=BeforeBed(60))
    house.companion.planning.save(house.companion.planning.routine().with_step(own))
    house.clock.set(local("2026-11-02 22:00"))
    house.companion.checking_off.mark("own/mg", MarkKind.DONE)
    house.clock.set(local("2026-11-15 10:00"))
    sheet = house.companion.reporting.report(Wanted(2))
    assert value(sheet, "medicines", "Magnesium citrate").startswith("ticked 1 of")


def test_no_evening_before_the_first_counts_as_planned(house: House) -> None:
    house.clock.set(local("2026-11-01 22:00"))
    house.companion.checking_off.mark("stretching", MarkKind.DONE)
    house.clock.set(local("2026-11-04 10:00"))
    sheet = house.companion.reporting.report(Wanted(4))
    assert "Gentle stretching 1 of 3" in value(sheet, "relief", "Evening steps")


def rate(house: House, *nights: date) -> None:
    now = house.clock.now()
    house.companion.journal.append(*(entry_of(n, Question.LEGS_EVENING, 4, now) for n in nights))


def test_blank_nights_begin_with_the_first_that_was_noted_and_end_with_the_last_that_is_over(
    house: House,
) -> None:
    house.clock.set(local("2026-11-15 10:00"))
    rate(house, date(2026, 11, 5), date(2026, 11, 7))
    sheet = house.companion.reporting.report(Wanted(4))
    assert "Nights rated: 2 of 10, from 5 Nov to 14 Nov. Blank: 8." in sheet.about[1]
    assert "Diary kept since 5 Nov 2026." in sheet.about[1]
    assert [night.night.day for night in sheet.nights] == list(range(5, 15))


def test_a_diary_older_than_the_weeks_is_told_over_all_of_them(house: House) -> None:
    house.clock.set(local("2026-12-15 10:00"))
    rate(house, date(2026, 11, 5))
    about = house.companion.reporting.report(Wanted(2)).about[1]
    assert "Nights rated: 0 of 14, from 1 Dec to 14 Dec. Blank: 14." in about
    assert "Diary kept since 5 Nov 2026." in about


def test_a_rating_that_was_taken_back_begins_no_diary(house: House) -> None:
    house.clock.set(local("2026-11-15 10:00"))
    saved = house.companion.journaling.say(date(2026, 11, 3), Question.LEGS_EVENING, 7)
    house.companion.journaling.take_back(saved)
    assert house.companion.reporting.report().about[1] == "No night is noted yet."
    rate(house, date(2026, 11, 14))
    assert (
        "Nights rated: 1 of 1, from 14 Nov to 14 Nov" in house.companion.reporting.report().about[1]
    )


def test_the_last_night_is_one_that_is_over(house: House) -> None:
    house.clock.set(local("2026-11-15 23:30"))
    rate(house, date(2026, 11, 10))
    assert house.companion.reporting.report().nights[-1].night == date(2026, 11, 14)
    house.clock.set(local("2026-11-16 09:00"))
    assert house.companion.reporting.report().nights[-1].night == date(2026, 11, 15)


def test_every_test_is_told_and_one_that_runs_without_a_result(house: House) -> None:
    companion = house.companion
    now = house.clock.now()
    before = [
        entry_of(date(2026, 10, 20) + n * DAY, Question.LEGS_FALLING_ASLEEP, 5 + n % 2, now)
        for n in range(9)
    ]
    companion.journal.append(*before)
    test = companion.experimenting.start(Wish("stretching", Outcome.FALLING_ASLEEP, 20, 4))
    companion.journal.append(
        *(
            entry_of(a.night, Question.LEGS_FALLING_ASLEEP, 2 if a.arm is Arm.WITH else 6, now)
            for a in test.assignments
            if a.night
        )
    )
    house.clock.set(local("2026-11-10 10:00"))
    (row,) = companion.reporting.report().block("experiments").rows
    assert row.value == "Not over: no result before the end. Not blinded."
    house.clock.set(local("2026-12-01 10:00"))
    (row,) = companion.reporting.report().block("experiments").rows
    assert row.label == "The stretching, falling asleep, 1 Nov to 20 Nov"
    assert "Nights with the stretching were better: 2.0 instead of 6.0" in row.value
    assert "20 of 20 nights rated, 90 % range" in row.value
    assert row.value.endswith("Expected 4 of 10. Not blinded.")


def test_a_health_question_that_nobody_answered_is_counted_not_guessed(home: Path) -> None:
    new = House(home, "2026-11-15 10:00")
    new.companion.advising.answer({"kidney-disease": Answer.YES, "diabetes": Answer.UNKNOWN})
    sheet = new.companion.reporting.report()
    assert value(sheet, "context", "Yes") == "Kidney disease"
    assert value(sheet, "context", "Not known") == "Diabetes"
    assert value(sheet, "context", "Not answered") == "11 of 13 questions"


def test_the_name_is_there_only_when_it_was_given(house: House) -> None:
    assert house.companion.reporting.report().person == ""
    house.companion.preferring.change(report_name=" M. Brandt ")
    assert house.companion.reporting.report().person == "M. Brandt"


# ------------------------------------------------------------------ the bedside card


def test_the_card_has_tonights_steps_in_their_order_and_not_what_was_skipped(
    house: House,
) -> None:
    house.clock.set(local("2026-11-15 18:00"))
    card = house.companion.reporting.bedside_card()
    assert [step.at for step in card.steps] == sorted(step.at for step in card.steps)
    assert "Gentle stretching" in [step.title for step in card.steps]
    assert card.bed == time(22, 30)
    house.companion.checking_off.mark("stretching", MarkKind.SKIP)
    titles = [step.title for step in house.companion.reporting.bedside_card().steps]
    assert "Gentle stretching" not in titles


def test_printed_in_the_morning_the_card_is_for_the_night_to_come(house: House) -> None:
    house.clock.set(local("2026-11-22 05:00"))
    assert house.companion.reporting.bedside_card().night == date(2026, 11, 21)
    house.clock.set(local("2026-11-22 09:00"))
    assert house.companion.reporting.bedside_card().night == date(2026, 11, 22)


def test_the_card_shows_the_flare_up_in_six_pictures_from_sitting_up_to_breathing(
    house: House,
) -> None:
    pictures = house.companion.reporting.bedside_card().pictures
    assert len(pictures) == 6
    assert (pictures[0].figure, pictures[-1].figure) == ("seated", "breathe")
    assert "Left calf. Heel down. Then the other side." in [one.words for one in pictures]


def test_the_card_shows_nothing_that_the_gate_holds_back(house: House) -> None:
    profile = house.companion.profiles.load()
    today = date(2026, 11, 1)
    unsteady = profile.answered("falls", Answer.YES, today)
    house.companion.profiles.save(replace(unsteady, clinician_ok={}), house.clock.now())
    figures = [one.figure for one in house.companion.reporting.bedside_card().pictures]
    assert "heel-raises" not in figures
    clot = profile.answered("clot-now", Answer.YES, today)
    house.companion.profiles.save(replace(clot, clinician_ok={}), house.clock.now())
    assert house.companion.reporting.bedside_card().pictures == ()


def test_the_emergency_number_is_the_persons_own(house: House) -> None:
    house.companion.preferring.change(emergency_number="144")
    assert house.companion.reporting.bedside_card().emergency_number == "144"


def test_a_file_that_waits_for_the_day_is_remembered_until_it_is_opened(house: House) -> None:
    reporting = house.companion.reporting
    assert reporting.waits() is None
    reporting.open_later("/documents/report.pdf")
    assert reporting.waits() == "/documents/report.pdf"
    reporting.open_later(None)
    assert reporting.waits() is None
