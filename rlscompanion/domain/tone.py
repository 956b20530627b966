"""Which soft tones there are; how they sound is in ``tones``."""

from enum import StrEnum


class Tone(StrEnum):
    RISE = "rise"
    """Breathe in."""
    FALL = "fall"
    """Breathe out."""
    CUE = "cue"
    """Something else begins."""
    SOFT = "soft"
    """A reminder."""
    BELL = "bell"
    """A reminder that carries further."""
