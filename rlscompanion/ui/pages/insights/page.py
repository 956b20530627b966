"""The Insights page: what the notes say, without a verdict; behind it, the tests on oneself."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeVar

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.check_in import Question
from rlscompanion.domain.insight import RATINGS, NotEnough
from rlscompanion.domain.mendable import StoreError
from rlscompanion.services.reviewing import (
    CalendarNight,
    Comparable,
    Compared,
    Review,
    Reviewing,
    Stretch,
)
from rlscompanion.ui.figures.calendar import calendar_chart
from rlscompanion.ui.figures.flare_ups import (
    ending_sentence,
    endings_chart,
    flare_ups_missing,
    hours_chart,
)
from rlscompanion.ui.figures.trends import (
    onset_chart,
    onset_gaps,
    onset_missing,
    shift_words,
    weekly_chart,
    weekly_gaps,
    weekly_missing,
)
from rlscompanion.ui.figures.words import missing_words, rating_words
from rlscompanion.ui.main_thread import MainThread
from rlscompanion.ui.pages.insights.cards import ComparisonCard, FigureCard
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.choice_box import ChoiceBox
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.scroller import Scroller
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.tab_order import let_tab_follow

_Value = TypeVar("_Value")
WIDEST: Final = 1040
BESIDE_FROM: Final = 860
"""Two cards stand beside each other where the page is so wide."""
SHORT: Final = 700


class InsightsPage(QWidget):
    """Reads the notes when shown, on another thread; first what is in sight."""

    report_wanted = Signal()
    test_wanted = Signal()
    """A new test is to be planned; the page of tests is in sight."""
    read = Signal()
    """Everything is on the page."""

    def __init__(
        self,
        theme: Theme,
        reviewing: Callable[[], Reviewing],
        tests: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._make = reviewing
        self._tests = tests
        self._main = MainThread(self)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._turn = 0
        self._beside: bool | None = None
        self._review: Review | None = None
        self._step: Comparable | None = None
        self._add_controls()
        self._add_cards()
        self._build()
        theme.changed.connect(self._measure)
        self._measure()

    def refresh(self) -> None:
        """Read what stands and show it."""
        self._turn += 1
        turn, chosen = self._turn, self._step
        stretch, question = Stretch(self.stretch.current), Question(self.rating.key)
        main = self._main
        reviewed = main.taking(self._while(turn, self._take_review))
        compared = main.taking(self._while(turn, self._take_compared))
        called = main.taking(self._while(turn, self._take_calendar))
        failed = main.taking(self._while(turn, self._fail))

        def work() -> None:
            try:
                reviewing = self._make()
                review = reviewing.review(stretch, question)
                reviewed(review)
                compared(_compared(reviewing, review, chosen))
                called(reviewing.calendar(review))
            except StoreError as problem:
                failed(str(problem))

        self._pool.start(work)

    def wait(self) -> None:
        """Wait until all is read; it is shown when events are next handled."""
        self._pool.waitForDone()

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the figures, in their order."""
        return tuple(card.title for card in self._cards)

    def show_figure(self, title: str) -> None:
        """Bring one figure into sight; at night it is the only one."""
        self.which.set_key(title)
        self._arrange()
        card = next(card for card in self._cards if card.title == title)
        self.scroller.scroll_to(card, above=self._theme.px(16))

    def open_tests(self) -> None:
        """Show the tests on oneself."""
        self._stack.setCurrentIndex(1)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_tests(self) -> None:
        """Show the figures again."""
        self._stack.setCurrentIndex(0)
        self.tests.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    # -------------------------------------------------------------------- building

    def _add_controls(self) -> None:
        theme = self._theme
        self.lead = Label("", "lead2", wrap=True)
        self.tests = Button(theme, self.tr("Tests on yourself"), icon="flask")
        self.tests.clicked.connect(self.open_tests)
        self.report = Button(theme, self.tr("Doctor's report"), icon="doc")
        self.report.clicked.connect(self.report_wanted)
        self.stretch = Segmented(
            theme,
            self.tr("How far back"),
            [
                (Stretch.FOUR_WEEKS, self.tr("4 weeks")),
                (Stretch.TWELVE_WEEKS, self.tr("12 weeks")),
                (Stretch.YEAR, self.tr("A year")),
            ],
            current=Stretch.TWELVE_WEEKS,
        )
        self.stretch.changed.connect(self.refresh)
        self.rating = ChoiceBox(self.tr("Rating"), [(each, rating_words(each)) for each in RATINGS])
        self.rating.set_key(Question.LEGS_FALLING_ASLEEP)
        self.rating.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.rating.chosen.connect(self.refresh)

    def _add_cards(self) -> None:
        theme = self._theme
        self.calendar = FigureCard(
            theme,
            self.tr("Night by night"),
            self.tr("Legs at their worst that night, 0 calm to 10 worst."),
        )
        self.weekly = FigureCard(
            theme,
            self.tr("Week by week"),
            self.tr("Line: median. Band: the middle half of the nights."),
        )
        self.onset = FigureCard(
            theme,
            self.tr("When it begins"),
            self.tr("By fortnight. Line: median. Band: the middle half."),
        )
        self.comparison = ComparisonCard(
            theme, self.tr("Nights with and without"), self.tr("One dot a night. Line: median.")
        )
        self.comparison.chosen.connect(self._choose_step)
        self.comparison.test_wanted.connect(self._want_test)
        self.hours = FigureCard(
            theme,
            self.tr("Flare-ups by hour"),
            self.tr("How many began in each hour of the night."),
        )
        self.endings = FigureCard(
            theme,
            self.tr("What was done, how it ended"),
            self.tr("Filled: better. Hollow: same or worse. Dotted: no answer."),
        )
        self._cards = (
            self.calendar,
            self.weekly,
            self.onset,
            self.comparison,
            self.hours,
            self.endings,
        )
        for card in self._cards:
            card.column.addStretch(1)
        self.which = ChoiceBox(
            self.tr("Figure"), [(card.title, card.title) for card in self._cards]
        )
        self.which.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.which.chosen.connect(self.show_figure)

    def _build_head(self) -> None:
        title = QWidget()
        words = QVBoxLayout(title)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(Label(self.tr("Insights"), "h1", wrap=True))
        words.addWidget(self.lead)
        self._head = PairLayout()
        self._head.addWidget(title)
        ways = QWidget()
        self._ways = FlowLayout(ways)
        self._ways.addWidget(self.report)
        self._ways.addWidget(self.tests)
        self._head.addWidget(ways)

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self._figures())
        self._stack.addWidget(self._tests_sheet())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _figures(self) -> QWidget:
        self._build_head()
        self._controls = FlowLayout()
        for control in (self.which, self.stretch, self.rating):
            self._controls.addWidget(control)
        self._grid = QGridLayout()
        self._flare_ups = QWidget()
        self._below = QVBoxLayout(self._flare_ups)
        self._below.setContentsMargins(0, 0, 0, 0)
        self._below.addWidget(self.hours)
        self._below.addWidget(self.endings)
        self._below.addStretch(1)
        self._column = QVBoxLayout()
        for piece in (self._head, self._controls, self._grid):
            self._column.addLayout(piece)
        self._column.addStretch(1)
        self.scroller = Scroller(self._column)
        self.scroller.setAccessibleName(self.tr("Insights"))
        middle = QWidget()
        line = QHBoxLayout(middle)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(self.scroller, 1000)
        line.addStretch(1)
        return middle

    def _tests_sheet(self) -> QWidget:
        self.back = Button(self._theme, self.tr("Insights"), "quiet", icon="left")
        self.back.clicked.connect(self.close_tests)
        self._back_line = QHBoxLayout()
        self._back_line.addWidget(self.back)
        self._back_line.addStretch(1)
        sheet = QWidget()
        self._sheet = QVBoxLayout(sheet)
        self._sheet.setSpacing(0)
        self._sheet.addLayout(self._back_line)
        self._sheet.addWidget(self._tests, 1)
        return sheet

    def _arrange(self) -> None:
        """Place the cards in one column or two; at night only the one that was chosen."""
        night = self._theme.mode is Mode.NIGHT
        beside = not night and self.width() >= self._theme.px(BESIDE_FROM)
        if beside is not self._beside:
            self._beside = beside
            self._place_cards()
        self.lead.setVisible(not night or self._review is None)
        self.which.setVisible(night)
        self.stretch.setVisible(not night)
        self.rating.setVisible(not night)
        for card in self._cards:
            card.setVisible(not night or card.title == self.which.key)

    def _place_cards(self) -> None:
        pieces = (self.calendar, self.weekly, self.onset, self.comparison, self._flare_ups)
        for n, piece in enumerate(pieces):
            self._grid.removeWidget(piece)
            across = 2 if n == 0 or not self._beside else 1
            row, column = ((n + 1) // 2, (n + 1) % 2) if self._beside and n else (n, 0)
            self._grid.addWidget(piece, row, column, 1, across)

    def _measure(self) -> None:
        px = self._theme.px
        short = self.window().height() < px(SHORT)
        self.scroller.setMaximumWidth(px(WIDEST + 68))
        self._column.setContentsMargins(px(40), px(16 if short else 32), px(28), px(24))
        self._column.setSpacing(px(16))
        self._head.setSpacing(px(16))
        self._head.set_line_gap(px(12))
        self._controls.setSpacing(px(12))
        self._ways.setSpacing(px(12))
        self._grid.setSpacing(px(16))
        self._below.setSpacing(px(16))
        self._sheet.setContentsMargins(0, px(12), 0, 0)
        self._back_line.setContentsMargins(px(22), 0, 0, 0)
        self._arrange()

    # --------------------------------------------------------------------- showing

    def _while(self, turn: int, take: Callable[[_Value], None]) -> Callable[[_Value], None]:
        """Return ``take`` for what was asked for last; what came too late is let go."""

        def taking(value: _Value) -> None:
            if turn == self._turn:
                take(value)

        return taking

    def _take_review(self, review: Review) -> None:
        self._review = review
        self.lead.setText(missing_words(review.without_note, review.nights))
        self._arrange()
        if self.calendar.told is None:
            self._show_calendar(review.calendar, review.calendar_from)
        self._show_weekly(review)
        self._show_onset(review)
        self.comparison.show_steps(review)
        if isinstance(review.by_hour, NotEnough) or isinstance(review.endings, NotEnough):
            missing = review.by_hour if isinstance(review.by_hour, NotEnough) else None
            said = flare_ups_missing(missing) if missing else ""
            self.hours.show_missing(said)
            self.endings.show_missing(said)
        else:
            self.hours.show_chart(hours_chart(review.by_hour))
            self.endings.show_chart(
                endings_chart(review.endings), beside=ending_sentence(review.endings)
            )

    def _show_weekly(self, review: Review) -> None:
        self.weekly.say_about(
            self.tr("{0}. Line: median. Band: the middle half of the nights.").format(
                rating_words(review.question)
            )
        )
        if isinstance(review.weekly, NotEnough):
            self.weekly.show_missing(weekly_missing(review.weekly))
        else:
            chart = weekly_chart(review.weekly, review.question)
            self.weekly.show_chart(chart, beside=weekly_gaps(review.weekly))

    def _show_onset(self, review: Review) -> None:
        if isinstance(review.onsets, NotEnough):
            self.onset.show_missing(onset_missing(review.onsets))
        else:
            gaps, shift = onset_gaps(review.onsets), shift_words(review.shift)
            self.onset.show_chart(onset_chart(review.onsets), shift, beside=gaps)

    def _take_calendar(self, nights: Sequence[CalendarNight]) -> None:
        if any(each.noted or each.flare_ups for each in nights):
            self._show_calendar(nights)
        else:
            self.calendar.show_missing(missing_words(0, 0))
        let_tab_follow(self._cards)  # a chart is made when there is something to show
        self.read.emit()

    def _show_calendar(self, nights: Sequence[CalendarNight], begin: date | None = None) -> None:
        """Show the nights that are read; from ``begin`` on there is room for the others."""
        if any(each.noted or each.flare_ups for each in nights):
            self.calendar.show_chart(calendar_chart(nights, begin))

    def _take_compared(self, compared: Compared | None) -> None:
        self._step = compared.step if compared is not None else None
        self.comparison.show_compared(compared)

    def _fail(self, words: str) -> None:
        self._review = None
        self.lead.setText(words)
        self._arrange()

    # ------------------------------------------------------------------- what to do

    def _choose_step(self, step: Comparable) -> None:
        if self._review is not None:
            self._take_compared(self._make().compare(self._review, step))

    def _want_test(self) -> None:
        self.open_tests()
        self.test_wanted.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentIndex():
            self.close_tests()
        elif self._stack.currentIndex() or not self.scroller.turn(event.key()):
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()


def _compared(reviewing: Reviewing, review: Review, chosen: Comparable | None) -> Compared | None:
    """Return the nights of the chosen step; else of the first one of which there are enough."""
    if chosen in review.steps:
        return reviewing.compare(review, chosen)
    first: Compared | None = None
    for step in review.steps:
        found = reviewing.compare(review, step)
        first = first or found
        if not isinstance(found.figures, NotEnough):
            return found
    return first
