"""Pages of help: six lines, and one key further the whole list of signs, page by page."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from rlscompanion.ui.flareup.views import View

Sign: TypeAlias = tuple[str, str]
"""One line of "When to get help", and what to do."""
Page: TypeAlias = tuple[Sign, ...]

_NOTHING: Final[Page] = ()


def pages_of(signs: Sequence[Sign], most: int, letters: int) -> tuple[Page, ...]:
    """Return the signs in order, at most ``most`` and so many ``letters`` on a page.

    A sign is never cut: a long one has a page of its own.
    """
    pages: list[Page] = []
    here: Page = _NOTHING
    for sign in signs:
        if here and (len(here) == most or _letters((*here, sign)) > letters):
            pages.append(here)
            here = _NOTHING
        here = (*here, sign)
    return (*pages, here)


def _letters(page: Page) -> int:
    return sum(len(text) + len(action) for text, action in page)


class HelpPages:
    """Which of it is open, if any. The signs are read when they are asked for."""

    def __init__(self, read: Callable[[], Sequence[Sign]], *, alone: bool) -> None:
        self._read = read
        self._alone = alone
        """Whether help is all there is: nothing lies beneath it to go back to."""
        self._signs: Sequence[Sign] = ()
        self._view: View | None = None
        self._first = 0
        """Of the signs, the first of the page that is open: it stays when the window grows."""

    @property
    def view(self) -> View | None:
        return self._view

    def open(self) -> None:
        self._view = View.HELP

    def open_all(self) -> bool:
        """Open the whole list, and tell whether there is one."""
        self._signs = self._signs or tuple(self._read())
        if self._signs:
            self._view, self._first = View.SIGNS, 0
        return bool(self._signs)

    def back(self) -> None:
        """Go one page of the guide back: from the list to the six lines, from them out."""
        further = self._view is View.SIGNS and not self._alone
        self._view = View.HELP if further else None

    def page(self, most: int, letters: int) -> tuple[Page, int, int]:
        """Return the page that is open, its number from 0, and how many there are."""
        pages = pages_of(self._signs, most, letters)
        passed = 0
        for number, page in enumerate(pages):
            passed += len(page)
            if self._first < passed:
                return page, number, len(pages)
        return _NOTHING, 0, 1

    def turn(self, by: int, most: int, letters: int) -> None:
        """Turn one page on (1) or back (-1); past the last one nothing happens."""
        pages = pages_of(self._signs, most, letters)
        _, number, count = self.page(most, letters)
        if 0 <= number + by < count:
            self._first = sum(map(len, pages[: number + by]))
