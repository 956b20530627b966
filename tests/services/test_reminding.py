from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from houses import House, local

from rlscompanion.domain.checklist import MarkKind, Status
from rlscompanion.domain.mendable import StoreError
from rlscompanion.domain.reminder_record import Outcome
from rlscompanion.domain.routine import AtClock, ReminderSetting, Routine, RoutineStep, Sound
from rlscompanion.services.checking_off import Refused
from rlscompanion.services.ports import Answer, NoticeAnswered

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def house(home: Path) -> House:
    return House(home)


def record(house: House) -> dict[str, Outcome]:
    """Return what became of tonight's reminders, by the end of their ids, in order."""
    newest = house.companion.reminder_events.newest(50)
    return {event.reminder.partition("/")[2]: event.outcome for event in reversed(newest)}


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


@pytest.mark.parametrize(
    ("steps", "with_way_in"),
    [(("stretching", "screens-off"), {"screens-off"}), (("stretching", "slow-breathing"), set())],
)
def test_from_screens_off_on_a_notice_is_a_way_into_a_flare_up_too(
    house: House, steps: tuple[str, ...], with_way_in: set[str]
) -> None:
    house.companion.planning.save(routine(*(RoutineStep(step) for step in steps)))
    house.wait_until("2026-11-22 21:45")
    last = {notice.id.partition("/")[2]: notice.answers for notice in house.notifier.shown}
    assert {step for step, answers in last.items() if (Answer.FLARE_UP, "Flare-up") in answers} == (
        with_way_in
    )
    assert all(
        [answer for answer, _ in answers][:3] == [Answer.DONE, Answer.SNOOZE, Answer.SKIP]
        for answers in last.values()
    )


def test_without_screens_off_the_last_hour_before_bed_has_the_way_in(house: House) -> None:
    house.companion.planning.save(routine(RoutineStep("slow-breathing")))
    house.wait_until("2026-11-22 22:15")
    assert house.notifier.shown[-1].answers[-1] == (Answer.FLARE_UP, "Flare-up")


class TestOneOfSeveralAnswered:
    BOTH = "2026-11-22/screens-off+stretching"

    @pytest.fixture
    def house(self, house: House) -> House:
        heard = ReminderSetting(sound=Sound.BELL)
        house.companion.planning.save(
            routine(
                RoutineStep("stretching", reminder=heard),
                RoutineStep("screens-off", reminder=ReminderSetting(lead=15, sound=Sound.BELL)),
            )
        )
        house.sleep_until("2026-11-22 21:20")
        assert house.notifier.visible.keys() == {self.BOTH}
        return house

    def test_the_notice_goes_on_silently_without_it(self, house: House) -> None:
        house.companion.checking_off.mark("stretching", MarkKind.DONE)
        house.reminding.look()
        (notice,) = house.notifier.visible.values()
        assert f"{notice.title}{notice.body}" == "Screens off at 21:30."
        assert notice.answers[0] == (Answer.DONE, "Done")
        assert notice.tone is None

    def test_it_is_said_once(self, house: House) -> None:
        house.companion.checking_off.mark("stretching", MarkKind.DONE)
        house.reminding.look()
        said = len(house.notifier.shown)
        house.reminding.look()
        assert len(house.notifier.shown) == said

    def test_done_then_ticks_the_other_alone(self, house: House) -> None:
        house.companion.checking_off.mark("stretching", MarkKind.SKIP)
        house.reminding.look()
        house.reminding.answer(NoticeAnswered(self.BOTH, Answer.DONE))
        assert house.state("screens-off").status is Status.DONE
        assert house.state("stretching").status is Status.SKIPPED
        assert not house.notifier.visible

    def test_a_notice_that_was_put_away_does_not_come_back_for_it(self, house: House) -> None:
        house.reminding.gone(self.BOTH)
        said = len(house.notifier.shown)
        house.companion.checking_off.mark("stretching", MarkKind.DONE)
        house.reminding.look()
        assert len(house.notifier.shown) == said

    def test_one_cleared_for_a_flare_up_comes_back_without_it(self, house: House) -> None:
        house.reminding.hold(held=True)
        house.companion.checking_off.mark("stretching", MarkKind.DONE)
        house.reminding.look()
        assert not house.notifier.visible
        house.reminding.hold(held=False)
        house.reminding.look()
        (notice,) = house.notifier.visible.values()
        assert notice.title == "Screens off at 21:30."


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
    house.reminding.hold(held=True)
    house.wait_until("2026-11-22 21:12")
    assert house.titles() == []
    house.reminding.hold(held=False)
    house.reminding.look()
    assert house.titles() == ["Gentle stretching: it is time."]


