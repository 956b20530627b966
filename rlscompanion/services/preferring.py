"""Preferring: how the person wants the app itself to be, read and changed."""

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.preferences import Preferences, as_texts, from_texts

if TYPE_CHECKING:
    from rlscompanion.services.ports import Settings


class Preferring(Struct):
    """Over the settings store. Read once; a change is on the disk when ``change`` returns."""

    settings: "Settings"
    _known: Preferences | None = None

    def load(self) -> Preferences:
        """Return the preferences. Raises StoreError."""
        if self._known is None:
            self._known = from_texts(self.settings.all())
        return self._known

    def change(self, **changes: Any) -> Preferences:
        """Keep some fields changed, and return all of them. Raises StoreError; then none is."""
        old = self.load()
        new = replace(old, **changes)
        before, after = as_texts(old), as_texts(new)
        self.settings.put_all({key: text for key, text in after.items() if text != before[key]})
        self._known = new
        return new

    def forget(self) -> None:
        """Read again next time: the store was replaced."""
        self._known = None
