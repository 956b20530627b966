"""The page of tests on oneself: the one that runs, or the start of one, then all that are over."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.experiment import Experiment
from rlscompanion.domain.mendable import StoreError
from rlscompanion.services.experimenting import Experimenting
from rlscompanion.services.judging import Result
from rlscompanion.ui.main_thread import MainThread
from rlscompanion.ui.pages.experiments.begin import BeginCard, Plan
from rlscompanion.ui.pages.experiments.result import ResultCard
from rlscompanion.ui.pages.experiments.running import RunningCard
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.card import Card
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.scroller import Scroller
from rlscompanion.ui.widgets.tab_order import let_tab_follow

WIDEST: Final = 1040
ROOMY_FROM: Final = 480


class ExperimentsPage(QWidget):
    """Reads the store when shown; results are worked out on another thread."""

    changed = Signal()
    """A test began, paused or ended: the evening may be another."""
    questions_wanted = Signal(str)
    """Names a step whose questions are still open."""
    worked_out = Signal()
    """Every result is on the page."""

    def __init__(
        self,
        theme: Theme,
        experimenting: Callable[[], Experimenting],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._make = experimenting
        self._main = MainThread(self)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._shown = 0
        self._waiting = 0
        self._beginning = False
        self._begin: BeginCard | None = None
        self._plan, self._part = Plan(), 0
        self._invitation: Card | None = None
        self._cards = QVBoxLayout()
        self._heading = QVBoxLayout()
        self._heading.addWidget(Label(self.tr("Tests on yourself"), "h1", wrap=True))
        self._heading.addWidget(
            Label(self.tr("One step, nights by chance, one look at the end."), "lead2", wrap=True)
        )
        self._lines = QVBoxLayout()
        self._lines.addLayout(self._heading)
        self._lines.addLayout(self._cards)
        self._lines.addStretch(1)
        self.scroller = Scroller(self._lines)
        self.scroller.setAccessibleName(self.tr("Tests on yourself"))
        self._column = QVBoxLayout()
        self._column.addWidget(self.scroller, 1)
        self._middle = QWidget()
        self._middle.setLayout(self._column)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(self._middle, 1000)
        line.addStretch(1)
        theme.changed.connect(self._measure)
        theme.changed.connect(self._fold)
        self._measure()

    def refresh(self) -> None:
        """Read the store and show what holds now."""
        self._clear()
        try:
            self._show(self._make())
        except StoreError as problem:
            self._add(self._sentence(str(problem)))

    def is_under_way(self) -> bool:
        """Return whether something is chosen for a test that is neither begun nor left."""
        self._keep_choices()
        return self._plan != Plan()

    def begin(self) -> None:
        """Open the start of a test, with what was chosen for it before."""
        self._beginning = True
        self.refresh()
        self._take_keyboard()

    def wait(self) -> None:
        """Wait until every result is worked out; it is shown when events are next handled."""
        self._pool.waitForDone()

    # -------------------------------------------------------------------- showing

    def _show(self, experimenting: Experimenting) -> None:
        current = experimenting.current()
        over = [test for test in reversed(experimenting.all()) if experimenting.is_over(test)]
        if current is not None:
            running = RunningCard(self._theme, experimenting, experimenting.progress(current))
            running.changed.connect(self._after_change)
            self._add(running)
        elif self._beginning:
            self._add_begin(experimenting)
        for test in over:
            self._work_out(experimenting, test)
        if current is None and not self._beginning:
            self._invitation = self._add_invitation(first=not over)
            self._fold()

    def _add_begin(self, experimenting: Experimenting) -> None:
        card = BeginCard(self._theme, experimenting, self._plan, self._part)
        card.begun.connect(self._after_change)
        card.left.connect(self._leave)
        card.answered.connect(self.begin)
        card.questions_wanted.connect(self.questions_wanted)
        self._add(card)
        self._begin = card

    def _add_invitation(self, *, first: bool) -> Card:
        card = Card(self._theme, self.tr("Start a test"))
        card.say(self.tr("Does it help you?"), "card-hero")
        card.say(self.tr("Change one thing by chance, rate each morning, compare once at the end."))
        if first:
            card.say_quietly(self.tr("Notes alone mislead: on bad evenings people skip steps."))
        start = card.button(self.tr("Plan a test"), "primary", icon="flask")
        start.clicked.connect(self.begin)
        card.flow(start)
        self._add(card)
        return card

    def _fold(self) -> None:
        """At night a result stands alone; the next test is planned by day."""
        if self._invitation is not None:
            alone = self._cards.count() == 1
            self._invitation.setVisible(alone or self._theme.mode is not Mode.NIGHT)

    def _work_out(self, experimenting: Experimenting, test: Experiment) -> None:
        place = self._sentence(self.tr("Working out the result…"))
        self._add(place)
        shown = self._shown
        self._waiting += 1

        def take(result: Result) -> None:
            if shown == self._shown:
                self._put(place, ResultCard(self._theme, result))

        def fail(words: str) -> None:
            if shown == self._shown:
                self._put(place, self._sentence(words))

        took, failed = self._main.taking(take), self._main.taking(fail)

        def work() -> None:
            try:
                took(experimenting.result(test))
            except StoreError as problem:
                failed(str(problem))

        self._pool.start(work)

    def _put(self, place: QWidget, card: QWidget) -> None:
        self._cards.replaceWidget(place, card)
        place.deleteLater()
        self._let_tab_follow()
        self._waiting -= 1
        if not self._waiting:
            self.worked_out.emit()

    def _let_tab_follow(self) -> None:
        """Let Tab go from card to card as they stand: a result comes after what is below it."""
        items = (self._cards.itemAt(n) for n in range(self._cards.count()))
        cards = [item.widget() for item in items if item is not None]
        let_tab_follow(card for card in cards if card is not None)

    def _sentence(self, words: str) -> Card:
        card = Card(self._theme, words)
        card.say(words)
        return card

    def _add(self, card: QWidget) -> None:
        self._cards.addWidget(card)

    def _keep_choices(self) -> None:
        if self._begin is not None:
            self._plan, self._part = self._begin.plan, self._begin.part

    def _forget_choices(self) -> None:
        self._beginning = False
        self._begin = None
        self._plan, self._part = Plan(), 0

    def _clear(self) -> None:
        self._keep_choices()
        self._begin = None
        self._shown += 1
        self._waiting = 0
        self._invitation = None
        while (item := self._cards.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                for piece in old.findChildren(QWidget):
                    piece.clearFocus()  # else who comes back is led to what is gone
                old.deleteLater()

    def _leave(self) -> None:
        self._forget_choices()
        self.refresh()
        self._take_keyboard()

    def _after_change(self) -> None:
        self._forget_choices()
        self.refresh()
        self._take_keyboard()
        self.changed.emit()

    def _take_keyboard(self) -> None:
        """Give the keyboard to the first control: the one that had it is gone."""
        item = self._cards.itemAt(0)
        card = item.widget() if item is not None else None
        controls = card.findChildren(QWidget) if card is not None else []
        for control in controls:
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isEnabled():
                control.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _measure(self) -> None:
        px = self._theme.px
        self._middle.setMaximumWidth(px(WIDEST))
        left, right = (40, 28) if self.width() >= px(ROOMY_FROM) else (16, 12)
        self._column.setContentsMargins(px(left), px(12), px(right), px(24))
        self._heading.setSpacing(px(4))
        self._lines.setSpacing(px(16))
        self._lines.setContentsMargins(0, px(8), px(12), 0)
        self._cards.setSpacing(px(16))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.scroller.turn(event.key()):
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
