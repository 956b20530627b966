"""What a change of light takes: as much as what is seen, not as much as there is."""

from pathlib import Path
from time import process_time

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from rlscompanion.bootstrap import made_up
from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.page_set import PageSet
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode

ROUNDS = 3


def milliseconds(theme: Theme) -> float:
    """Return the best of some changes of light, of processor time, without what can wait."""
    best = 1e9
    for mode in (Mode.NIGHT, Mode.EVENING, Mode.DAY) * ROUNDS:
        began = process_time()
        theme.apply(mode)
        best = min(best, 1000 * (process_time() - began))
        settle(20)
    return best


def settle(times: int) -> None:
    for _ in range(times):
        QApplication.processEvents()


def test_the_light_changes_as_fast_with_every_page_made(qapp: QApplication, tmp_path: Path) -> None:
    theme = Theme(qapp)
    theme.reduced_motion = True
    theme.apply(Mode.DAY)
    window = MainWindow(theme)
    pages = PageSet(theme, made_up(tmp_path / "home"), window)
    window.show()
    settle(3)
    alone = milliseconds(theme)
    for place in pages.places:
        window.go_to(place)
        settle(3)
    window.go_to("tonight")
    settle(20)
    among_all = milliseconds(theme)
    print(f"re-theming: {alone:.0f} ms with Tonight alone, {among_all:.0f} ms with every page")
    window.close()
    delete(window)
    assert among_all <= 4 * alone
