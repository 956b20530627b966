"""One evening through the real Tonight page: real store, real library, a clock that is told."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import shiboken6
from houses import House
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from ui.reading import words_on

from rlscompanion.domain.routine import BeforeBed, Routine, RoutineStep
from rlscompanion.domain.undoing import standing_sayings
from rlscompanion.ui.pages.tonight import TonightPage
from rlscompanion.ui.pages.tonight.guide_view import GuideView
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode


@pytest.fixture
def house(home: Path) -> House:
    made = House(home, "2026-11-22 20:41")
    soak = RoutineStep("own/soak", title="Foot soak", when=BeforeBed(110), minutes=20)
    read = RoutineStep("own/read", title="Read", when=BeforeBed(100))
    steps = (soak, read, RoutineStep("stretching"), RoutineStep("screens-off"))
    made.companion.planning.save(Routine(steps=steps))
    return made


@pytest.fixture
def page(house: House, qapp: QApplication) -> Iterator[TonightPage]:
    theme = Theme(qapp)
    theme.apply(Mode.EVENING)
    parts = house.companion
    made = TonightPage(theme, parts.planning, lambda: parts.checking_off, parts.clock)
    made.changed.connect(house.reminding.look)
    made.resize(912, 760)
    made.show()
    yield made
    made.hide()
    shiboken6.delete(made)
    theme.deleteLater()


def seen(page: TonightPage) -> list[str]:
    QApplication.processEvents()
    return words_on(page)


def press(page: TonightPage, qtbot: QtBot, name: str) -> None:
    QApplication.processEvents()
    (found,) = [
        button
        for button in page.findChildren(QPushButton)
        if button.isVisible() and name in {button.text(), button.accessibleName()}
    ]
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def statuses(house: House) -> dict[str, str]:
    checklist = house.companion.planning.tonight().checklist
    said = {state.step.id: state.status.value for state in checklist.states}
    running = {state.step.id: "running" for state in checklist.states if state.is_running}
    return said | running


def test_an_evening_started_followed_snoozed_and_all_of_it_undone(
    house: House, page: TonightPage, qtbot: QtBot
) -> None:
    # GIVEN an evening with a soak at 20:40, a book at 20:50 and a stretch at 21:10
    assert "Foot soak" in seen(page)

    # WHEN the soak is started, and its time goes by
    press(page, qtbot, "Start: Foot soak")
    house.clock.advance(timedelta(minutes=6))
    page.refresh()

    # THEN it counts down in the card, and no reminder of it comes
    assert "14:00 left" in seen(page)
    assert "Foot soak: it is time." not in house.titles()

    # AND WHEN the book is snoozed from its row while the soak runs
    house.clock.advance(timedelta(minutes=8))
    page.refresh()
    row = page._timeline.row("own/read")
    assert row is not None
    qtbot.keyClick(row, Qt.Key.Key_S)
    assert "snoozed until 21:05" in seen(page)
    assert row.said.meta == "Again at 21:05"

    # AND WHEN the soak is done, and the stretch is followed to its end
    press(page, qtbot, "Done: Foot soak")
    house.clock.advance(timedelta(minutes=18))
    page.refresh()
    press(page, qtbot, "Start: Gentle stretching")
    (guide,) = page.findChildren(GuideView)
    said: list[str] = []
    while guide.following is not None:
        house.clock.advance(timedelta(seconds=1))
        guide.tick()
        said += [words for words in seen(page)[:4] if words not in said]

    # THEN its cues were shown, and it is done by having been followed
    assert "Right heel on the floor, lean forward gently" in said
    assert statuses(house)["stretching"] == "done"
    assert statuses(house)["own/soak"] == "done"

    # AND WHEN everything is undone, one by one
    undone: list[dict[str, str]] = []
    while standing_sayings(house.companion.planning.tonight().entries):
        page.undo()
        undone.append(statuses(house))

    # THEN each step of the way back is what stood before it; the soak's time is long over
    assert [said["stretching"] for said in undone[:2]] == ["running", "due"]
    assert undone[2]["own/soak"] == "unanswered"
    assert len(undone) == 5
    assert set(undone[-1].values()) <= {"due", "unanswered", "upcoming"}
    assert "Undo" not in seen(page)
