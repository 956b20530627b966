"""The plan of one Night: routine + library + profile + night -> planned steps, conflicts, fixes.

Steps are planned backwards from bedtime. Clock steps never move; overlapping hands-on steps that
hang on bedtime move earlier. Spacing is computed between instants, across noon and midnight, from
what was ticked where it was ticked, else from the plan.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import chain
from math import ceil, floor
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from rlscompanion.domain.library import Code, Kind, Library, Moment, SpacingRule, Step
from rlscompanion.domain.night import NOON, ONE_DAY, ONE_MINUTE, NightCalendar, instant_of
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
SAME_EVENING: Final = timedelta(hours=24)
ENDS_BEFORE_BED_MINUTES: Final = {"warm-bath": 60, "compression": 0}
BLOOD_TEST_FAST_HOURS: Final = 24
IRON_APART_HOURS: Final = 48
WINDOW: Final = "window"
WINDOW_RULES: Final = {"warm-bath": "S-h", "compression": "S-n"}
MULTIVITAMIN: Final = frozenset({"magnesium", "iron", "zinc", "calcium"})
MEDICINE_SUBSTANCES: Final = {
    "multivitamin": MULTIVITAMIN,
    "iron-prescribed": frozenset({"iron"}),
}
FAR_MINUTES: Final = 7 * 24 * 60


class PlannedStep(Struct, frozen=True):
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


class MedicineMark(Struct, frozen=True):
    """One time of one medicine: shown, never asked for."""

    name: str
    kind: str
    at: datetime


class Fix(Struct, frozen=True):
    """A new time for one step that meets every rule and its window."""

    step: str
    when: Timing


class Conflict(Struct, frozen=True):
    """A rule that tonight's plan breaks: ``steps`` of tonight, with ``other``, in words."""

    rule: str
    steps: tuple[str, ...]
    other: str
    message: str
    fix: Fix | None = None

    @property
    def key(self) -> tuple[str, frozenset[str], str]:
        return self.rule, frozenset(self.steps), self.other


class LeftOut(Struct, frozen=True):
    """A step that is switched on and belongs to this night, but is locked."""

    step: str
    title: str
    ruling: Ruling


class Evening(Struct, frozen=True):
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


class Taken(Struct, frozen=True):
    """What was said of a Night's steps: when each was done, and which were skipped."""

    done: Mapping[str, datetime] = field(
        default_factory=lambda: MappingProxyType(dict[str, datetime]())
    )
    skipped: frozenset[str] = frozenset()


NOTHING_TAKEN: Final = Taken()


class _Thing(Struct, frozen=True):
    """Something in time that spacing rules speak of."""

    name: str
    title: str
    substances: frozenset[str]
    start: datetime
    end: datetime
    tonight: bool = True
    is_step: bool = True

    @property
    def is_ours(self) -> bool:
        """Return whether this is a step of the Night in question."""
        return self.tonight and self.is_step


class _Chosen(Struct, frozen=True):
    """A step of the routine that is on and has a place in an evening, with its verdict."""

    order: int
    step: RoutineStep
    known: Step | None
    title: str
    ruling: Ruling
    when: Timing
    minutes: int
    substances: frozenset[str]

    @property
    def hands_on(self) -> bool:
        return self.known.hands_on if self.known is not None else self.minutes > 0


class _Side(Struct, frozen=True):
    """A spacing rule as one thing sees it: how long before, and after, any of ``others``."""

    rule: SpacingRule
    others: frozenset[str]
    before: timedelta
    after: timedelta

    def speaks_of(self, one: _Thing, two: _Thing) -> bool:
        if two.substances.isdisjoint(self.others):
            return False
        return (one.tonight and two.tonight) or self.before < SAME_EVENING

    def is_broken(self, one: _Thing, two: _Thing) -> bool:
        return one.end > two.start - self.before and one.start < two.end + self.after


Interval = tuple[float, float]
"""Open at both ends, in minutes since the Night began."""


class _Mending(Struct, frozen=True):
    """One search for fixes: the evening, what can move, what is around it, what was found."""

    evening: Evening
    movable: Mapping[str, PlannedStep]
    things: tuple[_Thing, ...]
    fixes: dict[str, Fix | None] = field(default_factory=dict[str, "Fix | None"])


