"""Whole evenings and nights: real store, real library, a clock that moves when told."""

import json
from datetime import time
from pathlib import Path

import pytest
from houses import House

from rlscompanion.domain.checklist import MarkKind, Status
from rlscompanion.domain.flare_record import Answer as Legs
from rlscompanion.domain.journal import EntryKind
from rlscompanion.domain.profile import Answer, Medicine
from rlscompanion.domain.routine import AtClock, BeforeBed, RoutineStep
from rlscompanion.services.admitting import NeedsAnswers, SwitchedOn
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.ports import Answer as Pressed
from rlscompanion.services.ports import NoticeAnswered


@pytest.fixture
def house(home: Path) -> House:
    return House(home, "2026-11-22 18:00")


def statuses(house: House) -> dict[str, str]:
    checklist = house.companion.planning.tonight().checklist
    return {state.step.id: state.status.value for state in checklist.states}


def test_an_evening_from_the_first_start_to_the_morning(house: House) -> None:
    # GIVEN a new home whose person keeps the built-in routine
    house.settle_in()

    # WHEN the evening goes by: one answered on the desktop, one snoozed, one skipped, one not
    house.wait_until("2026-11-22 19:35")
    house.reminding.answer(NoticeAnswered("2026-11-22/dim-lights", Pressed.DONE))
    house.wait_until("2026-11-22 21:12")
    house.reminding.answer(NoticeAnswered("2026-11-22/stretching", Pressed.SNOOZE))
    house.wait_until("2026-11-22 21:24")
    house.companion.checking_off.mark("stretching", MarkKind.DONE)
    house.wait_until("2026-11-22 21:40")
    house.companion.checking_off.mark("screens-off", MarkKind.SKIP)
    house.wait_until("2026-11-22 23:30")

    # THEN each stands as it was answered, and nothing was marked done by itself
    assert statuses(house) == {
        "dim-lights": "done",
        "stretching": "done",
        "screens-off": "skipped",
        "slow-breathing": "unanswered",
        "lights-out": "due",
    }

    # AND WHEN a flare-up comes after midnight and is answered
    house.wait_until("2026-11-23 00:40")
    flare_up = house.companion.easing.open()
    course = flare_up.course.start(1)
    ended = course.advance(10_000).answer(Legs.BETTER, 10_001).leave(10_002)
    for event in ended.events:
        house.companion.easing.record(flare_up, event)

    # THEN it belongs to the night of the 22nd, and survives the program being killed
    house.restart()
    entries = house.companion.planning.tonight().entries
    said = [entry.body["detail"] for entry in entries if entry.kind is EntryKind.FLARE_UP]
    assert {entry.night.isoformat() for entry in entries} == {"2026-11-22"}
    assert "better" in said
    assert said[-1] == "used"

    # AND nothing of last night rings in the morning, but a late tick is taken as it is
    house.sleep_until("2026-11-23 07:30")
    assert house.titles() == []
    house.companion.checking_off.mark("slow-breathing", MarkKind.DONE)
    assert statuses(house)["slow-breathing"] == "done"


def test_a_bath_and_a_supplement_beside_a_medicine(house: House) -> None:
    arranging, advising = house.companion.arranging, house.companion.advising

    # GIVEN gabapentin at half past nine, entered as a mark
    advising.set_medicines(
        (Medicine("Gabapentin", "gabapentinoid", (time.fromisoformat("21:30"),)),)
    )

    # WHEN magnesium is switched on, its questions come first
    asked = arranging.switch_on("magnesium")
    assert isinstance(asked, NeedsAnswers)
    answered = arranging.answer(
        "magnesium", {condition.id: Answer.NO for condition in asked.conditions}
    )
    assert isinstance(answered, SwitchedOn)
    arranging.set_when("magnesium", AtClock(time.fromisoformat("20:30")))

    # THEN tonight says that it is too close, with a time that fits
    evening = house.companion.planning.tonight().checklist.evening
    (conflict,) = [c for c in evening.conflicts if "magnesium" in c.steps]
    assert conflict.rule == "T2"
    assert conflict.fix is not None

    # AND the fix mends it and makes nothing worse
    arranging.apply(conflict.fix)
    after = house.companion.planning.tonight().checklist.evening
    assert not [c for c in after.conflicts if "magnesium" in c.steps]
    planned = after.step("magnesium")
    assert planned is not None
    assert f"{planned.start.astimezone(after.zone):%H:%M}" == "19:30"

    # AND a snooze that would bring it too close is refused, while Done is always recorded
    house.wait_until("2026-11-22 19:31")
    with pytest.raises(Refused, match="2 hours"):
        house.companion.checking_off.mark("magnesium", MarkKind.SNOOZE)
    done = house.companion.checking_off.mark("magnesium", MarkKind.DONE)
    assert done.status is Status.DONE
    assert done.broken


def test_a_drink_hides_what_alcohol_rules_out_for_this_night_only(house: House) -> None:
    # GIVEN a bath in the routine
    asked = house.companion.consulting.step("warm-bath").unanswered
    house.companion.advising.answer({condition.id: Answer.NO for condition in asked})
    routine = house.companion.planning.routine().with_step(RoutineStep("warm-bath"))
    house.companion.planning.save(routine)
    assert "warm-bath" in statuses(house)

    # WHEN the person says "I had a drink"
    house.companion.checking_off.had_a_drink(had=True)

    # THEN the bath is out tonight, said so, and back tomorrow
    assert "warm-bath" not in statuses(house)
    left = house.companion.planning.tonight().checklist.evening.left_out
    assert [out.step for out in left] == ["warm-bath"]
    house.sleep_until("2026-11-23 18:00")
    assert "warm-bath" in statuses(house)


@pytest.mark.parametrize(
    ("now", "bedtime", "stretching"),
    [
        ("2026-10-24 18:00", "2026-10-24T22:30:00+02:00", "2026-10-24T21:10:00+02:00"),
        ("2026-10-25 18:00", "2026-10-25T22:30:00+01:00", "2026-10-25T21:10:00+01:00"),
        ("2026-03-28 18:00", "2026-03-28T22:30:00+01:00", "2026-03-28T21:10:00+01:00"),
        ("2026-03-29 18:00", "2026-03-29T22:30:00+02:00", "2026-03-29T21:10:00+02:00"),
    ],
)
def test_evenings_round_a_clock_change_keep_their_wall_times(
    home: Path, now: str, bedtime: str, stretching: str
) -> None:
    house = House(home, now)
    evening = house.companion.planning.tonight().checklist.evening
    step = evening.step("stretching")
    assert step is not None
    assert evening.bedtime.astimezone(evening.zone).isoformat() == bedtime
    assert step.start.astimezone(evening.zone).isoformat() == stretching
    house.companion.database.close()


def test_a_late_bedtime_crosses_the_clock_change_in_elapsed_minutes(home: Path) -> None:
    # GIVEN bed at 03:30 in the night in which 02:00 becomes 03:00
    house = House(home, "2026-03-28 20:00")
    text = json.dumps(
        {
            "format": "rlscompanion-routine",
            "version": 1,
            "bedtime": {"every": "03:30"},
            "steps": [{"id": "stretching", "when": {"before_bed": 80}}],
        }
    )
    house.companion.safekeeping.import_routine(text, with_profile=False)

    # THEN eighty minutes before it the clock says 01:10, not 02:10
    step = house.companion.planning.tonight().checklist.evening.step("stretching")
    assert step is not None
    assert step.when == BeforeBed(80)
    assert f"{step.start.astimezone(house.clock.zone()):%H:%M}" == "01:10"
    house.companion.database.close()
