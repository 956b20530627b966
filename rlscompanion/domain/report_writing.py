"""Writing the report: every figure with its nights, in words from the library's ``report.toml``."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from msgspec import Struct

from rlscompanion import VERSION
from rlscompanion.domain.check_in import OWN_CHIP, Chip, Question
from rlscompanion.domain.flare_record import Part
from rlscompanion.domain.insight import Ending, NotEnough, wall_time
from rlscompanion.domain.profile import BloodTest, Medicine
from rlscompanion.domain.report import Change, Figures, Spread, StepDone, newest
from rlscompanion.domain.report_sheet import COLUMNS, Block, DrawnNight, Row, Sheet, day, short_day
from rlscompanion.domain.visit import VisitNotes
from rlscompanion.domain.weekly import ChangeSaid, WeeklyCheck

REPORT_VERSION: Final = 1


def _short(value: float) -> str:
    """Return a number with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


class Person(Struct, frozen=True):
    """What the report says of the person beside the nights."""

    name: str
    birth_year: int | None
    medicines: tuple[Medicine, ...]
    classes: Mapping[str, str]
    """What a class of medicines is called."""
    blood_tests: tuple[BloodTest, ...]
    """The newest first."""
    context: Mapping[str, tuple[str, ...]]
    """Titles of conditions by how they stand: ``yes``, ``unknown``, ``no``, ``not answered``."""
    visit: VisitNotes
    planned_bed: str
    planned_wake: str


class Tested(Struct, frozen=True):
    """A test on oneself: what it was, and its sentence; None while it is not over."""

    step: str
    outcome: Question
    first: date
    last: date
    nights: int
    rated: int
    sentence: str | None
    low: float | None
    high: float | None
    expected: int


