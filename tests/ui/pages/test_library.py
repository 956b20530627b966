from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from typing_extensions import override

from fakes import FakeClock
from library import answered
from rlscompanion.adapters.folders import home_folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.profile import Answer
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.pages.library import LibraryPage
from rlscompanion.ui.pages.library.acts import Acts
from rlscompanion.ui.pages.library.articles import (
    ArticleSheet,
    ArticlesSheet,
    ChecksSheet,
    DisagreementsSheet,
)
from rlscompanion.ui.pages.library.contents import SHOWN_AT_MOST, ContentsSheet
from rlscompanion.ui.pages.library.goals import (
    ToArticle,
    ToArticles,
    ToChecks,
    ToDisagreements,
    ToHelp,
    ToStep,
)
from rlscompanion.ui.pages.library.link_row import LinkRow
from rlscompanion.ui.pages.library.page import DEEPEST
from rlscompanion.ui.pages.library.statement import StatementBlock
from rlscompanion.ui.pages.library.step import StepSheet
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.jumps import Jumps
from rlscompanion.ui.widgets.navigation import NavButton

NOW = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def companion(home: Path) -> Iterator[Companion]:
    made = Companion(home_folders(home), FakeClock(NOW))
    yield made
    made.database.close()


@pytest.fixture
def page(theme: Theme, companion: Companion, qtbot: QtBot) -> Iterator[LibraryPage]:
    made = LibraryPage(theme, lambda: companion.consulting)
    made.resize(912, 760)
    made.show()
    qtbot.waitExposed(made)
    settle()
    yield made
    delete(made)


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def texts(page: QWidget) -> str:
    settle()
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def rows(page: LibraryPage) -> dict[str, LinkRow]:
    return {row.text(): row for row in page.findChildren(LinkRow) if row.isVisible()}


def button(page: QWidget, name: str) -> QAbstractButton:
    (found,) = [
        each
        for each in page.findChildren(QAbstractButton)
        if each.isVisible() and name in {each.text(), each.accessibleName()}
    ]
    return found


def test_nothing_is_read_before_it_is_shown(
    theme: Theme, companion: Companion, qtbot: QtBot
) -> None:
    made = LibraryPage(theme, lambda: companion.consulting)
    assert not made.is_read
    assert "knowledge" not in vars(companion)
    made.show()
    assert made.is_read
    assert "knowledge" in vars(companion)
    delete(made)


def test_the_contents_name_every_step_and_the_doors(
    page: LibraryPage, companion: Companion
) -> None:
    assert set(rows(page)) == {step.title for step in companion.library.steps.values()}
    for door in ("The four articles", "Where they disagree", "Worth checking first"):
        assert button(page, door)


def test_typing_finds_by_all_the_words_titles_first(page: LibraryPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.contents.search, "Magnesium")
    settle()
    found = list(rows(page))
    assert found[:2] == ["Magnesium", "Magnesium oil or bath salts"]
    assert "Where they disagree: Magnesium near gabapentin" in found
    assert "Gentle stretching" not in found
    qtbot.keyClicks(page.contents.search, " little luck")
    settle()
    assert set(rows(page)) == {
        "Where they disagree: Magnesium",
    }


def test_a_search_without_finds_says_so_and_a_broad_one_shows_some(
    page: LibraryPage, qtbot: QtBot
) -> None:
    qtbot.keyClicks(page.contents.search, "qwertz")
    assert "Nothing has all these words" in texts(page)
    page.contents.search.setText("e")
    settle()
    assert len(rows(page)) == SHOWN_AT_MOST
    assert "more. Add a word" in texts(page)


def test_enter_opens_the_first_hit_and_the_arrow_keys_go_over_the_hits(
    page: LibraryPage, qtbot: QtBot
) -> None:
    page.activateWindow()
    search = page.contents.search
    search.setFocus()
    qtbot.keyClicks(search, "magnesium")
    settle()
    hits = list(rows(page).values())
    qtbot.keyClick(search, Qt.Key.Key_Down)
    assert hits[0].hasFocus()
    qtbot.keyClick(hits[0], Qt.Key.Key_Down)
    assert hits[1].hasFocus()
    qtbot.keyClick(hits[1], Qt.Key.Key_Up)
    qtbot.keyClick(hits[0], Qt.Key.Key_Up)
    assert search.hasFocus()
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert isinstance(page.sheet, StepSheet)
    assert page.sheet.step == "magnesium"


