"""Chips: what a source is worth, a small state, something to pick."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from rlscompanion.backports import override
from rlscompanion.ui.theme.icons import Icons
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button, PickButton, bold_extra


class Chip(QLabel):
    """A quiet word on a tint, such as an evidence word. Not a button, so no outline."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class Pill(QLabel):
    """A state in one word, such as "Now"."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("role", "pill")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class SourceChip(Button):
    """A source that can be opened: outlined, with a book. ``clicked`` opens it."""

    def __init__(self, theme: Theme, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, "source", icon="book", parent=parent)
        self.setProperty("ring_radius", 8)

    def set_source(self, text: str) -> None:
        """Name another source; the chip hides when there is none."""
        self.setText(text)
        self.setAccessibleName(self.tr("Source: {0}").format(text))
        self.setVisible(bool(text))


class ChoiceChip(PickButton):
    """Something to pick, such as a trigger: a tick and bold words when picked."""

    def __init__(
        self, theme: Theme, text: str, *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._icons = Icons(theme)
        self._icon_name = icon
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("kind", "choice")
        self.setProperty("ring_radius", 22)
        self.toggled.connect(self._dress)
        theme.changed.connect(self._dress)
        self._dress()

    @override
    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(bold_extra(self), 0)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _dress(self) -> None:
        name = "check" if self.isChecked() else self._icon_name
        side, gap = self._theme.px(18), self._theme.px(6)
        self.setIconSize(QSize(side + gap, side) if name else QSize())
        if name:
            self.setIcon(self._icons.icon(name, "ink"))
        self.updateGeometry()
