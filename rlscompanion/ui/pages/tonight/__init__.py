"""The Tonight page: the evening's checklist, the guide one follows, the still page of the night."""

from rlscompanion.ui.pages.tonight.page import TonightPage

__all__ = ["TonightPage"]
