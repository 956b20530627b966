"""A value between minus and plus: hold to repeat, arrow keys, or type it."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Final, Generic, Protocol, TypeVar

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.quiet import Quiet
from rlscompanion.ui.widgets.text_field import TextField

_T = TypeVar("_T")
_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
_NOON: Final = 12
_FAST: Final = 6
_HOLD_MS: Final = 400
_REPEAT_MS: Final = 90


class Steps(Protocol[_T]):
    """How a kind of value is said, read and stepped."""

    def text(self, value: _T) -> str:
        """Say the value."""
        ...

    def read(self, text: str) -> _T | None:
        """Read what was typed; None when it is not such a value."""
        ...

    def fitted(self, value: _T) -> _T:
        """Return the nearest value that may be kept."""
        ...

    def stepped(self, value: _T, steps: int) -> _T:
        """Return the value some steps up or down, on the grid and within bounds."""
        ...


def _on_grid(value: int, steps: int, grid: int) -> int:
    if steps > 0:
        return (value // grid + steps) * grid
    return -(-value // grid) * grid + steps * grid


def _nearest(value: int, grid: int) -> int:
    return (value + grid // 2) // grid * grid


class Minutes(Struct, frozen=True):
    """Whole minutes between two bounds."""

    minimum: int
    maximum: int
    step: int
    said: Callable[[int], str]
    snap: bool = False
    """Whether what is typed lands on the grid as well."""
    of_clock: Callable[[time], int] | None = None
    """Makes minutes of a typed time of day such as ``21:40``."""

    def text(self, value: int) -> str:
        """Say the minutes."""
        return self.said(value)

    def read(self, text: str) -> int | None:
        """Read ``45``, ``45 min``, ``1 h 20`` or ``1:20``.

        Where a time of day makes sense, ``21:40`` is one.
        """
        at = ClockTimes(self.step, str).read(text) if ":" in text else None
        if at is not None and self.of_clock is not None:
            minutes = self.of_clock(at)
            if self.minimum <= minutes <= self.maximum:
                return minutes
        hours = re.fullmatch(r"\s*(\d{1,3})\s*[h:]\s*(\d{1,2})?\D*", text, re.IGNORECASE)
        plain = re.fullmatch(r"\D*(\d{1,4})\D*", text)
        if hours:
            return int(hours[1]) * _HOUR + int(hours[2] or 0)
        return int(plain[1]) if plain and "-" not in text else None

    def fitted(self, value: int) -> int:
        """Return the nearest minutes within the bounds, on the grid where they snap."""
        near = _nearest(value, self.step) if self.snap else value
        return min(max(near, self.minimum), self.maximum)

    def stepped(self, value: int, steps: int) -> int:
        """Return the minutes some steps on, at most up to a bound."""
        return min(max(_on_grid(value, steps, self.step), self.minimum), self.maximum)


class ClockTimes(Struct, frozen=True):
    """Times of day; after 23:55 comes 00:00."""

    step: int
    said: Callable[[time], str]
    snap: bool = False

    def text(self, value: time) -> str:
        """Say the time."""
        return self.said(value)

    def read(self, text: str) -> time | None:
        """Read ``22:30``, ``22.30``, ``2230``, ``22`` or ``10:30 pm``."""
        found = re.fullmatch(
            r"(\d{1,2})(?:[:.h ]?([0-5]\d))?\s*(?:([ap])\.?m\.?)?", text.strip(), re.IGNORECASE
        )
        if found is None:
            return None
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3]:
            if not 1 <= hour <= _NOON:
                return None
            hour = hour % _NOON + (_NOON if found[3].lower() == "p" else 0)
        if hour >= _DAY // _HOUR:
            return None
        return time(hour, minute)

    def fitted(self, value: time) -> time:
        """Return the nearest time on the grid, where they snap."""
        if not self.snap:
            return value
        minutes = _nearest(value.hour * _HOUR + value.minute, self.step) % _DAY
        return time(minutes // _HOUR, minutes % _HOUR)

    def stepped(self, value: time, steps: int) -> time:
        """Return the time some steps on, round the clock."""
        minutes = _on_grid(value.hour * _HOUR + value.minute, steps, self.step) % _DAY
        return time(minutes // _HOUR, minutes % _HOUR)


def _clock(value: time) -> str:
    return f"{value:%H:%M}"


class Stepper(QFrame, Generic[_T]):
    """One focus stop. Up and Down step, Page Up and Page Down step farther, Enter takes it.

    What was typed and is kept otherwise is said below, until the next change.
    """

    changed = Signal(object)
    typed = Signal(object)
    """What the words say while they are typed, and what holds again where they come to nothing."""

    def __init__(
        self, theme: Theme, name: str, steps: Steps[_T], value: _T, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps = steps
        self._value = value
        self._is_empty = False
        self._entered_by_click = False
        self._note: Quiet | None = None
        self._box = QFrame(self)
        self._box.setProperty("role", "stepper")
        self._box.setProperty("ring_here", True)
        self.setAccessibleName(name)
        self._edit = TextField(self._box)
        self._edit.setAccessibleName(name)
        self._edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._edit.editingFinished.connect(self._take)
        self._edit.textEdited.connect(self._follow)
        self._edit.installEventFilter(self)
        self._minus = self._end("minus", -1)
        self._plus = self._end("plus", 1)
        self.name_ends(self.tr("less"), self.tr("more"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # without one, Qt puts it in no order
        self.setFocusProxy(self._edit)
        line = QHBoxLayout(self._box)
        line.setContentsMargins(1, 1, 1, 1)
        line.setSpacing(0)
        line.addWidget(self._minus)
        line.addWidget(self._edit, 1)
        line.addWidget(self._plus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._box)
        theme.changed.connect(self._measure)
        self._show()

    @property
    def value(self) -> _T:
        return self._value

    @property
    def given(self) -> _T | None:
        """The value; None while none was given."""
        return None if self._is_empty else self._value

    def ask(self) -> None:
        """Hold no value till one is given; the present one is only shown as an example."""
        self._is_empty = True
        self._edit.setPlaceholderText(self.tr("such as {0}").format(self._steps.text(self._value)))
        self._show()

    def set_value(self, value: _T) -> None:
        """Show another value; says nothing to anyone."""
        if value != self._value:
            self._say_nothing()
        self._is_empty = False
        self._value = value
        self._show()

    def name_ends(self, less: str, more: str) -> None:
        """Name the two ends for screen readers, such as earlier and later."""
        name = self.accessibleName()
        for button, word in ((self._minus, less), (self._plus, more)):
            button.setAccessibleName(f"{name}: {word}")
            button.setToolTip(word)

    def _end(self, icon: str, steps: int) -> Button:
        made = Button(self._theme, "", "step", icon=icon, parent=self._box)
        made.setAutoRepeat(True)
        made.setAutoRepeatDelay(_HOLD_MS)
        made.setAutoRepeatInterval(_REPEAT_MS)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda: self._step(steps))
        return made

    def _step(self, steps: int) -> None:
        self._take()
        self._say_nothing()
        self._become(self._value if self._is_empty else self._steps.stepped(self._value, steps))

    def _follow(self, text: str) -> None:
        self._say_nothing()
        typed = self._steps.read(text)
        if typed is not None:
            self.typed.emit(self._steps.fitted(typed))

    def _take(self) -> None:
        if not self._edit.isModified():
            return
        text = self._edit.text()
        typed = self._steps.read(text)
        self._show()
        if typed is None:
            self.typed.emit(self._value)
            if text.strip():
                self._say(
                    self.tr("Not understood. Type a time such as {0}.")
                    if self._is_empty
                    else self.tr("Not understood. {0} stays.")
                )
            return
        fitted = self._steps.fitted(typed)
        self._become(fitted)
        if typed != fitted == self._value:
            at_an_end = not (self._minus.isEnabled() and self._plus.isEnabled())
            self._say(
                self.tr("{0} is as far as it goes.") if at_an_end else self.tr("Rounded to {0}.")
            )

    def _say(self, words: str) -> None:
        if self._note is None:
            self._note = Quiet(self._theme, "")
            self._column.addWidget(self._note)
        said = words.format(self._steps.text(self._value))
        self._note.setText(said)
        self._note.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._edit, said))

    def _say_nothing(self) -> None:
        if self._note is not None:
            self._note.hide()

    def _become(self, value: _T) -> None:
        if value == self._value and not self._is_empty:
            return
        self._value = value
        self._is_empty = False
        self._show()
        self.changed.emit(value)

    def _show(self) -> None:
        text = "" if self._is_empty else self._steps.text(self._value)
        if self._edit.text() != text:
            self._edit.setText(text)
        self._edit.setModified(False)
        self._minus.setEnabled(self._steps.stepped(self._value, -1) != self._value)
        self._plus.setEnabled(self._steps.stepped(self._value, 1) != self._value)
        self._measure()

    def _measure(self) -> None:
        self._edit.ensurePolished()
        shown = self._edit.text() or self._edit.placeholderText()
        words = self._edit.fontMetrics().horizontalAdvance(shown)
        self._edit.setMinimumWidth(words + self._theme.px(16))
        self._column.setSpacing(self._theme.px(8))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus() and not self._edit.isModified():
            self._entered_by_click = event.reason() is Qt.FocusReason.MouseFocusReason
            if event.reason() is not Qt.FocusReason.PopupFocusReason:
                self._edit.selectAll()  # as with the Tab key: what is typed takes its place
        elif isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            entered, self._entered_by_click = self._entered_by_click, False
            return entered  # the next click places the caret
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            far = {
                Qt.Key.Key_Up: 1,
                Qt.Key.Key_Down: -1,
                Qt.Key.Key_PageUp: _FAST,
                Qt.Key.Key_PageDown: -_FAST,
            }
            steps = far.get(Qt.Key(event.key()))
            if steps is not None:
                self._step(steps)
                self._edit.selectAll()
                return True
            if event.key() == Qt.Key.Key_Escape and self._edit.isModified():
                self._say_nothing()
                self._show()
                self.typed.emit(self._value)
                return True
        return super().eventFilter(watched, event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the page must not change the value


class MinuteStepper(Stepper[int]):
    """Minutes; ``text`` says them in other words, such as "50 min before"."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        value: int,
        minimum: int = 0,
        maximum: int = 600,
        step: int = 5,
        text: Callable[[int], str] | None = None,
        snap: bool = False,
        of_clock: Callable[[time], int] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        steps = Minutes(minimum, maximum, step, text or self._plain, snap, of_clock)
        super().__init__(theme, name, steps, value, parent)

    def _plain(self, minutes: int) -> str:
        return self.tr("{0} min").format(minutes)


