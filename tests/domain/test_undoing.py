from datetime import UTC, date, datetime

from rlscompanion.domain.checklist import Mark, MarkKind
from rlscompanion.domain.journal import Entry, EntryKind, entry_of_mark
from rlscompanion.domain.undoing import A_DRINK, Said, standing_sayings

NIGHT = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


def mark(step: str, kind: MarkKind) -> Entry:
    return entry_of_mark(NIGHT, Mark(step, kind, AT), AT)


def drink(had: str) -> Entry:
    return Entry(NIGHT, EntryKind.DRINK, AT, AT, {"had": had})


BATH, LIGHTS = Said("warm-bath"), Said("dim-lights")


def test_what_was_said_stands_in_its_order_a_drink_among_it() -> None:
    entries = [
        mark("warm-bath", MarkKind.START),
        drink("yes"),
        mark("dim-lights", MarkKind.SKIP),
        Entry(NIGHT, EntryKind.FLARE_UP, AT, AT, {"event": "opened"}),
    ]
    assert standing_sayings(entries) == (BATH, A_DRINK, LIGHTS)


def test_an_undo_takes_back_the_last_mark_of_its_own_step() -> None:
    entries = [
        mark("warm-bath", MarkKind.START),
        mark("dim-lights", MarkKind.DONE),
        mark("warm-bath", MarkKind.DONE),
        mark("warm-bath", MarkKind.UNDO),
    ]
    assert standing_sayings(entries) == (BATH, LIGHTS)
    assert standing_sayings([*entries, mark("warm-bath", MarkKind.UNDO)]) == (LIGHTS,)
    assert standing_sayings([mark("warm-bath", MarkKind.UNDO)]) == ()


def test_a_drink_taken_back_stands_no_more() -> None:
    assert standing_sayings([drink("yes"), drink("no")]) == ()
    assert standing_sayings([drink("yes"), drink("no"), drink("yes")]) == (A_DRINK,)
