"""The evening: what the plan of one Night says. ``Planner`` makes it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from rlscompanion.domain.library import Kind, Moment, Step
from rlscompanion.domain.routine import LIGHTS_OUT, ReminderSetting, Timing
from rlscompanion.domain.safety import Ruling

SCREENS_OFF: Final = "screens-off"
DARK_BEFORE_BED: Final = timedelta(hours=1)
"""Where nobody planned when the screen goes off."""


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

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def starting(self, start: datetime) -> "PlannedStep":
        """Return the step pushed to ``start``; where it was meant to start stays known."""
        if start == self.start:
            return self
        return replace(self, start=start, end=start + self.length)

    def meant_for(self, start: datetime, when: Timing) -> "PlannedStep":
        """Return the step as if ``when``, which is ``start`` tonight, had been chosen for it."""
        return replace(self, nominal=start, start=start, end=start + self.length, when=when)

    def overlaps(self, other: "PlannedStep") -> bool:
        return self.start < other.end and other.start < self.end


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
    is_question: bool = False
    """An answer is wanted, which no other time of a step can replace."""

    @property
    def key(self) -> tuple[str, frozenset[str], str]:
        return self.rule, frozenset(self.steps), self.other


class LeftOut(Struct, frozen=True):
    """A step that is switched on and belongs to this night, but is locked."""

    step: str
    title: str
    ruling: Ruling


class Taken(Struct, frozen=True):
    """What was said of a Night's steps: when each was done, which were skipped, which moved."""

    done: Mapping[str, datetime] = field(
        default_factory=lambda: MappingProxyType(dict[str, datetime]())
    )
    skipped: frozenset[str] = frozenset()
    moved: Mapping[str, datetime] = field(
        default_factory=lambda: MappingProxyType(dict[str, datetime]())
    )
    """To where, for this Night alone."""

    def without(self, step_id: str) -> "Taken":
        """Return what was said of all the other steps."""
        done = {name: at for name, at in self.done.items() if name != step_id}
        return Taken(done, self.skipped - {step_id}, self.moved)


NOTHING_TAKEN: Final = Taken()


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
    def darkens(self) -> datetime:
        """Return when the screen goes off; an hour before bed where that is not planned."""
        screens = self.step(SCREENS_OFF)
        return self.bedtime - DARK_BEFORE_BED if screens is None else screens.start

    def with_step(self, moved: PlannedStep) -> "Evening":
        """Return the evening with ``moved`` in the place of the step with its id."""
        steps = tuple(moved if step.id == moved.id else step for step in self.steps)
        return replace(self, steps=steps)

    def movable(self, said: Taken) -> tuple[PlannedStep, ...]:
        """Return the steps that nobody has answered yet: only these can move."""
        return tuple(
            step
            for step in self.steps
            if not step.is_mark and step.id not in said.done and step.id not in said.skipped
        )

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
