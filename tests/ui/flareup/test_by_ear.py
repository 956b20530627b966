from datetime import timedelta

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fakes import FakeClock, FakeSound
from rlscompanion.domain.breathing import BreathPattern
from rlscompanion.domain.tone import Tone
from rlscompanion.ui.flareup.by_ear import BreathingByTones


class Night:
    """A breather whose timer rings when a test lets the time pass."""

    def __init__(self, late: float = 0.0) -> None:
        self.parent = QObject()
        self.clock = FakeClock()
        self.sound = FakeSound()
        self.sound.open()
        self.late = timedelta(seconds=late)
        self.breathing = BreathingByTones(self.sound, self.clock.monotonic, self.parent)
        self.began = self.clock.monotonic()
        self.heard: list[tuple[Tone, float, float]] = []

    def run(self) -> None:
        """Let it run to its end; write down when each tone begins and ends."""
        self._listen()
        while self.breathing.running:
            wait = timedelta(milliseconds=self.breathing._timer.interval())
            self.clock.advance(wait + self.late)
            self.breathing._timer.stop()
            self.breathing._tell_next()
            self._listen()

    def _listen(self) -> None:
        for tone, seconds, after in self.sound.played:
            begins = self.clock.monotonic() - self.began + after
            self.heard.append((tone, round(begins, 2), round(begins + (seconds or 0), 2)))
        self.sound.played.clear()


def test_each_phase_has_its_tone_from_its_first_moment_to_its_last(qtbot: QtBot) -> None:
    night = Night()
    night.breathing.start(BreathPattern(4, 6), 20, after=3)
    night.run()
    assert night.heard == [
        (Tone.RISE, 3, 7),
        (Tone.FALL, 7, 13),
        (Tone.RISE, 13, 17),
        (Tone.FALL, 17, 23),
    ]


@pytest.mark.parametrize("late", [0.1, 0.39])
def test_a_busy_machine_tells_late_and_is_heard_on_time(qtbot: QtBot, late: float) -> None:
    night = Night(late)
    night.breathing.start(BreathPattern(5.5, 5.5), 22)
    night.run()
    assert [begins for _, begins, _ in night.heard] == [0, 5.5, 11, 16.5]


def test_what_is_told_too_late_still_ends_with_its_phase(qtbot: QtBot) -> None:
    night = Night(late=1.4)
    night.breathing.start(BreathPattern(4, 6), 10)
    night.run()
    assert night.heard == [(Tone.RISE, 0, 4), (Tone.FALL, 5, 10)]


def test_after_half_an_hour_it_is_where_it_belongs(qtbot: QtBot) -> None:
    night = Night()
    night.breathing.start(BreathPattern(5.5, 5.5), 1804)
    night.run()
    assert len(night.heard) == 328
    assert night.heard[-1] == (Tone.FALL, 1798.5, 1804.0)


def test_holds_are_silent(qtbot: QtBot) -> None:
    night = Night()
    night.breathing.start(BreathPattern(4, 6, full_seconds=4, empty_seconds=2), 32)
    night.run()
    assert [(tone, begins) for tone, begins, _ in night.heard] == [
        (Tone.RISE, 0),
        (Tone.FALL, 8),
        (Tone.RISE, 16),
        (Tone.FALL, 24),
    ]


def test_stopped_it_is_silent_at_once_and_wakes_nobody(qtbot: QtBot) -> None:
    night = Night()
    night.breathing.start(BreathPattern(), 120)
    night.breathing.stop()
    assert night.sound.sounding is None
    assert not night.breathing.running
