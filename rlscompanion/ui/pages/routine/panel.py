"""What every panel of the Routine page shares: Back, a place for trouble, a scrolled column."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rlscompanion.domain.mendable import StoreError
from rlscompanion.services.checking_off import Refused
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.widgets.banner import Banner, BannerKind
from rlscompanion.ui.widgets.button import Button
from rlscompanion.ui.widgets.scroller import Scroller

_T = TypeVar("_T")


class Trouble(Banner):
    """Says in place what was refused or did not save; hidden while there is nothing to say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, BannerKind.WARN, "", icon="stop", parent=parent)
        self.hide()

    def attempt(self, action: Callable[[], _T], failed: Callable[[], None]) -> _T | None:
        """Do it; on refusal or trouble say so, then call ``failed``."""
        self.hide()
        try:
            return action()
        except (Refused, StoreError) as problem:
            self.show_words(
                self.tr("That did not save. What stood before still stands."), str(problem)
            )
            self.show()
            failed()
            return None


class Panel(QWidget):
    """``saved`` follows every change on the disk, ``done`` asks to close the panel."""

    saved = Signal()
    done = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self._back = Button(theme, self.tr("Back"), "quiet", icon="left")
        self._back.clicked.connect(self.done)
        self._back_line = QHBoxLayout()
        self._back_line.addWidget(self._back)
        self._back_line.addStretch(1)
        self.trouble = Trouble(theme)
        self.column = QVBoxLayout()
        self.scroller = Scroller(self.column)
        self._outer = QVBoxLayout(self)
        self._outer.addLayout(self._back_line)
        self._outer.addWidget(self.trouble)
        self._outer.addWidget(self.scroller, 1)
        theme.changed.connect(self._measure_panel)
        self._measure_panel()

    def show_back(self, *, shown: bool) -> None:
        """Offer the way back, or not where the list stands beside the panel."""
        self._back.setVisible(shown)

    def take_focus(self) -> None:
        """Take the keyboard: to the way back where it is shown."""
        if self._back.isVisibleTo(self):
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def attempt(self, action: Callable[[], _T]) -> _T | None:
        """Do something that saves; ``saved`` follows if it did, else trouble says why not."""
        failed: list[bool] = []
        found = self.trouble.attempt(action, lambda: failed.append(True))
        if failed:
            self.scroller.ensureVisible(0, 0)
            self.show_again()
        else:
            self.saved.emit()
        return found

    def is_under_way(self) -> bool:
        """Return whether something was chosen that waits for a button of the panel."""
        return False

    def show_again(self) -> None:
        """Show what stands, after something was refused."""

    def _measure_panel(self) -> None:
        px = self._theme.px
        self._outer.setContentsMargins(px(24), px(16), 0, px(12))
        self._outer.setSpacing(px(8))
        self._back_line.setContentsMargins(-px(14), 0, px(24), 0)
        self.column.setContentsMargins(0, px(7), px(8), px(12))
        self.column.setSpacing(px(8))
