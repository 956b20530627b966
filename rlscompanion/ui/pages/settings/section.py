"""A section of the page: a heading, and rows of what can be chosen."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from rlscompanion.backports import override
from rlscompanion.domain.preferences import Preferences
from rlscompanion.ui.pages.settings.keeping import Keeping
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.flow_layout import PairLayout
from rlscompanion.ui.widgets.labels import Label
from rlscompanion.ui.widgets.quiet import Quiet
from rlscompanion.ui.widgets.segmented import Segmented
from rlscompanion.ui.widgets.stepper import MinuteStepper
from rlscompanion.ui.widgets.switch import Switch

FIELD: Final = 240
"""Width of a line of text, at 100 %."""


class Room(QWidget):
    """A control in as much room as it likes (pixels at 100 %), or in less where there is less."""

    def __init__(self, theme: Theme, control: QWidget, width: int) -> None:
        super().__init__()
        self._theme = theme
        self._control = control
        self._wide = width
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(control)
        theme.changed.connect(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(self._wide), self._control.sizeHint().height())


class Section(QWidget):
    """Every control says its change to ``Keeping`` and is set again by ``show_preferences``."""

    def __init__(self, theme: Theme, keeping: Keeping, title: str) -> None:
        super().__init__()
        self.theme = theme
        self.keeping = keeping
        self.title = title
        self.setAccessibleName(title)
        self._showers: list[Callable[[Preferences], None]] = []
        self._rows: list[QLayout] = []
        self._fields: list[QLineEdit] = []
        self._secondary: list[Label] = []
        """What stands under a title: folded away at night."""
        self.column = QVBoxLayout(self)
        self.column.addWidget(Label(title, "h2", wrap=True))
        theme.changed.connect(self._measure)
        self._measure()

    def show_preferences(self, preferences: Preferences) -> None:
        """Set every control as it is kept; none of them says a change."""
        for show in self._showers:
            show(preferences)

    def take_focus(self) -> None:
        """Give the keyboard to the first control that can be used."""
        for piece in self.findChildren(QWidget):
            stop = piece.focusPolicy() & Qt.FocusPolicy.TabFocus
            if stop and piece.isVisible() and piece.isEnabled():
                piece.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    # ------------------------------------------------------------------- what it holds

    def say(self, words: str) -> Label:
        """Add a line of plain words."""
        made = Quiet(self.theme, words)
        self.column.addWidget(made)
        return made

    def row(self, title: str, words: str, control: QWidget) -> Label:
        """Add a control at the right of its words, or under them where room is short."""
        line = PairLayout()
        said, block = self._words(title, words)
        line.addWidget(block)
        line.addWidget(control)
        self._rows.append(line)
        self.column.addLayout(line)
        self._measure()
        return said

    def switch(self, field: str, title: str, words: str = "") -> Switch:
        """Add a switch that keeps a yes or no."""
        made = self.bare_switch(title, words)
        made.clicked.connect(lambda: self.keeping.keep(title, **{field: made.isChecked()}))
        self._showers.append(lambda now: made.setChecked(getattr(now, field)))
        return made

    def bare_switch(self, title: str, words: str = "") -> Switch:
        """Add a switch; its words are at its left in any window."""
        made = Switch(self.theme, title)
        made.setAccessibleDescription(words)
        line = QHBoxLayout()
        line.addWidget(self._words(title, words)[1], 1)
        line.addWidget(made)
        self._rows.append(line)
        self.column.addLayout(line)
        self._measure()
        return made

    def choice(
        self, field: str, title: str, words: str, choices: Sequence[tuple[str, str]]
    ) -> Segmented:
        """Add one of a few; the keys are the values as texts."""
        made = Segmented(self.theme, title, choices)
        self.row(title, words, made)

        def keep(key: str) -> None:
            now: int | str = getattr(self.keeping.now(), field)
            self.keeping.keep(title, **{field: type(now)(key)})

        made.changed.connect(keep)
        self._showers.append(lambda now: made.set_current(str(getattr(now, field))))
        return made

    def figure(
        self,
        field: str,
        title: str,
        words: str,
        *,
        limits: tuple[int, int],
        step: int,
        said: Callable[[int], str],
    ) -> MinuteStepper:
        """Add a whole number between two limits."""
        low, high = limits
        made = MinuteStepper(
            self.theme, title, value=low, minimum=low, maximum=high, step=step, text=said
        )
        made.changed.connect(lambda: self.keeping.keep(title, **{field: made.value}))
        self.row(title, words, made)
        self._showers.append(lambda now: made.set_value(getattr(now, field)))
        return made

    def text(self, field: str, title: str, words: str, *, example: str, longest: int) -> QLineEdit:
        """Add a line of text, kept when it is left or Enter is pressed."""
        made = QLineEdit()
        made.setAccessibleName(title)
        made.setAccessibleDescription(words)
        made.setPlaceholderText(example)
        made.setMaxLength(longest)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        made.editingFinished.connect(
            lambda: self.keeping.keep(title, **{field: made.text().strip()})
        )
        self.row(title, words, made)
        self._showers.append(lambda now: made.setText(getattr(now, field)))
        self._fields.append(made)
        self._measure()
        return made

    def _words(self, title: str, words: str) -> tuple[Label, QWidget]:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(title, "strong", wrap=True))
        said = Quiet(self.theme, words)
        column.addWidget(said)
        said.setVisible(bool(words))
        if words:
            self._secondary.append(said)
        return said, made

    def _measure(self) -> None:
        px = self.theme.px
        self.column.setContentsMargins(0, px(14), 0, px(14))
        self.column.setSpacing(px(14))
        for words in self._secondary:
            words.setVisible(self.theme.mode is not Mode.NIGHT)
        for row in self._rows:
            row.setSpacing(px(24))
            if isinstance(row, PairLayout):
                row.set_line_gap(px(8))
        for field in self._fields:
            field.setFixedWidth(px(FIELD))
