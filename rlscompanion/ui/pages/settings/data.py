"""Where the data is, copies of it, going back to one, and deleting all of it."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QDate, QLocale, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from rlscompanion.backports import override
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.preferences import Preferences
from rlscompanion.ui.background import Background
from rlscompanion.ui.pages.settings.copies import Found, YourData, find, free
from rlscompanion.ui.pages.settings.keeping import Keeping
from rlscompanion.ui.pages.settings.question import Question
from rlscompanion.ui.pages.settings.reminders import beside
from rlscompanion.ui.pages.settings.section import Room, Section
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.announcing import announce
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.choice_box import ChoiceBox
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.text_field import TextField

LONGEST_PATH: Final = 4096
WIDE_FIELD: Final = 320

_Made = TypeVar("_Made")


class DataSection(Section):
    """``replaced``: something else is stored now, and all that was read of it is out of date."""

    replaced = Signal()

    def __init__(self, theme: Theme, keeping: Keeping, data: YourData) -> None:
        super().__init__(theme, keeping, self.tr("Your data"))
        self._data = data
        self._background = Background(self)
        self._found = Found((), ())
        self.say(
            self.tr("It stays on this computer, readable by you alone. The app never goes online.")
        )
        self._place = self.say(_breakable(data.folder))
        self._place.setAccessibleName(str(data.folder))
        self.open_folder = Button(theme, self.tr("Open the folder"), icon="doc")
        self.open_folder.clicked.connect(self._open)
        self.column.addLayout(beside(self.open_folder))
        self.last = self.say(" ")
        self._add_copies()
        self._add_way_back()
        self._add_deleting()
        self.text(
            "report_name",
            self.tr("Name on the report"),
            self.tr("Only if you want one on what you print."),
            example=self.tr("Left out"),
            longest=80,
        )
        theme.changed.connect(self._size)
        self._size()

    @override
    def show_preferences(self, preferences: Preferences) -> None:
        super().show_preferences(preferences)
        if not self._background.is_busy:
            self._background.run(lambda: find(self._data), self._show_found, self._failed)

    @property
    def is_busy(self) -> bool:
        return self._background.is_busy

    def wait(self) -> None:
        """Wait for what is being done; it is shown when events are next handled."""
        self._background.wait()

    # --------------------------------------------------------------------- building

    def _add_copies(self) -> None:
        there = _breakable(self._data.documents)
        self.back_up = Button(self.theme, self.tr("Back up now"))
        self.back_up.clicked.connect(self._back_up)
        self.row(
            self.tr("A copy of everything"),
            self.tr("One file, which RLS Companion can go back to. It goes into {0}.").format(
                there
            ),
            self.back_up,
        )
        self.export = Button(self.theme, self.tr("Export"))
        self.export.clicked.connect(self._export)
        self.row(
            self.tr("Everything as text"),
            self.tr("Tables for a spreadsheet. They can be imported again. Same place."),
            self.export,
        )
        self.calendar = Button(self.theme, self.tr("Make a calendar file"))
        self.calendar.clicked.connect(self._write_calendar)
        self.row(
            self.tr("The evening on your phone"),
            self.tr(
                "A file for its calendar, with alarms. Supplements and own steps are named "
                "only if notices name them. Same place."
            ),
            self.calendar,
        )
        self.said = self.say(" ")
        self.said.hide()

    def _add_way_back(self) -> None:
        self.copies = ChoiceBox(self.tr("Copy to go back to"), [("", self.tr("No copy yet"))])
        self.row(
            self.tr("Go back to a copy"),
            self.tr("What is here now is kept, so that you can come back to it."),
            Room(self.theme, self.copies, WIDE_FIELD),
        )
        self.path = TextField()
        self.path.setAccessibleName(self.tr("Path of another copy"))
        self.path.setPlaceholderText(self.tr("Path of a file or folder"))
        self.path.setMaxLength(LONGEST_PATH)
        self.path.returnPressed.connect(self._ask_to_go_back)
        self.row(
            self.tr("Or a copy elsewhere"),
            self.tr("The whole path of a backup file or of an exported folder."),
            Room(self.theme, self.path, WIDE_FIELD),
        )
        self.choose_file = Button(self.theme, self.tr("Choose a file …"), icon="doc")
        self.choose_file.clicked.connect(lambda: self._choose(folder=False))
        self.choose_folder = Button(self.theme, self.tr("Choose a folder …"), icon="folder")
        self.choose_folder.clicked.connect(lambda: self._choose(folder=True))
        self._ways = FlowLayout()
        self._ways.addWidget(self.choose_file)
        self._ways.addWidget(self.choose_folder)
        self.column.addLayout(self._ways)
        self.go_back = Button(self.theme, self.tr("Go back …"))
        self.go_back.clicked.connect(self._ask_to_go_back)
        self.column.addLayout(beside(self.go_back))
        self.question = Question(self.theme)
        self.column.addWidget(self.question)

    def _add_deleting(self) -> None:
        self.delete = Button(self.theme, self.tr("Delete everything …"))
        self.delete.clicked.connect(self._ask_to_delete)
        self.row(
            self.tr("Delete everything"),
            self.tr("Routine, journal, tests, settings, and every automatic backup."),
            self.delete,
        )
        self.farewell = Question(self.theme)
        self.export_first = Button(self.theme, self.tr("Export first"))
        self.export_first.clicked.connect(self._export)
        self.farewell.add(self.export_first)
        self.column.addWidget(self.farewell)

    def _size(self) -> None:
        self._ways.setSpacing(self.theme.px(12))
        self._place.setVisible(self.theme.mode is not Mode.NIGHT)

    # ---------------------------------------------------------------------- showing

    def _show_found(self, found: Found) -> None:
        self._found = found
        if found.days:
            words = self.tr("Last automatic backup: {0}. Days to go back to: {1}.")
            self.last.setText(words.format(_day(found.days[0]), len(found.days)))
        else:
            self.last.setText(
                self.tr("No automatic backup yet. One is made every day while the app runs.")
            )
        before = self.copies.key
        self.copies.clear()
        for day in found.days:
            self.copies.addItem(_day(day), day.isoformat())
        for file in found.files:
            self.copies.addItem(file.name, str(file))
        if not self.copies.count():
            self.copies.addItem(self.tr("No copy yet"), "")
        self.copies.set_key(before)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()
        announce(self.said, words)

    def _failed(self, problem: str) -> None:
        self.said.hide()
        self.window().setEnabled(True)
        self.keeping.trouble.emit(problem)

    # ----------------------------------------------------------------------- copies

    def _back_up(self) -> None:
        def work() -> str:
            file = _made(lambda: free(self._data, ".sqlite3"))
            self._data.backing_up.write(file)
            return self.tr("A copy of everything is in {0}.").format(file)

        self._do(work)

    def _export(self) -> None:
        def work() -> str:
            folder = _made(lambda: free(self._data, " export"))
            self._data.backing_up.export_to(folder)
            return self.tr("Everything is in {0}, as text.").format(folder)

        self._do(work)

    def _write_calendar(self) -> None:
        def work() -> str:
            file = _made(lambda: free(self._data, ".ics"))
            steps = self._data.write_calendar(file)
            return self.tr(
                "{0} steps are in {1}. Import it on your phone; again after a change."
            ).format(steps, file)

        self._do(work)

    def _do(self, work: Callable[[], str]) -> None:
        self._say(self.tr("One moment."))
        self._background.run(work, self._done, self._failed)

    def _done(self, words: str) -> None:
        self._say(words)
        self._background.run(lambda: find(self._data), self._show_found, self._failed)

    # -------------------------------------------------------------- going back, deleting

    def _ask_to_go_back(self) -> None:
        typed = self.path.text().strip()
        chosen = typed or self.copies.key
        if not chosen:
            self._say(self.tr("There is no copy yet. Choose one, or type where it is."))
            return
        name = typed or self.copies.currentText()
        self.question.ask(
            self.tr("Go back to {0}?").format(_breakable(name)),
            self.tr(
                "What is here now is kept among the copies. The app starts again by itself, "
                "which takes a moment."
            ),
            yes=self.tr("Go back"),
            act=lambda: self._replace(lambda: self._bring_back(chosen)),
        )

    def _choose(self, *, folder: bool) -> None:
        from rlscompanion.ui.pages.settings.choosing import Copy, choose  # noqa: PLC0415  (rare)

        there = self._data.documents
        begin = there if there.is_dir() else Path.home()
        kind = Copy.FOLDER if folder else Copy.FILE
        choose(self.theme, kind, begin, self._chosen, self)

    def _chosen(self, path: str) -> None:
        self.path.setText(path)
        self.go_back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_back(self, chosen: str) -> None:
        backing_up = self._data.backing_up
        if chosen in {day.isoformat() for day in self._found.days}:
            backing_up.go_back_to(date.fromisoformat(chosen))
            return
        path = _made(Path(chosen).expanduser)
        if _made(path.is_dir):
            backing_up.import_from(path)
        else:
            backing_up.restore(path)

    def _ask_to_delete(self) -> None:
        self.farewell.ask(
            self.tr("Delete everything?"),
            self.tr(
                "This cannot be taken back. Copies that you made yourself stay where they are."
            ),
            yes=self.tr("Delete everything"),
            act=lambda: self._replace(self._data.backing_up.delete_everything),
        )

    def _replace(self, work: Callable[[], object]) -> None:
        """Let nobody answer anything meanwhile: it would go into what is being replaced."""
        self._say(self.tr("One moment."))
        self.window().setEnabled(False)
        self._background.run(work, lambda _: self.replaced.emit(), self._failed)

    def _open(self) -> None:
        folder = self._data.folder
        there = folder if folder.is_dir() else folder.parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(there))):
            self.keeping.trouble.emit(
                self.tr("No file manager answered. The folder is {0}.").format(there)
            )


def _made(make: Callable[[], _Made]) -> _Made:
    try:
        return make()
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"this place cannot be used: {error}") from error


def _day(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day))


def _breakable(path: Path | str) -> str:
    """Let a long path run over several lines, after anything that is no letter or figure."""
    return re.sub(r"(\W|_)", "\\1\u200b", str(path))
