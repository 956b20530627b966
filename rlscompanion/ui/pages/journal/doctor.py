"""Notes for the doctor: blood tests, doses as they were typed, questions, the goal."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.forms import LINE_AT_MOST
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.profile import BloodTest, FerritinUnit, Medicine
from rlscompanion.domain.visit import VisitLine
from rlscompanion.services.noting import Noting
from rlscompanion.ui.pages.journal.sheet import Sheet
from rlscompanion.ui.pages.journal.words import day
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.choice_box import ChoiceBox
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.quiet import Quiet
from rlscompanion.ui.widgets.stepper import DateStepper
from rlscompanion.ui.widgets.tab_order import let_tab_follow
from rlscompanion.ui.widgets.text_field import TextField
from rlscompanion.ui.widgets.translating import tr

if TYPE_CHECKING:
    from datetime import date

FIELD = 220


class DoctorSheet(Sheet):
    """``kept`` follows every change on the disk, with the words that say it."""

    kept = Signal(str)
    report_wanted = Signal()

    def __init__(self, theme: Theme, noting: Noting, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("For your doctor"), parent)
        self._noting = noting
        self.trouble = Banner(theme, BannerKind.WARN, "", icon="stop")
        self.trouble.hide()
        self.column.addWidget(self.trouble)
        self.report = Button(theme, self.tr("See the report"), icon="doc")
        self.report.clicked.connect(self.report_wanted)
        way = FlowLayout()
        way.addWidget(self.report)
        self.column.addLayout(way)
        self._build_tests()
        self._build_medicines()
        self._build_lines()
        theme.changed.connect(self._measure)
        self._measure()

    def refresh(self) -> None:
        """Show what stands."""
        self.trouble.hide()
        self._show_booked()
        self._show_tests()
        self._show_medicines()
        notes = self._noting.visit_notes()
        for line, field in self.lines.items():
            if not field.hasFocus():
                field.setText(notes.line(line))
        today = self._noting.advising.today()
        self.on.set_last(today)
        self._let_tab_follow()

    def is_under_way(self) -> bool:
        """Return whether the day or the unit of a result was chosen that is not kept yet."""
        return self._chosen() != self._recorded

    @override
    def take_focus(self) -> None:
        self.tomorrow.setFocus()

    def _let_tab_follow(self) -> None:
        """Let Tab go down the sheet: its lines are made anew."""
        result = (self.on, self.ferritin, self.unit, self.tsat, self.lab, self.record)
        tests = (self.booked, self.tomorrow, *_pieces(self._tests), *result)
        let_tab_follow((self.report, *tests, *_pieces(self._medicines), *self.lines.values()))

    # ------------------------------------------------------------------ blood tests

    def _build_tests(self) -> None:
        section = self.section(self.tr("Blood tests"))
        why = self.tr("Iron is left out for 24 hours before, if your clinic agreed.")
        self.booked = Banner(self._theme, BannerKind.INFO, "", why, icon="glass")
        self.booked.pressed.connect(self._cancel)
        self.tomorrow = Button(self._theme, self.tr("Test tomorrow morning"), "secondary")
        self.tomorrow.setAccessibleDescription(why)
        self.tomorrow.clicked.connect(self._book)
        self._why = Quiet(self._theme, why)
        line = FlowLayout()
        line.addWidget(self.tomorrow)
        self._tests = QVBoxLayout()
        section.addWidget(self.booked)
        section.addLayout(line)
        section.addWidget(self._why)
        section.addLayout(self._tests)
        section.addWidget(Label(self.tr("Write down a result"), "strong", wrap=True))
        today = self._noting.advising.today()
        self.on = DateStepper(self._theme, self.tr("Day of the test"), value=today, last=today)
        self.ferritin, self.tsat, self.lab = TextField(), TextField(), TextField()
        self.unit = ChoiceBox(
            self.tr("Unit of ferritin"), [(unit.value, unit.value) for unit in FerritinUnit]
        )
        self._recorded = self._chosen()
        self.lab.setMaxLength(LINE_AT_MOST)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Day of the test"), self.on),
            (self.tr("Ferritin"), self.ferritin),
            (self.tr("Unit of ferritin"), self.unit),
            (self.tr("TSAT, %"), self.tsat),
            (self.tr("Laboratory"), self.lab),
        )
        for words, field in rows:
            field.setAccessibleName(words)
            section.addWidget(self._pair(words, field))
        self.record = Button(self._theme, self.tr("Keep this result"), "primary")
        self.record.clicked.connect(self._record)
        end = FlowLayout()
        end.addWidget(self.record)
        section.addLayout(end)

    def _show_booked(self) -> None:
        test = self._noting.booked_test()
        self.booked.setVisible(test is not None)
        self.tomorrow.setVisible(test is None)
        self._why.setVisible(test is None)
        if test is not None:
            self.booked.show_words(
                self.tr("Blood test in the morning of {0}.").format(day(test.on, "dddd d MMMM")),
                self.tr("Iron is left out for 24 hours before, if your clinic agreed."),
                button=self.tr("No test then"),
            )

    def _show_tests(self) -> None:
        _empty(self._tests)
        for test in self._noting.blood_tests():
            if not test.is_booked:
                self._tests.addWidget(self._test_line(test))

    def _test_line(self, test: BloodTest) -> QWidget:
        words = test_words(test)
        remove = Button(self._theme, self.tr("Remove"), "quiet")
        remove.setAccessibleName(self.tr("Remove the test: {0}").format(words))
        remove.clicked.connect(lambda: self._remove(test))
        return self._pair(words, remove)

    def _book(self) -> None:
        self._keep(self._noting.book_test, self.tr("Test tomorrow morning"))

    def _cancel(self) -> None:
        test = self._noting.booked_test()
        if test is not None:
            on: date = test.on
            self._keep(lambda: self._noting.cancel_test(on), self.tr("No test"))

    def _remove(self, test: BloodTest) -> None:
        self._keep(lambda: self._noting.remove_blood_test(test), self.tr("Blood test removed"))

    def _record(self) -> None:
        figures = [_figure(field.text()) for field in (self.ferritin, self.tsat)]
        if None in figures:
            self._say(self.tr("Ferritin and TSAT are numbers, such as 41 or 18.5."))
            return
        ferritin, tsat = (figure if figure != "" else None for figure in figures)
        assert not isinstance(ferritin, str)  # noqa: S101
        assert not isinstance(tsat, str)  # noqa: S101
        unit = FerritinUnit(self.unit.key)
        kept = self._keep(
            lambda: self._noting.record_blood_test(
                self.on.value, ferritin, tsat, unit, self.lab.text()
            ),
            self.tr("Blood test"),
        )
        if kept:
            for field in (self.ferritin, self.tsat, self.lab):
                field.clear()
            self._recorded = self._chosen()

    def _chosen(self) -> "tuple[date, str]":
        return self.on.value, self.unit.key

    # -------------------------------------------------------------------- medicines

    def _build_medicines(self) -> None:
        self.medicines = self.section(
            self.tr("Medicines"),
            self.tr(
                "For the report only, as you type it. The app reads nothing into it. "
                "Names and times are kept on the Routine page."
            ),
        )
        self._medicines = QVBoxLayout()
        self.medicines.addLayout(self._medicines)

    def _show_medicines(self) -> None:
        if any(
            field.hasFocus()
            for line in _pieces(self._medicines)
            for field in line.findChildren(TextField)
        ):
            return
        _empty(self._medicines)
        for medicine in self._noting.medicines():
            self._medicines.addWidget(self._medicine_line(medicine))
        if not self._noting.medicines():
            self._medicines.addWidget(Label(self.tr("None written down."), "body", wrap=True))

    def _medicine_line(self, medicine: Medicine) -> QWidget:
        field = TextField(medicine.dose)
        field.setMaxLength(LINE_AT_MOST)
        field.setPlaceholderText(self.tr("As on the packet"))
        field.setAccessibleName(self.tr("{0}, as on the packet").format(medicine.name))
        field.setFixedWidth(self._theme.px(FIELD))
        times = ", ".join(f"{at:%H:%M}" for at in medicine.times)
        words = f"{medicine.name}, {times}" if times else medicine.name
        stands = [medicine]

        def keep() -> None:
            text = field.text().strip()
            if text != stands[0].dose and self._keep(
                lambda: self._noting.set_dose(stands[0], text), medicine.name
            ):
                stands[0] = Medicine(medicine.name, medicine.kind, medicine.times, text)

        field.editingFinished.connect(keep)
        return self._pair(words, field)

    # ------------------------------------------------------------------------ lines

    def _build_lines(self) -> None:
        section = self.section(
            self.tr("What you want to ask"), self.tr("They stand on the report, in your words.")
        )
        self.lines = {line: TextField() for line in VisitLine}
        names = (
            self.tr("First question"),
            self.tr("Second question"),
            self.tr("Third question"),
            self.tr("What you would like to reach"),
        )
        for (line, field), words in zip(self.lines.items(), names, strict=True):
            field.setMaxLength(LINE_AT_MOST)
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
            field.editingFinished.connect(self._line_keeper(line, field, words))
            section.addWidget(field)

    def _line_keeper(self, line: VisitLine, field: TextField, words: str) -> Callable[[], None]:
        def keep() -> None:
            text = field.text().strip()
            if text != self._noting.visit_notes().line(line):
                self._keep(lambda: self._noting.set_visit_line(line, text), words)

        return keep

    # ----------------------------------------------------------------------- inside

    def _keep(self, action: Callable[[], object], words: str) -> bool:
        try:
            action()
        except Mendable as problem:
            self._say(str(problem))
            return False
        self.refresh()
        self.kept.emit(words)
        return True

    def _say(self, why: str) -> None:
        self.trouble.show_words(self.tr("That did not save. What stood before still stands."), why)
        self.trouble.show()
        self.scroller.verticalScrollBar().setValue(0)

    def _pair(self, words: str, piece: QWidget) -> QWidget:
        line = QWidget()
        pair = PairLayout(line)
        pair.setSpacing(self._theme.px(12))
        pair.addWidget(Label(words, "body", wrap=True))
        pair.addWidget(piece)
        return line

    def _measure(self) -> None:
        px = self._theme.px
        self._tests.setSpacing(px(4))
        self._medicines.setSpacing(px(8))
        for field in (self.on, self.ferritin, self.unit, self.tsat, self.lab):
            field.setFixedWidth(px(FIELD))


def test_words(test: BloodTest) -> str:
    """Return a blood test as it stands on the paper."""
    parts = [day(test.on, "d MMM yyyy")]
    if test.ferritin_as_printed is not None:
        parts.append(tr("ferritin {0} {1}").format(f"{test.ferritin_as_printed:g}", test.unit))
    if test.tsat is not None:
        parts.append(tr("TSAT {0} %").format(f"{test.tsat:g}"))
    if test.lab:
        parts.append(test.lab)
    return ", ".join(parts)


def _figure(text: str) -> float | str | None:
    """Return a number, an empty text where nothing was typed, None where it is no number."""
    plain = text.strip().replace(",", ".")
    if not plain:
        return ""
    try:
        return float(plain)
    except ValueError:
        return None


def _pieces(column: QVBoxLayout) -> Iterator[QWidget]:
    for place in range(column.count()):
        item = column.itemAt(place)
        if item is not None and (piece := item.widget()) is not None:
            yield piece


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        piece = item.widget()
        if piece is not None:
            piece.hide()
            piece.deleteLater()
