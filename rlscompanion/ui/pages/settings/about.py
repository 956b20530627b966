"""About: what this app is not, which version it is, and whose work it stands on."""

import platform

from PySide6.QtCore import qVersion

from rlscompanion import VERSION
from rlscompanion.ui.pages.settings.keeping import Keeping
from rlscompanion.ui.pages.settings.section import Section
from rlscompanion.ui.theme.theme import Theme

PARTS = (
    ("RLS Companion", "MIT"),
    ("Qt, PySide6", "LGPL-3.0"),
    ("Python", "PSF-2.0"),
    ("Atkinson Hyperlegible", "OFL-1.1"),
    ("APScheduler", "MIT"),
    ("dbus-fast", "MIT"),
    ("icalendar", "BSD-2-Clause"),
    ("miniaudio", "MIT"),
    ("msgspec", "BSD-3-Clause"),
    ("platformdirs", "MIT"),
    ("tomli", "MIT"),
    ("tzdata", "Apache-2.0"),
    ("tzlocal", "MIT"),
    ("wakepy", "MIT"),
)
"""What is in the program, with its licence as its own package names it."""


class AboutSection(Section):
    """The consent line stands first."""

    def __init__(self, theme: Theme, keeping: Keeping, consent: str) -> None:
        super().__init__(theme, keeping, self.tr("About"))
        self.say(consent)
        self.say(self.tr("No clinician has reviewed this app. It is not a medical device."))
        self.say(
            self.tr("RLS Companion {0}, Qt {1}, Python {2}").format(
                VERSION, qVersion(), platform.python_version()
            )
        )
        listed = ", ".join(f"{name} ({licence})" for name, licence in PARTS)
        self.say(self.tr("Licences: {0}.").format(listed))