def test_choosing_the_library_once_more_leads_to_its_start(
    theme: Theme, companion: Companion, qtbot: QtBot
) -> None:
    window = MainWindow(theme)
    pages = PageSet(theme, companion, window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    (place,) = [one for one in window.findChildren(NavButton) if one.accessibleName() == "Library"]
    qtbot.mouseClick(place, LEFT)
    page = pages.page("library")
    assert isinstance(page, LibraryPage)
    page.contents.search.setText("iron")
    settle()
    qtbot.mouseClick(rows(page)["Iron"], LEFT)
    assert isinstance(page.sheet, StepSheet)
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_Escape)
    assert isinstance(page.sheet, ContentsSheet)
    qtbot.mouseClick(rows(page)["Iron"], LEFT)
    qtbot.mouseClick(place, LEFT)
    assert isinstance(page.sheet, ContentsSheet)
    assert page.contents.search.text() == ""
    assert page.contents.search.hasFocus()
    delete(window)


def test_a_part_with_nothing_in_it_has_no_button(page: LibraryPage, companion: Companion) -> None:
    differ: dict[bool, str] = {}
    for each in companion.consulting.steps():
        differ[bool(each.disagreements)] = each.step.id
    for is_there, step in differ.items():
        page.open_step(step)
        assert isinstance(page.sheet, StepSheet)
        assert ("differ" in page.sheet.jumps.buttons) is is_there
        assert ("We noted nothing." in texts(page)) is not is_there
    assert set(differ) == {True, False}


def test_a_side_is_named_by_its_article(page: LibraryPage) -> None:
    page.go_to(ToDisagreements())
    assert "One side: Simply try iron. (Ronald Lavine's article: L14)" in texts(page)


def test_escape_ends_the_search(page: LibraryPage, qtbot: QtBot) -> None:
    page.contents.search.setFocus()
    qtbot.keyClicks(page.contents.search, "iron")
    qtbot.keyClick(page.contents.search, Qt.Key.Key_Escape)
    settle()
    assert page.contents.search.text() == ""
    assert "Gentle stretching" in rows(page)


@pytest.mark.parametrize(
    ("words", "sheet"),
    [
        ("screens off", StepSheet),
        ("lavine chiropractor", ArticleSheet),
        ("magnesium near gabapentin", DisagreementsSheet),
        ("sleep apnoea too", ChecksSheet),
        ("V20", ArticleSheet),
    ],
)
def test_a_find_opens_its_page(
    page: LibraryPage, qtbot: QtBot, words: str, sheet: type[QWidget]
) -> None:
    page.contents.search.setText(words)
    settle()
    qtbot.mouseClick(next(iter(rows(page).values())), LEFT)
    assert isinstance(page.sheet, sheet)


def test_a_sign_leads_to_the_help_page(page: LibraryPage, qtbot: QtBot) -> None:
    page.contents.search.setText("leg suddenly cold")
    settle()
    (row,) = rows(page).values()
    with qtbot.waitSignal(page.help_wanted):
        qtbot.mouseClick(row, LEFT)
    assert isinstance(page.sheet, ContentsSheet)


def test_magnesiums_page_answers_all_four_questions(page: LibraryPage) -> None:
    page.open_step("magnesium")
    settle()
    said = texts(page)
    for words in (
        "The author puts magnesium on his list",
        "What they sell: He offers to sell the supplements himself",
        "What they sell: He sells the hands-on therapy",
        "had little luck",
        "Three documents favour magnesium",
        "Not with kidney disease",
        "Left out with: Kidney disease; ",
        "To be confirmed.",
        "Not known yet: 28 questions are open.",
    ):
        assert words in said
    for heading in ("What guidance says", "What trials found", "Where they disagree"):
        assert heading in said


def test_guidance_stands_higher_than_any_article_beside_what_to_do(page: LibraryPage) -> None:
    page.open_step("magnesium")
    settle()

    def top(words: str) -> int:
        (label,) = [each for each in page.findChildren(QLabel) if each.text() == words]
        return label.mapTo(page, label.rect().topLeft()).y()

    assert top("What guidance says") <= top("What to do")
    assert top("What guidance says") < top("What trials found") < top("What the articles say")


def test_a_figure_and_its_limit_are_one_text(page: LibraryPage) -> None:
    page.go_to(ToArticle("V"))
    figures = [each.text() for each in page.findChildren(QLabel) if "“400mg”" in each.text()]
    assert len(figures) == 1
    assert "Limit: Usual upper limits from supplements are 350 mg" in figures[0]


