"""Taking back: what was changed on the Routine page as a stack of values, to undo and redo.

Routine and profile revisions are append-only, so undoing writes the older values as new ones.
"""

from datetime import date, time
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.profile import Profile
from rlscompanion.domain.routine import Routine

SETTLES_SECONDS: Final = 2.0
"""A change that goes on within this time (stepper clicks, arrow keys) stays one change."""
REMEMBERED: Final = 100


class ChangeKind(StrEnum):
    SWITCHED_ON = "switched on"
    SWITCHED_OFF = "switched off"
    MOVED = "moved"
    LENGTH = "length"
    NIGHTS = "nights"
    REMINDER = "reminder"
    NAME = "name"
    ADDED = "added"
    REMOVED = "removed"
    BEDTIME = "bedtime"
    BEDTIME_TONIGHT = "bedtime tonight"
    WAKE = "wake"
    ANSWERS = "answers"
    CLINICIAN_OK = "clinician ok"
    BLOOD_TEST = "blood test"
    MEDICINES = "medicines"


SETTLING: Final = frozenset(
    {
        ChangeKind.MOVED,
        ChangeKind.LENGTH,
        ChangeKind.NIGHTS,
        ChangeKind.REMINDER,
        ChangeKind.BEDTIME,
        ChangeKind.BEDTIME_TONIGHT,
        ChangeKind.WAKE,
        ChangeKind.MEDICINES,
    }
)
"""What is set in many small clicks."""


class Change(Struct, frozen=True):
    """What was changed, and of what: a step's title, a day, a medicine; empty where of all."""

    kind: ChangeKind
    of: str = ""
    part: str = ""
    """Which of several like values; only the same one goes on settling."""
    switched_on: bool = False
    """It also switched a step on."""


class Arrangement(Struct, frozen=True):
    """All that can be changed here, as it stands. ``tonight`` is a bedtime for ``night`` only."""

    routine: Routine
    profile: Profile
    night: date
    tonight: time | None

    def switches_on(self, before: "Arrangement") -> bool:
        """Return whether a step is on here that was not on ``before``."""
        was_on = {step.id for step in before.routine.steps if step.on}
        return any(step.on and step.id not in was_on for step in self.routine.steps)

    def with_parts(self, old: "Arrangement", new: "Arrangement") -> "Arrangement":
        """Return this with those parts of ``new`` that differ from ``old``."""
        return replace(
            self,
            routine=self.routine if old.routine == new.routine else new.routine,
            profile=self.profile if old.profile == new.profile else new.profile,
            tonight=self.tonight if old.tonight == new.tonight else new.tonight,
        )


class Step(Struct, frozen=True):
    """One change with what stood before and after it."""

    change: Change
    before: Arrangement
    after: Arrangement

    @property
    def back(self) -> "Step":
        return Step(self.change, self.after, self.before)

    def still_holds(self, stands: Arrangement) -> bool:
        """Return whether nobody has touched since what this changed."""
        return stands == stands.with_parts(self.before, self.after)


class History(Struct, frozen=True):
    """What can be undone and redone, newest last. ``touched`` is when, by a steady clock."""

    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()
    touched: float = float("-inf")

    def settles(self, change: Change, stands: Arrangement, now: float) -> bool:
        """Return whether ``change`` goes on with the newest one, made just now."""
        if not self.past or self.future or change.kind not in SETTLING:
            return False
        newest = self.past[-1]
        return (
            newest.change == change
            and newest.after == stands
            and now - self.touched <= SETTLES_SECONDS
        )

    def with_change(
        self, change: Change, before: Arrangement, after: Arrangement, now: float
    ) -> "History":
        """Return the history after a change; what was undone before it is forgotten."""
        if self.settles(change, before, now):
            newest = replace(self.past[-1], after=after)
            if newest.before == newest.after:
                return History(self.past[:-1])
            return History((*self.past[:-1], newest), (), now)
        return History((*self.past, Step(change, before, after))[-REMEMBERED:], (), now)

    def undone(self) -> "History":
        return History(self.past[:-1], (*self.future, self.past[-1]))

    def redone(self) -> "History":
        return History((*self.past, self.future[-1]), self.future[:-1])
