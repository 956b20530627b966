"""An experiment on oneself: one step, nights with and without it by chance, sealed at the start.

Pure values: what was planned, what became of it, when it ends, and which sentence the result earns
(design/experiments-and-report.md §1). The chance itself lives in ``domain.randomisation``.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.mendable import Mendable
from rlscompanion.domain.night import ONE_DAY
from rlscompanion.domain.randomisation import BLOCK, MAX_RUN, Comparison, Design, Schedule

LENGTHS: Final = (20, 28, 40)
NORMAL_LENGTH: Final = 28
RUN_IN_NIGHTS: Final = 7
FLOOR: Final = 2.0
"""Below this mean of the run-in there are too few symptoms to improve."""
WORST_EXPECTATION: Final = 0
BEST_EXPECTATION: Final = 10

RATED_AT_LEAST: Final = 16
PER_ARM_AT_LEAST: Final = 7
WHOLE_BLOCKS_AT_LEAST: Final = 4

MATTERS: Final = 1.0
"""Points from which a difference is called better or worse."""
LARGE: Final = 1.5
MISSING_IN_A_ROW: Final = 4
VERY_BAD: Final = 9
FAR_ABOVE_RUN_IN: Final = 3.0
BAD_NIGHT: Final = 4


class NoExperiment(Mendable):
    """It cannot be done with this experiment: one sentence says why."""


class Outcome(StrEnum):
    """Which morning rating decides; fixed before the start."""

    EVENING = "legs-evening"
    FALLING_ASLEEP = "legs-falling-asleep"
    IN_THE_NIGHT = "legs-in-night"


class Arm(StrEnum):
    WITH = "with"
    WITHOUT = "without"


class Adherence(StrEnum):
    """What became of a night's arm, in the person's own words."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not done"
    DID_IT_ANYWAY = "did it anyway"


ANSWERS_OF: Final[Mapping[Arm, tuple[Adherence, ...]]] = {
    Arm.WITH: (Adherence.DONE, Adherence.PARTLY, Adherence.NOT_DONE),
    Arm.WITHOUT: (Adherence.NOT_DONE, Adherence.DID_IT_ANYWAY),
}
SWAPPED: Final = frozenset({(Arm.WITH, Adherence.NOT_DONE), (Arm.WITHOUT, Adherence.DID_IT_ANYWAY)})


class State(StrEnum):
    """How it stands on the disk. A running one whose nights are over counts as finished."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    STOPPED_WORSE = "stopped because it felt worse"
    ENDED_BY_MEDICINE = "ended by a medicine change"


class Phase(StrEnum):
    """How it stands tonight."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"

    @property
    def is_over(self) -> bool:
        return self in {Phase.FINISHED, Phase.STOPPED}


class Ask(StrEnum):
    """What the person is asked about a running experiment."""

    STOP_BECAUSE_WORSE = "stop because worse"
    PAUSE_OR_END = "pause or end"
    STOP_BECAUSE_BLOCKED = "stop because blocked"


class Finding(StrEnum):
    """Which sentence the result earns. Exactly one fits (§1.7)."""

    NOT_ENOUGH = "not enough nights"
    BETTER = "better"
    WORSE = "worse"
    NO_LARGE_DIFFERENCE = "no large difference"
    SMALL = "a small difference"
    CANNOT_TELL = "can't tell"
    WITHHELD = "withheld"


class Assignment(Struct, frozen=True):
    """One planned night. ``night`` is None while a pause keeps its date open.

    ``void`` is a night of a block that a pause cut: it is never analysed.
    """

    number: int
    block: int
    arm: Arm
    night: date | None
    revealed: datetime | None = None
    adherence: Adherence | None = None
    note: str = ""
    void: bool = False

    @property
    def swapped(self) -> bool:
        return (self.arm, self.adherence) in SWAPPED


class Beside(Struct, frozen=True):
    """What a night's notes say beside the ratings; shown, never judged."""

    minutes_to_fall_asleep: int | None = None
    flare_ups: int = 0


class RunIn(Struct, frozen=True):
    """The ordinary diary nights before the start."""

    rated: int
    mean: float | None = None
    sd: float | None = None

    @staticmethod
    def of(ratings: Sequence[int]) -> "RunIn":
        if not ratings:
            return RunIn(0)
        mean = sum(ratings) / len(ratings)
        if len(ratings) == 1:
            return RunIn(1, mean)
        squares = sum((rating - mean) ** 2 for rating in ratings)
        return RunIn(len(ratings), mean, (squares / (len(ratings) - 1)) ** 0.5)

    @property
    def is_enough(self) -> bool:
        return self.rated >= RUN_IN_NIGHTS

    @property
    def is_on_the_floor(self) -> bool:
        return self.mean is not None and self.mean < FLOOR


