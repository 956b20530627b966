"""The page of the report: its weeks, its preview, and the ways to save it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QLocale, Qt, QThreadPool, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QImage,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.report import USUAL_WEEKS, WEEKS
from rlscompanion.services.reporting import Reporting, Wanted
from rlscompanion.ui.main_thread import MainThread
from rlscompanion.ui.pages.report.preview import WIDEST, Preview
from rlscompanion.ui.report.card_page import printed_card
from rlscompanion.ui.report.document import printed_report
from rlscompanion.ui.report.paper import UNIT, Paper
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.announcing import announce
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.charts.ink import Ink
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.scroller import Scroller
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.switch import Switch

_Value = TypeVar("_Value")
SETTLED_MS: Final = 200
SHORT: Final = 700


class Keeping(Struct, frozen=True):
    """Where files go that the person asks for, and how they are written."""

    documents: Path
    write: Callable[[Path, bytes], None]
    """Writes all of a file or nothing. Raises Mendable."""

    def save(self, name: str, on: date, end: str, content: bytes) -> Path:
        """Write a new file among the documents; what is there already stays. Raises Mendable."""
        try:
            self.documents.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Mendable(f"{self.documents} cannot be made: {error.strerror}") from error
        plain = f"{name} {on.isoformat()}"
        names = (plain, *(f"{plain} ({n})" for n in range(2, 1000)))
        places = (self.documents / f"{one}{end}" for one in names)
        file = next(place for place in places if not place.exists())
        self.write(file, content)
        return file


class Seen(Struct, frozen=True):
    """What the preview shows, and what its first page says."""

    pictures: tuple[QImage, ...]
    words: str


class ReportPage(QWidget):
    """Reads and paints on another thread. ``left`` asks for the page before."""

    left = Signal()
    shown = Signal()
    """The preview shows what was asked for last."""

    def __init__(
        self,
        theme: Theme,
        reporting: Callable[[], Reporting],
        keeping: Keeping,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._make = reporting
        self._keeping = keeping
        self._main = MainThread(self)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._turn = 0
        self._file: Path | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self.refresh)
        self._add_controls()
        self._build()
        theme.changed.connect(self._follow_theme)
        self._measure()

    def refresh(self) -> None:
        """Read what stands and show the pages."""
        if self._theme.mode is Mode.NIGHT:
            return
        self._turn += 1
        turn, wanted = self._turn, self._wanted()
        reporting, ink = self._make(), replace(Ink.of(self._theme), unit=UNIT)
        width = round(self._preview_width() * self.devicePixelRatioF())

        def look() -> Seen:
            sheet = reporting.report(wanted)
            printed = printed_report(sheet, _paper())
            pictures = (printed.picture(n, width, ink) for n in range(len(printed.pages)))
            return Seen(tuple(pictures), sheet.as_text())

        def show(seen: Seen) -> None:
            if turn == self._turn:
                self.preview.show_pages(seen.pictures, (seen.words,))
                self.shown.emit()

        self._do(look, show)

    def wait(self) -> None:
        """Wait until all is done; it is shown when events are next handled."""
        self._pool.waitForDone()

    # -------------------------------------------------------------------- building

    def _add_controls(self) -> None:
        theme = self._theme
        self.back = Button(theme, self.tr("Back"), "quiet", icon="left")
        self.back.clicked.connect(self.left)
        weeks = [(str(n), self.tr("{0} weeks").format(n)) for n in WEEKS]
        self.weeks = Segmented(theme, self.tr("How many weeks"), weeks, current=str(USUAL_WEEKS))
        self.weeks.changed.connect(self.refresh)
        self.thresholds = Switch(theme, self.tr("Guideline figures for iron"))
        self.thresholds.toggled.connect(self.refresh)
        self.save_pdf = Button(theme, self.tr("Save the PDF"), "primary", icon="doc")
        self.save_pdf.clicked.connect(self._save_pdf)
        self.save_text = Button(theme, self.tr("Save as text"))
        self.save_text.clicked.connect(self._save_text)
        self.save_card = Button(theme, self.tr("Bedside card"))
        self.save_card.setAccessibleDescription(
            self.tr("Tonight's steps and the flare-up in pictures, one page to print.")
        )
        self.save_card.clicked.connect(self._save_card)
        self.trouble = Banner(theme, BannerKind.WARN, "", icon="stop")
        self.trouble.hide()
        self.saved = Banner(theme, BannerKind.INFO, "", icon="doc")
        self.saved.pressed.connect(self._open)
        self.saved.hide()
        self.preview = Preview(theme)
        self.resting = Label(
            self.tr("The preview rests at night. Saving works."), "body", wrap=True
        )

    def _build(self) -> None:
        self._column = QVBoxLayout()
        back = QHBoxLayout()
        back.addWidget(self.back)
        back.addStretch(1)
        self._back_line = back
        self._column.addLayout(back)
        self._column.addWidget(Label(self.tr("Report for your doctor"), "h1", wrap=True))
        self._column.addWidget(
            Label(
                self.tr("Your figures on one page, every night behind it. Nothing is advised."),
                "lead2",
                wrap=True,
            )
        )
        self._choices = QVBoxLayout()
        weeks = QHBoxLayout()
        weeks.addWidget(self.weeks, 1000)
        weeks.addStretch(1)
        self._choices.addLayout(weeks)
        self._switch = QHBoxLayout()
        self._switch.addWidget(self.thresholds)
        self._switch.addWidget(Label(self.thresholds.accessibleName(), "body", wrap=True), 1)
        self._choices.addLayout(self._switch)
        self._ways = FlowLayout()
        for button in (self.save_pdf, self.save_text, self.save_card):
            self._ways.addWidget(button)
        self._column.addLayout(self._choices)
        self._column.addLayout(self._ways)
        for piece in (self.trouble, self.saved, self.resting, self.preview):
            self._column.addWidget(piece)
        self._column.addStretch(1)
        self.scroller = Scroller(self._column)
        self.scroller.setAccessibleName(self.tr("Report for your doctor"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(self.scroller, 1000)
        line.addStretch(1)

    def _measure(self) -> None:
        px = self._theme.px
        short = self.window().height() < px(SHORT)
        self.scroller.setMaximumWidth(px(WIDEST + 80))
        self._column.setContentsMargins(px(40), px(8 if short else 16), px(40), px(24))
        self._column.setSpacing(px(12))
        self._back_line.setContentsMargins(-px(14), 0, 0, 0)
        self._choices.setSpacing(px(16))
        self._ways.setSpacing(px(12))
        self._switch.setSpacing(px(12))
        night = self._theme.mode is Mode.NIGHT
        self.preview.setVisible(not night)
        self.resting.setVisible(night)

    def _preview_width(self) -> int:
        room = min(self.width() or WIDEST, self._theme.px(WIDEST + 80)) - 2 * self._theme.px(40)
        return max(room, 240)

    def _wanted(self) -> Wanted:
        return Wanted(int(self.weeks.current or USUAL_WEEKS), self.thresholds.isChecked())

    # ---------------------------------------------------------------------- saving

    def _save_pdf(self) -> None:
        reporting, wanted = self._make(), self._wanted()
        name, keeping = self.tr("RLS report"), self._keeping

        def work() -> Path:
            sheet = reporting.report(wanted)
            pdf = printed_report(sheet, _paper()).as_pdf()
            return keeping.save(name, reporting.today(), ".pdf", pdf)

        self._do(work, self._say_saved)

    def _save_text(self) -> None:
        reporting, wanted = self._make(), self._wanted()
        name, keeping = self.tr("RLS report"), self._keeping

        def work() -> Path:
            text = reporting.report(wanted).as_text()
            return keeping.save(name, reporting.today(), ".txt", text.encode())

        self._do(work, self._say_saved)

    def _save_card(self) -> None:
        reporting, keeping, name = self._make(), self._keeping, self.tr("RLS bedside card")

        def work() -> Path:
            pdf = printed_card(reporting.bedside_card(), _paper()).as_pdf()
            return keeping.save(name, reporting.today(), ".pdf", pdf)

        self._do(work, self._say_saved)

    def _say_saved(self, file: Path) -> None:
        """Say where it is; a page of white paper waits for the day."""
        self._file = file
        where = self.tr("Saved in {0}.").format(file.parent)
        if self._theme.mode is Mode.DAY:
            self.saved.show_words(file.name, where, button=self.tr("Open it"))
        else:
            why = self.tr("{0} It is white paper, bright at this hour.").format(where)
            self.saved.show_words(file.name, why, button=self.tr("Open it tomorrow"))
        self.saved.show()
        words = f"{file.name}. {where}"
        announce(self.saved, words)

    def _open(self) -> None:
        if self._file is None:
            return
        if self._theme.mode is not Mode.DAY:
            self._put_off(self._file)
            return
        self._make().open_later(None)
        self.saved.hide()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file))):
            self._fail(self.tr("No program answered. The file is {0}.").format(self._file))

    def _put_off(self, file: Path) -> None:
        try:
            self._make().open_later(str(file))
        except Mendable as problem:
            self._fail(str(problem))
            return
        self.saved.show_words(file.name, self.tr("It is offered here tomorrow, by day."))

    def _offer_what_waits(self) -> None:
        """By day, offer the file that was saved in the evening."""
        if self._theme.mode is not Mode.DAY:
            return
        try:
            waiting = self._make().waits()
        except Mendable as problem:
            self._fail(str(problem))
            return
        if waiting is not None and Path(waiting).is_file():
            self._file = Path(waiting)
            self.saved.show_words(
                self._file.name, self.tr("Saved in the evening."), button=self.tr("Open it")
            )
            self.saved.show()

    # ---------------------------------------------------------------------- inside

    def _do(self, work: Callable[[], _Value], take: Callable[[_Value], None]) -> None:
        """Do something on the other thread, and show what came of it."""
        self.trouble.hide()
        took, failed = self._main.taking(take), self._main.taking(self._fail)

        def run() -> None:
            try:
                took(work())
            except Mendable as problem:
                failed(str(problem))

        self._pool.start(run)

    def _fail(self, words: str) -> None:
        self.trouble.show_words(words)
        self.trouble.show()

    def _follow_theme(self) -> None:
        self._measure()
        if self.isVisible():
            self.refresh()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif not self.scroller.turn(event.key()):
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        if self.isVisible():
            self._settled.start(SETTLED_MS)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._measure()
        self._offer_what_waits()
        self.refresh()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)


def _paper() -> Paper:
    return Paper.of(QLocale.system())
