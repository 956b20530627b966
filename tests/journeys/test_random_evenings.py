"""Ten thousand evenings, against a model that knows the rules and none of the code.

``RLS_EVENINGS=10000 pytest tests/journeys/test_random_evenings.py`` runs all of them; otherwise the
first thousand. Faults planted on purpose show that the simulation finds what it is there to find.
"""

import os
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time

import pytest
from evenings import FaultError, Plan, World, live_through
from msgspec.structs import replace
from typing_extensions import override

from rlscompanion.domain.journal import Entry
from rlscompanion.domain.reminders import Reminder, due_now, reminders_of
from rlscompanion.services import expecting, reminding
from rlscompanion.services.planning import Tonight
from rlscompanion.services.ports import Fired, Notice
from rlscompanion.services.reminding import Reminding
from store_fakes import MemoryFired, MemoryJournal, MemorySettings

EVENINGS = int(os.environ.get("RLS_EVENINGS", "1000"))
ENOUGH = range(600)
"""A planted fault is found in the first so many evenings."""


def test_nothing_is_shown_twice_nothing_is_lost_and_nothing_comes_after_its_time() -> None:
    lived = live_through(range(EVENINGS))
    assert lived.evenings == EVENINGS
    assert lived.shown > 3 * EVENINGS, "evenings in which nothing is shown prove nothing"
    assert lived.starts > 2 * EVENINGS, "nor do those in which it is never killed"


def test_the_same_evening_happens_the_same_way_twice() -> None:
    def shown(seed: int) -> dict[str, datetime]:
        world = World(seed, Plan())
        world.run()
        return world.model.shown

    assert shown(7) == shown(7)


# ------------------------------------------------------------------------------ planted faults


class RecordedAfterShowing:
    """Keeps the port Fired, but writes a claim down with the next look only."""

    def __init__(self, fired: Fired) -> None:
        self._fired = fired
        self._later: list[tuple[str, datetime]] = []

    def claim(self, reminder_id: str, at: datetime) -> bool:
        self._later.append((reminder_id, at))
        return True

    def of_night(self, night: date) -> frozenset[str]:
        for reminder, at in self._later:
            self._fired.claim(reminder, at)
        self._later.clear()
        return self._fired.of_night(night)


class WithoutSnoozesOfBefore(MemoryJournal):
    """A snooze is kept in memory and gone with the process."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._before = len(world.store.journal.written)

    @override
    def append(self, *entries: Entry) -> None:
        self._world.store.journal.append(*entries)

    @override
    def entries(self, nights: Sequence[date]) -> tuple[Entry, ...]:
        written = self._world.store.journal.written
        return tuple(
            entry
            for n, entry in enumerate(written)
            if entry.night in nights and (n >= self._before or entry.body.get("mark") != "snooze")
        )


class AwaitsOnlyTonight(Reminding):
    """Awaits nothing of the next Night, nor its beginning."""

    @override
    def _next_instant(self, tonight: Tonight) -> datetime:
        mine = f"{tonight.night.isoformat()}/"
        coming = (r.due for r in self.expecting.coming() if r.id.startswith(mine))
        return min(coming, default=datetime.max.replace(tzinfo=UTC))


class SpeaksOfWhatIsOverdue(Reminding):
    """Ends the quiet, and shows what was due in it."""

    @override
    def speak_again(self) -> None:
        self.expecting.settings.put(expecting.QUIET, "")
        self.look()


class HoldsNothing(Reminding):
    """Looks away from the flare-up screen."""

    @override
    def look(self) -> None:
        held, self.held = self.held, False
        super().look()
        self.held = held


class GoesOnAfterAnAnswer(Reminding):
    """Asks the plan what is due, and not the person's answers."""

    @override
    def _look(self, now: datetime) -> None:
        tonight = self.planning.tonight(now)
        evening = tonight.checklist.evening
        asked = [r for step in evening.steps for r in reminders_of(evening, step)]
        for reminder in due_now(asked, self.fired.of_night(tonight.night), now):
            state = tonight.checklist.state(reminder.step)
            answered = state is not None and state.status.is_answered
            if answered and self.fired.claim(reminder.id, now):
                notice = Notice(reminder.step, "Again", "", (), (reminder.id,))
                self.notifier.show(notice, lambda _: None)
        super()._look(now)


