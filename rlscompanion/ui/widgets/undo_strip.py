"""What was just done, and the way back. It has its own place, so it covers nothing."""

from typing import Final

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.announcing import announce
from rlscompanion.ui.widgets.button import SteadyButton
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import MAY_BREAK, Label, breakable

_STAY_MS: Final = 30_000
_LOOK_AGAIN_MS: Final = 2_000
_RISE_MS: Final = 180
_RISE_FROM: Final = 24
_ICON_FROM: Final = 380
_LONGEST: Final = 64
_LONGEST_AT_LEAST: Final = 40
"""Letters of a title in the usual size, and in any; a longer one ends in an ellipsis."""


class UndoStrip(QFrame):
    """Stays 30 s and until the next action; waits while the pointer or the focus is on it.

    Another offer takes its place at once; so the actions that count are those that offer nothing,
    such as going to another page.
    """

    undo = Signal()
    redo = Signal()
    cleared = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strip = QFrame(self)
        self._strip.setProperty("role", "strip")
        keep = self._strip.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._strip.setSizePolicy(keep)
        self._icon = IconLabel(theme, "check", 20, "ink")
        self._object = Label("", "strong", wrap=True)
        self._verb = Label("", "body", wrap=True)
        self._button = SteadyButton(theme, self.tr("Undo"), "quiet", icon="undo")
        self._button.clicked.connect(self._take_back)
        self._line = QHBoxLayout(self._strip)
        self._line.addWidget(self._icon)
        self._words = FlowLayout()
        self._words.addWidget(self._object)
        self._words.addWidget(self._verb)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addLayout(self._words)
        middle.addStretch(1)
        self._line.addLayout(middle, 1)
        self._line.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._strip)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._be_over)
        self._what = ""
        self._is_undone = False
        self._is_over = False
        """It has stood as long as it has to."""
        self._went_on = False
        """The next action has come."""
        self._is_taken = False
        """Its button was pressed for what it says."""
        self._done_at: QWidget | None = None
        """What had the keyboard as it was done."""
        self._rises = False
        """It has still to rise: at once, or as soon as it is seen."""
        self._rise = QPropertyAnimation(self._strip, b"pos", self)
        self._rise.setDuration(_RISE_MS)
        self._rise.setEasingCurve(QEasingCurve.Type.OutCubic)
        theme.changed.connect(self._measure)
        self._measure()
        self._strip.hide()

    @property
    def button(self) -> SteadyButton:
        """Return where the keyboard can stand."""
        return self._button

    def offer(self, what: str, verb: str, *, icon: str = "check") -> None:
        """Say what was done to what, such as "Dim the lights", "marked done"."""
        self._is_undone = False
        focused = QApplication.focusWidget()
        if focused is not self._button:
            self._done_at = focused
        self._show_words(what, verb, icon)

    def tell_undone(self, what: str, verb: str) -> None:
        """Say what was taken back, such as "Dim the lights", "done", and offer to do it again."""
        self._is_undone = True
        self._show_words(self.tr("Undone: {0},").format(what), verb, "undo")

    def _show_words(self, what: str, verb: str, icon: str) -> None:
        again = self._is_undone
        spoken = what.replace(MAY_BREAK, "")
        self._icon.set_icon(icon)
        self._is_over = self._went_on = self._is_taken = False
        self._what = what
        self._say_what()
        self._verb.setText(verb)
        self._button.setText(self.tr("Redo") if again else self.tr("Undo"))
        self._button.set_icon("redo" if again else "undo")
        name = self.tr("Redo. {0} {1}") if again else self.tr("Undo: {0} {1}")
        self._button.setAccessibleName(name.format(spoken, verb))
        self.setAccessibleName(f"{spoken} {verb}")
        announce(self, f"{spoken} {verb}")
        self._rises = self._strip.isHidden() and not self._theme.reduced_motion
        self._strip.show()
        if self.parentWidget() is not None:
            self.show()  # where there is little room its place was folded away
        if self.isVisible():
            self._begin_rise()
        self._timer.start(_STAY_MS)

    def _say_what(self) -> None:
        """Say it in few lines; who listens hears all of it."""
        most = max(round(_LONGEST / self._theme.scale), _LONGEST_AT_LEAST)
        what = self._what
        if len(what) > most:
            what = what[: most - 1].rstrip() + "…"
        self._object.setText(breakable(what))

    def _begin_rise(self) -> None:
        if not self._rises:
            return
        self._rises = False
        place = self.contentsRect().topLeft()
        self._rise.stop()
        self._rise.setStartValue(place + QPoint(0, self._theme.px(_RISE_FROM)))
        self._rise.setEndValue(place)
        self._rise.start()

    def clear(self) -> None:
        """Take the words away; the place stays."""
        self._timer.stop()
        self._rise.stop()
        self._rises = False
        self._lead_back()
        self._strip.hide()
        self.setAccessibleName("")
        self.cleared.emit()

    def _lead_back(self) -> None:
        """Let the keyboard go from the button to where it was done, if that is still seen."""
        done_at, self._done_at = self._done_at, None
        if done_at is None or not self._button.hasFocus() or not isValid(done_at):
            return
        if done_at.isVisible() and done_at.isEnabled():
            done_at.setFocus()

    def is_offering(self) -> bool:
        """Tell whether there is something to undo or to redo here."""
        return not self._strip.isHidden()

    def take_back(self) -> None:
        """Do as if Undo was pressed, for Ctrl+Z; nothing when there is nothing to undo."""
        if self.is_offering() and not self._is_undone:
            self._take_back()

    def _take_back(self) -> None:
        """Keep what has the keyboard while nothing else is said: it would go to any button."""
        again, self._is_taken = self._is_undone, True
        (self.redo if again else self.undo).emit()
        if self._is_taken:
            self.clear()

    def go_on(self) -> None:
        """Take note of an action that offers nothing: it goes now, or once its time is over."""
        self._went_on = True
        if self._is_over:
            self._leave()

    def _be_over(self) -> None:
        self._is_over = True
        if self._went_on:
            self._leave()

    def _leave(self) -> None:
        in_use = self._strip.underMouse() or self._button.hasFocus()
        if in_use and self.isVisible():
            self._timer.start(_LOOK_AGAIN_MS)
        elif self.is_offering():
            self.clear()

    def _measure(self) -> None:
        px = self._theme.px
        self._say_what()
        self._strip.setMinimumHeight(px(52))
        self._line.setContentsMargins(px(18), 1, px(4), 1)
        self._words.setContentsMargins(0, px(6), 0, px(6))
        self._line.setSpacing(px(14))
        self._words.setSpacing(px(5))
        self._icon.setVisible(self.width() >= px(_ICON_FROM))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin_rise()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is seen, or none; behind other windows it is still there."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.go_on()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """In very little room the words go without their icon."""
        super().resizeEvent(event)
        self._icon.setVisible(self.width() >= self._theme.px(_ICON_FROM))