def test_of_what_nobody_asked_for_nothing_is_written_down(house: House) -> None:
    house.reminding.hold(held=True, unasked=True)
    house.wait_until("2026-11-22 21:12")
    assert house.titles() == []
    assert record(house) == {}


class TestWhatStandsAsTheFlareUpScreenOpens:
    STRETCHING = "2026-11-22/stretching"

    @pytest.fixture
    def house(self, house: House) -> House:
        house.wait_until("2026-11-22 21:11")
        assert self.STRETCHING in house.notifier.visible
        return house

    def close_at(self, house: House, when: str) -> None:
        house.wait_until(when)
        house.reminding.hold(held=False)
        house.reminding.look()

    def test_is_put_away_and_comes_back_without_a_sound(self, house: House) -> None:
        house.reminding.hold(held=True)
        assert not house.notifier.visible
        self.close_at(house, "2026-11-22 21:20")
        back = house.notifier.visible[self.STRETCHING]
        assert (back.title, back.tone) == ("Gentle stretching: it is time.", None)
        house.reminding.answer(NoticeAnswered(self.STRETCHING, Answer.DONE))
        assert house.state("stretching").status is Status.DONE
        assert record(house)["stretching/due"] is Outcome.SHOWN

    def test_comes_back_once(self, house: House) -> None:
        house.reminding.hold(held=True)
        self.close_at(house, "2026-11-22 21:20")
        house.reminding.look()
        assert house.titles().count("Gentle stretching: it is time.") == 2

    def test_stays_away_where_it_was_gone_by_itself(self, house: House) -> None:
        house.notifier.visible.clear()
        house.reminding.gone(self.STRETCHING)
        house.reminding.hold(held=True)
        self.close_at(house, "2026-11-22 21:20")
        assert self.STRETCHING not in house.notifier.visible

    def test_stays_away_where_it_was_answered_meanwhile(self, house: House) -> None:
        house.reminding.hold(held=True)
        house.companion.checking_off.mark("stretching", MarkKind.DONE)
        self.close_at(house, "2026-11-22 21:20")
        assert self.STRETCHING not in house.notifier.visible

    def test_stays_away_where_it_would_be_too_late(self, house: House) -> None:
        house.reminding.hold(held=True)
        self.close_at(house, "2026-11-22 21:31")
        assert self.STRETCHING not in house.notifier.visible

    def test_stays_away_where_there_is_quiet_until_tomorrow(self, house: House) -> None:
        house.reminding.hold(held=True)
        house.reminding.quiet_until_tomorrow()
        self.close_at(house, "2026-11-22 21:20")
        assert not house.notifier.visible

    def test_a_repeat_comes_in_its_place(self, house: House) -> None:
        again = ReminderSetting(repeat_every=5, repeat_at_most=2)
        house.companion.planning.save(routine(RoutineStep("screens-off", reminder=again)))
        house.wait_until("2026-11-22 21:31")
        house.reminding.hold(held=True)
        shown = len(house.notifier.shown)
        self.close_at(house, "2026-11-22 21:36")
        assert len(house.notifier.shown) == shown + 1
        assert "2026-11-22/screens-off" in house.notifier.visible

    def test_what_no_service_took_is_told_the_window_when_it_is_closed(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later: list[Callable[[bool], None]] = []
        monkeypatch.setattr(house.notifier, "show", lambda _, shown: later.append(shown))
        house.wait_until("2026-11-22 21:31")
        house.reminding.hold(held=True)
        later.pop()(False)
        assert house.banners == []
        monkeypatch.setattr(house.notifier, "show", lambda _, shown: shown(False))
        self.close_at(house, "2026-11-22 21:33")
        assert [notice.title for notice in house.banners] == ["Screens off: it is time."]


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


def test_when_tonight_is_over_it_waits_for_the_turn_of_the_day_and_for_tomorrow(
    house: House,
) -> None:
    house.wait_until("2026-11-22 23:00")
    assert house.alarms.pending == local("2026-11-23 12:00")
    (coming,) = house.companion.expecting.coming()
    assert coming.due == local("2026-11-23 19:30")


def test_last_nights_notice_cannot_answer_tonight(house: House) -> None:
    house.wait_until("2026-11-22 22:11")
    assert "2026-11-22/slow-breathing" in house.notifier.visible
    house.clock.jump(timedelta(hours=20))
    given = NoticeAnswered("2026-11-22/slow-breathing", Answer.DONE)
    assert house.reminding.answer(given) == ()
    assert house.state("slow-breathing").status is Status.UPCOMING


def test_a_notice_that_replaces_another_still_speaks_of_what_waits_there(house: House) -> None:
    again = ReminderSetting(repeat_every=10, repeat_at_most=1)
    house.companion.planning.save(
        routine(
            RoutineStep("stretching"),
            RoutineStep("own/soak", title="Soak", when=AtClock(time(21, 15)), reminder=again),
        )
    )
    house.sleep_until("2026-11-22 21:20")
    house.wait_until("2026-11-22 21:26")
    (notice,) = house.notifier.visible.values()
    assert notice.reminders == ("2026-11-22/own/soak/repeat-1",)
    assert (notice.title, notice.body) == ("Soak: it is time.", "Gentle stretching: it is time.")


def test_quiet_until_tomorrow_lasts_until_the_wake_time_and_over_a_restart(house: House) -> None:
    house.wait_until("2026-11-22 20:00")
    until = house.reminding.quiet_until_tomorrow()
    assert f"{until.astimezone(house.clock.zone()):%d %H:%M}" == "23 06:30"
    assert house.notifier.visible == {}
    house.restart()
    house.wait_until("2026-11-23 19:00")
    assert house.titles() == []
    house.wait_until("2026-11-23 19:31")
    assert house.titles() == ["Your evening starts now."]


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-22 21:00", "23 06:30"),
        ("2026-11-23 00:40", "23 06:30"),
        ("2026-11-23 06:29", "23 06:30"),
        ("2026-11-23 08:00", "24 06:30"),
        ("2026-11-23 13:00", "24 06:30"),
    ],
)
def test_tomorrow_begins_when_the_person_gets_up(home: Path, now: str, until: str) -> None:
    house = House(home, now)
    found = house.reminding.quiet_until_tomorrow()
    assert f"{found.astimezone(house.clock.zone()):%d %H:%M}" == until
    house.companion.database.close()


