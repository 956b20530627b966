"""Trouble that the person can mend."""


class Mendable(Exception):  # noqa: N818  (it names what can be done about it)
    """One sentence says what is wrong, where, and what to do. Exit status 2."""


class StoreError(Mendable):
    """The store cannot do it, and the person can mend it: one sentence says what and how."""


class StoreDamagedError(StoreError):
    """What is stored cannot be read any more; a backup may be put in its place."""
