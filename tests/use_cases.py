"""The use cases over a memory, for a clock that stands still."""

from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from fakes import FakeClock
from library import LIBRARY
from rlscompanion.domain.profile import Profile
from rlscompanion.domain.routine import AtClock, Routine, RoutineStep
from rlscompanion.services.advising import Advising
from rlscompanion.services.checking_off import CheckingOff
from rlscompanion.services.planning import Planning
from rlscompanion.services.safekeeping import Safekeeping
from store_fakes import MemoryStore

BERLIN: Final = ZoneInfo("Europe/Berlin")


class Home(Struct, frozen=True):
    """One person's home, with everything they can do there."""

    clock: FakeClock
    store: MemoryStore
    planning: Planning
    advising: Advising
    checking_off: CheckingOff
    safekeeping: Safekeeping

    def keep(self, *steps: RoutineStep, profile: Profile | None = None) -> None:
        self.store.routines.save(Routine(steps=steps), self.clock.now(), profile)


def home() -> Home:
    """Return a new home, at nine in the evening of 22 November 2026 in Berlin."""
    clock, store = FakeClock(), MemoryStore()
    planning = Planning(LIBRARY, store.routines, store.profiles, store.journal, clock)
    advising = Advising(LIBRARY, store.profiles, clock)
    return Home(
        clock,
        store,
        planning,
        advising,
        CheckingOff(planning, store.journal, clock),
        Safekeeping(LIBRARY, planning, advising, store.profiles, clock),
    )


def on_the_wall(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of November 2026 by the wall clock in Berlin."""
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


def own(name: str, hour: int, minute: int = 0, *, minutes: int = 0) -> RoutineStep:
    return RoutineStep(
        f"own/{name}",
        title=name.capitalize(),
        when=AtClock(time(hour, minute)),
        minutes=minutes,
    )
