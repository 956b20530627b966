"""One flare-up of a night: what was done, and a way to put it right."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.episodes import Correction, Episode, Room
from rlscompanion.domain.flare_record import Answer
from rlscompanion.domain.night import ONE_DAY, instant_of
from rlscompanion.ui.pages.journal.words import ending_words, episode_words
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import FlowLayout, PairLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.stepper import ClockTimes, Minutes, Stepper

MISTAKEN: Final = "opened by mistake"
STEP: Final = 5
WIDE: Final = 176
SETTLES_MS: Final = 700
"""Several presses in a row are one correction."""
_MINUTE: Final = 60


class Told(Struct, frozen=True):
    """A flare-up as it stands, and where in its night it may be moved to."""

    episode: Episode
    night: Room
    room: Room
    """The part of the night that no other flare-up has."""
    zone: ZoneInfo

    @property
    def words(self) -> str:
        return episode_words(self.episode, self.episode.began.astimezone(self.zone))

    @property
    def began(self) -> int:
        return _minute(self.episode.began)

    @property
    def ended(self) -> int:
        return _minute(self.episode.ended)


class Moments(Struct, frozen=True):
    """Minutes since 1970 from ``first`` to ``last``, all of one night, said by the wall clock."""

    first: int
    last: int
    night: Room
    zone: ZoneInfo

    def text(self, value: int) -> str:
        """Say the time of day."""
        return f"{moment(value).astimezone(self.zone):%H:%M}"

    def read(self, text: str) -> int | None:
        """Read a time of day: there is one such in a night."""
        wall = ClockTimes(STEP, str).read(text)
        if wall is None:
            return None
        starts = self.night.first.astimezone(self.zone)
        day = starts.date() if wall >= starts.time() else starts.date() + ONE_DAY
        return _minute(instant_of(day, wall, self.zone))

    def fitted(self, value: int) -> int:
        """Return the nearest minute that may be kept."""
        return self._minutes.fitted(value)

    def stepped(self, value: int, steps: int) -> int:
        """Return the minute some steps on, at most up to a bound."""
        return self._minutes.stepped(value, steps)

    @property
    def _minutes(self) -> Minutes:
        # Wall clocks differ from one another by quarters of an hour: the grid is the same.
        return Minutes(self.first, self.last, STEP, str)


def moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * _MINUTE, UTC)


def _minute(at: datetime, *, up: bool = False) -> int:
    seconds = int(at.timestamp())
    return -(-seconds // _MINUTE) if up else seconds // _MINUTE


class MomentStepper(Stepper[int]):
    """A minute of one night."""

    def __init__(self, theme: Theme, name: str, steps: Moments, value: int) -> None:
        super().__init__(theme, name, steps, value, None)
        self.name_ends(self.tr("earlier"), self.tr("later"))

    def show_minute(self, value: int, steps: Moments) -> None:
        """Show another minute and bounds; says nothing to anyone."""
        self._steps = steps
        self.set_value(value)


class CorrectionSheet(QWidget):
    """How it ended, and when it was. ``said`` brings one Correction, once it has settled."""

    said = Signal(object)

    def __init__(self, theme: Theme, told: Told, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._told = told
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLES_MS)
        self._timer.timeout.connect(self._say_times)
        endings = [(answer.value, words) for answer, words in ending_words().items()]
        self.ending = Segmented(
            theme,
            self.tr("How it ended"),
            [*endings, (MISTAKEN, self.tr("Opened by mistake"))],
            clearable=True,
        )
        self.began = self._stepper(self.tr("The flare-up began"), told.began)
        self.ended = self._stepper(self.tr("The flare-up ended"), told.ended)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.ending)
        self._times = FlowLayout()
        self._lines: list[QVBoxLayout] = []
        for words, stepper in ((self.tr("Began"), self.began), (self.tr("Ended"), self.ended)):
            named = self._named(words, stepper)
            self._times.addWidget(named)
            self._times.setAlignment(named, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(self._times)
        self.ending.changed.connect(self._say_ending)
        theme.changed.connect(self._measure)
        self._measure()
        self.show_told(told)

    def show_told(self, told: Told) -> None:
        """Show what stands; says nothing to anyone."""
        self._timer.stop()
        self._told = told
        stands = told.episode.last_answer
        answer = "" if stands is None else stands.value
        self.ending.set_current(answer if told.episode.used else MISTAKEN)
        self._show_times(told.began, told.ended)

    def settle(self) -> None:
        """Bring at once what was stepped to."""
        if self._timer.isActive():
            self._timer.stop()
            self._say_times()

    # ---------------------------------------------------------------------- inside

    def _stepper(self, name: str, minute: int) -> MomentStepper:
        made = MomentStepper(self._theme, name, self._between(minute, minute), minute)
        made.changed.connect(self._stepped)
        return made

    def _named(self, words: str, stepper: MomentStepper) -> QWidget:
        named = QWidget()
        line = QVBoxLayout(named)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Label(words, "body"))
        line.addWidget(stepper)
        self._lines.append(line)
        return named

    def _between(self, first: int, last: int) -> Moments:
        return Moments(first, last, self._told.night, self._told.zone)

    def _stepped(self) -> None:
        self._show_times(self.began.value, self.ended.value)
        self._timer.start()

    def _show_times(self, began: int, ended: int) -> None:
        """Let neither time pass the other, nor leave what is free of the night."""
        room = self._told.room
        first, last = _minute(room.first, up=True), _minute(room.last)
        self.began.show_minute(began, self._between(min(first, began), max(began, ended - 1)))
        self.ended.show_minute(ended, self._between(min(began + 1, ended), max(last, ended)))

    def _say_times(self) -> None:
        told = self._told
        began = self.began.value if self.began.value != told.began else None
        ended = self.ended.value if self.ended.value != told.ended else None
        if began is not None or ended is not None:
            self.said.emit(
                Correction(
                    told.episode.openings[0],
                    began=None if began is None else moment(began),
                    ended=None if ended is None else moment(ended),
                )
            )

    def _say_ending(self, key: str) -> None:
        self.settle()
        first = self._told.episode.openings[0]
        if key == MISTAKEN:
            self.said.emit(Correction(first, used=False))
        elif key:
            self.said.emit(Correction(first, answer=Answer(key), used=True))
        elif self._told.episode.used:
            self.said.emit(Correction(first, unanswered=True))
        else:
            self.said.emit(Correction(first, used=True))

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(12))
        self._times.setSpacing(px(24))
        for line in self._lines:
            line.setSpacing(px(8))
        for stepper in (self.began, self.ended):
            stepper.setFixedWidth(px(WIDE))

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.settle()
        super().hideEvent(event)


class FlareUpCard(QFrame):
    """``corrected`` brings a Correction; what corrects it is folded away until it is asked for."""

    corrected = Signal(object)

    def __init__(self, theme: Theme, told: Told, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "info")
        self._words = Label("", "body", wrap=True)
        self.more = Button(theme, self.tr("Correct"), "quiet")
        self.more.clicked.connect(lambda: self.sheet.setVisible(self.sheet.isHidden()))
        self.sheet = CorrectionSheet(theme, told)
        self.sheet.hide()
        self.sheet.said.connect(self.corrected)
        px = theme.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(10), px(12), px(10))
        self._column.setSpacing(px(8))
        pair = PairLayout()
        pair.setSpacing(px(12))
        pair.addWidget(self._words)
        pair.addWidget(self.more)
        self._column.addLayout(pair)
        self._column.addWidget(self.sheet)
        self.show_told(told)

    def show_told(self, told: Told) -> None:
        """Show what stands; says nothing to anyone."""
        words = told.words
        self.more.setAccessibleName(self.tr("Correct: {0}").format(words))
        corrected = told.episode.corrected
        self._words.setText(self.tr("{0} Corrected.").format(words) if corrected else words)
        self.sheet.show_told(told)
