from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import FakeClock
from rlscompanion.adapters.folders import Folders
from rlscompanion.bootstrap import Companion
from rlscompanion.domain.announcing import is_private
from rlscompanion.domain.night import Day
from rlscompanion.domain.profile import Answer, Medicine
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    EveryNight,
    EveryNth,
    OnDays,
    ReminderSetting,
    RoutineStep,
    built_in_routine,
)
from rlscompanion.domain.safety import Verdict
from rlscompanion.services.admitting import Locked, NeedsAnswers, SignsFirst, SwitchedOn
from rlscompanion.services.arranging import Arranging
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.routine_view import RoutineView, Section, StepRow

GABAPENTIN: Final = Medicine("Gabapentin", "gabapentinoid", (time(21, 30),))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 11, 22, 17, 0, tzinfo=UTC))  # 18:00, a Sunday


def arranging_in(folder: Path, clock: FakeClock) -> Arranging:
    made = Companion(Folders(folder / "data", folder / "logs"), clock)
    return Arranging(made.planning, made.advising, clock)


@pytest.fixture
def arranging(tmp_path: Path, clock: FakeClock) -> Arranging:
    return arranging_in(tmp_path, clock)


def row(view: RoutineView, step_id: str) -> StepRow:
    found = view.row(step_id)
    assert found is not None
    return found


def all_no(asked: NeedsAnswers) -> dict[str, Answer]:
    return dict.fromkeys((condition.id for condition in asked.conditions), Answer.NO)


def free(arranging: Arranging, step_id: str) -> None:
    """Answer every question with no, and say that a clinician agreed where that is needed."""
    outcome = arranging.switch_on(step_id)
    if isinstance(outcome, NeedsAnswers):
        outcome = arranging.answer(step_id, all_no(outcome))
    if isinstance(outcome, Locked):
        outcome = arranging.clinician_agreed(step_id)
    assert isinstance(outcome, SwitchedOn)


def test_a_new_routine_shows_its_four_steps_in_order_and_lights_out_last(arranging: Arranging):
    tonight = [one for one in arranging.view().rows if one.section is Section.TONIGHT]
    assert [(one.id, f"{one.start:%H:%M}") for one in tonight] == [
        ("dim-lights", "19:30"),
        ("stretching", "21:10"),
        ("screens-off", "21:30"),
        ("slow-breathing", "22:10"),
        ("lights-out", "22:30"),
    ]


def test_every_offered_step_has_one_row(arranging: Arranging):
    rows = [one.id for one in arranging.view().rows]
    offered = {step.id for step in arranging.library.steps.values() if step.offered}
    assert len(rows) == len(set(rows))
    assert set(rows) == offered


def test_an_open_step_is_switched_on_and_off_at_once(arranging: Arranging):
    assert isinstance(arranging.switch_on("evening-snack"), SwitchedOn)
    assert row(arranging.view(), "evening-snack").section is Section.TONIGHT
    arranging.switch_off("evening-snack")
    assert not row(arranging.view(), "evening-snack").on


def test_a_locked_step_asks_only_what_is_not_answered(arranging: Arranging):
    asked = arranging.switch_on("warm-bath")
    assert isinstance(asked, NeedsAnswers)
    first = asked.conditions[0]
    again = arranging.answer("warm-bath", {first.id: Answer.NO})
    assert isinstance(again, NeedsAnswers)
    assert again.conditions == asked.conditions[1:]
    assert not row(arranging.view(), "warm-bath").on


def test_answers_of_no_free_a_step_and_switch_it_on(arranging: Arranging):
    asked = arranging.switch_on("warm-bath")
    assert isinstance(asked, NeedsAnswers)
    assert isinstance(arranging.answer("warm-bath", all_no(asked)), SwitchedOn)
    assert row(arranging.view(), "warm-bath").on


