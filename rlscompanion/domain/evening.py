"""The plan of one Night: routine + library + profile + night -> planned steps, conflicts, fixes.

Steps are planned backwards from bedtime. Clock steps never move; overlapping hands-on steps that
hang on bedtime move earlier. Spacing is computed between instants, across noon and midnight, from
what was ticked where it was ticked, else from the plan.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import combinations
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from rlscompanion.domain.library import Code, Kind, Library, Moment, SpacingRule, Step
from rlscompanion.domain.night import ONE_DAY, ONE_MINUTE, NightCalendar
from rlscompanion.domain.own_steps import TakesColumn, drinks_in, recognise
from rlscompanion.domain.routine import (
    LIGHTS_OUT,
    AtClock,
    BeforeBed,
    EveryNth,
    ReminderSetting,
    Routine,
    RoutineStep,
    Timing,
    default_timing,
    is_timed,
)
from rlscompanion.domain.safety import CALMING, Gate, Ruling, Verdict

BEFORE_BED_AT_MOST: Final = 720
SAME_EVENING_HOURS: Final = 24
BATH_ENDS_BEFORE_BED_MINUTES: Final = 60
BLOOD_TEST_FAST_HOURS: Final = 24
IRON_APART_HOURS: Final = 48
WINDOW: Final = "window"
WINDOW_RULES: Final = {"warm-bath": "S-h", "compression": "S-n"}
MULTIVITAMIN: Final = frozenset({"magnesium", "iron", "zinc", "calcium"})
MEDICINE_SUBSTANCES: Final = {
    "multivitamin": MULTIVITAMIN,
    "iron-prescribed": frozenset({"iron"}),
}
CANDIDATES_TRIED: Final = 24


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of tonight. ``nominal`` is where it would start if nothing were in its way."""

    id: str
    title: str
    kind: Kind
    moment: Moment
    nominal: datetime
    start: datetime
    end: datetime
    when: Timing
    hands_on: bool
    ruling: Ruling
    reminder: ReminderSetting
    substances: frozenset[str]
    known: Step | None

    @property
    def is_mark(self) -> bool:
        return self.id == LIGHTS_OUT

    @property
    def moved(self) -> bool:
        return self.start != self.nominal


@dataclass(frozen=True, slots=True)
class MedicineMark:
    name: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Fix:
    """A new time for one step that meets every rule and its window."""

    step: str
    when: Timing


@dataclass(frozen=True, slots=True)
class Conflict:
    """A rule that tonight's plan breaks: ``steps`` of tonight, with ``other``, in words."""

    rule: str
    steps: tuple[str, ...]
    other: str
    message: str
    fix: Fix | None = None

    @property
    def key(self) -> tuple[str, frozenset[str], str]:
        return self.rule, frozenset(self.steps), self.other


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A step that is switched on and belongs to this night, but is locked."""

    step: str
    title: str
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Evening:
    """All instants are in UTC; ``zone`` is where the person is."""

    night: date
    zone: ZoneInfo
    begins: datetime
    bedtime: datetime
    wake: datetime
    steps: tuple[PlannedStep, ...]
    medicines: tuple[MedicineMark, ...]
    conflicts: tuple[Conflict, ...]
    left_out: tuple[LeftOut, ...]

    def step(self, step_id: str) -> PlannedStep | None:
        return next((step for step in self.steps if step.id == step_id), None)

    @property
    def first_reminded(self) -> PlannedStep | None:
        """Return the first step of the evening itself (not of the day), if there is one."""
        return next(
            (
                step
                for step in self.steps
                if step.moment in {Moment.EVENING, Moment.BOTH} and not step.is_mark
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """What was said of a Night's steps: when each was done, and which were skipped."""

    done: Mapping[str, datetime] = field(
        default_factory=lambda: MappingProxyType(dict[str, datetime]())
    )
    skipped: frozenset[str] = frozenset()


