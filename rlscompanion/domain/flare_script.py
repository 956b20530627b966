"""What one person does in a flare-up of one night, in order: gentle first, breathing last."""

from collections.abc import Collection
from typing import Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.flare_record import Answer, Part
from rlscompanion.domain.guide import for_minutes, with_seconds
from rlscompanion.domain.library import Guide, Library
from rlscompanion.domain.preferences import BreathingPattern, Preferences

REST_AFTER_BATH_MINUTES: Final = 30
GENTLEST_BURSTS: Final = ("burst-half-squats",)
EVERY_BURST: Final = (
    *GENTLEST_BURSTS,
    "burst-squats",
    "burst-star-jumps",
    "burst-running",
)
HOLD_ON_CONDITIONS: Final = frozenset(
    {
        "heart-disease",
        "pregnant",
        "falls",
        "hip-knee",
        "sedative",
        "gabapentinoid",
        "blood-thinner",
        "bisphosphonate",
        "over-65",
    }
)
"""With any of these a burst is the one that holds a chair, whatever was agreed (S2, Table 1)."""

_SEATED: Final = ("move-seated", "move-seated-heels")
_STANDING: Final = ("move-standing", "move-marching")
_AIDS: Final = (
    ("cold", "aid-cold"),
    ("self-massage", "aid-massage"),
    ("compression", "aid-compression"),
)
_BREATHING: Final = {
    BreathingPattern.LONGER_OUT: "breathe-flare",
    BreathingPattern.EVEN: "breathe-even",
    BreathingPattern.WITH_HOLDS: "breathe-holds",
}


class FlareChoices(Struct, frozen=True):
    """How this person wants the flare-up: lengths, breathing, what is left out."""

    move_seconds: int = 45
    stretch_seconds: int = 25
    breathing_minutes: int = 2
    pattern: BreathingPattern = BreathingPattern.LONGER_OUT
    left_out: frozenset[str] = frozenset()
    """Ids of parts, of ``LEAVABLE``."""

    @classmethod
    def preferred(cls, preferences: Preferences) -> "FlareChoices":
        return cls(
            preferences.move_seconds,
            preferences.stretch_seconds,
            preferences.breathing_minutes,
            preferences.breathing_pattern,
            preferences.left_out_parts,
        )


class Exercise(Struct, frozen=True):
    """One guide of the script. ``stop`` is its stop rule; ``instead`` does the same otherwise."""

    part: Part
    guide: Guide
    step: str = ""
    stop: str = ""
    instead: tuple[Guide, ...] = ()

    @property
    def gentler(self) -> bool:
        """Whether it is the app's own gentle version, of which no article speaks."""
        return self.step in {"seated-moves", "standing-moves"}

    def turned(self) -> "Exercise":
        """Return the next way of doing the same."""
        if not self.instead:
            return self
        following, *others = self.instead
        return replace(self, guide=following, instead=(*others, self.guide))


Script: TypeAlias = tuple[Exercise, ...]
"""What is done, in order. Empty: help only."""


def script_for(
    library: Library,
    allowed: Collection[str],
    switched_on: Collection[str],
    *,
    sober: bool = False,
    minutes_since_bath: float | None = None,
    clot_now: bool = False,
    bursts: tuple[str, ...] = GENTLEST_BURSTS,
    choices: FlareChoices | None = None,
) -> Script:
    """Return what this person can do tonight: gentle first, breathing last.

    ``allowed`` are the steps the gate lets through tonight, ``switched_on`` those the person
    chose. ``sober`` means that they were asked about alcohol and said no; without it there is no
    hard burst.
    """
    if clot_now:
        return ()
    wanted = choices or FlareChoices()
    chosen: list[tuple[Part, str, tuple[str, ...]]] = []
    if "seated-moves" in allowed:
        chosen.append((Part.MOVE, "seated-moves", _SEATED))
    if "standing-moves" in allowed:
        chosen.append((Part.MOVE, "standing-moves", _STANDING))
    if sober and burst_is_open(allowed, switched_on, minutes_since_bath):
        chosen.append((Part.MOVE, "hard-burst", bursts))
    if "stretching" in allowed:
        chosen.append((Part.STRETCH, "stretching", ("stretch-flare",)))
    chosen.extend(
        (Part.AIDS, step, (guide,))
        for step, guide in _AIDS
        if step in allowed and step in switched_on
    )
    if "slow-breathing" in allowed:
        chosen.append((Part.BREATHE, "slow-breathing", (_BREATHING[wanted.pattern],)))
    every = tuple(
        _exercise(library, part, step, guides, wanted)
        for part, step, guides in chosen
        if guides[0] in library.guides
    )
    # Whoever leaves everything out is not left without anything.
    return tuple(each for each in every if each.part not in wanted.left_out) or every


def burst_is_open(
    allowed: Collection[str], switched_on: Collection[str], minutes_since_bath: float | None
) -> bool:
    """Return whether only alcohol stands between this person and a hard burst."""
    rested = minutes_since_bath is None or minutes_since_bath >= REST_AFTER_BATH_MINUTES
    return rested and "hard-burst" in allowed and "hard-burst" in switched_on


def _exercise(
    library: Library, part: Part, step: str, guides: tuple[str, ...], choices: FlareChoices
) -> Exercise:
    known = [library.guides[name] for name in guides if name in library.guides]
    if step == "standing-moves":
        known = [with_seconds(guide, choices.move_seconds) for guide in known]
    elif part is Part.STRETCH:
        known = [with_seconds(guide, choices.stretch_seconds) for guide in known]
    elif part is Part.BREATHE:
        known = [for_minutes(guide, choices.breathing_minutes) for guide in known]
    first, *others = known
    stop = library.steps[step].stop if step in library.steps else ""
    return Exercise(part, first, step, stop, tuple(others))


def for_next_round(script: Script, answer: Answer | None) -> Script:
    """Return the script of another round: what did not help is done another way.

    After *worse* the stretches are left out as well, where something else remains.
    """
    if answer not in {Answer.SAME, Answer.WORSE}:
        return script
    without = tuple(each for each in script if each.part is not Part.STRETCH)
    kept = without if answer is Answer.WORSE and without else script
    return tuple(each.turned() if each.part is Part.MOVE else each for each in kept)
