"""A reminder to try: sent, then "Did you see it?", then what to do where it was not seen."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rlscompanion.ui.main_thread import MainThread
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button, SteadyButton
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label

Send = Callable[[str, str, tuple[str, str, str], Callable[[bool], None]], None]
"""Takes a title, a text, three buttons, and who is told, on any thread, if a service took it."""


DEAF_MS: Final = 500
"""So long no key sends another one: it was meant for the answer."""


class ReminderTest(QWidget):
    """``seen`` is what the person said last; None before."""

    def __init__(self, theme: Theme, send: Send, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._send = send
        self._main_thread = MainThread(self)
        self.seen: bool | None = None
        self.send = SteadyButton(theme, self.tr("Send a test"), icon="bell")
        self._answered = QTimer(self, singleShot=True, interval=DEAF_MS)
        self.send.takes_keys = lambda: not self._answered.isActive()
        self.send.clicked.connect(self.begin)
        self._words = Label("", "body", wrap=True)
        self.yes = Button(theme, self.tr("Yes, I saw it"))
        self.no = Button(theme, self.tr("No"))
        self.yes.clicked.connect(lambda: self._answer(seen=True))
        self.no.clicked.connect(lambda: self._answer(seen=False))
        self._buttons = FlowLayout()
        for button in (self.send, self.yes, self.no):
            self._buttons.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._words)
        self._column.addLayout(self._buttons)
        theme.changed.connect(self._measure)
        self._measure()
        self._say("")

    def begin(self) -> None:
        """Send it."""
        self._say(self.tr("Sending …"))
        title = self.tr("This is a test reminder")
        body = self.tr("Reminders of your evening look like this. Here the buttons do nothing.")
        buttons = (self.tr("Done"), self.tr("Snooze 10 min"), self.tr("Skip tonight"))
        self._send(title, body, buttons, self._main_thread.taking(self._sent))

    def _sent(self, taken: bool) -> None:  # noqa: FBT001  (as the notifier says it)
        if taken:
            self._say(self.tr("Did you see it?"), asking=True)
        else:
            self._say(
                self.tr(
                    "It came as a small window of our own, at the lower right of the screen. "
                    "Did you see it?"
                ),
                asking=True,
            )

    def _answer(self, *, seen: bool) -> None:
        self.seen = seen
        if self.yes.hasFocus() or self.no.hasFocus():
            self.send.setFocus()
            self._answered.start()
        if seen:
            self._say(self.tr("Good. Reminders arrive on this desktop."))
        else:
            self._say(
                self.tr(
                    "Look for “do not disturb” in your desktop's settings, and allow "
                    "notifications. Or choose our own dim window in Settings."
                )
            )

    def _say(self, words: str, *, asking: bool = False) -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.yes.setVisible(asking)
        self.no.setVisible(asking)

    def _measure(self) -> None:
        self._column.setSpacing(self._theme.px(8))
        self._buttons.setSpacing(self._theme.px(12))
