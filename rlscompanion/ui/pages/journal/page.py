"""The Journal page: the nights, and beside them the questions of one."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.check_in import Question
from rlscompanion.domain.checklist import MarkKind
from rlscompanion.domain.episodes import Correction
from rlscompanion.domain.mendable import Mendable, StoreError
from rlscompanion.services.journaling import Journaling, Saved
from rlscompanion.services.noting import Noting
from rlscompanion.ui.pages.journal.doctor import DoctorSheet
from rlscompanion.ui.pages.journal.form import CheckInForm, Said
from rlscompanion.ui.pages.journal.past import Past, Ticked
from rlscompanion.ui.pages.journal.side import NightsSide
from rlscompanion.ui.pages.journal.weekly import SaidWeekly, WeeklySheet
from rlscompanion.ui.pages.journal.words import answer_words, night_in_full, question_words
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.quiet import Quiet
from rlscompanion.ui.widgets.scroller import Scroller
from rlscompanion.ui.widgets.tab_order import let_tab_follow
from rlscompanion.ui.widgets.undo_strip import UndoStrip

if TYPE_CHECKING:
    from rlscompanion.services.easing import Easing

_T = TypeVar("_T")
BESIDE_FROM: Final = 1000
"""Of the window."""
SIDE_WIDTH: Final = 260
SHORT: Final = 700


class JournalPage(QWidget):
    """``changed`` follows every change on the disk."""

    changed = Signal()
    report_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        journaling: Journaling,
        noting: Noting,
        easing: "Easing",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._journaling = journaling
        self._noting = noting
        self._easing = easing
        self._night = date.min
        self._last_seen = date.min
        """The last night that was over when the page was seen."""
        self._picking = False
        self._undo: list[Callable[[], object]] = []
        self.side = NightsSide(theme, journaling)
        self.past = Past(theme)
        self.trouble = Banner(theme, BannerKind.WARN, "", icon="stop")
        self.trouble.hide()
        self.strip = UndoStrip(theme)
        self._build()
        self._connect()
        theme.changed.connect(self._follow_theme)
        self._measure()

    @property
    def night(self) -> date:
        """The night whose answers are shown."""
        return self._night

    def refresh(self) -> None:
        """Read what stands and show it."""
        self._settle()

        def show() -> None:
            last = self._journaling.last_night()
            if not date.min < self._night <= last:
                self._night = last
            self.side.refresh(self._night)
            self._show_night()
            self.side.say_weekly(due=self._noting.weekly_is_due(last))

        self._read(show)

    def open_night(self, night: date) -> None:
        """Show one night, with the keyboard at its first question."""
        self._open(night)
        self.refresh()
        self.form.take_focus()

    def take_keyboard(self) -> None:
        """Take the keyboard to the first question, where the questions are in sight."""
        if not self._picking and not self._stack.currentIndex():
            self.form.take_focus()

    def is_under_way(self) -> bool:
        """Return whether choices wait for a button; the answers themselves are kept at once."""
        opened = "doctor" in vars(self) and self._stack.currentWidget() is self.doctor
        return opened and self.doctor.is_under_way()

    def undo(self) -> None:
        """Take the last thing back, and the one before it when called again."""
        self._settle()
        if self._undo:
            self._attempt(self._undo.pop())
            self.strip.clear()

    def readying(self) -> Iterator[None]:
        """Make the form, show last night; make the sheets that are not always wanted."""
        for make in (lambda: self._bare_form, lambda: self.form):
            make()
            yield
        self.refresh()
        yield
        for make in (lambda: self.weekly, lambda: self.doctor):
            make()
            yield

    @cached_property
    def _bare_form(self) -> CheckInForm:
        """It is made in one piece, and takes its place in another."""
        return CheckInForm(self._theme)

    @cached_property
    def form(self) -> CheckInForm:
        """The questions; what stands below them is put there after them, as Tab goes."""
        made = self._bare_form
        made.said.connect(self._say)
        self._inner.addWidget(made)
        self._inner.addWidget(self.past)
        self._sheet_column.addWidget(self.strip)
        self.past.setMaximumWidth(made.maximumWidth())
        return made

    @cached_property
    def weekly(self) -> WeeklySheet:
        made = WeeklySheet(self._theme)
        made.said.connect(self._say_weekly)
        made.done.connect(self._back)
        self._stack.addWidget(made)
        let_tab_follow((made, self.strip))
        return made

    @cached_property
    def doctor(self) -> DoctorSheet:
        made = DoctorSheet(self._theme, self._noting)
        made.done.connect(self._back)
        made.kept.connect(self._kept)
        made.report_wanted.connect(self.report_wanted)
        self._stack.addWidget(made)
        let_tab_follow((made, self.strip))
        return made

    # --------------------------------------------------------------------- building

    def _build(self) -> None:
        self.nights = Button(self._theme, self.tr("Nights"), "secondary", icon="down")
        self.nights.clicked.connect(self._pick)
        self._title = Label("", "card-hero", wrap=True)
        self._when = Quiet(self._theme, "")
        self._late = Quiet(self._theme, self.tr("Filled in later."))
        self._head = FlowLayout()
        for piece in (self._title, self._when, self._late):
            self._head.addWidget(piece)
        self._top = PairLayout()
        words = QWidget()
        words.setLayout(self._head)
        self._top.addWidget(words)
        self._top.addWidget(self.nights)
        around = QVBoxLayout()
        around.setContentsMargins(0, 0, 0, 0)
        inner = QVBoxLayout()
        self._inner = inner
        line = QHBoxLayout()
        line.addLayout(inner, 1000)
        line.addStretch(1)
        self._form_line = line
        around.addLayout(self._top)
        around.addLayout(line)
        around.addStretch(1)
        self.scroller = Scroller(around)
        night = QWidget()
        self._night_column = QVBoxLayout(night)
        self._night_column.addWidget(self.trouble)
        self._night_column.addWidget(self.scroller, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(night)
        self._sheet = QWidget()
        self._sheet_column = QVBoxLayout(self._sheet)
        self._sheet_column.addWidget(self._stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.side)
        whole.addWidget(self._sheet, 1)

    def _connect(self) -> None:
        self.side.opened.connect(self._open)
        self.side.weekly_wanted.connect(self._open_weekly)
        self.side.doctor_wanted.connect(self._open_doctor)
        self.past.ticked.connect(self._tick)
        self.past.corrected.connect(self._correct)
        self.strip.undo.connect(self.undo)

    # ---------------------------------------------------------------------- showing

    def _show_night(self) -> None:
        view = self._journaling.night(self._night)
        said = view.record.check_in
        is_last = self._night == self._journaling.last_night()
        title = self.tr("How was last night?") if is_last else self.tr("How was that night?")
        self._title.setText(title)
        self._when.setText(night_in_full(self._night))
        self._late.setVisible(said.filled_in_late)
        usual, own = self._journaling.usual(self._night), self._journaling.own_chips()
        self.form.show_check_in(said, usual, own)
        self.past.show_night(view, self._easing.room(view.night), self._journaling.clock.zone())

    def _beside(self) -> bool:
        wide = self.window().width() >= self._theme.px(BESIDE_FROM)
        return wide and self._theme.mode is not Mode.NIGHT

    def _arrange(self) -> None:
        """Put the nights beside the form; or in its place, where they are asked for."""
        beside, px = self._beside(), self._theme.px
        picking = self._picking and not beside
        self.side.setVisible(beside or picking)
        self._sheet.setVisible(not picking)
        self.nights.setVisible(not beside)
        self.side.setMinimumWidth(px(SIDE_WIDTH) if beside else 0)
        self.side.setMaximumWidth(px(SIDE_WIDTH) if beside else px(BESIDE_FROM))
        self.side.set_lined(lined=beside)

    def _measure(self) -> None:
        px = self._theme.px
        short = self.window().height() < px(SHORT)
        self._sheet_column.setContentsMargins(px(26), px(16 if short else 30), px(16), px(18))
        self._sheet_column.setSpacing(px(8))
        self._night_column.setContentsMargins(0, 0, 0, 0)
        self._night_column.setSpacing(px(8))
        self._head.setSpacing(px(16))
        self._top.setContentsMargins(px(6), 0, px(6), px(12))
        self._top.setSpacing(px(16))
        self._top.set_line_gap(px(8))
        self._form_line.setContentsMargins(px(6), px(6), px(4), px(12))
        self._inner.setSpacing(px(24))
        if "form" in vars(self):
            self.past.setMaximumWidth(self.form.maximumWidth())
        self._arrange()

    def _follow_theme(self) -> None:
        self._measure()
        if self.isVisible():
            self.refresh()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._turn_to_a_new_night()
        self.refresh()

    def _turn_to_a_new_night(self) -> None:
        """Ask of the last night where one has passed since the page was seen."""

        def turn() -> None:
            last = self._journaling.last_night()
            if last != self._last_seen:
                self.form.settle()
                self._last_seen = self._night = last

        self._read(turn)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self._picking or self._stack.currentIndex()):
            self._back()
        else:
            super().keyPressEvent(event)

    # ----------------------------------------------------------------- where to go

    def _open(self, night: date) -> None:
        self._settle()
        self._night = night
        self._picking = False
        self._stack.setCurrentIndex(0)
        self._arrange()
        self._read(self._show_night)
        self.scroller.verticalScrollBar().setValue(0)

    def _pick(self) -> None:
        self._picking = True
        self._arrange()
        self.side.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        self._picking = False
        self._stack.setCurrentIndex(0)
        self._arrange()
        self.refresh()

    def _open_weekly(self) -> None:
        self._settle()
        self._read(lambda: self.weekly.show_check(self._noting.weekly_check(self._week())))
        self._bring(self.weekly)

    def _week(self) -> date:
        """Return the night that the weekly check belongs to: a new one where it is time."""
        last = self._journaling.last_night()
        return self._noting.last_weekly(last) or last

    def _open_doctor(self) -> None:
        self._settle()
        self._read(self.doctor.refresh)
        self._bring(self.doctor)

    def _bring(self, sheet: WeeklySheet | DoctorSheet) -> None:
        self._stack.setCurrentWidget(sheet)
        self._picking = False
        self._arrange()
        sheet.take_focus()

    # ----------------------------------------------------------------- what to do

    def _say(self, said: Said) -> None:
        saved = self._attempt(lambda: self._journaling.say(self._night, said.question, said.value))
        if isinstance(saved, Saved):
            self._undo.append(lambda: self._journaling.take_back(saved))
            self.strip.offer(*self._words(saved))

    def _words(self, saved: Saved) -> tuple[str, str]:
        name = question_words()[saved.question]
        if saved.value is None or saved.value in {"", ()} or saved.value is False:
            return name, self.tr("taken back.")
        if saved.reopened:
            return self.tr("New medicine"), self.tr("saved. Some steps ask again first.")
        if saved.question in {Question.CHIPS, Question.NOTE, Question.SICK_OR_AWAY}:
            return name, self.tr("saved.")
        value = saved.value
        figure = answer_words(saved.question, value) if isinstance(value, int) else f"{value:%H:%M}"
        return f"{name} {figure}", self.tr("saved. Leave out anything you like.")

    def _tick(self, ticked: Ticked) -> None:
        marked = self._attempt(lambda: self._journaling.tick(ticked.state, ticked.kind))
        if marked is not None:
            self._undo.append(lambda: self._journaling.tick(ticked.state, MarkKind.UNDO))
            done = ticked.kind is MarkKind.DONE
            verb = self.tr("marked done.") if done else self.tr("marked skipped.")
            self.strip.offer(ticked.state.step.title, verb)

    def _correct(self, correction: Correction) -> None:
        night = self._night
        back = self._attempt(lambda: self._easing.correct(night, correction))
        if back is not None:
            self._undo.append(lambda: self._easing.take_back(night, back))
            self.strip.offer(self.tr("Flare-up"), self.tr("corrected."))

    def _say_weekly(self, said: SaidWeekly) -> None:
        night = self._week()
        before = self._attempt(lambda: (self._noting.say_weekly(night, said.question, said.value),))
        if before is not None:
            (stood,) = before
            self._undo.append(lambda: self._noting.say_weekly(night, said.question, stood))
            self.strip.offer(
                self.tr("Weekly check"), self.tr("saved. Leave out anything you like.")
            )
        self.weekly.show_check(self._noting.weekly_check(night))

    def _kept(self, words: str) -> None:
        self.strip.offer(words, self.tr("saved."))
        self._undo.clear()
        self.changed.emit()

    # ----------------------------------------------------------------------- inside

    def _settle(self) -> None:
        """Take what was stepped to or typed and is still on its way."""
        self.form.settle()
        self.past.settle()

    def _attempt(self, action: Callable[[], _T]) -> _T | None:
        """Do something that saves, and show what stands then; say so where it did not."""
        self.past.settle()
        self.trouble.hide()
        try:
            done = action()
        except Mendable as problem:
            self.trouble.show_words(
                self.tr("That did not save. What stood before still stands."), str(problem)
            )
            self.trouble.show()
            done = None
        self.side.show_again(self._night)
        self._read(self._show_night)
        if done is not None:
            self.changed.emit()
        return done

    def _read(self, show: Callable[[], object]) -> None:
        try:
            show()
        except StoreError as problem:
            self.trouble.show_words(self.tr("The journal cannot be read."), str(problem))
            self.trouble.show()
