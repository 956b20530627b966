"""Where there is nobody to tell of a sleep. With a logind: tests/desktop/test_sleep_logind.py."""

import sys
from pathlib import Path

import pytest
from programs import until

from rlscompanion.adapters.sleep_signal import LogindSleepSignal
from rlscompanion.services.ports import SleepSignal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="logind is a Linux program")

LIMIT = 10.0


def never() -> None:
    raise AssertionError("nobody slept")


def test_it_is_not_known_before_somebody_asked() -> None:
    def works(signal: SleepSignal) -> bool | None:
        return signal.works()

    assert works(LogindSleepSignal()) is None


def test_without_a_system_bus_there_is_no_signal_and_no_harm(tmp_path: Path) -> None:
    signal = LogindSleepSignal(f"unix:path={tmp_path}/nobody")
    signal.start(never, never)
    until(lambda: signal.works() is False, LIMIT)
    signal.stop()
    signal.stop()


def test_stopped_before_its_start_it_does_not_begin(tmp_path: Path) -> None:
    signal = LogindSleepSignal(f"unix:path={tmp_path}/nobody")
    signal.stop()
    signal.start(never, never)
    assert signal.works() is None
