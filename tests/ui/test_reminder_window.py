"""Our own reminder window: small, dim, never in the way."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from ui.resting import unrest

from rlscompanion.services.ports import Answer, Notice, NoticeAnswered
from rlscompanion.ui.reminder_window import ABOVE_UNDO, AT_MOST, DEAF_SECONDS, ReminderWindow
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

ANSWERS = ((Answer.DONE, "Done"), (Answer.SNOOZE, "Snooze 10 min"), (Answer.SKIP, "Skip tonight"))
SOAK = Notice("soak", "Foot soak: it is time.", "", ANSWERS)


class Corner:
    """A reminder window, its clock, and what was pressed on it."""

    def __init__(self, theme: Theme) -> None:
        self.seconds = 100.0
        self.window = ReminderWindow(theme, lambda: self.seconds)
        self.answers: list[NoticeAnswered] = []
        self.window.answered.connect(self.answers.append)
        self.put_away: list[str] = []
        self.window.put_away.connect(self.put_away.append)

    def press(self, name: str) -> None:
        (button,) = [
            b
            for b in self.window.findChildren(QAbstractButton)
            if b.accessibleName() == name and not b.isHidden()
        ]
        button.click()


@pytest.fixture
def corner(theme: Theme, qtbot: QtBot) -> Iterator[Corner]:
    made = Corner(theme)
    qtbot.addWidget(made.window)
    yield made
    made.window.clear()


@pytest.mark.parametrize(("answer", "words"), ANSWERS)
def test_each_button_is_its_answer_and_the_window_goes(
    corner: Corner, answer: Answer, words: str
) -> None:
    corner.window.show_notice(SOAK)
    corner.seconds += DEAF_SECONDS
    corner.press(f"{words}: Foot soak: it is time.")
    assert corner.answers == [NoticeAnswered("soak", answer)]
    assert not corner.window.isVisible()


def test_in_the_first_second_nothing_on_it_acts(corner: Corner) -> None:
    corner.window.show_notice(SOAK)
    corner.seconds += DEAF_SECONDS - 0.01
    corner.press("Done: Foot soak: it is time.")
    corner.press("Put away: Foot soak: it is time.")
    assert corner.answers == []
    assert corner.window.showing == ("soak",)


def test_putting_it_away_is_no_answer(corner: Corner) -> None:
    corner.window.show_notice(SOAK)
    corner.seconds += DEAF_SECONDS
    corner.press("Put away: Foot soak: it is time.")
    assert corner.answers == []
    assert corner.put_away == ["soak"]
    assert not corner.window.isVisible()


def test_it_leaves_the_place_free_where_a_window_offers_to_undo(corner: Corner) -> None:
    corner.window.show_notice(SOAK)
    room = corner.window.screen().availableGeometry()
    assert room.bottom() - corner.window.geometry().bottom() >= ABOVE_UNDO
    assert room.contains(corner.window.geometry())


def test_held_nothing_is_seen_and_afterwards_all_of_it(corner: Corner) -> None:
    corner.window.show_notice(SOAK)
    corner.window.hold(held=True)
    assert not corner.window.isVisible()
    corner.window.show_notice(Notice("test", "This is a test.", "", ()))
    assert not corner.window.isVisible()
    corner.window.hold(held=False)
    assert corner.window.isVisible()
    assert corner.window.showing == ("soak", "test")


def test_let_go_with_nothing_to_show_it_stays_away(corner: Corner) -> None:
    corner.window.hold(held=True)
    corner.window.hold(held=False)
    assert not corner.window.isVisible()


def test_esc_puts_all_away_without_an_answer(corner: Corner, qtbot: QtBot) -> None:
    corner.window.show_notice(SOAK)
    qtbot.keyClick(corner.window, Qt.Key.Key_Escape)
    assert corner.answers == []
    assert corner.put_away == ["soak"]
    assert corner.window.showing == ()


def test_the_same_notice_takes_the_place_of_the_older_one(corner: Corner) -> None:
    corner.window.show_notice(SOAK)
    corner.window.show_notice(SOAK)
    assert corner.window.showing == ("soak",)


def test_a_few_stand_at_a_time_the_oldest_makes_room(corner: Corner) -> None:
    for n in range(AT_MOST + 1):
        corner.window.show_notice(Notice(f"n{n}", f"Step {n}", "", ANSWERS))
    assert "n0" not in corner.window.showing
    assert corner.window.showing[-1] == f"n{AT_MOST}"


def test_withdrawn_elsewhere_it_goes(corner: Corner) -> None:
    corner.window.show_notice(SOAK)
    corner.window.withdraw("another")
    assert corner.window.isVisible()
    corner.window.withdraw("soak")
    assert not corner.window.isVisible()


def test_it_takes_no_focus_and_stands_inside_the_screen_at_the_lower_right(
    corner: Corner,
) -> None:
    corner.window.show_notice(SOAK)
    assert corner.window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    room = corner.window.screen().availableGeometry()
    assert room.contains(corner.window.geometry())
    assert corner.window.geometry().center().y() > room.center().y()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_every_button_is_wholly_seen_in_any_size_of_text(
    corner: Corner, theme: Theme, scale: float
) -> None:
    theme.apply(Mode.NIGHT, scale)
    corner.window.show_notice(SOAK)
    QApplication.processEvents()
    for button in corner.window.findChildren(QAbstractButton):
        corners = button.rect().translated(button.mapTo(corner.window, button.rect().topLeft()))
        assert corner.window.rect().contains(corners), button.accessibleName()
    theme.apply(Mode.DAY)


def test_what_does_not_come_onto_the_screen_is_said(corner: Corner, qtbot: QtBot) -> None:
    missed: list[Notice] = []
    corner.window.not_seen.connect(missed.append)
    corner.window.show_notice(SOAK)
    corner.window.hide()
    corner.window._look_whether_seen(SOAK)
    assert missed == [SOAK]
    assert corner.window.showing == ()


def test_at_night_it_is_as_dim_as_the_window(corner: Corner, theme: Theme) -> None:
    theme.apply(Mode.NIGHT)
    corner.window.show_notice(SOAK)
    QApplication.processEvents()
    picture = corner.window.grab().toImage()
    total = 0.0
    for x in range(0, picture.width(), 3):
        for y in range(0, picture.height(), 3):
            colour = picture.pixelColor(x, y)
            total += 0.2126 * _linear(colour.redF()) + 0.7152 * _linear(colour.greenF())
            assert colour.blue() <= 14
    theme.apply(Mode.DAY)
    points = len(range(0, picture.width(), 3)) * len(range(0, picture.height(), 3))
    assert total / points <= 0.02


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize("count", range(1, AT_MOST + 1))
def test_once_it_is_placed_it_comes_to_rest(corner: Corner, qtbot: QtBot, count: int) -> None:
    for n in range(count):
        corner.window.show_notice(Notice(f"n{n}", f"Step {n}", "", ANSWERS))
    qtbot.waitExposed(corner.window)
    assert unrest() == {}
