"""Reviewing: what the notes of some weeks say. Which nights, which figures; never a verdict."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from msgspec import Struct

from rlscompanion.domain.check_in import Question
from rlscompanion.domain.experiment import Arm
from rlscompanion.domain.insight import (
    FOUR_WEEKS,
    Difference,
    Ending,
    NotEnough,
    Shift,
    Span,
    WithAndWithout,
    difference,
    endings,
    flare_ups,
    flare_ups_by_hour,
    onset_shift,
    onset_trend,
    weekly_trend,
    with_and_without,
)
from rlscompanion.domain.journal import EntryKind
from rlscompanion.domain.library import Kind
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.nights import NightRecord, records_of
from rlscompanion.domain.own_steps import Unchecked, recognise
from rlscompanion.domain.routine import LIGHTS_OUT, Routine, is_timed
from rlscompanion.services.journaling import Journaling
from rlscompanion.services.ports import Experiments

MONTHS: Final = 12


class Stretch(StrEnum):
    """How far back one looks; whole weeks."""

    FOUR_WEEKS = "4w"
    TWELVE_WEEKS = "12w"
    YEAR = "1y"

    @property
    def nights(self) -> int:
        return {"4w": 28, "12w": 84, "1y": 364}[self.value]


class CalendarNight(Struct, frozen=True):
    """One square of the calendar."""

    night: date
    legs: int | None
    """The worst of the three ratings."""
    noted: bool
    """Whether anything was said in the morning."""
    flare_ups: int
    sick_or_away: bool


class Comparable(Struct, frozen=True):
    """A step whose nights with and without can be looked at."""

    step: str
    title: str
    may_be_tested: bool


class Review(Struct, frozen=True):
    """The figures of the nights that are over, from the first with the app on."""

    question: Question
    records: tuple[NightRecord, ...]
    read: tuple[NightRecord, ...]
    """Those, and any before them that were read for a figure."""
    weekly: tuple[Span, ...] | NotEnough
    onsets: tuple[Span, ...] | NotEnough
    shift: Shift | NotEnough
    flare_ups: int
    flare_ups_unused: int
    """Opened and left at once: in no count."""
    by_hour: Mapping[int, int] | NotEnough
    endings: tuple[Ending, ...] | NotEnough
    steps: tuple[Comparable, ...]
    under_test: tuple[str, ...]
    """Titles of steps that are left out until their test is over."""
    calendar_from: date
    """The first night of the calendar, which may not be read yet."""

    @property
    def calendar(self) -> tuple[CalendarNight, ...]:
        """Return what is read of the calendar: its newest nights."""
        return tuple(
            _calendar_night(record) for record in self.read if record.night >= self.calendar_from
        )

    @property
    def nights(self) -> int:
        return len(self.records)

    @property
    def without_note(self) -> int:
        """Return on how many of the nights nothing was said in the morning."""
        return sum(record.check_in.is_blank for record in self.records)


class Compared(Struct, frozen=True):
    """Nights with and without one step."""

    step: Comparable
    nights: WithAndWithout
    figures: Difference | NotEnough


class Reviewing(Struct, frozen=True):
    """Over the journal, the routine as it was each night, and the tests."""

    journaling: Journaling
    experiments: Experiments

    def calendar(self, review: Review) -> tuple[CalendarNight, ...]:
        """Return the nights of twelve months up to the last one, none before the app was there.

        Only those are read that ``review`` has not read.
        """
        known = review.calendar
        if not known:
            return ()
        first, until = review.calendar_from, known[0].night - ONE_DAY
        kinds = (EntryKind.CHECK_IN, EntryKind.FLARE_UP)
        entries = self.journaling.journal.between(first, until, kinds)
        earlier = records_of(first, until, entries, self.journaling.clock.zone())
        return (*map(_calendar_night, earlier), *known)

    def review(self, stretch: Stretch, question: Question = Question.LEGS_FALLING_ASLEEP) -> Review:
        """Return every figure of ``stretch`` but the comparisons."""
        last = self.journaling.last_night()
        begin = self.journaling.first_night()
        two_months = last - (2 * FOUR_WEEKS - 1) * ONE_DAY
        first = last - (stretch.nights - 1) * ONE_DAY
        read = self.journaling.records(max(begin, min(first, two_months)), last)
        records = tuple(record for record in read if record.night >= first)
        episodes = flare_ups(records)
        tested = self._under_test()
        return Review(
            question=question,
            records=records,
            read=read,
            weekly=weekly_trend(records, question),
            onsets=onset_trend(records),
            shift=onset_shift(read),
            flare_ups=len(episodes),
            flare_ups_unused=sum(len(record.episodes) for record in records) - len(episodes),
            by_hour=flare_ups_by_hour(episodes, self.journaling.clock.zone()),
            endings=endings(episodes),
            steps=tuple(self._comparable(records, tested)),
            under_test=tuple(map(self.journaling.title_of, sorted(tested))),
            calendar_from=max(_months_back(last, MONTHS - 1), begin),
        )

    def compare(self, review: Review, step: Comparable) -> Compared:
        """Return the nights of ``review`` with and without one of its steps."""
        planned = self._planned(review.records)
        nights = with_and_without(review.records, step.step, review.question, planned.__getitem__)
        return Compared(step, nights, difference(nights))

    # ------------------------------------------------------------------ inside

    def _comparable(
        self, records: tuple[NightRecord, ...], tested: frozenset[str]
    ) -> Iterator[Comparable]:
        """Yield the steps of the routine, then those done before; no mark, no supplement.

        A supplement works over days or weeks, so its nights say nothing of it.
        """
        library = self.journaling.planning.library
        routine = self.journaling.planning.routine()
        chosen = (step.id for step in routine.steps if step.on)
        done = (step for record in records for step in record.taken.done)
        for step in dict.fromkeys([*chosen, *done]):
            known = library.steps.get(step)
            title = self.journaling.title_of(step)
            kind = Kind.HABIT if known is None else known.kind
            own = known is None and not isinstance(recognise(library, title), Unchecked)
            if step in tested or own or kind in {Kind.MARK, Kind.SUPPLEMENT}:
                continue
            may_be_tested = known is not None and bool(known.tested_as) and known.offered
            yield Comparable(step, title, may_be_tested)

    def _under_test(self) -> frozenset[str]:
        tonight = self.journaling.planning.night_of(self.journaling.clock.now())
        tests = self.experiments.all()
        return frozenset(test.plan.step for test in tests if not test.phase(tonight).is_over)

    def _planned(self, records: tuple[NightRecord, ...]) -> Mapping[date, frozenset[str]]:
        """Return the steps of each night's routine, without those that a test left out."""
        left_out = {
            (one.night, test.plan.step)
            for test in self.experiments.all()
            for one in test.assignments
            if one.arm is Arm.WITHOUT and one.revealed is not None
        }
        routines = self.journaling.planning.routines_of([record.night for record in records])
        return {
            night: frozenset(
                step for step in self._steps_on(routine, night) if (night, step) not in left_out
            )
            for night, routine in routines.items()
        }

    def _steps_on(self, routine: Routine, night: date) -> Iterator[str]:
        library = self.journaling.planning.library
        for step in routine.steps:
            timed = is_timed(step, library.steps.get(step.id))
            if step.on and timed and step.id != LIGHTS_OUT and step.nights.includes(night):
                yield step.id


def _calendar_night(record: NightRecord) -> CalendarNight:
    said = record.check_in
    return CalendarNight(
        record.night, said.worst_legs, not said.is_blank, record.flare_ups, said.sick_or_away
    )


def _months_back(day: date, months: int) -> date:
    """Return the first of the month that is so many months before that of ``day``."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)