class NamesWithoutTheTime(Reminding):
    """Shows occurrences whose ids hold their due time, under the names that they have."""

    @override
    def _notice(self, tonight: Tonight, claimed: Sequence[Reminder], now: datetime) -> Notice:
        notice = super()._notice(tonight, claimed, now)
        return replace(notice, reminders=tuple(name.partition("@")[0] for name in notice.reminders))


def found(plan: Plan) -> str:
    with pytest.raises(FaultError) as fault:
        live_through(ENOUGH, plan)
    return str(fault.value)


def test_it_finds_what_is_recorded_after_it_was_shown() -> None:
    plan = Plan(fired=lambda world: RecordedAfterShowing(world.store.fired))
    assert "and again at" in found(plan)


def test_it_finds_a_record_that_a_restart_forgets() -> None:
    assert "and again at" in found(Plan(fired=lambda _: MemoryFired()))


def test_it_finds_a_snooze_that_a_restart_forgets() -> None:
    assert found(Plan(journal=WithoutSnoozesOfBefore))


def test_it_finds_a_quiet_that_a_restart_forgets() -> None:
    assert "quiet" in found(Plan(settings=lambda _: MemorySettings()))


def test_it_finds_that_the_end_of_the_quiet_brings_what_was_overdue() -> None:
    assert "in the quiet" in found(Plan(reminding=SpeaksOfWhatIsOverdue))


def test_it_finds_a_missing_heartbeat() -> None:
    assert "was lost" in found(Plan(beats=False))


def test_it_finds_a_day_that_turns_at_midnight() -> None:
    assert found(Plan(routine=lambda routine: replace(routine, day_turns=time(0))))


def test_it_finds_that_nothing_waits_for_the_next_night() -> None:
    assert "was lost" in found(Plan(reminding=AwaitsOnlyTonight))


def test_it_finds_a_notice_over_the_flare_up_screen() -> None:
    assert "over the flare-up screen" in found(Plan(reminding=HoldsNothing))


def test_it_finds_that_nothing_is_ever_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    def never_late(
        asked: Iterable[Reminder], fired: Collection[str], now: datetime
    ) -> tuple[Reminder, ...]:
        return tuple(r for r in asked if r.due <= now and r.id not in fired)

    monkeypatch.setattr(reminding, "due_now", never_late)
    assert "not in its time" in found(Plan())


def test_it_finds_times_that_are_compared_by_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the hour that comes twice, and across the one that is missing."""

    def by_the_wall(world: World) -> Fired:
        zone = world.clock.zone

        def due_by_the_wall(
            asked: Iterable[Reminder], fired: Collection[str], now: datetime
        ) -> tuple[Reminder, ...]:
            def wall(instant: datetime) -> datetime:
                return instant.astimezone(zone()).replace(tzinfo=None)

            return tuple(
                r for r in asked if wall(r.due) <= wall(now) < wall(r.expires) and r.id not in fired
            )

        monkeypatch.setattr(reminding, "due_now", due_by_the_wall)
        return world.store.fired

    assert found(Plan(fired=by_the_wall))


def test_it_finds_a_reminder_that_goes_on_after_its_answer() -> None:
    assert "was not asked for" in found(Plan(reminding=GoesOnAfterAnAnswer))


def test_it_finds_an_occurrence_that_is_another_one_at_another_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Recorded by its due time, it comes again after an edit, a journey, a clock change."""

    def due_by_its_time(
        asked: Iterable[Reminder], fired: Collection[str], now: datetime
    ) -> tuple[Reminder, ...]:
        return tuple(
            replace(r, id=f"{r.id}@{r.due.isoformat()}")
            for r in asked
            if r.due <= now < r.expires and f"{r.id}@{r.due.isoformat()}" not in fired
        )

    monkeypatch.setattr(reminding, "due_now", due_by_its_time)
    assert "and again at" in found(Plan(reminding=NamesWithoutTheTime))
