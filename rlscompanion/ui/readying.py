"""Makes every page ready to be seen while the person does nothing: then each is there at once."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Final, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rlscompanion.ui import pages, widgets
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.theme.theme import Theme

DRESSED_AT_ONCE: Final = 20
PAGES_PARTS: Final = (
    "domain.flare_script",
    "services.easing",
    "domain.sealing",
    "services.experimenting",
    "ui.pages.experiments",
)
"""What pages load as they are made, before they are: in an order as below."""
REPORT_PARTS: Final = (
    "domain.insight",
    "domain.report",
    "domain.report_nights",
    "domain.report_writing",
    "services.reporting",
    "ui.report.typeset",
    "ui.report.paper",
    "ui.report.page_one",
    "ui.report.document",
    "ui.report.card_page",
    "ui.pages.report",
)
"""In an order in which each is loaded in a few milliseconds."""


@runtime_checkable
class Readied(Protocol):
    """A page that takes a while to be made whole, and can be made so before it is seen."""

    def readying(self) -> Iterator[None]:
        """Make what is missing, in pieces of a few milliseconds."""
        ...


class Readying:
    """Readies pages for a window, in pieces of a few milliseconds."""

    def __init__(self, theme: Theme, window: MainWindow) -> None:
        self._theme = theme
        self._window = window

    def places(self, names: Sequence[str], page: Callable[[str], QWidget]) -> Iterator[None]:
        """Ready the pages that have a place; ``page`` makes them."""
        for package in (widgets, pages):
            for part in iter_modules(package.__path__):
                if package is widgets or part.name in names:
                    import_module(f"{package.__name__}.{part.name}")
                    yield
        yield from _loading(PAGES_PARTS)
        for name in names:
            yield from self._whole(lambda name=name: page(name))

    def report(self, page: Callable[[], QWidget]) -> Iterator[None]:
        """Ready the report."""
        yield from _loading(REPORT_PARTS)
        yield from self._whole(page)

    def _whole(self, make: Callable[[], QWidget]) -> Iterator[None]:
        page = make()
        yield
        self._window.take_in(page)
        yield
        self._theme.dress(page)
        yield
        if isinstance(page, Readied):
            yield from page.readying()
        yield from _laid_out(page)


def _loading(parts: Sequence[str]) -> Iterator[None]:
    for part in parts:
        import_module(f"rlscompanion.{part}")
        yield


def _laid_out(page: QWidget) -> Iterator[None]:
    """Dress and measure what is on a page, as showing it would do all at once."""
    for n, piece in enumerate(page.findChildren(QWidget)):
        if isValid(piece):
            piece.ensurePolished()
        if n % DRESSED_AT_ONCE == 0:
            yield
    layout = page.layout()
    if layout is not None:
        layout.activate()
    yield
