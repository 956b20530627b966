"""After the first question: does a reminder arrive, does the app start by itself, what to check."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.evidence import Check
from rlscompanion.domain.mendable import Mendable
from rlscompanion.services.trying_out import TryingOut
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.quiet import Quiet
from rlscompanion.ui.widgets.reminder_test import ReminderTest
from rlscompanion.ui.widgets.scroller import Scroller
from rlscompanion.ui.widgets.switch import Switch

WIDEST: Final = 1040
SIDE_BY_SIDE_FROM: Final = 840
SHORT_BELOW: Final = 680


class FirstChecksPage(QWidget):
    """Nothing on it has to be answered; ``finished`` follows Go to tonight."""

    finished = Signal()
    help_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        trying_out: TryingOut,
        checks: Sequence[Check],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._trying_out = trying_out
        self.test = ReminderTest(theme, trying_out.send_test)
        self.with_computer = Switch(theme, self.tr("Start with the computer"))
        self.with_computer.clicked.connect(self._switch)
        self._about_start = Quiet(theme, "")
        self.go_on = Button(theme, self.tr("Go to tonight"), "primary")
        self.go_on.clicked.connect(self.finished)
        self._texts: list[Label] = []
        self._cards: list[QVBoxLayout] = []
        self._build(checks)
        theme.changed.connect(self._measure)
        self._measure()
        self._show_start()

    # --------------------------------------------------------------------- building

    def _build(self, checks: Sequence[Check]) -> None:
        self._brand = QHBoxLayout()
        self._mark = IconLabel(self._theme, "mark", 24, "accent")
        self._brand_name = Label("RLS Companion", "strong")
        self._brand.addWidget(self._mark)
        self._brand.addWidget(self._brand_name)
        self._brand.addStretch(1)
        self.help = Button(self._theme, self.tr("When to get help"), "link")
        self.help.clicked.connect(self.help_wanted)
        self._brand.addWidget(self.help)
        self._names = QVBoxLayout()
        self._title = Label(self.tr("Two quick checks"), "hero", wrap=True)
        self._names.addWidget(self._title)
        lead = self.tr("Skip what you like. You find it all in Settings and Library.")
        self._lead = Label(lead, "lead2", wrap=True)
        self._names.addWidget(self._lead)
        self._left = QVBoxLayout()
        self._left.addWidget(self._reminder_card())
        self._left.addWidget(self._start_card())
        self._left.addStretch(1)
        self._right = QVBoxLayout()
        self._right.addWidget(self._checks_card(checks))
        self._right.addStretch(1)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.addLayout(self._left, 1)
        self._middle.addLayout(self._right, 1)
        self._column = QVBoxLayout()
        self._column.addLayout(self._brand)
        self._column.addLayout(self._names)
        self._column.addLayout(self._middle)
        self._column.addStretch(1)
        self._column.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignRight)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroller(self._column))

    def _card(self, icon: str, title: str) -> tuple[QFrame, QVBoxLayout]:
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        head = QHBoxLayout()
        head.addWidget(IconLabel(self._theme, icon, 24, "accent"))
        head.addWidget(Label(title, "h2", wrap=True), 1)
        head.setSpacing(self._theme.px(12))
        inside.addLayout(head)
        self._cards.append(inside)
        return card, inside

    def _reminder_card(self) -> QFrame:
        card, inside = self._card("bell", self.tr("Do reminders arrive?"))
        about = Quiet(self._theme, self.tr("Send one, and see whether it shows."))
        self._texts.append(about)
        inside.addWidget(about)
        inside.addWidget(self.test)
        return card

    def _start_card(self) -> QFrame:
        card, inside = self._card("repeat", self.tr("Start with the computer?"))
        line = QHBoxLayout()
        line.addWidget(self._about_start, 1)
        line.addWidget(self.with_computer)
        line.setSpacing(self._theme.px(16))
        inside.addLayout(line)
        return card

    def _checks_card(self, checks: Sequence[Check]) -> QFrame:
        card, inside = self._card("check", self.tr("Worth checking first"))
        for check in checks:
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Label(check.title, "strong", wrap=True))
            text = Quiet(self._theme, check.text)
            self._texts.append(text)
            words.addWidget(text)
            inside.addLayout(words)
        return card

    # ----------------------------------------------------------------------- acting

    def _show_start(self) -> None:
        on = self._trying_out.starts_with_computer
        self.with_computer.setVisible(on is not None)
        self.with_computer.setChecked(bool(on))
        self._about_start.setText(
            self.tr("Reminders come only while the app runs. It starts without a window.")
            if on is not None
            else self.tr(
                "This system offers no way that the app knows. "
                "Reminders come only while it runs, so open it in the evening."
            )
        )

    def _switch(self) -> None:
        try:
            self._trying_out.start_with_computer(on=self.with_computer.isChecked())
        except Mendable as problem:
            self._show_start()
            self._about_start.setText(str(problem))
            return
        self._show_start()

    def _measure(self) -> None:
        px = self._theme.px
        side_by_side = self.width() >= px(SIDE_BY_SIDE_FROM)
        short = self.height() < px(SHORT_BELOW)
        way = QBoxLayout.Direction
        self._middle.setDirection(way.LeftToRight if side_by_side else way.TopToBottom)
        edge = 56 if side_by_side else 24
        spare = max(self.width() - px(WIDEST + 2 * edge), 0) // 2
        top, bottom = px(8 if short else 20), px(16 if short else 24)
        self._column.setContentsMargins(px(edge) + spare, top, px(edge) + spare, bottom)
        self._column.setSpacing(px(16))
        self._brand.setSpacing(px(12))
        night = self._theme.mode is Mode.NIGHT
        self._title.set_role("hero" if not night else "card-hero" if short else "h1")
        for secondary in (self._mark, self._brand_name, self._lead):
            secondary.setVisible(not night)
        self._names.setSpacing(px(4))
        self._middle.setSpacing(px(24))
        for column in (self._left, self._right):
            column.setSpacing(px(16))
        for inside in self._cards:
            inside.setContentsMargins(px(20), px(16), px(20), px(16))
            inside.setSpacing(px(10))
        for text in self._texts:
            text.setVisible(self._theme.mode is not Mode.NIGHT)
        self.go_on.setMinimumSize(px(150), px(56))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
