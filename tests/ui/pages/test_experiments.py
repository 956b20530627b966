from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from houses import House, local
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from ui.tab_chain import stops_from

from library import nothing_is_locked
from rlscompanion.domain.check_in import Question, entry_of
from rlscompanion.domain.experiment import Adherence, Arm, Experiment, Outcome, State
from rlscompanion.domain.profile import Answer
from rlscompanion.services.experimenting import Wish
from rlscompanion.ui.pages.experiments import ExperimentsPage
from rlscompanion.ui.pages.experiments.begin import BeginCard
from rlscompanion.ui.pages.experiments.result import ResultCard
from rlscompanion.ui.pages.experiments.running import RunningCard
from rlscompanion.ui.pages.tonight.words import Words
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

_Card = TypeVar("_Card", bound=QWidget)

DAY = timedelta(days=1)
FIRST = date(2026, 10, 1)
BATH = Wish("warm-bath", Outcome.FALLING_ASLEEP, 28, 7)


class Room:
    """A house in the morning of 1 October 2026, with the page of tests open in it."""

    def __init__(self, home: Path, theme: Theme, *, diary: int = 8, healthy: bool = True) -> None:
        self.house = House(home, "2026-10-01 10:00")
        self.experimenting = self.house.companion.experimenting
        if healthy:
            profile = nothing_is_locked(FIRST - DAY)
            self.house.companion.profiles.save(profile, self.house.clock.now())
        self.rate({FIRST - n * DAY: 4 + n % 3 for n in range(1, diary + 1)})
        self.page = ExperimentsPage(theme, lambda: self.experimenting)
        self.page.resize(912, 760)

    def rate(self, ratings: dict[date, int]) -> None:
        said = Question.LEGS_FALLING_ASLEEP
        now = self.house.clock.now()
        entries = [entry_of(night, said, rating, now) for night, rating in ratings.items()]
        self.house.companion.journal.append(*entries)

    def start(self) -> Experiment:
        return self.experimenting.start(BATH)

    def rate_all(self, test: Experiment, with_it: int = 3, without: int = 6) -> None:
        self.rate(
            {
                a.night: with_it if a.arm is Arm.WITH else without
                for a in test.assignments
                if a.night
            }
        )

    def show(self, at: str = "") -> list[str]:
        if at:
            self.house.clock.set(local(at))
        self.page.show()
        self.page.refresh()
        self.page.wait()
        return self.texts()

    def texts(self) -> list[str]:
        for _ in range(3):
            QApplication.processEvents()
        return [label.text() for label in self.page.findChildren(QLabel) if label.isVisible()]

    def press(self, qtbot: QtBot, words: str) -> list[str]:
        QApplication.processEvents()
        button = next(
            one
            for one in self.page.findChildren(QAbstractButton)
            if one.text() == words and one.isVisible()
        )
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.page.wait()
        return self.texts()

    def card(self, kind: type[_Card]) -> _Card:
        QApplication.processEvents()
        found = [card for card in self.page.findChildren(kind) if card.isVisible()]
        return found[0]


@pytest.fixture
def room(home: Path, theme: Theme) -> Iterator[Room]:
    made = Room(home, theme)
    yield made
    delete(made.page)


# ------------------------------------------------------------------- starting


def test_with_kidney_disease_the_start_asks_about_dialysis(room: Room, qtbot: QtBot) -> None:
    room.experimenting.answer("kidney-disease", Answer.YES)
    room.show()
    room.press(qtbot, "Plan a test")
    card = room.card(BeginCard)
    card.steps["warm-bath"].click()
    card.expectation.buttons[5].click()
    assert card.dialysis is not None
    assert "Say first whether you are on dialysis." in room.texts()
    card.dialysis.button("yes").click()
    assert any(words.startswith("No tests on dialysis.") for words in room.texts())
    assert not card.start.isEnabled()
    card.dialysis.button("no").click()
    assert card.start.isEnabled()
    card.start.click()
    assert room.experimenting.current() is not None


def test_without_kidney_disease_nothing_is_asked_of_dialysis(room: Room, qtbot: QtBot) -> None:
    room.show()
    room.press(qtbot, "Plan a test")
    assert room.card(BeginCard).dialysis is None


