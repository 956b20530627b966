"""Atkinson Hyperlegible, a typeface made for low vision, out of its font package."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

_PACKAGE: Final = "fontpkg_atkinson_hyperlegible"
_CUTS: Final = ("Regular", "Bold")
_GREY_EDGES: Final = QFont.StyleStrategy.PreferAntialias | QFont.StyleStrategy.NoSubpixelAntialias
"""Subpixel rendering would put blue fringes on amber."""


def font_files() -> tuple[Path, ...]:
    """Return the cuts we use; none when the package is missing. Imports nothing of it."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return ()
    folder = Path(spec.origin).parent / "files"
    files = (folder / f"AtkinsonHyperlegible-{cut}.ttf" for cut in _CUTS)
    return tuple(file for file in files if file.is_file())


@cache
def family() -> str:
    """Load the cuts once and return the family's name; empty means the system's own font."""
    names = [
        name
        for file in font_files()
        for name in QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(file))
        )
    ]
    return names[0] if names else ""


def font(pixels: int) -> QFont:
    """Return the typeface, with grey edges."""
    chosen = QFont(family()) if family() else QFont()
    chosen.setPixelSize(pixels)
    chosen.setStyleStrategy(_GREY_EDGES)
    return chosen
