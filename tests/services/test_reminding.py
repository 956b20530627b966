from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from houses import House

from rlscompanion.domain.checklist import MarkKind, Status
from rlscompanion.domain.routine import ReminderSetting, Routine, RoutineStep
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.ports import Answer, NoticeAnswered


@pytest.fixture
def house(home: Path) -> Iterator[House]:
    made = House(home)
    yield made
    made.companion.database.close()


def routine(*steps: RoutineStep) -> Routine:
    return Routine(steps=steps)


def test_each_occurrence_is_shown_once_at_its_time(house: House) -> None:
    house.wait_until("2026-11-23 07:00")
    assert house.titles() == [
        "Your evening starts now.",
        "Gentle stretching: it is time.",
        "Screens off: it is time.",
        "Slow breathing: it is time.",
    ]


def test_what_is_due_together_is_one_notice(house: House) -> None:
    house.wait_until("2026-11-22 19:31")
    (notice,) = house.notifier.shown
    assert notice.title == "Your evening starts now."
    assert notice.body == "Dim the lights: it is time."


def test_a_notice_answered_in_the_window_is_withdrawn(house: House) -> None:
    house.wait_until("2026-11-22 21:11")
    house.companion.checking_off.mark("stretching", MarkKind.DONE)
    house.reminding.look()
    assert "2026-11-22/stretching" not in house.notifier.visible


def test_a_notice_answered_on_the_desktop_ticks_the_step(house: House) -> None:
    house.wait_until("2026-11-22 21:11")
    (marked,) = house.reminding.answer(NoticeAnswered("2026-11-22/stretching", Answer.DONE))
    assert marked.status is Status.DONE
    assert house.state("stretching").status is Status.DONE
    assert house.notifier.visible.keys() == {"2026-11-22/dim-lights"}


def test_an_answer_that_comes_twice_is_recorded_once(house: House) -> None:
    house.wait_until("2026-11-22 21:11")
    given = NoticeAnswered("2026-11-22/stretching", Answer.SKIP)
    assert len(house.reminding.answer(given)) == 1
    assert house.reminding.answer(given) == ()


def test_a_snooze_brings_it_back_ten_minutes_later(house: House) -> None:
    house.wait_until("2026-11-22 21:12")
    house.reminding.answer(NoticeAnswered("2026-11-22/stretching", Answer.SNOOZE))
    assert "2026-11-22/stretching" not in house.notifier.visible
    house.wait_until("2026-11-22 21:21")
    assert "2026-11-22/stretching" not in house.notifier.visible
    house.wait_until("2026-11-22 21:23")
    assert "2026-11-22/stretching" in house.notifier.visible


def test_a_restart_shows_nothing_twice(house: House) -> None:
    house.wait_until("2026-11-22 21:12")
    before = house.titles()
    house.restart()
    house.reminding.look()
    assert "Gentle stretching: it is time." in before
    assert house.titles() == []


def test_after_a_long_sleep_nothing_of_last_night_is_shown(house: House) -> None:
    house.reminding.look()
    house.sleep_until("2026-11-23 07:30")
    assert house.titles() == []
    assert house.state("stretching").status is Status.UNANSWERED


def test_after_a_short_sleep_there_is_one_notice_for_all_that_is_not_too_late(
    house: House,
) -> None:
    early = ReminderSetting(lead=15)
    house.companion.planning.save(
        routine(RoutineStep("stretching"), RoutineStep("screens-off", reminder=early))
    )
    house.sleep_until("2026-11-22 21:20")
    (notice,) = house.notifier.shown
    assert set(notice.id.partition("/")[2].split("+")) == {"stretching", "screens-off"}
    assert [answer for answer, _ in notice.answers] == [Answer.DONE, Answer.SNOOZE, Answer.SKIP]


def test_two_clock_steps_back_show_nothing_twice(house: House) -> None:
    house.wait_until("2026-11-22 21:12")
    for _ in range(2):
        house.clock.jump(timedelta(hours=-1))
        house.wait_until("2026-11-22 21:15")
    assert house.titles().count("Gentle stretching: it is time.") == 1


def test_a_repeat_replaces_its_notice(house: House) -> None:
    again = ReminderSetting(repeat_every=5, repeat_at_most=2)
    house.companion.planning.save(routine(RoutineStep("screens-off", reminder=again)))
    house.wait_until("2026-11-22 22:00")
    shown = [notice.id for notice in house.notifier.shown]
    assert shown == ["2026-11-22/screens-off"] * 3


def test_nothing_bright_pops_up_while_the_flare_up_screen_is_open(house: House) -> None:
    house.reminding.held = True
    house.wait_until("2026-11-22 21:12")
    assert house.titles() == []
    house.reminding.held = False
    house.reminding.look()
    assert house.titles() == ["Gentle stretching: it is time."]


def test_where_no_service_takes_it_the_window_is_told(house: House) -> None:
    house.notifier.works_here = False
    house.wait_until("2026-11-22 19:31")
    assert [notice.id for notice in house.banners] == ["2026-11-22/dim-lights"]


def test_a_snooze_that_may_not_be_is_refused_in_words(house: House) -> None:
    house.companion.planning.save(routine(RoutineStep("stretching")))
    house.wait_until("2026-11-22 21:12")
    house.clock.jump(timedelta(hours=9, minutes=13))
    given = NoticeAnswered("2026-11-22/stretching", Answer.SNOOZE)
    with pytest.raises(Refused, match="wake"):
        house.reminding.answer(given)


def test_the_next_alarm_is_tomorrows_when_tonight_is_over(house: House) -> None:
    house.wait_until("2026-11-22 23:00")
    assert house.alarms.pending is not None
    assert f"{house.alarms.pending.astimezone(house.clock.zone()):%d %H:%M}" == "23 19:30"


def test_last_nights_notice_cannot_answer_tonight(house: House) -> None:
    house.wait_until("2026-11-22 22:11")
    assert "2026-11-22/slow-breathing" in house.notifier.visible
    house.clock.jump(timedelta(hours=20))
    given = NoticeAnswered("2026-11-22/slow-breathing", Answer.DONE)
    assert house.reminding.answer(given) == ()
    assert house.state("slow-breathing").status is Status.UPCOMING
