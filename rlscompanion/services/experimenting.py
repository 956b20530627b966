"""Experimenting: which step may be tested, starting a test, its course, its ending, its result."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.experiment import (
    BEST_EXPECTATION,
    LENGTHS,
    WORST_EXPECTATION,
    Adherence,
    Arm,
    Ask,
    Assignment,
    Experiment,
    NoExperiment,
    Outcome,
    Phase,
    RunIn,
    State,
    asks,
)
from rlscompanion.domain.library import Condition
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.profile import Answer, Standing
from rlscompanion.domain.randomisation import (
    findable,
)
from rlscompanion.domain.safety import Verdict
from rlscompanion.domain.sealing import drawn_plan, is_intact, seal_of
from rlscompanion.services.advising import Advising
from rlscompanion.services.judging import Diary, Judging, Result
from rlscompanion.services.planning import Planning
from rlscompanion.services.ports import Clock, Experiments
from rlscompanion.services.revealing import Revealing

PREGNANT, KIDNEYS = "pregnant", "kidney-disease"
ASKED_FIRST: Final = (PREGNANT, KIDNEYS)
"""No tests in pregnancy, and none on dialysis: with kidney disease that is asked at the start."""
DIARY_NIGHTS: Final = 28
"""How far back the run-in looks."""
GUESSED_SD: Final = 2.0


class Choice(Struct, frozen=True):
    """A step that may be tested in principle; ``reason`` says why not now, where it may not."""

    step: str
    title: str
    name: str
    who_not: str
    reason: str = ""
    questions: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.reason


class Wish(Struct, frozen=True):
    """What a person asks for when starting."""

    step: str
    outcome: Outcome = Outcome.FALLING_ASLEEP
    nights: int = 28
    expectation: int = 5
    clinician_set: bool = False
    on_dialysis: bool | None = None
    """Asked where the kidneys are weak, or may be; not answered is the stricter case."""


class Progress(Struct, frozen=True):
    """How a test stands tonight. There is no result in it."""

    experiment: Experiment
    name: str
    phase: Phase
    begun: int
    """How many of its nights have begun."""
    nights: int
    rated: int
    arm: Arm | None
    """Tonight's arm, once it may be told."""
    reveals_at: datetime | None
    unsaid: tuple[Assignment, ...]
    """Nights of which nobody said yet what became of them."""
    ask: Ask | None
    intact: bool
    """Whether the plan is still the one that was sealed."""