def test_a_yes_that_wants_a_clinician_keeps_it_off_until_one_agreed(arranging: Arranging):
    asked = arranging.switch_on("warm-bath")
    assert isinstance(asked, NeedsAnswers)
    locked = arranging.answer("warm-bath", {**all_no(asked), "falls": Answer.YES})
    assert isinstance(locked, Locked)
    assert locked.ruling.verdict is Verdict.ASK
    assert isinstance(arranging.clinician_agreed("warm-bath"), SwitchedOn)


def test_i_do_not_know_counts_as_yes(arranging: Arranging):
    asked = arranging.switch_on("magnesium")
    assert isinstance(asked, NeedsAnswers)
    said = {**all_no(asked), "kidney-disease": Answer.UNKNOWN}
    blocked = arranging.answer("magnesium", said)
    assert isinstance(blocked, Locked)
    assert blocked.ruling.verdict is Verdict.BLOCKED
    assert row(arranging.view(), "magnesium").section is Section.BLOCKED


def test_a_blood_test_is_not_asked_for_where_it_would_change_nothing(arranging: Arranging):
    arranging.answer("iron", {"iron-overload": Answer.YES})
    iron = row(arranging.view(), "iron")
    assert (iron.section, iron.lacks_blood_test) == (Section.BLOCKED, False)


def test_iron_stays_locked_until_a_blood_test_is_recorded(arranging: Arranging):
    locked = arranging.switch_on("iron")
    assert isinstance(locked, Locked)
    assert locked.lacks_blood_test
    assert row(arranging.view(), "iron").lacks_blood_test
    assert row(arranging.view(), "iron").section is Section.SUPPLEMENTS, "nothing was told yet"
    asked = arranging.record_blood_test("iron", date(2026, 10, 2), 41, 18)
    assert isinstance(asked, NeedsAnswers)
    ask_first = arranging.answer("iron", all_no(asked))
    assert isinstance(ask_first, Locked)
    assert ask_first.ruling.verdict is Verdict.ASK
    assert isinstance(arranging.clinician_agreed("iron"), SwitchedOn)


@pytest.mark.parametrize(
    ("on", "ferritin", "tsat"),
    [
        (date(2026, 10, 2), None, None),
        (date(2026, 11, 23), 41, None),
        (date(2026, 10, 2), -1, None),
        (date(2026, 10, 2), None, 101),
        (date(2026, 10, 2), float("nan"), None),
    ],
)
def test_a_blood_test_without_sense_is_refused(
    arranging: Arranging, on: date, ferritin: float | None, tsat: float | None
):
    with pytest.raises(Refused):
        arranging.record_blood_test("iron", on, ferritin, tsat)
    assert arranging.advising.profile().blood_tests == ()


def test_the_fix_of_a_conflict_removes_it(arranging: Arranging):
    arranging.set_medicines((GABAPENTIN,))
    free(arranging, "magnesium")
    arranging.set_when("magnesium", AtClock(time(21, 15)))
    clash = row(arranging.view(), "magnesium").clashes[0]
    assert (clash.moves, clash.moves_to) == ("Magnesium", time(19, 30))
    assert clash.conflict.fix is not None
    arranging.apply(clash.conflict.fix)
    moved = row(arranging.view(), "magnesium")
    assert moved.clashes == ()
    assert moved.when == AtClock(time(19, 30))


def test_a_fix_before_bed_says_its_local_time(arranging: Arranging):
    arranging.set_medicines((GABAPENTIN,))
    free(arranging, "magnesium")
    clash = row(arranging.view(), "magnesium").clashes[0]
    assert clash.moves_to == time(19, 30)


def test_medicines_are_marks_at_their_local_times(arranging: Arranging):
    arranging.set_medicines((GABAPENTIN,))
    (mark,) = arranging.view().medicine_times
    assert (mark.medicine.name, f"{mark.at:%H:%M}") == ("Gabapentin", "21:30")


def test_a_medicine_gates_at_once(arranging: Arranging):
    free(arranging, "passion-flower")
    arranging.set_medicines((Medicine("Zopiclone", "sedative", (time(22),)),))
    locked = row(arranging.view(), "passion-flower")
    assert (locked.section, locked.ruling.verdict) == (Section.OTHER_NIGHTS, Verdict.BLOCKED)


