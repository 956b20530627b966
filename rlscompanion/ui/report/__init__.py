"""The report and the bedside card on paper: painted the same on a page of a PDF and on a screen."""
