"""Journaling: the morning's check-in, the nights as they were, and finding one again.

Every answer is on the disk when its verb returns; a correction is a new entry.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from statistics import median
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field

from rlscompanion.domain.check_in import (
    OWN_CHIP,
    CheckIn,
    Chip,
    Question,
    entry_of,
)
from rlscompanion.domain.checklist import MarkKind, Status, StepState
from rlscompanion.domain.forms import Value
from rlscompanion.domain.journal import Entry, EntryKind
from rlscompanion.domain.library import Group
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.nights import NightRecord, record_of, records_of
from rlscompanion.domain.profile import DatedAnswer
from rlscompanion.domain.safety import ALCOHOL
from rlscompanion.services.advising import Advising
from rlscompanion.services.checking_off import CheckingOff, Marked
from rlscompanion.services.planning import Planning, Tonight
from rlscompanion.services.ports import Clock, Journal, Settings

DISMISSED: Final = "check-in-dismissed"
"""The setting that holds the Night whose check-in was put aside."""
USUAL_NIGHTS: Final = 14
CHIP_NIGHTS: Final = 120
SEARCHED_AT_ONCE: Final = 182
EVENING_BEFORE_BED: Final = timedelta(hours=3)
HALF_A_DAY: Final = 12 * 60
QUARTER: Final = 15
REMINDED_AFTER_WAKE: Final = timedelta(minutes=30)


class Saved(Struct, frozen=True):
    """An answer that is on the disk, and all that is needed to take it back."""

    night: date
    question: Question
    value: Value
    before: Value
    reopened: Mapping[str, DatedAnswer] = field(
        default_factory=lambda: MappingProxyType(dict[str, DatedAnswer]())
    )
    """Health answers that are asked again because of a new medicine."""


class NightView(Struct, frozen=True):
    """One Night in full: its record, and how its planned steps ended."""

    record: NightRecord
    states: tuple[StepState, ...]

    @property
    def night(self) -> date:
        return self.record.night

    @property
    def unanswered(self) -> tuple[StepState, ...]:
        """Return the steps whose time passed and of which nobody said anything."""
        return tuple(state for state in self.states if state.status is Status.UNANSWERED)

    @property
    def answered(self) -> tuple[StepState, ...]:
        return tuple(state for state in self.states if state.status.is_answered)


class Usual(Struct, frozen=True):
    """What was said lately: where a stepper begins, never an answer by itself."""

    began: time
    minutes_to_fall_asleep: int


class Found(Struct, frozen=True):
    """The nights of one stretch that a search found, newest first."""

    nights: tuple[date, ...]
    searched_from: date
    """The oldest Night looked at so far."""
    is_all: bool


class Journaling(Struct, frozen=True):
    """Over the journal, the plan and the profile."""

    planning: Planning
    advising: Advising
    checking_off: CheckingOff
    journal: Journal
    settings: Settings
    clock: Clock

    # ------------------------------------------------------------------ nights

    def first_night(self) -> date:
        """Return the oldest Night with an entry, or that the app was there for.

        The app was there if anything was saved before its wake. The Night after ``last_night``
        where none is behind.
        """
        known = [self.last_night() + ONE_DAY]
        revisions = self.planning.routines.revisions()
        if revisions:
            night = self.planning.night_of(revisions[0].saved)
            here = self._woke(night) > revisions[0].saved
            known.append(night if here else night + ONE_DAY)
        oldest = self.journal.first_night()
        if oldest is not None and not self._was_only_asked(oldest, min(known)):
            known.append(oldest)
        return min(known)

    def last_night(self) -> date:
        """Return the newest Night that is over: bed and wake are behind it."""
        now = self.clock.now()
        tonight = self.planning.night_of(now)
        return tonight if self._woke(tonight) <= now else tonight - ONE_DAY

    def record(self, night: date) -> NightRecord:
        return record_of(night, self.journal.entries([night]), self.clock.zone())

    def records(self, first: date, last: date) -> tuple[NightRecord, ...]:
        """Return every Night from ``first`` to ``last``, oldest first, blank ones too."""
        return records_of(first, last, self.journal.between(first, last), self.clock.zone())

    def night(self, night: date) -> NightView:
        """Return one Night with its steps as they were planned and how they ended.

        Of a Night before the app was there, nothing was planned.
        """
        checklist = self._planned(night).checklist
        here = self.planning.was_there_for(checklist.evening)
        steps = tuple(
            state
            for state in checklist.states
            if not state.step.is_mark and (here or state.status.is_answered)
        )
        return NightView(self.record(night), steps)

    def tick(self, state: StepState, kind: MarkKind) -> Marked:
        """Mark a step of a Night that is over, as of its planned time. Raises Refused."""
        return self.checking_off.mark(state.step.id, kind, at=state.begins)

    # --------------------------------------------------------------- check-in

    def say(self, night: date, question: Question, value: Value) -> Saved:
        """Keep one answer. Saying what stands already writes nothing. Raises BadAnswer."""
        now = self.clock.now()
        entry = entry_of(night, question, value, now)
        before = self.record(night).check_in
        stands = before.answer(question)
        if before.with_answer(question, value) == before:
            return Saved(night, question, value, stands)
        self.journal.append(entry)
        return Saved(night, question, value, stands, self._reopened(before, question, value))

    def take_back(self, saved: Saved) -> None:
        """Let stand what stood before; the answer stays in the history."""
        if saved.value == saved.before:
            return
        now = self.clock.now()
        self.journal.append(entry_of(saved.night, saved.question, saved.before, now))
        if saved.reopened:
            self.advising.restore_answers(saved.reopened)

    def usual(self, night: date) -> Usual:
        """Return the medians of the two weeks before ``night``."""
        said = [
            record.check_in
            for record in self.records_said(night - USUAL_NIGHTS * ONE_DAY, night - ONE_DAY)
        ]
        began = [_since_noon(one.began) for one in said if one.began is not None]
        minutes = [
            one.minutes_to_fall_asleep for one in said if one.minutes_to_fall_asleep is not None
        ]
        return Usual(
            _wall_time(median(began)) if began else time(21),
            round(median(minutes) / 5) * 5 if minutes else 20,
        )

    def records_said(self, first: date, last: date) -> tuple[NightRecord, ...]:
        """Return the Nights with their check-ins only: quick over long stretches."""
        entries = self.journal.between(first, last, (EntryKind.CHECK_IN,))
        return records_of(first, last, entries, self.clock.zone())

    def own_chips(self) -> tuple[str, ...]:
        """Return the person's own chips of the last months, the one used last first."""
        last = self.planning.night_of(self.clock.now())
        first = last - CHIP_NIGHTS * ONE_DAY
        nights = self.journal.nights_with([OWN_CHIP], first, last, (EntryKind.CHECK_IN,))
        return tuple(
            dict.fromkeys(
                chip
                for record in self._records_of(nights)
                for chip in record.check_in.chips
                if chip.startswith(OWN_CHIP)
            )
        )

    # ------------------------------------------------------------------- offer

    def offer(self, now: datetime | None = None) -> date | None:
        """Return the Night whose check-in is to be offered at ``now``, or None.

        From its wake time until the next evening starts; not where anything was said, it was put
        aside, or the app was not there yet.
        """
        at = now or self.clock.now()
        current = self.planning.night_of(at)
        night = current if self._woke(current) <= at else current - ONE_DAY
        if night != current and at >= self._evening_start(current):
            return None
        revisions = self.planning.routines.revisions()
        if not revisions or revisions[0].saved >= self._woke(night):
            return None
        if self.settings.get(DISMISSED) == night.isoformat():
            return None
        return night if self.record(night).check_in.is_blank else None

    def dismiss(self, night: date) -> None:
        """Do not offer this check-in again. It can still be filled in from the journal."""
        self.settings.put(DISMISSED, night.isoformat())

    def reminder_at(self, night: date) -> datetime:
        """Return when one reminder of the check-in of ``night`` is due, if one is wished."""
        return self._woke(night) + REMINDED_AFTER_WAKE

    # ------------------------------------------------------------------ search

    def search(self, text: str, chips: Collection[str], before: date | None = None) -> Found:
        """Search half a year back from ``before`` (default: the newest Night).

        Notes and own chips are searched for ``text``, steps that were done by their titles.
        ``chips`` are those whose label, on screen, has the text in it. Call again with
        ``searched_from`` until ``is_all``.
        """
        oldest = self.first_night()
        last = (before - ONE_DAY) if before else self.planning.night_of(self.clock.now())
        first = max(oldest, last - SEARCHED_AT_ONCE * ONE_DAY)
        words = text.strip().casefold()
        if not words or last < oldest:
            return Found((), oldest, is_all=True)
        steps = self._steps_called(words)
        nights = self.journal.nights_with(
            [text.strip(), *steps, *chips],
            first,
            last,
            (EntryKind.CHECK_IN, EntryKind.MARK),
        )
        records = self._records_of(nights)
        found = tuple(
            record.night for record in records if _has(record, words, frozenset(chips), steps)
        )
        return Found(found, first, is_all=first <= oldest)

    def title_of(self, step_id: str) -> str:
        """Return what a step is called, also one that is not in the routine any more."""
        known = self.planning.library.steps.get(step_id)
        if known is not None:
            return known.title
        for revision in reversed(self.planning.routines.revisions()):
            step = revision.routine.step(step_id)
            if step is not None:
                return step.title
        return step_id.removeprefix("own/").replace("-", " ").capitalize()

    # ------------------------------------------------------------------ inside

    def _was_only_asked(self, oldest: date, first: date) -> bool:
        """Return whether the Night before the first has a weekly check or a visit's notes alone.

        They are kept on the Night of the morning on which they were given.
        """
        if oldest != first - ONE_DAY:
            return False
        told = (kind for kind in EntryKind if kind not in {EntryKind.WEEKLY, EntryKind.VISIT})
        return not self.journal.between(oldest, oldest, tuple(told))

    def _planned(self, night: date) -> Tonight:
        """Return ``night`` as it was planned, and how its steps stand now."""
        now = self.clock.now()
        return self.planning.tonight(now, nights_on=(night - self.planning.night_of(now)).days)

    def _woke(self, night: date) -> datetime:
        return self._planned(night).checklist.evening.wake

    def _evening_start(self, night: date) -> datetime:
        evening = self._planned(night).checklist.evening
        first = evening.first_reminded
        return first.start if first is not None else evening.bedtime - EVENING_BEFORE_BED

    def _records_of(self, nights: Sequence[date]) -> tuple[NightRecord, ...]:
        zone = self.clock.zone()
        by_night: dict[date, list[Entry]] = {night: [] for night in nights}
        for entry in self.journal.entries(nights):
            by_night[entry.night].append(entry)
        return tuple(record_of(night, entries, zone) for night, entries in by_night.items())

    def _steps_called(self, words: str) -> frozenset[str]:
        titles = {step.id: step.title for step in self.planning.library.steps.values()}
        for revision in self.planning.routines.revisions():
            titles |= {step.id: step.title for step in revision.routine.steps if step.is_own}
        return frozenset(name for name, title in titles.items() if words in title.casefold())

    def _reopened(
        self, before: CheckIn, question: Question, value: Value
    ) -> Mapping[str, DatedAnswer]:
        """Ask the questions about medicines again where a new medicine was just said."""
        is_new = (
            question is Question.CHIPS
            and isinstance(value, tuple)
            and Chip.NEW_MEDICINE in value
            and Chip.NEW_MEDICINE not in before.chips
        )
        if not is_new:
            return {}
        medicines = {
            condition.id
            for condition in self.planning.library.conditions.values()
            if condition.group is Group.MEDICINES and condition.id != ALCOHOL
        }
        return self.advising.ask_again(medicines)


def _has(record: NightRecord, words: str, chips: frozenset[str], steps: frozenset[str]) -> bool:
    said = record.check_in
    own = (chip.removeprefix(OWN_CHIP) for chip in said.chips if chip.startswith(OWN_CHIP))
    return (
        any(words in text.casefold() for text in (said.note, *own))
        or not chips.isdisjoint(said.chips)
        or not steps.isdisjoint(record.taken.done)
    )


def _since_noon(at: time) -> int:
    """Return minutes since noon, so that times round midnight have a middle."""
    return (at.hour * 60 + at.minute - HALF_A_DAY) % (2 * HALF_A_DAY)


def _wall_time(since_noon: float) -> time:
    quarters = round(since_noon / QUARTER) * QUARTER
    hour, minute = divmod((quarters + HALF_A_DAY) % (2 * HALF_A_DAY), 60)
    return time(hour, minute)
