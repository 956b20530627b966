"""Following a guide: what to do in words, a picture, a ring, and one clock that drives them all."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.breathing import breath_at, breaths_in, pattern_of
from rlscompanion.domain.following import Following
from rlscompanion.domain.guide import CueShown, cue_count, duration
from rlscompanion.domain.library import Side
from rlscompanion.ui.pages.tonight.stage import Stage
from rlscompanion.ui.pages.tonight.timeline import READ_AFTER_S
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.announcing import announce
from rlscompanion.ui.widgets.button import PRESSES, Button
from rlscompanion.ui.widgets.chips import Pill
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.scroller import Scroller

_FRAME_MS: Final = 50
_SECOND_MS: Final = 1000
_MINUTE: Final = 60
_ROOMY: Final = 480
_COMPACT_BELOW: Final = 400
_ALL_BUTTONS_FROM: Final = 380
_CLICKS: Final = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick})
_MODIFIED: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class GuideView(QWidget):
    """Space pauses and goes on, Left goes back, Right or Enter goes to the next, Esc leaves."""

    finished = Signal()
    """It was followed to its end, or the person says it is done."""
    left = Signal()

    def __init__(self, theme: Theme, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self._theme = theme
        self._monotonic = monotonic
        self._following: Following | None = None
        self._begun_at = -READ_AFTER_S
        self._told = ""
        self._compact = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._build()
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def following(self) -> Following | None:
        return self._following

    @property
    def ticking(self) -> bool:
        return self._timer.isActive()

    def follow(self, title: str, following: Following, stop: str = "") -> None:
        """Begin, or go on with, a guide; ``stop`` says when to stop. The keyboard is with it then."""
        self._title.setText(title)
        self._stop.setText(stop)
        self._stop.setVisible(bool(stop))
        self._measure()
        self._told = ""
        self._begun_at = self._monotonic()
        self._stage.show_breathing(breathing=following.is_breathing)
        self._become(following.go_on(self._monotonic()))
        self._pause_button.setFocus()

    def leave(self) -> Following | None:
        """Stop showing it; return it paused, to go on with later."""
        following, self._following = self._following, None
        self._timer.stop()
        return None if following is None else following.pause(self._monotonic())

    def tick(self) -> None:
        """Look at the clock and show the moment; at the end say so, once."""
        following, at = self._following, self._monotonic()
        if following is None:
            return
        cue = following.cue(at)
        if cue is None:
            self._finish()
            return
        self._show(following, cue, at)
        if self._theme.reduced_motion and self._timer.isActive():
            into = following.elapsed(at) % 1
            self._timer.setInterval(max(1, round((1 - into) * _SECOND_MS)))

    # --------------------------------------------------------------------- building

    def _build(self) -> None:
        self._leave_button = Button(self._theme, self.tr("Leave"), "quiet", icon="left")
        self._leave_button.setAccessibleName(self.tr("Leave the guide"))
        self._leave_button.clicked.connect(self.left)
        self._title = Label("", "h2", wrap=True)
        self._progress = Label("", "ink2", wrap=True)
        self._instruction = Label("", "now", wrap=True)
        self._instruction.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._side = Pill("")
        self._caption = Label("", "ink2", wrap=True)
        self._caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stop = Label("", "ink2", wrap=True)
        self._stop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stage = Stage(self._theme)
        self._back_button = Button(self._theme, self.tr("Back"), icon="left")
        self._pause_button = Button(self._theme, self.tr("Pause"), "primary", icon="pause")
        self._next_button = Button(self._theme, self.tr("Next"), icon="right")
        self._done_button = Button(self._theme, self.tr("Done"), "quiet", icon="check")
        self._back_button.setAccessibleName(self.tr("Back"))
        self._next_button.setAccessibleName(self.tr("Next"))
        self._back_button.clicked.connect(self._back)
        self._pause_button.clicked.connect(self._pause_or_go_on)
        self._next_button.clicked.connect(self._next)
        self._done_button.clicked.connect(self._finish)
        self._hints = Label(
            self.tr("Space: pause. Left: back. Right: next. Esc: leave."), "caption", wrap=True
        )
        self._hints.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button in self._all_buttons():
            button.installEventFilter(self)
        self._arrange_pieces()

    def _all_buttons(self) -> tuple[Button, ...]:
        return (
            self._leave_button,
            self._back_button,
            self._pause_button,
            self._next_button,
            self._done_button,
        )

    def _arrange_pieces(self) -> None:
        self._head = FlowLayout()
        for piece in (self._leave_button, self._title, self._progress):
            self._head.addWidget(piece)
        self._buttons = FlowLayout(balanced=True)
        for button in self._all_buttons()[1:]:
            self._buttons.addWidget(button)
        self._column = QVBoxLayout()
        self._top = QHBoxLayout()
        self._top.addLayout(self._head, 1)
        self._column.addLayout(self._top)
        self._column.addWidget(self._instruction)
        self._column.addWidget(self._side, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self._stage, 1)
        self._column.addWidget(self._caption)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addLayout(self._buttons)
        middle.addStretch(1)
        self._column.addLayout(middle)
        self._column.addWidget(self._hints)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scroller(self._column))

    def _measure(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(6), 0, px(6), px(8))
        self._head.setSpacing(px(16))
        self._buttons.setSpacing(px(12))
        compact = self.height() < px(_COMPACT_BELOW)
        self._column.setSpacing(px(6 if compact else 10))
        self._compact = compact
        self._instruction.set_role("h2" if compact else "now")
        self._progress.setVisible(not compact)
        self._caption.setVisible(not compact)
        self._title.setVisible(not compact or not self._stop.text())
        self._place_stop()
        self._hints.setVisible(self.height() >= px(_ROOMY) and self._theme.mode is not Mode.NIGHT)
        self._back_button.setText("" if compact else self.tr("Back"))
        self._next_button.setText("" if compact else self.tr("Next"))
        self._back_button.set_icon("left")
        self._next_button.set_icon("right")
        self._done_button.setVisible(not compact or self.width() >= px(_ALL_BUTTONS_FROM))

    def _place_stop(self) -> None:
        """Keep in sight when to stop: in little room at the top, in the place of the title."""
        compact, align = self._compact, Qt.AlignmentFlag
        self._stop.set_role("caption" if compact else "ink2")
        self._stop.setAlignment(align.AlignVCenter if compact else align.AlignCenter)
        place = self._top if compact else self._column
        if place.indexOf(self._stop) < 0:
            place.insertWidget(1 if compact else place.indexOf(self._caption) + 1, self._stop)
        self._top.setStretch(0, int(not compact))
        self._top.setStretch(1, int(compact))

    # ---------------------------------------------------------------------- showing

    def _show(self, following: Following, cue: CueShown, at: float) -> None:
        self._say_progress(following, cue, at)
        if following.is_breathing:
            self._show_breath(following, cue, at)
            return
        self._stage.show_cue(cue)
        if cue.cue.text != self._told:
            self._told = cue.cue.text
            self._instruction.setText(cue.cue.text)
            self._announce(cue.cue.text)
        sides = {Side.LEFT: self.tr("Left"), Side.RIGHT: self.tr("Right")}
        side = sides.get(cue.cue.side, "")
        self._side.setText(side)
        self._side.setVisible(bool(side) and not self._compact)
        self._caption.setText(self._after(following, cue))

    def _show_breath(self, following: Following, cue: CueShown, at: float) -> None:
        """Show ring, words and dots by one clock; the guide's cues are the pattern."""
        guide = following.guide
        pattern = pattern_of(guide)
        breath = breath_at(pattern, following.elapsed(at))
        breaths = breaths_in(pattern, duration(guide))
        self._stage.show_breath(cue.cue.text, breath.fullness, breath.count, breaths)
        self._side.hide()
        self._instruction.setText(self.tr("Sit. Through your nose, if that is easy."))
        self._caption.setText(self.tr("Paused") if following.paused else "")
        if cue.cue.text != self._told:
            self._told = cue.cue.text
            self._announce(cue.cue.text)

    def _say_progress(self, following: Following, cue: CueShown, at: float) -> None:
        minutes = -int(-following.left(at) // _MINUTE)
        left = self.tr("about {0} min left").format(minutes)
        if following.is_breathing:
            words = left
        else:
            part = self.tr("Part {0} of {1}").format(cue.index + 1, cue_count(following.guide))
            words = f"{part} · {left}"
        self._progress.setText(words)

    def _after(self, following: Following, cue: CueShown) -> str:
        if following.paused:
            return self.tr("Paused")
        cues = following.guide.cues
        if cue.index + 1 >= cue_count(following.guide):
            return self.tr("This is the last one.")
        return self.tr("Then: {0}").format(cues[(cue.index + 1) % len(cues)].text)

    def _announce(self, words: str) -> None:
        announce(self, words)

    # ----------------------------------------------------------------------- acting

    def _become(self, following: Following) -> None:
        self._following = following
        words = self.tr("Go on") if following.paused else self.tr("Pause")
        self._pause_button.setText(words)
        self._pause_button.set_icon("play" if following.paused else "pause")
        self._keep_time()
        self.tick()

    def _keep_time(self) -> None:
        """Tick only while there is something to see."""
        if self._following is None or self._following.paused or not self.isVisible():
            self._timer.stop()
        else:
            self._timer.start(_SECOND_MS if self._theme.reduced_motion else _FRAME_MS)

    def _pause_or_go_on(self) -> None:
        if self._following is not None:
            at, following = self._monotonic(), self._following
            self._become(following.go_on(at) if following.paused else following.pause(at))

    def _next(self) -> None:
        if self._following is not None:
            self._become(self._following.next(self._monotonic()))

    def _back(self) -> None:
        if self._following is not None:
            self._become(self._following.back(self._monotonic()))

    def _finish(self) -> None:
        if self._following is not None:
            self._following = None
            self._timer.stop()
            self.finished.emit()

    def _is_meant(self, event: QEvent) -> bool:
        """Tell whether somebody who sees the guide pressed that: a second press comes too early."""
        if self._monotonic() - self._begun_at >= READ_AFTER_S:
            return True
        if isinstance(event, QKeyEvent):
            return event.key() not in PRESSES
        return event.type() not in _CLICKS

    def _press(self, event: QKeyEvent) -> bool:
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self._pause_or_go_on,
            Qt.Key.Key_Left: self._back,
            Qt.Key.Key_Right: self._next,
            Qt.Key.Key_Return: self._next,
            Qt.Key.Key_Enter: self._next,
            Qt.Key.Key_Escape: self.left.emit,
        }
        act = acts.get(event.key())
        if act is None or event.modifiers() & _MODIFIED:
            return False
        if not event.isAutoRepeat() and self._is_meant(event):
            act()
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._press(event):
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the button with the keyboard have Space; Enter as well, but Pause leaves it to Next."""
        if not self._is_meant(event):
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            own = {Qt.Key.Key_Space}
            if watched is not self._pause_button:
                own |= {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            return event.key() not in own and self._press(event)
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Wait for the person: nobody follows what nobody sees."""
        super().hideEvent(event)
        if self._following is not None:
            self._become(self._following.pause(self._monotonic()))
