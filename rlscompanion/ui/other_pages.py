"""The pages behind Tonight: each is loaded and made when it is first wanted."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rlscompanion.ui.theme.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from rlscompanion.bootstrap import Companion
    from rlscompanion.services.trying_out import TryingOut
    from rlscompanion.ui.pages.experiments import ExperimentsPage
    from rlscompanion.ui.pages.help import HelpPage
    from rlscompanion.ui.pages.insights import InsightsPage
    from rlscompanion.ui.pages.journal import JournalPage
    from rlscompanion.ui.pages.library import LibraryPage
    from rlscompanion.ui.pages.report import ReportPage
    from rlscompanion.ui.pages.routine import RoutinePage
    from rlscompanion.ui.pages.settings import SettingsPage
    from rlscompanion.ui.pages.settings.copies import YourData

PAGES: Final = (
    "routine",
    "journal",
    "tests",
    "insights",
    "library",
    "settings",
    "help",
    "report",
)


@runtime_checkable
class UnderWay(Protocol):
    """A page on which something can be begun that would be lost with it."""

    def is_under_way(self) -> bool:
        """Return whether something was begun and is neither kept nor left."""
        ...


class Ways(Protocol):
    """What leads from one page to another."""

    def go_to(self, place: str) -> None: ...
    def go_back(self) -> None: ...
    def is_on(self, step: str) -> bool: ...
    def show_source(self, step: str) -> None: ...
    def show_routine(self, step: str) -> None: ...
    def add_to_routine(self, step: str) -> None: ...
    def show_signs_first(self) -> None: ...
    def show_report(self) -> None: ...


class OtherPages(QObject):
    """Gives each page what it works with, and the ways to the others."""

    changed = Signal()
    """Something was answered or rearranged on a page."""
    replaced = Signal()
    """Something else is stored now: what was read of it is out of date."""

    def __init__(
        self,
        theme: Theme,
        companion: "Companion",
        ways: Ways,
        trying_out: "Callable[[], TryingOut] | None",
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._companion = companion
        self._ways = ways
        self._trying_out = trying_out

    @property
    def made(self) -> tuple[QWidget, ...]:
        """Those that there are so far."""
        return tuple(vars(self)[name] for name in PAGES if name in vars(self))

    def is_under_way(self) -> bool:
        """Return whether something would be lost with them."""
        return any(isinstance(page, UnderWay) and page.is_under_way() for page in self.made)

    def page(self, place: str) -> QWidget:
        """Return the page of a place, made if it was not."""
        pages: dict[str, Callable[[], QWidget]] = {
            "routine": lambda: self.routine,
            "journal": lambda: self.journal,
            "insights": lambda: self.insights,
            "library": lambda: self.library,
            "settings": lambda: self.settings,
            "help": lambda: self.help,
        }
        return pages[place]()

    @cached_property
    def routine(self) -> "RoutinePage":
        from rlscompanion.ui.pages.routine import RoutinePage  # noqa: PLC0415  (when wanted)

        companion = self._companion
        page = RoutinePage(
            self._theme,
            companion.arranging,
            companion.library,
            lambda step: companion.consulting.step(step).guidance,
        )
        page.changed.connect(self.changed)
        page.source_wanted.connect(self._ways.show_source)
        page.signs_wanted.connect(self._ways.show_signs_first)
        return page

    @cached_property
    def journal(self) -> "JournalPage":
        from rlscompanion.ui.pages.journal import JournalPage  # noqa: PLC0415  (when wanted)

        companion = self._companion
        page = JournalPage(self._theme, companion.journaling, companion.noting, companion.easing)
        page.changed.connect(self.changed)
        page.report_wanted.connect(self._ways.show_report)
        return page

    @cached_property
    def tests(self) -> "ExperimentsPage":
        """The tests on oneself, which Insights shows."""
        from rlscompanion.ui.pages.experiments import ExperimentsPage  # noqa: PLC0415

        page = ExperimentsPage(self._theme, lambda: self._companion.experimenting)
        page.changed.connect(self.changed)
        page.questions_wanted.connect(self._ways.show_routine)
        return page

    @cached_property
    def insights(self) -> "InsightsPage":
        from rlscompanion.ui.pages.insights import InsightsPage  # noqa: PLC0415  (when wanted)

        page = InsightsPage(self._theme, lambda: self._companion.reviewing, self.tests)
        page.test_wanted.connect(self.tests.begin)
        page.report_wanted.connect(self._ways.show_report)
        return page

    @cached_property
    def library(self) -> "LibraryPage":
        from rlscompanion.ui.pages.library import LibraryPage  # noqa: PLC0415  (when wanted)

        page = LibraryPage(self._theme, lambda: self._companion.consulting, self._ways.is_on)
        page.add_wanted.connect(self._ways.add_to_routine)
        page.there_wanted.connect(self._ways.show_routine)
        page.help_wanted.connect(lambda: self._ways.go_to("help"))
        return page

    @cached_property
    def settings(self) -> "SettingsPage":
        from rlscompanion.services.trying_out import TryingOut  # noqa: PLC0415  (when wanted)
        from rlscompanion.ui.pages.settings import SettingsPage  # noqa: PLC0415

        companion = self._companion
        page = SettingsPage(
            self._theme,
            preferring=companion.preferring,
            planning=companion.planning,
            trying_out=self._trying_out() if self._trying_out else TryingOut(),
            texts=companion.library.texts,
            data=self._your_data(),
        )
        page.changed.connect(self.changed)
        page.replaced.connect(self.replaced)
        page.routine_wanted.connect(lambda: self._ways.go_to("routine"))
        return page

    @cached_property
    def help(self) -> "HelpPage":
        from rlscompanion.ui.pages.help import HelpPage  # noqa: PLC0415  (when wanted)

        companion = self._companion
        call = companion.library.texts["help-call"]
        page = HelpPage(self._theme, call, lambda: companion.knowledge, companion.preferring)
        page.back_wanted.connect(lambda: self._ways.go_to("routine"))
        return page

    @cached_property
    def report(self) -> "ReportPage":
        """The report for the doctor, which has no place of its own."""
        from rlscompanion.ui.pages.report import ReportPage  # noqa: PLC0415  (hardly ever)
        from rlscompanion.ui.pages.report.page import Keeping  # noqa: PLC0415

        companion = self._companion
        keeping = Keeping(_documents(), companion.save_file)
        page = ReportPage(self._theme, lambda: companion.reporting, keeping)
        page.left.connect(self._ways.go_back)
        return page

    def _your_data(self) -> "YourData":
        from rlscompanion.ui.pages.settings.copies import YourData  # noqa: PLC0415  (when wanted)

        companion = self._companion
        return YourData(
            folder=companion.folders.data,
            backing_up=companion.backing_up,
            write_calendar=lambda file: companion.write_calendar(
                file, hide_names=not companion.preferring.load().names_in_notices
            ),
            documents=_documents(),
        )


def _documents() -> Path:
    from PySide6.QtCore import QStandardPaths  # noqa: PLC0415  (when a file is kept)

    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())
