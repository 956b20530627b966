"""The look of the program in one object: light, text size, colours."""

from dataclasses import dataclass
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from rlscompanion.assets import resources
from rlscompanion.ui.theme.fonts import font
from rlscompanion.ui.theme.tokens import Mode, load_tokens

BODY: Final = 16
"""Body text at 100 %, in pixels."""

_Role = QPalette.ColorRole
_ROLES: Final = {
    _Role.Window: "window",
    _Role.WindowText: "ink",
    _Role.Base: "surface",
    _Role.AlternateBase: "inset",
    _Role.Text: "ink",
    _Role.Button: "surface",
    _Role.ButtonText: "ink",
    _Role.PlaceholderText: "ink-2",
    _Role.Highlight: "pri-fill",
    _Role.Accent: "accent",
    _Role.HighlightedText: "on-pri",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.ToolTipBase: "surface",
    _Role.ToolTipText: "ink",
    _Role.Light: "surface",
    _Role.Midlight: "inset",
    _Role.Mid: "line",
    _Role.Dark: "line-strong",
    _Role.Shadow: "line-strong",
    _Role.BrightText: "ember-text",
}
_DISABLED: Final = {
    _Role.WindowText: "ink-2",
    _Role.Text: "ink-2",
    _Role.ButtonText: "ink-2",
    _Role.Button: "window",
    _Role.Base: "window",
    _Role.Highlight: "line",
    _Role.Accent: "line-strong",
    _Role.HighlightedText: "ink",
    _Role.Link: "ink-2",
    _Role.LinkVisited: "ink-2",
}


@dataclass(frozen=True)
class _Look:
    mode: Mode
    scale: float


class _Names(dict[str, str]):
    """What the style sheet may name: colours, and ``px_N`` for N pixels at the present scale."""

    def __init__(self, theme: "Theme", colours: dict[str, str]) -> None:
        super().__init__(colours)
        self._theme = theme

    def __missing__(self, name: str) -> str:
        head, _, figure = name.partition("_")
        if head != "px" or not figure.isdecimal():
            raise KeyError(name)
        return f"{self._theme.px(int(figure))}px"


class Theme(QObject):
    """Dresses the application; ``changed`` follows every change of light or size."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._tokens = load_tokens()
        self._look: _Look | None = None
        self._reduced_motion = False

    @property
    def mode(self) -> Mode:
        return self._look.mode if self._look else Mode.DAY

    @property
    def scale(self) -> float:
        return self._look.scale if self._look else 1.0

    @property
    def reduced_motion(self) -> bool:
        return self._reduced_motion

    @reduced_motion.setter
    def reduced_motion(self, reduced: bool) -> None:
        self._reduced_motion = reduced

    def colour(self, name: str) -> str:
        """Return a token of the present light as ``#RRGGBB``."""
        return self._tokens[self.mode].colour(name)

    def color(self, name: str) -> QColor:
        """Return a token of the present light."""
        return QColor(self.colour(name))

    def px(self, n: float) -> int:
        """Return ``n`` pixels at the present text size; a hairline stays one pixel."""
        return round(n * self.scale) or int(n > 0)

    def apply(self, mode: Mode, scale: float = 1.0) -> None:
        """Put on a light and a text size; the same ones again do nothing."""
        look = _Look(mode, min(max(scale, 1.0), 2.0))
        if look == self._look:
            return
        if self._look is None:
            self._app.setStyle("Fusion")
        self._look = look
        day = mode is Mode.DAY
        self._app.styleHints().setColorScheme(Qt.ColorScheme.Light if day else Qt.ColorScheme.Dark)
        self._app.setPalette(self._palette())
        self._app.setFont(font(self.px(BODY)))
        self._app.setStyleSheet(self._style_sheet())
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, name in _ROLES.items():
            for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
                palette.setColor(group, role, self.color(name))
            name_off = _DISABLED.get(role, name)
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color(name_off))
        return palette

    def _style_sheet(self) -> str:
        folder = resources() / "style"
        names = {
            name.replace("-", "_"): colour
            for name, colour in self._tokens[self.mode].colours.items()
        }
        for picture in ("check", "down"):
            names[f"{picture}_svg"] = (folder / f"{picture}-{self.mode}.svg").as_posix()
        template = Template((folder / "app.qss").read_text(encoding="utf-8"))
        return template.substitute(_Names(self, names))