@pytest.mark.parametrize(
    "medicine",
    [
        Medicine("  ", "other"),
        Medicine("X", "no-such-class"),
        Medicine("X", "other", tuple(time(12, minute) for minute in range(25))),
        Medicine("X\x00", "other"),
    ],
)
def test_a_medicine_that_could_not_be_read_again_is_refused(
    arranging: Arranging, medicine: Medicine
):
    with pytest.raises(Refused):
        arranging.set_medicines((GABAPENTIN, medicine))
    assert arranging.view().medicines == ()


def test_a_brand_name_tells_its_class(arranging: Arranging):
    assert arranging.class_of("Neurontin") == "gabapentinoid"
    assert arranging.class_of("Something of my own") is None
    assert arranging.class_of("iron tablets") == "iron-prescribed"
    assert set(arranging.medicine_classes()) >= {"sedative", "antacid", "other"}


@given(minutes=st.integers(-10, 1500))
@settings(max_examples=40, deadline=None)
def test_minutes_before_bed_are_kept_only_where_they_fit(minutes: int):
    fits = 0 <= minutes <= 630  # 22:30 less the turn of the day at 12:00
    with TemporaryDirectory() as folder:
        arranging = arranging_in(Path(folder), FakeClock())
        if fits:
            arranging.set_when("stretching", BeforeBed(minutes))
        else:
            with pytest.raises(Refused):
                arranging.set_when("stretching", BeforeBed(minutes))
        expected = BeforeBed(minutes if fits else 80)
        assert row(arranging.view(), "stretching").when == expected


def test_bedtime_moves_the_steps_but_none_before_the_day_turns(arranging: Arranging):
    arranging.set_bedtime(time(23))
    assert f"{row(arranging.view(), 'stretching').start:%H:%M}" == "21:40"
    arranging.set_when("stretching", BeforeBed(300))
    with pytest.raises(Refused, match="before the day turns over"):
        arranging.set_bedtime(time(16))
    assert arranging.view().bedtime.every == time(23)


def test_one_day_can_have_its_own_bedtime_and_lose_it_again(arranging: Arranging):
    arranging.set_bedtime(time(23, 15), Day.FRI)
    assert arranging.view().bedtime.days == {Day.FRI: time(23, 15)}
    arranging.set_bedtime(time(22, 30), Day.FRI)
    assert arranging.view().bedtime.days == {}


def test_wake_time_is_kept(arranging: Arranging):
    arranging.set_wake(time(7))
    assert f"{arranging.view().up:%H:%M}" == "07:00"


def test_nights_are_kept_and_none_at_all_is_refused(arranging: Arranging):
    arranging.set_nights("stretching", OnDays(frozenset({Day.MON})))
    away = row(arranging.view(), "stretching")
    assert (away.section, away.start) == (Section.OTHER_NIGHTS, None)
    with pytest.raises(Refused):
        arranging.set_nights("stretching", OnDays(frozenset()))
    with pytest.raises(Refused):
        arranging.set_nights("stretching", EveryNth(1, date(2026, 11, 22)))
    arranging.set_nights("stretching", OnDays(frozenset(Day)))
    assert row(arranging.view(), "stretching").chosen.nights == EveryNight()


def test_every_other_night_begins_with_the_coming_one(arranging: Arranging):
    arranging.every_other_night("stretching")
    kept = row(arranging.view(), "stretching")
    assert kept.chosen.nights == EveryNth(2, date(2026, 11, 22))
    assert kept.section is Section.TONIGHT


@pytest.mark.parametrize(
    "reminder",
    [
        ReminderSetting(lead=241),
        ReminderSetting(lead=-1),
        ReminderSetting(repeat_every=0),
        ReminderSetting(repeat_at_most=21),
        ReminderSetting(late_limit=0),
    ],
)
def test_a_reminder_out_of_range_is_refused(arranging: Arranging, reminder: ReminderSetting):
    with pytest.raises(Refused):
        arranging.set_reminder("stretching", reminder)


