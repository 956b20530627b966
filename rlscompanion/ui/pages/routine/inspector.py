"""One step in full: on or off, when, which nights, how it reminds, and what to know."""

from datetime import time, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.library import Kind, Library
from rlscompanion.domain.night import DAYS, Day
from rlscompanion.domain.profile import OK_COUNTS_DAYS
from rlscompanion.domain.routine import (
    BEFORE_BED_AT_MOST,
    AtClock,
    BeforeBed,
    EveryNight,
    EveryNth,
    Nights,
    OnDays,
    ReminderSetting,
    Timing,
)
from rlscompanion.domain.routine_file import EVERY_NIGHTS, STEP_MINUTES, TEXT_AT_MOST
from rlscompanion.domain.safety import Verdict
from rlscompanion.services.arranging import Arranging
from rlscompanion.services.routine_view import Clash, RoutineView, StepRow
from rlscompanion.ui.pages.routine.facts import FactsPart
from rlscompanion.ui.pages.routine.panel import Panel
from rlscompanion.ui.pages.routine.pieces import Part
from rlscompanion.ui.pages.routine.reminder import STEPPER_WIDTH, ReminderPart
from rlscompanion.ui.pages.routine.words import Words, breakable, clock
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.day_toggles import DayToggles
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.step_icons import icon_of
from rlscompanion.ui.widgets.stepper import MinuteStepper, TimeStepper
from rlscompanion.ui.widgets.switch import Switch
from rlscompanion.ui.widgets.text_field import TextField

BED: Final = "bed"
CLOCK: Final = "clock"
USUAL_BEFORE_BED: Final = 60
DAY_MINUTES: Final = 24 * 60


