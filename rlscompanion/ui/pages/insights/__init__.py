"""What the notes say: figures over weeks, and the way to a test."""

from rlscompanion.ui.pages.insights.page import InsightsPage

__all__ = ["InsightsPage"]
