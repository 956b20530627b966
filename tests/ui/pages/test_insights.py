from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from houses import House
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rlscompanion.domain.check_in import Question, entry_of
from rlscompanion.domain.checklist import Mark, MarkKind
from rlscompanion.domain.journal import entry_of_mark
from rlscompanion.domain.made_up_nights import MadeUp, made_up_nights
from rlscompanion.domain.mendable import StoreError
from rlscompanion.services.reviewing import Reviewing
from rlscompanion.ui.pages.insights import InsightsPage
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

LAST = date(2026, 11, 21)
DAY = timedelta(days=1)
ROOMY = QSize(1072, 900)


class Room:
    """A house on the morning after ``LAST``, with the page open in it."""

    def __init__(self, home: Path, theme: Theme) -> None:
        self.house = House(home, "2026-11-22 10:00")
        self.tests = QWidget()
        self.page = InsightsPage(theme, self.reviewing, self.tests)
        self.page.resize(ROOMY)
        self.broken = False

    def reviewing(self) -> Reviewing:
        if self.broken:
            raise StoreError("The disk is full; make some room.")
        return self.house.companion.reviewing

    def live(self, nights: int) -> None:
        life = MadeUp(self.house.clock.zone())
        self.house.companion.journal.append(*made_up_nights(life, LAST, nights))

    def rate(self, back: int, legs: int) -> None:
        now = self.house.clock.now()
        said = entry_of(LAST - back * DAY, Question.LEGS_FALLING_ASLEEP, legs, now)
        self.house.companion.journal.append(said)

    def mark(self, back: int, kind: MarkKind, step: str = "warm-bath") -> None:
        at = self.house.clock.now() - (back + 1) * DAY
        mark = entry_of_mark(LAST - back * DAY, Mark(step, kind, at), at)
        self.house.companion.journal.append(mark)

    def show(self) -> list[str]:
        self.page.show()
        self.page.refresh()
        return self.texts()

    def texts(self) -> list[str]:
        self.page.wait()
        for _ in range(3):
            QApplication.processEvents()
        return [label.text() for label in self.page.findChildren(QLabel) if label.isVisible()]


@pytest.fixture
def room(home: Path, theme: Theme) -> Iterator[Room]:
    made = Room(home, theme)
    yield made
    made.page.wait()
    delete(made.page)


def test_a_new_home_has_no_figures_and_says_what_each_needs(room: Room) -> None:
    said = "\n".join(room.show())
    assert "Shown from 2 weeks on with 3 rated nights each. So far: 0." in said
    assert "No flare-up in these weeks. Shown from 5 on." in said
    assert "No notes yet. One tap in the morning is enough." in said
    assert not [card.title for card in room.page._cards if card.told is not None]


def test_the_night_before_the_first_is_no_night_without_a_note(room: Room) -> None:
    planning = room.house.companion.planning
    planning.save(planning.routine())
    assert "No notes yet. One tap in the morning is enough." in room.show()
    room.house.clock.advance(DAY)
    assert "1 of 1 night has no note. It is in no figure." in room.show()


def test_months_of_nights_are_seen_in_six_figures(room: Room) -> None:
    room.live(120)
    room.show()
    assert all(card.told is not None for card in room.page._cards)
    assert "of 84 nights have no note" in room.page.lead.text()
    assert "Your notes, not proof: on bad evenings people skip steps." in (
        room.page.comparison.words
    )


def test_a_shorter_stretch_counts_its_own_nights(room: Room, qtbot: QtBot) -> None:
    room.live(120)
    room.show()
    qtbot.mouseClick(room.page.stretch.button("4w"), Qt.MouseButton.LeftButton)
    room.texts()
    assert "of 28 nights" in room.page.lead.text()
    told = room.page.weekly.told
    assert told is not None
    assert len(told.view.chart.points) == 4


def test_another_rating_is_said_above_its_chart(room: Room) -> None:
    room.live(60)
    room.show()
    room.page.rating.set_key(Question.LEGS_EVENING)
    room.page.rating.chosen.emit(Question.LEGS_EVENING)
    assert any(words.startswith("Legs in the evening. Line") for words in room.texts())


