"""The pages of the window, in their order, and how they know of each other."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rlscompanion.domain.mendable import StoreError
from rlscompanion.ui import pages, widgets
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.pages.tonight import TonightPage
from rlscompanion.ui.theme.theme import Theme

if TYPE_CHECKING:
    from datetime import date

    from rlscompanion.bootstrap import Companion
    from rlscompanion.services.ports import Notice, NoticeAnswered
    from rlscompanion.services.trying_out import TryingOut
    from rlscompanion.ui.morning import MorningOffer
    from rlscompanion.ui.pages.help import HelpPage
    from rlscompanion.ui.pages.insights import InsightsPage
    from rlscompanion.ui.pages.journal import JournalPage
    from rlscompanion.ui.pages.library import LibraryPage
    from rlscompanion.ui.pages.report import ReportPage
    from rlscompanion.ui.pages.routine import RoutinePage
    from rlscompanion.ui.pages.settings import SettingsPage
    from rlscompanion.ui.pages.settings.copies import YourData
    from rlscompanion.ui.piecework import Piecework

DRESSED_AT_ONCE: Final = 20
PAGES_PARTS: Final = (
    "domain.flare_script",
    "services.easing",
    "domain.sealing",
    "services.experimenting",
    "ui.pages.experiments",
)
"""What pages load as they are made, before they are: in an order as below."""
REPORT_PARTS: Final = (
    "domain.insight",
    "domain.report",
    "domain.report_nights",
    "domain.report_writing",
    "services.reporting",
    "ui.report.typeset",
    "ui.report.paper",
    "ui.report.page_one",
    "ui.report.document",
    "ui.report.card_page",
    "ui.pages.report",
)
"""In an order in which each is loaded in a few milliseconds."""
_Page = TypeVar("_Page", bound=QWidget)


@runtime_checkable
class Readied(Protocol):
    """A page that takes a while to be made whole, and can be made so before it is seen."""

    def readying(self) -> Iterator[None]:
        """Make what is missing, in pieces of a few milliseconds."""
        ...


@runtime_checkable
class UnderWay(Protocol):
    """A page on which something can be begun that would be lost with it."""

    def is_under_way(self) -> bool:
        """Return whether something was begun and is neither kept nor left."""
        ...


class PageSet(QObject):
    """Tonight is made at once; each other page when it is first wanted, or when there is time."""

    changed = Signal()
    """Something was answered or rearranged on a page."""
    notice_answered = Signal(object)
    """A NoticeAnswered: pressed on a reminder that stands in the window."""
    standby_wanted = Signal()
    replaced = Signal()
    """Something else is stored now: what was read of it is out of date."""

    def __init__(
        self,
        theme: Theme,
        companion: "Companion",
        window: MainWindow,
        trying_out: "Callable[[], TryingOut] | None" = None,
    ) -> None:
        super().__init__(window)
        self._trying_out = trying_out
        self._theme = theme
        self._companion = companion
        self._window = window
        self._notice: Notice | None = None
        self._made: dict[str, QWidget] = {}
        self._tests: QWidget | None = None
        self._places: dict[str, Callable[[], QWidget]] = {}
        self._undo: dict[str, Callable[[], None]] = {}
        self._redo: dict[str, Callable[[], None]] = {}
        window.pressed_again.connect(self._begin_anew)
        window.on_key("Ctrl+Z", lambda: self._here(self._undo))
        window.on_key("Ctrl+Shift+Z", lambda: self._here(self._redo))
        self.tonight = self._make_tonight()
        self._add_places()
        self._morning: MorningOffer | None = None

    @property
    def window(self) -> MainWindow:
        return self._window

    @property
    def places(self) -> tuple[str, ...]:
        """The names of the pages, in their order."""
        return tuple(self._places)

    def make_all(self) -> None:
        """Make what is not made yet, piece by piece, whenever nothing else is to be done."""
        if self._morning is None:
            QTimer.singleShot(0, self, self._begin_mornings)
        self._piecework.begin(self.making_all())

    @cached_property
    def _piecework(self) -> "Piecework":
        from rlscompanion.ui.piecework import Piecework  # noqa: PLC0415  (after the first frame)

        return Piecework(self._window)

    def finish(self) -> None:
        """Make at once what ``make_all`` has not come to."""
        self._piecework.finish()

    def making_all(self) -> Iterator[None]:
        """Make each page ready to be seen, in pieces."""
        from pkgutil import iter_modules  # noqa: PLC0415  (after the first frame)

        for package in (widgets, pages):
            for part in iter_modules(package.__path__):
                if package is widgets or part.name in self._places:
                    import_module(f"{package.__name__}.{part.name}")
                    yield
        for part in PAGES_PARTS:
            import_module(f"rlscompanion.{part}")
            yield
        for name in self._places:
            page = self.page(name)
            yield
            self._window.take_in(page)
            yield
            self._theme.dress(page)
            yield
            if isinstance(page, Readied):
                yield from page.readying()
            yield from _laid_out(page)

        yield from self._making_report()

    def _making_report(self) -> Iterator[None]:
        for part in REPORT_PARTS:
            import_module(f"rlscompanion.{part}")
            yield
        page = self.report
        yield
        self._window.take_in(page)
        yield
        self._theme.dress(page)
        yield
        yield from _laid_out(page)

    def page(self, name: str) -> QWidget:
        """Return a page, made if it was not."""
        if name not in self._made:
            self._made[name] = self._places[name]()
        return self._made[name]

    def is_under_way(self) -> bool:
        """Return whether something would be lost with the pages."""
        made = (self.tonight, self._tests, *self._made.values())
        return any(isinstance(page, UnderWay) and page.is_under_way() for page in made)

    def let_go(self) -> None:
        """Make nothing more, and leave no page behind that the window has not taken in."""
        self._piecework.leave()
        for page in self._made.values():
            page.deleteLater()

    def refresh(self) -> None:
        """Show what holds now."""
        self.tonight.refresh()
        if self._morning is not None:
            self._morning.look_soon()

    def show_check_in(self, night: "date") -> None:
        """Open the questions of one night in the journal."""
        self._window.go_to("journal")
        self._journal().open_night(night)

    def say(self, words: str) -> None:
        """Say one sentence where the person looks."""
        self.tonight.say(words)

    def show_notice(self, notice: "Notice") -> None:
        """Show a reminder in the window: no notification service took it."""
        self._notice = notice
        self.tonight.show_notice(notice, self._answered)

    def withdraw_notice(self, notice_id: str) -> None:
        """Take that reminder out of the window, if it is there."""
        if self._notice is not None and self._notice.id == notice_id:
            self._notice = None
            self.tonight.hide_notice()

    def show_source(self, step: str) -> None:
        """Open a step's page in the library."""
        self._window.go_to("library")
        self._library().open_step(step)

    def show_routine(self, step: str) -> None:
        """Open a step in the routine."""
        self._window.go_to("routine")
        self._routine().open_step(step)

    def add_to_routine(self, step: str) -> None:
        """Switch a step on where its way back stands, or ask there what comes first."""
        self._window.go_to("routine")
        self._routine().add_step(step)

    def _is_on(self, step: str) -> bool:
        try:
            chosen = self._companion.planning.routine().step(step)
        except StoreError:
            return False  # the page says what can be said without it
        return chosen is not None and chosen.on

    def show_report(self) -> None:
        """Show the report for the doctor, with the way back to where one was."""
        self._window.show_from_here(self.report)

    # ----------------------------------------------------------------- the pages

    @cached_property
    def report(self) -> "ReportPage":
        from rlscompanion.ui.pages.report import ReportPage  # noqa: PLC0415  (hardly ever)
        from rlscompanion.ui.pages.report.page import Keeping  # noqa: PLC0415

        companion = self._companion
        keeping = Keeping(_documents(), companion.save_file)
        page = ReportPage(self._theme, lambda: companion.reporting, keeping)
        page.left.connect(lambda: self._window.go_to(self._window.place))
        return page

    def _add_places(self) -> None:
        add, tr = self._add, self.tr
        add("tonight", tr("Tonight"), "tonight", lambda: self.tonight)
        add("routine", tr("Routine"), "routine", self._make_routine)
        add("journal", tr("Journal"), "journal", self._make_journal)
        add("insights", tr("Insights"), "chart", self._make_insights)
        add("library", tr("Library"), "book", self._make_library)
        add("settings", tr("Settings"), "settings", self._make_settings)
        words, short = tr("When to get help"), tr("Get help")
        add("help", words, "help", self._make_help, short=short, low=True)

    def _add(
        self,
        name: str,
        words: str,
        icon: str,
        make: Callable[[], QWidget],
        *,
        short: str = "",
        low: bool = False,
    ) -> None:
        self._places[name] = make
        self._window.add_page(name, words, icon, lambda: self.page(name), short=short, low=low)

    def _make_tonight(self) -> TonightPage:
        companion = self._companion
        page = TonightPage(
            self._theme, companion.planning, lambda: companion.checking_off, companion.clock
        )
        page.changed.connect(self.changed)
        page.source_wanted.connect(self.show_source)
        page.standby_wanted.connect(self.standby_wanted)
        page.flare_up_wanted.connect(self._window.flare_up_wanted)
        page.routine_wanted.connect(lambda: self._window.go_to("routine"))
        page.tonight_only_wanted.connect(self._change_tonight_only)
        self._undo["tonight"] = page.undo
        self._redo["tonight"] = page.redo
        return page

    def _make_routine(self) -> "RoutinePage":
        from rlscompanion.ui.pages.routine import RoutinePage  # noqa: PLC0415  (after Tonight)

        companion = self._companion
        page = RoutinePage(
            self._theme,
            companion.arranging,
            companion.library,
            lambda step: companion.consulting.step(step).guidance,
        )
        page.changed.connect(self.changed)
        page.source_wanted.connect(self.show_source)
        page.signs_wanted.connect(self._show_signs_first)
        self._undo["routine"] = page.undo
        self._redo["routine"] = page.redo
        return page

    def _make_journal(self) -> "JournalPage":
        from rlscompanion.ui.pages.journal import JournalPage  # noqa: PLC0415  (after Tonight)

        companion = self._companion
        easing = companion.easing
        page = JournalPage(self._theme, companion.journaling, companion.noting, easing)
        page.changed.connect(self.changed)
        page.report_wanted.connect(self.show_report)
        self._undo["journal"] = page.undo
        return page

    def _make_insights(self) -> "InsightsPage":
        from rlscompanion.ui.pages.experiments import ExperimentsPage  # noqa: PLC0415
        from rlscompanion.ui.pages.insights import InsightsPage  # noqa: PLC0415  (after Tonight)

        tests = ExperimentsPage(self._theme, lambda: self._companion.experimenting)
        tests.changed.connect(self.changed)
        tests.questions_wanted.connect(self.show_routine)
        page = InsightsPage(self._theme, lambda: self._companion.reviewing, tests)
        page.test_wanted.connect(tests.begin)
        self._tests = tests
        page.report_wanted.connect(self.show_report)
        return page

    def _make_library(self) -> "LibraryPage":
        from rlscompanion.ui.pages.library import LibraryPage  # noqa: PLC0415  (after Tonight)

        page = LibraryPage(self._theme, lambda: self._companion.consulting, self._is_on)
        page.add_wanted.connect(self.add_to_routine)
        page.there_wanted.connect(self.show_routine)
        page.help_wanted.connect(lambda: self._window.go_to("help"))
        return page

    def _make_help(self) -> "HelpPage":
        from rlscompanion.ui.pages.help import HelpPage  # noqa: PLC0415  (after Tonight)

        companion = self._companion
        call = companion.library.texts["help-call"]
        page = HelpPage(self._theme, call, lambda: companion.knowledge, companion.preferring)
        page.back_wanted.connect(lambda: self._window.go_to("routine"))
        return page

    def _show_signs_first(self) -> None:
        from rlscompanion.ui.pages.help import HelpPage  # noqa: PLC0415  (after Tonight)

        self._window.go_to("help")
        _as(HelpPage, self.page("help")).stand_over()

    def _make_settings(self) -> "SettingsPage":
        from rlscompanion.services.trying_out import TryingOut  # noqa: PLC0415  (after Tonight)
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
        page.routine_wanted.connect(lambda: self._window.go_to("routine"))
        self._undo["settings"] = page.undo
        return page

    def _your_data(self) -> "YourData":
        from rlscompanion.ui.pages.settings.copies import YourData  # noqa: PLC0415  (after Tonight)

        companion = self._companion
        return YourData(
            folder=companion.folders.data,
            backing_up=companion.backing_up,
            write_calendar=lambda file: companion.write_calendar(
                file, hide_names=not companion.preferring.load().names_in_notices
            ),
            documents=_documents(),
        )

    def _begin_mornings(self) -> None:
        if self._morning is not None:
            return
        from rlscompanion.ui.morning import MorningOffer  # noqa: PLC0415  (when there is time)

        self._morning = MorningOffer(self._theme, self._companion, self.tonight)
        self._morning.taken.connect(self.show_check_in)
        self._morning.look()

    def _journal(self) -> "JournalPage":
        from rlscompanion.ui.pages.journal import JournalPage  # noqa: PLC0415  (after Tonight)

        return _as(JournalPage, self.page("journal"))

    def _routine(self) -> "RoutinePage":
        from rlscompanion.ui.pages.routine import RoutinePage  # noqa: PLC0415  (after Tonight)

        return _as(RoutinePage, self.page("routine"))

    def _begin_anew(self, place: str) -> None:
        if place == "library":
            self._library().go_home()

    def _change_tonight_only(self) -> None:
        self._window.go_to("routine")
        self._routine().change_tonight_only()

    def _library(self) -> "LibraryPage":
        from rlscompanion.ui.pages.library import LibraryPage  # noqa: PLC0415  (after Tonight)

        return _as(LibraryPage, self.page("library"))

    def _here(self, acts: Mapping[str, Callable[[], None]]) -> None:
        act = acts.get(self._window.place)
        if act is not None:
            act()

    def _answered(self, given: "NoticeAnswered") -> None:
        self.notice_answered.emit(given)


def _laid_out(page: QWidget) -> Iterator[None]:
    """Dress and measure what is on a page, as showing it would do all at once."""
    for n, piece in enumerate(page.findChildren(QWidget)):
        if isValid(piece):
            piece.ensurePolished()
        if n % DRESSED_AT_ONCE == 0:
            yield
    layout = page.layout()
    if layout is not None:
        layout.activate()
    yield


def _documents() -> Path:
    from PySide6.QtCore import QStandardPaths  # noqa: PLC0415  (when a file is kept)

    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())


def _as(kind: type[_Page], page: QWidget) -> _Page:
    assert isinstance(page, kind), "a page is what its place makes"  # noqa: S101
    return page
