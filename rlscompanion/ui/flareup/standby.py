"""Standby, for the bedside: every screen black, nothing lit, and any key opens the flare-up."""

from datetime import timedelta
from typing import Final

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from rlscompanion.backports import override
from rlscompanion.domain.tone import Tone
from rlscompanion.services.ports import Clock, KeepAwake, Sound
from rlscompanion.services.standing_by import BreathingByEar, StandingBy
from rlscompanion.ui.flareup.by_ear import BreathingByTones
from rlscompanion.ui.flareup.careful import careful
from rlscompanion.ui.flareup.covers import Covers
from rlscompanion.ui.flareup.look import colour, letters

DEAF_SECONDS: Final = 0.5
WORDS_STAY_MS: Final = 7000
SETTLE_SECONDS: Final = 3.0
"""Between the tone of the step and the first breath."""
TOO_LATE: Final = timedelta(minutes=1)
"""After a sleep of the machine nothing begins to breathe in the middle of the night."""
_OPEN_NOTHING: Final = frozenset(
    {
        # With another key they are a shortcut of the desktop; with none, nothing.
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Control,
        Qt.Key.Key_Meta,
        Qt.Key.Key_Super_L,
        Qt.Key.Key_Super_R,
        # A screen may be dimmed and a tone made softer from here.
        Qt.Key.Key_MonBrightnessDown,
        Qt.Key.Key_MonBrightnessUp,
        Qt.Key.Key_KeyboardBrightnessDown,
        Qt.Key.Key_KeyboardBrightnessUp,
        Qt.Key.Key_VolumeDown,
        Qt.Key.Key_VolumeUp,
        Qt.Key.Key_VolumeMute,
    }
)


class Standby(QWidget):
    """One black window takes the keys, covers lie over the other screens. Esc leaves, always."""

    flare_up_wanted = Signal()
    closed = Signal()

    def __init__(
        self, standing_by: StandingBy, sound: Sound, keep_awake: KeepAwake, clock: Clock
    ) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(self.tr("Standby"))
        self.setAccessibleName(self.tr("Standby. Any key opens the flare-up screen. Esc leaves."))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._standing_by = standing_by
        self._sound = sound
        self._keep_awake = keep_awake
        self._clock = clock
        self._until = standing_by.until()
        self._opened_at = clock.monotonic()
        self._open = False
        self._beneath = False
        """A flare-up is open over it: until that is left the machine is its own."""
        self._words: tuple[str, ...] = ()
        self._breathing: BreathingByEar | None = None
        self._covers = Covers(self)
        self._by_tones = BreathingByTones(sound, clock.monotonic, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)

    @property
    def speaks(self) -> bool:
        """Return whether words are on the screen."""
        return bool(self._words)

    def open(self) -> None:
        """Make every screen black, at once."""
        self._open = True
        self._opened_at = self._clock.monotonic()
        self._covers.lie_over(QGuiApplication.primaryScreen())
        self._come_forward()
        # The tones of what was due before it opened are not made up for.
        self._standing_by.tone_due()
        self.look()
        if self._standing_by.says_brightness():
            self._say(
                self.tr("Turn your screen’s brightness down."),
                self.tr("Any key opens the flare-up screen. Esc leaves."),
            )

    def look(self) -> None:
        """Do what the time asks for: end, let a due step be heard, begin to breathe."""
        if not self._open:
            return
        if self._beneath:
            self._hear(self._standing_by.tone_due())
            return
        now = self._clock.now()
        if now >= self._until:
            self.close()
            return
        self.hold_off()
        self._hear(self._standing_by.tone_due())
        breathing = self._breathing
        if breathing is not None and breathing.starts <= now < breathing.starts + TOO_LATE:
            self._begin_to_breathe(breathing)
        self._breathing = self._standing_by.breathing()
        self._wait()

    def come_back(self) -> None:
        """Be in front again, or end where it is time: the flare-up screen over it is gone."""
        self._beneath = False
        self.look()
        if self._open:
            self._opened_at = self._clock.monotonic()
            self._come_forward()

    def make_way(self) -> None:
        """Be silent and let nothing go: the flare-up screen opens over it."""
        self._beneath = True
        self._timer.stop()
        self._by_tones.stop()
        self._hush_words()

    def hold_off(self) -> None:
        """Hold off lock and sleep where that is wished, and nowhere else."""
        if self._standing_by.keeps_awake():
            self._keep_awake.hold()
        else:
            self._keep_awake.release()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if not self._open:
            return
        self._open = False
        self._timer.stop()
        self._by_tones.stop()
        self._covers.lift()
        self._keep_awake.release()
        self._sound.close()
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in _OPEN_NOTHING or event.isAutoRepeat():
            event.ignore()
        else:
            self._want_flare_up()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._want_flare_up()

    @override
    @careful
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), Qt.GlobalColor.black)
        tall = self.height() / 20
        for place, words in enumerate(self._words):
            painter.setPen(colour("ink" if place == 0 else "ink-2"))
            painter.setFont(letters(tall * (0.8 if place == 0 else 0.55)))
            line = QRect(0, round(self.height() * 0.42 + 1.4 * tall * place), self.width(), 0)
            line.setHeight(round(1.4 * tall))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignCenter), words)

    def _want_flare_up(self) -> None:
        if self._clock.monotonic() - self._opened_at >= DEAF_SECONDS:
            self.flare_up_wanted.emit()

    def _hear(self, tone: Tone | None) -> None:
        if tone is not None:
            self._sound.open(self._standing_by.preferences().volume / 100)
            self._sound.play(tone)

    def _begin_to_breathe(self, breathing: BreathingByEar) -> None:
        self._sound.open(self._standing_by.preferences().volume / 100)
        self._by_tones.start(breathing.pattern, breathing.seconds, after=SETTLE_SECONDS)

    def _wait(self) -> None:
        """Sleep until the next thing: the only timer there is, the machine may sleep as well."""
        comes = self._until
        if self._breathing is not None:
            comes = min(comes, self._breathing.starts)
        wait = comes - self._clock.now()
        self._timer.start(max(1, -(-wait // timedelta(milliseconds=1))))

    def _say(self, *words: str) -> None:
        self._words = words
        self.update()
        QTimer.singleShot(WORDS_STAY_MS, self, self._hush_words)

    def _hush_words(self) -> None:
        self._words = ()
        self.update()

    def _come_forward(self) -> None:
        self.showFullScreen()
        self.raise_()
        self.activateWindow()
        self.setFocus()
