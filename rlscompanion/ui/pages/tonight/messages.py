"""What is said in place, above the evening: a sentence with a way out."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.announcing import announce
from rlscompanion.ui.widgets.button import Button, SteadyButton
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label

_BESIDE_FROM: Final = 720


class Message(QFrame):
    """A sentence in place, with a way to put it away and at most one thing to do instead."""

    left = Signal()
    """It is about to be put away by one of its buttons."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "warn")
        self._theme = theme
        self._act: Callable[[], None] | None = None
        self._words = Label("", "body", wrap=True)
        self._instead = Button(theme, "", "warn")
        self._instead.clicked.connect(self._do_instead)
        self._away = SteadyButton(theme, self.tr("All right"), "quiet")
        self._away.clicked.connect(self._leave)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.addWidget(self._words, 1)
        self._buttons = FlowLayout()
        self._buttons.addWidget(self._instead)
        self._buttons.addWidget(self._away)
        self._line.addLayout(self._buttons)
        theme.changed.connect(self._measure)
        self._measure()
        self.hide()

    @property
    def stops(self) -> list[QWidget]:
        """Return where the keyboard can stand, in its order."""
        return [self._instead, self._away]

    @property
    def away(self) -> SteadyButton:
        """The button that puts it away."""
        return self._away

    def show_text(
        self, words: str, instead: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Say something; ``instead`` are the words of a button that does ``act``."""
        self._words.setText(words)
        self._instead.setText(instead)
        self._instead.setVisible(bool(instead))
        self._act = act
        self.setAccessibleName(words)
        self.show()
        announce(self, words)

    def _leave(self) -> None:
        self.left.emit()
        self.hide()

    def _do_instead(self) -> None:
        self._leave()
        if self._act is not None:
            self._act()

    def _measure(self) -> None:
        px = self._theme.px
        beside = self.width() >= px(_BESIDE_FROM)
        direction = QBoxLayout.Direction
        self._line.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self._line.setContentsMargins(px(16), px(8), px(8), px(8))
        self._line.setSpacing(px(12 if beside else 4))
        self._buttons.setSpacing(px(12))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
