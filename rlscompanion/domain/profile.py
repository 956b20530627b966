"""What the person told us about their health: dated answers, OKs, blood tests, medicines."""

from collections.abc import Collection, Mapping
from datetime import date, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from rlscompanion.domain.library import Condition

OK_COUNTS_DAYS: Final = 183
BLOOD_TEST_COUNTS_DAYS: Final = 365
ADULT_AGE: Final = 18
OLDER_AGE: Final = 65

MEDICINE_CLASSES: Final = frozenset(
    {"antacid", "calcium", "multivitamin", "iron-prescribed", "other"}
)
"""Classes of medicines that are no condition; every condition but a few is a class as well."""


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """How a condition counts today."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_ANSWERED = "not answered"

    @property
    def counts_as_yes(self) -> bool:
        return self is Standing.YES or self is Standing.UNKNOWN


class DatedAnswer(Struct, frozen=True):
    """What was answered, and on which day."""

    answer: Answer
    on: date


class FerritinUnit(StrEnum):
    NG_ML = "ng/mL"
    UG_L = "µg/L"
    PMOL_L = "pmol/L"


PER_NG_ML: Final = {FerritinUnit.NG_ML: 1.0, FerritinUnit.UG_L: 1.0, FerritinUnit.PMOL_L: 2.247}
"""What 1 ng/mL of ferritin (445 kDa) is in each unit."""


class BloodTest(Struct, frozen=True):
    """Ferritin in ng/mL (the same figure as µg/L), transferrin saturation in %.

    A test dated in the future is an appointment and carries no figures. ``unit`` is the one the
    laboratory printed, for showing the figure as it stands on the paper.
    """

    on: date
    ferritin: float | None = None
    tsat: float | None = None
    unit: FerritinUnit = FerritinUnit.NG_ML
    lab: str = ""

    @property
    def ferritin_as_printed(self) -> float | None:
        """Return ferritin in ``unit``."""
        return None if self.ferritin is None else round(self.ferritin * PER_NG_ML[self.unit], 1)

    @property
    def is_booked(self) -> bool:
        """Return whether this is an appointment: no figures yet."""
        return self.ferritin is None and self.tsat is None


class Medicine(Struct, frozen=True):
    """A mark in the evening, never a task. ``kind`` is a condition id or a medicine class.

    ``dose`` is a line as the person typed it, for the doctor's report only; nothing reads it.
    """

    name: str
    kind: str
    times: tuple[time, ...] = ()
    dose: str = ""


class Profile(Struct, frozen=True):
    """All of it. Each change returns a new profile."""

    answers: Mapping[str, DatedAnswer] = field(
        default_factory=lambda: MappingProxyType(dict[str, DatedAnswer]())
    )
    birth_year: int | None = None
    clinician_ok: Mapping[str, date] = field(
        default_factory=lambda: MappingProxyType(dict[str, date]())
    )
    blood_tests: tuple[BloodTest, ...] = ()
    medicines: tuple[Medicine, ...] = ()

    def answered(self, condition: str, answer: Answer, on: date) -> "Profile":
        return replace(self, answers={**self.answers, condition: DatedAnswer(answer, on)})

    def with_ok(self, step: str, on: date) -> "Profile":
        return replace(self, clinician_ok={**self.clinician_ok, step: on})

    def with_blood_test(self, test: BloodTest) -> "Profile":
        return replace(self, blood_tests=(*self.blood_tests, test))

    def without_blood_test(self, test: BloodTest) -> "Profile":
        return replace(self, blood_tests=tuple(old for old in self.blood_tests if old != test))

    def without_noes(self, conditions: Collection[str]) -> "Profile":
        """Return the profile with these conditions to be asked again where they were a no."""
        kept = {
            name: given
            for name, given in self.answers.items()
            if name not in conditions or given.answer is not Answer.NO
        }
        return self if len(kept) == len(self.answers) else replace(self, answers=kept)

    def with_new_classes_dated(
        self, before: "Profile", conditions: Collection[str], today: date
    ) -> "Profile":
        """Return the profile with a yes, dated ``today``, for each class of medicine that is new.

        The date is what voids an older OK of a clinician. ``before`` is the profile that was kept
        so far; where there was none, nobody can tell which came first.
        """
        if before == Profile():
            return self
        new = {medicine.kind for medicine in self.medicines} & set(conditions)
        new -= {medicine.kind for medicine in before.medicines}
        told = {
            kind: DatedAnswer(Answer.YES, today)
            for kind in sorted(new)
            if kind not in self.answers or self.answers[kind].answer is Answer.NO
        }
        return replace(self, answers={**self.answers, **told}) if told else self

    def standing(self, condition: Condition, today: date) -> Standing:
        """Return how a condition counts on ``today``.

        A medicine of that class beats a stored no; a birth year decides both ages, the year in
        which somebody turns 18 still counting as under 18; a ``no`` goes stale.
        """
        if any(medicine.kind == condition.id for medicine in self.medicines):
            return Standing.YES
        if self.birth_year is not None:
            turns = today.year - self.birth_year
            if condition.id == "under-18":
                return Standing.YES if turns <= ADULT_AGE else Standing.NO
            if condition.id == "over-65":
                return Standing.YES if turns >= OLDER_AGE else Standing.NO
        given = self.answers.get(condition.id)
        if given is None:
            return Standing.NOT_ANSWERED
        if given.answer is Answer.NO:
            fresh = (today - given.on).days <= condition.no_lasts_days
            return Standing.NO if fresh else Standing.NOT_ANSWERED
        return Standing(given.answer.value)

    def newest_blood_test(self, today: date) -> BloodTest | None:
        """Return the newest test with a figure of the last 12 months, or None."""
        oldest = today - timedelta(days=BLOOD_TEST_COUNTS_DAYS)
        done = [
            test for test in self.blood_tests if oldest <= test.on <= today and not test.is_booked
        ]
        return max(enumerate(done), key=lambda entry: (entry[1].on, entry[0]))[1] if done else None

    def ok_counts(self, step: str, column: frozenset[str], today: date) -> bool:
        """Return whether a clinician's OK for ``step`` still counts on ``today``.

        It counts 183 days, and is void once a row of the step's column (its condition ids) became
        yes or unknown on a later date than the OK; growing older counts as becoming.
        """
        given = self.clinician_ok.get(step)
        if given is None or not 0 <= (today - given).days <= OK_COUNTS_DAYS:
            return False
        if self.birth_year is not None and "over-65" in column:
            turned = date(self.birth_year + OLDER_AGE, 1, 1)
            if given < turned <= today:
                return False
        return not any(
            answer.on > given and answer.answer is not Answer.NO
            for condition, answer in self.answers.items()
            if condition in column
        )
