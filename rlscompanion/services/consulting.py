"""Consulting: what each page of the library says, and finding a page by its words.

A step's page stands in the order of product.md §7: what to do, who should not, when to stop, what
it rests on and in whom, guidance and trials, each document's view with what its author sells, and
where they differ.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property
from typing import Final

from msgspec import Struct

from rlscompanion.domain.evidence import Check, Evidence, Finding
from rlscompanion.domain.knowledge import (
    Claim,
    Disagreement,
    Document,
    Knowledge,
    RedFlag,
    Urgency,
)
from rlscompanion.domain.library import Code, Condition, Kind, Library, Step
from rlscompanion.domain.safety import Gate, Ruling
from rlscompanion.services.advising import Advising


class Statement(Struct, frozen=True):
    """A claim as it may be shown: with why it is no advice, and where the document's side stands.

    ``why_never`` is empty where the claim may be advice.
    """

    claim: Claim
    why_never: str

    @property
    def figures(self) -> tuple[str, ...]:
        """Return the figures one by one, as printed; the claim's limit belongs beside them."""
        return tuple(self.claim.figures.split("; ")) if self.claim.figures else ()


class View(Struct, frozen=True):
    """What one document says of a step, with who wrote it and what they sell."""

    document: Document
    statements: tuple[Statement, ...]


class StepPage(Struct, frozen=True):
    """All that a step's page says. ``ruling`` is the gate's word on it for the stored profile."""

    step: Step
    acts: tuple[str, ...]
    """What to do, one after the other; nothing where one sentence says it all."""
    never_with: tuple[Condition, ...]
    ask_first_with: tuple[Condition, ...]
    ruling: Ruling
    unanswered: tuple[Condition, ...]
    findings: tuple[Finding, ...]
    views: tuple[View, ...]
    disagreements: tuple[Disagreement, ...]
    red_flags: tuple[RedFlag, ...]

    @property
    def guidance(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_guidance)

    @property
    def trials(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.is_guidance)


class DocumentPage(Struct, frozen=True):
    """One article: who wrote it, what they sell, what our copy lacks, and all that it says."""

    document: Document
    statements: tuple[Statement, ...]


class SideOf(Struct, frozen=True):
    """One side of a disagreement, with the claims behind it; guidance has none.

    ``views`` are the same claims, under the articles that make them.
    """

    text: str
    claims: tuple[Claim, ...]
    views: tuple[View, ...]


class DisagreementPage(Struct, frozen=True):
    disagreement: Disagreement
    sides: tuple[SideOf, SideOf]
    steps: tuple[Step, ...]


class Place(StrEnum):
    """Where something was found; in the order in which equal finds are listed."""

    STEP = "step"
    DOCUMENT = "document"
    DISAGREEMENT = "disagreement"
    HELP = "help"
    CHECK = "check"
    CLAIM = "claim"


class Found(Struct, frozen=True):
    """One find. ``title`` is what it is called, ``text`` its first words on the page."""

    place: Place
    id: str
    title: str
    text: str


PLACES: Final = tuple(Place)


class _Entry(Struct, frozen=True):
    found: Found
    title: str
    words: str


