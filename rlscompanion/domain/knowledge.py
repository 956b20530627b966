"""What the four documents say, where they differ, and when to get help.

Read only where it is shown (see ``adapters.knowledge_files``); the gate and the planner need none
of it.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from msgspec import Struct


class ClaimKind(StrEnum):
    """What a claim is about; the codes of ``claims.toml``."""

    EVENING_HABIT = "EH"
    SUPPLEMENT = "SU"
    TRIGGER = "TR"
    FLARE_UP = "FL"
    NIGHT_AID = "NA"
    DAYTIME_HABIT = "DH"
    TEST = "MT"
    MEDICINE = "ME"
    WARNING = "SW"
    MYTH_OR_FACT = "MF"
    THERAPY = "PT"

    @property
    def label(self) -> str:
        """The kind in the person's words."""
        return _LABELS[self]


_LABELS: Mapping[ClaimKind, str] = {
    ClaimKind.EVENING_HABIT: "Evening habit",
    ClaimKind.SUPPLEMENT: "Supplement",
    ClaimKind.TRIGGER: "Trigger to avoid",
    ClaimKind.FLARE_UP: "For a flare-up",
    ClaimKind.NIGHT_AID: "Night aid",
    ClaimKind.DAYTIME_HABIT: "Daytime habit",
    ClaimKind.TEST: "Medical test",
    ClaimKind.MEDICINE: "Medicine, for information only",
    ClaimKind.WARNING: "Warning",
    ClaimKind.MYTH_OR_FACT: "Background",
    ClaimKind.THERAPY: "Professional therapy",
}


class Urgency(StrEnum):
    NOW = "now"
    SOON = "soon"
    ROUTINE = "routine"


class Document(Struct, frozen=True):
    """One of the four articles. ``name`` is what we call it, ``title`` what it calls itself."""

    id: str
    name: str
    title: str
    author: str
    site: str
    date: str
    sells: str
    missing: str
    about: str


class Claim(Struct, frozen=True):
    """One statement of a document, in our words.

    ``figures`` are short pieces exactly as printed, parted by semicolons; where ``limit`` is not
    empty, it must stand beside them. ``never_advice`` claims are shown as what a document says and
    never as a step (``Evidence.never`` says why). ``contradicts`` includes mere tension.
    """

    id: str
    document: str
    kinds: tuple[ClaimKind, ...]
    text: str
    timing: str = ""
    figures: str = ""
    caution: str = ""
    contradicts: tuple[str, ...] = ()
    also_see: tuple[str, ...] = ()
    never_advice: bool = False
    limit: str = ""


class Disagreement(Struct, frozen=True):
    """A topic on which documents differ from each other, or from guidance.

    Where the other side is guidance, no claim is behind ``side_b``.
    """

    id: str
    topic: str
    side_a: str
    side_b: str
    claims_a: tuple[str, ...]
    claims_b: tuple[str, ...]
    text: str

    @property
    def claims(self) -> tuple[str, ...]:
        return self.claims_a + self.claims_b


class RedFlag(Struct, frozen=True):
    """Signs that need help, what to do about them, and the claims that speak of them."""

    id: str
    urgency: Urgency
    text: str
    action: str
    claims: tuple[str, ...]


class Knowledge(Struct, frozen=True):
    """All of it, each table in the order of its file."""

    documents: Mapping[str, Document]
    claims: Mapping[str, Claim]
    disagreements: Mapping[str, Disagreement]
    red_flags: Mapping[str, RedFlag]
    night_lines: tuple[str, ...]

    def claims_of_document(self, document: str) -> tuple[Claim, ...]:
        """Return what one document says, in its own order: its page."""
        return tuple(claim for claim in self.claims.values() if claim.document == document)

    def disagreements_on(self, claims: Collection[str]) -> tuple[Disagreement, ...]:
        """Return the disagreements in which any of these claims takes a side."""
        return tuple(
            each for each in self.disagreements.values() if not set(claims).isdisjoint(each.claims)
        )

    def red_flags_of(self, urgency: Urgency) -> tuple[RedFlag, ...]:
        return tuple(flag for flag in self.red_flags.values() if flag.urgency is urgency)
