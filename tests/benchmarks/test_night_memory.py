"""A year of nights in one sitting: what opening and closing the screens of the night leaves."""

import gc
import os
import sys
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from houses import House
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rlscompanion.ui.collecting import Collecting
from rlscompanion.ui.night_screens import NightScreens
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is for Linux")

TIMES = 1000
MOST_MIB = 5.0
MIB = 2**20


def resident() -> int:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("which", ["flare-up", "standby"])
def test_opened_and_closed_a_thousand_times(
    qapp: QApplication, qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    house = House(home, "2026-11-22 22:00")
    house.companion.preferring.change(standby_keep_awake=True, brightness_said=True)
    theme = Theme(qapp)
    theme.apply(Mode.NIGHT)
    owner = QObject()
    night = NightScreens(house.companion, house.outside(home / "socket"), owner)
    # What a night writes down is measured elsewhere; here a thousand of them are one night.
    monkeypatch.setattr(night, "_record", lambda *_: None)

    collecting = Collecting(owner)

    def once() -> None:
        collecting.look()
        if which == "standby":
            night.open_standby()
        else:
            night.open_flare_up()
        qapp.processEvents()
        night.close()
        qapp.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not night.is_open

    for _ in range(50):
        once()
    before, windows = resident(), len(qapp.topLevelWidgets())
    for _ in range(TIMES):
        once()
    growth = (resident() - before) / MIB
    print(f"{which}: {growth:+.1f} MiB after {TIMES} times")
    assert growth < MOST_MIB
    assert len(qapp.topLevelWidgets()) <= windows
    assert not house.keep_awake.held
    assert not house.sound.is_open
