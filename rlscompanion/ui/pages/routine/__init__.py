"""The Routine page: the list on its time axis, and the panels that open beside or over it."""

from rlscompanion.ui.pages.routine.page import RoutinePage

__all__ = ["RoutinePage"]
