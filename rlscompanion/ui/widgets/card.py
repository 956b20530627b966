"""A card of a page: a column on a surface, measured by the theme."""

from PySide6.QtWidgets import QFrame, QLayout, QSizePolicy, QVBoxLayout, QWidget

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button, Kind
from rlscompanion.ui.widgets.flow_layout import FlowLayout
from rlscompanion.ui.widgets.labels import Label, TextRole
from rlscompanion.ui.widgets.quiet import Quiet


class Card(QFrame):
    """Adds what it is given to its column, in order."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setProperty("role", "card")
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.parts: list[QWidget] = []
        self._into = self.column
        self._flows: list[FlowLayout] = []
        theme.changed.connect(self._measure)
        self._measure()

    def say(self, words: str, role: TextRole = "body") -> Label:
        """Add a sentence."""
        made = Label(words, role, wrap=True)
        self._into.addWidget(made)
        return made

    def say_quietly(self, words: str) -> Label:
        """Add a sentence that stands back."""
        made = Quiet(self.theme, words)
        self._into.addWidget(made)
        return made

    def begin_part(self) -> QWidget:
        """Let what is added from now on belong together; it can be hidden as one."""
        part = QWidget()
        self._into = QVBoxLayout(part)
        self._into.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(part)
        self.parts.append(part)
        self._measure()
        return part

    def end_parts(self) -> None:
        """Add to the card itself again."""
        self._into = self.column

    def gap(self) -> None:
        """Leave some room."""
        self._into.addSpacing(self.theme.px(12))

    def add(self, piece: QWidget) -> None:
        self._into.addWidget(piece)

    def flow(self, *pieces: QWidget) -> FlowLayout:
        """Add pieces beside each other, wrapping where there is no room."""
        line = FlowLayout()
        for piece in pieces:
            line.addWidget(piece)
        self._flows.append(line)
        self._into.addLayout(line)
        self._measure()
        return line

    def fold(self, title: str, inside: QLayout) -> Button:
        """Add a button that opens and closes what belongs under it."""
        held = QWidget()
        held.setLayout(inside)
        button = self.button(title, "link", icon="down")
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.toggled.connect(held.setVisible)
        self._into.addWidget(button)
        self._into.addWidget(held)
        held.hide()
        return button

    def button(self, words: str, kind: Kind = "secondary", *, icon: str = "") -> Button:
        return Button(self.theme, words, kind, icon=icon, parent=self)

    def _measure(self) -> None:
        px = self.theme.px
        self.column.setContentsMargins(px(24), px(20), px(24), px(24))
        self.column.setSpacing(px(12))
        for part in self.parts:
            layout = part.layout()
            if layout is not None:
                layout.setSpacing(px(12))
        for line in self._flows:
            line.setSpacing(px(12))
