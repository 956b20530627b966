"""Noting: what the doctor may want to know. Weekly checks, blood tests, doses, questions."""

from datetime import date
from typing import Final

from msgspec import Struct

from rlscompanion.domain.forms import BadAnswer, Line, Value
from rlscompanion.domain.journal import EntryKind
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.profile import PER_NG_ML, BloodTest, FerritinUnit, Medicine
from rlscompanion.domain.visit import VisitLine, VisitNotes, visit_entry, visit_notes_in
from rlscompanion.domain.weekly import (
    WEEK,
    WeeklyCheck,
    WeeklyQuestion,
    weekly_check_of,
    weekly_checks_in,
    weekly_entry,
)
from rlscompanion.services.advising import Advising
from rlscompanion.services.planning import Planning
from rlscompanion.services.ports import Clock, Journal

FERRITIN_AT_MOST: Final = 10_000
TSAT_AT_MOST: Final = 100
BLOOD_TESTS_AT_MOST: Final = 200


class Noting(Struct, frozen=True):
    """Over the journal and the profile."""

    planning: Planning
    advising: Advising
    journal: Journal
    clock: Clock

    # ------------------------------------------------------------ weekly check

    def weekly_checks(self) -> dict[date, WeeklyCheck]:
        """Return all of them by the Night they were given on, oldest first."""
        return weekly_checks_in(self.journal.of_kind(EntryKind.WEEKLY))

    def weekly_check(self, night: date) -> WeeklyCheck:
        return weekly_check_of(self.journal.entries([night]))

    def last_weekly(self, night: date) -> date | None:
        """Return the Night of the weekly check of the seven days up to ``night``, or None."""
        kinds = (EntryKind.WEEKLY,)
        lately = weekly_checks_in(self.journal.between(night - WEEK + ONE_DAY, night, kinds))
        return max(lately, default=None)

    def weekly_is_due(self, night: date) -> bool:
        """Return whether the last weekly check is seven days old, or none is."""
        return self.last_weekly(night) is None

    def say_weekly(self, night: date, question: WeeklyQuestion, value: Value) -> Value:
        """Keep one answer, and return the one that stood before. Raises BadAnswer."""
        before = self.weekly_check(night).answer(question)
        if value != before:
            entry = weekly_entry(night, question, value, self.clock.now())
            self.journal.append(entry)
        return before

    # ------------------------------------------------------------- blood tests

    def blood_tests(self) -> tuple[BloodTest, ...]:
        """Return tests and appointments, the newest first."""
        tests = self.advising.profile().blood_tests
        return tuple(sorted(tests, key=lambda test: test.on, reverse=True))

    def record_blood_test(
        self,
        on: date,
        ferritin: float | None,
        tsat: float | None,
        unit: FerritinUnit = FerritinUnit.NG_ML,
        lab: str = "",
    ) -> BloodTest:
        """Keep a result; ``ferritin`` is as printed, in ``unit``. Raises BadAnswer.

        It takes the place of an appointment on that day.
        """
        if ferritin is None and tsat is None:
            raise BadAnswer("Give ferritin, TSAT or both.")
        if on > self.advising.today():
            raise BadAnswer("That date is still to come. Give the day of the blood test.")
        if ferritin is not None and not 0 <= ferritin <= FERRITIN_AT_MOST:
            raise BadAnswer(f"Ferritin is a number from 0 to {FERRITIN_AT_MOST}.")
        if tsat is not None and not 0 <= tsat <= TSAT_AT_MOST:
            raise BadAnswer(f"TSAT is a number from 0 to {TSAT_AT_MOST}.")
        if len(self.blood_tests()) >= BLOOD_TESTS_AT_MOST:
            raise BadAnswer(f"{BLOOD_TESTS_AT_MOST} blood tests at most can be kept.")
        stored = None if ferritin is None else ferritin / PER_NG_ML[unit]
        test = BloodTest(on, stored, tsat, unit, Line().read(lab))
        self.cancel_test(on)
        self.advising.record_blood_test(test)
        return test

    def remove_blood_test(self, test: BloodTest) -> None:
        self.advising.remove_blood_test(test)

    def tomorrow(self) -> date:
        """Return the date of the next morning: before noon at night it is already that day's."""
        return self.planning.night_of(self.clock.now()) + ONE_DAY

    def book_test(self, on: date | None = None) -> BloodTest:
        """Note that blood is taken in the morning of ``on`` (default: tomorrow).

        Iron is left out for 24 hours before, with the reason shown.
        """
        test = BloodTest(on or self.tomorrow())
        if test not in self.advising.profile().blood_tests:
            self.advising.record_blood_test(test)
        return test

    def booked_test(self) -> BloodTest | None:
        """Return the next appointment, today's included."""
        today = self.advising.today()
        coming = [test for test in self.blood_tests() if test.is_booked and test.on >= today]
        return min(coming, key=lambda test: test.on, default=None)

    def cancel_test(self, on: date) -> None:
        self.advising.remove_blood_test(BloodTest(on))

    # --------------------------------------------------------------- medicines

    def medicines(self) -> tuple[Medicine, ...]:
        return self.advising.profile().medicines

    def set_dose(self, medicine: Medicine, dose: str) -> None:
        """Keep a dose as the person typed it, for the report only. Raises BadAnswer."""
        self.advising.set_dose(medicine, Line().read(dose))

    # ------------------------------------------------------------------- visit

    def visit_notes(self) -> VisitNotes:
        return visit_notes_in(self.journal.of_kind(EntryKind.VISIT))

    def set_visit_line(self, line: VisitLine, text: str) -> str:
        """Keep one line, and return the one that stood before. Raises BadAnswer."""
        before = self.visit_notes().line(line)
        now = self.clock.now()
        entry = visit_entry(self.planning.night_of(now), line, text, now)
        if Line().read(text) != before:
            self.journal.append(entry)
        return before
