"""When to get help: the six lines that matter most first, then all signs by urgency."""

import logging
from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.knowledge import Knowledge, RedFlag, Urgency
from rlscompanion.domain.mendable import StoreError
from rlscompanion.services.preferring import Preferring
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.scroller import Scroller

log = logging.getLogger(__name__)

WIDEST: Final = 1040
ROOMY_FROM: Final = 820
SCROLLS_WHOLE_BELOW: Final = 420
FIELD: Final = 240
LONGEST: Final = 30
SIGNS_AT_ONCE: Final = 5
INK_AT_NIGHT: Final = 6.8
"""Letters of signs seen at once at night in 100 × 100 of our pixels; more would light the room."""
BOLD: Final = 1.4
"""So much more ink has a bold letter."""


class HelpPage(QWidget):
    """Reads the signs when it is first shown."""

    back_wanted = Signal()
    """The signs were read before hard exercise is switched on."""

    def __init__(
        self,
        theme: Theme,
        call: str,
        knowledge: Callable[[], Knowledge],
        preferring: Preferring,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.number = OwnNumber(theme, preferring)
        self._theme = theme
        self._call = call
        self._knowledge = knowledge
        self._work: Iterator[None] | None = self._reading()
        self._lines = QVBoxLayout()
        self._six: list[Label] = []
        self.signs = Signs(theme, self)
        self.signs.hide()
        self.signs.left.connect(self._fold_signs)
        self.more = Button(theme, self.tr("All signs"), "secondary", icon="down")
        self.more.clicked.connect(self._unfold)
        self.more.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.more.hide()
        self.scroller = Scroller(self._lines)
        self.scroller.setAccessibleName(self.tr("When to get help"))
        self.scroller.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.first = Banner(
            theme,
            BannerKind.INFO,
            self.tr("Before hard exercise, read when to stop and get help."),
            self.tr("Then switch it on."),
            button=self.tr("Back to Routine"),
        )
        self.first.pressed.connect(self.back_wanted)
        self.first.hide()
        self._column = QVBoxLayout()
        self._title = Label(self.tr("When to get help"), "h1", wrap=True)
        self._column.addWidget(self._title)
        self._column.addWidget(self.first)
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

    def offer_back(self, what: str, button: str) -> None:
        """Stand over a page that has no navigation, with the way back to it."""
        self.first.show_words(what, button=button)
        self.stand_over()

    def stand_over(self) -> None:
        """Say over the signs why they are read now, with the way back."""
        self.first.show()
        self._fold_number()

    @property
    def is_read(self) -> bool:
        """Tell whether the signs were read for this page."""
        return bool(self._six)

    def readying(self) -> Iterator[None]:
        """Read the signs and write them down."""
        while self._work is not None:
            if next(self._work, self) is self:
                self._work = None
            yield

    def _reading(self) -> Iterator[None]:
        known = self._knowledge()
        yield
        self._lines.addWidget(Label(self._call, "card-hero", wrap=True))
        self._lines.addWidget(self.number)
        for line in known.night_lines:
            self._six.append(Label(line, "lead", wrap=True))
            self._lines.addWidget(self._six[-1])
        self._lines.addWidget(self.more)
        self._lines.addWidget(self.signs)
        yield from self.signs.reading(known)
        self._lines.addStretch(1)
        self._fold()

    def _fold(self) -> None:
        """At night the six lines are enough, until more is asked for: less light."""
        if self.is_read:
            self._show_signs(shown=self._theme.mode is not Mode.NIGHT)

    def _show_signs(self, *, shown: bool) -> None:
        night = self._theme.mode is Mode.NIGHT
        self.more.setVisible(not shown)
        self.signs.setVisible(shown)
        for words in (self._title, *self._six):
            words.setVisible(not (night and shown))
        self._fold_number()

    def _fold_number(self) -> None:
        """At night leave out the way to another number, where there is more to be said."""
        night = self._theme.mode is Mode.NIGHT
        self.number.fold(
            folded=night and self.signs.isHidden(), over=night and not self.first.isHidden()
        )

    def _unfold(self) -> None:
        self.signs.begin()
        self._show_signs(shown=True)
        self.signs.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold_signs(self) -> None:
        self._show_signs(shown=False)
        self.more.setFocus(Qt.FocusReason.OtherFocusReason)

    def _measure(self) -> None:
        px = self._theme.px
        small = self.width() < px(ROOMY_FROM)
        self._title.set_role("h2" if small and self._theme.mode is Mode.NIGHT else "h1")
        scrolls_whole = self.height() < px(SCROLLS_WHOLE_BELOW)
        above = self._lines if scrolls_whole else self._column
        for n, piece in enumerate((self._title, self.first)):
            if above.indexOf(piece) != n:
                above.insertWidget(n, piece)
        # A screen reader goes by the order of the children.
        self.first.lower()
        self._title.lower()
        self._middle.setMaximumWidth(px(WIDEST))
        self._column.setContentsMargins(px(40), px(32), px(28), px(24))
        self._column.setSpacing(px(16))
        self._lines.setContentsMargins(0, 0, px(12), 0)
        self._lines.setSpacing(px(14))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.first.isVisible():
            self.back_wanted.emit()
        elif not self.scroller.turn(event.key()):
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if event.spontaneous():
            return  # the window was minimised, and comes back to this
        self.first.hide()
        self._fold()
        self.scroller.verticalScrollBar().setValue(0)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for _ in self.readying():
            pass
        self.number.look()


class Signs(QWidget):
    """Every sign by urgency; at night a few at a time."""

    left = Signal()
    """Back from the first few, at night."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._signs: list[QWidget] = []
        self._ink: list[float] = []
        self._headings: dict[int, Label] = {}
        """By the number of their first sign."""
        self._first = 0
        self._before: list[int] = []
        """Where the ways back lead to."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.back = Button(theme, self.tr("Back"), icon="left")
        self.next = Button(theme, self.tr("Next"), icon="right")
        self.back.clicked.connect(self._turn_back)
        self.next.clicked.connect(self._turn_on)
        self._ways = FlowLayout()
        self._ways.addWidget(self.back)
        self._ways.addWidget(self.next)
        self._column.addLayout(self._ways)
        theme.changed.connect(self._measure)
        self._measure()

    def reading(self, known: Knowledge) -> Iterator[None]:
        """Write the signs down, some at once."""
        for urgency in Urgency:
            self._headings[len(self._signs)] = Label(self._urgency(urgency), "h2", wrap=True)
            self._add(self._headings[len(self._signs)])
            for flag in known.red_flags_of(urgency):
                self._signs.append(_sign(flag))
                self._ink.append(len(flag.text) + BOLD * len(flag.action))
                self._add(self._signs[-1])
                if len(self._signs) % SIGNS_AT_ONCE == 0:
                    yield
            yield
        self.look()

    def begin(self) -> None:
        """Show the first few; by day all of them are seen."""
        self._before.clear()
        self._first = 0
        self.look()

    def look(self) -> None:
        """Show as many as the light of the hour allows in a window of this size."""
        night = self._theme.mode is Mode.NIGHT
        seen = range(self._first, self._behind()) if night else range(len(self._signs))
        for n, sign in enumerate(self._signs):
            sign.setVisible(n in seen)
        ends = [*self._headings, len(self._signs)][1:]
        for (begin, heading), end in zip(self._headings.items(), ends, strict=True):
            heading.setVisible(begin < seen.stop and end > seen.start)
        self.back.setVisible(night)
        self.next.setVisible(night and seen.stop < len(self._signs))

    def _behind(self) -> int:
        """Return the number of the sign behind the last that is seen at night."""
        size = self.window().size()
        left = INK_AT_NIGHT * size.width() * size.height() / self._theme.px(100) ** 2
        behind = self._first
        while behind < len(self._ink) and (behind == self._first or self._ink[behind] <= left):
            left -= self._ink[behind]
            behind += 1
        return behind

    def _turn_on(self) -> None:
        self._before.append(self._first)
        self._first = self._behind()
        self.look()
        if self.next.isHidden():
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_back(self) -> None:
        if not self._before:
            self.left.emit()
            return
        self._first = self._before.pop()
        self.look()

    def _add(self, words: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, words)

    def _urgency(self, urgency: Urgency) -> str:
        return {
            Urgency.NOW: self.tr("Get help now"),
            Urgency.SOON: self.tr("See a doctor soon"),
            Urgency.ROUTINE: self.tr("Ask at your next visit"),
        }[urgency]

    def _measure(self) -> None:
        self._column.setSpacing(self._theme.px(14))
        self._ways.setSpacing(self._theme.px(12))
        self.look()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.look()


def _sign(flag: RedFlag) -> QWidget:
    made = QWidget()
    lines = QVBoxLayout(made)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(0)
    lines.addWidget(Label(flag.text, "body", wrap=True))
    lines.addWidget(Label(flag.action, "strong", wrap=True))
    return made


class OwnNumber(QWidget):
    """The person's own emergency number, and a field for it that stays away until asked for."""

    def __init__(self, theme: Theme, preferring: Preferring) -> None:
        super().__init__()
        self._theme = theme
        self._preferring = preferring
        self._said = Label("", "hero", wrap=True)
        self.change = Button(theme, "", "link")
        self.change.clicked.connect(self._ask)
        self.field = QLineEdit()
        self.field.setAccessibleName(self.tr("Your emergency number"))
        self.field.setPlaceholderText(self.tr("For example 112"))
        self.field.setMaxLength(LONGEST)
        self.field.editingFinished.connect(self._keep)
        self.field.hide()
        self._folded = self._over = False
        self._trouble = Label("", "warning", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._said)
        for piece in (self.field, self.change):
            line = QHBoxLayout()
            line.addWidget(piece)
            line.addStretch(1)
            self._column.addLayout(line)
        self._column.addWidget(self._trouble)
        theme.changed.connect(self._measure)
        self._measure()

    def look(self) -> None:
        """Show the number as it is kept."""
        try:
            number = self._preferring.load().emergency_number
        except StoreError as problem:
            log.warning("the emergency number could not be read: %s", problem)
            number = ""
        self._said.setText(number)
        self._said.setVisible(bool(number))
        self.field.setText(number)
        words = self.tr("Change this number") if number else self.tr("Put in your own number")
        self.change.setText(words)
        self._offer_change()
        self._trouble.hide()

    def fold(self, *, folded: bool, over: bool) -> None:
        """Leave out the way to change a number where there is one, or under a banner any."""
        self._folded, self._over = folded, over
        self._offer_change()

    def _offer_change(self) -> None:
        stands = bool(self._said.text())
        left_out = self._over or (stands and self._folded)
        self.change.setVisible(self.field.isHidden() and not left_out)

    def _ask(self) -> None:
        self.field.show()
        self.change.hide()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        try:
            self._preferring.change(emergency_number=self.field.text().strip())
        except StoreError as problem:
            self._trouble.setText(str(problem))
            self._trouble.show()
            return
        self.field.hide()
        self.look()

    def _measure(self) -> None:
        self._column.setSpacing(self._theme.px(4))
        self.field.setFixedWidth(self._theme.px(FIELD))
