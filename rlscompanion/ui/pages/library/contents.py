"""The first page of the library: search, what stands above the steps, and the steps by kind."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.library import Kind, Step
from rlscompanion.services.consulting import Consulting, Found, Place
from rlscompanion.ui.pages.library.goals import (
    Goal,
    ToArticle,
    ToArticles,
    ToChecks,
    ToDisagreements,
    ToHelp,
    ToStep,
)
from rlscompanion.ui.pages.library.link_row import LinkRow
from rlscompanion.ui.pages.library.sheet import Sheet
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.step_icons import icon_of
from rlscompanion.ui.widgets.text_field import TextField

TWO_COLUMNS_FROM: Final = 640
SHOWN_AT_MOST: Final = 40
ROWS_AT_ONCE: Final = 6
KINDS: Final = (Kind.HABIT, Kind.AID, Kind.FOOD, Kind.MARK, Kind.SUPPLEMENT)
ICONS: Final = {
    Place.DOCUMENT: "doc",
    Place.CLAIM: "doc",
    Place.DISAGREEMENT: "split",
    Place.HELP: "help",
    Place.CHECK: "check",
}


class Rows(QWidget):
    """Rows in one column or two, as room allows."""

    def __init__(self, theme: Theme, rows: Sequence[LinkRow]) -> None:
        super().__init__()
        self._theme = theme
        self._rows = rows
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        theme.changed.connect(self._arrange)
        self._arrange()

    def _arrange(self) -> None:
        px = self._theme.px
        self._grid.setSpacing(px(8))
        columns = 2 if self.width() >= px(TWO_COLUMNS_FROM) else 1
        if columns == self._columns:
            return
        self._columns = columns
        for n, row in enumerate(self._rows):
            self._grid.addWidget(row, n // columns, n % columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, columns - 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


class ContentsSheet(Sheet):
    """Finds pages by their words as they are typed."""

    def __init__(self, theme: Theme, consulting: Consulting, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Library"), parent=parent)
        self._consulting = consulting
        self.head.addWidget(self.title(self.tr("Library")))
        lead = self.tr("What you can do, who says so, and where they differ.")
        self.head.addWidget(Label(lead, "lead2", wrap=True))
        self.search = TextField()
        self.search.setAccessibleName(self.tr("Search the library"))
        self.search.setPlaceholderText(self.tr("Search: magnesium, kidney …"))
        self.search.setClearButtonEnabled(False)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._open_first)
        self.search.installEventFilter(self)
        self._hits: list[LinkRow] = []
        self._search_line = QVBoxLayout()
        self._search_line.addWidget(self.search)
        self.head.addLayout(self._search_line)
        self._found = QVBoxLayout()
        self._list = QWidget()
        self._build_list()
        self._work: Iterator[None] | None = self._listing()
        self.column.addLayout(self._found)
        self.column.addWidget(self._list)
        theme.changed.connect(self._measure)
        self._measure()

    def listing(self) -> Iterator[None]:
        """List the steps, some rows at a time."""
        while self._work is not None:
            if next(self._work, self) is self:
                self._work = None
            yield

    @override
    def take_focus(self) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Show the whole list again."""
        self.search.clear()

    # --------------------------------------------------------------------- building

    def _build_list(self) -> None:
        self._lines = QVBoxLayout(self._list)
        self._doors = FlowLayout()
        for icon, words, goal in (
            ("doc", self.tr("The four articles"), ToArticles()),
            ("split", self.tr("Where they disagree"), ToDisagreements()),
            ("check", self.tr("Worth checking first"), ToChecks()),
        ):
            door = Button(self._theme, words, icon=icon)
            door.clicked.connect(partial(self._want, goal))
            self._doors.addWidget(door)
        self._lines.addLayout(self._doors)

    def _listing(self) -> Iterator[None]:
        for kind in KINDS:
            rows: list[LinkRow] = []
            for step in self._consulting.steps_of(kind):
                rows.append(self._step_row(step))
                if len(rows) % ROWS_AT_ONCE == 0:
                    yield
            self._lines.addWidget(self.heading(self._kind(kind)))
            self._lines.addWidget(Rows(self._theme, rows))
            yield

    def _kind(self, kind: Kind) -> str:
        return {
            Kind.HABIT: self.tr("Habits"),
            Kind.AID: self.tr("Aids"),
            Kind.FOOD: self.tr("Food"),
            Kind.MARK: self.tr("What to leave, and lights out"),
            Kind.SUPPLEMENT: self.tr("Supplements, only as agreed with your pharmacist"),
        }[kind]

    def _step_row(self, step: Step) -> LinkRow:
        words = step.evidence if step.offered else self.tr("Not offered as a step here")
        row = LinkRow(self._theme, _icon(step), step.title, words, fold=True)
        row.clicked.connect(partial(self._want, ToStep(step.id)))
        return row

    def _measure(self) -> None:
        px = self._theme.px
        self._search_line.setContentsMargins(0, px(12), 0, 0)
        self._found.setSpacing(px(8))
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(px(12))
        self._doors.setSpacing(px(12))

    def _want(self, goal: Goal, _checked: object = None) -> None:
        self.wanted.emit(goal)

    # ----------------------------------------------------------------------- search

    def _search(self, words: str) -> None:
        while (item := self._found.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._hits.clear()
        searching = bool(words.strip())
        self._list.setHidden(searching)
        if searching:
            for piece in self._finds(self._consulting.search(words)):
                self._found.addWidget(piece)
            for one, other in pairwise((self.search, *self._hits)):
                QWidget.setTabOrder(one, other)
            self.scroller.verticalScrollBar().setValue(0)

    def _open_first(self) -> None:
        if self._hits:
            self._hits[0].click()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Down lead from the search to its hits, or to what stands below it."""
        down = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if down and event.type() == QEvent.Type.KeyPress:
            self.focusNextChild()
            return True
        return super().eventFilter(watched, event)

    def _finds(self, finds: Sequence[Found]) -> Iterator[QWidget]:
        if not finds:
            yield self.body(self.tr("Nothing has all these words. Try one of them."))
            return
        for found in finds[:SHOWN_AT_MOST]:
            row = LinkRow(
                self._theme, self._icon_of(found), self._title(found), found.text, fold=True
            )
            row.clicked.connect(partial(self._want, _goal(found)))
            self._hits.append(row)
            yield row
        more = len(finds) - SHOWN_AT_MOST
        if more > 0:
            yield self.body(self.tr("{0} more. Add a word to see fewer.").format(more))

    def _icon_of(self, found: Found) -> str:
        if found.place is Place.STEP:
            return _icon(self._consulting.library.steps[found.id])
        return ICONS[found.place]

    def _title(self, found: Found) -> str:
        match found.place:
            case Place.DISAGREEMENT:
                return self.tr("Where they disagree: {0}").format(found.title)
            case Place.CLAIM:
                return self.tr("{0} says ({1})").format(found.title, found.id)
            case Place.HELP:
                return self.tr("When to get help: {0}").format(found.title)
            case _:
                return found.title


def _icon(step: Step) -> str:
    return icon_of(step.id, is_supplement=step.kind is Kind.SUPPLEMENT)


def _goal(found: Found) -> Goal:
    match found.place:
        case Place.STEP:
            return ToStep(found.id)
        case Place.DOCUMENT:
            return ToArticle(found.id)
        case Place.CLAIM:
            return ToArticle(found.id[0], found.id)
        case Place.DISAGREEMENT:
            return ToDisagreements(found.id)
        case Place.HELP:
            return ToHelp()
        case Place.CHECK:
            return ToChecks()
