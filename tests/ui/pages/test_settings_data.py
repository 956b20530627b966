"""Settings, Your data: copies out, a copy back, and everything deleted; asked once, in place."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from houses import House
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from ui.brightness import brightness

from rlscompanion.domain.checklist import MarkKind
from rlscompanion.domain.preferences import Preferences
from rlscompanion.ui.pages.settings.copies import YourData
from rlscompanion.ui.pages.settings.data import DataSection
from rlscompanion.ui.pages.settings.keeping import Keeping
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode


@pytest.fixture
def house(home: Path) -> House:
    made = House(home, "2026-11-22 21:00").settle_in()
    made.companion.checking_off.mark("dim-lights", MarkKind.DONE)
    return made


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return tmp_path / "Dokumente und Übriges 🌙"


@pytest.fixture
def section(theme: Theme, house: House, documents: Path, qtbot: QtBot) -> Iterator[DataSection]:
    companion = house.companion
    keeping = Keeping(companion.preferring, theme)
    made = DataSection(
        theme,
        keeping,
        YourData(
            folder=companion.folders.data,
            backing_up=companion.backing_up,
            write_calendar=lambda file: companion.write_calendar(file, hide_names=True),
            documents=documents,
        ),
    )
    made.resize(900, 700)
    made.show()
    shown(made)
    yield made
    delete(made)


def shown(section: DataSection) -> None:
    """Let everything be done that is under way."""
    section.show_preferences(Preferences())
    settled(section)


def settled(section: DataSection) -> None:
    for _ in range(3):
        section.wait()
        QApplication.processEvents()


def said(section: DataSection) -> str:
    labels = section.findChildren(QLabel)
    return "\n".join(label.text().replace("\u200b", "") for label in labels if label.isVisible())


def press(section: DataSection, button: QAbstractButton) -> None:
    button.click()
    settled(section)


def marks(house: House) -> int:
    return len(house.companion.journal.entries([house.clock.now().date()]))


def test_the_place_and_the_last_backup_are_said(section: DataSection, house: House) -> None:
    assert str(house.companion.folders.data) in said(section)
    assert "No automatic backup yet" in said(section)
    house.companion.backing_up.make()
    shown(section)
    assert "Last automatic backup: Sunday, 22 November 2026. Days to go back to: 1." in said(
        section
    )


def test_a_backup_goes_among_the_documents_and_says_where(
    section: DataSection, documents: Path
) -> None:
    press(section, section.back_up)
    press(section, section.back_up)
    names = ["RLS Companion 2026-11-22 (2).sqlite3", "RLS Companion 2026-11-22.sqlite3"]
    assert sorted(file.name for file in documents.iterdir()) == names
    assert f"A copy of everything is in {documents / names[0]}." in said(section)
    assert {file.stat().st_mode & 0o777 for file in documents.iterdir()} == {0o600}


def test_an_export_and_a_calendar_file_go_there_too(section: DataSection, documents: Path) -> None:
    press(section, section.export)
    press(section, section.calendar)
    assert (documents / "RLS Companion 2026-11-22 export" / "entry.csv").exists()
    assert b"BEGIN:VCALENDAR" in (documents / "RLS Companion 2026-11-22.ics").read_bytes()
    assert "steps are in" in said(section)


def test_documents_that_cannot_be_written_are_one_sentence(
    section: DataSection, documents: Path, qtbot: QtBot
) -> None:
    documents.write_text("a file in its place")
    for button in (section.back_up, section.export, section.calendar):
        with qtbot.waitSignal(section.keeping.trouble) as told:
            press(section, button)
        assert told.args is not None
        assert "this place cannot be used" in told.args[0]
    assert "One moment" not in said(section)


@pytest.mark.parametrize("mode", [Mode.NIGHT, Mode.EVENING])
def test_a_copy_is_chosen_in_a_dialog_no_brighter_than_the_window(
    section: DataSection, theme: Theme, documents: Path, qtbot: QtBot, mode: Mode
) -> None:
    press(section, section.back_up)
    theme.apply(mode)
    section.choose_file.click()
    (dialog,) = section.findChildren(QFileDialog)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QListView, "listView")[0].model().rowCount()))
    light = brightness(dialog)
    assert light.mean <= (0.01 if mode is Mode.NIGHT else 0.04)
    assert light.brightest <= (0.40 if mode is Mode.NIGHT else 0.75)
    assert light.bluest <= (14 if mode is Mode.NIGHT else 212)
    copy = next(documents.glob("*.sqlite3"))
    (name,) = dialog.findChildren(QLineEdit, "fileNameEdit")
    qtbot.keyClicks(name, copy.name)
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(name, Qt.Key.Key_Return)
    assert section.path.text() == str(copy)
    section.go_back.click()
    assert "Go back to" in said(section)


def test_an_exported_folder_is_chosen_too_and_esc_leaves_the_field_alone(
    section: DataSection, documents: Path, qtbot: QtBot
) -> None:
    press(section, section.export)
    section.choose_folder.click()
    (dialog,) = section.findChildren(QFileDialog)
    assert dialog.directory().absolutePath() == str(documents)
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert section.path.text() == ""
    section.choose_folder.click()
    dialog = section.findChildren(QFileDialog)[-1]
    folder = next(documents.glob("* export"))
    dialog.selectFile(str(folder))
    with qtbot.waitSignal(dialog.finished):
        dialog.accept()
    assert section.path.text() == str(folder)


def test_going_back_to_a_day_is_asked_once_and_keeps_what_it_replaces(
    section: DataSection, house: House, qtbot: QtBot
) -> None:
    house.companion.backing_up.make()
    house.companion.checking_off.mark("stretching", MarkKind.DONE)
    shown(section)

    section.go_back.click()
    assert "Go back to Sunday, 22 November 2026?" in said(section)
    assert section.question.no.hasFocus() or not section.isActiveWindow()
    assert marks(house) == 2
    with qtbot.waitSignal(section.replaced):
        press(section, section.question.yes)

    assert marks(house) == 1
    assert len(house.companion.backing_up.kept()) == 1
    assert not section.isEnabled()


def test_escape_leaves_all_as_it_is(section: DataSection, house: House, qtbot: QtBot) -> None:
    house.companion.backing_up.make()
    shown(section)
    section.go_back.click()
    qtbot.keyClick(section.question.no, Qt.Key.Key_Escape)
    assert section.question.isHidden()
    assert marks(house) == 1


@pytest.mark.parametrize("make", ["back_up", "export"])
def test_a_copy_among_the_documents_is_found_and_can_be_gone_back_to(
    section: DataSection, house: House, qtbot: QtBot, make: str
) -> None:
    press(section, getattr(section, make))
    house.companion.checking_off.mark("stretching", MarkKind.DONE)
    assert section.copies.currentText().startswith("RLS Companion 2026-11-22")
    section.go_back.click()
    with qtbot.waitSignal(section.replaced):
        press(section, section.question.yes)
    assert marks(house) == 1


def test_a_path_can_be_typed(
    section: DataSection, house: House, tmp_path: Path, qtbot: QtBot
) -> None:
    house.companion.backing_up.write(tmp_path / "on a stick.sqlite3")
    house.companion.checking_off.mark("stretching", MarkKind.DONE)
    section.path.setText(str(tmp_path / "on a stick.sqlite3"))
    qtbot.keyClick(section.path, Qt.Key.Key_Return)
    with qtbot.waitSignal(section.replaced):
        press(section, section.question.yes)
    assert marks(house) == 1


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def _missing(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize(
    ("make", "words"),
    [(_missing, "is not there"), (_foreign, "not a database"), (Path.mkdir, "no export")],
)
def test_what_is_no_copy_is_refused_in_a_sentence_and_the_window_can_be_used_again(  # noqa: PLR0917
    section: DataSection,
    house: House,
    tmp_path: Path,
    qtbot: QtBot,
    make: Callable[[Path], None],
    words: str,
) -> None:
    make(tmp_path / "other")
    section.path.setText(str(tmp_path / "other"))
    section.go_back.click()
    with qtbot.waitSignal(section.keeping.trouble) as told:
        press(section, section.question.yes)
    assert told.args is not None
    assert words in told.args[0]
    assert section.isEnabled()
    assert marks(house) == 1


def test_everything_is_deleted_after_one_question_that_offers_an_export(
    section: DataSection, house: House, documents: Path, qtbot: QtBot
) -> None:
    house.companion.backing_up.make()
    section.delete.click()
    assert "This cannot be taken back." in said(section)
    press(section, section.export_first)
    assert section.farewell.isVisible()
    assert list(documents.iterdir())
    with qtbot.waitSignal(section.replaced):
        press(section, section.farewell.yes)
    assert list(house.companion.folders.data.iterdir()) == []
    assert list(documents.iterdir())


def test_what_was_replaced_can_be_gone_back_to(section: DataSection, house: House) -> None:
    house.companion.backups.make(house.clock.now().date())
    house.companion.backups.restore(
        house.companion.backups.file_of(house.clock.now().date()), datetime(2026, 1, 1, tzinfo=UTC)
    )
    shown(section)
    found = [section.copies.itemText(n) for n in range(section.copies.count())]
    assert found == ["Sunday, 22 November 2026", "replaced-2026-01-01T000000.sqlite3"]
