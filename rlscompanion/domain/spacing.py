"""Spacing: what of an evening is too close to what, computed between instants.

Two things by the library's spacing rules; a step and bedtime, a blood test or itself by its limits.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from functools import cached_property

from msgspec import Struct

from rlscompanion.domain.evening import Conflict, Evening, Taken
from rlscompanion.domain.library import SpacingRule
from rlscompanion.domain.limits import Limits
from rlscompanion.domain.safety import Gate
from rlscompanion.domain.surroundings import (
    SAME_EVENING,
    Surroundings,
    Thing,
    is_spaced,
    medicine_substances,
)


class Distance(Struct, frozen=True):
    """How long before, and after, any of ``others`` a thing may not be: a rule from one side."""

    rule: SpacingRule
    others: frozenset[str]
    before: timedelta
    after: timedelta

    def speaks_of(self, one: Thing, two: Thing) -> bool:
        if two.substances.isdisjoint(self.others):
            return False
        return (one.tonight and two.tonight) or self.before < SAME_EVENING

    def is_broken(self, one: Thing, two: Thing) -> bool:
        return one.end > two.start - self.before and one.start < two.end + self.after


def _distances(rule: SpacingRule, substances: frozenset[str]) -> Iterator[Distance]:
    before, after = timedelta(hours=rule.hours_before), timedelta(hours=rule.hours_after)
    if not substances.isdisjoint(rule.items):
        yield Distance(rule, rule.others, before, after)
    if not substances.isdisjoint(rule.others):
        yield Distance(rule, rule.items, after, before)


class Spacing(Struct, frozen=True, dict=True):
    """Finds the conflicts of evenings, without fixes."""

    gate: Gate
    limits: Limits
    surroundings: Surroundings

    def conflicts(self, evening: Evening, said: Taken) -> Iterator[Conflict]:
        """Yield which rules an evening breaks of which ``said`` was said."""
        movable = evening.movable(said)
        things = self.surroundings.of(evening, said)
        if any(thing.is_ours for thing in things):
            yield from self._too_close(things, {step.id for step in movable})
        for step in movable:
            yield from self.limits.conflicts(step, evening.bedtime)

    def questions(self, evening: Evening, said: Taken) -> Iterator[Conflict]:
        """Yield a question for each class that a rule speaks of and whose times nobody gave."""
        if not self._untimed_classes:
            return
        library = self.gate.library
        for step in evening.movable(said):
            for distance in self.distances(step.substances):
                for kind, substances in self._untimed_classes.items():
                    if substances.isdisjoint(distance.others):
                        continue
                    known = library.conditions.get(kind)
                    title = known.title if known is not None else kind
                    yield Conflict(
                        rule=distance.rule.id,
                        steps=(step.id,),
                        other=kind,
                        message=f"{title}: {library.rule_texts['no-time']} {distance.rule.text}",
                        is_question=True,
                    )

    def distances(self, substances: frozenset[str]) -> tuple[Distance, ...]:
        """Return the distances that something with these substances keeps."""
        found = self._distances_found.get(substances)
        if found is None:
            spacing_of = self.gate.library.spacing_of
            rules = dict.fromkeys(
                rule for name in sorted(substances) for rule in spacing_of.get(name, ())
            )
            found = self._distances_found[substances] = tuple(
                distance for rule in rules for distance in _distances(rule, substances)
            )
        return found

    @cached_property
    def _distances_found(self) -> dict[frozenset[str], tuple[Distance, ...]]:
        return {}

    def _too_close(self, things: Sequence[Thing], movable: Collection[str]) -> Iterator[Conflict]:
        """Yield each rule once that any two of the things break, at least one of them ours."""
        latest_first = sorted(things, key=lambda thing: thing.start, reverse=True)
        seen: set[tuple[str, frozenset[str], str]] = set()
        for n, one in enumerate(latest_first, start=1):
            distances = self.distances(one.substances)
            reach = max((max(kept.before, kept.after) for kept in distances), default=timedelta())
            for two in latest_first[n:]:
                if one.start - two.end >= reach or not (one.is_ours or two.is_ours):
                    continue
                for kept in distances:
                    if kept.speaks_of(one, two) and kept.is_broken(one, two):
                        conflict = self._told(kept.rule, *_mover_first(one, two, movable))
                        if conflict.key not in seen:
                            seen.add(conflict.key)
                            yield conflict

    def _told(self, rule: SpacingRule, mine: Thing, other: Thing) -> Conflict:
        words = self.gate.library.texts["too-close"].format(step=mine.title, other=other.title)
        return Conflict(
            rule=rule.id,
            steps=(mine.name, other.name) if other.is_ours else (mine.name,),
            other=other.name,
            message=f"{words} {rule.text}",
        )

    @cached_property
    def _untimed_classes(self) -> dict[str, frozenset[str]]:
        """The classes of medicines taken whose times nobody gave, with their substances."""
        library, medicines = self.gate.library, self.gate.profile.medicines
        timed = {medicine.kind for medicine in medicines if medicine.times}
        told = {medicine.kind for medicine in medicines}
        told |= {name for name in library.conditions if self.gate.counts(name)}
        classes = {kind: medicine_substances(kind) for kind in sorted(told - timed)}
        return {
            kind: substances
            for kind, substances in classes.items()
            if is_spaced(library, substances)
        }


def _mover_first(one: Thing, two: Thing, movable: Collection[str]) -> tuple[Thing, Thing]:
    """Return the step to move first, then the other thing."""
    ours = [thing for thing in (one, two) if thing.is_ours]
    free = [thing for thing in ours if thing.name in movable]
    mine = (free or ours)[0]
    return mine, two if mine is one else one