def test_another_step_is_compared_and_stays_chosen(room: Room) -> None:
    room.live(100)
    room.show()
    card = room.page.comparison
    place = card.choice.findData("warm-bath")
    card.choice.setCurrentIndex(place)
    card.choice.activated.emit(place)
    with_bath = card.words
    room.show()
    assert card.choice.key == "warm-bath"
    assert card.words == with_bath


def test_what_is_missing_to_compare_takes_the_place_of_the_chart(room: Room) -> None:
    room.live(100)
    room.mark(5, MarkKind.DONE, "evening-snack")
    room.show()
    card = room.page.comparison
    assert card.told is not None
    assert card.told.isVisible()
    place = card.choice.findData("evening-snack")
    card.choice.setCurrentIndex(place)
    card.choice.activated.emit(place)
    assert card.words == "Not enough to compare: 4 more nights with a rating with it."
    assert not card.told.isVisible()


def test_a_step_that_may_be_tested_can_be_made_a_test(room: Room, qtbot: QtBot) -> None:
    for back in range(12):
        room.rate(back, 3)
        room.mark(back, MarkKind.DONE if back % 2 else MarkKind.SKIP)
    room.show()
    with qtbot.waitSignal(room.page.test_wanted):
        qtbot.mouseClick(room.page.comparison.test, Qt.MouseButton.LeftButton)
    assert room.tests.isVisible()
    qtbot.keyClick(room.page, Qt.Key.Key_Escape)
    assert not room.tests.isVisible()


def test_a_chart_is_told_point_by_point_under_it(room: Room, qtbot: QtBot) -> None:
    room.live(100)
    room.show()
    told = room.page.calendar.told
    assert told is not None
    qtbot.keyClick(told.view, Qt.Key.Key_End)
    assert told.said.startswith("Sat 21 Nov 2026: ")


def test_the_words_of_a_point_come_into_sight(room: Room, qtbot: QtBot) -> None:
    room.live(100)
    room.page.resize(1072, 500)
    room.show()
    room.page.activateWindow()
    told = room.page.weekly.told
    assert told is not None
    told.view.setFocus()
    room.page.scroller.verticalScrollBar().setValue(0)
    assert told._told.visibleRegion().isEmpty()
    qtbot.keyClick(told.view, Qt.Key.Key_End)
    assert not told._told.visibleRegion().isEmpty()


def test_each_chart_is_one_stop_of_the_keyboard_and_has_a_name_and_a_summary(room: Room) -> None:
    room.live(100)
    room.show()
    for card in room.page._cards:
        assert card.told is not None
        view = card.told.view
        assert view.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert view.accessibleName() == card.title
        assert "Arrow keys" in view.accessibleDescription()


def test_at_night_one_figure_is_in_sight_and_another_can_be_chosen(
    room: Room, theme: Theme
) -> None:
    room.live(100)
    theme.apply(Mode.NIGHT)
    room.show()
    seen = [card.title for card in room.page._cards if card.isVisible()]
    assert seen == ["Night by night"]
    room.page.show_figure("Flare-ups by hour")
    assert [card.title for card in room.page._cards if card.isVisible()] == ["Flare-ups by hour"]
    theme.apply(Mode.DAY)
    assert all(card.isVisible() for card in room.page._cards)


def test_what_was_asked_for_last_is_shown(room: Room) -> None:
    room.live(120)
    room.page.show()
    for stretch in ("1y", "4w", "12w", "4w"):
        room.page.stretch.set_current(stretch)
        room.page.refresh()
    room.texts()
    assert "of 28 nights" in room.page.lead.text()


def test_a_store_that_cannot_be_read_is_said(room: Room) -> None:
    room.broken = True
    assert "The disk is full; make some room." in room.show()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [700, 1072])
def test_no_chart_is_squeezed(room: Room, theme: Theme, scale: float, width: int) -> None:
    theme.apply(Mode.DAY, scale)
    room.live(100)
    room.page.resize(width, 600)
    room.show()
    for card in room.page._cards:
        assert card.told is not None
        view = card.told.view
        assert view.height() >= view.heightForWidth(view.width()) - 1, card.title