def test_a_reminder_is_kept_also_for_a_step_that_is_off(arranging: Arranging):
    wanted = ReminderSetting(lead=5, repeat_at_most=3)
    arranging.set_reminder("evening-snack", wanted)
    kept = row(arranging.view(), "evening-snack")
    assert (kept.chosen.reminder, kept.on) == (wanted, False)


@pytest.mark.parametrize("minutes", [-1, 241])
def test_minutes_it_takes_out_of_range_are_refused(arranging: Arranging, minutes: int):
    with pytest.raises(Refused):
        arranging.set_minutes("stretching", minutes)


def test_own_steps_get_ids_of_their_own(arranging: Arranging):
    first = arranging.add_own("Foot soak", BeforeBed(75), 10)
    second = arranging.add_own("Foot  soak!", AtClock(time(20)), 5)
    third = arranging.add_own("足湯", BeforeBed(60), 5)
    assert [one.step for one in (first, second, third)] == [
        "own/foot-soak",
        "own/foot-soak-2",
        "own/step",
    ]
    assert isinstance(first, SwitchedOn)
    assert first.ruling.verdict is Verdict.UNCHECKED
    assert row(arranging.view(), "own/foot-soak").section is Section.TONIGHT


@given(title=st.text(max_size=220))
@settings(max_examples=60, deadline=None)
def test_any_title_is_kept_so_that_it_can_be_read_again_or_refused(title: str):
    with TemporaryDirectory() as folder:
        arranging = arranging_in(Path(folder), FakeClock())
        try:
            added = arranging.add_own(title, BeforeBed(75), 10).step
        except Refused:
            assert arranging.planning.routine().steps == built_in_routine(arranging.library).steps
        else:
            assert row(arranging.view(), added).title == " ".join(title.split())
            arranging.remove_own(added)
            assert arranging.view().row(added) is None


@pytest.mark.parametrize("title", ["Gabapentin 300 mg", "Melatonin", "   ", "x" * 201])
def test_medicines_and_refused_names_are_no_steps(arranging: Arranging, title: str):
    with pytest.raises(Refused):
        arranging.add_own(title, BeforeBed(75), 10)


def test_an_own_step_named_like_a_supplement_takes_its_gate(arranging: Arranging):
    asked = arranging.add_own("Magnesium capsules", BeforeBed(240), 0)
    assert isinstance(asked, NeedsAnswers)
    assert not row(arranging.view(), asked.step).on
    outcome = arranging.answer(asked.step, {**all_no(asked), "lithium": Answer.YES})
    assert isinstance(outcome, Locked)
    assert isinstance(arranging.clinician_agreed(asked.step), SwitchedOn)


def test_a_known_name_inside_a_title_takes_its_gate_and_keeps_its_distance(arranging: Arranging):
    arranging.set_medicines((Medicine("Neurontin", "gabapentinoid", (time(21),)),))
    asked = arranging.add_own("Magnesium glycinate", AtClock(time(21, 30)), 0)
    assert isinstance(asked, NeedsAnswers)
    outcome = arranging.answer(asked.step, all_no(asked))
    if isinstance(outcome, Locked):
        outcome = arranging.clinician_agreed(asked.step)
    assert isinstance(outcome, SwitchedOn)
    (clash,) = row(arranging.view(), asked.step).clashes
    assert "Neurontin" in clash.conflict.message
    assert clash.conflict.fix is not None
    planned = arranging.planning.tonight().checklist.evening.step(asked.step)
    assert planned is not None
    assert is_private(planned), "its name is hidden in notifications"


@pytest.mark.parametrize("title", ["Take my Neurontin", "Glass of tonic water"])
def test_an_older_step_that_names_a_medicine_loads_and_is_left_out_in_words(
    arranging: Arranging, title: str
):
    older = RoutineStep("own/older", title=title, when=BeforeBed(60))
    arranging.planning.save(arranging.planning.routine().with_step(older))
    shown = row(arranging.view(), "own/older")
    assert (shown.on, shown.section, shown.ruling.verdict) == (
        True,
        Section.OTHER_NIGHTS,
        Verdict.BLOCKED,
    )
    assert "another name" in shown.ruling.reasons[0].text
    arranging.switch_off("own/older")
    assert isinstance(arranging.switch_on("own/older"), Locked)
    arranging.rename_own("own/older", "Foot soak")
    assert isinstance(arranging.switch_on("own/older"), SwitchedOn)


