"""Trouble that the person can mend."""


class Mendable(Exception):  # noqa: N818  (it names what can be done about it)
    """One sentence says what is wrong, where, and what to do. Exit status 2."""