NOTHING_TAKEN: Final = Taken()


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something in time that spacing rules speak of."""

    name: str
    title: str
    substances: frozenset[str]
    start: datetime
    end: datetime
    tonight: bool = True
    is_step: bool = True


@dataclass(frozen=True)
class Planner:
    """Plans Nights for one routine and one gate. ``taken`` is what was said, by Night."""

    library: Library
    routine: Routine
    gate: Gate
    calendar: NightCalendar
    taken: Mapping[date, Taken] = field(
        default_factory=lambda: MappingProxyType(dict[date, Taken]())
    )

    def plan(self, night: date) -> Evening:
        """Return the evening of ``night`` with its conflicts and their fixes."""
        evening = self.plan_without_fixes(night)
        if not evening.conflicts:
            return evening
        fixed = tuple(self._with_fix(evening, conflict) for conflict in evening.conflicts)
        return replace(evening, conflicts=fixed)

    def broken_by_starting(self, evening: Evening, step_id: str, at: datetime) -> tuple[str, ...]:
        """Return the words of the spacing rules that starting ``step_id`` at ``at`` breaks."""
        step = evening.step(step_id)
        if step is None:
            return ()
        moved = replace(step, start=at, end=at + (step.end - step.start))
        shifted = replace(
            evening,
            steps=tuple(moved if old.id == step_id else old for old in evening.steps),
        )
        return tuple(
            conflict.message
            for conflict in self._timed_conflicts(shifted)
            if step_id in conflict.steps and conflict.rule != WINDOW
        )

    def plan_without_fixes(self, night: date) -> Evening:
        """Return the evening with its conflicts, but without looking for fixes."""
        placed, left_out = self._place(night)
        begins, bedtime, wake = self.times(night)
        evening = Evening(
            night=night,
            zone=self.calendar.zone,
            begins=begins,
            bedtime=bedtime,
            wake=wake,
            steps=placed,
            medicines=tuple(
                MedicineMark(thing.title, thing.name, thing.start)
                for thing in self._medicines(night)
                if begins <= thing.start < self.calendar.start(night + ONE_DAY)
            ),
            conflicts=(),
            left_out=left_out,
        )
        return replace(evening, conflicts=tuple(self._conflicts(evening)))

    def times(self, night: date) -> tuple[datetime, datetime, datetime]:
        """Return when ``night`` begins, its bedtime and its wake time."""
        bedtime = self.calendar.at_or_after_turn(night, self.routine.bedtime.on(night))
        wake = self.calendar.after(bedtime, self.routine.wake.on(night))
        return self.calendar.start(night), bedtime, wake

    # ------------------------------------------------------------------ placing

    @cached_property
    def _chosen(self) -> tuple[tuple[RoutineStep, Step | None, Ruling], ...]:
        """The steps that are on and have a place in an evening, each with its verdict."""
        chosen: list[tuple[RoutineStep, Step | None, Ruling]] = []
        for step in self.routine.steps:
            known = self.library.steps.get(step.id)
            if not step.on or step.id == LIGHTS_OUT or not is_timed(step, known):
                continue
            if known is None and not step.is_own:
                continue
            if known is not None and not known.offered:
                continue
            chosen.append((step, known, rule_step(self.gate, step)))
        return tuple(chosen)

    def _place(self, night: date) -> tuple[tuple[PlannedStep, ...], tuple[LeftOut, ...]]:
        placed: list[PlannedStep] = []
        left_out: list[LeftOut] = []
        for step, known, ruling in self._chosen:
            if not step.nights.includes(night):
                continue
            if ruling.locks:
                left_out.append(LeftOut(step.id, title_of(step, known), ruling))
            else:
                placed.append(self._planned(step, known, ruling, night))
        begins, bedtime, _ = self.times(night)
        placed = _kept_apart(placed, begins)
        placed, blocked = self._without_doubles(placed)
        placed.append(self._lights_out(bedtime))
        placed.sort(key=lambda planned: (planned.start, planned.is_mark))
        return tuple(placed), (*left_out, *blocked)

    def _planned(
        self,
        step: RoutineStep,
        known: Step | None,
        ruling: Ruling,
        night: date,
    ) -> PlannedStep:
        begins, bedtime, _ = self.times(night)
        when = step.when or (default_timing(known) if known is not None else None)
        assert when is not None, "is_timed() lets only timed steps come here"  # noqa: S101
        if isinstance(when, AtClock):
            start = self.calendar.at_or_after_turn(night, when.time)
        else:
            start = max(begins, bedtime - timedelta(minutes=when.minutes))
        minutes = step.minutes if step.minutes is not None else known.minutes if known else 0
        return PlannedStep(
            id=step.id,
            title=title_of(step, known),
            kind=known.kind if known else Kind.HABIT,
            moment=known.moment if known else Moment.EVENING,
            nominal=start,
            start=start,
            end=start + timedelta(minutes=minutes),
            when=when,
            hands_on=known.hands_on if known else minutes > 0,
            ruling=ruling,
            reminder=step.reminder,
            substances=substances_of(self.library, step),
            known=known,
        )

    def _lights_out(self, bedtime: datetime) -> PlannedStep:
        known = self.library.steps[LIGHTS_OUT]
        return PlannedStep(
            id=known.id,
            title=known.title,
            kind=known.kind,
            moment=known.moment,
            nominal=bedtime,
            start=bedtime,
            end=bedtime,
            when=BeforeBed(0),
            hands_on=False,
            ruling=Ruling(known.id, Verdict.FINE),
            reminder=ReminderSetting(on=False),
            substances=frozenset(),
            known=known,
        )

    def _without_doubles(
        self, placed: Sequence[PlannedStep]
    ) -> tuple[list[PlannedStep], list[LeftOut]]:
        """Apply X2: of two calming supplements in one night the later is blocked."""
        kept: list[PlannedStep] = []
        blocked: list[LeftOut] = []
        calming = False
        for step in sorted(placed, key=lambda planned: planned.start):
            if step.substances.isdisjoint(CALMING):
                kept.append(step)
            elif calming:
                reason = self.gate.reason("X2", Code.BLOCK)
                ruling = replace(
                    step.ruling,
                    verdict=Verdict.BLOCKED,
                    reasons=(*step.ruling.reasons, reason),
                )
                blocked.append(LeftOut(step.id, step.title, ruling))
            else:
                calming = True
                kept.append(step)
        return kept, blocked

    # ---------------------------------------------------------------- conflicts

    def _conflicts(self, evening: Evening) -> Iterator[Conflict]:
        yield from self._timed_conflicts(evening)
        yield from self._untimed_medicine_conflicts(evening)

    def _timed_conflicts(self, evening: Evening) -> Iterator[Conflict]:
        yield from self._spacing_conflicts(evening)
        yield from self._iron_conflicts(evening)
        yield from self._window_conflicts(evening)

    def _open(self, evening: Evening) -> Iterator[PlannedStep]:
        """Yield the steps that nobody has answered yet: only these can move."""
        taken = self.taken.get(evening.night, NOTHING_TAKEN)
        for step in evening.steps:
            if not step.is_mark and step.id not in taken.done and step.id not in taken.skipped:
                yield step

    def _spacing_conflicts(self, evening: Evening) -> Iterator[Conflict]:
        movable = {step.id for step in self._open(evening)}
        ordered = sorted(self._things(evening), key=lambda thing: thing.start, reverse=True)
        seen: set[tuple[str, frozenset[str], str]] = set()
        for one, two in combinations(ordered, 2):
            if not (one.tonight and one.is_step) and not (two.tonight and two.is_step):
                continue
            for rule in self._rules_between(one, two):
                if not _broken(rule, one, two):
                    continue
                mine, other = self._mover(one, two, movable)
                conflict = Conflict(
                    rule=rule.id,
                    steps=(mine.name, other.name)
                    if other.tonight and other.is_step
                    else (mine.name,),
                    other=other.name,
                    message=self._words("too-close", step=mine.title, other=other.title)
                    + " "
                    + rule.text,
                )
                if conflict.key not in seen:
                    seen.add(conflict.key)
                    yield conflict

    @staticmethod
    def _mover(one: _Thing, two: _Thing, movable: set[str]) -> tuple[_Thing, _Thing]:
        """Return the step to move first, then the other thing."""
        ours = [thing for thing in (one, two) if thing.tonight and thing.is_step]
        free = [thing for thing in ours if thing.name in movable]
        mine = (free or ours)[0]
        return mine, two if mine is one else one

    def _rules_between(self, one: _Thing, two: _Thing) -> Iterator[SpacingRule]:
        for rule in self._rules_of(one.substances):
            forwards = one.substances & rule.items and two.substances & rule.others
            backwards = two.substances & rule.items and one.substances & rule.others
            if not (forwards or backwards):
                continue
            if rule.hours_before >= SAME_EVENING_HOURS and not (one.tonight and two.tonight):
                continue
            yield rule

    def _rules_of(self, substances: frozenset[str]) -> Iterable[SpacingRule]:
        """Return the rules that speak of any of the substances, each once."""
        return dict.fromkeys(
            rule for name in sorted(substances) for rule in self._rule_index.get(name, ())
        )

    @cached_property
    def _rule_index(self) -> Mapping[str, tuple[SpacingRule, ...]]:
        index: dict[str, tuple[SpacingRule, ...]] = {}
        for rule in self.library.spacing:
            for name in rule.items | rule.others:
                index[name] = (*index.get(name, ()), rule)
        return index

    def _things(self, evening: Evening) -> Iterator[_Thing]:
        """Yield everything that spacing rules may speak of, around this Night."""
        taken = self.taken.get(evening.night, NOTHING_TAKEN)
        for step in evening.steps:
            if self._is_spaced(step) and step.id not in taken.skipped:
                yield _thing(step, taken.done.get(step.id), tonight=True)
        for night in (evening.night - ONE_DAY, evening.night + ONE_DAY):
            yield from self._neighbours(night)
        yield from self._medicines(evening.night)

    def _neighbours(self, night: date) -> Iterator[_Thing]:
        taken = self.taken.get(night, NOTHING_TAKEN)
        for step in self._place(night)[0] if self._has_spaced_steps else ():
            if self._is_spaced(step) and step.id not in taken.skipped:
                yield _thing(step, taken.done.get(step.id), tonight=False)

    def _is_spaced(self, step: PlannedStep) -> bool:
        return not step.substances.isdisjoint(self._rule_index)

    @cached_property
    def _has_spaced_steps(self) -> bool:
        return any(
            not substances_of(self.library, step).isdisjoint(self._rule_index)
            for step, _, _ in self._chosen
        )

    def _medicines(self, night: date) -> Iterator[_Thing]:
        """Yield each time of each medicine on the days around ``night``."""
        for medicine in self.gate.profile.medicines:
            substances = _medicine_substances(medicine.kind)
            for wall in medicine.times:
                for nearby in (night - ONE_DAY, night, night + ONE_DAY):
                    at = self.calendar.at_or_after_turn(nearby, wall)
                    yield _Thing(
                        name=medicine.kind,
                        title=medicine.name,
                        substances=substances,
                        start=at,
                        end=at,
                        tonight=nearby == night,
                        is_step=False,
                    )

    def _untimed_medicine_conflicts(self, evening: Evening) -> Iterator[Conflict]:
        """Yield a question for each class that a rule speaks of and whose times nobody gave."""
        medicines = self.gate.profile.medicines
        timed = {medicine.kind for medicine in medicines if medicine.times}
        told = {medicine.kind for medicine in medicines}
        told |= {name for name in self.library.conditions if self.gate.counts(name)}
        for step in self._open(evening):
            for rule in self._rules_of(step.substances):
                others = rule.others if step.substances & rule.items else rule.items
                for kind in sorted(told - timed):
                    if _medicine_substances(kind).isdisjoint(others):
                        continue
                    known = self.library.conditions.get(kind)
                    title = known.title if known is not None else kind
                    yield Conflict(
                        rule=rule.id,
                        steps=(step.id,),
                        other=kind,
                        message=f"{title}: {self.library.rule_texts['no-time']} {rule.text}",
                    )

    def _iron_conflicts(self, evening: Evening) -> Iterator[Conflict]:
        """Yield S-d (no iron in the 24 h before a booked test) and S-e (48 h where chosen)."""
        for step in self._open(evening):
            for rule, begin, end in self._iron_pauses(step):
                if begin < step.start < end:
                    yield Conflict(
                        rule,
                        (step.id,),
                        "blood-test" if rule == "S-d" else "iron",
                        self.library.rule_texts[rule],
                    )

    def _iron_pauses(self, step: PlannedStep) -> Iterator[tuple[str, datetime, datetime]]:
        """Yield the rule and the open interval in which an iron step may not start."""
        if "iron" not in step.substances:
            return
        for test in self.gate.profile.blood_tests:
            if test.is_booked:
                _, _, morning = self.times(test.on - ONE_DAY)
                fasting = timedelta(hours=BLOOD_TEST_FAST_HOURS)
                yield "S-d", morning - fasting, morning + ONE_MINUTE
        chosen = self.routine.step(step.id)
        if chosen is not None and isinstance(chosen.nights, EveryNth):
            apart = timedelta(hours=IRON_APART_HOURS)
            for taken in self.taken.values():
                at = taken.done.get(step.id)
                if at is not None:
                    yield "S-e", at - apart, at + apart

    def _window_conflicts(self, evening: Evening) -> Iterator[Conflict]:
        for step in self._open(evening):
            rule = window_rule_broken(step, evening.bedtime)
            if rule is not None:
                message = self.library.rule_texts[rule].format(step=step.title)
                yield Conflict(rule, (step.id,), "bed", message)

    def _words(self, key: str, **names: str) -> str:
        return self.library.texts[key].format(**names)

    # -------------------------------------------------------------------- fixes

    def _with_fix(self, evening: Evening, conflict: Conflict) -> Conflict:
        """Return the conflict with the nearest time that meets every rule, if there is one."""
        before = {other.key for other in evening.conflicts}
        open_ids = {step.id for step in self._open(evening)}
        for step_id in conflict.steps:
            step = evening.step(step_id)
            if step is None or step_id not in open_ids:
                continue
            for start in self._candidates(evening, step):
                when = _timing_like(step.when, start, evening)
                if when is None:
                    continue
                after = {other.key for other in self._moved(step_id, when, evening.night)}
                if conflict.key not in after and after <= before:
                    return replace(conflict, fix=Fix(step_id, when))
        return conflict

    def _moved(self, step_id: str, when: Timing, night: date) -> tuple[Conflict, ...]:
        chosen = self.routine.step(step_id)
        assert chosen is not None, "every planned step comes from the routine"  # noqa: S101
        routine = self.routine.with_step(replace(chosen, when=when))
        return replace(self, routine=routine).plan_without_fixes(night).conflicts

    def _candidates(self, evening: Evening, step: PlannedStep) -> Iterator[datetime]:
        """Yield starts that meet every rule taken by itself, nearest first, in whole minutes."""
        forbidden = list(self._forbidden(evening, step))
        first, last = _span(evening, step)
        starts = {step.nominal, first, last}
        starts.update(edge for gap in forbidden for edge in gap)
        allowed = sorted(
            {
                start
                for start in map(_whole_minute, starts)
                if first <= start <= last
                and not any(begin < start < end for begin, end in forbidden)
                and window_rule_broken(
                    replace(step, start=start, end=start + (step.end - step.start)),
                    evening.bedtime,
                )
                is None
            },
            key=lambda start: (abs(start - step.start), start),
        )
        yield from allowed[:CANDIDATES_TRIED]

    def _forbidden(
        self, evening: Evening, step: PlannedStep
    ) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open intervals in which ``step`` may not start."""
        length = step.end - step.start
        own = _thing(step, None, tonight=True)
        for thing in self._things(evening):
            if thing.tonight and thing.name == step.id and thing.is_step:
                continue
            for rule in self._rules_between(own, thing):
                before, after = _hours(rule, own, thing)
                yield (
                    thing.start - timedelta(hours=before) - length,
                    thing.end + timedelta(hours=after),
                )
        for _, begin, end in self._iron_pauses(step):
            yield begin, end
        if step.hands_on:
            for other in evening.steps:
                if other.hands_on and other.id != step.id:
                    yield other.start - length, other.end


