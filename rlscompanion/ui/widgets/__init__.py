"""Painted from the theme and independent of the program: no widget here knows a use case."""
