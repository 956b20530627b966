from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from library import LIBRARY, nothing_is_locked
from rlscompanion.domain.evening import Evening, PlannedStep
from rlscompanion.domain.night import NightCalendar
from rlscompanion.domain.planner import Planner
from rlscompanion.domain.reminders import (
    Reminder,
    due_now,
    evening_start,
    next_due,
    reminders_of,
)
from rlscompanion.domain.routine import (
    AtClock,
    BeforeBed,
    ReminderSetting,
    Routine,
    RoutineStep,
    Sound,
    Timing,
    WeekTimes,
)
from rlscompanion.domain.safety import Gate
from strategies import reminder_settings, timings

NIGHT = date(2026, 11, 22)
MANY = settings(deadline=None, derandomize=True, max_examples=150)


def planned(
    when: Timing, setting: ReminderSetting, bedtime: time = time(22, 30)
) -> tuple[Evening, PlannedStep]:
    soak = RoutineStep("own/soak", title="Soak", when=when, minutes=10, reminder=setting)
    gate = Gate(LIBRARY, nothing_is_locked(NIGHT), NIGHT)
    routine = Routine(bedtime=WeekTimes(bedtime), steps=(soak,))
    calendar = NightCalendar(ZoneInfo("Europe/Berlin"))
    evening = Planner(LIBRARY, routine, gate, calendar).plan(NIGHT)
    step = evening.step("own/soak")
    assert step is not None
    return evening, step


def minutes(n: int) -> timedelta:
    return timedelta(minutes=n)


def test_a_step_asks_ahead_at_its_start_and_again() -> None:
    setting = ReminderSetting(
        lead=5, repeat_every=10, repeat_at_most=2, late_limit=15, sound=Sound.SOFT
    )
    evening, step = planned(BeforeBed(60), setting)
    found = reminders_of(evening, step)
    assert [(reminder.id, reminder.due - step.start) for reminder in found] == [
        ("2026-11-22/own/soak/heads-up", minutes(-5)),
        ("2026-11-22/own/soak/due", minutes(0)),
        ("2026-11-22/own/soak/repeat-1", minutes(10)),
        ("2026-11-22/own/soak/repeat-2", minutes(20)),
    ]
    assert {reminder.expires - reminder.due for reminder in found} == {minutes(15)}
    assert {reminder.sound for reminder in found} == {Sound.SOFT}
    assert [reminder.is_heads_up for reminder in found] == [True, False, False, False]


def test_without_lead_and_repeats_there_is_one_reminder_and_switched_off_none() -> None:
    evening, step = planned(BeforeBed(60), ReminderSetting())
    assert [reminder.id for reminder in reminders_of(evening, step)] == ["2026-11-22/own/soak/due"]
    off = planned(BeforeBed(60), ReminderSetting(on=False, lead=5, repeat_at_most=3))
    assert not reminders_of(*off)


def test_lights_out_never_reminds() -> None:
    evening, _ = planned(BeforeBed(60), ReminderSetting())
    mark = evening.step("lights-out")
    assert mark is not None
    assert not reminders_of(evening, mark)


def test_a_snooze_takes_the_place_of_all_that_was_left() -> None:
    evening, step = planned(BeforeBed(60), ReminderSetting(lead=5, repeat_at_most=3))
    until = step.start + minutes(12)
    (snoozed,) = reminders_of(evening, step, until, 4)
    assert snoozed.id == "2026-11-22/own/soak/snooze-4"
    assert snoozed.due == until


def test_a_snooze_of_a_step_without_reminders_still_reminds() -> None:
    evening, step = planned(BeforeBed(60), ReminderSetting(on=False))
    assert len(reminders_of(evening, step, step.start + minutes(10), 1)) == 1


@given(timings, reminder_settings, st.none() | st.integers(0, 900))
@MANY
def test_nothing_due_before_wake_is_shown_after_wake(
    when: Timing, setting: ReminderSetting, snooze: int | None
) -> None:
    evening, step = planned(when, setting)
    until = None if snooze is None else step.start + minutes(snooze)
    for reminder in reminders_of(evening, step, until, 1):
        full = reminder.due + minutes(setting.late_limit)
        if reminder.due < evening.wake:
            assert reminder.expires == min(full, evening.wake)
        else:
            assert reminder.expires == full


def test_a_step_after_wake_keeps_its_own_limit() -> None:
    evening, step = planned(AtClock(time(8)), ReminderSetting(late_limit=120))
    (reminder,) = reminders_of(evening, step)
    assert reminder.due > evening.wake
    assert reminder.expires - reminder.due == minutes(120)


def test_the_start_of_the_evening_is_one_reminder_at_its_first_step() -> None:
    evening, step = planned(BeforeBed(60), ReminderSetting(on=False))
    start = evening_start(evening)
    assert start is not None
    assert start.id == "2026-11-22/evening/start"
    assert (start.step, start.due) == ("", step.start)
    assert start.expires - start.due == minutes(20)


def test_the_start_of_the_evening_is_not_shown_after_wake_either() -> None:
    evening, _ = planned(AtClock(time(6, 20)), ReminderSetting())
    start = evening_start(evening)
    assert start is not None
    assert start.expires == evening.wake


def test_a_day_step_or_an_empty_plan_begins_no_evening() -> None:
    evening, _ = planned(BeforeBed(60), ReminderSetting())
    marks = tuple(step for step in evening.steps if step.is_mark)
    assert evening_start(replace(evening, steps=marks)) is None
    gate = Gate(LIBRARY, nothing_is_locked(NIGHT), NIGHT)
    day = Routine(steps=(RoutineStep("morning-light"), RoutineStep("zinc")))
    calendar = NightCalendar(ZoneInfo("Europe/Berlin"))
    assert evening_start(Planner(LIBRARY, day, gate, calendar).plan(NIGHT)) is None


AT = datetime(2026, 11, 22, 20, tzinfo=UTC)


def test_what_is_shown_now_is_due_not_too_late_and_not_shown_before() -> None:
    reminder = Reminder("one", "soak", AT, AT + minutes(20))
    for offset, shown in ((-1, False), (0, True), (19, True), (20, False)):
        assert bool(due_now([reminder], set(), AT + minutes(offset))) is shown
    assert not due_now([reminder], {"one"}, AT)


def test_the_next_reminder_is_the_first_still_to_come() -> None:
    one, two = (Reminder(str(n), "soak", AT + minutes(n), AT + minutes(60)) for n in (5, 9))
    assert next_due([two, one], AT) == one
    assert next_due([two, one], AT + minutes(5)) == two
    assert next_due([two, one], AT + minutes(9)) is None