def test_a_new_home_is_told_what_a_test_is(room: Room) -> None:
    assert "Does it help you?" in room.show()


def test_a_test_is_planned_and_started_with_the_mouse(room: Room, qtbot: QtBot) -> None:
    room.show()
    said = room.press(qtbot, "Plan a test")
    assert "Choose a step." in said
    assert "Ready: 8 ordinary nights rated, 5.1 on average." in said
    begin = room.card(BeginCard)
    assert not begin.start.isEnabled()
    assert "Say what you expect, 0 to 10." in room.press(qtbot, "Warm bath")
    room.press(qtbot, "7")
    assert begin.start.isEnabled()
    with qtbot.waitSignal(room.page.changed):
        room.press(qtbot, "Start the test")
    test = room.experimenting.current()
    assert test is not None
    assert (test.plan.step, test.plan.expectation, len(test.plan.arms)) == ("warm-bath", 7, 28)
    assert "It begins on Thu 1 Oct." in room.texts()


def half_planned(room: Room, qtbot: QtBot) -> BeginCard:
    room.experimenting.answer("kidney-disease", Answer.YES)
    room.show()
    room.press(qtbot, "Plan a test")
    for words in ("Warm bath", "In the evening", "40, thorough", "7"):
        room.press(qtbot, words)
    card = room.card(BeginCard)
    card.clinician.click()
    assert card.dialysis is not None
    card.dialysis.button("no").click()
    return card


def choices(card: BeginCard) -> list[object]:
    assert card.dialysis is not None
    steps = [step for step, chip in card.steps.items() if chip.isChecked()]
    return [
        steps,
        card.outcome.current,
        card.length.current,
        card.expectation.value,
        card.clinician.isChecked(),
        card.dialysis.current,
    ]


def test_a_half_made_plan_is_there_again_after_another_page_and_after_a_refresh(
    room: Room, qtbot: QtBot
) -> None:
    half_planned(room, qtbot)
    made = [["warm-bath"], Outcome.EVENING, "40", 7, True, "no"]
    room.page.hide()
    room.page.show()
    assert choices(room.card(BeginCard)) == made
    room.page.refresh()
    assert choices(room.card(BeginCard)) == made
    room.page.begin()
    assert choices(room.card(BeginCard)) == made


def test_an_answer_about_health_leaves_the_other_choices_as_they_are(
    home: Path, theme: Theme, qtbot: QtBot
) -> None:
    room = Room(home, theme, healthy=False)
    room.show()
    room.press(qtbot, "Plan a test")
    room.press(qtbot, "20, quick")
    room.press(qtbot, "No")
    assert room.card(BeginCard).length.current == "20"
    delete(room.page)


def test_a_plan_is_under_way_from_the_first_choice_until_it_is_begun_or_left(
    room: Room, qtbot: QtBot
) -> None:
    room.show()
    room.press(qtbot, "Plan a test")
    assert not room.page.is_under_way()
    room.press(qtbot, "Warm bath")
    assert room.page.is_under_way()
    room.press(qtbot, "Not now")
    assert not room.page.is_under_way()
    assert "Does it help you?" in room.texts()
    room.press(qtbot, "Plan a test")
    assert not any(chip.isChecked() for chip in room.card(BeginCard).steps.values())
    room.press(qtbot, "Warm bath")
    room.press(qtbot, "7")
    room.press(qtbot, "Start the test")
    assert not room.page.is_under_way()


def test_at_night_a_plan_goes_on_at_the_part_that_was_in_sight(
    room: Room, qtbot: QtBot, theme: Theme
) -> None:
    theme.apply(Mode.NIGHT)
    room.show()
    room.press(qtbot, "Plan a test")
    room.press(qtbot, "Next")
    room.press(qtbot, "Next")
    room.page.hide()
    assert "3. How many nights?" in room.show()
    assert not room.page.is_under_way()


def test_the_keyboard_goes_on_where_the_page_changed(room: Room, qtbot: QtBot) -> None:
    room.show()
    room.press(qtbot, "Plan a test")
    assert room.page.focusWidget() is room.card(BeginCard).steps["stretching"]