def rule_step(gate: Gate, step: RoutineStep) -> Ruling:
    """Return the verdict on a chosen step: the library's, or that of an own step's name."""
    known = gate.library.steps.get(step.id)
    if known is not None:
        return gate.rule(known)
    match recognise(gate.library, step.title):
        case TakesColumn(steps):
            rulings = [gate.rule(gate.library.steps[name]) for name in steps]
            return replace(min(rulings, key=lambda found: found.verdict.strictness), step=step.id)
        case _:
            return Ruling(step.id, Verdict.UNCHECKED)


def title_of(step: RoutineStep, known: Step | None) -> str:
    return known.title if known is not None else step.title


def substances_of(library: Library, step: RoutineStep) -> frozenset[str]:
    """Return the names under which spacing rules know a step."""
    if not step.is_own:
        return frozenset({step.id})
    match recognise(library, step.title):
        case TakesColumn(steps):
            return MULTIVITAMIN if len(steps) > 1 else frozenset(steps)
        case _:
            return drinks_in(step.title)


def window_rule_broken(step: PlannedStep, bedtime: datetime) -> str | None:
    """Return the rule that the start or the end of a step breaks against bedtime, or None."""
    known = step.known
    if known is None:
        return None
    rule = WINDOW_RULES.get(step.id, WINDOW)
    before = (bedtime - step.start).total_seconds() / 60
    if known.earliest is not None and before > known.earliest:
        return rule
    if known.latest is not None and before < known.latest:
        return rule
    ends_before = (bedtime - step.end).total_seconds() / 60
    if step.id == "warm-bath" and ends_before < BATH_ENDS_BEFORE_BED_MINUTES:
        return rule
    if step.id == "compression" and ends_before < 0:
        return rule
    return None


