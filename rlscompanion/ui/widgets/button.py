"""Buttons: words first, an icon before them, looks by kind."""

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from rlscompanion.backports import override
from rlscompanion.ui.theme.icons import Icons
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.dressing import dress_again

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QStyleOptionButton

Kind = Literal["primary", "secondary", "quiet", "link", "warn", "small", "source", "mode", "step"]
_TINT: dict[str, str] = {
    "primary": "on-pri",
    "warn": "ember-text",
    "link": "accent",
    "source": "ink-2",
    "mode": "ink-2",
}
PRESSES = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})
"""The keys that press a button."""
_LEANING = 2
"""Pixels that the last letter may reach beyond its advance."""
_ICON: dict[str, tuple[int, int]] = {"source": (16, 6), "mode": (18, 8)}


def bold_extra(button: QAbstractButton) -> int:
    """Return how much wider the words get in bold; style sheets do not count it in."""
    button.ensurePolished()
    bold = button.font()
    bold.setBold(True)
    wide = QFontMetrics(bold).horizontalAdvance(button.text()) + _LEANING
    return max(wide - button.fontMetrics().horizontalAdvance(button.text()), 0)


class PickButton(QPushButton):
    """A button whose words turn bold when it is picked; they stand where bold words stand."""

    @override
    def initStyleOption(self, option: "QStyleOptionButton") -> None:
        super().initStyleOption(option)
        if self.isChecked():
            bold = self.font()
            bold.setBold(True)
            option.fontMetrics = QFontMetrics(bold)


class Button(QPushButton):
    """A button of a kind; one ``primary`` per screen."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: Kind = "secondary",
        *,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._icons = Icons(theme)
        self._kind: Kind = kind
        self._icon_name = icon
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setProperty("kind", kind)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def kind(self) -> Kind:
        return self._kind

    def set_kind(self, kind: Kind) -> None:
        """Make it another kind of button."""
        self._kind = kind
        self.setProperty("kind", kind)
        dress_again(self)
        self._dress()

    def set_icon(self, name: str) -> None:
        """Show another icon; empty means none."""
        self._icon_name = name
        self._dress()

    def _dress(self) -> None:
        size, gap = _ICON.get(self._kind, (20, 8))
        side, room = self._theme.px(size), self._theme.px(gap) if self.text() else 0
        if not self._icon_name:
            room = side = 0
        self.setIconSize(QSize(side + room, side))
        if self._icon_name:
            tint = _TINT.get(self._kind, "ink")
            self.setIcon(self._icons.icon(self._icon_name, tint))


class SteadyButton(Button):
    """The second press of two is not meant for what came under the pointer or the keyboard by then."""

    takes_keys: "Callable[[], bool]" = staticmethod(lambda: True)
    """Asked before a key presses it: what it is for may be too new for that."""

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        if arg__1.key() not in PRESSES or self.takes_keys():
            super().keyPressEvent(arg__1)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


class _PlaceButton(QToolButton):
    """An icon beside its word; in a narrow window over it."""

    def __init__(
        self, theme: Theme, text: str, icon: str, side: int, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = Icons(theme)
        self._icon_name = icon
        self._side = side
        self._compact = False
        self._bare = False
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._dress)

    def set_compact(self, *, compact: bool, bare: bool = False) -> None:
        """Put the icon over the word, or beside it; ``bare`` leaves the word to the tooltip."""
        if (compact, bare) == (self._compact, self._bare):
            return
        self._compact, self._bare = compact, bare
        self.setProperty("compact", compact)
        dress_again(self)
        self._dress()

    def _tint(self) -> str:
        raise NotImplementedError

    def _dress(self) -> None:
        style = Qt.ToolButtonStyle
        under = style.ToolButtonIconOnly if self._bare else style.ToolButtonTextUnderIcon
        self.setToolButtonStyle(under if self._compact else style.ToolButtonTextBesideIcon)
        side, gap = self._theme.px(self._side), 0 if self._compact else self._theme.px(10)
        self.setIconSize(QSize(side + gap, side))
        self.setIcon(self._icons.icon(self._icon_name, self._tint()))


class NavButton(_PlaceButton):
    """A place to go; where we are is a card with bold words."""

    def __init__(
        self, theme: Theme, text: str, icon: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, text, icon, 24, parent)
        self.setCheckable(True)
        self.setProperty("kind", "nav")
        self.toggled.connect(self._dress)
        self._dress()

    @override
    def _tint(self) -> str:
        return "accent" if self.isChecked() else "ink-2"


class FlareButton(_PlaceButton):
    """The one that is never hidden, scrolled or disabled."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "flare", 28, parent)
        self.setText(self.tr("Flare-up"))
        self.setObjectName("flare")
        self.setProperty("ring_radius", 16)
        self._dress()

    @override
    def _tint(self) -> str:
        return "on-ember"
