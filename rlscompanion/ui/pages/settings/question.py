"""A question in place, before something that is not taken back by Ctrl+Z."""

from collections.abc import Callable

from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.asking import Asking
from rlscompanion.ui.widgets.button import Button


class Question(Asking):
    """Does what it asks about only after a yes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._act: Callable[[], None] = lambda: None
        self.yes = Button(theme, "", "warn")
        self.yes.clicked.connect(self._do)
        self.no = Button(theme, self.tr("Leave it as it is"))
        self.no.clicked.connect(self.hide)
        self.add(self.no)
        self.add(self.yes)

    def ask(self, what: str, why: str, *, yes: str, act: Callable[[], None]) -> None:
        """Ask once; the keyboard is on the answer that changes nothing."""
        self._act = act
        self.yes.setText(yes)
        self.say(what, why, self.no)

    def _do(self) -> None:
        self.hide()
        self._act()
