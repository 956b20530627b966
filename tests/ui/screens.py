"""Every screen of the window, one after another, on made-up data; for tests that look at them."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from rlscompanion.bootstrap import Companion, made_up
from rlscompanion.services.trying_out import TryingOut
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.pages.experiments import ExperimentsPage
from rlscompanion.ui.pages.experiments.begin import BeginCard
from rlscompanion.ui.pages.first_checks import FirstChecksPage
from rlscompanion.ui.pages.first_run import FirstRunPage
from rlscompanion.ui.pages.help import HelpPage
from rlscompanion.ui.pages.insights import InsightsPage
from rlscompanion.ui.pages.library import LibraryPage
from rlscompanion.ui.pages.library.goals import ToArticle, ToArticles, ToChecks, ToDisagreements
from rlscompanion.ui.pages.routine.listing import RoutineList
from rlscompanion.ui.pages.settings import SettingsPage
from rlscompanion.ui.pages.tonight.plan import Asked
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.light_chip import LightChip
from rlscompanion.ui.widgets.timeline_row import RowAction

Screen = tuple[str, MainWindow]
STEPS = ("magnesium", "stretching", "iron")


def screens(theme: Theme, home: Path, size: QSize) -> Iterator[Screen]:
    """Show each screen in turn, with its name; the window is gone after the last one."""
    companion = made_up(home)
    yield from _first_run(theme, companion, size)
    window = MainWindow(theme)
    window.set_corner(LightChip(theme))
    pages = PageSet(theme, companion, window)
    window.resize(size)
    window.show()
    for place in pages.places:
        window.go_to(place)
        yield _settled(place, window)
    yield from _cards(companion, pages, window)
    yield from _help(pages, window)
    for step in STEPS:
        pages.show_source(step)
        yield _settled(f"step {step}", window)
    yield from _insights(pages, window)
    pages.show_report()
    pages.report.wait()
    yield _settled("report", window)
    yield from _library(pages, window)
    yield from _settings(pages, window)
    window.close()
    delete(window)
    companion.database.close()


def step_screens(theme: Theme, home: Path, size: QSize) -> Iterator[Screen]:
    """Show the page of each step there is."""
    companion = made_up(home)
    window = MainWindow(theme)
    pages = PageSet(theme, companion, window)
    window.resize(size)
    window.show()
    for step in companion.library.steps:
        pages.show_source(step)
        yield _settled(step, window)
    window.close()
    delete(window)
    companion.database.close()


def _first_run(theme: Theme, companion: Companion, size: QSize) -> Iterator[Screen]:
    window = MainWindow(theme)
    page = FirstRunPage(theme, companion.planning, companion.library)
    window.show_alone(page, page.bedtime)
    window.resize(size)
    window.show()
    yield _settled("first run", window)
    checks = FirstChecksPage(theme, TryingOut(), companion.evidence.checks)
    window.show_alone(checks, checks.go_on)
    yield _settled("first checks", window)
    window.close()
    delete(window)


def _cards(companion: Companion, pages: PageSet, window: MainWindow) -> Iterator[Screen]:
    """Open the card of each step that is not answered."""
    window.go_to("tonight")
    for state in companion.planning.tonight().checklist.states:
        if not state.status.is_answered and not state.step.is_mark:
            pages.tonight._asked(Asked(state.step.id, RowAction.DETAILS))
            yield _settled(f"tonight, {state.step.id}", window)


def _help(pages: PageSet, window: MainWindow) -> Iterator[Screen]:
    page = pages.page("help")
    assert isinstance(page, HelpPage)
    window.go_to("help")
    page.stand_over()
    yield _settled("help before exercise", window)
    if page.more.isHidden():
        return
    page.more.click()
    for number in range(100):
        yield _settled(f"help before exercise, signs {number + 1}", window)
        if page.signs.next.isHidden():
            break
        page.signs.next.click()


def _insights(pages: PageSet, window: MainWindow) -> Iterator[Screen]:
    page = pages.page("insights")
    assert isinstance(page, InsightsPage)
    window.go_to("insights")
    for title in page.titles:
        page.show_figure(title)
        yield _settled(f"insights, {title}", window)
    page.open_tests()
    yield _settled("tests on yourself", window)
    (tests,) = page.findChildren(ExperimentsPage)
    tests.begin()
    QApplication.processEvents()
    (plan,) = (card for card in tests.findChildren(BeginCard) if card.isVisible())
    for part in range(len(plan.parts)):
        yield _settled(f"plan of a test, {part + 1}", window)
        if plan.next.isHidden():
            break
        plan.next.click()
    plan.not_now.click()
    page.close_tests()


def _library(pages: PageSet, window: MainWindow) -> Iterator[Screen]:
    page = pages.page("library")
    assert isinstance(page, LibraryPage)
    window.go_to("library")
    page.go_back()
    page.contents.search.setText("mag")
    yield _settled("search", window)
    page.contents.clear()
    for goal in (ToArticles(), ToArticle("G"), ToArticle("L"), ToDisagreements(), ToChecks()):
        page.go_to(goal)
        yield _settled(str(goal), window)
        page.go_back()


def _settings(pages: PageSet, window: MainWindow) -> Iterator[Screen]:
    page = pages.page("settings")
    assert isinstance(page, SettingsPage)
    window.go_to("settings")
    for section in page.sections:
        page.jump_to(section)
        yield _settled(f"settings, {section.title}", window)


def _settled(name: str, window: MainWindow) -> Screen:
    window.setFocus()
    for page in window.findChildren(InsightsPage):
        page.wait()
    for rows in window.findChildren(RoutineList):
        rows.finish()
    for _ in range(3):
        QApplication.processEvents()
    return name, window
