"""The Library page: search, the steps, the four articles, and where they differ."""

from rlscompanion.ui.pages.library.page import LibraryPage

__all__ = ["LibraryPage"]
