from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from houses import House

from rlscompanion.domain.flareup import FlareEvent, FlareKind, Part
from rlscompanion.domain.journal import EntryKind
from rlscompanion.domain.profile import Answer
from rlscompanion.domain.routine import Routine, RoutineStep
from rlscompanion.services.easing import FlareUp


@pytest.fixture
def house(home: Path) -> Iterator[House]:
    made = House(home, "2026-11-23 00:40")
    yield made
    made.companion.database.close()


def guides(flare_up: FlareUp) -> list[str]:
    return [guide.id for _, guide in flare_up.course.script]


def test_a_flare_up_after_midnight_belongs_to_the_night_before(house: House) -> None:
    flare_up = house.companion.easing.open()
    house.companion.easing.record(flare_up, FlareEvent(FlareKind.OPENED, "start", 0))
    (entry,) = house.companion.planning.tonight().entries
    assert (entry.kind, entry.night.isoformat()) == (EntryKind.FLARE_UP, "2026-11-22")


def test_movement_comes_first_and_breathing_last(house: House) -> None:
    parts = [part for part, _ in house.companion.easing.open().course.script]
    assert parts[0] is Part.MOVE
    assert parts[-1] is Part.BREATHE


def test_the_second_flare_up_of_a_night_opens_at_move(house: House) -> None:
    first = house.companion.easing.open()
    assert first.course.part is Part.START
    house.companion.easing.record(first, FlareEvent(FlareKind.OPENED, "start", 0))
    house.clock.advance(timedelta(hours=1))
    assert house.companion.easing.open().course.part is Part.MOVE


def test_a_possible_clot_opens_help_instead_of_movement(house: House) -> None:
    house.companion.advising.answer({"clot-now": Answer.UNKNOWN})
    course = house.companion.easing.open().course
    assert course.script == ()
    assert course.part is Part.HELP


def test_a_hard_burst_that_is_locked_is_never_in_the_script(house: House) -> None:
    house.companion.planning.save(Routine(steps=(RoutineStep("hard-burst"),)))
    assert not any(guide.startswith("burst") for guide in guides(house.companion.easing.open()))


def test_an_aid_needs_to_be_switched_on_and_allowed(house: House) -> None:
    asked = house.companion.advising.questions("self-massage")
    house.companion.advising.answer({condition.id: Answer.NO for condition in asked})
    assert "aid-massage" not in guides(house.companion.easing.open())
    house.companion.planning.save(Routine(steps=(RoutineStep("self-massage"),)))
    assert "aid-massage" in guides(house.companion.easing.open())
    house.companion.advising.answer({"leg-wound": Answer.YES})
    assert "aid-massage" not in guides(house.companion.easing.open())


def test_a_damaged_store_turns_nobody_away_at_night(house: House) -> None:
    house.companion.planning.save(Routine())
    house.companion.database.close()
    house.companion.database.path.write_bytes(b"not a database, " * 4096)
    flare_up = house.companion.easing.open()
    assert guides(flare_up) == ["move-seated", "breathe-flare"]
    assert flare_up.night.isoformat() == "2026-11-22"
