"""Reporting: some weeks for the doctor, on paper; and tonight on a card for the bedside."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from rlscompanion.domain.announcing import is_private
from rlscompanion.domain.bedside import BedsideCard, CardStep, pictures_of
from rlscompanion.domain.check_in import Question
from rlscompanion.domain.checklist import Status, StepState
from rlscompanion.domain.insight import WEEK
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.report import USUAL_WEEKS, Period, StepDone, figures_of, is_noted
from rlscompanion.domain.report_nights import Around, drawn_night
from rlscompanion.domain.report_sheet import DrawnNight, Sheet
from rlscompanion.domain.report_writing import Person, Tested, Writing

if TYPE_CHECKING:
    from rlscompanion.domain.experiment import Experiment
    from rlscompanion.domain.nights import NightRecord
    from rlscompanion.domain.preferences import Preferences
    from rlscompanion.services.easing import Easing
    from rlscompanion.services.experimenting import Experimenting
    from rlscompanion.services.journaling import Journaling
    from rlscompanion.services.noting import Noting
    from rlscompanion.services.planning import Tonight
    from rlscompanion.services.ports import Settings

OPEN_LATER: Final = "report-to-open"
"""The setting that holds the file to be opened by day."""
CONTEXT: Final = (
    "pregnant",
    "breastfeeding",
    "kidney-disease",
    "iron-overload",
    "diabetes",
    "neuropathy",
    "lung-disease",
    "antidepressant",
    "antipsychotic",
    "sedating-antihistamine",
    "dopamine-agonist",
    "gabapentinoid",
    "sedative",
)
"""What is told of the health questions: what bears on restless legs."""


class Wanted(Struct, frozen=True):
    """What the person asks the report for."""

    weeks: int = USUAL_WEEKS
    thresholds: bool = False
    """Whether the guideline's figures stand beside the blood tests."""


AS_USUAL: Final = Wanted()