class Inspector(Panel):
    """Saves every change at once.

    ``asked`` wants the gate to be asked about this step, ``mending`` a Conflict to be solved,
    ``renamed`` brings what came of an own
    step's new name, ``source_wanted`` asks for the step's page in the library.
    """

    asked = Signal(str)
    mending = Signal(object)
    renamed = Signal(object)
    source_wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        arranging: Arranging,
        library: Library,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, self.tr("This step"), parent)
        self._arranging = arranging
        self._words = Words(self)
        self._row: StepRow | None = None
        self._view: RoutineView | None = None
        self._banners: list[Banner] = []
        self._shown_clashes: tuple[Clash, ...] = ()
        self._build_head()
        self._build_when()
        self._build_nights()
        self.reminder = ReminderPart(theme)
        self.reminder.chosen.connect(self._set_reminder)
        self.facts = FactsPart(theme, library)
        self.facts.source_wanted.connect(lambda: self.source_wanted.emit(self.step))
        self.facts.removed.connect(self._remove)
        for part in (self._when, self._nights, self.reminder, self.facts):
            self.column.addWidget(part)
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
        self.name = TextField()
        self.name.setMaxLength(TEXT_AT_MOST)
        self.name.setAccessibleName(self.tr("Name of the step"))
        self.name.editingFinished.connect(self._rename)
        self._own = Part(self._theme, self.tr("Name"))
        self._own.add(self.name)
        self._lock = Banner(self._theme, BannerKind.INFO, "", icon="lock", button="…")
        self._lock.pressed.connect(lambda: self.asked.emit(self.step))
        self._care = Banner(self._theme, BannerKind.INFO, self.tr("Take care"), icon="stop")
        self.agreed = Label("", "ink2", wrap=True)
        self.column.addLayout(self._head)
        for piece in (self._own, self._lock, self._care, self.agreed):
            self.column.addWidget(piece)

    def _build_when(self) -> None:
        self._when = Part(self._theme, self.tr("When"))
        choices = ((BED, self.tr("Before bed")), (CLOCK, self.tr("Fixed time")))
        self.kind = Segmented(self._theme, self.tr("When"), choices)
        self.kind.changed.connect(self._choose_kind)
        self.before = MinuteStepper(
            self._theme,
            self.tr("Before bed"),
            value=0,
            maximum=BEFORE_BED_AT_MOST,
            text=lambda minutes: self.tr("{0} min before").format(minutes),
            snap=True,
            of_clock=self._before_bed,
        )
        self.before.changed.connect(self._set_before)
        self.before.setToolTip(self.tr("Minutes, or a time such as 21:40"))
        self.at = TimeStepper(self._theme, self.tr("Fixed time"), value=time(), snap=True)
        self.at.changed.connect(self._set_at)
        self._tonight = Label("", "ink2", wrap=True)
        self.minutes = MinuteStepper(
            self._theme, self.tr("It takes"), value=0, maximum=STEP_MINUTES[1]
        )
        self.minutes.changed.connect(self._set_minutes)
        self._clashes = QVBoxLayout()
        self._when.add(self.kind, self.before, self.at, self._tonight)
        self._when.column.addLayout(self._clashes)
        self._when.add_named(Label(self.tr("It takes"), wrap=True), self.minutes)

    def _build_nights(self) -> None:
        self._nights = Part(self._theme, self.tr("Nights"))
        self.days = DayToggles(self._theme, self.tr("Nights"))
        self.days.changed.connect(self._set_days)
        self.other_night = QCheckBox(self.tr("Every other night instead"))
        self.other_night.clicked.connect(self._set_other_night)
        self.every = MinuteStepper(
            self._theme,
            self.tr("Every so many nights"),
            value=2,
            minimum=EVERY_NIGHTS[0],
            maximum=EVERY_NIGHTS[1],
            step=1,
            text=lambda nights: self.tr("{0} nights").format(nights),
        )
        self.every.changed.connect(self._set_every)
        self.coming = Label("", "ink2", wrap=True)
        self.later = Button(self._theme, self.tr("Begin one night later"), "quiet", icon="right")
        self.later.clicked.connect(self._begin_later)
        self._nth = Part(self._theme)
        self._nth.add_named(Label(self.tr("Once in"), wrap=True), self.every)
        self._nth.add(self.coming)
        buttons = FlowLayout()
        buttons.addWidget(self.later)
        self._nth.column.addLayout(buttons)
        self._nights.add(self.days, self.other_night, self._nth)

    def _measure(self) -> None:
        px = self._theme.px
        self._head.setSpacing(px(12))
        for choice in (self.kind, self.before, self.at, self.reminder.sound, self.name):
            choice.setMaximumWidth(px(420))
        self._clashes.setSpacing(px(8))
        for stepper in (self.minutes, self.every):
            stepper.setFixedWidth(px(STEPPER_WIDTH))
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
        self._title.setText(breakable(row.title))
        self._own.setVisible(row.is_own)
        if not self.name.isModified():
            self.name.setText(row.title)
        self.switch.setAccessibleName(self.tr("{0}: on").format(row.title))
        self.switch.setChecked(row.on)
        self._show_lock(row)
        self._show_when(row)
        self._show_nights(row)
        self.reminder.show_setting(row.chosen.reminder)
        for part in (self._when, self._nights, self.reminder):
            part.setVisible(row.timed)
        self.facts.show_row(row)

    @override
    def show_again(self) -> None:
        if self._row is not None and self._view is not None:
            self.name.setModified(False)
            self.show_row(self._row, self._view)

    @override
    def take_focus(self) -> None:
        self.scroller.verticalScrollBar().setValue(0)
        self.switch.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_lock(self, row: StepRow) -> None:
        locked = row.ruling.locks
        self._lock.setVisible(locked)
        self._care.setVisible(False)
        self.agreed.setVisible(row.ok is not None)
        if row.ok is not None:
            until = row.ok + timedelta(days=OK_COUNTS_DAYS)
            self.agreed.setText(
                self.tr("Someone who knows you agreed on {0}. We ask again after {1}.").format(
                    self._words.dated(row.ok), self._words.dated(until)
                )
            )
        if locked:
            what = self.tr("Left out for now") if row.on else self.tr("Locked for now")
            why = next((reason.text for reason in row.ruling.why_locked), "")
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
        self._show_clashes(row.clashes)

    def clash_banners(self) -> tuple[Banner, ...]:
        """Return the conflicts of this step that are shown."""
        return tuple(self._banners)

    def _show_clashes(self, clashes: tuple[Clash, ...]) -> None:
        if clashes == self._shown_clashes:
            return
        self._shown_clashes = clashes
        for banner in self._banners:
            banner.hide()
            banner.deleteLater()
        self._banners = [self._clash_banner(clash) for clash in clashes]

    def _clash_banner(self, clash: Clash) -> Banner:
        what, why, button = self._words.clash(clash)
        made = Banner(self._theme, BannerKind.WARN, breakable(what), breakable(why), button=button)
        made.setAccessibleName(what)
        made.setAccessibleDescription(why)
        made.pressed.connect(lambda: self.mending.emit(clash.conflict))
        self._clashes.addWidget(made)
        made.show()
        return made

    def _tonight_words(self, row: StepRow) -> str:
        if not row.on:
            return self.tr("It is off.")
        day = self._words.day_only(self._view.day) if self._view and self._view.day else ""
        if row.start is None or self._view is None:
            return self.tr("Not on {0}.").format(day) if day else self.tr("Not tonight.")
        at = clock(row.start.time())
        if row.push is not None:
            at = self.tr("{0}: {1} is at {2}").format(
                at, breakable(row.push.by), clock(row.push.at)
            )
        if day:
            return self.tr("On {0} that is {1}.").format(day, at)
        return self.tr("Tonight that is {0}.").format(at)

    def _show_nights(self, row: StepRow) -> None:
        nights = row.chosen.nights
        every_nth = isinstance(nights, EveryNth)
        self.other_night.setChecked(every_nth)
        self.days.setEnabled(not every_nth)
        days = nights.days if isinstance(nights, OnDays) else frozenset(DAYS)
        self.days.set_days(frozenset(day.value for day in days))
        self._nth.setVisible(every_nth)
        if isinstance(nights, EveryNth):
            self.every.set_value(nights.every)
            self.coming.setText(self.tr("Next: {0}").format(self._words.dates(row.coming)))

    # ----------------------------------------------------------------------- saving

    def _switch(self, on: bool) -> None:  # noqa: FBT001
        if on:
            self.asked.emit(self.step)
        else:
            self.attempt(lambda: self._arranging.switch_off(self.step))

    def _rename(self) -> None:
        if self._row is None or not self.name.isModified():
            return
        self.name.setModified(False)
        outcome = self.attempt(lambda: self._arranging.rename_own(self.step, self.name.text()))
        if outcome is not None:
            self.renamed.emit(outcome)

    def _before_bed(self, at: time) -> int:
        """Return how many minutes before tonight's bedtime a time of day is."""
        if self._view is None:
            return -1
        bed = self._view.bed
        return ((bed.hour - at.hour) * 60 + bed.minute - at.minute) % DAY_MINUTES

    def _choose_kind(self, kind: str) -> None:
        if self._row is None or self._view is None:
            return
        bed = self._view.bed
        match self._row.when:
            case BeforeBed(minutes) if kind == CLOCK:
                start = self._row.start or bed - timedelta(minutes=minutes)
                self._set_when(AtClock(start.time().replace(second=0, microsecond=0)))
            case AtClock(at) if kind == BED:
                minutes = self._before_bed(at)
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
        self._keep_nights(OnDays(frozenset(Day(day) for day in days)))

    def _set_other_night(self, other: bool) -> None:  # noqa: FBT001
        if other:
            self.attempt(lambda: self._arranging.every_other_night(self.step))
        else:
            self._keep_nights(EveryNight())

    def _set_every(self, every: int) -> None:
        nights = self._row.chosen.nights if self._row is not None else None
        if isinstance(nights, EveryNth):
            self._keep_nights(EveryNth(every, nights.start))

    def _begin_later(self) -> None:
        self.attempt(lambda: self._arranging.begin_a_night_later(self.step))

    def _keep_nights(self, nights: Nights) -> None:
        self.attempt(lambda: self._arranging.set_nights(self.step, nights))

    def _set_reminder(self, reminder: ReminderSetting) -> None:
        self.attempt(lambda: self._arranging.set_reminder(self.step, reminder))

    def _remove(self) -> None:
        removed = self.step
        self.attempt(lambda: self._arranging.remove_own(removed))
