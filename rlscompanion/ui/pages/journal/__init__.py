"""The Journal page: last night's questions, the nights before, notes for the doctor."""

from rlscompanion.ui.pages.journal.page import JournalPage

__all__ = ["JournalPage"]
