from collections import Counter
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from rlscompanion.domain.check_in import Question, entry_of
from rlscompanion.domain.checklist import Mark, MarkKind
from rlscompanion.domain.journal import Entry, EntryKind, entry_of_mark
from rlscompanion.domain.made_up_nights import MadeUp, made_up_nights
from rlscompanion.domain.night import NightCalendar
from rlscompanion.domain.nights import record_of, records_of

NIGHT = date(2026, 11, 21)
BERLIN = ZoneInfo("Europe/Berlin")
LIFE = MadeUp(BERLIN)


def nights(count: int) -> tuple[Entry, ...]:
    return tuple(made_up_nights(LIFE, NIGHT, count))


def test_every_night_of_a_stretch_is_there_once_and_in_order() -> None:
    first = NIGHT - timedelta(days=29)
    records = records_of(first, NIGHT, nights(10), BERLIN)
    assert [record.night for record in records] == [first + timedelta(days=n) for n in range(30)]
    assert all(record.check_in.is_blank and not record.entries for record in records[:20])
    assert sum(len(record.entries) for record in records) == len(nights(10))


def test_a_record_holds_what_was_said_done_and_lived_through() -> None:
    at = NightCalendar(BERLIN).at_or_after_turn(NIGHT, time(21))
    entries = (
        entry_of_mark(NIGHT, Mark("stretching", MarkKind.DONE, at), at),
        Entry(NIGHT, EntryKind.DRINK, at, at, {"had": "yes"}),
        entry_of(NIGHT, Question.SICK_OR_AWAY, value=True, recorded=at),
        *(entry for entry in nights(40) if entry.kind is EntryKind.FLARE_UP),
    )
    record = record_of(NIGHT, entries, BERLIN)
    assert record.taken.done == {"stretching": at}
    assert record.had_a_drink
    assert record.sick_or_away
    assert record.flare_ups == len(record.episodes) > 0
    assert [change.field for change in record.changes] == ["sick-or-away"]


def test_made_up_nights_are_the_same_every_time_and_plausible() -> None:
    assert nights(56) == nights(56)
    calendar = NightCalendar(BERLIN)
    for entry in nights(400):
        if entry.kind not in {EntryKind.CHECK_IN, EntryKind.WEEKLY}:
            assert calendar.night_of(entry.at) == entry.night
        else:
            assert calendar.night_of(entry.recorded) == entry.night
    records = records_of(NIGHT - timedelta(days=399), NIGHT, nights(400), BERLIN)
    said = [record for record in records if not record.check_in.is_blank]
    assert 330 < len(said) < 390
    assert not any(record.check_in.filled_in_late for record in said)
    legs = Counter(record.check_in.worst_legs for record in said)
    assert len(legs) >= 8
    assert 100 < sum(record.flare_ups for record in records) < 500
