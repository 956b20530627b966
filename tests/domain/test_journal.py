from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rlscompanion.domain.checklist import Mark, MarkKind
from rlscompanion.domain.journal import (
    Entry,
    EntryKind,
    entry_of_mark,
    flare_ups_in,
    had_a_drink,
    marks_in,
)

NIGHT = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 20, tzinfo=UTC)

instants = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
marks = st.builds(
    Mark,
    st.sampled_from(["stretching", "own/soak"]),
    st.sampled_from(MarkKind),
    instants,
    st.none() | instants,
)


def drink(had: str) -> Entry:
    return Entry(NIGHT, EntryKind.DRINK, AT, AT, {"had": had})


@given(st.lists(marks, max_size=6))
@settings(deadline=None, derandomize=True, max_examples=100)
def test_marks_come_back_from_the_journal_as_they_were_made(made: list[Mark]) -> None:
    entries = [entry_of_mark(NIGHT, mark, AT) for mark in made]
    mixed = [entry for pair in zip(entries, [drink("yes")] * 9, strict=False) for entry in pair]
    assert marks_in(mixed) == tuple(made)


def test_an_entry_keeps_when_it_holds_and_when_it_was_written_down() -> None:
    later = AT + timedelta(hours=9)
    entry = entry_of_mark(NIGHT, Mark("stretching", MarkKind.DONE, AT), later)
    assert (entry.night, entry.at, entry.recorded) == (NIGHT, AT, later)
    assert "until" not in entry.body


def test_a_drink_stands_until_it_is_taken_back() -> None:
    assert not had_a_drink([])
    assert had_a_drink([drink("yes")])
    assert not had_a_drink([drink("yes"), drink("no")])
    assert had_a_drink([drink("yes"), drink("no"), drink("yes")])


def test_a_flare_up_counts_once_when_it_was_opened() -> None:
    entries = [
        Entry(NIGHT, EntryKind.FLARE_UP, AT, AT, {"event": event})
        for event in ("opened", "page", "closed", "opened")
    ]
    assert flare_ups_in([*entries, drink("yes")]) == 2
