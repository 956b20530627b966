"""The look of the program in one object: light, text size, colours."""

from string import Template
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from rlscompanion.assets import resources
from rlscompanion.backports import override
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


class _Look(Struct, frozen=True):
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
    """Dresses the application; ``changed`` follows every change of light or size.

    ``in_parts``: never all of it at once, only what ``dress`` is told of.
    """

    changed = Signal()

    def __init__(self, app: QApplication, *, in_parts: bool = False) -> None:
        super().__init__(app)
        self._app = app
        self._in_parts = in_parts
        self._tokens = load_tokens()
        self._look: _Look | None = None
        self._app_is_dressed = False
        self._sheet = ""
        self._parts: list[QWidget] = []
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._dress_one)
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
        self._look = look
        day = mode is Mode.DAY
        self._app.styleHints().setColorScheme(Qt.ColorScheme.Light if day else Qt.ColorScheme.Dark)
        self._app.setPalette(self._palette())
        self._app.setFont(font(self.px(BODY)))
        self._sheet = self._style_sheet()
        self._dress_all()
        self.changed.emit()

    def dress(self, part: QWidget) -> None:
        """Dress a part of a window on its own from now on: at once while it is seen, else later.

        Qt dresses a whole application some six times over; a page alone takes what a page takes.
        The application then wears nothing: what is built undressed is built in half the time.
        """
        self.forget_gone()
        if part in self._parts:
            return
        self._parts.append(part)
        if self._app_is_dressed:
            self._dress_app("")
            self._dress_windows()
        self._put_on(part)

    def forget_gone(self) -> None:
        """Hold on to no part that is no more: it would hold on to all that was in it."""
        self._parts = [part for part in self._parts if isValid(part)]

    def _dress_all(self) -> None:
        self.forget_gone()
        if not self._parts and not self._in_parts:
            self._dress_app(self._sheet)
        for part in self._parts:
            if part.isVisible():
                self._put_on(part)
            else:
                part.installEventFilter(self)
        self._dress_windows()
        self._later.start()

    def _dress_app(self, sheet: str) -> None:
        self._app_is_dressed = bool(sheet)
        self._app.setStyleSheet(sheet)

    def _dress_windows(self) -> None:
        """Dress the windows that no part stands in."""
        for window in self._app.topLevelWidgets():
            if window.parent() is None and not any(map(window.isAncestorOf, self._parts)):
                self._put_on(window)

    def _dress_one(self) -> None:
        waiting = (part for part in self._parts if isValid(part) and self._is_late(part))
        part = next(waiting, None)
        if part is None:
            self._later.stop()
        else:
            self._put_on(part)

    def _is_late(self, part: QWidget) -> bool:
        return part.styleSheet() != self._own_sheet()

    def _own_sheet(self) -> str:
        return "" if self._app_is_dressed else self._sheet

    def _put_on(self, part: QWidget) -> None:
        if self._is_late(part):
            # What Qt has not polished when it puts a sheet on, it reads the sheet for twice.
            part.ensurePolished()
            part.setStyleSheet(self._own_sheet())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            self._put_on(watched)
        return False

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
        # At night an outline does what a fill does by day, for less light.
        names["now_edge"] = f"1px solid {names['line']}" if self.mode is Mode.NIGHT else "0"
        for picture in ("check", "down"):
            names[f"{picture}_svg"] = (folder / f"{picture}-{self.mode}.svg").as_posix()
        template = Template((folder / "app.qss").read_text(encoding="utf-8"))
        return template.substitute(_Names(self, names))