class Planner(Struct, frozen=True, dict=True):
    """Plans Nights for one routine and one gate.

    ``taken`` is what was said, ``bedtimes`` the bedtimes that hold for one Night only, both by
    Night.
    """

    library: Library
    routine: Routine
    gate: Gate
    calendar: NightCalendar
    taken: Mapping[date, Taken] = field(
        default_factory=lambda: MappingProxyType(dict[date, Taken]())
    )
    bedtimes: Mapping[date, time] = field(
        default_factory=lambda: MappingProxyType(dict[date, time]())
    )

    def plan(self, night: date) -> Evening:
        """Return the evening of ``night`` with its conflicts and their fixes."""
        evening = self.plan_without_fixes(night)
        if not evening.conflicts:
            return evening
        taken = self.taken.get(night, NOTHING_TAKEN)
        mending = _Mending(
            evening=evening,
            movable={step.id: step for step in _open(evening, taken)},
            things=(*self._tonight(evening, taken), *self._surroundings(night)),
        )
        return replace(
            evening,
            conflicts=tuple(self._with_fix(mending, conflict) for conflict in evening.conflicts),
        )

    def broken_by_starting(self, evening: Evening, step_id: str, at: datetime) -> tuple[str, ...]:
        """Return the words of the spacing rules that starting ``step_id`` at ``at`` breaks.

        What was said of the step before does not matter: it is started now.
        """
        step = evening.step(step_id)
        if step is None:
            return ()
        moved = replace(step, start=at, end=at + (step.end - step.start))
        shifted = replace(
            evening,
            steps=tuple(moved if old.id == step_id else old for old in evening.steps),
        )
        said = self.taken.get(evening.night, NOTHING_TAKEN)
        unsaid = Taken(
            {name: done for name, done in said.done.items() if name != step_id},
            said.skipped - {step_id},
        )
        return tuple(
            conflict.message
            for conflict in self._timed_conflicts(shifted, unsaid)
            if step_id in conflict.steps and conflict.rule != WINDOW
        )

    def plan_without_fixes(self, night: date) -> Evening:
        """Return the evening with its conflicts, but without looking for fixes."""
        begins, bedtime, wake = self.times(night)
        placed, left_out = self._place(self._chosen, night, begins, bedtime)
        next_begins = self.calendar.start(night + ONE_DAY)
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
                if begins <= thing.start < next_begins
            ),
            conflicts=(),
            left_out=left_out,
        )
        return replace(
            evening,
            conflicts=(
                *self._timed_conflicts(evening, self.taken.get(night, NOTHING_TAKEN)),
                *self._untimed_medicine_conflicts(evening),
            ),
        )

    def times(self, night: date) -> tuple[datetime, datetime, datetime]:
        """Return when ``night`` begins, its bedtime and its wake time."""
        wall = self.bedtimes.get(night, self.routine.bedtime.on(night))
        bedtime = self.calendar.at_or_after_turn(night, wall)
        wake = self.calendar.after(bedtime, self.routine.wake.on(night))
        return self.calendar.start(night), bedtime, wake

    # ------------------------------------------------------------------ placing

    @cached_property
    def _chosen(self) -> tuple[_Chosen, ...]:
        return tuple(
            _Chosen(
                order=order,
                step=step,
                known=known,
                title=title_of(step, known),
                ruling=rule_step(self.gate, step),
                when=when,
                minutes=_minutes_of(step, known),
                substances=substances_of(self.library, step),
            )
            for order, step in enumerate(self.routine.steps)
            if step.on and step.id != LIGHTS_OUT
            for known in (self.library.steps.get(step.id),)
            if (known.offered if known is not None else step.is_own) and is_timed(step, known)
            for when in (step.when or (default_timing(known) if known is not None else None),)
            if when is not None
        )

    def _place(
        self, among: Iterable[_Chosen], night: date, begins: datetime, bedtime: datetime
    ) -> tuple[tuple[PlannedStep, ...], tuple[LeftOut, ...]]:
        said = self.taken.get(night, NOTHING_TAKEN)
        wanted: list[PlannedStep] = []
        left_out: list[LeftOut] = []
        for chosen in among:
            if not chosen.step.nights.includes(night):
                continue
            if chosen.ruling.locks and chosen.step.id not in said.done:
                left_out.append(LeftOut(chosen.step.id, chosen.title, chosen.ruling))
                continue
            planned = self._planned(chosen, night, begins, bedtime)
            if chosen.step.id not in said.done and self._is_before_blood_test(planned):
                left_out.append(self._blocked(planned, "S-d"))
            else:
                wanted.append(planned)
        wanted, doubles = self._without_doubles(wanted, said)
        starts = _kept_apart(wanted, begins)
        placed = [
            step if starts.get(step.id, step.start) == step.start else _moved(step, starts[step.id])
            for step in wanted
        ]
        placed.append(self._lights_out(bedtime))
        placed.sort(key=lambda planned: (planned.start, planned.is_mark))
        return tuple(placed), (*left_out, *doubles)

    def _planned(
        self, chosen: _Chosen, night: date, begins: datetime, bedtime: datetime
    ) -> PlannedStep:
        known = chosen.known
        start = self._start_of(chosen.when, night, begins, bedtime)
        return PlannedStep(
            id=chosen.step.id,
            title=chosen.title,
            kind=known.kind if known else Kind.HABIT,
            moment=known.moment if known else Moment.EVENING,
            nominal=start,
            start=start,
            end=start + timedelta(minutes=chosen.minutes),
            when=chosen.when,
            hands_on=chosen.hands_on,
            ruling=chosen.ruling,
            reminder=chosen.step.reminder,
            substances=chosen.substances,
            known=known,
        )

    def _start_of(self, when: Timing, night: date, begins: datetime, bedtime: datetime) -> datetime:
        if isinstance(when, AtClock):
            return self.calendar.at_or_after_turn(night, when.time)
        return max(begins, bedtime - timedelta(minutes=when.minutes))

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
        self, wanted: Sequence[PlannedStep], taken: Taken
    ) -> tuple[list[PlannedStep], list[LeftOut]]:
        """Apply X2: of two calming supplements in one night the later is blocked.

        What was done comes before what is only planned; what was skipped is not in the way.
        """
        calming = [
            step
            for step in wanted
            if step.id not in taken.skipped and not step.substances.isdisjoint(CALMING)
        ]
        calming.sort(key=lambda step: (step.id not in taken.done, step.start))
        blocked = {step.id: step for step in calming[1:] if step.id not in taken.done}
        return [step for step in wanted if step.id not in blocked], [
            self._blocked(step, "X2") for step in blocked.values()
        ]

    def _blocked(self, step: PlannedStep, rule: str) -> LeftOut:
        """Return a step that is left out of this Night by a rule that only a Night can break."""
        reasons = (*step.ruling.reasons, self.gate.reason(rule, Code.BLOCK))
        ruling = replace(step.ruling, verdict=Verdict.BLOCKED, reasons=reasons, questions=())
        return LeftOut(step.id, step.title, ruling)

    def _is_before_blood_test(self, step: PlannedStep) -> bool:
        return any(
            rule == "S-d" and begin < step.start < end
            for rule, begin, end in self._iron_pauses(step)
        )

    # ---------------------------------------------------------------- conflicts

    def _timed_conflicts(self, evening: Evening, taken: Taken) -> Iterator[Conflict]:
        yield from self._spacing_conflicts(evening, taken)
        for step in _open(evening, taken):
            yield from self._conflicts_by_itself(evening, step)

    def _spacing_conflicts(self, evening: Evening, taken: Taken) -> Iterator[Conflict]:
        things = [*self._tonight(evening, taken), *self._surroundings(evening.night)]
        if not any(thing.is_ours for thing in things):
            return
        movable = {step.id for step in _open(evening, taken)}
        things.sort(key=lambda thing: thing.start, reverse=True)
        seen: set[tuple[str, frozenset[str], str]] = set()
        for n, one in enumerate(things):
            sides = self._sides(one.substances)
            reach = max((max(side.before, side.after) for side in sides), default=timedelta())
            for two in things[n + 1 :]:
                if one.start - two.end >= reach or not (one.is_ours or two.is_ours):
                    continue
                for side in sides:
                    if not (side.speaks_of(one, two) and side.is_broken(one, two)):
                        continue
                    rule = side.rule
                    mine, other = _mover(one, two, movable)
                    conflict = Conflict(
                        rule=rule.id,
                        steps=(mine.name, other.name) if other.is_ours else (mine.name,),
                        other=other.name,
                        message=f"{self._too_close(mine, other)} {rule.text}",
                    )
                    if conflict.key not in seen:
                        seen.add(conflict.key)
                        yield conflict

    def _too_close(self, mine: _Thing, other: _Thing) -> str:
        return self.library.texts["too-close"].format(step=mine.title, other=other.title)

    @cached_property
    def _sides_found(self) -> dict[frozenset[str], tuple[_Side, ...]]:
        return {}

    def _sides(self, substances: frozenset[str]) -> tuple[_Side, ...]:
        """Return the rules that speak of any of the substances, seen from their side."""
        found = self._sides_found.get(substances)
        if found is None:
            rules = dict.fromkeys(
                rule
                for name in sorted(substances)
                for rule in self.library.spacing_of.get(name, ())
            )
            found = self._sides_found[substances] = tuple(
                side for rule in rules for side in _sides_of(rule, substances)
            )
        return found

    def _tonight(self, evening: Evening, taken: Taken) -> Iterator[_Thing]:
        """Yield the steps of this Night that spacing rules may speak of."""
        for step in evening.steps:
            if self._is_spaced(step.substances) and step.id not in taken.skipped:
                yield _thing(step, taken.done.get(step.id), tonight=True)
        yield from self._taken_unplanned(evening.steps, taken, tonight=True)

    @cached_property
    def _surroundings_found(self) -> dict[date, tuple[_Thing, ...]]:
        return {}

    def _surroundings(self, night: date) -> tuple[_Thing, ...]:
        """Return what else spacing rules may speak of: medicines, the Nights before and after."""
        found = self._surroundings_found.get(night)
        if found is None:
            found = self._surroundings_found[night] = (
                *self._neighbours(night - ONE_DAY),
                *self._neighbours(night + ONE_DAY),
                *(thing for thing in self._medicines(night) if self._is_spaced(thing.substances)),
            )
        return found

    def _neighbours(self, night: date) -> Iterator[_Thing]:
        taken = self.taken.get(night, NOTHING_TAKEN)
        placed: Sequence[PlannedStep] = ()
        if self._reaching_across_nights:
            begins, bedtime, _ = self.times(night)
            placed, _ = self._place(self._reaching_across_nights, night, begins, bedtime)
        for step in placed:
            if step.id not in taken.skipped and self._is_spaced(step.substances):
                yield _thing(step, taken.done.get(step.id), tonight=False)
        yield from self._taken_unplanned(placed, taken, tonight=False)

    def _taken_unplanned(
        self, placed: Iterable[PlannedStep], taken: Taken, *, tonight: bool
    ) -> Iterator[_Thing]:
        """Yield what was done but is in no plan any more: it was taken all the same."""
        planned = {step.id for step in placed} if taken.done else set[str]()
        for name, done in taken.done.items():
            if name in planned:
                continue
            step = self.routine.step(name) or RoutineStep(name)
            substances = substances_of(self.library, step)
            if self._is_spaced(substances):
                title = title_of(step, self.library.steps.get(name)) or name
                yield _Thing(name, title, substances, done, done, tonight=tonight)

    def _is_spaced(self, substances: frozenset[str]) -> bool:
        return not substances.isdisjoint(self.library.spacing_of.keys())

    @cached_property
    def _reaching_across_nights(self) -> tuple[_Chosen, ...]:
        """The chosen steps to be placed on the Nights before and after, for tonight's sake.

        None, unless a rule speaks of two of them; else also those which can move these.
        """
        on = frozenset(chain.from_iterable(chosen.substances for chosen in self._chosen))
        for rule in self.library.spacing:
            if timedelta(hours=rule.hours_before) < SAME_EVENING and not (
                rule.items.isdisjoint(on) or rule.others.isdisjoint(on)
            ):
                return tuple(
                    chosen
                    for chosen in self._chosen
                    if chosen.hands_on or self._is_spaced(chosen.substances)
                )
        return ()

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

    @cached_property
    def _untimed_classes(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The classes of medicines taken whose times nobody gave, with their substances."""
        medicines = self.gate.profile.medicines
        timed = {medicine.kind for medicine in medicines if medicine.times}
        told = {medicine.kind for medicine in medicines}
        told |= {name for name in self.library.conditions if self.gate.counts(name)}
        return tuple(
            (kind, substances)
            for kind in sorted(told - timed)
            for substances in (_medicine_substances(kind),)
            if self._is_spaced(substances)
        )

    def _untimed_medicine_conflicts(self, evening: Evening) -> Iterator[Conflict]:
        """Yield a question for each class that a rule speaks of and whose times nobody gave."""
        if not self._untimed_classes:
            return
        for step in _open(evening, self.taken.get(evening.night, NOTHING_TAKEN)):
            for side in self._sides(step.substances):
                for kind, substances in self._untimed_classes:
                    if substances.isdisjoint(side.others):
                        continue
                    known = self.library.conditions.get(kind)
                    title = known.title if known is not None else kind
                    yield Conflict(
                        rule=side.rule.id,
                        steps=(step.id,),
                        other=kind,
                        message=f"{title}: {self.library.rule_texts['no-time']} {side.rule.text}",
                    )

    def _conflicts_by_itself(self, evening: Evening, step: PlannedStep) -> Iterator[Conflict]:
        """Yield S-d, S-e and the window rules: a step against a blood test, itself and bedtime."""
        for rule, begin, end in self._iron_pauses(step):
            if begin < step.start < end:
                other = "blood-test" if rule == "S-d" else "iron"
                yield Conflict(rule, (step.id,), other, self.library.rule_texts[rule])
        rule = window_rule_broken(step, evening.bedtime)
        if rule is not None:
            message = self.library.rule_texts[rule].format(step=step.title)
            yield Conflict(rule, (step.id,), "bed", message)

    def _iron_pauses(self, step: PlannedStep) -> Iterator[tuple[str, datetime, datetime]]:
        """Yield the rule and the open interval in which an iron step may not start.

        S-d: no iron in the 24 h before a booked test, which is over by noon. S-e: 48 h apart
        where that was chosen.
        """
        if "iron" not in step.substances:
            return
        for test in self.gate.profile.blood_tests:
            if test.is_booked:
                _, _, morning = self.times(test.on - ONE_DAY)
                fasting = timedelta(hours=BLOOD_TEST_FAST_HOURS)
                noon = instant_of(test.on, NOON, self.calendar.zone)
                yield "S-d", morning - fasting, max(noon, morning + ONE_MINUTE)
        chosen = self.routine.step(step.id)
        if chosen is not None and isinstance(chosen.nights, EveryNth):
            apart = timedelta(hours=IRON_APART_HOURS)
            for taken in self.taken.values():
                at = taken.done.get(step.id)
                if at is not None:
                    yield "S-e", at - apart, at + apart

    # -------------------------------------------------------------------- fixes

    def _with_fix(self, mending: _Mending, conflict: Conflict) -> Conflict:
        """Return the conflict with the nearest time that meets every rule, if there is one."""
        if self._is_untimed(conflict):
            return conflict
        for step_id in conflict.steps:
            step = mending.movable.get(step_id)
            if step is None:
                continue
            if step_id not in mending.fixes:
                mending.fixes[step_id] = self._nearest(mending, step)
            fix = mending.fixes[step_id]
            if fix is not None:
                return replace(conflict, fix=fix)
        return conflict

    def _is_untimed(self, conflict: Conflict) -> bool:
        return any(conflict.other == kind for kind, _ in self._untimed_classes)

    def _nearest(self, mending: _Mending, step: PlannedStep) -> Fix | None:
        """Return the nearest whole minute at which ``step`` meets every rule and its window.

        It starts there and nowhere else, and moves no other step into a conflict.
        """
        evening = mending.evening
        for start in self._candidates(mending, step):
            when = _timing_like(step.when, start, evening)
            if when is None:
                continue
            if self._start_of(when, evening.night, evening.begins, evening.bedtime) != start:
                continue
            if not step.hands_on or self._has_room(evening, _moved(step, start, when)):
                return Fix(step.id, when)
        return None

    def _has_room(self, evening: Evening, moved: PlannedStep) -> bool:
        """Return whether a hands-on step stays where it was moved to and harms no other."""
        wanted = [
            moved if step.id == moved.id else _moved(step, step.nominal) for step in evening.steps
        ]
        starts = _kept_apart(wanted, evening.begins)
        if starts[moved.id] != moved.start:
            return False
        placed = tuple(_moved(step, starts.get(step.id, step.start)) for step in wanted)
        for other in placed:
            if other.hands_on and other.id != moved.id and _overlap(moved, other):
                return False
        if all(
            new.start == old.start
            for new, old in zip(placed, evening.steps, strict=True)
            if new.id != moved.id
        ):
            return True
        before = {conflict.key for conflict in evening.conflicts}
        after = self._timed_conflicts(
            replace(evening, steps=placed), self.taken.get(evening.night, NOTHING_TAKEN)
        )
        return all(conflict.key in before and moved.id not in conflict.steps for conflict in after)

    def _candidates(self, mending: _Mending, step: PlannedStep) -> Iterator[datetime]:
        """Yield starts that meet every rule of the step itself, nearest first.

        Other steps make way only for hands-on ones: these may start at any minute, while for the
        rest the nearest start is one end of what is forbidden.
        """
        begins = mending.evening.begins
        now = _since(begins, step.start)
        first, last = self._span(mending.evening, step)
        forbidden = list(self._forbidden(mending, step))
        tried = range(first, last + 1) if step.hands_on else {first, last, *_ends(forbidden)}
        allowed = [
            minute
            for minute in tried
            if first <= minute <= last and not any(begin < minute < end for begin, end in forbidden)
        ]
        for minute in sorted(allowed, key=lambda minute: (abs(minute - now), minute)):
            yield begins + timedelta(minutes=minute)

    def _span(self, evening: Evening, step: PlannedStep) -> tuple[int, int]:
        """Return the first and the last start that a fix may propose."""
        earliest, latest = _window(step)
        bedtime = _since(evening.begins, evening.bedtime)
        first = 0 if earliest is None else max(0, bedtime - earliest)
        if latest is None and isinstance(step.when, AtClock):
            next_begins = self.calendar.start(evening.night + ONE_DAY)
            return int(first), int(_since(evening.begins, next_begins)) - 1
        if isinstance(step.when, BeforeBed):
            first = max(first, bedtime - BEFORE_BED_AT_MOST)
        return ceil(first), floor(bedtime - (latest or 0))

    def _forbidden(self, mending: _Mending, step: PlannedStep) -> Iterator[Interval]:
        """Yield the intervals in which ``step`` may not start."""
        evening = mending.evening
        begins = evening.begins
        length = (step.end - step.start).total_seconds() / 60
        own = _thing(step, None, tonight=True)
        sides = self._sides(step.substances)
        yield _since(begins, evening.bedtime), _since(begins, evening.wake)
        for thing in mending.things:
            if thing.name == step.id and thing.is_ours:
                continue
            for side in sides:
                if side.speaks_of(own, thing):
                    yield (
                        _since(begins, thing.start - side.before) - length,
                        _since(begins, thing.end + side.after),
                    )
        for _, begin, end in self._iron_pauses(step):
            yield _since(begins, begin), _since(begins, end)
        if not step.substances.isdisjoint(CALMING):
            yield from self._calmed_later(evening, step)

    def _calmed_later(self, evening: Evening, step: PlannedStep) -> Iterator[Interval]:
        """Yield where ``step`` would come after a calming step that X2 leaves out for its sake."""
        order = {chosen.step.id: chosen.order for chosen in self._chosen}
        doubles = {
            left.step
            for left in evening.left_out
            if any(reason.condition == "X2" for reason in left.ruling.reasons)
        }
        for chosen in self._chosen:
            if chosen.step.id in doubles:
                later = self._start_of(chosen.when, evening.night, evening.begins, evening.bedtime)
                tie = 0 if order[step.id] < chosen.order else 1
                yield _since(evening.begins, later) - tie, FAR_MINUTES


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
    earliest, latest = _window(step)
    before = _since(step.start, bedtime)
    if (earliest is not None and before > earliest) or (latest is not None and before < latest):
        return WINDOW_RULES.get(step.id, WINDOW)
    return None


def _window(step: PlannedStep) -> tuple[int | None, float | None]:
    """Return the earliest and the latest start of a step, in minutes before bedtime."""
    known = step.known
    if known is None:
        return None, None
    ends_before = ENDS_BEFORE_BED_MINUTES.get(step.id)
    if ends_before is None:
        return known.earliest, known.latest
    return known.earliest, max(known.latest or 0, ends_before + _since(step.start, step.end))


def _medicine_substances(kind: str) -> frozenset[str]:
    return MEDICINE_SUBSTANCES.get(kind, frozenset({kind}))


def _thing(step: PlannedStep, done: datetime | None, *, tonight: bool) -> _Thing:
    if done is None:
        start, end = step.start, step.end
    else:
        start = end = done
    return _Thing(step.id, step.title, step.substances, start, end, tonight=tonight)


def _sides_of(rule: SpacingRule, substances: frozenset[str]) -> Iterator[_Side]:
    before, after = timedelta(hours=rule.hours_before), timedelta(hours=rule.hours_after)
    if not substances.isdisjoint(rule.items):
        yield _Side(rule, rule.others, before, after)
    if not substances.isdisjoint(rule.others):
        yield _Side(rule, rule.items, after, before)


def _mover(one: _Thing, two: _Thing, movable: Collection[str]) -> tuple[_Thing, _Thing]:
    """Return the step to move first, then the other thing."""
    ours = [thing for thing in (one, two) if thing.is_ours]
    free = [thing for thing in ours if thing.name in movable]
    mine = (free or ours)[0]
    return mine, two if mine is one else one


def _open(evening: Evening, taken: Taken) -> Iterator[PlannedStep]:
    """Yield the steps that nobody has answered yet: only these can move."""
    for step in evening.steps:
        if not step.is_mark and step.id not in taken.done and step.id not in taken.skipped:
            yield step


def _minutes_of(step: RoutineStep, known: Step | None) -> int:
    if step.minutes is not None:
        return step.minutes
    return known.minutes if known is not None else 0


def _moved(step: PlannedStep, start: datetime, when: Timing | None = None) -> PlannedStep:
    """Return the step starting at ``start``; with ``when`` it is meant to start there."""
    if when is None and start == step.start:
        return step
    end = start + (step.end - step.start)
    if when is None:
        return replace(step, start=start, end=end)
    return replace(step, nominal=start, start=start, end=end, when=when)


def _overlap(one: PlannedStep, two: PlannedStep) -> bool:
    return one.start < two.end and two.start < one.end


def _kept_apart(wanted: Iterable[PlannedStep], begins: datetime) -> dict[str, datetime]:
    """Return the starts of the hands-on steps, with overlapping ones moved earlier.

    The order of their starts is kept; clock steps stay where they are.
    """
    hands_on = [step for step in wanted if step.hands_on]
    starts = {step.id: step.start for step in hands_on}
    fixed = [(step.start, step.end) for step in hands_on if isinstance(step.when, AtClock)]
    movable = [step for step in hands_on if isinstance(step.when, BeforeBed)]
    next_start: datetime | None = None
    for step in sorted(movable, key=lambda step: (step.start, step.id), reverse=True):
        length = step.end - step.start
        start = step.start if next_start is None else min(step.start, next_start - length)
        start = _latest_free_start(start, length, fixed)
        if start >= begins:
            starts[step.id] = next_start = start
    return starts


def _latest_free_start(
    start: datetime, length: timedelta, taken: Sequence[tuple[datetime, datetime]]
) -> datetime:
    while True:
        end = start + length
        blocking = [begin for begin, until in taken if start < until and begin < end]
        if not blocking:
            return start
        start = min(blocking) - length


def _since(begin: datetime, moment: datetime) -> float:
    """Return the minutes from ``begin`` to ``moment``."""
    return (moment - begin).total_seconds() / 60


def _ends(intervals: Iterable[Interval]) -> Iterator[int]:
    """Yield the last whole minute before, and the first after, each interval."""
    for begin, end in intervals:
        yield floor(begin)
        yield ceil(end)


def _timing_like(when: Timing, start: datetime, evening: Evening) -> Timing | None:
    if isinstance(when, AtClock):
        return AtClock(start.astimezone(evening.zone).time())
    minutes = (evening.bedtime - start).total_seconds() / 60
    if minutes != int(minutes) or not 0 <= minutes <= BEFORE_BED_AT_MOST:
        return None
    return BeforeBed(int(minutes))
