"""The questions before a step: nothing is ticked beforehand, and nothing counts until said."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.library import Condition, Group
from rlscompanion.domain.profile import Answer
from rlscompanion.services.admitting import NeedsAnswers
from rlscompanion.services.arranging import Arranging
from rlscompanion.ui.pages.routine.panel import Panel
from rlscompanion.ui.pages.routine.words import breakable
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.chips import ChoiceChip
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.ticked_words import TickedWords


class QuestionRow(QFrame):
    """One question: ticked means yes; "I don't know" is an answer too."""

    changed = Signal()

    def __init__(
        self, theme: Theme, condition: Condition, why: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.condition = condition
        self._why_words = why
        self._why: Label | None = None
        self._words = TickedWords(condition.question)
        self.yes = self._words.tick
        self.unknown = ChoiceChip(theme, self.tr("I don't know"))
        self.unknown.setAccessibleName(f"{condition.question} {self.unknown.text()}")
        for piece in (self.yes, self.unknown):
            piece.setAccessibleDescription(why)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._pair = PairLayout()
        self._column.addLayout(self._pair)
        self._pair.addWidget(self._words)
        self._pair.addWidget(self.unknown)
        self.yes.toggled.connect(self._said_yes)
        self.unknown.toggled.connect(self._said_unknown)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def answer(self) -> Answer | None:
        """Return what was said; None while nothing was."""
        if self.yes.isChecked():
            return Answer.YES
        return Answer.UNKNOWN if self.unknown.isChecked() else None

    def show_why(self, *, shown: bool) -> None:
        """Say under the question what a yes would mean, or no longer."""
        if self._why is None and shown and self._why_words:
            self._why = Label(self._why_words, "ink2", wrap=True)
            self._column.addWidget(self._why)
            self._measure()
        if self._why is not None:
            self._why.setVisible(shown)

    def _said_yes(self, on: bool) -> None:  # noqa: FBT001
        if on:
            self.unknown.setChecked(False)
        self.changed.emit()

    def _said_unknown(self, on: bool) -> None:  # noqa: FBT001
        if on:
            self.yes.setChecked(False)
        self.changed.emit()

    def _measure(self) -> None:
        self._pair.setSpacing(self._theme.px(12))
        if self._why is not None:
            self._why.setIndent(self.yes.sizeHint().width() + self._words.layout_gap)


class QuestionsPanel(Panel):
    """``answered`` carries the outcome. Only the buttons say no, and their words say so."""

    answered = Signal(object)

    def __init__(self, theme: Theme, arranging: Arranging, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Questions first"), parent)
        self._arranging = arranging
        self._asked: NeedsAnswers | None = None
        self._title = Label("", "card-hero", wrap=True)
        self._why = Label("", "ink2", wrap=True)
        self._list = QVBoxLayout()
        self._body: QWidget | None = None
        self._rows: list[QuestionRow] = []
        self.none = Button(theme, self.tr("None of these"), "secondary", icon="check")
        self.none.clicked.connect(self._none)
        self.save = Button(theme, self.tr("Save: the rest is no"), "primary")
        self.save.clicked.connect(self._save)
        self._foot = QWidget()
        """Stays in sight below the questions, however many there are."""
        self._foot_column = QVBoxLayout(self._foot)
        rule = QFrame()
        rule.setProperty("role", "rule")
        self._foot_column.addWidget(rule)
        self._buttons = FlowLayout()
        self._foot_column.addLayout(self._buttons)
        self._buttons.addWidget(self.none)
        self._buttons.addWidget(self.save)
        self._hint = Label("", "ink2", wrap=True)
        self.reasons = Button(theme, self.tr("Why we ask"), "link", icon="down")
        self.reasons.setCheckable(True)
        self.reasons.toggled.connect(self._show_reasons)
        self._links = FlowLayout()
        self._links.addWidget(self.reasons)
        for piece in (self._title, self._why):
            self.column.addWidget(piece)
        self.column.addLayout(self._links)
        self.column.addLayout(self._list)
        self.column.addWidget(self._hint)
        self.column.addStretch(1)
        self._outer.addWidget(self._foot)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def rows(self) -> Sequence[QuestionRow]:
        return self._rows

    def ask(self, asked: NeedsAnswers) -> None:
        """Show the questions of one step, none of them answered."""
        self._asked = asked
        self.trouble.hide()
        self._title.setText(self.tr("{0}: questions first").format(breakable(asked.title)))
        self._why.setText(
            self.tr(
                "Tick what is true for you. We ask because some of these make this step unwise. "
                "Answers stay on this computer, and count for every step."
            )
        )
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
        self._body = QWidget()
        self._rows = []
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(self._theme.px(8))
        self.reasons.setChecked(False)
        self.reasons.setVisible(any(asked.why))
        why = dict(zip((one.id for one in asked.conditions), asked.why, strict=False))
        for group, conditions in grouped(asked.conditions).items():
            heading = Label(self._group(group), "h2", wrap=True)
            heading.setContentsMargins(0, self._theme.px(12), 0, 0)
            body.addWidget(heading)
            for condition in conditions:
                row = QuestionRow(self._theme, condition, why.get(condition.id, ""))
                row.changed.connect(self._allow)
                body.addWidget(row)
                self._rows.append(row)
        self._list.addWidget(self._body)
        QWidget.setTabOrder(self._back, self.reasons)
        last: QWidget = self.reasons
        for row in self._rows:
            for stop in (row.yes, row.unknown):
                QWidget.setTabOrder(last, stop)
                last = stop
        QWidget.setTabOrder(last, self.none)
        QWidget.setTabOrder(self.none, self.save)
        self._allow()
        self.scroller.verticalScrollBar().setValue(0)

    @override
    def take_focus(self) -> None:
        if self._rows:
            self._rows[0].yes.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def is_under_way(self) -> bool:
        return any(row.answer is not None for row in self._rows)

    def _show_reasons(self, shown: bool) -> None:  # noqa: FBT001
        for row in self._rows:
            row.show_why(shown=shown)

    def _allow(self) -> None:
        some = self.is_under_way()
        self.none.setText(self.tr("None of these {0}").format(len(self._rows)))
        self.save.setEnabled(some)
        self.none.setEnabled(not some)
        self.save.setVisible(some)
        self.none.setVisible(not some)
        self._hint.setText(
            self.tr("What is not ticked counts as no once you save.")
            if some
            else self.tr("Tick at least one, or say that none of these is true.")
        )

    def _none(self) -> None:
        self._keep(dict.fromkeys((row.condition.id for row in self._rows), Answer.NO))

    def _save(self) -> None:
        self._keep({row.condition.id: row.answer or Answer.NO for row in self._rows})

    def _keep(self, answers: Mapping[str, Answer]) -> None:
        asked = self._asked
        if asked is None:
            return
        outcome = self.attempt(lambda: self._arranging.answer(asked.step, answers))
        if outcome is not None:
            self.answered.emit(outcome)

    def _group(self, group: Group) -> str:
        return {
            Group.MEDICINES: self.tr("Medicines"),
            Group.HEART: self.tr("Heart and circulation"),
            Group.LEGS: self.tr("Legs and feet"),
            Group.OTHER: self.tr("Other"),
        }[group]

    def _measure(self) -> None:
        px = self._theme.px
        self._buttons.setSpacing(px(12))
        self._foot_column.setSpacing(px(10))
        self._foot_column.setContentsMargins(0, 0, px(24), 0)
        self.column.setSpacing(self._theme.px(12))


def grouped(conditions: Sequence[Condition]) -> dict[Group, list[Condition]]:
    """Return the conditions by group, in the order in which they are asked."""
    found: dict[Group, list[Condition]] = {}
    for group in Group:
        members = [condition for condition in conditions if condition.group is group]
        if members:
            found[group] = members
    return found
