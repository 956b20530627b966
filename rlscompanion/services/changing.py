"""Changing: what is arranged is saved one change at a time, each to be undone and redone."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from rlscompanion.domain.journal import bedtimes_in, entry_of_bedtime
from rlscompanion.domain.profile import Profile
from rlscompanion.domain.routine import Routine
from rlscompanion.services.advising import Advising
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.planning import Planning
from rlscompanion.services.ports import Clock
from rlscompanion.services.taking_back import Arrangement, Change, History, Step

Made = TypeVar("Made")


class Changing(Struct):
    """Over the routine, the profile and the bedtime of one night."""

    planning: Planning
    advising: Advising
    clock: Clock
    history: History = field(default_factory=History)

    def stands(self, night: date | None = None) -> Arrangement:
        """Return what stands, with the bedtime of ``night`` (default: the coming one)."""
        routine = self.planning.routine()
        if night is None:
            night = self.planning.preview(routine).planner.coming(self.clock.now())
        tonight = bedtimes_in(self.planning.journal.entries([night])).get(night)
        return Arrangement(routine, self.advising.profile(), night, tonight)

    def keep(
        self, change: Change, *, routine: Routine | None = None, profile: Profile | None = None
    ) -> None:
        """Save another routine, another profile or both as one change."""
        stands = self.stands()
        after = replace(
            stands, routine=routine or stands.routine, profile=profile or stands.profile
        )
        self.move(change, stands, after)

    def move(self, change: Change, before: Arrangement, after: Arrangement) -> None:
        """Save a change, and remember it; what changes nothing does nothing."""
        if before == after:
            return
        now = self.clock.monotonic()
        settling = self.history.settles(change, before, now)
        self._write(before, after, settling=settling)
        self.history = self.history.with_change(change, before, after, now)

    def keep_and(
        self,
        then: Callable[[], Made],
        change: Change,
        *,
        routine: Routine | None = None,
        profile: Profile | None = None,
    ) -> Made:
        """Save a change and do what comes of it: to the person one, and one step of the history."""
        history, before = self.history, self.stands()
        self.keep(change, routine=routine, profile=profile)
        made = then()
        after = self.stands(before.night)
        if before != after:
            whole = replace(change, switched_on=after.switches_on(before))
            history = history.with_change(whole, before, after, self.clock.monotonic())
        self.history = history
        return made

    def undo(self) -> Change | None:
        """Take the newest change back; None where there is none.

        Raises Refused where something else has changed the same since.
        """
        if not self.history.past:
            return None
        self._go(self.history.past[-1].back)
        self.history = self.history.undone()
        return self.history.future[-1].change

    def redo(self) -> Change | None:
        """Make the newest change that was taken back again; None where there is none."""
        if not self.history.future:
            return None
        self._go(self.history.future[-1])
        self.history = self.history.redone()
        return self.history.past[-1].change

    def _go(self, step: Step) -> None:
        stands = self.stands(step.before.night)
        if not step.back.still_holds(stands):
            self.history = History()
            raise Refused("That was changed elsewhere since. It stays as it is now.")
        self._write(stands, stands.with_parts(step.before, step.after))

    def _write(self, before: Arrangement, after: Arrangement, *, settling: bool = False) -> None:
        now = self.clock.now()
        profile = after.profile if after.profile != before.profile else None
        if after.routine != before.routine:
            self.planning.routines.save(after.routine, now, profile, settling=settling)
        elif profile is not None:
            self.planning.profiles.save(profile, now, settling=settling)
        if after.tonight != before.tonight:
            self.planning.journal.append(entry_of_bedtime(after.night, after.tonight, now))
