"""One step in full: on or off, when, which nights, how it reminds, and what to know."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from rlscompanion.domain.evening import BEFORE_BED_AT_MOST
from rlscompanion.domain.library import Kind, Library
from rlscompanion.domain.night import DAYS, Day
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    EveryNight,
    EveryNth,
    Nights,
    OnDays,
    ReminderSetting,
    Timing,
)
from rlscompanion.domain.routine_file import LEAD_MINUTES, STEP_MINUTES
from rlscompanion.domain.safety import Verdict
from rlscompanion.services.arranging import Arranging
from rlscompanion.services.routine_view import RoutineView, StepRow
from rlscompanion.ui.pages.routine.panel import Panel
from rlscompanion.ui.pages.routine.words import Words, clock
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.chips import Chip
from rlscompanion.ui.widgets.day_toggles import DayToggles
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.step_icons import icon_of
from rlscompanion.ui.widgets.stepper import MinuteStepper, TimeStepper
from rlscompanion.ui.widgets.switch import Switch

BED: Final = "bed"
CLOCK: Final = "clock"
REPEATS_AT_MOST: Final = 3
USUAL_BEFORE_BED: Final = 60


class Inspector(Panel):
    """Saves every change at once. ``asked`` wants the gate to be asked about this step."""

    asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        arranging: Arranging,
        library: Library,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, self.tr("This step"), parent)
        self._arranging = arranging
        self._library = library
        self._words = Words(self)
        self._row: StepRow | None = None
        self._view: RoutineView | None = None
        self._pairs: list[PairLayout] = []
        self._build_head()
        self._build_when()
        self._build_nights()
        self._build_reminder()
        self._build_facts()
        self.column.addStretch(1)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def step(self) -> str:
        """Return the id of the step that is shown."""
        return self._row.id if self._row is not None else ""

    # --------------------------------------------------------------------- building

    def _build_head(self) -> None:
        self._icon = IconLabel(self._theme, "", 28, "accent")
        self._title = Label("", "h2", wrap=True)
        self.switch = Switch(self._theme, self.tr("On"))
        self.switch.clicked.connect(self._switch)
        self._head = QHBoxLayout()
        self._head.addWidget(self._icon)
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self.switch)
        self._lock = Banner(self._theme, BannerKind.INFO, "", icon="lock", button="…")
        self._lock.pressed.connect(lambda: self.asked.emit(self.step))
        self._care = Banner(self._theme, BannerKind.INFO, self.tr("Take care"), icon="stop")
        self.column.addLayout(self._head)
        self.column.addWidget(self._lock)
        self.column.addWidget(self._care)

    def _build_when(self) -> None:
        self._when = self._section(self.tr("When"))
        choices = ((BED, self.tr("Before bed")), (CLOCK, self.tr("Fixed time")))
        self.kind = Segmented(self._theme, self.tr("When"), choices)
        self.kind.changed.connect(self._choose_kind)
        self.before = MinuteStepper(
            self._theme,
            self.tr("Before bed"),
            value=0,
            maximum=BEFORE_BED_AT_MOST,
            text=lambda minutes: self.tr("{0} min before").format(minutes),
        )
        self.before.changed.connect(self._set_before)
        self.at = TimeStepper(self._theme, self.tr("Fixed time"), value=time())
        self.at.changed.connect(self._set_at)
        self._tonight = Label("", "ink2", wrap=True)
        self.minutes = MinuteStepper(
            self._theme, self.tr("It takes"), value=0, maximum=STEP_MINUTES[1]
        )
        self.minutes.changed.connect(self._set_minutes)
        for piece in (self.kind, self.before, self.at, self._tonight):
            self._into(self._when, piece)
        self._named(self._when, Label(self.tr("It takes"), wrap=True), self.minutes)

    def _build_nights(self) -> None:
        self._nights = self._section(self.tr("Nights"))
        self.days = DayToggles(self._theme, self.tr("Nights"))
        self.days.changed.connect(self._set_days)
        self.other_night = QCheckBox(self.tr("Every other night instead"))
        self.other_night.clicked.connect(self._set_other_night)
        self._into(self._nights, self.days)
        self._into(self._nights, self.other_night)

    def _build_reminder(self) -> None:
        self._reminder = self._section("")
        rule = QFrame()
        rule.setProperty("role", "rule")
        self.rings = Switch(self._theme, self.tr("Reminder"))
        self.rings.clicked.connect(self._set_rings)
        self.lead = MinuteStepper(
            self._theme,
            self.tr("Ring early by"),
            value=0,
            maximum=LEAD_MINUTES[1],
        )
        self.lead.changed.connect(self._set_lead)
        self.repeats = Switch(self._theme, self.tr("Repeat until I answer"))
        self.repeats.clicked.connect(self._set_repeats)
        self._repeat_note = Label("", "caption", wrap=True)
        self._into(self._reminder, rule)
        self._named(self._reminder, Label(self.tr("Reminder"), "strong", wrap=True), self.rings)
        self._ring_details = QWidget()
        QVBoxLayout(self._ring_details).setContentsMargins(0, 0, 0, 0)
        self._named(self._ring_details, Label(self.tr("Ring early by"), wrap=True), self.lead)
        self._named(
            self._ring_details, Label(self.tr("Repeat until I answer"), wrap=True), self.repeats
        )
        self._into(self._ring_details, self._repeat_note)
        self._into(self._reminder, self._ring_details)

    def _build_facts(self) -> None:
        self._facts = self._section("")
        rule = QFrame()
        rule.setProperty("role", "rule")
        self._into(self._facts, rule)
        self._chip = Chip("")
        chips = FlowLayout()
        chips.addWidget(self._chip)
        self._inside(self._facts).addLayout(chips)
        self._said: dict[str, tuple[Label, Label]] = {}
        for key, heading in (
            ("what", self.tr("What to do")),
            ("why", self.tr("Why")),
            ("who_not", self.tr("Who should not")),
            ("stop", self.tr("When to stop")),
            ("caution", self.tr("Take care")),
        ):
            pair = (Label(heading, "strong"), Label("", "body", wrap=True))
            for label in pair:
                self._into(self._facts, label)
            self._said[key] = pair
        self.remove = Button(self._theme, self.tr("Remove this step"), "secondary", icon="close")
        self.remove.clicked.connect(self._remove)
        buttons = FlowLayout()
        buttons.addWidget(self.remove)
        self._inside(self._facts).addLayout(buttons)

    def _section(self, heading: str) -> QWidget:
        made = QWidget()
        inside = QVBoxLayout(made)
        inside.setContentsMargins(0, 0, 0, 0)
        if heading:
            inside.addWidget(Label(heading, "strong"))
        self.column.addWidget(made)
        return made

    @staticmethod
    def _inside(section: QWidget) -> QVBoxLayout:
        layout = section.layout()
        assert isinstance(layout, QVBoxLayout), "every section is a column"  # noqa: S101
        return layout

    def _into(self, section: QWidget, piece: QWidget) -> None:
        self._inside(section).addWidget(piece)

    def _named(self, section: QWidget, name: Label, piece: QWidget) -> None:
        pair = PairLayout()
        pair.addWidget(name)
        pair.addWidget(piece)
        self._pairs.append(pair)
        self._inside(section).addLayout(pair)

    def _measure(self) -> None:
        px = self._theme.px
        self._head.setSpacing(px(12))
        for section in (self._when, self._nights, self._reminder, self._facts):
            self._inside(section).setSpacing(px(8))
        self._inside(self._ring_details).setSpacing(px(8))
        for pair in self._pairs:
            pair.setSpacing(px(12))
        for choice in (self.kind, self.before, self.at):
            choice.setMaximumWidth(px(420))
        for stepper in (self.minutes, self.lead):
            stepper.setFixedWidth(px(184))
        self.column.setSpacing(px(16))

    # ---------------------------------------------------------------------- showing

    def show_row(self, row: StepRow, view: RoutineView) -> None:
        """Show a step as it stands."""
        if row.id != self.step:
            self.trouble.hide()
            self.scroller.verticalScrollBar().setValue(0)
        self._row, self._view = row, view
        self.setAccessibleName(row.title)
        self._icon.set_icon(icon_of(row.id, is_supplement=row.kind is Kind.SUPPLEMENT))
        self._title.setText(row.title)
        self.switch.setAccessibleName(self.tr("{0}: on").format(row.title))
        self.switch.setChecked(row.on)
        self._show_lock(row)
        self._show_when(row)
        self._show_nights(row.chosen.nights)
        self._show_reminder(row.chosen.reminder)
        for section in (self._when, self._nights, self._reminder):
            section.setVisible(row.timed)
        self._show_facts(row)

    @override
    def show_again(self) -> None:
        if self._row is not None and self._view is not None:
            self.show_row(self._row, self._view)

    @override
    def take_focus(self) -> None:
        self.switch.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_lock(self, row: StepRow) -> None:
        locked = row.ruling.locks
        self._lock.setVisible(locked)
        self._care.setVisible(False)
        if locked:
            what = self.tr("Left out for now") if row.on else self.tr("Locked for now")
            why = next((reason.text for reason in row.ruling.reasons), "")
            if row.ruling.verdict is Verdict.QUESTIONS:
                why = self.tr("A few questions come first. They take about a minute.")
            self._lock.show_words(what, why, button=self._words.lock(row.ruling))
        elif row.ruling.reasons:
            lines = [reason.text for reason in row.ruling.reasons]
            self._care.show_words(self.tr("Because of what you told us"), "\n".join(lines))
            self._care.setVisible(True)

    def _show_when(self, row: StepRow) -> None:
        fixed = isinstance(row.when, AtClock)
        self.kind.set_current(CLOCK if fixed else BED)
        self.at.setVisible(fixed)
        self.before.setVisible(not fixed)
        if isinstance(row.when, AtClock):
            self.at.set_value(row.when.time)
        elif isinstance(row.when, BeforeBed):
            self.before.set_value(row.when.minutes)
        self.minutes.set_value(row.minutes)
        self._tonight.setText(self._tonight_words(row))

    def _tonight_words(self, row: StepRow) -> str:
        if not row.on:
            return self.tr("It is off.")
        if row.start is None or self._view is None:
            return self.tr("Not tonight.")
        at = clock(row.start.time())
        if isinstance(row.when, BeforeBed):
            planned = self._view.bed - timedelta(minutes=row.when.minutes)
            if row.start < planned:
                return self.tr(
                    "Tonight that is {0}: moved earlier, so that steps do not overlap."
                ).format(at)
        return self.tr("Tonight that is {0}.").format(at)

    def _show_nights(self, nights: Nights) -> None:
        every_nth = isinstance(nights, EveryNth)
        self.other_night.setChecked(every_nth)
        self.days.setEnabled(not every_nth)
        days = nights.days if isinstance(nights, OnDays) else frozenset(DAYS)
        self.days.set_days(frozenset(day.value for day in days))

    def _show_reminder(self, reminder: ReminderSetting) -> None:
        self.rings.setChecked(reminder.on)
        self._ring_details.setVisible(reminder.on)
        self.lead.set_value(reminder.lead)
        self.repeats.setChecked(reminder.repeat_at_most > 0)
        self._repeat_note.setText(
            self.tr("Every {0} min, {1} times at most").format(
                reminder.repeat_every, reminder.repeat_at_most or REPEATS_AT_MOST
            )
        )

    def _show_facts(self, row: StepRow) -> None:
        known = row.known
        texts = {
            "what": known.what if known else "",
            "why": known.why if known else "",
            "who_not": known.who_not if known else "",
            "stop": known.stop if known else "",
            "caution": known.caution if known else self._own_caution(row),
        }
        for key, (heading, words) in self._said.items():
            words.setText(texts[key])
            heading.setVisible(bool(texts[key]))
            words.setVisible(bool(texts[key]))
        self._chip.setText(known.evidence if known else self.tr("Your own entry"))
        self.remove.setVisible(row.is_own)

    def _own_caution(self, row: StepRow) -> str:
        if row.ruling.verdict is Verdict.UNCHECKED:
            return self._library.rule_texts["unchecked"]
        return ""

    # ----------------------------------------------------------------------- saving

    def _switch(self, on: bool) -> None:  # noqa: FBT001
        if on:
            self.asked.emit(self.step)
        else:
            self.attempt(lambda: self._arranging.switch_off(self.step))

    def _choose_kind(self, kind: str) -> None:
        if self._row is None or self._view is None:
            return
        bed = self._view.bed
        match self._row.when:
            case BeforeBed(minutes) if kind == CLOCK:
                start = self._row.start or bed - timedelta(minutes=minutes)
                self._set_when(AtClock(start.time().replace(second=0, microsecond=0)))
            case AtClock(at) if kind == BED:
                gap = (bed.hour - at.hour) * 60 + bed.minute - at.minute
                minutes = gap % (24 * 60)
                usual = self._row.known.before_bed if self._row.known is not None else None
                if minutes > BEFORE_BED_AT_MOST:
                    minutes = usual or USUAL_BEFORE_BED
                self._set_when(BeforeBed(minutes))
            case _:
                pass

    def _set_before(self, minutes: int) -> None:
        self._set_when(BeforeBed(minutes))

    def _set_at(self, at: time) -> None:
        self._set_when(AtClock(at))

    def _set_when(self, timing: Timing) -> None:
        self.attempt(lambda: self._arranging.set_when(self.step, timing))

    def _set_minutes(self, minutes: int) -> None:
        self.attempt(lambda: self._arranging.set_minutes(self.step, minutes))

    def _set_days(self, days: frozenset[str]) -> None:
        chosen = OnDays(frozenset(Day(day) for day in days))
        self.attempt(lambda: self._arranging.set_nights(self.step, chosen))

    def _set_other_night(self, other: bool) -> None:  # noqa: FBT001
        if other:
            self.attempt(lambda: self._arranging.every_other_night(self.step))
        else:
            self.attempt(lambda: self._arranging.set_nights(self.step, EveryNight()))

    def _set_rings(self, on: bool) -> None:  # noqa: FBT001
        self._set_reminder(lambda stands: replace(stands, on=on))

    def _set_lead(self, minutes: int) -> None:
        self._set_reminder(lambda stands: replace(stands, lead=minutes))

    def _set_repeats(self, on: bool) -> None:  # noqa: FBT001
        times = REPEATS_AT_MOST if on else 0
        self._set_reminder(lambda stands: replace(stands, repeat_at_most=times))

    def _set_reminder(self, change: Callable[[ReminderSetting], ReminderSetting]) -> None:
        if self._row is None:
            return
        wanted = change(self._row.chosen.reminder)
        self.attempt(lambda: self._arranging.set_reminder(self.step, wanted))

    def _remove(self) -> None:
        removed = self.step
        self.attempt(lambda: self._arranging.remove_own(removed))
