from datetime import timedelta
from pathlib import Path

import pytest
from houses import House

from rlscompanion.domain.episodes import BadCorrection, Correction, episodes_in
from rlscompanion.domain.flare_record import Alcohol, FlareEvent, FlareKind, Part
from rlscompanion.domain.flare_script import Script
from rlscompanion.domain.guide import duration
from rlscompanion.domain.journal import EntryKind
from rlscompanion.domain.profile import Answer
from rlscompanion.domain.routine import Routine, RoutineStep
from rlscompanion.services.easing import FlareUp


@pytest.fixture
def house(home: Path) -> House:
    return House(home, "2026-11-23 00:40")


def guides(flare_up: FlareUp) -> list[str]:
    return [each.guide.id for each in flare_up.course.script]


def test_a_flare_up_after_midnight_belongs_to_the_night_before(house: House) -> None:
    flare_up = house.companion.easing.open()
    house.companion.easing.record(flare_up, FlareEvent(FlareKind.OPENED, "start", 0))
    (entry,) = house.companion.planning.tonight().entries
    assert (entry.kind, entry.night.isoformat()) == (EntryKind.FLARE_UP, "2026-11-22")


def test_movement_comes_first_and_breathing_last(house: House) -> None:
    parts = [each.part for each in house.companion.easing.open().course.script]
    assert parts[0] is Part.MOVE
    assert parts[-1] is Part.BREATHE


def test_the_second_flare_up_of_a_night_opens_at_move(house: House) -> None:
    first = house.companion.easing.open()
    assert first.course.part is Part.START
    for event in first.course.start(1).advance(30).leave(31).events:
        house.companion.easing.record(first, event)
    house.clock.advance(timedelta(hours=1))
    assert house.companion.easing.open().course.part is Part.MOVE


def test_one_that_was_left_at_once_is_no_first_flare_up(house: House) -> None:
    first = house.companion.easing.open()
    for event in first.course.leave(4).events:
        house.companion.easing.record(first, event)
    assert house.companion.easing.open().course.part is Part.START


def test_a_possible_clot_opens_help_instead_of_movement(house: House) -> None:
    house.companion.advising.answer({"clot-now": Answer.UNKNOWN})
    course = house.companion.easing.open().course
    assert course.script == ()
    assert course.part is Part.HELP


def test_a_hard_burst_that_is_locked_is_never_in_the_script(house: House) -> None:
    house.companion.planning.save(Routine(steps=(RoutineStep("hard-burst"),)))
    assert not any(guide.startswith("burst") for guide in guides(house.companion.easing.open()))


def test_an_aid_needs_to_be_switched_on_and_allowed(house: House) -> None:
    asked = house.companion.consulting.step("self-massage").unanswered
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


def unlock_the_burst(house: House) -> None:
    asked = house.companion.consulting.step("hard-burst").unanswered
    house.companion.advising.answer({condition.id: Answer.NO for condition in asked})
    house.companion.planning.save(Routine(steps=(RoutineStep("hard-burst"),)))


def bursts(script: Script | None) -> list[str]:
    return [each.guide.id for each in script or () if each.step == "hard-burst"]


def test_alcohol_is_asked_about_where_a_hard_burst_is_unlocked_and_only_there(
    house: House,
) -> None:
    assert house.companion.easing.open().course.sober_script is None
    unlock_the_burst(house)
    course = house.companion.easing.open().course
    assert bursts(course.script) == []
    assert bursts(course.sober_script) == ["burst-half-squats"]
    assert course.start(1).part is Part.ALCOHOL


def test_a_drink_told_at_the_question_is_a_drink_for_the_whole_night(house: House) -> None:
    unlock_the_burst(house)
    flare_up = house.companion.easing.open()
    for event in flare_up.course.start(1).say_alcohol(Alcohol.YES, 2).leave(20).events:
        house.companion.easing.record(flare_up, event)
    tonight = house.companion.planning.tonight()
    assert tonight.planner.gate.alcohol
    again = house.companion.easing.open().course
    assert again.sober_script is None
    assert bursts(again.script) == []


