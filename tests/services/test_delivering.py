"""Where a notice goes, what sounds with it, and what it may say."""

from pathlib import Path

import pytest
from houses import House, local
from msgspec.structs import replace

from fakes import FakeNotifier, FakeSound
from rlscompanion.domain.announcing import is_private, tone_of
from rlscompanion.domain.library import Kind
from rlscompanion.domain.reminders import Reminder
from rlscompanion.domain.routine import AtClock, ReminderSetting, Routine, RoutineStep, Sound
from rlscompanion.domain.tone import Tone
from rlscompanion.services.delivering import Delivering
from rlscompanion.services.ports import Notice


@pytest.fixture
def house(home: Path) -> House:
    return House(home)


class Desk:
    def __init__(self, house: House) -> None:
        self.notifier, self.sound = FakeNotifier(), FakeSound()
        self.heard: list[bool] = []
        self.opened = 0
        self.preferring = house.companion.preferring
        self.taken: list[str] = []
        self.delivering = Delivering(self.notifier, self._sound, self.preferring, self.taken.append)

    def _sound(self) -> FakeSound:
        self.opened += 1
        return self.sound

    def show(self, tone: Tone | None = None) -> None:
        notice = Notice("n", "Foot soak: it is time.", "", (), tone=tone)
        self.delivering.show(notice, self.heard.append)


def test_a_notice_goes_to_the_desktop_s_service(house: House) -> None:
    desk = Desk(house)
    desk.show()
    assert desk.heard == [True]
    assert list(desk.notifier.visible) == ["n"]


def test_where_our_own_window_is_wished_the_service_gets_nothing(house: House) -> None:
    desk = Desk(house)
    desk.preferring.change(own_reminder_window=True)
    desk.show()
    assert desk.heard == [False]
    assert desk.notifier.shown == []


def test_shown_by_ourselves_from_now_on_it_stands_no_more_in_the_service(house: House) -> None:
    desk = Desk(house)
    desk.show()
    desk.preferring.change(own_reminder_window=True)
    desk.show()
    assert not desk.notifier.visible


def test_in_the_dark_it_is_ours_to_show_whatever_was_chosen(house: House) -> None:
    desk = Desk(house)
    desk.delivering.is_dark = lambda: True
    desk.show()
    assert desk.heard == [False]
    assert desk.notifier.shown == []


def test_a_service_that_takes_it_no_more_keeps_no_older_one(house: House) -> None:
    desk = Desk(house)
    desk.show()
    desk.notifier.works_here = False
    desk.show()
    assert not desk.notifier.visible


def test_a_service_that_takes_it_has_it_taken_out_of_our_own_window(house: House) -> None:
    desk = Desk(house)
    desk.preferring.change(own_reminder_window=True)
    desk.show()
    assert desk.taken == []
    desk.preferring.change(own_reminder_window=False)
    desk.show()
    assert desk.taken == ["n"]


def test_a_silent_reminder_opens_no_sound_device(house: House) -> None:
    desk = Desk(house)
    desk.show()
    assert desk.opened == 0


@pytest.mark.parametrize("own", [False, True])
def test_a_tone_sounds_once_in_the_chosen_loudness_wherever_it_shows(
    house: House, *, own: bool
) -> None:
    desk = Desk(house)
    desk.preferring.change(own_reminder_window=own, volume=30)
    desk.notifier.works_here = False
    desk.show(Tone.BELL)
    assert [tone for tone, _, _ in desk.sound.played] == [Tone.BELL]
    assert desk.sound.volume == pytest.approx(0.3)


def test_the_louder_of_two_tones_stands_for_both() -> None:
    def reminder(sound: Sound) -> Reminder:
        at = local("2026-11-22 20:00")
        return Reminder(sound, "s", at, at, sound)

    assert tone_of([]) is None
    assert tone_of([reminder(Sound.NONE)]) is None
    assert tone_of([reminder(Sound.SOFT), reminder(Sound.NONE)]) is Tone.SOFT
    assert tone_of([reminder(Sound.SOFT), reminder(Sound.BELL)]) is Tone.BELL


def own(name: str, title: str, clock: str, sound: Sound = Sound.NONE) -> RoutineStep:
    hour, minute = map(int, clock.split(":"))
    when = AtClock(local(f"2026-11-22 {hour:02}:{minute:02}").time())
    return RoutineStep(name, title=title, when=when, reminder=ReminderSetting(sound=sound))


def shown(house: House, step: RoutineStep) -> Notice:
    house.companion.planning.save(Routine(steps=(step,)))
    house.wait_until("2026-11-22 20:01")
    return house.notifier.shown[-1]


def test_an_own_step_is_named_with_its_own_words(house: House) -> None:
    notice = shown(house, own("own/foot-soak", "Foot soak", "20:00", Sound.SOFT))
    assert "Foot soak: it is time." in f"{notice.title}\n{notice.body}"
    assert notice.tone is Tone.SOFT


def test_what_a_person_takes_is_private_and_a_drink_is_not(house: House) -> None:
    house.companion.planning.save(Routine(steps=(own("own/milk", "Warm milk", "20:00"),)))
    milk = house.state("own/milk").step
    assert not is_private(milk)
    assert is_private(replace(milk, kind=Kind.SUPPLEMENT))
    assert is_private(replace(milk, substances=frozenset({"magnesium"})))


@pytest.mark.parametrize(
    ("wished", "words"),
    [(False, "A step of your evening: it is time."), (True, "Foot soak: it is time.")],
)
def test_what_is_private_is_named_only_where_that_is_wished(
    house: House, monkeypatch: pytest.MonkeyPatch, *, wished: bool, words: str
) -> None:
    monkeypatch.setattr("rlscompanion.services.reminding.is_private", lambda _: True)
    house.reminding.names_shown = lambda: wished
    notice = shown(house, own("own/foot-soak", "Foot soak", "20:00"))
    lines = f"{notice.title}\n{notice.body}"
    assert words in lines
    assert ("Foot soak" in lines) is wished
