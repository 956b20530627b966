"""The gate: step x profile -> verdict with reasons (safety.md (a); rules are named there).

Nothing here ever says that a step is safe. The strictest reason wins; combination rules and the
blood-test table only tighten what the matrix says.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from msgspec import Struct

from rlscompanion.domain.library import Code, Library, SpacingRule, Step
from rlscompanion.domain.profile import BloodTest, Profile, Standing

ALCOHOL: Final = "alcohol-tonight"
CALMING: Final = ("passion-flower", "valerian", "melatonin", "gaba", "l-theanine")
"""The items that X1, X2 and X8 speak of."""
HARD_EXERCISE: Final = frozenset({"hard-burst"})
"""Before one of these is switched on, the signs to get help for are read."""
NAMES_AT_MOST: Final = 40
"""The letters of names that a sentence has room for."""
SHAKEN: Final = ("hard-burst", "vibration-plate")
BATHS: Final = ("warm-bath",)

FERRITIN_LOW: Final = 75.0
FERRITIN_HIGH: Final = 100.0
TSAT_LOW: Final = 20.0
TSAT_OVERLOAD: Final = 45.0


class Verdict(StrEnum):
    BLOCKED = "blocked"
    QUESTIONS = "questions"
    ASK = "ask"
    SPACED = "spaced"
    CAUTION = "caution"
    FINE = "fine"
    UNCHECKED = "unchecked"

    @property
    def locks(self) -> bool:
        return self in LOCKING

    @property
    def strictness(self) -> int:
        """Return a figure that is smaller the stricter the verdict."""
        return STRICTEST_FIRST.index(self)


STRICTEST_FIRST: Final = tuple(Verdict)
LOCKING: Final = frozenset({Verdict.BLOCKED, Verdict.QUESTIONS, Verdict.ASK})

CODES: Final = tuple(Code)
VERDICT_OF: Final = {
    Code.BLOCK: Verdict.BLOCKED,
    Code.ASK: Verdict.ASK,
    Code.SPACED_2: Verdict.SPACED,
    Code.SPACED_4: Verdict.SPACED,
    Code.SPACED_6: Verdict.SPACED,
    Code.CAUTION: Verdict.CAUTION,
}


class Reason(Struct, frozen=True):
    """Why: ``condition`` is a condition id, a rule (``X1``) or ``blood-test``."""

    condition: str
    code: Code
    text: str


def strictest_first(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return each reason once: what locks comes before what is only to be known."""
    return tuple(sorted(dict.fromkeys(reasons), key=lambda reason: CODES.index(reason.code)))


class Ruling(Struct, frozen=True):
    """What the gate says of one step, and everything that it rests on, the strictest first."""

    step: str
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    questions: tuple[str, ...] = ()
    spacing: tuple[SpacingRule, ...] = ()

    @property
    def locks(self) -> bool:
        return self.verdict.locks

    @property
    def why_locked(self) -> tuple[Reason, ...]:
        """Return the reasons that lock it; none where it waits for answers."""
        code = {Verdict.BLOCKED: Code.BLOCK, Verdict.ASK: Code.ASK}.get(self.verdict)
        return tuple(reason for reason in self.reasons if reason.code is code)

    @property
    def has_no_caution(self) -> bool:
        """Return whether there is nothing at all to be said beside the verdict."""
        return self.verdict is Verdict.FINE and not self.reasons and not self.spacing