class Consulting(Struct, frozen=True, dict=True):
    """The library's pages, put together from what was read and the stored profile."""

    library: Library
    knowledge: Knowledge
    evidence: Evidence
    advising: Advising

    # ------------------------------------------------------------------------- pages

    def step(self, step_id: str, gate: Gate | None = None) -> StepPage:
        """Return a step's page. Raises KeyError for a step that the library does not know."""
        step = self.library.steps[step_id]
        ruling = (gate or self.advising.gate()).rule(step)
        return StepPage(
            step=step,
            acts=self.library.acts.get(step_id, ()),
            never_with=self._conditions(step_id, Code.BLOCK),
            ask_first_with=self._conditions(step_id, Code.ASK),
            ruling=ruling,
            unanswered=tuple(self.library.conditions[name] for name in ruling.questions),
            findings=self.evidence.findings.get(step_id, ()),
            views=tuple(self._views(step.claims)),
            disagreements=self.knowledge.disagreements_on(step.claims),
            red_flags=tuple(
                flag
                for flag in self.knowledge.red_flags.values()
                if not set(step.claims).isdisjoint(flag.claims)
            ),
        )

    def steps(self) -> tuple[StepPage, ...]:
        """Return the pages of all steps, in the order of the library."""
        gate = self.advising.gate()
        return tuple(self.step(step_id, gate) for step_id in self.library.steps)

    def steps_of(self, kind: Kind) -> tuple[Step, ...]:
        """Return the steps of a kind, those that are offered first."""
        found = [step for step in self.library.steps.values() if step.kind is kind]
        return tuple(sorted(found, key=lambda step: not step.offered))

    def document(self, document_id: str) -> DocumentPage:
        """Return an article's page. Raises KeyError for one that there is not."""
        document = self.knowledge.documents[document_id]
        claims = self.knowledge.claims_of_document(document_id)
        return DocumentPage(document, tuple(map(self.statement, claims)))

    def documents(self) -> tuple[DocumentPage, ...]:
        return tuple(map(self.document, self.knowledge.documents))

    def disagreements(self) -> tuple[DisagreementPage, ...]:
        return tuple(map(self._disagreement, self.knowledge.disagreements.values()))

    def checks(self) -> tuple[Check, ...]:
        """Return what is worth checking first."""
        return self.evidence.checks

    def red_flags(self) -> tuple[tuple[Urgency, tuple[RedFlag, ...]], ...]:
        """Return when to get help, the most urgent first."""
        return tuple((urgency, self.knowledge.red_flags_of(urgency)) for urgency in Urgency)

    def statement(self, claim: Claim) -> Statement:
        return Statement(claim, self._why_never.get(claim.id, self._habits) * claim.never_advice)

    # ------------------------------------------------------------------------ search

    def search(self, words: str) -> tuple[Found, ...]:
        """Return what has all these words, in any order; first where the title has them all."""
        wanted = words.casefold().split()
        if not wanted:
            return ()
        finds = [entry for entry in self._index if all(word in entry.words for word in wanted)]

        def rank(entry: _Entry) -> tuple[bool, int]:
            in_title = all(word in entry.title for word in wanted)
            return not in_title, PLACES.index(entry.found.place)

        return tuple(entry.found for entry in sorted(finds, key=rank))

    @cached_property
    def _index(self) -> tuple[_Entry, ...]:
        return tuple(self._entries())

    def _entries(self) -> Iterator[_Entry]:
        for step in self.library.steps.values():
            found = Found(Place.STEP, step.id, step.title, step.what)
            yield _entry(found, step.why, step.who_not, step.stop, step.caution, step.evidence)
        for document in self.knowledge.documents.values():
            found = Found(Place.DOCUMENT, document.id, document.name, document.sells)
            yield _entry(found, document.title, document.author, document.site, document.about)
        for each in self.knowledge.disagreements.values():
            found = Found(Place.DISAGREEMENT, each.id, each.topic, each.text)
            yield _entry(found, each.id, each.side_a, each.side_b)
        for flag in self.knowledge.red_flags.values():
            yield _entry(Found(Place.HELP, flag.id, flag.text, flag.action))
        for check in self.evidence.checks:
            yield _entry(Found(Place.CHECK, check.id, check.title, check.text))
        for claim in self.knowledge.claims.values():
            name = self.knowledge.documents[claim.document].name
            kinds = " ".join(kind.label for kind in claim.kinds)
            found = Found(Place.CLAIM, claim.id, name, claim.text)
            yield _entry(
                found, claim.id, kinds, claim.timing, claim.figures, claim.caution, claim.limit
            )

    # ------------------------------------------------------------------------ pieces

    def _conditions(self, step_id: str, code: Code) -> tuple[Condition, ...]:
        column = self.library.cells.get(step_id, {})
        return tuple(
            self.library.conditions[name] for name, found in column.items() if found is code
        )

    def _views(self, claims: Iterable[str]) -> Iterator[View]:
        wanted = set(claims)
        for document in self.knowledge.documents.values():
            said = tuple(
                self.statement(claim)
                for claim in self.knowledge.claims_of_document(document.id)
                if claim.id in wanted
            )
            if said:
                yield View(document, said)

    def _disagreement(self, each: Disagreement) -> DisagreementPage:
        return DisagreementPage(
            each,
            (self._side(each.side_a, each.claims_a), self._side(each.side_b, each.claims_b)),
            tuple(
                step
                for step in self.library.steps.values()
                if not set(step.claims).isdisjoint(each.claims)
            ),
        )

    def _side(self, text: str, names: tuple[str, ...]) -> SideOf:
        claims = tuple(self.knowledge.claims[name] for name in names)
        return SideOf(text, claims, tuple(self._views(names)))

    @cached_property
    def _why_never(self) -> dict[str, str]:
        return {claim: each.text for each in self.evidence.never for claim in each.claims}

    @cached_property
    def _habits(self) -> str:
        """What is said of claims that share a reason without being named in it: the offers."""
        return " ".join(each.text for each in self.evidence.never if not each.claims)


def _entry(found: Found, *more: str) -> _Entry:
    words = " ".join((found.title, found.text, *more))
    return _Entry(found, found.title.casefold(), words.casefold())
