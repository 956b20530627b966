"""The places of the window, in their order, and the ways from one page to another."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from rlscompanion.domain.mendable import StoreError
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.pages.tonight import TonightPage
from rlscompanion.ui.theme.theme import Theme

if TYPE_CHECKING:
    from datetime import date

    from rlscompanion.bootstrap import Companion
    from rlscompanion.services.ports import Notice, NoticeAnswered
    from rlscompanion.services.trying_out import TryingOut
    from rlscompanion.ui.morning import MorningOffer
    from rlscompanion.ui.other_pages import OtherPages
    from rlscompanion.ui.pages.report import ReportPage
    from rlscompanion.ui.piecework import Piecework


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
        self._morning: MorningOffer | None = None
        self._made: dict[str, QWidget] = {}
        self._places: list[str] = []
        window.opened.connect(self._begin_to_ask)
        window.pressed_again.connect(self._begin_anew)
        window.on_key("Ctrl+Z", self._undo)
        window.on_key("Ctrl+Shift+Z", self._redo)
        self.tonight = self._make_tonight()
        self._add_places()

    @property
    def window(self) -> MainWindow:
        return self._window

    @property
    def places(self) -> tuple[str, ...]:
        """The names of the pages, in their order."""
        return tuple(self._places)

    def page(self, name: str) -> QWidget:
        """Return a page, made if it was not."""
        if name not in self._made:
            self._made[name] = self.tonight if name == "tonight" else self._others.page(name)
        return self._made[name]

    @property
    def report(self) -> "ReportPage":
        return self._others.report

    def refresh(self) -> None:
        """Show what holds now."""
        self.tonight.refresh()
        if self._morning is not None:
            self._morning.look_soon()

    def say(self, words: str) -> None:
        """Say one sentence where the person looks."""
        self.tonight.say(words)

    def is_under_way(self) -> bool:
        """Return whether something would be lost with the pages."""
        return self.tonight.is_under_way() or self._others.is_under_way()

    def let_go(self) -> None:
        """Make nothing more, and leave no page behind that the window has not taken in."""
        self._piecework.leave()
        for page in (self.tonight, *self._others.made):
            page.deleteLater()

    # ------------------------------------------------------------ while there is time

    def make_all(self) -> None:
        """Make what is not made yet, piece by piece, whenever nothing else is to be done."""
        if self._morning is None:
            QTimer.singleShot(0, self, self._begin_mornings)
        self._piecework.begin(self.making_all())

    def finish(self) -> None:
        """Make at once what ``make_all`` has not come to."""
        self._piecework.finish()

    def making_all(self) -> Iterator[None]:
        """Make each page ready to be seen, in pieces."""
        from rlscompanion.ui.readying import Readying  # noqa: PLC0415  (after the first frame)

        readying = Readying(self._theme, self._window)
        yield from readying.places(self.places, self.page)
        yield from readying.report(lambda: self.report)

    @cached_property
    def _piecework(self) -> "Piecework":
        from rlscompanion.ui.piecework import Piecework  # noqa: PLC0415  (after the first frame)

        return Piecework(self._window)

    def _begin_mornings(self) -> None:
        if self._morning is not None:
            return
        from rlscompanion.ui.morning import MorningOffer  # noqa: PLC0415  (when there is time)

        self._morning = MorningOffer(self._theme, self._companion, self.tonight)
        self._morning.taken.connect(self.show_check_in)
        self._morning.look()

    # ------------------------------------------------------ a reminder in the window

    def show_notice(self, notice: "Notice") -> None:
        """Show a reminder in the window: no notification service took it."""
        self._notice = notice
        self.tonight.show_notice(notice, self._answered)

    def withdraw_notice(self, notice_id: str) -> None:
        """Take that reminder out of the window, if it is there."""
        if self._notice is not None and self._notice.id == notice_id:
            self._notice = None
            self.tonight.hide_notice()

    def _answered(self, given: "NoticeAnswered") -> None:
        self.notice_answered.emit(given)

    # ----------------------------------------------------------------------- the ways

    def go_to(self, place: str) -> None:
        self._window.go_to(place)

    def go_back(self) -> None:
        """Go back from a page that has no place of its own."""
        self._window.go_to(self._window.place)

    def show_check_in(self, night: "date") -> None:
        """Open the questions of one night in the journal."""
        self._window.go_to("journal")
        self._others.journal.open_night(night)

    def show_source(self, step: str) -> None:
        """Open a step's page in the library."""
        self._window.go_to("library")
        self._others.library.open_step(step)

    def show_routine(self, step: str) -> None:
        """Open a step in the routine."""
        self._window.go_to("routine")
        self._others.routine.open_step(step)

    def add_to_routine(self, step: str) -> None:
        """Switch a step on where its way back stands, or ask there what comes first."""
        self._window.go_to("routine")
        self._others.routine.add_step(step)

    def is_on(self, step: str) -> bool:
        """Return whether a step is switched on in the routine."""
        try:
            chosen = self._companion.planning.routine().step(step)
        except StoreError:
            return False  # the page says what can be said without it
        return chosen is not None and chosen.on

    def show_signs_first(self) -> None:
        """Show when to get help, with the way back to the routine."""
        self._window.go_to("help")
        self._others.help.stand_over()

    def show_report(self) -> None:
        """Show the report for the doctor, with the way back to where one was."""
        self._window.show_from_here(self.report)

    def _change_tonight_only(self) -> None:
        self._window.go_to("routine")
        self._others.routine.change_tonight_only()

    def _begin_to_ask(self, place: str) -> None:
        if place == "journal":
            self._others.journal.take_keyboard()

    def _begin_anew(self, place: str) -> None:
        if place == "library":
            self._others.library.go_home()

    def _undo(self) -> None:
        match self._window.place:
            case "tonight":
                self.tonight.undo()
            case "routine":
                self._others.routine.undo()
            case "journal":
                self._others.journal.undo()
            case "settings":
                self._others.settings.undo()
            case _:
                pass

    def _redo(self) -> None:
        match self._window.place:
            case "tonight":
                self.tonight.redo()
            case "routine":
                self._others.routine.redo()
            case _:
                pass

    # ---------------------------------------------------------------------- the pages

    @cached_property
    def _others(self) -> "OtherPages":
        from rlscompanion.ui.other_pages import OtherPages  # noqa: PLC0415  (after Tonight)

        others = OtherPages(self._theme, self._companion, self, self._trying_out, self)
        others.changed.connect(self.changed)
        others.replaced.connect(self.replaced)
        return others

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
        return page

    def _add_places(self) -> None:
        add = self._add
        add("tonight", self.tr("Tonight"), "tonight")
        add("routine", self.tr("Routine"), "routine")
        add("journal", self.tr("Journal"), "journal")
        add("insights", self.tr("Insights"), "chart")
        add("library", self.tr("Library"), "book")
        add("settings", self.tr("Settings"), "settings")
        add("help", self.tr("When to get help"), "help", short=self.tr("Get help"), low=True)

    def _add(self, name: str, words: str, icon: str, *, short: str = "", low: bool = False) -> None:
        self._places.append(name)
        self._window.add_page(name, words, icon, lambda: self.page(name), short=short, low=low)
