"""The second page of the first run: nothing on it has to be answered."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from fakes import FakeNotifier
from rlscompanion.adapters.evidence_files import read_evidence
from rlscompanion.assets import resources
from rlscompanion.domain.mendable import Mendable
from rlscompanion.services.trying_out import TryingOut
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.pages.first_checks import FirstChecksPage
from rlscompanion.ui.theme.theme import Theme

CHECKS = read_evidence(resources() / "library").checks


class ReadOnlyAutostart:
    """Keeps the port Autostart on a disk that cannot be written."""

    def trouble(self) -> str:
        return ""

    def is_on(self) -> bool | None:
        return False

    def set(self, *, on: bool) -> None:
        raise Mendable(f"The autostart folder cannot be written, so it is not {on}.")


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> Iterator[FirstChecksPage]:
    made = FirstChecksPage(theme, TryingOut(FakeNotifier(), None, ReadOnlyAutostart()), CHECKS)
    made.resize(1120, 760)
    made.show()
    yield made
    delete(made)


def said(page: FirstChecksPage) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_it_names_what_is_worth_checking_first(page: FirstChecksPage) -> None:
    for check in CHECKS:
        assert check.title in said(page)
        assert check.text in said(page)


def test_enter_alone_goes_on_and_tab_comes_to_the_rest(theme: Theme, qtbot: QtBot) -> None:
    window = MainWindow(theme)
    made = FirstChecksPage(theme, TryingOut(FakeNotifier(), None, ReadOnlyAutostart()), CHECKS)
    window.come_up()
    window.show_alone(made, made.go_on)
    qtbot.waitUntil(window.isActiveWindow)
    stops = [made.go_on, made.help, made.test.send, made.with_computer, made.go_on]
    for one, then in pairwise(stops):
        assert one.hasFocus()
        qtbot.keyClick(one, Qt.Key.Key_Tab)
        assert then.hasFocus()
    with qtbot.waitSignal(made.finished):
        qtbot.keyClick(made.go_on, Qt.Key.Key_Return)
    delete(window)


def test_it_can_be_left_with_nothing_answered(page: FirstChecksPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.finished):
        page.go_on.click()
    assert page.test.seen is None


def test_a_test_reminder_is_asked_about(page: FirstChecksPage, qtbot: QtBot) -> None:
    page.test.send.click()
    qtbot.waitUntil(lambda: "Did you see it?" in said(page))
    page.test.no.click()
    assert page.test.seen is False
    assert "do not disturb" in said(page)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_two_presses_on_an_answer_leave_everything_else_as_it_is(
    theme: Theme, qtbot: QtBot, answer: str
) -> None:
    notifier = FakeNotifier()
    window = MainWindow(theme)
    made = FirstChecksPage(theme, TryingOut(notifier, None, ReadOnlyAutostart()), CHECKS)
    window.come_up()
    window.show_alone(made, made.go_on)
    qtbot.waitUntil(window.isActiveWindow)
    made.test.send.click()
    QApplication.processEvents()
    button = made.test.yes if answer == "yes" else made.test.no
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert made.test.send.hasFocus()
    words = said(made)
    qtbot.keyClick(made.test.send, Qt.Key.Key_Space)
    assert said(made) == words
    delete(window)


def test_what_cannot_be_switched_stays_off_and_says_why(page: FirstChecksPage) -> None:
    page.with_computer.click()
    assert not page.with_computer.isChecked()
    assert "The autostart folder cannot be written" in said(page)


def test_where_there_is_no_autostart_there_is_no_switch(theme: Theme, qtbot: QtBot) -> None:
    page = FirstChecksPage(theme, TryingOut(), CHECKS)
    page.show()
    assert not page.with_computer.isVisible()
    assert "open it in the evening" in said(page)
    delete(page)
