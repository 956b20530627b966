import logging
import time

import pytest

from rlscompanion.adapters.keep_awake import WakepyKeepAwake

LIMIT = 10.0


@pytest.fixture
def keep(monkeypatch: pytest.MonkeyPatch) -> WakepyKeepAwake:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    return WakepyKeepAwake()


def asked(keep: WakepyKeepAwake) -> None:
    deadline = time.perf_counter() + LIMIT
    while keep.works() is None:
        assert time.perf_counter() < deadline, "the desktop was never asked"


def end(keep: WakepyKeepAwake) -> None:
    worker = keep._worker
    keep.release()
    if worker is not None:
        worker.join(LIMIT)


def test_nothing_is_known_before_it_was_asked(keep: WakepyKeepAwake) -> None:
    keep.release()
    assert keep.works() is None
    assert keep._worker is None


def test_a_desktop_without_inhibitors_is_no_error_and_is_said_once(
    keep: WakepyKeepAwake, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "rlscompanion"):
        for _ in range(3):
            keep.hold()
            asked(keep)
            end(keep)
    assert keep.works() is False
    assert len(caplog.records) == 1
    assert keep._worker is None


def test_a_desktop_that_agrees_is_held_once_until_released(
    keep: WakepyKeepAwake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "yes")
    keep.hold()
    worker = keep._worker
    keep.hold()
    assert keep._worker is worker
    asked(keep)
    end(keep)
    assert keep.works() is True
