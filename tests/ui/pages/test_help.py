from collections.abc import Iterator

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from library import LIBRARY
from rlscompanion.adapters.knowledge_files import read_knowledge
from rlscompanion.assets import resources
from rlscompanion.domain.knowledge import Knowledge
from rlscompanion.services.preferring import Preferring
from rlscompanion.ui.pages.help import HelpPage
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from store_fakes import MemorySettings

KNOWLEDGE = read_knowledge(resources() / "library")
CALL = LIBRARY.texts["help-call"]


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> Iterator[HelpPage]:
    made = HelpPage(theme, CALL, lambda: KNOWLEDGE, Preferring(MemorySettings()))
    made.resize(912, 760)
    yield made
    delete(made)


def texts(page: QWidget) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_the_call_and_the_six_lines_come_first_then_every_sign_by_urgency(page: HelpPage) -> None:
    page.show()
    flags = list(KNOWLEDGE.red_flags.values())
    said = texts(page)
    wanted = [
        CALL,
        *KNOWLEDGE.night_lines,
        "Get help now",
        flags[0].text,
        "See a doctor soon",
        "Ask at your next visit",
        flags[-1].text,
    ]
    places = [said.index(words) for words in wanted]
    assert places == sorted(places)
    for flag in flags:
        assert flag.text in said
        assert flag.action in said


def test_nothing_is_read_before_it_is_shown(theme: Theme, qtbot: QtBot) -> None:
    read: list[Knowledge] = []

    def reading() -> Knowledge:
        read.append(KNOWLEDGE)
        return KNOWLEDGE

    made = HelpPage(theme, CALL, reading, Preferring(MemorySettings()))
    assert not made.is_read
    for _ in range(2):
        made.show()
        made.hide()
    assert read == [KNOWLEDGE]
    delete(made)


def test_at_night_six_lines_are_enough_until_more_is_asked_for(
    page: HelpPage, theme: Theme, qtbot: QtBot
) -> None:
    theme.apply(Mode.NIGHT)
    page.show()
    said = texts(page)
    assert said == ["When to get help", CALL, *KNOWLEDGE.night_lines]
    qtbot.mouseClick(page.more, Qt.MouseButton.LeftButton)
    assert KNOWLEDGE.red_flags["H1"].text in texts(page)
    assert not page.more.isVisible()
    theme.apply(Mode.DAY)
    assert KNOWLEDGE.red_flags["H1"].text in texts(page)


def test_at_night_every_sign_is_read_a_few_at_a_time_with_the_way_back(
    page: HelpPage, theme: Theme, qtbot: QtBot
) -> None:
    theme.apply(Mode.NIGHT)
    page.show()
    six = texts(page)
    qtbot.mouseClick(page.more, Qt.MouseButton.LeftButton)
    flags = KNOWLEDGE.red_flags.values()
    seen: list[str] = []
    headings: list[str] = []
    while True:
        said = texts(page)
        assert said[0] == CALL
        headings.append(said[1])
        now = [flag.text for flag in flags if flag.text in said]
        assert 1 <= len(now) <= 5
        seen += now
        if page.signs.next.isHidden():
            break
        qtbot.mouseClick(page.signs.next, Qt.MouseButton.LeftButton)
    assert seen == [flag.text for flag in flags]
    assert set(headings) == {"Get help now", "See a doctor soon", "Ask at your next visit"}
    assert page.focusWidget() is page.signs.back
    while page.signs.isVisible():
        qtbot.mouseClick(page.signs.back, Qt.MouseButton.LeftButton)
    assert texts(page) == six
    assert page.focusWidget() is page.more


@pytest.mark.parametrize("mode", list(Mode))
def test_whoever_comes_again_finds_what_matters_most_first(
    page: HelpPage, theme: Theme, qtbot: QtBot, mode: Mode
) -> None:
    theme.apply(mode)
    page.show()
    at_first = texts(page)
    if mode is Mode.NIGHT:
        qtbot.mouseClick(page.more, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(page.signs.next, Qt.MouseButton.LeftButton)
    else:
        page.scroller.verticalScrollBar().setValue(300)
    page.hide()
    page.show()
    assert texts(page) == at_first
    assert page.scroller.verticalScrollBar().value() == 0


@pytest.mark.parametrize("height", [300, 760])
def test_the_title_and_the_banner_are_read_before_the_signs(page: HelpPage, height: int) -> None:
    page.resize(912, height)
    page.stand_over()
    page.show()
    QApplication.processEvents()
    page.resize(912, 760)
    page.resize(912, height)
    said = texts(page)
    places = [said.index(w) for w in ("When to get help", "Then switch it on.", CALL)]
    assert places == sorted(places)


def test_by_day_each_urgency_is_named_once(page: HelpPage) -> None:
    page.show()
    assert texts(page).count("Get help now") == 1
    assert not page.signs.back.isVisible()
    assert not page.signs.next.isVisible()


def test_under_a_banner_at_night_the_number_waits(page: HelpPage, theme: Theme) -> None:
    theme.apply(Mode.NIGHT)
    page.show()
    page.stand_over()
    assert not page.number.change.isVisible()
    theme.apply(Mode.DAY)
    assert CALL in texts(page)
    assert page.number.change.isVisible()
    theme.apply(Mode.NIGHT)
    page.hide()
    page.show()
    assert page.number.change.isVisible()


def test_page_keys_turn_the_page(page: HelpPage, qtbot: QtBot) -> None:
    page.show()
    texts(page)
    qtbot.keyClick(page, Qt.Key.Key_PageDown)
    assert page.scroller.verticalScrollBar().value() > 0
    assert page.scroller.accessibleName() == "When to get help"


def test_the_own_number_is_put_in_shown_large_and_kept(theme: Theme, qtbot: QtBot) -> None:
    settings = MemorySettings()
    made = HelpPage(theme, CALL, lambda: KNOWLEDGE, Preferring(settings))
    made.show()
    assert not made.number.field.isVisible()
    qtbot.mouseClick(made.number.change, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(made.number.field, "0800 112")
    qtbot.keyClick(made.number.field, Qt.Key.Key_Return)
    assert Preferring(settings).load().emergency_number == "0800 112"
    assert texts(made)[1:3] == [CALL, "0800 112"]
    assert not made.number.field.isVisible()
    delete(made)


def test_at_night_the_way_to_change_a_number_comes_with_all_signs(
    theme: Theme, qtbot: QtBot
) -> None:
    settings = MemorySettings()
    Preferring(settings).change(emergency_number="112")
    made = HelpPage(theme, CALL, lambda: KNOWLEDGE, Preferring(settings))
    theme.apply(Mode.NIGHT)
    made.show()
    assert "112" in texts(made)
    assert not made.number.change.isVisible()
    qtbot.mouseClick(made.more, Qt.MouseButton.LeftButton)
    assert made.number.change.isVisible()
    delete(made)


def test_at_night_a_number_can_be_put_in_where_there_is_none(page: HelpPage, theme: Theme) -> None:
    theme.apply(Mode.NIGHT)
    page.show()
    assert texts(page)
    assert page.number.change.isVisible()
