"""What stands still costs nothing: no layout, no painting, no timer that comes each second."""

from collections import Counter
from time import perf_counter
from typing import Final

from PySide6.QtCore import QAbstractAnimation, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

MOST_TRIES: Final = 60
ROUNDS: Final = 5
"""Without anything to do, one after another: then it rests."""
A_MINUTE_MS: Final = 60_000
MOVES_AT_MOST: Final = 5.0
"""Seconds. What moves longer never ends."""
_WORK: Final = {
    QEvent.Type.LayoutRequest: "LayoutRequest",
    QEvent.Type.UpdateRequest: "UpdateRequest",
    QEvent.Type.Paint: "Paint",
    QEvent.Type.Resize: "Resize",
}


def unrest() -> dict[str, int]:
    """Return what goes on in the windows although they had time to come to rest, and how often."""
    app = QApplication.instance()
    assert app is not None
    seen = _Seen()
    going: Counter[str] = Counter()
    app.installEventFilter(seen)
    try:
        for _ in range(MOST_TRIES):
            _let_motion_end()
            seen.work.clear()
            for _ in range(ROUNDS):
                QApplication.processEvents()
            going = seen.work + _running()
            if not going:
                break
    finally:
        app.removeEventFilter(seen)
    return dict(going)


def _let_motion_end() -> None:
    began = perf_counter()
    while _moving() and perf_counter() - began < MOVES_AT_MOST:
        QApplication.processEvents()


def _moving() -> list[QAbstractAnimation]:
    return [
        animation
        for window in QApplication.topLevelWidgets()
        for animation in window.findChildren(QAbstractAnimation)
        if animation.state() is QAbstractAnimation.State.Running
    ]


def _running() -> Counter[str]:
    """Return the animations that run, and the timers that come again within a minute."""
    found = Counter(f"animation of {_name(animation)}" for animation in _moving())
    for window in QApplication.topLevelWidgets():
        for timer in window.findChildren(QTimer):
            if timer.isActive() and not timer.isSingleShot() and timer.interval() < A_MINUTE_MS:
                found[f"timer of {_name(timer)}"] += 1
    return found


def _name(part: QObject) -> str:
    parent = part.parent()
    return type(part if parent is None else parent).__name__


class _Seen(QObject):
    """Counts what widgets are made to do, over the whole application."""

    def __init__(self) -> None:
        super().__init__()
        self.work: Counter[str] = Counter()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = _WORK.get(event.type())
        if kind is not None and isinstance(watched, QWidget):
            self.work[f"{kind} of {type(watched).__name__}"] += 1
        return False