def test_speaking_again_does_not_bring_what_was_due_in_the_quiet(house: House) -> None:
    house.wait_until("2026-11-22 21:00")
    house.reminding.quiet_until_tomorrow()
    house.clock.advance(timedelta(minutes=12))
    house.reminding.speak_again()
    assert "Gentle stretching: it is time." not in house.titles()
    assert house.companion.expecting.quiet_until() is None
    house.restart()
    house.wait_until("2026-11-22 21:35")
    assert house.titles() == ["Screens off: it is time."]


def test_the_quiet_takes_away_what_is_on_the_screen(house: House) -> None:
    house.wait_until("2026-11-22 19:31")
    house.reminding.quiet_until_tomorrow()
    assert house.notifier.visible == {}
    assert house.taken_away == ["2026-11-22/dim-lights"]


def test_a_clock_set_back_does_not_end_the_quiet_and_one_set_back_by_years_does(
    house: House,
) -> None:
    house.reminding.quiet_until_tomorrow()
    house.clock.jump(timedelta(hours=-3))
    assert house.companion.expecting.quiet_until() is not None
    house.clock.jump(timedelta(days=-700))
    assert house.companion.expecting.quiet_until() is None


def test_what_is_coming_names_nothing_that_was_shown_or_stays_unsaid(house: House) -> None:
    expecting = house.companion.expecting

    def coming() -> list[str]:
        return [reminder.id.partition("/")[2] for reminder in expecting.coming(3)]

    assert coming() == ["dim-lights/due", "evening/start", "stretching/due"]
    house.wait_until("2026-11-22 21:12")
    house.clock.jump(timedelta(hours=-1))
    assert coming() == ["screens-off/due", "slow-breathing/due", "dim-lights/due"]
    house.reminding.quiet_until_tomorrow()
    assert coming() == ["dim-lights/due", "evening/start", "stretching/due"]


def test_a_snooze_that_a_journey_carried_past_its_night_is_not_awaited(house: House) -> None:
    house.companion.planning.save(routine(at_clock(11, 0)))
    house.wait_until("2026-11-23 11:01")
    house.reminding.answer(NoticeAnswered("2026-11-22/own/soak", Answer.SNOOZE))
    house.clock.travel("Europe/Helsinki")
    house.reminding.look()
    assert [reminder.id for reminder in house.companion.expecting.coming()] == [
        "2026-11-23/evening/start"
    ]
    house.wait_until("2026-11-23 12:30")
    assert soaks(house) == ["12:00"]