def _medicine_substances(kind: str) -> frozenset[str]:
    return MEDICINE_SUBSTANCES.get(kind, frozenset({kind}))


def _thing(step: PlannedStep, done: datetime | None, *, tonight: bool) -> _Thing:
    if done is None:
        start, end = step.start, step.end
    else:
        start = end = done
    return _Thing(step.id, step.title, step.substances, start, end, tonight=tonight)


def _hours(rule: SpacingRule, own: _Thing, other: _Thing) -> tuple[float, float]:
    """Return how long ``own`` must come before, and after, ``other``."""
    if own.substances & rule.items and other.substances & rule.others:
        return rule.hours_before, rule.hours_after
    return rule.hours_after, rule.hours_before


def _broken(rule: SpacingRule, one: _Thing, two: _Thing) -> bool:
    before, after = _hours(rule, one, two)
    return one.end > two.start - timedelta(hours=before) and one.start < two.end + timedelta(
        hours=after
    )


def _kept_apart(placed: Iterable[PlannedStep], begins: datetime) -> list[PlannedStep]:
    """Return the steps with overlapping hands-on ones that hang on bedtime moved earlier.

    The order of their starts is kept; clock steps stay where they are.
    """
    steps = list(placed)
    fixed = [step for step in steps if step.hands_on and isinstance(step.when, AtClock)]
    movable = [step for step in steps if step.hands_on and isinstance(step.when, BeforeBed)]
    result = [step for step in steps if not step.hands_on] + fixed
    taken = list(fixed)
    for step in sorted(movable, key=lambda planned: planned.start, reverse=True):
        start = _latest_free_start(step, taken)
        if start < begins:
            start = step.start
        moved = replace(step, start=start, end=start + (step.end - step.start))
        taken.append(moved)
        result.append(moved)
    return result


def _latest_free_start(step: PlannedStep, taken: Sequence[PlannedStep]) -> datetime:
    length = step.end - step.start
    start = step.start
    while True:
        end = start + length
        blocking = [other for other in taken if start < other.end and other.start < end]
        if not blocking:
            return start
        start = min(other.start for other in blocking) - length


def _span(evening: Evening, step: PlannedStep) -> tuple[datetime, datetime]:
    """Return the first and the last start that a fix may propose."""
    known = step.known
    earliest = known.earliest if known and known.earliest is not None else None
    latest = known.latest if known and known.latest is not None else 0
    first = evening.begins
    if earliest is not None:
        first = max(first, evening.bedtime - timedelta(minutes=earliest))
    return first, evening.bedtime - timedelta(minutes=latest)


def _whole_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _timing_like(when: Timing, start: datetime, evening: Evening) -> Timing | None:
    if isinstance(when, AtClock):
        return AtClock(start.astimezone(evening.zone).time())
    minutes = (evening.bedtime - start).total_seconds() / 60
    if minutes != int(minutes) or not 0 <= minutes <= BEFORE_BED_AT_MOST:
        return None
    return BeforeBed(int(minutes))
