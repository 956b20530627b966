"""Where resources/ is: beside the package when installed, beside the checkout when not."""

from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """Return the folder with the library, themes, style, icons and sounds."""
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