@pytest.mark.parametrize(("document", "claims"), [("G", 48), ("W", 17), ("L", 24), ("V", 54)])
def test_an_articles_page_shows_all_its_claims(
    page: LibraryPage, document: str, claims: int
) -> None:
    page.go_to(ToArticle(document))
    settle()
    assert len(page.sheet.findChildren(StatementBlock)) == claims
    assert "What they sell: " in texts(page)
    assert "Missing in our copy: " in texts(page)


def test_an_article_opens_at_the_claim_that_was_found(page: LibraryPage, qtbot: QtBot) -> None:
    page.go_to(ToArticle("V", "V20"))
    bar = page.sheet.scroller.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0)
    (block,) = [b for b in page.findChildren(StatementBlock) if b.said.claim.id == "V20"]
    top = block.mapTo(page.sheet.scroller, block.rect().topLeft()).y()
    assert 0 <= top < 40


def test_the_other_pages_say_it_all(page: LibraryPage, companion: Companion) -> None:
    page.go_to(ToDisagreements())
    settle()
    for each in companion.knowledge.disagreements.values():
        assert each.text in texts(page)
    page.go_to(ToArticles())
    settle()
    assert isinstance(page.sheet, ArticlesSheet)
    assert set(rows(page)) == {each.name for each in companion.knowledge.documents.values()}
    assert "no evidence behind it" in texts(page)
    page.go_to(ToChecks())
    settle()
    assert "Ferritin and TSAT tested this year?" in texts(page)


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_the_keyboard_goes_back_to_where_it_was(
    page: LibraryPage, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    page.activateWindow()
    row = rows(page)["Magnesium"]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert isinstance(page.sheet, StepSheet)
    assert page.sheet.back.hasFocus()
    qtbot.mouseClick(button(page, "Gary Moller's article: All that it says"), LEFT)
    assert isinstance(page.sheet, ArticleSheet)
    qtbot.keyClick(page.sheet.back, key, modifier)
    assert isinstance(page.sheet, StepSheet)
    qtbot.keyClick(page.sheet.back, key, modifier)
    assert isinstance(page.sheet, ContentsSheet)
    assert row.hasFocus()


def test_back_is_a_button_too(page: LibraryPage, qtbot: QtBot) -> None:
    page.go_to(ToChecks())
    qtbot.mouseClick(button(page, "Back"), LEFT)
    assert isinstance(page.sheet, ContentsSheet)


def test_page_keys_turn_the_page(page: LibraryPage, qtbot: QtBot) -> None:
    page.open_step("magnesium")
    settle()
    bar = page.sheet.scroller.verticalScrollBar()
    qtbot.keyClick(page.sheet.back, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    qtbot.keyClick(page.sheet.back, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    qtbot.keyClick(page.sheet.back, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_the_buttons_above_a_step_lead_to_its_parts(page: LibraryPage, qtbot: QtBot) -> None:
    page.open_step("magnesium")
    settle()
    qtbot.mouseClick(button(page, "Go to: Where they disagree"), LEFT)
    assert page.sheet.scroller.verticalScrollBar().value() > 0


def test_an_offered_step_can_be_added_to_the_evening(page: LibraryPage, qtbot: QtBot) -> None:
    page.open_step("warm-bath")
    with qtbot.waitSignal(page.add_wanted) as wanted:
        qtbot.mouseClick(button(page, "Add to my evening: Warm bath"), LEFT)
    assert wanted.args == ["warm-bath"]
    page.open_step("melatonin")
    settle()
    assert "Not offered as a step here." in texts(page)
    assert isinstance(page.sheet, StepSheet)
    assert not page.sheet.add.isVisible()


def test_the_step_leads_to_help(page: LibraryPage, qtbot: QtBot) -> None:
    page.open_step("magnesium")
    with qtbot.waitSignal(page.help_wanted):
        qtbot.mouseClick(button(page, "When to get help"), LEFT)
    with qtbot.waitSignal(page.help_wanted):
        page.go_to(ToHelp())


def test_the_verdict_is_said_anew_when_the_page_comes_up_again(
    page: LibraryPage, companion: Companion
) -> None:
    page.open_step("magnesium")
    told = answered(date(2026, 11, 22), but={"kidney-disease": Answer.YES})
    page.hide()
    companion.profiles.save(told, NOW)
    page.show()
    assert "Left out." in texts(page)


def test_the_page_can_be_read_when_the_answers_cannot(
    page: LibraryPage, companion: Companion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise StoreError("the disk is gone")

    monkeypatch.setattr(type(companion.profiles), "load", broken)
    page.open_step("magnesium")
    settle()
    assert "questions are open" in texts(page)


def test_wandering_on_and_on_keeps_only_so_many_pages(page: LibraryPage) -> None:
    for _ in range(DEEPEST + 5):
        page.go_to(ToStep("stretching"))
    assert page._sheets.count() == DEEPEST + 1
    page.open_step("magnesium")
    page.go_back()
    assert isinstance(page.sheet, ContentsSheet)


def test_at_night_a_step_shows_one_part_at_a_time(
    page: LibraryPage, theme: Theme, qtbot: QtBot
) -> None:
    theme.apply(Mode.NIGHT)
    page.open_step("magnesium")
    settle()
    assert "Take magnesium only as agreed" in texts(page)
    assert "had little luck" not in texts(page)
    (parts,) = (each.list for each in page.findChildren(Jumps) if each.list.isVisible())
    parts.setFocus()
    for _ in range(parts.findData("views")):
        qtbot.keyClick(parts, Qt.Key.Key_Down)
    settle()
    assert parts.currentText() == "What the articles say"
    assert "had little luck" in texts(page)
    assert "When to stop" in texts(page)
    theme.apply(Mode.DAY)
    settle()
    assert "Take magnesium only as agreed" in texts(page)


@pytest.mark.parametrize("goal", [ToStep("magnesium"), ToArticles(), ToArticle("G"), ToChecks()])
@pytest.mark.parametrize(("scale", "width"), [(1.0, 804), (2.0, 708), (1.0, 1700)])
def test_nothing_scrolls_sideways(
    page: LibraryPage,
    theme: Theme,
    goal: ToStep | ToArticles | ToArticle | ToChecks,
    scale: float,
    width: int,
) -> None:
    theme.apply(Mode.DAY, scale)
    page.resize(width, 600)
    page.go_to(goal)
    settle()
    for area in page.findChildren(QScrollArea):
        inner = area.widget()
        assert inner is not None
        if area.isVisible():
            assert inner.width() <= area.viewport().width()
            assert inner.minimumSizeHint().width() <= area.viewport().width()


@pytest.mark.parametrize("goal", [None, ToStep("magnesium"), ToArticles(), ToArticle("W")])
def test_whatever_takes_the_keyboard_has_a_name(
    page: LibraryPage, goal: ToStep | ToArticles | ToArticle | None
) -> None:
    if goal is not None:
        page.go_to(goal)
    settle()
    stops = [*page.findChildren(QAbstractButton), *page.findChildren(QLineEdit)]
    for stop in stops:
        if stop.isVisible():
            named = stop.accessibleName() or (
                stop.text() if isinstance(stop, QAbstractButton) else ""
            )
            assert named
    assert page.sheet.accessibleName()


def test_nothing_of_it_flashes_up_as_a_window_of_its_own(
    page: LibraryPage, qapp: QApplication
) -> None:
    shown: list[QObject] = []

    class Watch(QObject):
        @override
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
                shown.extend([watched] if watched.isWindow() else [])
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    for goal in (ToStep("magnesium"), ToArticles(), ToArticle("G"), ToDisagreements(), ToChecks()):
        page.go_to(goal)
    qapp.removeEventFilter(watch)
    assert shown == []


def test_a_step_says_act_by_act_what_to_do_and_which_of_how_many(
    page: LibraryPage, companion: Companion
) -> None:
    page.go_to(ToStep("warm-bath"))
    settle()
    acts = companion.library.acts["warm-bath"]
    (listed,) = page.findChildren(Acts)
    shown = [label for label in listed.findChildren(QLabel) if label.isVisible()]
    assert [label.text() for label in shown] == list(acts)
    assert listed.accessibleName() == "What to do, one after the other: 6"
    assert shown[0].accessibleName() == f"Step 1 of 6: {acts[0]}"
    assert shown[-1].accessibleName() == f"Step 6 of 6: {acts[-1]}"
    tops = [label.mapTo(page, label.rect().topLeft()).y() for label in shown]
    assert tops == sorted(tops)


def test_a_step_of_one_act_has_no_list(page: LibraryPage) -> None:
    page.go_to(ToStep("lights-out"))
    settle()
    assert page.findChildren(Acts) == []