class Gate(Struct, frozen=True, dict=True):
    """The library's rules for one profile on one day; ``alcohol`` is a fact of one night."""

    library: Library
    profile: Profile
    today: date
    alcohol: bool = False

    @cached_property
    def _standings(self) -> dict[str, Standing]:
        """Return what was looked up so far."""
        return {}

    def standing(self, condition: str) -> Standing:
        found = self._standings.get(condition)
        if found is None:
            found = self._standings[condition] = self._standing(condition)
        return found

    def _standing(self, condition: str) -> Standing:
        if condition == ALCOHOL:
            return Standing.YES if self.alcohol else Standing.NO
        return self.profile.standing(self.library.conditions[condition], self.today)

    def counts(self, condition: str) -> bool:
        return self.standing(condition).counts_as_yes

    def column(self, step: str) -> frozenset[str]:
        """Return the condition ids with a code for ``step``."""
        return frozenset(self.library.cells.get(step, {}))

    def rule(self, step: Step) -> Ruling:
        """Return the verdict on a step of the library."""
        cells = self.library.cells.get(step.id)
        if cells is None:
            return Ruling(step.id, Verdict.FINE)
        standings = {condition: self.standing(condition) for condition in cells}
        ok = self.profile.ok_counts(step.id, self.column(step.id), self.today)
        reasons = [
            Reason(condition, code, self._words(step, condition, code))
            for condition, code in cells.items()
            if standings[condition].counts_as_yes
        ]
        reasons += self._blood_test_reasons(step.id)
        reasons += self._combination_reasons(step.id)
        open_questions = (
            ()
            if step.open
            else tuple(
                condition
                for condition, standing in standings.items()
                if standing is Standing.NOT_ANSWERED
            )
        )
        verdict = self._strictest(reasons, ok=ok, unanswered=bool(open_questions))
        return Ruling(
            step=step.id,
            verdict=verdict,
            reasons=strictest_first(reasons),
            questions=open_questions if verdict is Verdict.QUESTIONS else (),
            spacing=tuple(self._spacing(step.id)),
        )

    def rule_all(self) -> dict[str, Ruling]:
        """Return the verdict on every step that has a column, by id."""
        return {
            step.id: self.rule(step)
            for step in self.library.steps.values()
            if step.id in self.library.cells
        }

    @staticmethod
    def _strictest(reasons: Iterable[Reason], *, ok: bool, unanswered: bool) -> Verdict:
        verdicts = [
            VERDICT_OF[reason.code] for reason in reasons if not (ok and reason.code is Code.ASK)
        ]
        if unanswered:
            verdicts.append(Verdict.QUESTIONS)
        return min(verdicts, key=lambda verdict: verdict.strictness, default=Verdict.FINE)

    def _words(self, step: Step, condition: str, code: Code) -> str:
        noted = self.library.note_texts.get((step.id, condition))
        if noted is not None:
            return noted.format(medicine=self._medicine(condition))
        return self.library.code_texts[code].format(
            condition=self.library.conditions[condition].title, step=step.title
        )

    def _medicine(self, condition: str) -> str:
        """Return what the person takes of a class by its name, else the title of the class."""
        names = dict.fromkeys(
            medicine.name for medicine in self.profile.medicines if medicine.kind == condition
        )
        said = ", ".join(names)
        title = self.library.conditions[condition].title
        return said if 0 < len(said) <= NAMES_AT_MOST else title

    def _spacing(self, step: str) -> Iterable[SpacingRule]:
        """Yield the rules that speak of ``step`` from its own side, each with one other.

        A class of medicine is left out only where the person answered no.
        """
        for rule in self.library.spacing_of.get(step, ()):
            for mine, others, swapped in (
                (rule.items, rule.others, False),
                (rule.others, rule.items, True),
            ):
                if step not in mine:
                    continue
                for other in sorted(others):
                    known = other in self.library.conditions
                    if known and self.standing(other) is Standing.NO:
                        continue
                    yield SpacingRule(
                        id=rule.id,
                        items=frozenset({step}),
                        others=frozenset({other}),
                        hours_before=rule.hours_after if swapped else rule.hours_before,
                        hours_after=rule.hours_before if swapped else rule.hours_after,
                        text=rule.text,
                    )

    def reason(self, rule: str, code: Code, words: str | None = None) -> Reason:
        return Reason(rule, code, self.library.rule_texts[words or rule])

    def _blood_test_reasons(self, step: str) -> Iterable[Reason]:
        judge = {
            "iron": _iron_by_test,
            "vitamin-c": _vitamin_c_by_test,
            "zinc": _zinc_by_test,
        }.get(step)
        found = judge(self.profile.newest_blood_test(self.today)) if judge else None
        if found is not None:
            code, words = found
            yield self.reason("blood-test", code, words)

    def _combination_reasons(self, step: str) -> Iterable[Reason]:
        """Yield X1, X4, X5, X6 and X8. X2 needs an evening, X7 is text."""
        gabapentinoid = self.counts("gabapentinoid")
        if gabapentinoid and step in CALMING + SHAKEN:
            if any(map(self.counts, ("sedative", "lung-disease", "over-65"))):
                yield self.reason("X1", Code.BLOCK)
            elif any(map(self.counts, ("antidepressant", "sedating-antihistamine", ALCOHOL))):
                yield self.reason("X1", Code.ASK)
        if step == "hard-burst" and self.counts("blood-thinner") and self.counts("falls"):
            yield self.reason("X4", Code.BLOCK)
        numb = self.counts("diabetes") and self.counts("neuropathy")
        if step in {"compression", "cold", "contrast-shower"} and numb:
            yield self.reason("X5", Code.BLOCK)
        potassium = self.counts("heart-disease") and self.counts("potassium-raising-drug")
        if step == "potassium-food" and potassium:
            yield self.reason("X6", Code.BLOCK)
        if self.alcohol and step in (*BATHS, "hard-burst", *CALMING):
            yield self.reason("X8", Code.BLOCK)


def is_hard(step_id: str) -> bool:
    """Return whether the signs to get help for come before a step."""
    return step_id in HARD_EXERCISE


def offered(library: Library, step_id: str) -> bool:
    """Return whether a step may be part of a routine."""
    step = library.steps.get(step_id)
    return step is not None and step.offered


Found = tuple[Code, str] | None


def _overload(test: BloodTest) -> bool:
    return test.tsat is not None and test.tsat >= TSAT_OVERLOAD


def _low(test: BloodTest) -> bool:
    return (test.ferritin is not None and test.ferritin <= FERRITIN_LOW) or (
        test.tsat is not None and test.tsat < TSAT_LOW
    )


def _iron_by_test(test: BloodTest | None) -> Found:
    if test is None:
        return Code.BLOCK, "iron-none"
    if _overload(test):
        return Code.BLOCK, "iron-high-tsat"
    if _low(test):
        return Code.ASK, "iron-low"
    return Code.BLOCK, "iron-enough" if test.tsat is not None else "iron-enough-no-tsat"


def _vitamin_c_by_test(test: BloodTest | None) -> Found:
    if test is None:
        return Code.CAUTION, "vitamin-c-none"
    if _overload(test):
        return Code.ASK, "vitamin-c-high-tsat"
    if _low(test):
        return Code.ASK, "vitamin-c-low"
    if test.ferritin is not None and test.ferritin > FERRITIN_HIGH:
        return Code.ASK, "vitamin-c-high"
    return Code.CAUTION, "vitamin-c-enough"


def _zinc_by_test(test: BloodTest | None) -> Found:
    if test is not None and not _overload(test) and _low(test):
        return Code.CAUTION, "zinc-low"
    return None