class Dates(Struct, frozen=True):
    """Days up to a last one."""

    last: date
    said: Callable[[date], str]

    def text(self, value: date) -> str:
        """Say the day."""
        return self.said(value)

    def read(self, text: str) -> date | None:
        """Read ``2026-11-22``, ``22.11.2026``, ``22 11 2026`` or ``22/11/2026``, day first."""
        parts = re.findall(r"\d+", text)
        if len(parts) != len(("year", "month", "day")):
            return None
        year, month, day = parts if len(parts[0]) == len("2026") else reversed(parts)
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            return None

    def fitted(self, value: date) -> date:
        """Return that day, or the last one."""
        return min(value, self.last)

    def stepped(self, value: date, steps: int) -> date:
        """Return the day some days on, at most the last one."""
        return min(value + timedelta(days=steps), self.last)


class DateStepper(Stepper[date]):
    """A day, up to ``last``; said year first."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        value: date,
        last: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, Dates(last, date.isoformat), value, parent)
        self.name_ends(self.tr("a day earlier"), self.tr("a day later"))

    def set_last(self, last: date) -> None:
        """Let no later day be chosen."""
        self._steps = Dates(last, date.isoformat)
        self._show()


class TimeStepper(Stepper[time]):
    """A time of day in steps of five minutes, round the clock."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        value: time,
        step: int = 5,
        text: Callable[[time], str] | None = None,
        snap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, ClockTimes(step, text or _clock, snap), value, parent)
        self.name_ends(self.tr("earlier"), self.tr("later"))
