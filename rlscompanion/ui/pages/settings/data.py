"""Where the data is. What can be done with it as a whole is added here."""

import re
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from rlscompanion.ui.pages.settings.keeping import Keeping
from rlscompanion.ui.pages.settings.reminders import beside
from rlscompanion.ui.pages.settings.section import Section
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button


class DataSection(Section):
    """The folder, and the name that a report carries."""

    def __init__(self, theme: Theme, keeping: Keeping, folder: Path) -> None:
        super().__init__(theme, keeping, self.tr("Your data"))
        self._folder = folder
        self.say(
            self.tr("It stays on this computer, readable by you alone. The app never goes online.")
        )
        self._place = self.say(_breakable(folder))
        self._place.setAccessibleName(str(folder))
        self.open_folder = Button(theme, self.tr("Open the folder"), icon="doc")
        self.open_folder.clicked.connect(self._open)
        self.column.addLayout(beside(self.open_folder))
        self.text(
            "report_name",
            self.tr("Name on the report"),
            self.tr("Only if you want one on what you print."),
            example=self.tr("Left out"),
            longest=80,
        )

    def _open(self) -> None:
        there = self._folder if self._folder.is_dir() else self._folder.parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(there))):
            self.keeping.trouble.emit(
                self.tr("No file manager answered. The folder is {0}.").format(there)
            )


def _breakable(path: Path) -> str:
    """Let a long path run over several lines, after anything that is no letter or figure."""
    return re.sub(r"(\W|_)", "\\1\u200b", str(path))
