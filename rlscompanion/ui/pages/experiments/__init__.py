"""Tests on oneself: starting one, its course, its result."""

from rlscompanion.ui.pages.experiments.page import ExperimentsPage

__all__ = ["ExperimentsPage"]
