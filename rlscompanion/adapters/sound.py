"""Tones through miniaudio. A device that is slow, missing or lost keeps nobody waiting."""

import importlib
import logging
import sys
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Final, Protocol, cast

from msgspec import Struct
from msgspec.structs import replace

from rlscompanion.domain.tone import Tone
from rlscompanion.domain.tones import (
    RAMP_SECONDS,
    RATE,
    SHORTEST_SECONDS,
    Sounding,
    Take,
    mixed,
    sounding,
)
from rlscompanion.services.ports import Clock

PERIOD: Final = 0.04
"""Seconds of a block: long enough that a busy machine leaves no holes (at 0.02 it did)."""
PERIODS: Final = 5
"""Blocks that lie ready: so long the rest of the machine may keep this process from running."""
LATENCY: Final = 0.05
"""Seconds between handing a sample to the device and hearing it.

Measured 0.034 on the monitor of a PulseAudio null sink; two periods, 0.08, where all of the buffer
is full. Between the two, neither is wrong by more than 0.03.
"""
REST_AFTER: Final = 15.0
"""Seconds of silence after which the device is given back until the next tone."""
FADE_OUT: Final = RAMP_SECONDS + PERIOD * (PERIODS + 1)
LIVED_TOO_SHORT: Final = 1.0
"""Seconds: a device lost sooner than this is not asked for again."""
_DRIFT: Final = 0.0005
"""Seconds by which two blocks may move the guess of when the stream began."""

log = logging.getLogger(__name__)


class Device(Protocol):
    """What plays. ``start`` takes a generator that is sent a number of samples and gives them."""

    def start(self, samples: Generator[bytes, int]) -> None: ...

    def close(self) -> None: ...


class NoDeviceError(Exception):
    """Nothing here can make a sound."""


class _Asked(Struct, frozen=True):
    """A tone that was asked for. ``due`` is an instant of the monotonic clock."""

    sounding: Sounding
    due: float
    in_time: bool
    """Whether its end is as much as its beginning bound to the clock."""


class MiniaudioSound:
    """Keeps the port Sound.

    One thread opens and closes the device; the device's own thread asks for samples. Neither ever
    holds the lock for longer than it takes to read a few values.
    """

    def __init__(
        self, clock: Clock, device: Callable[[Callable[[], None]], Device] | None = None
    ) -> None:
        self._clock = clock
        self._device = device or _Playback
        self._changed = threading.Condition()
        self._volume = 1.0
        self._on = False
        self._works: bool | None = None
        self._said = False
        self._worker: threading.Thread | None = None
        self._awake_until = 0.0
        self._lost = False
        self._asked: list[_Asked] = []
        self._hushed = False
        self._stream = _Stream()

    def open(self, volume: float = 1.0) -> None:
        with self._changed:
            self._volume = volume
            if not self._on:
                self._on = True
                self._works = None
                self._stay_awake(REST_AFTER)

    def play(self, tone: Tone, seconds: float | None = None, after: float = 0.0) -> None:
        with self._changed:
            if not self._on or self._works is False:
                return
            sound = sounding(tone, seconds, self._volume)
            due = self._clock.monotonic() + max(0.0, after)
            self._asked.append(_Asked(sound, due, in_time=seconds is not None))
            self._stay_awake(max(0.0, after) + sound.seconds + REST_AFTER)

    def hush(self) -> None:
        with self._changed:
            self._asked.clear()
            self._hushed = True

    def close(self) -> None:
        with self._changed:
            if self._on:
                self._on = False
                self._asked.clear()
                self._hushed = True
                self._awake_until = self._clock.monotonic() + FADE_OUT
                self._changed.notify_all()

    def works(self) -> bool | None:
        with self._changed:
            return self._works

    def _stay_awake(self, seconds: float) -> None:
        self._awake_until = max(self._awake_until, self._clock.monotonic() + seconds)
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="sound", daemon=True)
            self._worker.start()
        self._changed.notify_all()

    # -------------------------------------------------------------- the worker's thread

    def _work(self) -> None:
        device: Device | None = None
        opened = 0.0
        while True:
            with self._changed:
                now = self._clock.monotonic()
                wanted = now < self._awake_until
                lost, self._lost = self._lost, False
                if device is not None and wanted and not lost:
                    self._changed.wait(self._awake_until - now)
                    continue
                if device is None and not wanted:
                    self._worker = None
                    return
            if device is not None:
                device.close()
                device = None
                if lost and now - opened < LIVED_TOO_SHORT:
                    self._give_up("the device went away as soon as it was opened")
            else:
                opened = now
                device = self._opened()

    def _opened(self) -> Device | None:
        with self._changed:
            self._stream = _Stream()
        try:
            device = self._device(self._device_stopped)
            device.start(self._samples())
        except NoDeviceError as problem:
            self._give_up(str(problem))
            return None
        with self._changed:
            self._works = True
        return device

    def _give_up(self, why: str) -> None:
        with self._changed:
            self._works = False
            self._awake_until = 0.0
            self._asked.clear()
            said, self._said = self._said, True
        if not said:
            log.warning("No tones: %s", why)

    # -------------------------------------------------------------- the device's thread

    def _device_stopped(self) -> None:
        with self._changed:
            self._lost = True
            self._changed.notify_all()

    def _samples(self) -> Generator[bytes, int]:
        count = yield b""
        while True:
            count = yield self._block(count)

    def _block(self, count: int) -> bytes:
        with self._changed:
            stream = self._stream
            first = stream.next_block(count, self._clock.monotonic())
            if self._hushed:
                self._hushed = False
                stream.fade(first)
            waiting: list[_Asked] = []
            for asked in self._asked:
                place = stream.place(asked.due)
                if place >= first + count:
                    waiting.append(asked)
                else:
                    stream.begin(asked, place, first)
            self._asked = waiting
            takes = stream.takes
        return mixed(takes, first, count).tobytes()