class Plan(Struct, frozen=True):
    """What is sealed at the start and never changes."""

    step: str
    outcome: Outcome
    question: str
    first_night: date
    seed: str
    generator: int
    expectation: int
    arms: tuple[Arm, ...]
    block: int = BLOCK
    max_run: int = MAX_RUN

    @property
    def design(self) -> Design:
        return Design(len(self.arms) // self.block, self.first_night.weekday())

    @property
    def schedule(self) -> Schedule:
        return sum(1 << n for n, arm in enumerate(self.arms) if arm is Arm.WITH)

    def text(self) -> str:
        """Return the canonical text that is sealed, one fact a line."""
        head = (
            "RLS Companion experiment plan, version 1",
            f"step: {self.step}",
            f"outcome: {self.outcome.value}",
            f"question: {self.question}",
            f"expectation: {self.expectation}",
            f"first night: {self.first_night.isoformat()}",
            f"block: {self.block}",
            f"longest run: {self.max_run}",
            f"seed: {self.seed}",
            f"generator: {self.generator}",
        )
        nights = (f"{n}: {arm.value}" for n, arm in enumerate(self.arms, 1))
        return "\n".join((*head, *nights)) + "\n"


def arms_of(schedule: Schedule, nights: int) -> tuple[Arm, ...]:
    return tuple(Arm.WITH if schedule >> n & 1 else Arm.WITHOUT for n in range(nights))


class Experiment(Struct, frozen=True):
    """A plan, its seal, and what became of its nights. Each change returns a new one."""

    id: int
    plan: Plan
    sealed: str
    created: datetime
    run_in: RunIn
    state: State
    assignments: tuple[Assignment, ...]
    ended: date | None = None
    """The first night that no longer belongs to it, where it ended before its schedule did."""
    went_on: date | None = None
    """The night on which the person chose to go on although two nights were very bad."""

    @staticmethod
    def begin(plan: Plan, sealed: str, created: datetime, run_in: RunIn) -> "Experiment":
        nights = tuple(
            Assignment(n + 1, n // plan.block + 1, arm, plan.first_night + n * ONE_DAY)
            for n, arm in enumerate(plan.arms)
        )
        return Experiment(0, plan, sealed, created, run_in, State.RUNNING, nights)

    @property
    def last_night(self) -> date | None:
        """Return the last night that has a date and is not void."""
        dated = [a.night for a in self.assignments if a.night is not None and not a.void]
        return max(dated, default=None)

    def phase(self, tonight: date) -> Phase:
        if self.state is State.PAUSED:
            return Phase.PAUSED
        if self.state is not State.RUNNING:
            return Phase.STOPPED
        last = self.last_night
        if last is None or tonight > last:
            return Phase.FINISHED
        return Phase.WAITING if tonight < self.first_dated else Phase.RUNNING

    @property
    def first_dated(self) -> date:
        return min((a.night for a in self.assignments if a.night is not None), default=date.max)

    def of_night(self, night: date) -> Assignment | None:
        """Return the assignment of a night, where it counts."""
        if self.ended is not None and night >= self.ended:
            return None
        return next((a for a in self.assignments if a.night == night and not a.void), None)

    def nights_before(self, night: date) -> tuple[Assignment, ...]:
        """Return the assignments that count of the nights before ``night``, in order."""
        return tuple(
            a
            for a in self.assignments
            if not a.void
            and a.night is not None
            and a.night < night
            and (self.ended is None or a.night < self.ended)
        )

    def _with(self, changed: Assignment) -> "Experiment":
        return replace(
            self,
            assignments=tuple(
                changed if old.number == changed.number else old for old in self.assignments
            ),
        )

    def revealed(self, night: date, at: datetime) -> "Experiment":
        """Return it with the moment at which a night's arm was first told."""
        assignment = self.of_night(night)
        if assignment is None or assignment.revealed is not None:
            return self
        return self._with(replace(assignment, revealed=at))

    def answered(self, night: date, adherence: Adherence | None, note: str = "") -> "Experiment":
        """Return it with what became of a night. Raises NoExperiment."""
        assignment = self.of_night(night)
        if assignment is None:
            raise NoExperiment(f"The night of {night} does not belong to this test.")
        if adherence is not None and adherence not in ANSWERS_OF[assignment.arm]:
            known = ", ".join(ANSWERS_OF[assignment.arm])
            raise NoExperiment(
                f"The night of {night} was a night {assignment.arm.value} the step; say {known}."
            )
        return self._with(replace(assignment, adherence=adherence, note=note))

    def paused(self, night: date) -> "Experiment":
        """Return it paused from ``night`` on: the block it cuts is void, what follows is undated."""
        left = [
            a for a in self.assignments if a.night is not None and a.night >= night and not a.void
        ]
        if not left:
            raise NoExperiment("All nights of this test are over; there is nothing to pause.")
        first = left[0]
        begun = first.number % self.plan.block != 1 or first.revealed is not None
        void_block = first.block if begun else 0
        return replace(
            self,
            state=State.PAUSED,
            assignments=tuple(
                replace(a, void=True, night=a.night if a.night and a.night < night else None)
                if a.block == void_block
                else replace(a, night=None)
                if a.block >= first.block
                else a
                for a in self.assignments
            ),
        )

    def resumed(self, night: date) -> "Experiment":
        """Return it going on with the next whole block, from ``night`` on."""
        waiting = [a.number for a in self.assignments if a.night is None and not a.void]
        dates = {number: night + n * ONE_DAY for n, number in enumerate(waiting)}
        return replace(
            self,
            state=State.RUNNING,
            assignments=tuple(
                replace(a, night=dates[a.number]) if a.number in dates else a
                for a in self.assignments
            ),
        )

    def stopped(self, night: date, state: State) -> "Experiment":
        """Return it ended before its schedule; ``night`` is the first one out of it."""
        return replace(self, state=state, ended=night)

    def values(self, ratings: Mapping[date, int]) -> tuple[int | None, ...]:
        """Return the rating of each planned night; None where there is none, or none that counts."""
        return tuple(
            ratings.get(a.night)
            if a.night is not None and not a.void and (self.ended is None or a.night < self.ended)
            else None
            for a in self.assignments
        )


def asks(experiment: Experiment, ratings: Mapping[date, int], tonight: date) -> Ask | None:
    """Return what the stop rules of §1.9 ask tonight; no statistics are looked at."""
    past = experiment.nights_before(tonight + ONE_DAY)
    if experiment.state is State.RUNNING and _turned_bad(experiment, past, ratings):
        return Ask.STOP_BECAUSE_WORSE
    before = [a for a in past if a.night is not None and a.night < tonight]
    last = before[-MISSING_IN_A_ROW:]
    if (
        experiment.phase(tonight) is Phase.RUNNING
        and len(last) == MISSING_IN_A_ROW
        and all(a.night not in ratings for a in last)
    ):
        return Ask.PAUSE_OR_END
    return None


def _turned_bad(
    experiment: Experiment, past: Sequence[Assignment], ratings: Mapping[date, int]
) -> bool:
    """Return whether two rated nights of one arm, one after the other, were both very bad."""
    since = experiment.went_on
    usual = experiment.run_in.mean or 0.0
    for arm in Arm:
        rated = [
            ratings[a.night]
            for a in past
            if a.arm is arm
            and a.night is not None
            and a.night in ratings
            and (since is None or a.night > since)
        ]
        last = rated[-2:]
        if len(last) == 2 and all(  # noqa: PLR2004  (two nights in a row)
            rating >= VERY_BAD and rating >= usual + FAR_ABOVE_RUN_IN for rating in last
        ):
            return True
    return False


def enough(schedule: Schedule, values: Sequence[int | None]) -> bool:
    """Return whether there are nights enough for a verdict: 16, 7 in each arm, 4 blocks with both."""
    rated = [(n // BLOCK, schedule >> n & 1) for n, value in enumerate(values) if value is not None]
    with_it = sum(arm for _, arm in rated)
    whole = {block for block, arm in rated if arm} & {block for block, arm in rated if not arm}
    return (
        len(rated) >= RATED_AT_LEAST
        and min(with_it, len(rated) - with_it) >= PER_ARM_AT_LEAST
        and len(whole) >= WHOLE_BLOCKS_AT_LEAST
    )


def finding(compared: Comparison | None) -> Finding:
    """Return the rule that fits first (§1.7); None is a comparison of too few nights."""
    if compared is None:
        return Finding.NOT_ENOUGH
    low, high, difference = compared.low, compared.high, compared.difference
    if high < 0 and difference <= -MATTERS:
        return Finding.BETTER
    if low > 0 and difference >= MATTERS:
        return Finding.WORSE
    if low > -LARGE and high < LARGE:
        return Finding.NO_LARGE_DIFFERENCE
    if high < 0 or low > 0:
        return Finding.SMALL
    return Finding.CANNOT_TELL


class Sentence(Struct, frozen=True):
    """A verdict in words: its bold beginning, and the rest."""

    lead: str
    rest: str

    def __str__(self) -> str:  # pyright: ignore[reportImplicitOverride]  (imported by commands)
        return f"{self.lead} {self.rest}".strip()


def sentence(
    kind: Finding, compared: Comparison | None, step: str, words: Mapping[str, str]
) -> Sentence:
    """Return the verdict of §1.7 in words; ``step`` is its name in a test, such as "the bath"."""
    figures: dict[str, str] = {"step": step, "Step": step[:1].upper() + step[1:]}
    if compared is not None:
        near, far = sorted((abs(compared.low), abs(compared.high)))
        figures |= {
            "with": f"{compared.with_mean:.1f}",
            "without": f"{compared.without_mean:.1f}",
            "difference": f"{abs(compared.difference):.1f}",
            "near": f"{near:.1f}",
            "far": f"{far:.1f}",
        }
    key = kind.name.lower().replace("_", "-")
    lead, _, rest = words[key].partition("|")
    return Sentence(lead.strip().format(**figures), rest.strip().format(**figures))
