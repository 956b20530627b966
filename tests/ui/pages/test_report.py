"""The page of the report: seen before it is saved, dim in the evening, saved where it says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from houses import House, local
from light_meter import read
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from rlscompanion.domain.check_in import Question, entry_of
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.pages.insights import InsightsPage
from rlscompanion.ui.pages.journal import JournalPage
from rlscompanion.ui.pages.report import ReportPage
from rlscompanion.ui.pages.report.page import Keeping
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode


class Desk:
    """A house with three weeks of ratings, the page open, and a folder for documents."""

    def __init__(self, home: Path, theme: Theme, documents: Path) -> None:
        self.theme = theme
        self.documents = documents
        self.house = House(home, "2026-11-22 10:00")
        companion = self.house.companion
        tonight = companion.planning.night_of(self.house.clock.now())
        companion.journal.append(
            *(
                entry_of(
                    tonight - n * ONE_DAY, Question.LEGS_EVENING, n % 7, self.house.clock.now()
                )
                for n in range(1, 22)
            )
        )
        keeping = Keeping(documents, companion.save_file)
        self.page = ReportPage(theme, lambda: companion.reporting, keeping)
        self.page.resize(912, 760)

    def show(self, mode: Mode = Mode.DAY) -> None:
        self.theme.apply(mode)
        self.page.show()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            QApplication.processEvents()
            self.page.wait()
        QApplication.processEvents()

    def press(self, qtbot: QtBot, button: object) -> None:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def words(self) -> str:
        return self.page.preview.pages[0].accessibleDescription()


@pytest.fixture
def desk(home: Path, theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(home, theme, tmp_path / "Documents")
    yield made
    made.page.wait()
    made.page.close()
    delete(made.page)
    made.house.companion.database.close()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    files: list[str] = []

    def open_url(url: QUrl) -> bool:
        files.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return files


def test_every_page_is_seen_and_can_be_read_aloud(desk: Desk) -> None:
    desk.show()
    pages = desk.page.preview.pages
    assert len(pages) >= 2
    assert pages[0].accessibleName() == f"Page 1 of {len(pages)}"
    assert "Nights rated: 21 of 22, from 31 Oct to 21 Nov. Blank: 1." in desk.words()


def test_other_weeks_and_the_guideline_change_what_is_seen(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    assert "AASM" not in desk.words()
    desk.press(qtbot, desk.page.weeks.button("12"))
    desk.page.thresholds.setChecked(True)
    desk.settle()
    assert "12 weeks" in desk.words()
    assert "AASM" in desk.words()


def test_the_pdf_is_saved_among_the_documents_and_the_page_says_where(
    desk: Desk, qtbot: QtBot, opened: list[str]
) -> None:
    desk.show()
    desk.press(qtbot, desk.page.save_pdf)
    (file,) = desk.documents.iterdir()
    assert file.name == "RLS report 2026-11-22.pdf"
    assert file.read_bytes().startswith(b"%PDF")
    assert desk.page.saved.isVisible()
    assert str(desk.documents) in desk.page.saved.accessibleDescription()
    desk.press(qtbot, desk.page.saved.button())
    assert opened == [str(file)]


def test_nothing_that_is_there_is_written_over(desk: Desk, qtbot: QtBot) -> None:
    desk.show()
    for button in (desk.page.save_text, desk.page.save_text, desk.page.save_card):
        desk.press(qtbot, button)
    assert sorted(file.name for file in desk.documents.iterdir()) == [
        "RLS bedside card 2026-11-22.pdf",
        "RLS report 2026-11-22 (2).txt",
        "RLS report 2026-11-22.txt",
    ]


def test_in_the_evening_white_paper_waits_for_the_day(
    desk: Desk, qtbot: QtBot, opened: list[str]
) -> None:
    desk.house.clock.set(local("2026-11-22 20:30"))
    desk.show(Mode.EVENING)
    desk.press(qtbot, desk.page.save_pdf)
    assert desk.page.saved.button().text() == "Open it tomorrow"
    desk.press(qtbot, desk.page.saved.button())
    assert opened == []
    desk.page.hide()
    desk.house.clock.set(local("2026-11-23 09:00"))
    desk.show(Mode.DAY)
    assert desk.page.saved.button().text() == "Open it"
    desk.press(qtbot, desk.page.saved.button())
    assert [Path(one).name for one in opened] == ["RLS report 2026-11-22.pdf"]
    desk.page.hide()
    desk.show(Mode.DAY)
    assert not desk.page.saved.isVisible()


def test_the_preview_is_dim_in_the_evening_and_rests_at_night(desk: Desk) -> None:
    desk.show(Mode.EVENING)
    assert read(desk.page.grab().toImage()).mean <= 0.10
    assert desk.page.preview.isVisible()
    desk.theme.apply(Mode.NIGHT)
    desk.settle()
    assert not desk.page.preview.isVisible()
    assert desk.page.resting.isVisible()
    assert read(desk.page.grab().toImage()).mean <= 0.01


def test_a_folder_that_cannot_be_made_is_one_sentence(desk: Desk, qtbot: QtBot) -> None:
    desk.documents.write_text("a file", encoding="utf-8")
    desk.show()
    desk.press(qtbot, desk.page.save_pdf)
    assert desk.page.trouble.isVisible()
    assert str(desk.documents) in desk.page.trouble.accessibleName()
    assert not desk.page.saved.isVisible()


def test_it_is_reached_from_the_journal_and_escape_leads_back(
    home: Path, theme: Theme, qtbot: QtBot
) -> None:
    house = House(home, "2026-11-22 10:00")
    window = MainWindow(theme)
    pages = PageSet(theme, house.companion, window)
    window.resize(QSize(1120, 760))
    window.show()
    window.go_to("journal")
    journal = pages.page("journal")
    assert isinstance(journal, JournalPage)
    qtbot.mouseClick(journal.side.doctor, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(journal.doctor.report, Qt.MouseButton.LeftButton)
    assert pages.report.isVisible()
    pages.report.wait()
    qtbot.keyClick(pages.report, Qt.Key.Key_Escape)
    assert journal.isVisible()
    assert not pages.report.isVisible()
    window.close()
    delete(window)
    house.companion.database.close()


def test_it_is_reached_from_insights_and_the_navigation_leads_away(
    home: Path, theme: Theme, qtbot: QtBot
) -> None:
    house = House(home, "2026-11-22 10:00")
    window = MainWindow(theme)
    pages = PageSet(theme, house.companion, window)
    window.resize(QSize(1120, 760))
    window.show()
    window.go_to("insights")
    insights = pages.page("insights")
    assert isinstance(insights, InsightsPage)
    insights.wait()
    qtbot.mouseClick(insights.report, Qt.MouseButton.LeftButton)
    assert pages.report.isVisible()
    pages.report.wait()
    qtbot.mouseClick(pages.report.back, Qt.MouseButton.LeftButton)
    assert insights.isVisible()
    insights.wait()
    window.close()
    delete(window)
    house.companion.database.close()
