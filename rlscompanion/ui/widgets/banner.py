"""A line that says what is the matter, why, and offers one way to mend it."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.flow_layout import PairLayout
from rlscompanion.ui.widgets.icon_label import IconLabel
from rlscompanion.ui.widgets.labels import Label


class BannerKind(StrEnum):
    """A warning has the ember tint, an information a plain card."""

    WARN = "warn"
    INFO = "info"


class Banner(QFrame):
    """Bold what, plain why, at most one button. Without an icon the words stand at the left."""

    pressed = Signal()

    def __init__(
        self,
        theme: Theme,
        kind: BannerKind,
        what: str,
        why: str = "",
        *,
        icon: str = "",
        button: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        warn = kind is BannerKind.WARN
        self.setProperty("role", str(kind))
        self._icon = IconLabel(theme, icon, 24, "ember-text" if warn else "ink-2")
        self._what = Label(what, "strong", wrap=True)
        self._why = Label(why, "ink2", wrap=True)
        self._button = Button(theme, button, "warn" if warn else "secondary")
        self._button.clicked.connect(self.pressed)
        self._words = QWidget()
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._what)
        column.addWidget(self._why)
        self._pair = PairLayout()
        self._pair.addWidget(self._words)
        self._pair.addWidget(self._button)
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._icon)
        self._icon.setVisible(bool(icon))  # it has a parent now, so it is no window of its own
        self._line.addLayout(self._pair, 1)
        theme.changed.connect(self._measure)
        self._measure()
        self.show_words(what, why, button=button)

    def show_words(self, what: str, why: str = "", *, button: str = "") -> None:
        """Say something else."""
        self._what.setText(what)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(what)
        self.setAccessibleDescription(why)

    def button(self) -> Button:
        """Return the one button; hidden when it has no words."""
        return self._button

    def _measure(self) -> None:
        px = self._theme.px
        self._line.setContentsMargins(px(18), px(8), px(12), px(8))
        self._line.setSpacing(px(16))
        self._pair.setSpacing(px(16))
        self._pair.set_line_gap(px(8))
