"""Settings: how the person wants the app itself to be; kept at once, taken back at once."""

from rlscompanion.ui.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]