def test_a_heads_up_comes_when_its_night_begins_at_the_earliest(house: House) -> None:
    early = ReminderSetting(lead=240, late_limit=720)
    house.companion.planning.save(
        routine(RoutineStep("own/walk", title="Walk", when=AtClock(time(12, 30)), reminder=early))
    )
    house.sleep_until("2026-11-23 08:00")
    house.wait_until("2026-11-23 12:29")
    assert house.titles() == ["Walk at 12:30."]


def test_the_record_says_of_each_why_it_was_shown_or_not(house: House) -> None:
    house.sleep_until("2026-11-22 20:30")
    house.companion.checking_off.mark("stretching", MarkKind.DONE)
    house.reminding.held = True
    house.wait_until("2026-11-22 21:35")
    assert record(house) == {
        "dim-lights/due": Outcome.TOO_LATE,
        "evening/start": Outcome.TOO_LATE,
        "stretching/due": Outcome.ANSWERED,
        "screens-off/due": Outcome.HELD,
    }
    house.reminding.held = False
    house.reminding.look()
    house.reminding.quiet_until_tomorrow()
    house.wait_until("2026-11-23 07:00")
    assert record(house) == {
        "dim-lights/due": Outcome.TOO_LATE,
        "evening/start": Outcome.TOO_LATE,
        "stretching/due": Outcome.ANSWERED,
        "screens-off/due": Outcome.SHOWN,
        "slow-breathing/due": Outcome.QUIET,
    }


def test_the_record_tells_one_of_several_and_one_in_the_window(house: House) -> None:
    house.notifier.works_here = False
    house.wait_until("2026-11-22 19:31")
    house.notifier.works_here = True
    house.companion.planning.save(
        routine(RoutineStep("stretching"), RoutineStep("screens-off", when=AtClock(time(21, 15))))
    )
    house.sleep_until("2026-11-22 21:20")
    assert record(house) == {
        "dim-lights/due": Outcome.IN_WINDOW,
        "evening/start": Outcome.IN_WINDOW,
        "stretching/due": Outcome.SHOWN_TOGETHER,
        "screens-off/due": Outcome.SHOWN_TOGETHER,
    }


def test_what_was_missed_is_written_down_once_however_often_it_looks(house: House) -> None:
    house.sleep_until("2026-11-22 23:30")
    before = house.companion.reminder_events.newest(50)
    house.clock.advance(timedelta(minutes=1))
    house.reminding.look()
    house.restart()
    house.clock.advance(timedelta(minutes=1))
    house.reminding.look()
    assert house.companion.reminder_events.newest(50) == before
    assert len(before) == 5


