"""Keeps what was changed on the page, remembers what it was, and says what did not work."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.preferences import Preferences
from rlscompanion.services.preferring import Preferring


class Keeping(QObject):
    """``kept`` names what changed, ``taken_back`` follows an undo, ``trouble`` is a sentence."""

    kept = Signal(str)
    taken_back = Signal()
    trouble = Signal(str)

    def __init__(self, preferring: Preferring, parent: QObject) -> None:
        super().__init__(parent)
        self._preferring = preferring
        self._before: list[dict[str, Any]] = []

    def now(self) -> Preferences:
        """Return the preferences; the usual ones where the store cannot be read."""
        try:
            return self._preferring.load()
        except StoreError as problem:
            self.trouble.emit(str(problem))
            return Preferences()

    def keep(self, what: str, **changes: Any) -> None:
        """Keep changes at once; what changes nothing is not remembered."""
        old = self.now()
        before = {name: getattr(old, name) for name in changes}
        if before == changes:
            return
        try:
            self._preferring.change(**changes)
        except StoreError as problem:
            self.trouble.emit(str(problem))
            self.taken_back.emit()
            return
        self._before.append(before)
        self.kept.emit(what)

    def undo(self) -> None:
        """Take the last change back; nothing where there is none."""
        if not self._before:
            return
        try:
            self._preferring.change(**self._before[-1])
        except StoreError as problem:
            self.trouble.emit(str(problem))
            return
        self._before.pop()
        self.taken_back.emit()
