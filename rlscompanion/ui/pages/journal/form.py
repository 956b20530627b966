"""The questions of the morning, for one night. Everything may be left out."""

from functools import partial
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.check_in import CheckIn, Question
from rlscompanion.domain.forms import LINE_AT_MOST, Value
from rlscompanion.services.journaling import Usual
from rlscompanion.ui.pages.journal.chips import Chips
from rlscompanion.ui.pages.journal.maybe import clock_field, minutes_field
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.rating import Rating
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.text_field import TextField

WIDEST: Final = 588
TIMES: Final = 6
"""That often or more is one answer."""


class Said(Struct, frozen=True):
    """One answer, as it was pressed."""

    question: Question
    value: Value


class TimesUp(Segmented):
    """How often; the keys 0 to 6 answer."""

    typed = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        times = event.key() - Qt.Key.Key_0
        if not 0 <= times <= TIMES or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        button = self.button(str(times))
        was = button.isChecked()
        button.click()
        if not was:
            self.typed.emit()


class CheckInForm(QWidget):
    """``said`` brings one Said for each answer; ``settle`` brings what is still on its way."""

    said = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        none, worst = self.tr("0 calm"), self.tr("10 worst")
        self.evening = Rating(theme, self.tr("Legs in the evening"))
        self.falling = Rating(theme, self.tr("Legs falling asleep"))
        self.in_night = Rating(theme, self.tr("Legs in the night"), low=none, high=worst)
        self.sleep = Rating(
            theme, self.tr("Sleep"), low=self.tr("0 very poor"), high=self.tr("10 very good")
        )
        self.times = TimesUp(
            theme, self.tr("Times up because of your legs"), self._times(), clearable=True
        )
        most = self.tr("Times up because of your legs: {0} or more").format(TIMES)
        self.times.button(str(TIMES)).setAccessibleName(most)
        self.times.button(str(TIMES)).setToolTip(self.tr("{0} or more").format(TIMES))
        blank = self.tr("Not noted")
        self.began = clock_field(theme, self.tr("It began at"), blank)
        self.minutes = minutes_field(
            theme, self.tr("Minutes to fall asleep"), blank, self.tr("{0} min").format
        )
        self.chips = Chips(theme)
        self.note = TextField()
        self.note.setMaxLength(LINE_AT_MOST)
        self.note.setPlaceholderText(self.tr("One line, if you like"))
        self.note.setAccessibleName(self.tr("One line about the night"))
        self._noted = ""
        self._gaps: list[QVBoxLayout] = []
        self._build()
        self._connect()
        theme.changed.connect(self._measure)
        self._measure()

    def show_check_in(self, said: CheckIn, usual: Usual, own_chips: tuple[str, ...]) -> None:
        """Show what stands; says nothing to anyone."""
        for question, rating in self._ratings().items():
            value = said.answer(question)
            rating.set_value(value if isinstance(value, int) else None)
        times = said.times_up
        self.times.set_current("" if times is None else str(min(times, TIMES)))
        self.began.show_value(said.began, usual.began)
        self.minutes.show_value(said.minutes_to_fall_asleep, usual.minutes_to_fall_asleep)
        self.chips.show_chips(said.chips, own_chips, away=said.sick_or_away)
        self._noted = said.note
        if not self.note.hasFocus() or not self.note.isModified():
            self.note.setText(said.note)

    def take_focus(self) -> None:
        """Take the keyboard to the first question."""
        self.evening.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """Bring at once what was stepped to or typed."""
        self.began.settle()
        self.minutes.settle()
        self._take_note()

    # --------------------------------------------------------------------- building

    def _times(self) -> list[tuple[str, str]]:
        plain = [(str(times), str(times)) for times in range(TIMES)]
        return [*plain, (str(TIMES), self.tr("{0}+").format(TIMES))]

    def _ratings(self) -> dict[Question, Rating]:
        return {
            Question.LEGS_EVENING: self.evening,
            Question.LEGS_FALLING_ASLEEP: self.falling,
            Question.LEGS_IN_NIGHT: self.in_night,
            Question.SLEEP: self.sleep,
        }

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        legs = self._section(self.tr("Legs"))
        for words, rating in (
            (self.tr("In the evening"), self.evening),
            (self.tr("Falling asleep"), self.falling),
            (self.tr("In the night"), self.in_night),
        ):
            legs.addWidget(Label(words, "body"))
            legs.addWidget(rating)
        self._section(self.tr("Sleep")).addWidget(self.sleep)
        self._section(self.tr("Times up because of your legs")).addWidget(self.times)
        self._when = FlowLayout()
        self._when.addWidget(self.began)
        self._when.addWidget(self.minutes)
        self._section(self.tr("When")).addLayout(self._when)
        self._section(self.tr("Anything different?")).addWidget(self.chips)
        self._section(self.tr("A note")).addWidget(self.note)

    def _section(self, words: str) -> QVBoxLayout:
        section = QVBoxLayout()
        section.setContentsMargins(0, 0, 0, 0)
        section.addWidget(Label(words, "h2", wrap=True))
        self._gaps.append(section)
        self._column.addLayout(section)
        return section

    def _connect(self) -> None:
        nexts = (self.falling, self.in_night, self.sleep, self.times)
        for (question, rating), after in zip(self._ratings().items(), nexts, strict=True):
            rating.changed.connect(partial(self._say, question))
            rating.typed.connect(partial(self._go_on, after))
        self.times.changed.connect(self._say_times)
        self.times.typed.connect(partial(self._go_on, self.began))
        self.began.said.connect(partial(self._say, Question.BEGAN))
        self.minutes.said.connect(partial(self._say, Question.MINUTES_TO_FALL_ASLEEP))
        self.chips.said.connect(partial(self._say, Question.CHIPS))
        self.chips.sick_or_away.connect(partial(self._say, Question.SICK_OR_AWAY))
        self.note.editingFinished.connect(self._take_note)

    def _say(self, question: Question, value: Value) -> None:
        """Bring an answer, after those that were given before it."""
        if question is not Question.BEGAN:
            self.began.settle()
        if question is not Question.MINUTES_TO_FALL_ASLEEP:
            self.minutes.settle()
        self.said.emit(Said(question, value))

    def _say_times(self, key: str) -> None:
        self._say(Question.TIMES_UP, int(key) if key else None)

    def _go_on(self, after: QWidget) -> None:
        if isinstance(after, Segmented):
            after.button("0").setFocus(Qt.FocusReason.TabFocusReason)
        else:
            after.setFocus(Qt.FocusReason.TabFocusReason)

    def _take_note(self) -> None:
        text = self.note.text().strip()
        if text != self._noted:
            self._noted = text
            self.note.setModified(False)
            self._say(Question.NOTE, text)

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(20))
        for section in self._gaps:
            section.setSpacing(px(8))
        self._when.setSpacing(px(24))
        self.setMaximumWidth(px(WIDEST))

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.settle()
        super().hideEvent(event)