class Writing(Struct, frozen=True):
    """Everything that is written down, and the words it is written with."""

    figures: Figures
    person: Person
    steps: tuple[StepDone, ...]
    weekly: Mapping[date, WeeklyCheck]
    tests: tuple[Tested, ...]
    nights: tuple[DrawnNight, ...]
    since: date | None
    """The first Night that was ever noted."""
    made: date
    thresholds: bool
    words: Mapping[str, str]

    def sheet(self) -> Sheet:
        """Return the report."""
        words = self.words
        makers: Mapping[str, Callable[[], Iterator[Row]]] = {
            "frequency": self._frequency,
            "severity": self._severity,
            "timing": self._timing,
            "body": self._body,
            "sleep": self._sleep,
            "relief": self._relief,
            "medicines": self._medicines,
            "substances": self._substances,
            "blood": self._blood,
            "context": self._context,
            "questions": self._questions,
            "experiments": self._experiments,
        }
        return Sheet(
            title=words["title"],
            person=self._who(),
            about=tuple(self._about()),
            blocks=tuple(Block(name, words[name], tuple(make())) for name, make in makers.items()),
            nights=self.nights,
            heads=tuple(words[f"head-{name}"] for name in COLUMNS),
            words=words,
        )

    # ------------------------------------------------------------------- the head

    def _who(self) -> str:
        name, year = self.person.name, self.person.birth_year
        if year is None:
            return name
        key = "named" if name else "born"
        return self.words[key].format(name=name, year=year)

    def _about(self) -> Iterator[str]:
        words, period = self.words, self.figures.period
        yield words["period"].format(
            first=day(period.first), last=day(period.last), weeks=period.nights // 7
        )
        yield " ".join(self._recorded()) or words["none-noted"]
        yield words["made"].format(version=VERSION, report=REPORT_VERSION, made=day(self.made))

    def _recorded(self) -> Iterator[str]:
        recorded = self.figures.recorded
        if self.since is None or recorded.kept is None:
            return
        yield self.words["recorded"].format(
            rated=recorded.rated,
            nights=recorded.nights,
            first=short_day(recorded.kept.first),
            last=short_day(recorded.kept.last),
            blank=recorded.blank,
        )
        if recorded.late:
            yield self.words["late"].format(n=recorded.late)
        if recorded.away:
            yield self.words["away"].format(n=recorded.away)
        yield self.words["since"].format(first=day(self.since))

    # ----------------------------------------------------------------- the nights

    def _frequency(self) -> Iterator[Row]:
        found, rated = self.figures.frequency, self.figures.recorded.rated
        for key, n in (
            ("with-symptoms", found.with_symptoms),
            ("troubled", found.troubled),
            ("free", found.free),
        ):
            yield self._row(key, self.words["of-rated"].format(n=n, rated=rated) if rated else "")
        weeks = Spread.of(found.weeks)
        yield self._row("a-week", self._spread("a-week-said", weeks))
        days = ", ".join(str(n) for _, n in found.days)
        yield self._row("by-day", self.words["by-day-said"].format(days=days) if days else "")

    def _severity(self) -> Iterator[Row]:
        for asked, spread in self.figures.severity.items():
            key = "worst" if asked is None else asked.value
            yield self._row(key, self._spread("spread", spread))
        yield self._row("against", self._change(self.figures.severity_change))
        yield self._row("change-said", self._weekly(lambda w: w.change, self._own_view))

    def _timing(self) -> Iterator[Row]:
        timing = self.figures.timing
        yield self._row("began", self._spread("began-said", timing.began, clock))
        hours = self.words["hours-said"].format(*timing.hours) if timing.began else ""
        yield self._row("hours", hours)
        yield self._row("against", self._shift(timing.change))
        yield self._row(
            "at-rest",
            self._weekly(
                lambda w: w.minutes_at_rest,
                lambda said: self.words["at-rest-said"].format(minutes=said),
            ),
        )

    def _body(self) -> Iterator[Row]:
        yield self._row("arms", self._weekly(lambda w: w.arms, self._word))
        yield self._row("sides", self._weekly(lambda w: w.sides, self._word))
        yield self._row("pain", self._weekly(lambda w: w.pain, self._word))

    def _sleep(self) -> Iterator[Row]:
        sleep = self.figures.sleep
        for asked, key, said in (
            (Question.MINUTES_TO_FALL_ASLEEP, "minutes-to-fall-asleep", "minutes-said"),
            (Question.TIMES_UP, "times-up", "times-said"),
            (Question.SLEEP, "quality", "quality-said"),
        ):
            yield self._row(key, self._spread(said, sleep[asked]))
        yield self._row(
            "sleepiness",
            self._weekly(
                lambda w: w.sleepiness, lambda said: self.words["sleepiness-said"].format(n=said)
            ),
        )
        bed, wake = self.person.planned_bed, self.person.planned_wake
        yield self._row("planned", self.words["planned-said"].format(bed=bed, wake=wake))

    def _relief(self) -> Iterator[Row]:
        relief = self.figures.relief
        if relief.began is None:
            yield self._row("flare-ups", self.words["flare-ups-none"])
        else:
            spread = self._spread("flare-ups-said", relief.began, clock)
            said = spread.format(n=relief.flare_ups, nights=relief.nights)
            yield self._row("flare-ups", said)
            yield from self._endings(relief.endings)
        steps = [
            self.words["step-done"].format(title=step.title, done=step.done, planned=step.planned)
            for step in self.steps
            if not step.is_supplement
        ]
        if steps:
            said = self.words["done-of-planned"].format(steps=", ".join(steps))
            yield self._row("evening-steps", said)

    def _endings(self, endings: tuple[Ending, ...] | NotEnough) -> Iterator[Row]:
        if isinstance(endings, NotEnough):
            yield Row("", self.words["too-few"].format(have=endings.have, need=endings.need))
            return
        for ending in endings:
            parts = [self.words[part] for part in ending.parts if part in _TRIED]
            label = ", ".join(parts) or self.words["nothing-to-its-end"]
            said = self.words["ended"].format(better=ending.better, answered=ending.answered)
            if ending.unanswered:
                said += self.words["unanswered"].format(n=ending.unanswered)
            yield Row(begin_large(label), said)

    # ----------------------------------------------------------------- the person

    def _medicines(self) -> Iterator[Row]:
        for medicine in self.person.medicines:
            name = self.person.classes.get(medicine.kind, medicine.kind)
            times = ", ".join(f"{at:%H:%M}" for at in medicine.times)
            dose = medicine.dose or self.words["no-dose"]
            yield Row(medicine.name, f"{', '.join(filter(None, (dose, times)))} ({name})")
        if not self.person.medicines:
            yield self._row("medicine-none", "")
        for step in self.steps:
            if step.is_supplement:
                said = self.words["supplement-done"].format(done=step.done, planned=step.planned)
                yield Row(step.title, said)
        for chip, key in (
            (Chip.ANTIHISTAMINE, "antihistamine"),
            (Chip.NEW_MEDICINE, "new-medicine"),
        ):
            nights = self.figures.chips.get(chip, ())
            if nights:
                yield self._row(key, ", ".join(map(short_day, nights)))

    def _substances(self) -> Iterator[Row]:
        answered = self.figures.recorded.answered
        for chip in (Chip.CAFFEINE, Chip.ALCOHOL, *_OTHER_CHIPS):
            n = len(self.figures.chips.get(chip, ()))
            if n or chip in {Chip.CAFFEINE, Chip.ALCOHOL}:
                said = self.words["chip-said"].format(n=n, nights=answered)
                yield self._row(chip.value, said if answered else "")
        own = [
            f"{chip.removeprefix(OWN_CHIP)} {len(nights)}"
            for chip, nights in self.figures.chips.items()
            if chip.startswith(OWN_CHIP)
        ]
        if own:
            yield self._row("others", ", ".join(own))

    def _blood(self) -> Iterator[Row]:
        for test in self.person.blood_tests:
            said: list[str] = []
            if test.ferritin_as_printed is not None:
                figure = f"{test.ferritin_as_printed:g}"
                said.append(self.words["ferritin"].format(value=figure, unit=test.unit))
            if test.tsat is not None:
                said.append(self.words["tsat"].format(value=f"{test.tsat:g}"))
            if test.is_booked:
                said.append(self.words["no-figure"])
            yield Row(day(test.on), ", ".join(filter(None, (*said, test.lab))))
        if not self.person.blood_tests:
            yield self._row("blood", "")
        if self.thresholds:
            yield self._row("thresholds", self.words["thresholds-said"])

    def _context(self) -> Iterator[Row]:
        context = self.person.context
        for standing in ("yes", "unknown", "no"):
            titles = context.get(standing, ())
            if titles or standing == "yes":
                said = ", ".join(titles) or self.words["context-none"]
                yield self._row(f"context-{standing}", said)
        blank, of = len(context.get("not answered", ())), sum(map(len, context.values()))
        if blank:
            said = self.words["context-blank-said"].format(n=blank, of=of)
            yield self._row("context-blank", said)

    def _questions(self) -> Iterator[Row]:
        asked = [question for question in self.person.visit.questions if question]
        for n, question in enumerate(asked, 1):
            yield Row(f"{n}.", question)
        if not asked:
            yield Row("1.", self.words["none"])
        yield self._row("goal", self.person.visit.goal)

    def _experiments(self) -> Iterator[Row]:
        for test in self.tests:
            label = self.words["experiment"].format(
                step=begin_large(test.step),
                outcome=self.words[test.outcome].lower(),
                first=short_day(test.first),
                last=short_day(test.last),
            )
            yield Row(label, self._experiment(test))
        if not self.tests:
            yield Row("", self.words["experiment-none"])

    def _experiment(self, test: Tested) -> str:
        if test.sentence is None:
            return self.words["experiment-runs"]
        span = ""
        if test.low is not None and test.high is not None:
            span = self.words["experiment-range"].format(
                low=signed(test.low), high=signed(test.high)
            )
        return self.words["experiment-said"].format(
            sentence=test.sentence,
            rated=test.rated,
            nights=test.nights,
            range=span,
            expected=test.expected,
        )

    # ------------------------------------------------------------------ in words

    def _row(self, key: str, value: str) -> Row:
        return Row(self.words[key], value or self.words["none"])

    def _word(self, said: object) -> str:
        return self.words[str(said)]

    def _weekly(self, asked: Callable[[WeeklyCheck], object], said: Callable[[object], str]) -> str:
        found = newest(self.weekly, asked)
        if found is None:
            return ""
        night, check = found
        return self.words["asked-on"].format(said=said(asked(check)), on=short_day(night))

    def _spread(
        self, key: str, spread: Spread | None, figure: Callable[[float], str] = _short
    ) -> str:
        if spread is None:
            return ""
        found = spread.quartiles
        values = {
            "middle": found.middle,
            "lower": found.lower,
            "upper": found.upper,
            "least": spread.least,
            "greatest": spread.greatest,
        }
        said = {name: figure(value) for name, value in values.items()}
        return self.words[key].format_map(_Left(n=str(found.nights), **said))

    def _own_view(self, said: object) -> str:
        if said == ChangeSaid.SAME:
            return self.words["change-same"]
        return self.words["change-than"].format(said=self._word(said))

    def _change(self, change: Change | None) -> str:
        if change is None:
            return self._compared("no-change-known", None)
        now, before = f"{change.now:g}", f"{change.before:g}"
        return self._compared("against-said", change).format(now=now, before=before)

    def _shift(self, change: Change | None) -> str:
        if change is None:
            return self._compared("no-change-known", None)
        minutes = round(change.before - change.now)
        key = "earlier" if minutes > 0 else "later" if minutes < 0 else "as-before"
        return self._compared(key, change).format(minutes=abs(minutes))

    def _compared(self, key: str, change: Change | None) -> str:
        nights = {"nights": str(self.figures.period.nights)}
        if change is not None:
            nights |= {"n": str(change.nights), "m": str(change.nights_before)}
        return self.words[key].format_map(_Left(nights))


class _Left(dict[str, str]):
    """Leaves what it does not know for a later ``format``."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def clock(since_noon: float) -> str:
    return f"{wall_time(since_noon):%H:%M}"


def signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def begin_large(words: str) -> str:
    return words[:1].upper() + words[1:]


_TRIED: Final = frozenset({Part.MOVE, Part.STRETCH, Part.AIDS, Part.BREATHE})
_OTHER_CHIPS: Final = (Chip.HARD_EXERCISE, Chip.LONG_SITTING, Chip.LATE_MEAL)