class _Stream:
    """The samples a device was given, and when each is heard."""

    def __init__(self) -> None:
        self.takes: tuple[Take, ...] = ()
        self._given = 0
        self._began: float | None = None

    def next_block(self, count: int, now: float) -> int:
        """Return the number of the first sample of the block that is asked for ``now``."""
        first = self._given
        self._given += count
        # A busy machine asks late, never early: the earliest is the truest.
        began = now - first / RATE
        self._began = began if self._began is None else min(began, self._began + _DRIFT)
        self.takes = tuple(take for take in self.takes if take.end > first)
        return first

    def place(self, due: float) -> int:
        """Return the sample that is heard at ``due``."""
        assert self._began is not None, "a block was asked for"  # noqa: S101
        return round((due - LATENCY - self._began) * RATE)

    def begin(self, asked: _Asked, place: int, first: int) -> None:
        """Let it sound from ``place``, or from ``first`` if that is over, and all others fade."""
        sound = asked.sounding
        late = first - place
        if late > 0 and asked.in_time:
            sound = replace(sound, seconds=sound.seconds - late / RATE)
            if sound.seconds < SHORTEST_SECONDS:
                return
        start = max(place, first)
        self.fade(start)
        self.takes = (*self.takes, Take(sound, start))

    def fade(self, sample: int) -> None:
        self.takes = tuple(take.cut_from(sample) for take in self.takes)


class _Playback:
    """The desktop's own device, not yet playing. Raises NoDeviceError."""

    def __init__(self, stopped: Callable[[], None]) -> None:
        # Loads a sound library: only when tones are switched on. It has no types of its own.
        self._library = cast("Any", importlib.import_module("miniaudio"))
        backend = self._library.Backend
        try:
            self._device = self._library.PlaybackDevice(
                output_format=self._library.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=round(PERIOD * 1000),
                callback_periods=PERIODS,
                backends=[getattr(backend, name) for name in _backends()],
                app_name="RLS Companion",
            )
        except self._library.MiniaudioError as error:
            raise NoDeviceError(str(error)) from error
        self._device.stop_callback = stopped

    def start(self, samples: Generator[bytes, int]) -> None:
        next(samples)
        try:
            self._device.start(samples)
        except self._library.MiniaudioError as error:
            self.close()
            raise NoDeviceError(str(error)) from error

    def close(self) -> None:
        self._device.stop_callback = None
        self._device.close()
        # miniaudio 1.71 forgets its context: one connection to the sound server for each device.
        self._library.lib.ma_context_uninit(self._device._context)  # noqa: SLF001


def _backends() -> list[str]:
    """Return what may have a device here; asked without a card, ALSA fills the terminal."""
    if sys.platform != "linux":
        return []
    cards = any(Path("/dev/snd").glob("pcm*p"))
    return ["PULSEAUDIO", "ALSA"] if cards else ["PULSEAUDIO"]
