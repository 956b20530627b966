"""Judging a test that is over: the comparison, the sentence it earns, and all that stands beside."""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median
from typing import Protocol

from msgspec import Struct

from rlscompanion.domain.experiment import (
    BAD_NIGHT,
    Adherence,
    Arm,
    Beside,
    Experiment,
    Finding,
    Outcome,
    Sentence,
    State,
    enough,
    finding,
    sentence,
)
from rlscompanion.domain.randomisation import (
    Comparison,
    Ratings,
    compare,
    lag_1_correlation,
    trend_per_week,
)
from rlscompanion.domain.sealing import is_intact, reference_of


class Diary(Protocol):
    """What the morning said. Nights of which it said nothing are not in the answers."""

    def ratings(self, outcome: Outcome, nights: Sequence[date]) -> Mapping[date, int]:
        """Return the ratings of an outcome, 0 to 10."""
        ...

    def beside(self, nights: Sequence[date]) -> Mapping[date, Beside]:
        """Return what else was noted."""
        ...


class Dot(Struct, frozen=True):
    """One planned night and its rating."""

    night: date | None
    arm: Arm
    rating: int | None
    swapped: bool
    void: bool


class ArmNotes(Struct, frozen=True):
    """Of the rated nights of one arm: those rated 4 or more, flare-ups, the middle of the minutes."""

    bad_nights: int
    flare_ups: int
    minutes_to_fall_asleep: float | None


class Result(Struct, frozen=True):
    """What a test that is over shows. ``compared`` is there from the minimum of nights on."""

    experiment: Experiment
    name: str
    prefix: str
    finding: Finding
    sentence: Sentence
    notes: tuple[str, ...]
    compared: Comparison | None
    dots: tuple[Dot, ...]
    rated: int
    missing: int
    swapped: int
    untold: int
    """Nights with a rating whose arm was never told: the app was not opened."""
    beside: Mapping[Arm, ArmNotes]
    """What else was noted of each arm; it has no verdict."""
    lag_1: float | None
    trend: float | None
    as_done: float | None
    """The difference over the nights that went as planned; small print, no verdict."""
    intact: bool


class Judging(Struct, frozen=True):
    """Over the diary; the rest is arithmetic."""

    diary: Diary
    words: Mapping[str, str]

    def result(self, experiment: Experiment, name: str) -> Result:
        """Return what the test shows; takes up to half a second."""
        plan = experiment.plan
        nights = [a.night for a in experiment.assignments if a.night is not None]
        values = experiment.values(self.diary.ratings(plan.outcome, nights))
        intact = is_intact(experiment)
        compared = (
            compare(plan.schedule, Ratings.of(values), reference_of(plan))
            if intact and enough(plan.schedule, values)
            else None
        )
        kind = finding(compared)
        said = sentence(kind, compared, name, self.words)
        if not intact:
            kind, said = Finding.WITHHELD, Sentence(self.words["changed"], "")
        elif experiment.state is State.STOPPED_WORSE:
            kind = Finding.WITHHELD
            said = sentence(kind, None, name, self.words)
        dots = tuple(
            Dot(a.night, a.arm, value, a.swapped, a.void)
            for a, value in zip(experiment.assignments, values, strict=True)
        )
        rated = sum(value is not None for value in values)
        return Result(
            experiment=experiment,
            name=name,
            prefix=self._prefix(experiment),
            finding=kind,
            sentence=said,
            notes=(self.words["expectation"], self.words["about-you"]),
            compared=compared if kind is not Finding.WITHHELD else None,
            dots=dots,
            rated=rated,
            missing=len(experiment.nights_before(date.max)) - rated,
            swapped=sum(dot.swapped for dot in dots if dot.rating is not None),
            untold=sum(
                a.revealed is None
                for a, value in zip(experiment.assignments, values, strict=True)
                if value is not None
            ),
            beside=self._beside(dots),
            lag_1=lag_1_correlation(plan.schedule, values),
            trend=trend_per_week(plan.schedule, values),
            as_done=_difference_as_done(experiment, values),
            intact=intact,
        )

    def _beside(self, dots: Sequence[Dot]) -> Mapping[Arm, ArmNotes]:
        rated = {dot.night: dot for dot in dots if dot.rating is not None and dot.night is not None}
        noted = self.diary.beside(tuple(rated))
        return {arm: _notes_of(arm, rated, noted) for arm in Arm}

    def _prefix(self, experiment: Experiment) -> str:
        key = {
            State.STOPPED: "stopped-early",
            State.STOPPED_WORSE: "stopped-early",
            State.ENDED_BY_MEDICINE: "ended-by-medicine",
        }.get(experiment.state)
        if key is None or experiment.ended is None:
            return ""
        return self.words[key].format(night=len(experiment.nights_before(experiment.ended)))


def _notes_of(arm: Arm, rated: Mapping[date, Dot], noted: Mapping[date, Beside]) -> ArmNotes:
    own = {night: dot for night, dot in rated.items() if dot.arm is arm}
    notes = [noted[night] for night in own if night in noted]
    minutes = [m for note in notes if (m := note.minutes_to_fall_asleep) is not None]
    return ArmNotes(
        bad_nights=sum((dot.rating or 0) >= BAD_NIGHT for dot in own.values()),
        flare_ups=sum(note.flare_ups for note in notes),
        minutes_to_fall_asleep=median(minutes) if minutes else None,
    )


def _difference_as_done(experiment: Experiment, values: Sequence[int | None]) -> float | None:
    """Return the difference over the nights whose arm was kept to."""
    kept: dict[Arm, list[int]] = {Arm.WITH: [], Arm.WITHOUT: []}
    for a, value in zip(experiment.assignments, values, strict=True):
        as_planned = (
            a.adherence is Adherence.DONE
            if a.arm is Arm.WITH
            else a.adherence is Adherence.NOT_DONE
        )
        if value is not None and as_planned:
            kept[a.arm].append(value)
    if not all(kept.values()):
        return None
    means = {arm: sum(own) / len(own) for arm, own in kept.items()}
    return means[Arm.WITH] - means[Arm.WITHOUT]
