import logging
import threading
from array import array
from collections.abc import Callable, Generator, Iterator
from datetime import timedelta

import pytest

from fakes import FakeClock
from rlscompanion.adapters.sound import FADE_OUT, LATENCY, REST_AFTER, MiniaudioSound, NoDeviceError
from rlscompanion.domain.tone import Tone
from rlscompanion.domain.tones import FULL_SCALE, LOUDEST, RATE

LIMIT = 10.0
BLOCK = RATE // 25


class Loudspeaker:
    """Plays into memory, one block at each ``hear``."""

    def __init__(self, stopped: Callable[[], None]) -> None:
        self.unplug = stopped
        self.closed = threading.Event()
        self._samples: Generator[bytes, int] | None = None

    def start(self, samples: Generator[bytes, int]) -> None:
        next(samples)
        self._samples = samples

    def close(self) -> None:
        self.closed.set()

    def hear(self) -> list[int]:
        assert self._samples is not None
        heard = array("h")
        heard.frombytes(self._samples.send(BLOCK))
        return list(heard)


class Room:
    """A clock, a sound, and the loudspeakers that it opened one after the other."""

    def __init__(self, *, has_device: bool = True) -> None:
        self.clock = FakeClock()
        self.has_device = has_device
        self.opened = threading.Semaphore(0)
        self.asked = threading.Semaphore(0)
        self.loudspeakers: list[Loudspeaker] = []
        self.sound = MiniaudioSound(self.clock, self._device)

    def loudspeaker(self) -> Loudspeaker:
        """Return the next one that is opened."""
        assert self.opened.acquire(timeout=LIMIT)
        return self.loudspeakers[-1]

    def listen(self, loudspeaker: Loudspeaker, seconds: float) -> list[int]:
        heard: list[int] = []
        for _ in range(round(seconds * RATE / BLOCK)):
            heard += loudspeaker.hear()
            self.clock.advance(timedelta(seconds=BLOCK / RATE))
        return heard

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))
        with self.sound._changed:
            self.sound._changed.notify_all()

    def settle(self) -> None:
        """Wait until the worker has given up or gone to rest."""
        worker = self.sound._worker
        if worker is not None:
            worker.join(LIMIT)

    def _device(self, stopped: Callable[[], None]) -> Loudspeaker:
        self.asked.release()
        if not self.has_device:
            raise NoDeviceError("no card")
        self.loudspeakers.append(Loudspeaker(stopped))
        self.opened.release()
        return self.loudspeakers[-1]


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.sound.close()
    room.pass_time(REST_AFTER + FADE_OUT + 60)
    room.settle()


def begins(heard: list[int]) -> float:
    return next(n for n, sample in enumerate(heard) if sample) / RATE


def ends(heard: list[int]) -> float:
    return (len(heard) - next(n for n, sample in enumerate(reversed(heard)) if sample)) / RATE


def test_no_device_is_opened_until_sound_is_switched_on(room: Room) -> None:
    room.sound.play(Tone.RISE)
    room.sound.hush()
    room.sound.close()
    assert not room.asked.acquire(blocking=False)
    assert room.sound.works() is None
    room.sound.open()
    assert room.loudspeaker()


def test_a_tone_told_ahead_begins_and_ends_on_its_instants(room: Room) -> None:
    room.sound.open()
    loudspeaker = room.loudspeaker()
    room.listen(loudspeaker, 0.4)
    room.sound.play(Tone.RISE, 1.0, after=0.33)
    heard = room.listen(loudspeaker, 2)
    assert begins(heard) == pytest.approx(0.33 - LATENCY, abs=0.003)
    assert ends(heard) == pytest.approx(1.33 - LATENCY, abs=0.003)


def test_a_phase_that_began_before_it_could_be_heard_still_ends_on_time(room: Room) -> None:
    room.sound.open()
    loudspeaker = room.loudspeaker()
    room.sound.play(Tone.FALL, 1.0)
    room.clock.advance(timedelta(seconds=0.4))
    heard = room.listen(loudspeaker, 2)
    assert begins(heard) < 0.003
    assert ends(heard) == pytest.approx(0.6 - LATENCY, abs=0.003)


def test_a_phase_that_is_over_before_it_could_be_heard_is_silent(room: Room) -> None:
    room.sound.open()
    loudspeaker = room.loudspeaker()
    room.sound.play(Tone.FALL, 1.0)
    room.clock.advance(timedelta(seconds=3))
    assert not any(room.listen(loudspeaker, 1))


def test_hushing_fades_what_sounds_and_forgets_what_was_to_come(room: Room) -> None:
    room.sound.open()
    loudspeaker = room.loudspeaker()
    room.sound.play(Tone.FALL, 3.0)
    room.sound.play(Tone.RISE, 3.0, after=3.0)
    assert any(room.listen(loudspeaker, 1))
    room.sound.hush()
    room.listen(loudspeaker, 0.12)
    assert not any(room.listen(loudspeaker, 4))


def test_no_volume_is_louder_than_the_cap(room: Room) -> None:
    room.sound.open(volume=50.0)
    loudspeaker = room.loudspeaker()
    room.sound.play(Tone.BELL)
    assert max(room.listen(loudspeaker, 1)) <= FULL_SCALE * LOUDEST + 1


def test_closing_gives_the_device_back_after_the_fade(room: Room) -> None:
    room.sound.open()
    loudspeaker = room.loudspeaker()
    room.sound.play(Tone.FALL, 3.0)
    room.listen(loudspeaker, 0.2)
    room.sound.close()
    assert not loudspeaker.closed.is_set()
    faded = room.listen(loudspeaker, 0.2)
    assert faded[-1] == 0
    room.pass_time(FADE_OUT)
    assert loudspeaker.closed.wait(LIMIT)


def test_a_silent_device_is_given_back_and_opened_again_for_the_next_tone(room: Room) -> None:
    room.sound.open()
    first = room.loudspeaker()
    room.pass_time(REST_AFTER + 1)
    assert first.closed.wait(LIMIT)
    room.settle()
    room.sound.play(Tone.BELL)
    second = room.loudspeaker()
    assert second is not first
    assert any(room.listen(second, 0.2))


def test_a_device_that_goes_away_is_asked_for_once_more(room: Room) -> None:
    room.sound.open()
    first = room.loudspeaker()
    room.clock.advance(timedelta(seconds=5))
    first.unplug()
    second = room.loudspeaker()
    assert first.closed.wait(LIMIT)
    second.unplug()
    assert second.closed.wait(LIMIT)
    room.settle()
    assert room.sound.works() is False


def test_no_device_is_no_error_and_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    room = Room(has_device=False)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            room.sound.open()
            assert room.asked.acquire(timeout=LIMIT)
            room.settle()
            assert room.sound.works() is False
            room.sound.play(Tone.CUE)
            room.sound.close()
    assert [record.message for record in caplog.records] == ["No tones: no card"]
    assert not room.asked.acquire(blocking=False)
