"""Reports out of made-up figures, for tests that read or draw them."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from rlscompanion.adapters.toml_files import toml
from rlscompanion.assets import resources
from rlscompanion.domain.check_in import BLANK, CheckIn, Question
from rlscompanion.domain.night import instant_of
from rlscompanion.domain.nights import NightRecord
from rlscompanion.domain.profile import BloodTest, FerritinUnit, Medicine
from rlscompanion.domain.report import Period, StepDone, figures_of
from rlscompanion.domain.report_nights import Around, drawn_night
from rlscompanion.domain.report_writing import Person, Tested, Writing
from rlscompanion.domain.visit import VisitNotes
from rlscompanion.domain.weekly import WeeklyCheck

BERLIN = ZoneInfo("Europe/Berlin")
LAST = date(2026, 11, 21)
DAY = timedelta(days=1)
WORDS: dict[str, str] = toml(resources() / "library" / "report.toml")["text"]

NOBODY = Person(
    name="",
    birth_year=None,
    medicines=(),
    classes={},
    blood_tests=(),
    context={"yes": (), "no": (), "not answered": ("Pregnancy", "Kidney disease")},
    visit=VisitNotes(),
    planned_bed="22:30",
    planned_wake="06:30",
)
SOMEBODY = Person(
    name="Marlene Brandt",
    birth_year=1968,
    medicines=(Medicine("Gabapentin", "gabapentinoid", (time(21, 30),), "300 mg"),),
    classes={"gabapentinoid": "Gabapentin or pregabalin"},
    blood_tests=(BloodTest(date(2026, 10, 14), 62.0, 18.0, FerritinUnit.UG_L, "Labor Mitte"),),
    context={"yes": ("Kidney disease",), "unknown": ("Diabetes",), "no": ("Pregnancy",)},
    visit=VisitNotes(("Is it the medicine?", "", ""), "Sleep until four"),
    planned_bed="22:30",
    planned_wake="06:30",
)
BATH = Tested(
    step="the bath",
    outcome=Question.LEGS_FALLING_ASLEEP,
    first=date(2026, 10, 20),
    last=date(2026, 11, 16),
    nights=28,
    rated=26,
    sentence="Nights with the bath were better: 3.1 instead of 4.6 on average.",
    low=-2.3,
    high=-0.7,
    expected=6,
)
WEEKLY = {
    LAST - 7 * DAY: WeeklyCheck(days_with_symptoms=3, arms="no", change="worse"),
    LAST: WeeklyCheck(2, "yes", "both", "no", 4, 30, None),
}


def night(n: int, said: CheckIn = BLANK) -> NightRecord:
    """Return the record of the Night ``n`` before the last."""
    return NightRecord(LAST - n * DAY, (), said)


def nights(said: dict[int, CheckIn], count: int = 28) -> tuple[NightRecord, ...]:
    """Return ``count`` Nights, oldest first; those that nobody spoke of are blank."""
    return tuple(night(n, said.get(n, BLANK)) for n in reversed(range(count)))


def writing(
    records: tuple[NightRecord, ...] | None = None,
    before: tuple[NightRecord, ...] = (),
    *,
    person: Person = NOBODY,
    weekly: dict[date, WeeklyCheck] | None = None,
    steps: tuple[StepDone, ...] = (),
    tests: tuple[Tested, ...] = (),
    thresholds: bool = False,
) -> Writing:
    records = nights({}) if records is None else records
    period = Period(records[0].night, records[-1].night)
    drawn = tuple(
        drawn_night(
            record,
            Around(
                instant_of(record.night, time(22, 30), BERLIN),
                instant_of(record.night + DAY, time(6, 30), BERLIN),
            ),
            BERLIN,
            WORDS,
        )
        for record in records
    )
    return Writing(
        figures=figures_of(period, records, before, weekly or {}, BERLIN),
        person=person,
        steps=steps,
        weekly=weekly or {},
        tests=tests,
        nights=drawn,
        since=date(2026, 9, 1),
        made=LAST + DAY,
        thresholds=thresholds,
        words=WORDS,
    )
