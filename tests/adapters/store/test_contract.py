"""What every store keeps, the real one and the fake of the services' tests alike."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from msgspec import Struct

from rlscompanion.adapters.store.database import Database
from rlscompanion.adapters.store.fired import SqliteFired
from rlscompanion.adapters.store.journal import SqliteJournal
from rlscompanion.adapters.store.profiles import SqliteProfiles
from rlscompanion.adapters.store.reminder_events import ROWS_AT_MOST, SqliteReminderEvents
from rlscompanion.adapters.store.routines import SqliteRoutines
from rlscompanion.adapters.store.settings import SqliteSettings
from rlscompanion.domain.episodes import Correction, episodes_in
from rlscompanion.domain.journal import BodyValue, Entry, EntryKind
from rlscompanion.domain.profile import Answer, BloodTest, Medicine, Profile
from rlscompanion.domain.reminder_record import Outcome, ReminderEvent
from rlscompanion.domain.routine import AtClock, Routine, RoutineStep, WeekTimes
from rlscompanion.services.ports import Fired, Journal, Profiles, ReminderEvents, Routines, Settings
from store_fakes import MemoryStore

AT = datetime(2026, 11, 22, 20, 0, 0, 123456, tzinfo=UTC)
NIGHT = date(2026, 11, 22)
DAY = timedelta(days=1)


class Store(Struct, frozen=True):
    routines: Routines
    profiles: Profiles
    journal: Journal
    fired: Fired
    settings: Settings
    reminder_events: ReminderEvents


@pytest.fixture(params=["memory", "sqlite", "sqlite, opened anew each time"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        kept = MemoryStore()
        yield Store(
            kept.routines,
            kept.profiles,
            kept.journal,
            kept.fired,
            kept.settings,
            kept.reminder_events,
        )
        return
    one = Database(tmp_path / "data")
    two = one if request.param == "sqlite" else Database(tmp_path / "data")
    yield Store(
        SqliteRoutines(one),
        SqliteProfiles(two),
        SqliteJournal(one),
        SqliteFired(two),
        SqliteSettings(one),
        SqliteReminderEvents(two),
    )
    one.close()
    two.close()


def routine(hour: int) -> Routine:
    soak = RoutineStep("own/soak", title="Füße wärmen", when=AtClock(time(20)), minutes=5)
    return Routine(bedtime=WeekTimes(time(hour)), steps=(soak, RoutineStep("iron", on=False)))


def entry(night: date, n: int) -> Entry:
    body = {"event": "opened", "n": n, "none": None}
    return Entry(night, EntryKind.FLARE_UP, AT, AT + timedelta(hours=n), body)


def a_profile() -> Profile:
    return Profile(
        birth_year=1968,
        medicines=(Medicine("Gabapentin", "gabapentinoid", (time(21, 30),)),),
        blood_tests=(BloodTest(NIGHT, 41.5, 18),),
    ).answered("falls", Answer.UNKNOWN, NIGHT)


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.routines.revisions() == ()
    assert store.profiles.load() == Profile()
    assert store.journal.entries([NIGHT]) == ()
    assert store.fired.of_night(NIGHT) == frozenset()
    assert store.settings.get("sound") is None


def test_routine_revisions_come_back_in_the_order_in_which_they_were_saved(store: Store) -> None:
    for hour, saved in ((22, AT), (23, AT - DAY), (22, AT + DAY)):
        store.routines.save(routine(hour), saved)
    found = store.routines.revisions()
    assert [revision.routine for revision in found] == [routine(22), routine(23), routine(22)]
    assert [revision.saved for revision in found] == [AT, AT - DAY, AT + DAY]


def test_a_flare_up_stands_as_it_was_put_right_last(store: Store) -> None:
    opened: dict[str, BodyValue] = {"event": "opened", "began": AT.isoformat()}
    bodies = (
        opened,
        Correction(AT, began=AT - DAY / 48, ended=AT + DAY / 48).body(),
        Correction(AT, ended=AT, unanswered=True).body(),
    )
    store.journal.append(*(Entry(NIGHT, EntryKind.FLARE_UP, AT, AT, body) for body in bodies))
    (episode,) = episodes_in(store.journal.entries([NIGHT]))
    assert (episode.began, episode.ended) == (AT - DAY / 48, AT)
    assert episode.corrected


def test_a_profile_saved_with_a_routine_is_there_with_it(store: Store) -> None:
    store.routines.save(routine(22), AT, a_profile())
    assert store.profiles.load() == a_profile()
    assert len(store.routines.revisions()) == 1


def test_a_routine_saved_alone_leaves_the_profile_as_it_is(store: Store) -> None:
    store.profiles.save(a_profile(), AT)
    store.routines.save(routine(22), AT)
    assert store.profiles.load() == a_profile()


def test_a_change_that_goes_on_replaces_the_newest_revision_alone(store: Store) -> None:
    store.routines.save(routine(21), AT, settling=True)
    store.routines.save(routine(22), AT)
    for hour in (23, 20):
        assert store.routines.revisions()[-1].routine == routine(22 if hour == 23 else 23)
        store.routines.save(routine(hour), AT + DAY, settling=True)
    found = store.routines.revisions()
    assert [revision.routine for revision in found] == [routine(21), routine(20)]
    assert found[-1].saved == AT + DAY
    store.routines.save(routine(22), AT + DAY)
    assert len(store.routines.revisions()) == 3


def test_a_profile_whose_change_goes_on_is_replaced(store: Store) -> None:
    store.profiles.save(a_profile(), AT)
    store.profiles.save(Profile(birth_year=1950), AT + DAY, settling=True)
    assert store.profiles.load() == Profile(birth_year=1950)


def test_the_newest_profile_counts(store: Store) -> None:
    store.profiles.save(a_profile(), AT)
    store.profiles.save(Profile(), AT)
    assert store.profiles.load() == Profile()


def test_entries_come_back_by_night_in_the_order_in_which_they_were_written(store: Store) -> None:
    store.journal.append(entry(NIGHT, 3), entry(NIGHT - DAY, 2))
    store.journal.append(entry(NIGHT, 1), entry(NIGHT + DAY, 4))
    assert [found.body["n"] for found in store.journal.entries([NIGHT])] == [3, 1]
    both = store.journal.entries([NIGHT, NIGHT - DAY])
    assert both == (entry(NIGHT, 3), entry(NIGHT - DAY, 2), entry(NIGHT, 1))
    assert store.journal.entries([]) == ()


def test_what_an_entry_holds_comes_back_as_it_was(store: Store) -> None:
    body = {"text": 'Füße, "warm"', "figure": 1.5, "whole": 3, "none": None, "texts": ("a", "ß")}
    store.journal.append(Entry(NIGHT, EntryKind.CHECK_IN, AT, AT, body))
    (found,) = store.journal.entries([NIGHT])
    assert found.body == body


def test_entries_of_a_stretch_of_nights_come_back_in_the_order_written(store: Store) -> None:
    store.journal.append(*(entry(NIGHT + n * DAY, n) for n in (3, -1, 0, 2, 1)))
    found = store.journal.between(NIGHT, NIGHT + 2 * DAY)
    assert [one.body["n"] for one in found] == [0, 2, 1]
    assert store.journal.between(NIGHT, NIGHT, (EntryKind.MARK,)) == ()
    assert store.journal.between(NIGHT, NIGHT, (EntryKind.FLARE_UP,)) == (entry(NIGHT, 0),)
    assert store.journal.between(NIGHT + DAY, NIGHT) == ()


def test_entries_of_one_kind_are_found_whatever_their_night(store: Store) -> None:
    notes = [
        Entry(NIGHT + n * DAY, EntryKind.VISIT, AT, AT, {"field": "goal", "value": str(n)})
        for n in (5, 0, -700)
    ]
    store.journal.append(notes[0], entry(NIGHT, 1), *notes[1:])
    assert store.journal.of_kind(EntryKind.VISIT) == tuple(notes)
    assert store.journal.of_kind(EntryKind.FLARE_UP) == (entry(NIGHT, 1),)
    assert store.journal.of_kind(EntryKind.WEEKLY) == ()


def test_the_first_night_is_the_oldest_with_an_entry(store: Store) -> None:
    assert store.journal.first_night() is None
    store.journal.append(entry(NIGHT, 1), entry(NIGHT - 700 * DAY, 2))
    assert store.journal.first_night() == NIGHT - 700 * DAY


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("Long drive to Köln", "drive"),
        ("Long drive to Köln", "LONG"),
        ("Long drive to Köln", "KÖLN"),
        ('said "hm"', 'd "h'),
        ("50 % off", "0 %"),
        ("a_b", "a_b"),
        ("back\\slash", "k\\s"),
        ("tilde~", "e~"),
    ],
)
def test_no_night_with_a_text_is_overlooked(store: Store, written: str, sought: str) -> None:
    body = {"field": "note", "value": written}
    store.journal.append(
        Entry(NIGHT, EntryKind.CHECK_IN, AT, AT, body),
        Entry(NIGHT - DAY, EntryKind.CHECK_IN, AT, AT, {"field": "note", "value": "calm"}),
        Entry(NIGHT - 9 * DAY, EntryKind.CHECK_IN, AT, AT, body),
    )
    kinds = (EntryKind.CHECK_IN, EntryKind.MARK)
    assert NIGHT in store.journal.nights_with(["nowhere", sought], NIGHT - DAY, NIGHT, kinds)
    assert store.journal.nights_with([sought], NIGHT, NIGHT, (EntryKind.MARK,)) == ()
    assert store.journal.nights_with([], NIGHT, NIGHT, kinds) == ()


def test_nights_are_found_newest_first(store: Store) -> None:
    store.journal.append(*(entry(NIGHT - n * DAY, n) for n in (2, 0, 1)))
    found = store.journal.nights_with(["n"], NIGHT - DAY, NIGHT, (EntryKind.FLARE_UP,))
    assert found == (NIGHT, NIGHT - DAY)


def test_a_reminder_is_claimed_once(store: Store) -> None:
    name = "2026-11-22/stretching/due"
    assert store.fired.claim(name, AT)
    assert not store.fired.claim(name, AT)
    assert not store.fired.claim(name, AT + DAY)
    assert store.fired.claim("2026-11-23/stretching/due", AT)
    assert store.fired.of_night(NIGHT) == {name}


def test_a_setting_is_what_was_put_last(store: Store) -> None:
    for value in ("soft", "bell", "bell", ""):
        store.settings.put("sound", value)
        assert store.settings.get("sound") == value
    assert store.settings.get("palette") is None


def test_settings_are_put_together_and_read_together(store: Store) -> None:
    store.settings.put_all({"volume": "30", "tones": "yes"})
    store.settings.put_all({"volume": "20"})
    assert store.settings.all() == {"volume": "20", "tones": "yes"}


def event(n: int, outcome: Outcome = Outcome.TOO_LATE, found: int = 0) -> ReminderEvent:
    reminder = f"2026-11-22/own/soak-{n}/due"
    return ReminderEvent(reminder, AT, AT + timedelta(minutes=found), outcome)


def test_reminder_events_come_back_newest_first(store: Store) -> None:
    store.reminder_events.put(event(1), event(2))
    store.reminder_events.put()
    store.reminder_events.put(event(3, Outcome.SHOWN_TOGETHER))
    assert store.reminder_events.newest(50) == (
        event(3, Outcome.SHOWN_TOGETHER),
        event(2),
        event(1),
    )
    assert store.reminder_events.newest(1) == (event(3, Outcome.SHOWN_TOGETHER),)


def test_a_reminder_is_in_the_record_once_with_what_became_of_it_last(store: Store) -> None:
    store.reminder_events.put(event(1, Outcome.HELD), event(2))
    store.reminder_events.put(event(2, found=9))
    store.reminder_events.put(event(1, Outcome.SHOWN))
    assert store.reminder_events.newest(50) == (event(1, Outcome.SHOWN), event(2))


def test_the_record_of_reminders_is_bounded(store: Store) -> None:
    for first in range(0, ROWS_AT_MOST + 40, 20):
        store.reminder_events.put(*map(event, range(first, first + 20)))
    kept = store.reminder_events.newest(10 * ROWS_AT_MOST)
    assert len(kept) == ROWS_AT_MOST
    assert kept[0] == event(ROWS_AT_MOST + 39)
