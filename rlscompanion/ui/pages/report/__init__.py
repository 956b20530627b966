"""The page of the report: what the doctor will read, seen before it is printed."""

from rlscompanion.ui.pages.report.page import ReportPage

__all__ = ["ReportPage"]