class Experimenting(Struct, frozen=True):
    """Over the experiments, the diary and the gate. ``seeds`` gives unguessable seeds."""

    experiments: Experiments
    revealing: Revealing
    planning: Planning
    advising: Advising
    diary: Diary
    clock: Clock
    seeds: Callable[[], str]
    words: Mapping[str, str]

    # ------------------------------------------------------------------ before

    def choices(self) -> tuple[Choice, ...]:
        """Return every step that may be tested, each with the reason where it may not be now."""
        return tuple(
            self._choice(step.id)
            for step in self.planning.library.steps.values()
            if step.tested_as and step.offered
        )

    def question(self) -> Condition | None:
        """Return the health question that stands before every test, while it is not answered."""
        gate = self.advising.gate()
        open_ones = (c for c in ASKED_FIRST if gate.standing(c) is Standing.NOT_ANSWERED)
        first = next(open_ones, None)
        return self.planning.library.conditions[first] if first is not None else None

    def answer(self, condition: str, answer: Answer) -> None:
        """Keep the answer to it, dated today."""
        self.advising.answer({condition: answer})

    def asks_about_dialysis(self) -> bool:
        """Return whether a start has to say if the person is on dialysis."""
        return self.advising.gate().counts(KIDNEYS)

    def _choice(self, step_id: str) -> Choice:
        step = self.planning.library.steps.get(step_id)
        if step is None or not step.tested_as or not step.offered:
            raise NoExperiment(f"{step_id} is not a step that can be tested.")
        reason, questions = self._why_not(step_id)
        return Choice(step_id, step.title, step.tested_as, step.who_not, reason, questions)

    def _why_not(self, step_id: str) -> tuple[str, tuple[str, ...]]:
        gate = self.advising.gate()
        if gate.counts(PREGNANT):
            return self.words["blocked-pregnant"], ()
        for condition in ASKED_FIRST:
            if gate.standing(condition) is Standing.NOT_ANSWERED:
                return self.words[f"asked-{condition}"], ()
        ruling = gate.rule(self.planning.library.steps[step_id])
        return (self.words["locked"], ruling.questions) if ruling.locks else ("", ())

    def run_in(self, outcome: Outcome) -> RunIn:
        """Return the ordinary diary nights so far; nights of a test are not ordinary."""
        tonight = self.planning.night_of(self.clock.now())
        tested = {a.night for e in self.experiments.all() for a in e.assignments}
        nights = [
            night
            for night in (tonight - n * ONE_DAY for n in range(DIARY_NIGHTS))
            if night not in tested
        ]
        found = self.diary.ratings(outcome, nights)
        return RunIn.of([found[night] for night in nights if night in found])

    def findable(self, outcome: Outcome, nights: int) -> float:
        """Return the smallest change found 8 times in 10, from the person's own diary."""
        sd = self.run_in(outcome).sd
        return findable(nights, GUESSED_SD if sd is None else sd)

    def start(self, wish: Wish) -> Experiment:
        """Draw the plan, seal it, and begin. Raises NoExperiment with the reason."""
        self._check(wish)
        tonight = self.planning.tonight()
        first = tonight.night
        while self._reveals_at(wish.step, first) <= self.clock.now():
            first += ONE_DAY
        plan = drawn_plan(
            wish.step,
            wish.outcome,
            self.words[f"question-{wish.outcome.value}"],
            nights=wish.nights,
            first_night=first,
            seed=self.seeds(),
            expectation=wish.expectation,
        )
        begun = Experiment.begin(plan, seal_of(plan), self.clock.now(), self.run_in(wish.outcome))
        return self.experiments.add(begun)

    def _check(self, wish: Wish) -> None:
        if self.current() is not None:
            raise NoExperiment("One test at a time: end the other one first.")
        choice = self._choice(wish.step)
        if not choice.is_open:
            raise NoExperiment(f"{choice.title}: {choice.reason}")
        if self.asks_about_dialysis() and wish.on_dialysis is not False:
            why = "asked-dialysis" if wish.on_dialysis is None else "blocked-dialysis"
            raise NoExperiment(f"{choice.title}: {self.words[why]}")
        if wish.clinician_set:
            raise NoExperiment(f"{choice.title}: {self.words['clinician-set']}")
        if wish.nights not in LENGTHS:
            raise NoExperiment(f"{wish.nights} nights is no length; choose 20, 28 or 40.")
        if not WORST_EXPECTATION <= wish.expectation <= BEST_EXPECTATION:
            raise NoExperiment(f"{wish.expectation} is no expectation from 0 to 10.")
        run_in = self.run_in(wish.outcome)
        if not run_in.is_enough:
            raise NoExperiment(
                f"7 ordinary nights with this rating come first; there are {run_in.rated}."
            )
        if run_in.is_on_the_floor:
            raise NoExperiment(
                "Your ratings are below 2 on average: too few symptoms to improve. "
                "Choose another rating, or wait."
            )

    # ------------------------------------------------------------------ during

    def all(self) -> tuple[Experiment, ...]:
        return self.experiments.all()

    def current(self) -> Experiment | None:
        """Return the experiment that is not over yet."""
        tonight = self.planning.night_of(self.clock.now())
        return next((e for e in self.all() if not e.phase(tonight).is_over), None)

    def name_of(self, experiment: Experiment) -> str:
        """Return what a test calls its step."""
        step = self.planning.library.steps.get(experiment.plan.step)
        return step.tested_as if step is not None and step.tested_as else experiment.plan.step

    def progress(self, experiment: Experiment) -> Progress:
        now = self.clock.now()
        calendar = self.planning.calendar()
        night = calendar.night_of(now)
        begun = experiment.nights_before(night + ONE_DAY)
        ratings = self._ratings(experiment)
        running = experiment.phase(night) is Phase.RUNNING
        told_at = self._reveals_at(experiment.plan.step, night) if running else None
        arm = self.revealing.arm_of(experiment, night, told_at, calendar) if told_at else None
        return Progress(
            experiment=experiment,
            name=self.name_of(experiment),
            phase=experiment.phase(night),
            begun=len(begun),
            nights=sum(not a.void for a in experiment.assignments),
            rated=sum(a.night in ratings for a in begun),
            arm=arm,
            reveals_at=told_at,
            unsaid=tuple(a for a in experiment.nights_before(night) if a.adherence is None),
            ask=self._ask(experiment, ratings, night),
            intact=is_intact(experiment),
        )

    def _ask(self, experiment: Experiment, ratings: Mapping[date, int], night: date) -> Ask | None:
        if experiment.phase(night).is_over:
            return None
        gate = self.advising.gate()
        step = self.planning.library.steps.get(experiment.plan.step)
        blocked = step is not None and gate.rule(step).verdict is Verdict.BLOCKED
        if blocked or gate.counts(PREGNANT) or self._kidneys_came_up_since(experiment):
            return Ask.STOP_BECAUSE_BLOCKED
        return asks(experiment, ratings, night)

    def _kidneys_came_up_since(self, experiment: Experiment) -> bool:
        """Return whether kidney disease was answered after the start: dialysis was not asked."""
        given = self.advising.profile().answers.get(KIDNEYS)
        if given is None or given.answer is Answer.NO:
            return False
        return given.on > experiment.created.astimezone(self.clock.zone()).date()

    def say(self, night: date, adherence: Adherence | None, note: str = "") -> None:
        """Keep what became of a night that has begun. Raises NoExperiment."""
        experiment = next((e for e in reversed(self.all()) if e.of_night(night)), None)
        if experiment is None or night > self.planning.night_of(self.clock.now()):
            raise NoExperiment(f"The night of {night} does not belong to a test that has begun.")
        self.experiments.save(experiment.answered(night, adherence, note))

    def pause(self) -> Experiment:
        """Pause from tonight on, for illness or travel: the block it cuts is left out."""
        return self._saved(self._running().paused(self._first_night_out()))

    def resume(self) -> Experiment:
        """Go on with the next whole block, from the first night that is not told yet."""
        experiment = self.current()
        if experiment is None or experiment.state is not State.PAUSED:
            raise NoExperiment("No test is paused.")
        night = self._first_night_out()
        while self._reveals_at(experiment.plan.step, night) <= self.clock.now():
            night += ONE_DAY
        return self._saved(experiment.resumed(night))

    def stop(self, why: State = State.STOPPED) -> Experiment:
        """End the test now; ``why`` is one of the ended states. Raises NoExperiment."""
        experiment = self._running()
        night = self._first_night_out()
        if why is State.ENDED_BY_MEDICINE and experiment.state is State.RUNNING:
            experiment = experiment.paused(night)
        return self._saved(experiment.stopped(night, why))

    def go_on(self) -> Experiment:
        """Keep that the person goes on although two nights were very bad."""
        night = self.planning.night_of(self.clock.now())
        return self._saved(replace(self._running(), went_on=night))

    def _running(self) -> Experiment:
        experiment = self.current()
        if experiment is None:
            raise NoExperiment("No test is running.")
        return experiment

    def _saved(self, experiment: Experiment) -> Experiment:
        self.experiments.save(experiment)
        return experiment

    def _first_night_out(self) -> date:
        """Return the first night that has not been slept yet."""
        tonight = self.planning.tonight()
        slept = self.clock.now() >= tonight.checklist.evening.wake
        return tonight.night + ONE_DAY if slept else tonight.night

    def _reveals_at(self, step: str, night: date) -> datetime:
        planning = self.planning
        return self.revealing.reveals_at(
            step, night, planning.routine(), planning.calendar(), planning.bedtimes((night,))
        )

    def _ratings(self, experiment: Experiment) -> Mapping[date, int]:
        nights = [a.night for a in experiment.assignments if a.night is not None]
        return self.diary.ratings(experiment.plan.outcome, nights)

    def is_over(self, experiment: Experiment) -> bool:
        return experiment.phase(self.planning.night_of(self.clock.now())).is_over

    # ------------------------------------------------------------------- after

    def result(self, experiment: Experiment) -> Result:
        """Return what a test that is over shows; takes up to half a second. Raises NoExperiment."""
        if not self.is_over(experiment):
            raise NoExperiment("There is a result when the test is over, and none before.")
        return Judging(self.diary, self.words).result(experiment, self.name_of(experiment))

    def exported(self, experiment: Experiment) -> dict[str, object]:
        """Return everything that is kept of it, for the export file.

        While it runs the plan is in a closed envelope (base64): it can be checked against its
        SHA-256 and brought back, but nobody reads ahead by accident.
        """
        over = self.is_over(experiment)
        text = experiment.plan.text()
        key, plan = ("plan", text) if over else ("plan_base64", b64encode(text.encode()).decode())
        return {
            "id": experiment.id,
            "step": experiment.plan.step,
            "outcome": experiment.plan.outcome.value,
            "created": experiment.created.isoformat(),
            "state": experiment.state.value,
            "ended": experiment.ended.isoformat() if experiment.ended else None,
            "run_in": {
                "rated": experiment.run_in.rated,
                "mean": experiment.run_in.mean,
                "sd": experiment.run_in.sd,
            },
            "plan_sha256": experiment.sealed,
            "plan_intact": is_intact(experiment),
            key: plan,
            "nights": [
                {
                    "number": a.number,
                    "night": a.night.isoformat() if a.night else None,
                    "arm": a.arm.value if over or a.revealed else None,
                    "revealed": a.revealed.isoformat() if a.revealed else None,
                    "adherence": a.adherence.value if a.adherence else None,
                    "note": a.note,
                    "left_out": a.void,
                }
                for a in experiment.assignments
            ],
        }
