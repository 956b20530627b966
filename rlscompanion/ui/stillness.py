"""Whether to keep still: as chosen, else as the desktop says."""

import os

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from rlscompanion.domain.preferences import Motion


def keeps_still(wish: Motion) -> bool:
    """Tell whether nothing on the screen is to move that need not."""
    if wish is not Motion.SYSTEM:
        return wish is Motion.REDUCED
    return _desktop_keeps_still()


def _desktop_keeps_still() -> bool:
    """Return the desktop's word where Qt passes it on: on Windows and under Plasma."""
    tells = QApplication.platformName() == "windows" or "KDE_FULL_SESSION" in os.environ
    return tells and not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