def test_a_reminder_still_comes_when_the_disk_is_full(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise StoreError("the disk is full")

    monkeypatch.setattr(house.companion.fired, "claim", full)
    with pytest.raises(StoreError):
        house.wait_until("2026-11-22 19:30")
    assert house.titles() == ["Your evening starts now."]
    assert house.alarms.pending == house.clock.now() + timedelta(minutes=1)
    house.clock.advance(timedelta(minutes=1))
    house.reminding.look()
    assert house.titles() == ["Your evening starts now."]


def test_a_store_that_cannot_be_read_is_asked_again_after_a_minute(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> frozenset[str]:
        raise StoreError("the store is locked")

    monkeypatch.setattr(house.companion.fired, "of_night", locked)
    with pytest.raises(StoreError):
        house.reminding.look()
    assert house.alarms.pending == house.clock.now() + timedelta(minutes=1)


def at_clock(hour: int, minute: int, late_limit: int = 20) -> RoutineStep:
    reminder = ReminderSetting(late_limit=late_limit)
    when = AtClock(time(hour, minute))
    return RoutineStep("own/soak", title="Soak", when=when, minutes=5, reminder=reminder)


SHOWN = {Outcome.SHOWN, Outcome.SHOWN_TOGETHER, Outcome.IN_WINDOW}


def soaks(house: House) -> list[str]:
    """Return the wall times at which the soak was shown."""
    return [
        f"{event.at.astimezone(house.clock.zone()):%H:%M}"
        for event in reversed(house.companion.reminder_events.newest(50))
        if "/own/soak/" in event.reminder and event.outcome in SHOWN
    ]


def test_a_snooze_over_midnight_belongs_to_the_same_night(house: House) -> None:
    house.companion.planning.save(routine(at_clock(23, 55)))
    house.wait_until("2026-11-22 23:56")
    house.reminding.answer(NoticeAnswered("2026-11-22/own/soak", Answer.SNOOZE))
    house.restart()
    house.wait_until("2026-11-23 00:30")
    assert soaks(house) == ["23:55", "00:06"]


def test_a_snooze_over_noon_would_die_with_its_night_and_is_refused_in_words(house: House) -> None:
    house.companion.planning.save(routine(at_clock(11, 55)))
    house.wait_until("2026-11-23 11:56")
    with pytest.raises(Refused, match="next night"):
        house.reminding.answer(NoticeAnswered("2026-11-22/own/soak", Answer.SNOOZE))
    house.wait_until("2026-11-23 18:00")
    assert soaks(house) == ["11:55"]


def test_a_snooze_found_too_late_is_not_shown(house: House) -> None:
    house.companion.planning.save(routine(at_clock(20, 0)))
    house.wait_until("2026-11-22 20:01")
    house.reminding.answer(NoticeAnswered("2026-11-22/own/soak", Answer.SNOOZE))
    house.sleep_until("2026-11-22 20:40")
    assert soaks(house) == ["20:00"]
    assert record(house)["own/soak/snooze-1"] is Outcome.TOO_LATE


def test_a_time_that_the_spring_leaves_out_comes_once_after_the_gap(home: Path) -> None:
    house = House(home, "2026-03-28 20:00")
    house.companion.planning.save(routine(at_clock(2, 30)))
    house.wait_until("2026-03-29 06:00")
    assert soaks(house) == ["03:00"]
    house.companion.database.close()


def test_a_time_that_the_autumn_has_twice_comes_the_first_time_only(home: Path) -> None:
    house = House(home, "2026-10-24 20:00")
    house.companion.planning.save(routine(at_clock(2, 30, late_limit=180)))
    house.wait_until("2026-10-25 06:00")
    assert soaks(house) == ["02:30"]
    (event,) = (
        event for event in house.companion.reminder_events.newest(9) if "soak" in event.reminder
    )
    assert event.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    house.companion.database.close()


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Asia/Kolkata"])
def test_a_zone_changed_in_flight_brings_nothing_twice(house: House, zone: str) -> None:
    house.companion.planning.save(routine(at_clock(21, 0, late_limit=600)))
    house.wait_until("2026-11-22 21:05")
    house.clock.travel(zone)
    house.reminding.look()
    house.wait_until("2026-11-23 09:00")
    assert len(soaks(house)) == 1


def test_a_routine_edited_while_it_is_due_brings_nothing_twice(house: House) -> None:
    house.companion.planning.save(routine(at_clock(21, 0)))
    house.wait_until("2026-11-22 21:05")
    for minute in (4, 10, 30):
        house.companion.planning.save(routine(at_clock(21, minute)))
        house.reminding.look()
    house.wait_until("2026-11-22 23:00")
    assert soaks(house) == ["21:00"]


def test_a_step_switched_off_while_its_notice_is_there_takes_it_away(house: House) -> None:
    house.companion.planning.save(routine(at_clock(21, 0)))
    house.wait_until("2026-11-22 21:05")
    house.companion.planning.save(routine(RoutineStep("stretching")))
    house.reminding.look()
    assert "2026-11-22/own/soak" not in house.notifier.visible


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Asia/Kolkata", "UTC", "America/New_York"])
def test_until_tomorrow_is_the_wake_time_of_where_the_person_is(house: House, zone: str) -> None:
    house.clock.travel(zone)
    house.clock.set(datetime(2026, 4, 4, 22, 0, tzinfo=house.clock.zone()))
    until = house.reminding.quiet_until_tomorrow()
    assert f"{until.astimezone(house.clock.zone()):%m-%d %H:%M}" == "04-05 06:30"


def test_the_quiet_survives_a_sleep(house: House) -> None:
    house.wait_until("2026-11-22 20:00")
    house.reminding.quiet_until_tomorrow()
    house.sleep_until("2026-11-22 21:12")
    house.sleep_until("2026-11-22 22:11")
    assert house.notifier.visible == {}


def test_a_started_step_needs_no_notice_any_more(house: House) -> None:
    house.wait_until("2026-11-22 21:11")
    house.companion.checking_off.mark("stretching", MarkKind.START)
    house.reminding.look()
    assert "2026-11-22/stretching" not in house.notifier.visible