@pytest.mark.parametrize("title", ["Gabapentin 300 Teva", "Neurontin at night"])
def test_the_class_of_a_medicine_is_known_with_words_round_its_name(
    arranging: Arranging, title: str
):
    assert arranging.class_of(title) == "gabapentinoid"


def test_hard_exercise_comes_after_the_signs_to_get_help_for(arranging: Arranging):
    burst = "hard-burst"
    assert isinstance(arranging.switch_on(burst), SignsFirst)
    every = dict.fromkeys(arranging.library.cells[burst], Answer.NO)
    assert isinstance(arranging.answer(burst, every), SignsFirst)
    assert isinstance(arranging.clinician_agreed(burst), SignsFirst)
    assert not row(arranging.view(), burst).on
    arranging.signs_are_shown()
    assert isinstance(arranging.switch_on(burst), SwitchedOn)


def test_the_signs_come_once_and_before_nothing_else(arranging: Arranging):
    assert not isinstance(arranging.switch_on("warm-bath"), SignsFirst)
    arranging.signs_are_shown()
    assert isinstance(arranging.switch_on("hard-burst"), NeedsAnswers)


def test_only_own_steps_are_removed(arranging: Arranging):
    with pytest.raises(Refused):
        arranging.remove_own("stretching")


@pytest.mark.parametrize("step_id", ["lights-out", "no-such-step", "melatonin"])
def test_what_is_no_step_of_a_routine_is_refused(arranging: Arranging, step_id: str):
    with pytest.raises(Refused):
        arranging.switch_on(step_id)
    with pytest.raises(Refused):
        arranging.set_minutes(step_id, 5)