def test_what_the_test_can_find_is_said_before_the_start(room: Room, qtbot: QtBot) -> None:
    room.show()
    said = room.press(qtbot, "Plan a test")
    normal = next(words for words in said if "28 nights find a change of" in words)
    assert normal.startswith("With nights that vary like yours")
    said = room.press(qtbot, "40, thorough")
    assert any("40 nights find a change of" in words for words in said)
    assert any("commonest ending" in words for words in said)


def test_too_short_a_diary_says_how_many_mornings_are_left(
    home: Path, theme: Theme, qtbot: QtBot
) -> None:
    room = Room(home, theme, diary=3)
    room.show()
    said = room.press(qtbot, "Plan a test")
    assert "4 more rated mornings, then it can start." in said
    assert not room.card(BeginCard).start.isEnabled()
    delete(room.page)


def test_the_question_before_every_test_is_asked_in_place(
    home: Path, theme: Theme, qtbot: QtBot
) -> None:
    room = Room(home, theme, healthy=False)
    room.show()
    assert "Are you pregnant, or could you be?" in room.press(qtbot, "Plan a test")
    room.press(qtbot, "No")
    said = room.press(qtbot, "No")
    assert not any("pregnant" in words for words in said)
    assert "stretching" in room.card(BeginCard).steps
    assert "warm-bath" not in room.card(BeginCard).steps
    profile = room.house.companion.profiles.load()
    assert profile.answers["pregnant"].answer is Answer.NO
    delete(room.page)


def test_in_pregnancy_nothing_is_offered_and_the_reason_is_said(room: Room, qtbot: QtBot) -> None:
    room.experimenting.answer("pregnant", Answer.YES)
    room.show()
    said = room.press(qtbot, "Plan a test")
    assert any("No tests in pregnancy" in words for words in said)
    assert not room.card(BeginCard).steps


def test_the_chosen_step_says_who_takes_care_with_it(room: Room, qtbot: QtBot) -> None:
    room.show()
    room.press(qtbot, "Plan a test")
    said = room.press(qtbot, "No alcohol tonight")
    assert room.house.companion.library.steps["no-alcohol"].who_not in said


def test_what_the_clinician_set_is_not_started(room: Room, qtbot: QtBot) -> None:
    room.show()
    room.press(qtbot, "Plan a test")
    room.press(qtbot, "Warm bath")
    room.press(qtbot, "7")
    room.card(BeginCard).clinician.click()
    assert any("clinician set" in words for words in room.texts())
    assert not room.card(BeginCard).start.isEnabled()


# -------------------------------------------------------------------- running


def test_a_running_test_tells_progress_and_never_a_result(room: Room) -> None:
    room.rate_all(room.start())
    said = room.show("2026-10-10 16:00")
    assert "The bath: night 10 of 28" in said
    assert "Tonight's part is told at 17:00." in said
    assert not any("better" in words or "average" in words for words in said)
    assert not room.page.findChildren(ResultCard)


def test_tonight_is_told_at_its_time_and_the_other_nights_stay_closed(room: Room) -> None:
    test = room.start()
    said = room.show("2026-10-10 17:00")
    arm = test.assignments[9].arm
    assert f"Tonight {arm.value} the bath." in said
    points = room.card(RunningCard).strip.chart.points
    assert sum("still closed" in words for words in points) == 18


def test_what_became_of_a_night_is_one_tap(room: Room, qtbot: QtBot) -> None:
    test = room.start()
    room.show("2026-10-03 20:00")
    said = Adherence.DONE if test.assignments[1].arm is Arm.WITH else Adherence.NOT_DONE
    button = room.card(RunningCard).answers[2, said]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    room.texts()
    current = room.experimenting.current()
    assert current is not None
    assert current.assignments[1].adherence is said


def test_something_changed_offers_a_pause_and_an_end(room: Room, qtbot: QtBot) -> None:
    room.start()
    room.show("2026-10-06 20:00")
    room.press(qtbot, "Something changed")
    said = room.press(qtbot, "Illness or travel: pause")
    assert "The bath: paused" in said
    said = room.press(qtbot, "Go on with the next nights")
    assert any(words.startswith("The bath: ") and "paused" not in words for words in said)


def test_two_very_bad_nights_ask_whether_to_stop_before_anything_else(
    room: Room, qtbot: QtBot
) -> None:
    room.rate_all(room.start(), 10, 10)
    said = room.show("2026-10-07 20:00")
    assert "Stop this test? Go back to your usual evening." in said
    assert any("see a doctor" in words for words in said)
    room.press(qtbot, "Stop the test")
    assert room.experimenting.all()[0].state is State.STOPPED_WORSE