class Reporting(Struct, frozen=True):
    """Over the journal, the notes for the doctor and the tests that are over."""

    journaling: "Journaling"
    noting: "Noting"
    experimenting: "Callable[[], Experimenting]"
    easing: "Callable[[], Easing]"
    preferences: "Callable[[], Preferences]"
    settings: "Settings"
    words: Mapping[str, str]

    def report(self, wanted: Wanted = AS_USUAL) -> Sheet:
        """Return the report up to the last night; takes a few hundred milliseconds."""
        journaling, noting = self.journaling, self.noting
        period = Period.of_weeks(wanted.weeks, journaling.last_night())
        since = self._kept_since(period.last)
        records = self._kept(since, period)
        before = journaling.records(period.before.first, period.before.last)
        weekly = {
            night: check
            for night, check in noting.weekly_checks().items()
            if period.first <= night <= period.last
        }
        planned = [self._planned(record.night) for record in records]
        nights = [
            self._drawn(record, night) for record, night in zip(records, planned, strict=True)
        ]
        return Writing(
            figures=figures_of(period, records, before, weekly, journaling.clock.zone()),
            person=self._person(self._planned(period.last)),
            steps=self._steps(planned),
            weekly=weekly,
            tests=tuple(self._tests()),
            nights=tuple(nights),
            since=since,
            made=noting.advising.today(),
            thresholds=wanted.thresholds,
            words=self.words,
        ).sheet()

    def bedside_card(self) -> BedsideCard:
        """Return tonight as it is planned, for the bedside; after waking, the night to come."""
        planning = self.journaling.planning
        tonight = planning.tonight()
        if tonight.checklist.evening.wake <= tonight.checklist.now:
            tonight = planning.tonight(nights_on=1)
        evening = tonight.checklist.evening
        zone = evening.zone
        return BedsideCard(
            night=evening.night,
            steps=tuple(
                CardStep(state.begins.astimezone(zone).time(), state.step.title)
                for state in sorted(tonight.checklist.states, key=lambda state: state.begins)
                if not state.step.is_mark and state.status is not Status.SKIPPED
            ),
            bed=evening.bedtime.astimezone(zone).time(),
            pictures=pictures_of(self.easing().open().course.script, self.words),
            emergency_number=self.preferences().emergency_number,
            words=self.words,
        )

    def today(self) -> date:
        return self.noting.advising.today()

    def open_later(self, file: str | None) -> None:
        """Remember a file that is too bright for this hour; None forgets it."""
        self.settings.put(OPEN_LATER, file or "")

    def waits(self) -> str | None:
        """Return the file that waits for the day."""
        return self.settings.get(OPEN_LATER) or None

    # --------------------------------------------------------------------- nights

    def _kept_since(self, last: date) -> date | None:
        """Return the first Night that was ever noted, up to ``last``."""
        begin = self.journaling.journal.first_night()
        while begin is not None and begin <= last:
            week = Period(begin, min(begin + (WEEK - 1) * ONE_DAY, last))
            for record in self.journaling.records(week.first, week.last):
                if is_noted(record):
                    return record.night
            begin = week.last + ONE_DAY
        return None

    def _kept(self, since: date | None, period: Period) -> "tuple[NightRecord, ...]":
        """Return the nights of the period of which a diary was kept."""
        if since is None:
            return ()
        return self.journaling.records(max(since, period.first), period.last)

    def _planned(self, night: date) -> "Tonight":
        planning, now = self.journaling.planning, self.journaling.clock.now()
        return planning.tonight(now, nights_on=(night - planning.night_of(now)).days)

    def _drawn(self, record: "NightRecord", planned: "Tonight") -> DrawnNight:
        evening = planned.checklist.evening
        ticked = tuple(
            state.marked_at
            for state in planned.checklist.states
            if is_private(state.step)
            and state.status is Status.DONE
            and state.marked_at is not None
        )
        around = Around(evening.bedtime, evening.wake, ticked)
        return drawn_night(record, around, self.journaling.clock.zone(), self.words)

    @staticmethod
    def _steps(planned: "list[Tonight]") -> tuple[StepDone, ...]:
        """Count, of every step that was planned on some night, on how many it was ticked."""
        states: list[StepState] = [
            state for night in planned for state in night.checklist.states if not state.step.is_mark
        ]
        of = Counter(state.step.id for state in states)
        done = Counter(state.step.id for state in states if state.status is Status.DONE)
        newest = {state.step.id: state.step for state in states}
        return tuple(
            StepDone(step.title, done[name], of[name], is_private(step))
            for name, step in newest.items()
        )

    # --------------------------------------------------------------------- person

    def _person(self, last: "Tonight") -> Person:
        advising = self.noting.advising
        profile, today = advising.profile(), advising.today()
        conditions = advising.library.conditions
        context: dict[str, tuple[str, ...]] = {}
        for name in CONTEXT:
            condition = conditions[name]
            standing = profile.standing(condition, today).value
            context[standing] = (*context.get(standing, ()), condition.title)
        own = ("other", "antacid", "calcium", "multivitamin", "iron-prescribed")
        titles = {name: condition.title for name, condition in conditions.items()}
        evening = last.checklist.evening
        return Person(
            name=self.preferences().report_name.strip(),
            birth_year=profile.birth_year,
            medicines=profile.medicines,
            classes={**titles, **{name: self.words[f"class-{name}"] for name in own}},
            blood_tests=self.noting.blood_tests(),
            context=context,
            visit=self.noting.visit_notes(),
            planned_bed=self._wall(evening.bedtime),
            planned_wake=self._wall(evening.wake),
        )

    def _wall(self, at: datetime) -> str:
        return f"{at.astimezone(self.journaling.clock.zone()):%H:%M}"

    # ---------------------------------------------------------------------- tests

    def _tests(self) -> Iterator[Tested]:
        """Yield every test that was ever started, the newest first: none is left out quietly."""
        experimenting = self.experimenting()
        for test in reversed(experimenting.all()):
            yield self._test(experimenting, test)

    def _test(self, experimenting: "Experimenting", test: "Experiment") -> Tested:
        nights = [a.night for a in test.assignments if a.night is not None]
        if test.ended is not None:
            nights = [night for night in nights if night <= test.ended] or nights[:1]
        over = experimenting.is_over(test)
        result = experimenting.result(test) if over else None
        compared = result.compared if result is not None else None
        sentence = None
        if result is not None:
            sentence = " ".join(filter(None, (result.prefix, str(result.sentence))))
        return Tested(
            step=experimenting.name_of(test),
            outcome=Question(test.plan.outcome.value),
            first=nights[0] if nights else test.plan.first_night,
            last=nights[-1] if nights else test.plan.first_night,
            nights=len(nights),
            rated=result.rated if result is not None else 0,
            sentence=sentence,
            low=compared.low if compared is not None else None,
            high=compared.high if compared is not None else None,
            expected=test.plan.expectation,
        )
