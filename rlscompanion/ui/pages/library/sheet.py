"""What every page of the library shares: the way back, a title, a column that scrolls."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.quiet import Quiet
from rlscompanion.ui.widgets.scroller import Scroller

WIDEST: Final = 1040
WIDEST_AT_NIGHT: Final = 720
"""Long texts show fewer words at a time at night: less light."""
WIDEST_IN_SMALL: Final = 480
ROOMY_FROM: Final = 820
NARROW_BELOW: Final = 520


class Sheet(QWidget):
    """``done`` asks to go back, ``wanted`` carries a Goal: another page."""

    done = Signal()
    wanted = Signal(object)

    def __init__(
        self, theme: Theme, name: str, *, back: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_text = False
        self._folded_at_night: list[QWidget] = []
        self._folded_in_small: list[QWidget] = []
        self._page_title: Label | None = None
        self._headings: list[Label] = []
        self.setAccessibleName(name)
        self.back = Button(theme, back, "quiet", icon="left")
        self.back.clicked.connect(self.done)
        self._back_line = QHBoxLayout()
        self._back_line.addWidget(self.back)
        self._back_line.addStretch(1)
        self.head = QVBoxLayout()
        self.column = QVBoxLayout()
        self._inner = QVBoxLayout()
        self._inner.addLayout(self.head)
        self._inner.addLayout(self.column)
        self._inner.addStretch(1)
        self.scroller = Scroller(self._inner)
        self._outer = QVBoxLayout()
        self._outer.addLayout(self._back_line)
        if not back:
            self.back.hide()
        self._outer.addWidget(self.scroller, 1)
        middle = QWidget()
        middle.setLayout(self._outer)
        self._middle = middle
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(middle, 1000)
        line.addStretch(1)
        theme.changed.connect(self._measure_sheet)
        self._measure_sheet()

    def be_text(self) -> None:
        """Stand in a narrow column at night."""
        self._is_text = True
        self._measure_sheet()

    def fold_at_night(self, piece: QWidget) -> QWidget:
        """Leave a piece out at night."""
        self._folded_at_night.append(piece)
        return piece

    def fold_in_small(self, piece: QWidget) -> QWidget:
        """Leave a piece out at night where there is little room: it shines more there."""
        self._folded_in_small.append(piece)
        return piece

    def take_focus(self) -> None:
        """Take the keyboard: to the way back."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def title(self, words: str) -> Label:
        """Return the title of the page."""
        self._page_title = Label(words, "h1", wrap=True)
        return self._page_title

    def heading(self, words: str) -> Label:
        """Return a heading, with room above it."""
        made = Label(words, "h2", wrap=True)
        made.setContentsMargins(0, self._theme.px(14), 0, 0)
        self._headings.append(made)
        return made

    def scroll_to(self, piece: QWidget) -> None:
        """Bring a piece to the top."""
        self.scroller.scroll_to(piece, above=self._theme.px(8))

    def body(self, words: str) -> Label:
        return Label(words, "body", wrap=True)

    def strong(self, words: str) -> Label:
        return Label(words, "strong", wrap=True)

    def quiet(self, words: str) -> Label:
        return Quiet(self._theme, words)

    def link(self, words: str, act: Callable[[], None], *, name: str = "") -> QHBoxLayout:
        """Return a line with a link at its left; ``name`` says more to those who listen."""
        button = Button(self._theme, words, "link")
        button.setAccessibleName(name or words)
        button.clicked.connect(act)
        line = QHBoxLayout()
        line.addWidget(button)
        line.addStretch(1)
        return line

    def _measure_sheet(self) -> None:
        px = self._theme.px
        edge = 40 if self.width() >= px(NARROW_BELOW) else 20
        night = self._theme.mode is Mode.NIGHT
        small = self.width() < px(ROOMY_FROM)
        for piece in self._folded_at_night:
            piece.setVisible(not night)
        for piece in self._folded_in_small:
            piece.setVisible(not (night and small))
        if self._page_title is not None:
            self._page_title.set_role("card-hero" if night and small else "h1")
        narrow = self._is_text and night
        widest = WIDEST_IN_SMALL if small else WIDEST_AT_NIGHT
        self._middle.setMaximumWidth(px(widest if narrow else WIDEST))
        self._outer.setContentsMargins(0, px(16), px(edge - 16), px(16))
        self._outer.setSpacing(0)
        self._back_line.setContentsMargins(px(edge - 19), 0, 0, px(4))
        self._inner.setContentsMargins(px(edge), px(0 if self.back.text() else 16), px(16), px(8))
        self._inner.setSpacing(px(12))
        self.head.setSpacing(px(4))
        self.column.setSpacing(px(24 if narrow else 8))
        for heading in self._headings:
            heading.setContentsMargins(0, px(44 if narrow else 14), 0, 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure_sheet()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.scroller.turn(event.key()):
            super().keyPressEvent(event)


def rule() -> QFrame:
    """Return a hairline."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made
