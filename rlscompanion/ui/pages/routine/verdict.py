"""What the gate says of a step, in words; an OK or a blood test can be recorded here."""

from collections.abc import Callable, Sequence
from typing import Final, assert_never

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.evidence import Finding
from rlscompanion.domain.library import Code, Library
from rlscompanion.domain.own_rulings import NAME
from rlscompanion.domain.safety import Ruling, Verdict
from rlscompanion.services.admitting import Locked, Outcome, SwitchedOn
from rlscompanion.services.arranging import Arranging
from rlscompanion.services.checking_off import Refused
from rlscompanion.ui.pages.routine.panel import Panel
from rlscompanion.ui.pages.routine.pieces import Part
from rlscompanion.ui.pages.routine.words import Words, breakable
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.stepper import DateStepper
from rlscompanion.ui.widgets.text_field import TextField
from rlscompanion.ui.widgets.ticked_words import TickedWords

Guidance = Callable[[str], Sequence[Finding]]
"""What guidance says of a step, by its id."""
DATE_WIDTH: Final = 216


def no_guidance(_step: str) -> Sequence[Finding]:
    return ()


class VerdictPanel(Panel):
    """``answered`` carries the outcome of a recorded OK or blood test."""

    answered = Signal(object)

    def __init__(
        self,
        theme: Theme,
        arranging: Arranging,
        library: Library,
        guidance: Guidance = no_guidance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, self.tr("What we can say"), parent)
        self._guidance = guidance
        self._arranging = arranging
        self._library = library
        self._words = Words(self)
        self._step = ""
        self._today = arranging.today()
        self._title = Label("", "card-hero", wrap=True)
        self._lead = Label("", "body", wrap=True)
        self._reasons = Label("", "body", wrap=True)
        self.agreed = TickedWords(self.tr("A doctor, pharmacist or midwife said this is OK for me"))
        self.agreed.tick.toggled.connect(self._allow)
        today = self._today
        self.agreed_on = DateStepper(theme, self.tr("Day they said so"), value=today, last=today)
        self._when = Part(theme)
        self._when.add_named(Label(self.tr("On"), wrap=True), self.agreed_on)
        self.keep = Button(theme, self.tr("Switch it on"), "primary")
        self.keep.clicked.connect(self._agree)
        self.close_it = Button(theme, self.tr("Go on"), "primary")
        self.close_it.clicked.connect(self.done)
        self._build_test()
        self._sources = Part(theme, self.tr("What guidance says"))
        self.says = Label("", "body", wrap=True)
        self._sources.add(self.says)
        self._buttons = FlowLayout()
        self._buttons.addWidget(self.keep)
        self._buttons.addWidget(self.close_it)
        for piece in (self._title, self._lead, self._reasons, self.agreed, self._when, self._test):
            self.column.addWidget(piece)
        self.column.addLayout(self._buttons)
        self.column.addWidget(self._sources)
        self.column.addStretch(1)
        theme.changed.connect(self._measure)
        self._measure()

    def _build_test(self) -> None:
        self._test = QWidget()
        column = QVBoxLayout(self._test)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Label(self.tr("My blood test"), "h2", wrap=True))
        self.ferritin = TextField()
        self.tsat = TextField()
        today = self._today
        day = self.tr("Day of the test, year first")
        self.day = DateStepper(self._theme, day, value=today, last=today)
        self._grid = QGridLayout()
        for n, (name, field) in enumerate(
            (
                (self.tr("Ferritin, ng/mL or µg/L"), self.ferritin),
                (self.tr("TSAT, %"), self.tsat),
                (day, self.day),
            )
        ):
            field.setAccessibleName(name)
            self._grid.addWidget(Label(name, wrap=True), n, 0)
            self._grid.addWidget(field, n, 1)
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)
        self.record = Button(self._theme, self.tr("Record this test"), "primary")
        self.record.clicked.connect(self._record)
        line = FlowLayout()
        line.addWidget(self.record)
        column.addLayout(line)

    # ---------------------------------------------------------------------- showing

    def show_outcome(self, outcome: SwitchedOn | Locked) -> None:
        """Say what came of it."""
        self._step = outcome.step
        self.trouble.hide()
        self.agreed.tick.setChecked(False)
        ask = test = False
        match outcome:
            case SwitchedOn(_, title, ruling):
                self._title.setText(self.tr("{0} is on").format(breakable(title)))
                self._lead.setText(self._allowed(ruling))
            case Locked(_, title, ruling):
                ask = ruling.verdict is Verdict.ASK
                test = outcome.lacks_blood_test
                self._title.setText(
                    self.tr("Ask first: {0}").format(breakable(title))
                    if ask
                    else self.tr("{0} stays off").format(breakable(title))
                )
                self._lead.setText(self._locked(ruling, ask=ask, test=test))
            case _:
                assert_never(outcome)
        self._reasons.setText("\n\n".join(dict.fromkeys(self._all_reasons(ruling))))
        self._reasons.setVisible(bool(self._reasons.text()))
        self._say_sources(outcome.step, shown=test)
        self._today = self._arranging.today()
        for day in (self.day, self.agreed_on):
            day.set_last(self._today)
            day.set_value(self._today)
        self.agreed.setVisible(ask)
        self.keep.setVisible(ask)
        self._test.setVisible(test and not ask)
        self.close_it.setVisible(not ask and not test)
        self.ferritin.clear()
        self.tsat.clear()
        self._allow()
        self.scroller.verticalScrollBar().setValue(0)

    @override
    def take_focus(self) -> None:
        for stop in (self.agreed.tick, self.ferritin, self.close_it):
            if stop.isVisibleTo(self):
                stop.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    @override
    def is_under_way(self) -> bool:
        return self.agreed.tick.isChecked() or self.day.value != self._today

    def _allowed(self, ruling: Ruling) -> str:
        texts = self._library.rule_texts
        if ruling.has_no_caution:
            return texts["fine"]
        if ruling.verdict is Verdict.UNCHECKED:
            return texts["unchecked"]
        if any(reason.code is Code.ASK for reason in ruling.reasons):
            return self.tr("Someone who knows you agreed. Keep in mind:")
        if ruling.verdict is Verdict.CAUTION:
            return self.tr("Take care with this:")
        return self.tr("Keep the hours below. We show it where the plan is too close.")

    def _locked(self, ruling: Ruling, *, ask: bool, test: bool) -> str:
        if ask:
            return self.tr("Your answers mean that someone who knows you has to say yes first.")
        if test:
            return self.tr("A blood test decides here. Your clinic or doctor has the figures.")
        if any(reason.condition == NAME for reason in ruling.why_locked):
            return self.tr("Its name says that it is not for this list.")
        return self.tr("Your answers rule this out here. A doctor may still see it otherwise.")

    def _all_reasons(self, ruling: Ruling) -> list[str]:
        spacing = [rule.text for rule in ruling.spacing] if not ruling.locks else []
        return [*(reason.text for reason in ruling.reasons), *spacing]

    def _say_sources(self, step: str, *, shown: bool) -> None:
        at_night = self._theme.mode is Mode.NIGHT  # one section at a time: the test alone
        findings = self._guidance(step) if shown and not at_night else ()
        self.says.setText("\n\n".join(f"{finding.text} ({finding.source})" for finding in findings))
        self._sources.setVisible(bool(findings))

    def _allow(self) -> None:
        self.keep.setEnabled(self.agreed.tick.isChecked())
        self._when.setVisible(self.agreed.tick.isChecked() and not self.agreed.isHidden())

    def _measure(self) -> None:
        px = self._theme.px
        self.column.setSpacing(px(16))
        self._grid.setSpacing(px(12))
        for field in (self.ferritin, self.tsat, self.day, self.agreed_on):
            field.setFixedWidth(px(DATE_WIDTH))
        for part in (self._test, self._when):
            part.setMaximumWidth(px(560))

    # ----------------------------------------------------------------------- saving

    def _agree(self) -> None:
        self._tell(
            self.attempt(lambda: self._arranging.clinician_agreed(self._step, self.agreed_on.value))
        )

    def _record(self) -> None:
        self._tell(
            self.attempt(
                lambda: self._arranging.record_blood_test(
                    self._step, self.day.value, self._figure(self.ferritin), self._figure(self.tsat)
                )
            )
        )

    def _tell(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            self.answered.emit(outcome)

    def _figure(self, field: QLineEdit) -> float | None:
        text = field.text().strip().replace(",", ".").rstrip("% ")
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            raise Refused(
                self.tr("{0}: {1} is not a number.").format(field.accessibleName(), field.text())
            ) from None
