"""What the library holds: steps, guides, conditions, the gating matrix, spacing rules.

Read once from ``resources/library`` into these frozen values (see ``adapters.library_files``).
"""

from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from functools import cached_property
from typing import Final

from msgspec import Struct

MULTIVITAMIN: Final = frozenset({"magnesium", "iron", "zinc", "calcium"})
"""What a multivitamin, or a product with all of its columns, counts as."""


class Kind(StrEnum):
    HABIT = "habit"
    SUPPLEMENT = "supplement"
    FOOD = "food"
    AID = "aid"
    MARK = "mark"


class Moment(StrEnum):
    EVENING = "evening"
    FLARE_UP = "flare-up"
    BOTH = "both"
    DAY = "day"


class Code(StrEnum):
    """One cell of the gating matrix, safety.md (a)."""

    BLOCK = "B"
    ASK = "A"
    SPACED_2 = "T2"
    SPACED_4 = "T4"
    SPACED_6 = "T6"
    CAUTION = "C"


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Group(StrEnum):
    """How the questions are grouped on the page that asks them."""

    MEDICINES = "medicines"
    HEART = "heart and circulation"
    LEGS = "legs and feet"
    OTHER = "other"


class Cue(Struct, frozen=True, forbid_unknown_fields=True):
    """One instruction of a guide: at most eight words, shown for ``seconds``."""

    text: str
    seconds: float
    picture: str
    side: Side = Side.BOTH


class Guide(Struct, frozen=True, forbid_unknown_fields=True):
    """Cues in order, the whole list played ``rounds`` times."""

    id: str
    title: str
    cues: tuple[Cue, ...]
    rounds: int = 1


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """Something a person can do, with its cautions and its sensible default time.

    ``before_bed``, ``earliest``, ``latest`` are minutes before bedtime of the step's *start*;
    ``minutes`` is how long it takes.
    """

    id: str
    title: str
    kind: Kind
    moment: Moment
    offered: bool
    open: bool
    default_on: bool
    minutes: int
    hands_on: bool
    what: str
    why: str
    who_not: str
    stop: str
    evidence: str
    claims: tuple[str, ...]
    caution: str = ""
    before_bed: int | None = None
    clock: time | None = None
    earliest: int | None = None
    latest: int | None = None
    guide: str | None = None
    tested_as: str = ""
    """What an experiment calls it ("the bath"); empty where it may not be tested."""


class Condition(Struct, frozen=True, forbid_unknown_fields=True):
    """A health fact the gate knows. A ``no`` goes stale after ``no_lasts_days``."""

    id: str
    title: str
    question: str
    group: Group
    no_lasts_days: int = 365


class Note(Struct, frozen=True, forbid_unknown_fields=True):
    """Words for some cells of the matrix: the named steps with the named conditions."""

    steps: frozenset[str]
    conditions: frozenset[str]
    text: str


class SpacingRule(Struct, frozen=True, forbid_unknown_fields=True):
    """``items`` must come ``hours_before`` before, or ``hours_after`` after, any of ``others``.

    Items and others are step ids, condition ids (a medicine class) or medicine classes.
    """

    id: str
    items: frozenset[str]
    others: frozenset[str]
    hours_before: float
    hours_after: float
    text: str


class KnownName(Struct, frozen=True, forbid_unknown_fields=True):
    """A name that own steps and medicines are matched against (``names.csv``)."""

    name: str
    maps_to: str
    kind: str


class Library(Struct, frozen=True, dict=True):
    """All of it. ``cells`` is column (step id) → row (condition id) → code."""

    steps: Mapping[str, Step]
    conditions: Mapping[str, Condition]
    cells: Mapping[str, Mapping[str, Code]]
    notes: tuple[Note, ...]
    code_texts: Mapping[Code, str]
    rule_texts: Mapping[str, str]
    spacing: tuple[SpacingRule, ...]
    guides: Mapping[str, Guide]
    names: Mapping[str, KnownName]
    texts: Mapping[str, str]
    acts: Mapping[str, tuple[str, ...]] = {}
    """What to do one after the other, by step; a step of one act has none."""

    @cached_property
    def note_texts(self) -> Mapping[tuple[str, str], str]:
        """The words of each noted cell, by step and condition: those of its first note."""
        return {
            (step, condition): note.text
            for note in reversed(self.notes)
            for step in note.steps
            for condition in note.conditions
        }

    @cached_property
    def names_found(self) -> dict[str, tuple[KnownName, ...]]:
        """What was found so far in titles that people typed."""
        return {}

    @cached_property
    def spacing_of(self) -> Mapping[str, tuple[SpacingRule, ...]]:
        """The spacing rules that speak of each name, in the order of the file."""
        rules: dict[str, tuple[SpacingRule, ...]] = {}
        for rule in self.spacing:
            for name in rule.items | rule.others:
                rules[name] = (*rules.get(name, ()), rule)
        return rules
