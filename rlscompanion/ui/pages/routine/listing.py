"""The list: bedtime at the top, a night on its axis, then everything else to choose from."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsOpacityEffect,
    QLayoutItem,
    QVBoxLayout,
    QWidget,
)

from rlscompanion.domain.evening import Conflict, Fix
from rlscompanion.domain.library import Kind
from rlscompanion.domain.routine import AtClock, Timing, moved_to
from rlscompanion.domain.safety import Verdict
from rlscompanion.services.routine_view import Clash, MedicineTime, RoutineView, Section, StepRow
from rlscompanion.ui.pages.routine.axis import Axis, DragGhost
from rlscompanion.ui.pages.routine.head import NamedTime, RoutineHead, TimeChoice
from rlscompanion.ui.pages.routine.panel import Trouble
from rlscompanion.ui.pages.routine.row import ClashLine, MarkRow, RoutineRow, RowLook
from rlscompanion.ui.pages.routine.words import Words, clock, split_sentence
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.rail_node import NodeState
from rlscompanion.ui.widgets.scroller import Scroller
from rlscompanion.ui.widgets.step_icons import icon_of
from rlscompanion.ui.widgets.stepper import TimeStepper

WHERE_IT_STOOD: Final = 0.3
"""How much is seen of a row that is dragged away."""


class RoutineList(QWidget):
    """Says what was asked for; the page does it, then shows the routine anew."""

    opened = Signal(str)
    switched = Signal(str, bool)
    asked = Signal(str)
    moved = Signal(str, object)
    nudged = Signal(str, int)
    fix_wanted = Signal(object)
    bedtime_chosen = Signal(object)
    wake_chosen = Signal(object)
    own_wanted = Signal()
    medicines_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = Words(self)
        self._rows: dict[str, RoutineRow] = {}
        self._marks: dict[str, MarkRow] = {}
        self._passing: list[QWidget] = []
        self._clashes: dict[tuple[str, frozenset[str], str], ClashLine] = {}
        self._headings: dict[Section, Label] = {}
        self._view: RoutineView | None = None
        self._selected = ""
        self._narrow = False
        self._ghost: DragGhost | None = None
        self._drag_to: datetime | None = None
        self._over = object()
        self._work: Iterator[None] | None = None
        self._complete = False
        """Every row was made once: to show them anew takes no longer than to look."""
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._go_on)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.trouble = Trouble(theme)
        self._column = QVBoxLayout()
        self.scroller = Scroller(self._column)
        self.head = RoutineHead(theme)
        self.head.bedtime_chosen.connect(self.bedtime_chosen)
        self.bedtime = self.head.bedtime
        self._build_foot()
        self._column.addWidget(self.head)
        self._column.addWidget(self.trouble)
        self._column.addLayout(self._lines)
        self._column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.scroller)
        theme.changed.connect(self._measure)
        self._measure()

    # ----------------------------------------------------------------- from outside

    def show_view(self, view: RoutineView, selected: str) -> None:
        """Show the routine; rows keep their widgets, so the keyboard stays where it is.

        The first time, what stands below tonight is made after the next frame.
        """
        self._begin(view, selected)
        while self._work is not None and (self._complete or not self._tonight_stands):
            self._go_on()
        if self._work is not None:
            self._later.start()

    def making(self, view: RoutineView, selected: str) -> Iterator[None]:
        """Show the routine row by row, each when there is time."""
        self._begin(view, selected)
        while self._work is not None:
            self._go_on()
            yield

    def finish(self) -> None:
        """Make at once what was left for later."""
        while self._work is not None:
            self._go_on()

    def row(self, key: str) -> RoutineRow | None:
        """Return the row of a step."""
        self.finish()
        return self._rows.get(key)

    def clash_lines(self) -> tuple[ClashLine, ...]:
        """Return the conflicts that are shown."""
        return tuple(self._clashes.values())

    def focus_row(self, key: str) -> None:
        """Give a row the keyboard and bring it into sight."""
        row = self.row(key)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            self.scroller.ensureWidgetVisible(row)

    def keep_in_sight(self, key: str) -> None:
        """Scroll to a row that may have moved."""
        row = self.row(key)
        if row is not None:
            self._column.activate()
            self.scroller.ensureWidgetVisible(row)

    def keep_keyboard_in_sight(self) -> None:
        """Scroll to what has the keyboard in the list, which may have moved with its row."""
        focused = QApplication.focusWidget()
        if focused is not None and self.scroller.isAncestorOf(focused):
            self._column.activate()
            self.scroller.ensureWidgetVisible(focused, 0, self._theme.px(8))

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave out what has no room: icons beside their words."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._measure()
            if self._view is not None:
                self.show_view(self._view, self._selected)

    # --------------------------------------------------------------------- building

    def _build_foot(self) -> None:
        self.wake = TimeStepper(self._theme, self.tr("Wake up"), value=time(6, 30), snap=True)
        self.wake.changed.connect(self._set_wake)
        self._wake_line = NamedTime(self._theme, "sun", self.tr("Wake up"), self.wake)
        self.own = Button(self._theme, self.tr("Add a step"), "quiet", icon="plus")
        self.own.clicked.connect(self.own_wanted)
        self.medicines = Button(self._theme, self.tr("My medicines"), "quiet", icon="pill")
        self.medicines.clicked.connect(self._want_medicines)
        self._foot = QWidget()
        self._buttons = FlowLayout(self._foot)
        self._buttons.addWidget(self.own)
        self._buttons.addWidget(self.medicines)

    def _measure(self) -> None:
        px = self._theme.px
        edge = 16 if self._narrow else 24
        self._column.setContentsMargins(px(edge), px(24), px(edge - 8), px(24))
        self._column.setSpacing(px(12))
        self._buttons.setSpacing(px(8))
        self._wake_line.setContentsMargins(px(8), px(4), px(8), px(8))

    # ---------------------------------------------------------------------- showing

    def _begin(self, view: RoutineView, selected: str) -> None:
        self._later.stop()
        self._view = view
        self._selected = selected
        self.head.show_view(view)
        self._show_wake()
        self._empty_lines()
        self._work = self._filling(view)

    def _go_on(self) -> None:
        if self._work is not None and next(self._work, self._over) is self._over:
            self._work = None
            self._later.stop()

    def _filling(self, view: RoutineView) -> Iterator[None]:
        """Put the pieces in their order, one at a time."""
        stops: list[QWidget] = list(self.head.stops())
        shown: list[QWidget] = []
        for piece in self._pieces(view):
            shown.append(piece)
            self._lines.addWidget(piece)
            piece.show()
            if isinstance(piece, RoutineRow):
                stops += piece.stops
            elif isinstance(piece, ClashLine):
                stops.append(piece.banner.button())
            elif piece is self._wake_line:
                stops.append(self.wake)
            elif piece is self._foot:
                stops += [self.own, self.medicines]
            yield
        self._drop_unused(shown)
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)
        self._complete = True

    @property
    def _tonight_stands(self) -> bool:
        return self._lines.indexOf(self._foot) >= 0

    def _pieces(self, view: RoutineView) -> Iterator[QWidget]:
        """Yield what stands in the list, in its order."""
        lines = _axis(view)
        said: set[tuple[str, frozenset[str], str]] = set()
        for n, line in enumerate(lines):
            first, last = n == 0, n == len(lines) - 1
            if isinstance(line, MedicineTime):
                key = f"medicine/{line.medicine.kind}/{line.medicine.name}@{clock(line.at.time())}"
                row = self._row(key, self._medicine_look(line))
            elif line.is_mark:
                row = self._mark(line)
            else:
                row = self._row(line.id, self._step_look(line))
            row.set_ends(first=first, last=last)
            yield row
            clashes = line.clashes if isinstance(line, StepRow) else ()
            for clash in clashes:
                if clash.conflict.key not in said:
                    said.add(clash.conflict.key)
                    yield self._clash_line(clash)
        yield self._wake_line
        yield self._foot
        section = Section.TONIGHT
        for row in view.rows:
            if row.section is Section.TONIGHT:
                continue
            if row.section is not section:
                section = row.section
                yield self._heading(section)
            yield self._row(row.id, self._step_look(row))

    def _row(self, key: str, look: RowLook) -> RoutineRow:
        row = self._rows.get(key)
        if row is None:
            row = RoutineRow(self._theme, look)
            row.clicked.connect(partial(self._open, key))
            row.switched.connect(partial(self.switched.emit, key))
            row.asked.connect(partial(self.asked.emit, key))
            row.nudged.connect(partial(self.nudged.emit, key))
            row.dragged.connect(partial(self._drag, key))
            row.dropped.connect(partial(self._drop, key))
            self._rows[key] = row
        row.show_look(look)
        return row

    def _mark(self, mark: StepRow) -> MarkRow:
        look = RowLook(
            title=mark.title,
            icon="",
            time=_local(mark.start),
            node=NodeState.BED,
            narrow=self._narrow,
        )
        row = self._marks.get(mark.id)
        if row is None:
            row = self._marks[mark.id] = MarkRow(self._theme, look)
        row.show_look(look)
        return row

    def _want_medicines(self) -> None:
        self.medicines_wanted.emit("")

    def _open(self, key: str, _checked: object = None) -> None:
        if key.startswith("medicine/"):
            self.medicines_wanted.emit("")
        else:
            self.opened.emit(key)

    # --------------------------------------------------------------------- dragging

    def _drag(self, key: str, down: int) -> None:
        view, row = self._view, self._rows[key]
        shown = view.row(key) if view is not None else None
        if view is None or shown is None or shown.when is None:
            return
        if self._ghost is None:
            self._ghost = DragGhost(self._theme, row.grab(), row.time_width, self.scroller.inner)
            self._ghost.show()
            faint = QGraphicsOpacityEffect(row)
            faint.setOpacity(WHERE_IT_STOOD)
            row.setGraphicsEffect(faint)
        middle = row.geometry().center().y() + down
        self._drag_to = self._time_axis(view).at(middle)
        timing = moved_to(shown.when, self._drag_to, view.bed, view.zone)
        self._ghost.say(clock(_start_of(timing, view)))
        self._ghost.move(row.x(), row.y() + down)
        self.scroller.ensureVisible(row.x(), middle, 0, row.height())

    def _drop(self, key: str, kept: bool) -> None:  # noqa: FBT001
        if self._ghost is None:
            return
        faint = self._rows[key].graphicsEffect()
        if faint is not None:
            faint.setEnabled(False)
        self._ghost.deleteLater()
        self._ghost.hide()
        self._ghost = None
        if kept and self._drag_to is not None:
            self.moved.emit(key, self._drag_to)

    def _time_axis(self, view: RoutineView) -> Axis:
        marks: list[tuple[float, datetime]] = []
        for row in view.rows:
            shown = self._rows.get(row.id) or self._marks.get(row.id)
            if row.section is Section.TONIGHT and row.start is not None and shown is not None:
                marks.append((shown.geometry().center().y(), row.start.astimezone(UTC)))
        return Axis(tuple(sorted(marks, key=lambda mark: mark[0])), self._theme.scale)

    # ---------------------------------------------------------------------- showing

    def _show_wake(self) -> None:
        if self._view is None:
            return
        day, wake = self.head.day, self._view.wake
        self.wake.set_value(wake.days.get(day, wake.every) if day is not None else wake.every)
        usual = self.tr("Wake up")
        after = self.tr("Wake up after {0}").format(self._words.day(day)) if day else usual
        self._wake_line.set_name(after)

    def _set_wake(self, at: time) -> None:
        self.wake_chosen.emit(TimeChoice(at, self.head.day))

    def _heading(self, section: Section) -> Label:
        heading = self._headings.get(section)
        if heading is None:
            heading = Label("", "h2", wrap=True)
            self._headings[section] = heading
        heading.setText(self._words.section(section, self._view.day if self._view else None))
        px = self._theme.px
        heading.setContentsMargins(px(12), px(24), px(8), px(4))
        return heading

    def _clash_line(self, clash: Clash) -> ClashLine:
        line = ClashLine(self._theme, *self._words.clash(clash))
        line.pressed.connect(lambda: self._press(clash.conflict))
        self._passing.append(line)
        self._clashes[clash.conflict.key] = line
        return line

    def _press(self, conflict: Conflict) -> None:
        fix: Fix | None = conflict.fix
        if fix is not None:
            self.fix_wanted.emit(fix)
        elif conflict.is_question:
            self.medicines_wanted.emit(conflict.other)
        else:
            self.switched.emit(conflict.steps[0], False)

    def _empty_lines(self) -> None:
        while self._lines.count():
            item: QLayoutItem | None = self._lines.takeAt(0)
            if item is None:
                break
        for passing in self._passing:
            passing.hide()
            passing.deleteLater()
        self._passing.clear()
        self._clashes.clear()

    def _drop_unused(self, shown: list[QWidget]) -> None:
        for rows in (self._rows, self._marks):
            for key, row in list(rows.items()):
                if row not in shown:
                    row.hide()
                    row.deleteLater()
                    del rows[key]
        for heading in self._headings.values():
            heading.setVisible(heading in shown)

    def _step_look(self, row: StepRow) -> RowLook:
        words = self._words
        tonight = row.section is Section.TONIGHT
        night_light = self._theme.mode is Mode.NIGHT
        selected = row.id == self._selected
        node = NodeState.SELECTED if selected else NodeState.LATER
        link = words.lock(row.ruling) if row.ruling.locks else ""
        timed = row.on and row.timed
        full = timed and not night_light
        clash = row.clashes[0].conflict.message if row.clashes else ""
        return RowLook(
            title=words.title(row),
            icon=icon_of(row.id, is_supplement=row.kind is Kind.SUPPLEMENT),
            time=_local(row.start) if tonight else "",
            node=node if tonight else None,
            on=row.on,
            when=words.when(row.when) if (full or not tonight) and (not link or row.on) else "",
            nights=words.nights(row.chosen.nights) if full else "",
            nights_spoken=words.nights_spoken(row.chosen.nights) if timed else "",
            reminder=words.reminder(row.chosen.reminder) if full else "",
            rings=row.chosen.reminder.on,
            repeats=full and row.chosen.reminder.on and row.chosen.reminder.repeat_at_most > 0,
            chip="" if night_light or self._narrow else self._chip(row),
            note=self._words.push(row) if full and row.push is not None else self._note(row),
            link=link,
            selected=selected,
            clash=split_sentence(clash)[0],
            moves=tonight,
            narrow=self._narrow,
        )

    def _chip(self, row: StepRow) -> str:
        if row.known is not None:
            return row.known.evidence
        return self.tr("Not checked") if row.ruling.verdict is Verdict.UNCHECKED else ""

    @staticmethod
    def _note(row: StepRow) -> str:
        """Say in one line why a step is blocked."""
        if row.ruling.verdict is not Verdict.BLOCKED:
            return ""
        return next((reason.text for reason in row.ruling.reasons if reason.code == "B"), "")

    def _medicine_look(self, line: MedicineTime) -> RowLook:
        return RowLook(
            title=self.tr("My medicine: {0}").format(line.medicine.name),
            icon="pill",
            time=clock(line.at.time()),
            node=NodeState.MARK,
            when=""
            if self._theme.mode is Mode.NIGHT
            else self.tr("At {0}").format(clock(line.at.time())),
            chip=""
            if self._narrow or self._theme.mode is Mode.NIGHT
            else self.tr("Your own entry"),
            narrow=self._narrow,
        )


def _axis(view: RoutineView) -> list[StepRow | MedicineTime]:
    """Return tonight's steps and medicines in the order of their times."""
    steps = [row for row in view.rows if row.section is Section.TONIGHT]
    keyed: list[tuple[float, bool, int, StepRow | MedicineTime]] = [
        (row.start.timestamp() if row.start else 0.0, row.is_mark, n, row)
        for n, row in enumerate(steps)
    ]
    keyed += [
        (mark.at.timestamp(), False, len(steps) + n, mark)
        for n, mark in enumerate(view.medicine_times)
    ]
    return [line for _, _, _, line in sorted(keyed, key=lambda entry: entry[:3])]


def _start_of(timing: Timing, view: RoutineView) -> time:
    """Return the local time at which a timing starts tonight."""
    if isinstance(timing, AtClock):
        return timing.time
    start = view.bed.astimezone(UTC) - timedelta(minutes=timing.minutes)
    return start.astimezone(view.zone).time()


def _local(start: datetime | None) -> str:
    return f"{start:%H:%M}" if start is not None else ""