def test_no_drink_and_not_known_are_written_down_only_with_the_flare_up(house: House) -> None:
    unlock_the_burst(house)
    flare_up = house.companion.easing.open()
    for event in flare_up.course.start(1).say_alcohol(Alcohol.UNKNOWN, 2).leave(20).events:
        house.companion.easing.record(flare_up, event)
    assert not house.companion.planning.tonight().planner.gate.alcohol
    assert house.companion.easing.open().course.part is Part.ALCOHOL


def test_from_65_a_burst_is_the_one_that_holds_a_chair(house: House) -> None:
    unlock_the_burst(house)
    script = house.companion.easing.open().course.sober_script or ()
    (burst,) = [each for each in script if each.step == "hard-burst"]
    assert "burst-star-jumps" in [guide.id for guide in burst.instead]
    house.companion.advising.answer({"over-65": Answer.YES})
    house.companion.arranging.clinician_agreed("hard-burst")
    assert not any(
        each.instead and each.step == "hard-burst"
        for each in house.companion.easing.open().course.sober_script or ()
    )


def test_the_persons_own_lengths_and_parts_are_kept_to(house: House) -> None:
    house.companion.preferring.change(
        move_seconds=60, left_out_parts=frozenset({"stretch"}), breathing_minutes=5
    )
    script = house.companion.easing.open().course.script
    assert [(each.part, duration(each.guide)) for each in script] == [
        (Part.MOVE, 20),
        (Part.MOVE, 60),
        (Part.BREATHE, 300),
    ]


def test_every_part_carries_its_stop_rule(house: House) -> None:
    assert all(each.stop.startswith("Stop") for each in house.companion.easing.open().course.script)


def test_a_correction_of_the_morning_stands(house: House) -> None:
    flare_up = house.companion.easing.open()
    for event in flare_up.course.start(1).leave(20).events:
        house.companion.easing.record(flare_up, event)
    (episode,) = episodes_in(house.companion.planning.tonight().entries)
    house.clock.advance(timedelta(hours=7))
    house.companion.easing.correct(flare_up.night, Correction(episode.began, used=False))
    (corrected,) = episodes_in(house.companion.planning.tonight().entries)
    assert (corrected.began, corrected.used, corrected.corrected) == (episode.began, False, True)


def test_the_times_of_a_flare_up_are_put_right_and_taken_back(house: House) -> None:
    easing = house.companion.easing
    flare_up = easing.open()
    for event in flare_up.course.start(1).leave(20).events:
        easing.record(flare_up, event)
    (recorded,) = episodes_in(house.companion.planning.tonight().entries)
    house.clock.advance(timedelta(hours=7))
    earlier = recorded.began - timedelta(minutes=30)
    back = easing.correct(flare_up.night, Correction(recorded.began, began=earlier))
    (moved,) = house.companion.journaling.record(flare_up.night).episodes
    assert (moved.began, moved.ended, moved.corrected) == (earlier, recorded.ended, True)
    easing.take_back(flare_up.night, back)
    assert house.companion.journaling.record(flare_up.night).episodes == (recorded,)


@pytest.mark.parametrize("minutes", [-24 * 60, 24 * 60])
def test_times_that_are_not_in_that_night_or_yet_to_come_change_nothing(
    house: House, minutes: int
) -> None:
    easing = house.companion.easing
    flare_up = easing.open()
    for event in flare_up.course.start(1).leave(20).events:
        easing.record(flare_up, event)
    (recorded,) = episodes_in(house.companion.planning.tonight().entries)
    moved = recorded.began + timedelta(minutes=minutes)
    with pytest.raises(BadCorrection, match="not in that night"):
        easing.correct(flare_up.night, Correction(recorded.began, began=moved, ended=moved))
    assert house.companion.journaling.record(flare_up.night).episodes == (recorded,)


def test_the_puzzle_is_another_one_on_the_next_night(house: House) -> None:
    tonight = house.companion.easing.open().course.puzzle
    house.clock.advance(timedelta(days=1))
    assert house.companion.easing.open().course.puzzle != tonight