def test_after_waking_the_coming_evening_is_shown(arranging: Arranging, clock: FakeClock):
    clock.set(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    assert arranging.view().night == date(2026, 11, 23)
    clock.set(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    assert arranging.view().night == date(2026, 11, 22)


def test_saving_what_stands_adds_no_revision(arranging: Arranging):
    arranging.switch_on("evening-snack")
    before = len(arranging.planning.routines.revisions())
    arranging.switch_on("evening-snack")
    assert len(arranging.planning.routines.revisions()) == before


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 22, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


def test_a_moved_step_lands_on_five_minutes_and_keeps_its_kind(arranging: Arranging):
    arranging.move_to("stretching", at(20, 43))
    assert row(arranging.view(), "stretching").when == BeforeBed(105)
    arranging.set_when("dim-lights", AtClock(time(20)))
    arranging.move_to("dim-lights", at(19, 13))
    assert row(arranging.view(), "dim-lights").when == AtClock(time(19, 15))


def test_a_step_is_moved_no_farther_than_it_may_go(arranging: Arranging):
    arranging.move_to("stretching", at(23, 40))
    assert row(arranging.view(), "stretching").when == BeforeBed(0)
    arranging.move_to("stretching", at(3, 0))
    assert row(arranging.view(), "stretching").when == BeforeBed(630)


def test_nudges_carry_a_step_past_its_neighbour(arranging: Arranging):
    free(arranging, "warm-bath")
    stretching = row(arranging.view(), "stretching").start
    for _ in range(20):
        arranging.nudge("warm-bath", 1)
    bath = row(arranging.view(), "warm-bath").start
    assert bath is not None
    assert stretching is not None
    assert bath > stretching
    kept = arranging.planning.routine().step("warm-bath")
    assert kept is not None
    assert kept.when == BeforeBed(0)


def test_a_nudge_is_five_minutes_on_the_axis(arranging: Arranging):
    arranging.nudge("stretching", -1)
    assert row(arranging.view(), "stretching").when == BeforeBed(85)
    arranging.nudge("stretching", 3)
    assert row(arranging.view(), "stretching").when == BeforeBed(70)
    arranging.nudge("evening-snack", 1)
    assert row(arranging.view(), "evening-snack").chosen.when is None


def test_a_step_without_a_time_tonight_cannot_be_moved_on_the_axis(arranging: Arranging):
    with pytest.raises(Refused, match="no time tonight"):
        arranging.move_to("evening-snack", at(20, 0))


def test_bedtime_for_tonight_moves_tonight_alone_and_is_in_no_export(
    arranging: Arranging, clock: FakeClock
):
    arranging.set_bedtime_tonight(time(23, 30))
    view = arranging.view()
    assert (view.tonight, view.bedtime.every) == (time(23, 30), time(22, 30))
    assert f"{row(view, 'stretching').start:%H:%M}" == "22:10"
    assert arranging.planning.routine().bedtime.on(view.night) == time(22, 30)
    clock.advance(timedelta(days=1))
    assert arranging.view().tonight is None
    assert f"{row(arranging.view(), 'stretching').start:%H:%M}" == "21:10"


def test_bedtime_for_tonight_can_be_taken_back(arranging: Arranging):
    arranging.set_bedtime_tonight(time(23, 30))
    arranging.set_bedtime_tonight(time(22, 30))
    assert arranging.view().tonight is None
    with pytest.raises(Refused, match="before the day turns over"):
        arranging.set_bedtime_tonight(time(12, 30))


def test_after_waking_tonight_is_the_coming_night(arranging: Arranging, clock: FakeClock):
    clock.set(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    arranging.set_bedtime_tonight(time(23, 30))
    clock.set(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
    evening = arranging.planning.tonight().checklist.evening
    assert f"{evening.bedtime.astimezone(evening.zone):%d %H:%M}" == "23 23:30"


def test_a_step_of_every_second_night_says_its_next_three(arranging: Arranging):
    arranging.every_other_night("stretching")
    days = [night.day for night in row(arranging.view(), "stretching").coming]
    assert days == [22, 24, 26]
    arranging.begin_a_night_later("stretching")
    days = [night.day for night in row(arranging.view(), "stretching").coming]
    assert days == [23, 25, 27]


def test_an_own_step_is_renamed_and_keeps_its_id(arranging: Arranging):
    arranging.add_own("Foot soak", BeforeBed(75), 10)
    outcome = arranging.rename_own("own/foot-soak", " Foot   bath ")
    assert isinstance(outcome, SwitchedOn)
    kept = row(arranging.view(), "own/foot-soak")
    assert (kept.title, kept.on) == ("Foot bath", True)


def test_a_new_name_takes_its_gate_and_a_medicine_is_refused(arranging: Arranging):
    arranging.add_own("Foot soak", BeforeBed(75), 10)
    with pytest.raises(Refused, match="medicine"):
        arranging.rename_own("own/foot-soak", "Gabapentin")
    assert isinstance(arranging.rename_own("own/foot-soak", "Magnesium drops"), NeedsAnswers)
    assert not row(arranging.view(), "own/foot-soak").on
    with pytest.raises(Refused, match="of your own"):
        arranging.rename_own("stretching", "Yoga")


def ask_first(arranging: Arranging) -> None:
    asked = arranging.switch_on("warm-bath")
    assert isinstance(asked, NeedsAnswers)
    arranging.answer("warm-bath", {**all_no(asked), "falls": Answer.YES})


def test_an_ok_keeps_the_day_on_which_it_was_given(arranging: Arranging, clock: FakeClock):
    ask_first(arranging)
    clock.advance(timedelta(days=30))
    given_on = date(2026, 12, 20)
    assert not isinstance(arranging.clinician_agreed("warm-bath", given_on), Locked)
    assert row(arranging.view(), "warm-bath").ok == given_on


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 21), date(2026, 1, 1)])
def test_an_ok_that_cannot_count_is_refused_in_words(arranging: Arranging, day: date):
    ask_first(arranging)
    with pytest.raises(Refused):
        arranging.clinician_agreed("warm-bath", day)
    assert arranging.advising.profile().clinician_ok == {}
