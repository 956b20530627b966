"""Below the list of the routine: what was changed last, and the way back."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rlscompanion.services.routine_view import StepRow
from rlscompanion.services.taking_back import Change, ChangeKind
from rlscompanion.ui.pages.routine.listing import RoutineList
from rlscompanion.ui.pages.routine.words import Words, breakable, shortened
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.undo_strip import UndoStrip


class Foot(QWidget):
    """Takes its place while there is something to take back."""

    def __init__(self, theme: Theme, above: RoutineList) -> None:
        super().__init__()
        self._theme = theme
        self._above = above
        self._words = Words(self)
        self.strip = UndoStrip(theme)
        self._line = QVBoxLayout(self)
        self._line.addWidget(self.strip)
        self.hide()
        self.strip.cleared.connect(self._fold)
        above.scroller.verticalScrollBar().valueChanged.connect(self._fold)

    def offer(self, change: Change | None, row: StepRow | None) -> None:
        """Offer to take a change back; ``row`` is the step that is shown."""
        if change is None:
            self.strip.clear()
            return
        what, became = self._words.change(change)
        moved = change.kind is ChangeKind.MOVED and row is not None and row.title == change.of
        if moved and row is not None and row.push is not None:
            became = breakable(self._words.was_pushed(row))
        self.strip.offer(breakable(shortened(what)), became)
        self.show()

    def tell_undone(self, change: Change) -> None:
        """Say what was taken back, with the way to make it again."""
        what, became = self._words.change(change)
        self.strip.tell_undone(breakable(shortened(what)), became)
        self.show()

    def measure(self, widest: int) -> None:
        """Take margins after the size of the letters."""
        px = self._theme.px
        self._line.setContentsMargins(px(24), 0, px(24), px(12))
        self.setMaximumWidth(widest)

    def _fold(self) -> None:
        """Give the place of the strip back, once no row moves under the pointer for that."""
        seen = self._above.isVisible() and self._above.scroller.would_move(self.height())
        if not self.strip.is_offering() and not seen:
            self.hide()