# --------------------------------------------------------------------- result


def test_tab_goes_through_the_result_before_it_comes_to_the_next_test(room: Room) -> None:
    room.rate_all(room.start())
    room.show("2026-11-02 09:00")
    card = room.card(ResultCard)
    buttons = room.page.findChildren(QAbstractButton)
    plan = next(b for b in buttons if b.text() == "Plan a test" and b.isVisible())
    stops = stops_from(room.page)
    result = [n for n, one in enumerate(stops) if card.isAncestorOf(one)]
    assert len(result) > 1
    assert max(result) < stops.index(plan)


def test_a_finished_test_shows_the_verdict_with_its_two_lines(room: Room) -> None:
    room.rate_all(room.start())
    said = room.show("2026-10-29 13:00")
    assert "Nights with the bath were better:" in said
    assert any(words.startswith("You knew which nights were which.") for words in said)
    assert any(words.startswith("This is about you, these weeks.") for words in said)


def test_the_dots_are_read_night_by_night(room: Room) -> None:
    room.rate_all(room.start())
    room.show("2026-10-29 13:00")
    card = room.card(ResultCard)
    assert len(card.plot.chart.points) == 28
    assert "rated 3" in card.plot.chart.points[0]
    assert "3.0 on average" in card.plot.accessibleDescription()
    assert "Below 0 is better" in card.plot.accessibleDescription()


def test_how_sure_opens_the_small_print(room: Room, qtbot: QtBot) -> None:
    test = room.start()
    room.rate_all(test)
    said = room.show("2026-10-29 13:00")
    assert not any(test.sealed in words for words in said)
    said = room.press(qtbot, "How sure?")
    assert any(test.sealed in words for words in said)
    assert any("9,999 schedules drawn in the same way" in words for words in said)
    assert "You expected 7 of 10." in said


def test_at_night_a_result_is_its_words_until_more_is_asked_for(
    room: Room, theme: Theme, qtbot: QtBot
) -> None:
    room.rate_all(room.start())
    theme.apply(Mode.NIGHT)
    room.show("2026-10-29 13:00")
    card = room.card(ResultCard)
    assert not card.plot.isVisible()
    room.press(qtbot, "Show the nights")
    assert card.plot.isVisible()


def test_at_night_planning_shows_one_part_at_a_time(room: Room, theme: Theme, qtbot: QtBot) -> None:
    theme.apply(Mode.NIGHT)
    room.show()
    said = room.press(qtbot, "Plan a test")
    assert "1. What do you want to test?" in said
    assert "2. Which morning rating decides?" not in said
    said = room.press(qtbot, "Next")
    assert "2. Which morning rating decides?" in said
    assert "1. What do you want to test?" not in said


def test_every_test_stays_listed_newest_first(room: Room) -> None:
    room.rate_all(room.start())
    room.house.clock.set(local("2026-10-29 13:00"))
    room.rate({FIRST + n * DAY: 5 for n in range(28, 36)})
    room.house.clock.set(local("2026-11-06 10:00"))
    # An answer of a month ago may be asked again.
    profile = nothing_is_locked(date(2026, 11, 5))
    room.house.companion.profiles.save(profile, room.house.clock.now())
    room.rate_all(room.experimenting.start(BATH), 6, 3)
    said = room.show("2026-12-10 13:00")
    leads = [words for words in said if words.startswith("Nights with the bath were")]
    assert leads == ["Nights with the bath were worse:", "Nights with the bath were better:"]


# -------------------------------------------------------------------- Tonight


def test_tonight_says_the_part_of_the_night_once_it_may_be_told(room: Room) -> None:
    test = room.start()
    words, planning = Words(), room.house.companion.planning

    def lead() -> str:
        tonight = planning.tonight()
        return words.head(tonight.checklist, None, tonight.tested).lead

    room.house.clock.set(local("2026-10-01 16:00"))
    assert lead().endswith("your test is told at 17:00")
    room.house.clock.set(local("2026-10-01 18:00"))
    assert lead().endswith(f"tonight {test.assignments[0].arm.value} the bath")
