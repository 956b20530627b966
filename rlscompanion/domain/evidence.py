"""What guidance and trials say behind each step, what is worth checking first, what is left out.

Read once from ``resources/library`` into these frozen values (see ``adapters.evidence_files``).
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Sureness(StrEnum):
    """Whether the source itself was read for this app, or still has to be."""

    READ = "read"
    TO_CONFIRM = "to be confirmed"


class Finding(Struct, frozen=True):
    """What one source says about a step, and in whom it was seen."""

    step: str
    text: str
    source: str
    year: int | None
    in_whom: str
    sureness: Sureness
    is_guidance: bool


class Check(Struct, frozen=True):
    """One thing that is worth checking first, before any step."""

    id: str
    title: str
    text: str


class NeverAdvice(Struct, frozen=True):
    """Claims that are never shown as advice, and why. Without claims: a habit of the articles."""

    claims: tuple[str, ...]
    text: str


class Evidence(Struct, frozen=True):
    """All of it. ``findings`` is step id → its findings, guidance first."""

    findings: Mapping[str, tuple[Finding, ...]]
    checks: tuple[Check, ...]
    never: tuple[NeverAdvice, ...]
