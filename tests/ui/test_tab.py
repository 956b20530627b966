"""Tab and Shift+Tab through every screen of the window."""

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget
from ui.reading import SMALL, USUAL
from ui.screens import screens

from rlscompanion.ui.main_window import MainWindow
from rlscompanion.ui.theme.theme import Theme
from rlscompanion.ui.theme.tokens import Mode
from rlscompanion.ui.widgets.button import FlareButton
from rlscompanion.ui.widgets.focus_ring import FocusRing

FARTHEST = 120


def pressing(window: MainWindow, key: Qt.Key) -> Iterator[QWidget]:
    """Press a key from the window on, until it comes round; bring where it leads."""
    window.setFocus()
    been: list[QWidget] = []
    for _ in range(FARTHEST):
        QTest.keyClick(QApplication.focusWidget() or window, key)
        for _ in range(4):
            QApplication.processEvents()
        focused = QApplication.focusWidget()
        assert focused is not None, f"nothing has the keyboard after {named(been[-1:])}"
        if focused in been:
            break
        been.append(focused)
        yield focused


def named(stops: list[QWidget]) -> list[str]:
    return [
        stop.accessibleName() or (stop.text() if isinstance(stop, QAbstractButton) else "")
        for stop in stops
    ]


def is_in_sight(stop: QWidget) -> bool:
    """Tell whether what the ring is drawn round is seen: whole, or as much as there is room."""
    (ring,) = stop.window().findChildren(FocusRing)
    target = ring.target
    assert target is not None
    seen = target.visibleRegion().boundingRect()
    whole = target.rect()
    return seen.width() >= whole.width() and (seen.height() >= min(whole.height(), 240))


def can_be_used(window: MainWindow) -> set[QWidget]:
    return {
        each
        for each in window.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
        and each.isVisible()
        and each.isEnabled()
    }


def place(stop: QWidget) -> tuple[QWidget, QRect]:
    """Return what it scrolls with, and where it stands there."""
    whole: QWidget = stop.window()
    above = stop.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            whole = above.widget()
            break
        above = above.parentWidget()
    return whole, QRect(stop.mapTo(whole, QPoint(0, 0)), stop.size())


def goes_up(one: QWidget, other: QWidget) -> bool:
    """Tell whether Tab goes up again, and not to the top of another column."""
    (whole, here), (same, there) = place(one), place(other)
    up = there.bottom() < here.top() and there.left() <= here.right()
    return whole is same and up and not isinstance(one, FlareButton)


@pytest.mark.parametrize(
    ("size", "scale", "mode"),
    [
        (SMALL, 1.0, Mode.DAY),
        (SMALL, 2.0, Mode.DAY),
        (USUAL, 1.0, Mode.DAY),
        (SMALL, 1.0, Mode.NIGHT),
    ],
)
def test_tab_comes_to_every_control_in_sight_and_shift_tab_goes_the_same_way_back(
    theme: Theme, tmp_path: Path, size: QSize, scale: float, mode: Mode
) -> None:
    theme.apply(mode, scale)
    found: dict[str, list[str]] = {}
    gone_through: list[set[QWidget]] = []
    for name, window in screens(theme, tmp_path / "home", size):
        usable = can_be_used(window)
        if usable in gone_through:
            continue
        gone_through.append(usable)
        window.activateWindow()
        hidden: list[QWidget] = []
        forth: list[QWidget] = []
        for stop in pressing(window, Qt.Key.Key_Tab):
            forth.append(stop)
            if not is_in_sight(stop):
                hidden.append(stop)
        back = list(pressing(window, Qt.Key.Key_Backtab))
        missed = can_be_used(window).difference(forth)
        said = [f"out of sight: {named(hidden)}"] * bool(hidden)
        said += [f"never reached: {named(list(missed))}"] * bool(missed)
        said += [f"another way back: {named(back)}"] * (back[::-1] != forth)
        ups = [pair for pair in pairwise(forth) if goes_up(*pair)]
        said += [f"up again: {named(list(pair))}" for pair in ups]
        if said:
            found[name] = said
    assert found == {}
