"""The Library page: the pages that were opened lie on each other; Back takes the last one away."""

from collections.abc import Callable, Iterator
from typing import Final, assert_never

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.profile import Profile
from rlscompanion.services.consulting import Consulting, StepPage
from rlscompanion.ui.pages.library.articles import (
    ArticleSheet,
    ArticlesSheet,
    ChecksSheet,
    DisagreementsSheet,
)
from rlscompanion.ui.pages.library.contents import ContentsSheet
from rlscompanion.ui.pages.library.goals import (
    Goal,
    ToArticle,
    ToArticles,
    ToChecks,
    ToDisagreements,
    ToHelp,
    ToStep,
)
from rlscompanion.ui.pages.library.sheet import Sheet
from rlscompanion.ui.pages.library.step import StepSheet
from rlscompanion.ui.theme.theme import Theme

DEEPEST: Final = 20


def _never(_step_id: str) -> bool:
    return False


class LibraryPage(QWidget):
    """Reads nothing before it is first shown, or asked for a page.

    ``add_wanted`` carries the id of a step for the evening, ``there_wanted`` of one that is in it;
    ``help_wanted`` asks for that page. ``is_on`` tells which steps are switched on.
    """

    add_wanted = Signal(str)
    there_wanted = Signal(str)
    help_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        consulting: Callable[[], Consulting],
        is_on: Callable[[str], bool] = _never,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._consult = consulting
        self._is_on = is_on
        self._contents: ContentsSheet | None = None
        self._left: list[QWidget | None] = []
        self._sheets = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheets)
        for keys in ("Esc", "Alt+Left"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.go_back)

    @property
    def is_read(self) -> bool:
        """Tell whether the library was read for this page."""
        return self._contents is not None

    def readying(self) -> Iterator[None]:
        """Read the library, then make its first page."""
        self._consult()
        yield
        contents = self._begun()
        yield
        yield from contents.listing()
        self._sheets.setCurrentWidget(contents)
        yield

    @property
    def sheet(self) -> Sheet:
        """Return the page in front."""
        current = self._sheets.currentWidget()
        assert isinstance(current, Sheet), "the stack holds nothing else"  # noqa: S101
        return current

    @property
    def contents(self) -> ContentsSheet:
        """Return the first page; read now, if it was not before."""
        contents = self._begun()
        for _ in contents.listing():
            pass
        return contents

    def _begun(self) -> ContentsSheet:
        if self._contents is None:
            self._contents = ContentsSheet(self._theme, self._consult())
            self._contents.wanted.connect(self.go_to)
            self._sheets.addWidget(self._contents)
        return self._contents

    def open_step(self, step_id: str) -> None:
        """Show a step's page; Back leads to the contents."""
        while self._left:
            self.go_back()
        self.go_to(ToStep(step_id))

    def go_to(self, goal: Goal) -> None:
        """Show another page over the present one."""
        if isinstance(goal, ToHelp):
            self.help_wanted.emit()
            return
        first = self.contents
        sheet = self._made(goal)
        sheet.done.connect(self.go_back)
        sheet.wanted.connect(self.go_to)
        self._left.append(first.window().focusWidget())
        self._sheets.addWidget(sheet)
        self._sheets.setCurrentWidget(sheet)
        sheet.take_focus()
        if len(self._left) > DEEPEST:
            self._drop(self._sheets.widget(1))
            del self._left[1]

    def go_back(self) -> None:
        """Take the page in front away; on the first page, end the search."""
        if not self._left:
            self.contents.clear()
            return
        had = self._left.pop()
        gone = self.sheet
        self._sheets.setCurrentIndex(self._sheets.count() - 2)
        self._drop(gone)
        self._renew()
        if had is not None and self.sheet.isAncestorOf(had):
            had.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.sheet.take_focus()

    def go_home(self) -> None:
        """Show the first page as it begins."""
        while self._left:
            self.go_back()
        self.contents.clear()
        self.contents.scroller.verticalScrollBar().setValue(0)
        self.contents.take_focus()

    def _drop(self, sheet: QWidget | None) -> None:
        if sheet is not None:
            self._sheets.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()

    def _made(self, goal: Goal) -> Sheet:
        consulting, theme = self._consult(), self._theme
        match goal:
            case ToStep(step):
                made = StepSheet(theme, self._step_page(step))
                made.add_wanted.connect(self.add_wanted)
                made.there_wanted.connect(self.there_wanted)
                made.show_chosen(chosen=self._is_on(step))
                return made
            case ToArticle(document, claim):
                return ArticleSheet(theme, consulting.document(document), claim)
            case ToArticles():
                return ArticlesSheet(theme, consulting.documents(), consulting.evidence.never)
            case ToDisagreements(at):
                return DisagreementsSheet(theme, consulting.disagreements(), at)
            case ToChecks():
                return ChecksSheet(theme, consulting.checks())
            case ToHelp():
                raise AssertionError("that page is not one of ours")
            case _:
                assert_never(goal)

    def _step_page(self, step_id: str) -> StepPage:
        """Return the page for the stored answers; if they cannot be read, for none."""
        consulting = self._consult()
        try:
            return consulting.step(step_id)
        except StoreError:
            return consulting.step(step_id, consulting.advising.gate(Profile()))

    def _renew(self) -> None:
        """Say the verdict for the answers as they stand now, and whether the step is on."""
        sheet = self.sheet
        if isinstance(sheet, StepSheet):
            sheet.show_verdict(self._step_page(sheet.step))
            sheet.show_chosen(chosen=self._is_on(sheet.step))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        contents = self.contents
        if self._sheets.currentIndex() < 0:
            self._sheets.setCurrentWidget(contents)
        self._renew()
